//! The page on which a city is chosen: what it lists of each city, and the values that its template is given. It holds
//! no rules.

use super::context::first;
use super::inline::Inlined;
use crate::source::{City, Picture, Text, Word};
use minijinja::{Value, context};

/// What is kept of a city whose pages are rendered, until the page that lists all cities is.
#[derive(Debug)]
pub struct Listed {
    /// The id.
    pub(super) id: String,
    name: Text,
    prefecture: Text,
    picture: Option<Picture>,
    /// The languages of its pages.
    pub(super) languages: Vec<Word>,
    /// The number of its programmes.
    programmes: usize,
    /// Its years, each with whether its rules are only announced.
    years: Vec<(i16, bool)>,
    /// SHA-256 of the city's compiled rules followed by their ids, in hexadecimal.
    pub(super) rules_hash: String,
}

impl Listed {
    pub(super) fn new(city: &City, rules_hash: String) -> Listed {
        let years = city.years.iter().map(|year| (year.fiscal_year, year.is_provisional));
        Listed {
            id: city.id.clone(),
            name: city.name.clone(),
            prefecture: city.prefecture.clone(),
            picture: city.picture.clone(),
            languages: city.languages.clone(),
            programmes: first::programmes(city),
            years: years.collect(),
            rules_hash,
        }
    }

    /// The number of its pages.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.languages.len()
    }
}

/// The context of the page on which a city is chosen.
pub(super) fn start(
    cities: &[Listed],
    language: &str,
    at_root: bool,
    links: Vec<Value>,
    inlined: &Inlined,
) -> Value {
    let root = if at_root { "" } else { "../" };
    let cities = cities.iter().map(|city| {
        context! {
            id => city.id.clone(),
            name => city.name.in_language(language),
            prefecture => city.prefecture.in_language(language),
            picture => first::picture(city.picture.as_ref(), language),
            programmes => city.programmes,
            pages => city.languages.iter().enumerate().map(|(at, of)| context! {
                language => of.text.clone(),
                href => Value::from_safe_string(match at {
                    0 => format!("{root}{}/index.html", city.id),
                    _ => format!("{root}{}/{}/index.html", city.id, of.text),
                }),
                is_own => of.text == language,
            }).collect::<Vec<_>>(),
            years => city.years.iter().map(|(year, is_provisional)| context! {
                year => *year,
                provisional => *is_provisional,
            }).collect::<Vec<_>>(),
        }
    });
    context! {
        csp => inlined.policy.clone(),
        style => Value::from_safe_string(inlined.style.clone()),
        cities => cities.collect::<Vec<_>>(),
        languages => links,
        root => root,
    }
}
