//! Reads the words of the pages in every language, compares them with the Japanese ones, and gives them
//! to the templates with their slots filled. It contains no word for visitors.

use super::readings;
use crate::check::easy::{self, ORIGINAL_LANGUAGE};
use crate::check::markup::{self, Writing};
use crate::check::texts;
use crate::diagnostic::{Diagnostics, Files, suggestion};
use crate::parse::{self, ReadError};
use crate::source::{City, Rules, SharedRules, Text, Word, WordsFile};
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, HtmlEscape, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The words of every language. A copy shares them.
#[derive(Clone, Debug)]
pub struct Words {
    languages: BTreeMap<String, Arc<Language>>,
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Language {
    texts: BTreeMap<String, String>,
    /// How the language is written.
    pub(super) writing: Writing,
    /// The keys of what the script says, in the file's order.
    pub(super) script: Vec<String>,
}

impl Words {
    /// Reads and compares the files of a folder; none, if there is a problem.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn load(
        folder: &Path,
        files: &mut Files,
        problems: &mut Diagnostics,
    ) -> Result<Option<Words>, ReadError> {
        let before = problems.len();
        let found = parse::parse_words(folder, files, problems)?;
        if problems.len() > before {
            return Ok(None);
        }
        for file in &found {
            easy::words(file, problems);
            markup::words(file, problems);
            match found.iter().find(|other| other.language == ORIGINAL_LANGUAGE) {
                Some(original) => compare(file, original, problems),
                None => {
                    let message =
                        format!("there is no file `{ORIGINAL_LANGUAGE}.yaml` beside this one");
                    problems.add(file.place, "missing-file", message);
                }
            }
        }
        let languages = found.into_iter().map(|file| (file.language.clone(), language(file)));
        Ok((problems.len() == before).then(|| Words { languages: languages.collect() }))
    }

    /// Notes what [`Words::cover_shared`] and [`Words::cover_city`] note of rules that are all in memory.
    pub fn cover(&self, rules: &Rules, problems: &mut Diagnostics) {
        rules.cities.iter().for_each(|city| self.cover_city(city, problems));
        self.cover_shared(&rules.shared, problems);
    }

    /// Notes the faults of the markup in the texts that cities share: how a language is written is known here.
    pub fn cover_shared(&self, rules: &SharedRules, problems: &mut Diagnostics) {
        self.check_markup(&texts::of_shared(rules), problems);
    }

    /// Notes every language of a city's pages that has no words, and the faults of the markup in the city's texts.
    pub fn cover_city(&self, city: &City, problems: &mut Diagnostics) {
        for language in &city.languages {
            if !self.has(&language.text) {
                let message = format!("the pages have no words in `{}`", language.text);
                let help = suggestion(&language.text, self.languages.keys().map(String::as_str));
                problems.add_with_help(language.place, "unknown-language", message, help);
            }
        }
        self.check_markup(&texts::of_city(city), problems);
    }

    fn check_markup(&self, texts: &[&Text], problems: &mut Diagnostics) {
        for (language, word) in texts.iter().flat_map(|text| &text.by_language) {
            if let Some(known) = self.get(language) {
                markup::check(word, known.writing, problems);
            }
        }
    }

    /// Whether there are words in a language.
    #[must_use]
    pub fn has(&self, language: &str) -> bool {
        self.get(language).is_some()
    }

    pub(super) fn get(&self, language: &str) -> Option<&Arc<Language>> {
        self.languages.get(language)
    }
}

fn language(file: WordsFile) -> Arc<Language> {
    let writing = markup::writing(&file);
    let script = file.script.iter().map(|(key, _)| key.text.clone()).collect();
    let all = file.page.into_iter().chain(file.script);
    let texts = all.map(|(key, word)| (key.text, word.text)).collect();
    Arc::new(Language { texts, writing, script })
}

/// Notes every key and slot of a language that the original does not have, and every key that it
/// has and the language lacks.
fn compare(file: &WordsFile, original: &WordsFile, problems: &mut Diagnostics) {
    let sections = [(&file.page, &original.page), (&file.script, &original.script)];
    for (own, theirs) in sections {
        let missing = theirs.iter().filter(|(key, _)| find(own, &key.text).is_none());
        for (key, _) in missing {
            // The place for a missing key is after the last key before it that both files have.
            let before = theirs.iter().take_while(|(known, _)| known.text != key.text);
            let place = before.filter_map(|(known, _)| find(own, &known.text)).last();
            let place = place.map_or(file.place, |(key, _)| key.place);
            problems.add(place, "missing-word", format!("the word `{}` is missing", key.text));
        }
        for (key, word) in own {
            let Some((_, known)) = find(theirs, &key.text) else {
                let message =
                    format!("the word `{}` is not among those of `{ORIGINAL_LANGUAGE}`", key.text);
                let help = suggestion(&key.text, theirs.iter().map(|(key, _)| key.text.as_str()));
                problems.add_with_help(key.place, "unknown-word", message, help);
                continue;
            };
            let more = find(&original.slots, &key.text).map_or("", |(_, slots)| &slots.text);
            let allowed: BTreeSet<&str> = slots(&known.text).chain(more.split(' ')).collect();
            for slot in slots(&word.text).filter(|slot| !allowed.contains(slot)) {
                let message = format!("`{}` has no slot `{slot}`", key.text);
                let help = suggestion(slot, allowed.iter().copied());
                problems.add_with_help(word.place, "unknown-slot", message, help);
            }
        }
    }
    for (key, _) in &file.slots {
        let known =
            [&original.page, &original.script].iter().any(|all| find(all, &key.text).is_some());
        if !known || file.language != ORIGINAL_LANGUAGE {
            let message =
                format!("`slots` stands in `{ORIGINAL_LANGUAGE}` alone, for words that it has");
            problems.add(key.place, "unknown-word", message);
        }
    }
}

fn find<'a>(words: &'a [(Word, Word)], key: &str) -> Option<&'a (Word, Word)> {
    words.iter().find(|(known, _)| known.text == key)
}

/// The names of a text's slots: `{name}`.
fn slots(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(slot, _)| slot)
}

impl Language {
    /// The language of the pages' text as browsers know it.
    pub(super) fn tag(&self) -> &str {
        self.texts.get("lang").map_or(ORIGINAL_LANGUAGE, String::as_str)
    }

    /// Whether its pages are in another language than the originals.
    pub(super) fn is_foreign(&self) -> bool {
        self.writing != Writing::Japanese
    }

    /// A text with its slots filled.
    pub(super) fn say(
        &self,
        key: &str,
        fill: impl Fn(&str) -> Option<String>,
    ) -> Result<String, Error> {
        self.pieces(key, str::to_owned, fill)
    }

    /// A text as the file has it.
    pub(super) fn unfilled(&self, key: &str) -> Result<&str, Error> {
        self.texts.get(key).map(String::as_str).ok_or_else(|| wrong(format!("no word `{key}`")))
    }

    /// The item of a text that is a list separated by spaces, counted from 1.
    pub(super) fn item(&self, key: &str, number: i32) -> Result<&str, Error> {
        let before = usize::try_from(number.saturating_sub(1)).ok();
        let mut items = self.unfilled(key)?.split(' ');
        let missing = || wrong(format!("the list `{key}` has no item {number}"));
        before.and_then(|before| items.nth(before)).ok_or_else(missing)
    }

    fn pieces(
        &self,
        key: &str,
        between: impl Fn(&str) -> String,
        fill: impl Fn(&str) -> Option<String>,
    ) -> Result<String, Error> {
        let mut parts = self.unfilled(key)?.split('{');
        let mut filled = between(parts.next().unwrap_or_default());
        for part in parts {
            let (slot, rest) =
                part.split_once('}').ok_or_else(|| wrong(format!("`{key}` has an open slot")))?;
            let value = fill(slot);
            let missing = || wrong(format!("the slot `{slot}` of `{key}` is not filled"));
            filled.push_str(&value.ok_or_else(missing)?);
            filled.push_str(&between(rest));
        }
        Ok(filled)
    }
}

pub(super) fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// A value that is safe in a page: markup made by a template unchanged, anything else escaped.
fn safe(value: &Value) -> String {
    let text = value.to_string();
    if value.is_safe() { text } else { HtmlEscape(&text).to_string() }
}

/// Gives templates `say(key, slot=…)`, whose slots may hold markup, and `say_unfilled(key)`, for the script.
pub(super) fn add_to(environment: &mut Environment<'_>, language: &Arc<Language>) {
    let own = Arc::clone(language);
    environment.add_function("say", move |key: &str, slots: Kwargs| {
        let fill = |slot: &str| slots.get::<Value>(slot).ok().as_ref().map(safe);
        let escaped = |text: &str| HtmlEscape(text).to_string();
        own.pieces(key, escaped, fill).map(Value::from_safe_string)
    });
    let own = Arc::clone(language);
    environment
        .add_function("say_unfilled", move |key: &str| own.unfilled(key).map(readings::noted));
}
