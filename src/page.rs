//! Renders the static pages from rules and templates. Styles, script, engine and compiled rules are
//! inlined, and a policy names the hashes of what may run. It evaluates no household.

mod context;
mod figure;
mod figures;
mod head;
mod html;
mod inline;
mod japanese;
mod minify;
mod names;
mod nodes;
mod readings;
mod words;

use crate::check::Checked;
use crate::source::Word;
use minijinja::{Environment, ErrorKind, Value};
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
    let mut rules = String::new();
    for (source, city) in checked.rules.cities.iter().zip(&checked.cities) {
        let inlined = inline::inline(city, parts)?;
        rules.push_str(&format!("{}  rules of {}\n", inlined.rules_hash, source.id));
        for language in source.languages.iter().map(|word| word.text.as_str()) {
            let own = words_of(words, language)?;
            let links = links(&names_of(&source.languages), language, words)?;
            let tag = |language: &str| words_of(words, language).map(|one| one.tag().to_owned());
            let mut tags = BTreeMap::new();
            for language in names_of(&source.languages) {
                tags.insert(language, tag(language)?);
            }
            let page = context::city(&checked.rules, source, city, language, own, links, &inlined)?;
            let context = minijinja::context! {
                language,
                browsers => browsers(templates)?,
                published => head::published(source, language, &tags),
                linked_data => Value::from_safe_string(head::linked_data(source, language, own.writing)),
                ..page
            };
            let page = render(templates, own, "pages/page.html", context)?;
            // The first language of a city is the one its bare address shows.
            let first = source.languages.first().is_some_and(|first| first.text == language);
            let folder = Path::new(&source.id).join(if first { "" } else { language });
            pages.insert(folder.join("index.html"), page);
        }
    }
    let cities = checked.rules.cities.iter();
    let mut languages: Vec<&str> = cities.flat_map(|city| names_of(&city.languages)).collect();
    let mut seen = BTreeSet::new();
    languages.retain(|language| seen.insert(*language));
    let style = inline::style_only(parts);
    for (at, language) in languages.iter().enumerate() {
        let own = words_of(words, language)?;
        let links = links(&languages, language, words)?;
        let start = context::start(&checked.rules, language, at == 0, links, &style);
        let start = minijinja::context! {
            language => *language, published => (), linked_data => (), first_script => "",
            ..start
        };
        let folder = Path::new(if at == 0 { "" } else { language });
        let start = render(templates, own, "pages/start.html", start)?;
        pages.insert(folder.join("index.html"), start);
    }
    pages.insert(PathBuf::from("rules.txt"), rules);
    Ok(pages)
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

fn render(
    templates: &Path,
    language: &Arc<Language>,
    template: &str,
    context: Value,
) -> Result<String, PageError> {
    let environment = environment(templates, language);
    let found = environment.get_template(template).and_then(|page| page.render(context));
    let found = found.map_err(|cause| because(format!("template {template}"))(&cause))?;
    html::finish(&found, language.writing)
}

/// Writes the pages below a folder, and returns their number.
///
/// # Errors
/// If a file cannot be written.
pub fn write(pages: &Pages, out: &Path) -> Result<usize, PageError> {
    let failed = |path: &Path| {
        let what = format!("cannot write {}", path.display());
        move |cause: io::Error| because(what)(&cause)
    };
    for (path, page) in pages {
        let path = out.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        fs::write(&path, page).map_err(failed(&path))?;
    }
    Ok(pages.len())
}
