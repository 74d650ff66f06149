//! What the head of a city's page says to programs: its addresses, if the city states where it is
//! published, and its programmes as linked data. It holds no text of the page's own.

use super::readings;
use crate::check::markup::{self, Writing};
use crate::closed_list::ClosedList;
use crate::source::{City, Programme, Text, Year};
use minijinja::{Value, context};
use serde_json::json;
use std::collections::BTreeMap;

/// The address of the vocabulary. Nothing is fetched from it.
const VOCABULARY: &str = "https://schema.org";

/// The addresses of a page and of the same page in the other languages; nothing, if the city does not
/// state where its pages are published. `tags_of` has the tag of each language.
pub(super) fn published(
    city: &City,
    language: &str,
    tags_of: &BTreeMap<&str, String>,
) -> Option<Value> {
    let root = city.published_at.as_ref()?;
    let first = city.languages.first().map(|word| word.text.as_str());
    let address = |language: &str| {
        if first == Some(language) { root.clone() } else { format!("{root}{language}/") }
    };
    // Search engines know one page a tag: where two pages share one, it is that of the earlier language.
    let mut tags: Vec<(String, String)> = Vec::new();
    for one in &city.languages {
        let own = tags_of.get(one.text.as_str()).cloned().unwrap_or_default();
        if !tags.iter().any(|(known, _)| *known == own) {
            tags.push((own, address(&one.text)));
        }
    }
    let languages = tags.into_iter().map(|(hreflang, address)| {
        context! { hreflang, address => Value::from_safe_string(escaped(&address)) }
    });
    Some(context! {
        own => Value::from_safe_string(escaped(&address(language))),
        languages => languages.collect::<Vec<_>>(),
    })
}

fn escaped(address: &str) -> String {
    minijinja::HtmlEscape(address).to_string().replace("&#x2f;", "/")
}

/// The programmes of a city as linked data: a `GovernmentService` each, in its latest year.
pub(super) fn linked_data(city: &City, language: &str, writing: Writing) -> String {
    let say = |text: &Text| plain(text.in_language(language), writing);
    let area = json!({
        "@type": "City",
        "@id": "#city",
        "name": say(&city.name),
        "containedInPlace": { "@type": "AdministrativeArea", "name": say(&city.prefecture) },
    });
    let office = json!({ "@type": "GovernmentOrganization", "@id": "#office", "name": say(&city.desk.name),
        "telephone": city.desk.phone });
    let services = latest(city).into_iter().map(|(year, programme)| {
        let cited = programme.requires.cites.first();
        let cited = cited.or_else(|| programme.window.as_ref()?.statement.cites.first());
        let source = cited
            .and_then(|cite| year.sources.iter().find(|source| source.id.text == cite.source.text));
        json!({
            "@type": "GovernmentService",
            "name": say(&programme.name),
            "serviceType": programme.benefit.name(),
            "provider": { "@id": "#office" },
            "areaServed": { "@id": "#city" },
            "url": source.map(|source| source.address.clone()),
        })
    });
    let graph: Vec<_> = [area, office].into_iter().chain(services).map(without_nothing).collect();
    let data = json!({ "@context": VOCABULARY, "@graph": graph }).to_string();
    // A `<` could end the element that holds the data.
    data.replace('<', "\\u003c")
}

/// Every programme with the latest year that has it.
fn latest(city: &City) -> Vec<(&Year, &Programme)> {
    let mut found: Vec<(&Year, &Programme)> = Vec::new();
    for year in city.years.iter().rev() {
        for programme in &year.programmes {
            if !found.iter().any(|(_, known)| known.id.text == programme.id.text) {
                found.push((year, programme));
            }
        }
    }
    found
}

/// A text without the notation of readings and of Japanese terms.
fn plain(text: &str, writing: Writing) -> String {
    match writing {
        Writing::Japanese => readings::without_readings(text),
        Writing::Kanji | Writing::Other => markup::without_markup(text),
    }
}

/// An object without the keys that have no value.
fn without_nothing(mut object: serde_json::Value) -> serde_json::Value {
    if let Some(map) = object.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    object
}

#[cfg(test)]
mod tests {
    use super::{linked_data, published};
    use crate::check;
    use crate::check::markup::Writing;
    use crate::diagnostic::{Diagnostics, Files};
    use crate::source::City;
    use std::collections::BTreeMap;
    use std::path::Path;

    fn town() -> City {
        let (mut files, mut problems) = (Files::default(), Diagnostics::default());
        let checked = check::load(Path::new("tests/cases"), &mut files, &mut problems);
        checked.unwrap().unwrap().rules.cities.remove(0)
    }

    #[test]
    fn addresses_are_named_only_where_the_city_states_them() {
        let tags = BTreeMap::from([("ja", "ja".to_owned()), ("easy", "ja".to_owned())]);
        let mut town = town();
        town.languages.truncate(1);
        let mut easy = town.languages.first().cloned().unwrap();
        easy.text = "easy".to_owned();
        town.languages.push(easy);
        town.published_at = None;
        assert!(published(&town, "ja", &tags).is_none());
        town.published_at = Some("https://town.example/check/".to_owned());
        let own = published(&town, "easy", &tags).unwrap();
        assert_eq!(own.get_attr("own").unwrap().to_string(), "https://town.example/check/easy/");
        let languages = own.get_attr("languages").unwrap();
        assert_eq!(languages.len(), Some(1), "both pages are in Japanese");
    }

    #[test]
    fn every_programme_is_a_service_and_no_markup_is_left() {
        let mut town = town();
        let name = &mut town.years.last_mut().unwrap().programmes.last_mut().unwrap().name;
        for (_, word) in &mut name.by_language {
            word.text = "市《し》の</script>".to_owned();
        }
        let text = linked_data(&town, "ja", Writing::Japanese);
        assert!(!text.contains('<') && !text.contains('《'), "{text}");
        let data: serde_json::Value = serde_json::from_str(&text).unwrap();
        let graph = data.get("@graph").unwrap().as_array().unwrap();
        let mut ids: Vec<&str> = Vec::new();
        for year in &town.years {
            ids.extend(year.programmes.iter().map(|programme| programme.id.text.as_str()));
        }
        ids.sort_unstable();
        ids.dedup();
        let services = graph.iter().filter(|one| one["@type"] == "GovernmentService");
        assert_eq!(services.count(), ids.len());
    }
}
