//! The rules and the pages' words of a call that goes from city to city, with all problems of both. What is made of a
//! city is decided by the verb.

use crate::{Failure, failed, folder_of};
use iju_check::check::{self, CheckedCity, Opened, untranslated_shared};
use iju_check::diagnostic::{Diagnostics, Files};
use iju_check::page::Words;
use iju_check::source::{SharedRules, Word};
use std::path::Path;

/// What rules and words are read for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    /// To say what is wrong. Texts may be in the first language of the pages only.
    Check,
    /// To publish pages. Every text needs every language of the pages.
    Publish,
}

/// Rules and words before the years of the first city are read.
pub(crate) struct Inputs<'a> {
    rules: Opened,
    /// The words, if the call names a folder of them and they have no problem.
    words: Option<Words>,
    files: Files,
    files_of_words: Files,
    problems: Diagnostics,
    problems_of_words: usize,
    purpose: Purpose,
    /// Texts that cities share and that lack a language.
    untranslated: Diagnostics,
    /// The folder of the rules and that of the words, if there is one.
    folders: (&'a Path, Option<&'a Path>),
}

/// What was made of every city, or all problems.
pub(crate) struct Outcome<'a, T> {
    /// What was made, by city, if there is no problem.
    pub(crate) right: Option<Vec<T>>,
    pub(crate) problems: Diagnostics,
    /// Texts that cities share and that lack a language. If the call publishes pages, they are problems.
    pub(crate) untranslated: Diagnostics,
    pub(crate) files: Files,
    /// The folders with problems.
    pub(crate) folders: Vec<&'a Path>,
}

impl<'a> Inputs<'a> {
    /// Reads and checks the words, if there is a folder of them, and what comes before the years of cities.
    pub(crate) fn open(
        folder: &'a Path,
        words: Option<&'a Path>,
        purpose: Purpose,
    ) -> Result<Inputs<'a>, Failure> {
        let (mut files, mut problems) = (Files::default(), Diagnostics::default());
        let rules = Opened::read(folder_of(folder, "--rules")?, &mut files, &mut problems);
        let rules = rules.map_err(failed)?;
        let (mut files_of_words, mut of_words) = (rules.files_after(), Diagnostics::default());
        let folders = (folder, words);
        let words = match words {
            Some(words) => {
                let words = folder_of(words, "--words")?;
                Words::load(words, &mut files_of_words, &mut of_words).map_err(failed)?
            }
            None => None,
        };
        if let (Some(shared), Some(words), true) = (rules.shared(), &words, problems.is_empty()) {
            words.cover_shared(shared, &mut problems);
        }
        let mut untranslated = Diagnostics::default();
        if let Some(shared) = rules.shared().filter(|_| problems.is_empty()) {
            untranslated = untranslated_shared(shared, &rules.languages());
        }
        let problems_of_words = of_words.len();
        problems.append(of_words);
        Ok(Inputs {
            rules,
            words,
            files,
            files_of_words,
            problems,
            problems_of_words,
            purpose,
            untranslated,
            folders,
        })
    }

    /// The words, if nothing is wrong so far.
    pub(crate) fn words(&self) -> Option<&Words> {
        self.words.as_ref().filter(|_| self.problems.is_empty())
    }

    /// The languages of the cities' pages.
    pub(crate) fn languages(&self) -> Vec<Word> {
        self.rules.languages()
    }

    /// Checks every city, and makes something of each while there is no problem.
    pub(crate) fn each<T: Send>(
        self,
        make: impl Fn(&SharedRules, CheckedCity) -> T + Sync,
    ) -> Result<Outcome<'a, T>, Failure> {
        let Inputs {
            rules, words, mut files, files_of_words, mut problems, mut untranslated, ..
        } = self;
        let look = |city: &_, problems: &mut Diagnostics| {
            words.iter().for_each(|words| words.cover_city(city, problems));
            if self.purpose == Purpose::Publish {
                problems.append(check::untranslated(city));
            }
        };
        let mut found = rules.each(&mut files, &mut problems, look, make).map_err(failed)?;
        if self.purpose == Purpose::Publish && !untranslated.is_empty() {
            problems.append(core::mem::take(&mut untranslated));
            found = None;
        }
        files.append(files_of_words);
        let (of_rules, of_words) = self.folders;
        let mut folders = Vec::new();
        if problems.len() > self.problems_of_words {
            folders.push(of_rules);
        }
        folders.extend(of_words.filter(|_| self.problems_of_words > 0));
        let right = found.map(|(_, made)| made);
        Ok(Outcome { right, problems, untranslated, files, folders })
    }
}
