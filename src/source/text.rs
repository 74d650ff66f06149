//! Words and texts of rule files, the sentences that cite a source, and the sources' grades.
//! Nothing here knows whether a cited source exists.

use crate::diagnostic::Place;
use strum::{IntoStaticStr, VariantArray};

/// A word with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Its place in the file.
    pub place: Place,
}

/// A text for people, by language.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Language and text, in the order written.
    pub by_language: Vec<(String, Word)>,
    /// Its place in the file.
    pub place: Place,
}

impl Text {
    /// The text in a language; empty if there is none.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        let found = self.by_language.iter().find(|(known, _)| known == language);
        found.map_or("", |(_, word)| word.text.as_str())
    }
}

/// The words of the pages in one language, by key.
#[derive(Debug)]
pub struct WordsFile {
    /// The language, which is the file's name.
    pub language: String,
    /// The place where the file begins.
    pub place: Place,
    /// Whether the language itself is written with kanji.
    pub has_kanji: bool,
    /// The words that templates write into a page.
    pub page: Vec<(Word, Word)>,
    /// The words that the script says; a page lists them for the script.
    pub script: Vec<(Word, Word)>,
    /// Slots that a text of any language may use besides those of its own, by key; separated by
    /// spaces.
    pub slots: Vec<(Word, Word)>,
}

/// How well a source supports a statement that cites it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Evidence {
    /// The source says so for the year.
    Stated,
    /// It follows from the city's own text.
    Inferred,
    /// Another source says so, or the source speaks of another year. The page shows the statement,
    /// and nothing computes with it.
    Reported,
}

/// Who publishes a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum SourceKind {
    /// The city itself.
    Official,
    /// The prefecture.
    Prefecture,
    /// A ministry.
    Ministry,
    /// A site that collects what others publish.
    Aggregator,
    /// A private author.
    Blog,
    /// A newspaper or a broadcaster.
    News,
}

/// A citation.
#[derive(Clone, Debug, PartialEq)]
pub struct Cite {
    /// Id of the source.
    pub source: Word,
    /// Article, heading or number.
    pub at: Option<String>,
    /// The grade, where it differs from the source's own.
    pub evidence: Option<Evidence>,
}

/// A sentence with its citations.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The sentence.
    pub says: Text,
    /// The citations.
    pub cites: Vec<Cite>,
}
