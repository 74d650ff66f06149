//! A city's own file, `city.yaml`, by shape. Its years are in folders of their own.

use super::programme;
use super::reader::{Map, Reader};
use crate::source::{City, Desk, Text};

/// Reads a city without its years.
pub(super) fn city_file(reader: &mut Reader<'_>, map: &mut Map<'_>, id: String) -> City {
    let languages =
        reader.required(map, "languages").map_or_else(Vec::new, |node| reader.list(node));
    if languages.is_empty() {
        let place = map.key_place("languages");
        reader.problem(place, "no-language", "a city's pages need at least one language");
    }
    City {
        id,
        place: map.place,
        name: reader.required_text(map, "name"),
        prefecture: reader.required_text(map, "prefecture"),
        code: {
            let node = reader.required(map, "code");
            reader.plain(node).unwrap_or_default()
        },
        languages: languages.into_iter().filter_map(|node| reader.id(node)).collect(),
        title: reader.required_text(map, "title"),
        desk: desk(reader, map),
        years: Vec::new(),
    }
}

fn desk(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Desk {
    let name = Text { by_language: Vec::new(), place: map.place };
    let node = reader.required(map, "desk");
    let found = node.and_then(|node| programme::desk(reader, node));
    found.unwrap_or(Desk { name, address: None, phone: None, hours: None, note: None })
}
