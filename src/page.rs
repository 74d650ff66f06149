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
mod start;
mod words;

use crate::check::Checked;
use crate::rulebook;
use crate::source::{City, SharedRules, Word};
use minijinja::{Environment, ErrorKind, Value};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use words::Language;

pub use inline::Parts;
pub use start::Listed;
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
    let Checked { rules, cities, .. } = checked;
    let mut seen = BTreeSet::new();
    let languages = rules.cities.iter().flat_map(|city| &city.languages);
    let languages: Vec<&Word> = languages.filter(|one| seen.insert(&one.text)).collect();
    let site = Site::new(&languages, words, templates, parts)?;
    let (mut pages, mut listed) = (Pages::new(), Vec::new());
    let all: Vec<_> = rules.cities.iter().zip(cities).collect();
    let rendered = all.par_iter().map(|(source, city)| {
        let mut own = Pages::new();
        let listed = site.city(&rules.shared, source, city, &mut |path, page| {
            own.insert(path, page);
            Ok(())
        });
        listed.map(|listed| (listed, own))
    });
    for done in rendered.collect::<Vec<_>>() {
        let (city, mut own) = done?;
        listed.push(city);
        pages.append(&mut own);
    }
    site.rest(&listed, &mut |path, page| {
        pages.insert(path, page);
        Ok(())
    })?;
    Ok(pages)
}

/// Takes a page that was rendered, with its path below the site's root.
type Put<'p> = dyn FnMut(PathBuf, String) -> Result<(), PageError> + 'p;

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

/// What the pages of all cities share. It renders one city after another and keeps none.
#[derive(Debug)]
pub struct Site<'a> {
    words: &'a Words,
    parts: Option<&'a Parts>,
    browsers: Value,
    /// The languages of all cities, each with its words and with the templates in it.
    languages: Vec<(String, &'a Arc<Language>, Environment<'static>)>,
}

impl<'a> Site<'a> {
    /// The templates, in each of the languages of the cities.
    ///
    /// # Errors
    /// If a language has no words, or the list of browsers beside the templates cannot be read.
    pub fn new(
        languages: &[&Word],
        words: &'a Words,
        templates: &Path,
        parts: Option<&'a Parts>,
    ) -> Result<Site<'a>, PageError> {
        let mut found = Vec::with_capacity(languages.len());
        for Word { text: language, .. } in languages {
            let own = words_of(words, language)?;
            found.push((language.clone(), own, environment(templates, own)));
        }
        Ok(Site { words, parts, browsers: browsers(templates)?, languages: found })
    }

    /// Writes the pages of a city below a folder, each as soon as it is rendered.
    ///
    /// # Errors
    /// If a template is wrong, the engine's parts do not fit together, or a file cannot be written.
    pub fn write_city(
        &self,
        rules: &SharedRules,
        source: &City,
        city: &rulebook::City,
        out: &Path,
    ) -> Result<Listed, PageError> {
        self.city(rules, source, city, &mut |path, page| write_page(&out.join(path), &page))
    }

    /// Writes what lists all cities below a folder: the page on which a city is chosen, in each language, and the
    /// hashes of the cities' rules. Gives the number of files.
    ///
    /// # Errors
    /// If a template is wrong, or a file cannot be written.
    pub fn write_rest(&self, cities: &[Listed], out: &Path) -> Result<usize, PageError> {
        self.rest(cities, &mut |path, page| write_page(&out.join(path), &page))?;
        Ok(self.languages.len().saturating_add(1))
    }

    /// Renders a city's page in each of its languages.
    fn city(
        &self,
        rules: &SharedRules,
        source: &City,
        city: &rulebook::City,
        put: &mut Put<'_>,
    ) -> Result<Listed, PageError> {
        let inlined = inline::inline(city, self.parts)?;
        let names = names_of(&source.languages);
        let mut tags = BTreeMap::new();
        for language in &names {
            tags.insert(*language, words_of(self.words, language)?.tag().to_owned());
        }
        let computed = context::computed(source, city);
        for (at, language) in names.iter().enumerate() {
            let own = words_of(self.words, language)?;
            let links = links(&names, language, self.words)?;
            let page =
                context::city(rules, source, (city, &computed), language, own, links, &inlined)?;
            let context = minijinja::context! {
                language => *language,
                browsers => self.browsers.clone(),
                published => head::published(source, language, &tags),
                linked_data => Value::from_safe_string(head::linked_data(source, language, own.writing)),
                ..page
            };
            // The first language of a city is the one its bare address shows.
            let folder = Path::new(&source.id).join(if at == 0 { "" } else { *language });
            put(folder.join("index.html"), self.render(language, "pages/page.html", context)?)?;
        }
        Ok(Listed::new(source, inlined.rules_hash))
    }

    /// Renders the page on which a city is chosen, in each language, and lists the hashes of the cities' rules.
    fn rest(&self, cities: &[Listed], put: &mut Put<'_>) -> Result<(), PageError> {
        let names: Vec<&str> = self.languages.iter().map(|(name, ..)| name.as_str()).collect();
        let style = inline::style_only(self.parts);
        for (at, language) in names.iter().enumerate() {
            let links = links(&names, language, self.words)?;
            let start = start::start(cities, language, at == 0, links, &style);
            let start = minijinja::context! {
                language => *language, published => (), linked_data => (), first_script => "",
                ..start
            };
            let folder = Path::new(if at == 0 { "" } else { *language });
            put(folder.join("index.html"), self.render(language, "pages/start.html", start)?)?;
        }
        let line = |city: &Listed| format!("{}  rules of {}\n", city.rules_hash, city.id);
        put(PathBuf::from("rules.txt"), cities.iter().map(line).collect())
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
