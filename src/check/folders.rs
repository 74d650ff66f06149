//! Cities and languages are folders of the site, beside those of its plain pages: no name may come
//! twice. Whether a name has the form of an id is checked where files are read.

use crate::diagnostic::Diagnostics;
use crate::source::{City, Word};
use std::collections::BTreeSet;

/// The folders of the plain pages, which every site has.
pub const PLAIN_PAGES: [&str; 3] = ["demo", "licences", "verify"];

/// The languages for which there are words. A site has the folders of those that its cities name.
pub const LANGUAGES: [&str; 3] = ["easy", "en", "ja"];

/// Reports each city and each language that has the folder of something else.
pub(super) fn check(cities: &[&City], problems: &mut Diagnostics) {
    let languages = || cities.iter().flat_map(|city| &city.languages);
    let names: BTreeSet<&str> = languages().map(|one| one.text.as_str()).collect();
    for city in cities {
        let id = city.id.as_str();
        let what = if PLAIN_PAGES.contains(&id) {
            "plain pages of the site"
        } else if LANGUAGES.contains(&id) || names.contains(id) {
            "a language"
        } else {
            continue;
        };
        let message = format!("a city cannot be called `{id}`: that is the folder of {what}");
        let help = "give the city's folder another name".to_owned();
        problems.add_with_help(city.place, "reserved-name", message, Some(help));
    }
    for Word { text, place } in languages().filter(|one| PLAIN_PAGES.contains(&one.text.as_str())) {
        let message =
            format!("a language cannot be called `{text}`: that is the folder of plain pages");
        problems.add(*place, "reserved-name", message);
    }
}
