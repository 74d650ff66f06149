//! The library, `library.yaml`, by shape.

use super::reader::{Map, Reader};
use super::{programme, year};
use crate::source::Library;

/// Reads the library.
pub(super) fn library_file(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Library {
    reader.cites_nothing = true;
    let asks = map.take("asks").map_or_else(Vec::new, |node| reader.named(node));
    let readings = map.take("readings").map_or_else(Vec::new, |node| reader.named(node));
    let definitions = map.take("definitions").map_or_else(Vec::new, |node| reader.named(node));
    let of_members =
        map.take("member_definitions").map_or_else(Vec::new, |node| reader.named(node));
    let requirements = map.take("requirements").map_or_else(Vec::new, |node| reader.named(node));
    let readings = readings.into_iter().filter_map(|(id, node)| year::reading(reader, id, node));
    let readings = readings.collect();
    let of_members = of_members.into_iter();
    let member_definitions =
        of_members.map(|(list, node)| year::of_members_of(reader, list, node)).collect();
    let requirements = requirements.into_iter();
    let requirements =
        requirements.filter_map(|(id, node)| programme::named_group(reader, id, node)).collect();
    Library {
        asks: year::texts(reader, asks),
        readings,
        definitions: year::expressions(reader, definitions),
        member_definitions,
        requirements,
    }
}
