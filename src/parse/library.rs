//! The library, `library.yaml`, by shape.

use super::programme;
use super::reader::{Map, Reader};
use super::year::{Names, names};
use crate::source::Library;

/// Reads the library.
pub(super) fn library_file(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Library {
    reader.cites_nothing = true;
    let Names { asks, readings, definitions, member_definitions } = names(reader, map);
    let requirements = map.take("requirements").map_or_else(Vec::new, |node| reader.named(node));
    let requirements = requirements.into_iter();
    let requirements =
        requirements.filter_map(|(id, node)| programme::named_group(reader, id, node)).collect();
    Library { asks, readings, definitions, member_definitions, requirements }
}
