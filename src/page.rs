//! Renders the static pages from rules and templates. Styles, script, engine and compiled rules are
//! inlined, and a policy names the hashes of what may run. It evaluates no household.

mod context;
mod figure;
mod figures;
mod head;
mod html;
mod in_force;
mod inline;
mod japanese;
mod minify;
mod names;
mod nodes;
mod readings;
mod words;

use crate::check::Checked;
use crate::rulebook;
use crate::source::{City, Word};
use minijinja::{Environment, ErrorKind, Value};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use words::Language;

pub use inline::Parts;
pub use words::Words;

/// Pages by their path below the site's root.
pub type Pages = BTreeMap<PathBuf, String>;

/// Why pages could not be made.
#[derive(Debug)]
pub struct PageError {
    what: String,
    cause: String,
}

impl core::fmt::Display for PageError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.what, self.cause)
    }
}

impl core::error::Error for PageError {}

fn because(what: impl Into<String>) -> impl FnOnce(&dyn core::error::Error) -> PageError {
    let what = what.into();
    move |cause| {
        let mut causes = cause.to_string();
        let mut source = cause.source();
        while let Some(next) = source {
            causes = format!("{causes}: {next}");
            source = next.source();
        }
        PageError { what, cause: causes }
    }
}

/// Renders every page of the site, and a list of the hashes of the cities' rules.
///
/// # Errors
/// If a template is wrong, or the engine's parts do not fit together.
pub fn build(
    checked: &Checked,
    words: &Words,
    templates: &Path,
    parts: Option<&Parts>,
) -> Result<Pages, PageError> {
    let mut pages = Pages::new();
    each(checked, words, templates, parts, &mut |path, page| {
        pages.insert(path, page);
        Ok(())
    })?;
    Ok(pages)
}

/// Writes every page of the site below a folder, as soon as it is rendered, and returns their number.
///
/// # Errors
/// If a file cannot be written, and those of [`build`].
pub fn write(
    checked: &Checked,
    words: &Words,
    templates: &Path,
    parts: Option<&Parts>,
    out: &Path,
) -> Result<usize, PageError> {
    let mut count = 0_usize;
    each(checked, words, templates, parts, &mut |path, page| {
        count = count.saturating_add(1);
        write_page(&out.join(path), &page)
    })?;
    Ok(count)
}

fn write_page(path: &Path, page: &str) -> Result<(), PageError> {
    let failed = |path: &Path| {
        let what = format!("cannot write {}", path.display());
        move |cause: io::Error| because(what)(&cause)
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    fs::write(path, page).map_err(failed(path))
}

/// Renders the cities on all processors, a few at a time, and gives each page to `put` in the order of the cities.
fn each(
    checked: &Checked,
    words: &Words,
    templates: &Path,
    parts: Option<&Parts>,
    put: &mut dyn FnMut(PathBuf, String) -> Result<(), PageError>,
) -> Result<(), PageError> {
    let site = Site::new(checked, words, templates, parts)?;
    let mut rules = String::new();
    let cities: Vec<_> = checked.rules.cities.iter().zip(&checked.cities).collect();
    for some in cities.chunks(rayon::current_num_threads().max(1)) {
        let rendered = some.par_iter().map(|(source, city)| site.city(source, city));
        for done in rendered.collect::<Vec<_>>() {
            let CityPages { pages, rules_hash, id } = done?;
            rules.push_str(&format!("{rules_hash}  rules of {id}\n"));
            for (path, page) in pages {
                put(path, page)?;
            }
        }
    }
    for (path, page) in site.starts()? {
        put(path, page)?;
    }
    put(PathBuf::from("rules.txt"), rules)
}

/// What the pages of all cities share.
struct Site<'a> {
    checked: &'a Checked,
    words: &'a Words,
    parts: Option<&'a Parts>,
    browsers: Value,
    /// The languages of all cities, each with its words and with the templates in it.
    languages: Vec<(&'a str, &'a Arc<Language>, Environment<'static>)>,
}

/// The pages of a city, by their path.
struct CityPages {
    id: String,
    pages: Vec<(PathBuf, String)>,
    rules_hash: String,
}

impl<'a> Site<'a> {
    fn new(
        checked: &'a Checked,
        words: &'a Words,
        templates: &Path,
        parts: Option<&'a Parts>,
    ) -> Result<Site<'a>, PageError> {
        let cities = checked.rules.cities.iter();
        let mut named: Vec<&str> = cities.flat_map(|city| names_of(&city.languages)).collect();
        let mut seen = BTreeSet::new();
        named.retain(|language| seen.insert(*language));
        let mut languages = Vec::with_capacity(named.len());
        for language in named {
            let own = words_of(words, language)?;
            languages.push((language, own, environment(templates, own)));
        }
        Ok(Site { checked, words, parts, browsers: browsers(templates)?, languages })
    }

    /// A city's page in each of its languages.
    fn city(&self, source: &City, city: &rulebook::City) -> Result<CityPages, PageError> {
        let inlined = inline::inline(city, self.parts)?;
        let names = names_of(&source.languages);
        let mut tags = BTreeMap::new();
        for language in &names {
            tags.insert(*language, words_of(self.words, language)?.tag().to_owned());
        }
        let figures = context::figures(source, city);
        let mut pages = Vec::with_capacity(names.len());
        for (at, language) in names.iter().enumerate() {
            let own = words_of(self.words, language)?;
            let links = links(&names, language, self.words)?;
            let rules = &self.checked.rules;
            let page =
                context::city(rules, source, (city, &figures), language, own, links, &inlined)?;
            let context = minijinja::context! {
                language => *language,
                browsers => self.browsers.clone(),
                published => head::published(source, language, &tags),
                linked_data => Value::from_safe_string(head::linked_data(source, language, own.writing)),
                ..page
            };
            // The first language of a city is the one its bare address shows.
            let folder = Path::new(&source.id).join(if at == 0 { "" } else { *language });
            pages.push((
                folder.join("index.html"),
                self.render(language, "pages/page.html", context)?,
            ));
        }
        Ok(CityPages { id: source.id.clone(), pages, rules_hash: inlined.rules_hash })
    }

    /// The page on which a city is chosen, in each language.
    fn starts(&self) -> Result<Vec<(PathBuf, String)>, PageError> {
        let names: Vec<&str> = self.languages.iter().map(|(name, ..)| *name).collect();
        let style = inline::style_only(self.parts);
        let mut pages = Vec::with_capacity(names.len());
        for (at, language) in names.iter().enumerate() {
            let links = links(&names, language, self.words)?;
            let start = context::start(&self.checked.rules, language, at == 0, links, &style);
            let start = minijinja::context! {
                language => *language, published => (), linked_data => (), first_script => "",
                ..start
            };
            let folder = Path::new(if at == 0 { "" } else { *language });
            pages.push((
                folder.join("index.html"),
                self.render(language, "pages/start.html", start)?,
            ));
        }
        Ok(pages)
    }

    fn render(&self, language: &str, template: &str, context: Value) -> Result<String, PageError> {
        let known = self.languages.iter().find(|(name, ..)| *name == language);
        let missing =
            || PageError { what: language.to_owned(), cause: "it has no words".to_owned() };
        let (_, own, environment) = known.ok_or_else(missing)?;
        let found = environment.get_template(template).and_then(|page| page.render(context));
        let found = found.map_err(|cause| because(format!("template {template}"))(&cause))?;
        html::finish(&found, own.writing)
    }
}

/// The oldest browsers that can run the pages: `browsers.json` beside the templates.
fn browsers(templates: &Path) -> Result<Value, PageError> {
    let path = templates.join("browsers.json");
    let failed = || because(format!("cannot read {}", path.display()));
    let text = fs::read_to_string(&path).map_err(|cause| failed()(&cause))?;
    let found: BTreeMap<String, String> =
        serde_json::from_str(&text).map_err(|cause| failed()(&cause))?;
    Ok(Value::from(found))
}

fn names_of(languages: &[Word]) -> Vec<&str> {
    languages.iter().map(|word| word.text.as_str()).collect()
}

/// Links from a page in one language to the same page in every language. The page in the first
/// language has the bare address.
fn links(languages: &[&str], from: &str, words: &Words) -> Result<Vec<Value>, PageError> {
    let is_first = |language: &str| languages.first().is_some_and(|first| *first == language);
    let mut links = Vec::new();
    for language in languages {
        let up = if is_first(from) || *language == from { "" } else { "../" };
        let down = if is_first(language) || *language == from { "" } else { language };
        let slash = if down.is_empty() { "" } else { "/" };
        links.push(minijinja::context! {
            id => *language,
            lang => words_of(words, language)?.tag(),
            href => Value::from_safe_string(format!("{up}{down}{slash}index.html")),
            current => *language == from,
        });
    }
    Ok(links)
}

fn words_of<'a>(words: &'a Words, language: &str) -> Result<&'a Arc<Language>, PageError> {
    let missing = || PageError { what: language.to_owned(), cause: "it has no words".to_owned() };
    words.get(language).ok_or_else(missing)
}

/// The templates, with the words of one language.
fn environment(templates: &Path, language: &Arc<Language>) -> Environment<'static> {
    let mut environment = Environment::new();
    let templates = templates.to_path_buf();
    environment.set_loader(move |name| template(&templates.join(name)));
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    words::add_to(&mut environment, language);
    figures::add_to(&mut environment, language);
    environment
}

/// Reads a template without its indentation and empty lines.
fn template(path: &Path) -> Result<Option<String>, minijinja::Error> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty());
            Ok(Some(lines.collect::<Vec<_>>().join("\n")))
        }
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => {
            let error = minijinja::Error::new(ErrorKind::InvalidOperation, "it cannot be read");
            Err(error.with_source(cause))
        }
    }
}
