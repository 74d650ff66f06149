//! A city's own file, `city.yaml`, by shape. Its years are in folders of their own.

use super::programme;
use super::reader::{Map, Reader};
use crate::source::{City, Desk, Picture, Text};
use marked_yaml::Node;

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
        published_at: map.take("published_at").and_then(|node| published_at(reader, node)),
        picture: reader.optional_text(map, "picture").map(|says| Picture {
            place: says.place,
            says,
            svg: String::new(),
        }),
        years: Vec::new(),
        has_all_years: true,
    }
}

/// The address of a folder on a server that encrypts.
fn published_at(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let address = reader.web_address(node)?;
    if address.starts_with("https://") && address.ends_with('/') && !address.contains(['?', '#']) {
        return Some(address);
    }
    let message = format!(
        "`{address}` is not where a city's pages are published: expected an address that begins with \
         https:// and ends with `/`"
    );
    reader.problem(reader.node_place(node), "address", message);
    None
}

fn desk(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Desk {
    let name = Text { by_language: Vec::new(), place: map.place };
    let node = reader.required(map, "desk");
    let found = node.and_then(|node| programme::desk(reader, node));
    found.unwrap_or(Desk { name, address: None, phone: None, hours: None, note: None })
}
