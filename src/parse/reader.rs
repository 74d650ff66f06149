//! Reads YAML nodes by shape: maps with known keys, words, numbers, texts, citations. It reports a
//! problem and goes on reading. It knows no rule.

mod document;
mod yaml_errors;

use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::source::{Cite, Statement, Text, Word};
use marked_yaml::Node;
use marked_yaml::types::{MarkedMappingNode, MarkedScalarNode, Span};
use strum::{IntoStaticStr, VariantArray};

/// Reads the nodes of one file.
pub(super) struct Reader<'a> {
    pub(super) file: usize,
    text: &'a str,
    lines: Vec<&'a str>,
    pub(super) problems: &'a mut Diagnostics,
    /// The source of a statement that names none.
    pub(super) source: Option<Word>,
    /// Whether nothing in the file cites a source: those who use it do.
    pub(super) cites_nothing: bool,
}

/// A map whose keys are taken one by one.
pub(super) struct Map<'n> {
    pub(super) place: Place,
    entries: Vec<(Word, &'n Node, bool)>,
    known: Vec<&'static str>,
}

impl<'n> Map<'n> {
    /// The value of a key, if the key is there.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        let (_, node, taken) = self.entries.iter_mut().find(|(known, _, _)| known.text == key)?;
        *taken = true;
        Some(node)
    }

    /// Every entry not taken yet, in order.
    pub(super) fn take_rest(&mut self) -> Vec<(Word, &'n Node)> {
        let rest = self.entries.iter_mut().filter(|(_, _, taken)| !*taken);
        rest.map(|(word, node, taken)| {
            *taken = true;
            (word.clone(), *node)
        })
        .collect()
    }

    /// The place of a key; the map's beginning, if the key is absent.
    pub(super) fn key_place(&self, key: &str) -> Place {
        let found = self.entries.iter().find(|(known, _, _)| known.text == key);
        found.map_or(self.place, |(word, _, _)| word.place)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(known, _, _)| known.text == key)
    }
}

/// The two truths.
#[derive(Clone, Copy, PartialEq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
enum YesNo {
    Yes,
    No,
}

/// Whether a word can be an id: lower-case letters, digits and underscores.
pub(super) fn is_id(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    plain && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 64
}

/// How many characters stand between the quotation mark with which a text begins and the one that
/// closes it, or the end of the line.
fn quoted(written: &str, quote: char) -> usize {
    let is_escape = |one: char| one == if quote == '"' { '\\' } else { quote };
    let mut rest = written.chars().skip(1).peekable();
    let mut length = 0_usize;
    while let Some(one) = rest.next() {
        let is_pair = is_escape(one) && (quote == '"' || rest.peek() == Some(&quote));
        if one == quote && !is_pair {
            return length;
        }
        length = length.saturating_add(if is_pair { 2 } else { 1 });
        if is_pair {
            rest.next();
        }
    }
    written.trim_end().chars().count().saturating_sub(1)
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: usize, text: &'a str, problems: &'a mut Diagnostics) -> Reader<'a> {
        Reader {
            file,
            text,
            lines: text.lines().collect(),
            problems,
            source: None,
            cites_nothing: false,
        }
    }

    /// The place of a scalar: what is written of it on its first line, without quotation marks.
    pub(super) fn place(&self, span: &Span, text: &str) -> Place {
        let (line, column) = span.start().map_or((1, 1), |start| (start.line(), start.column()));
        let place = Place { file: self.file, line, column, length: text.chars().count().max(1) };
        let written = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = column.saturating_sub(1);
        let start = written.char_indices().nth(before).map_or(written.len(), |(start, _)| start);
        let (_, written) = written.split_at(start);
        if written.starts_with(text) {
            return place;
        }
        let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
        let Some(quote) = quote else {
            // A text over several lines: what stands on its first line.
            return Place { length: written.trim_end().chars().count().max(1), ..place };
        };
        Place { column: column.saturating_add(1), length: quoted(written, quote).max(1), ..place }
    }

    pub(super) fn node_place(&self, node: &Node) -> Place {
        match node {
            Node::Scalar(scalar) => self.place(scalar.span(), scalar.as_str()),
            // The library places the beginning of a block map after its first key.
            Node::Mapping(mapping) => self.mapping(mapping).place,
            Node::Sequence(_) => self.place(node.span(), ""),
        }
    }

    pub(super) fn problem(&mut self, place: Place, code: &'static str, message: impl Into<String>) {
        self.problems.add(place, code, message);
    }

    /// Reports an unknown name, with the nearest known one.
    pub(super) fn unknown_name<'w>(
        &mut self,
        word: &Word,
        message: String,
        known: impl Iterator<Item = &'w str>,
    ) {
        let help = suggestion(&word.text, known);
        self.problems.add_with_help(word.place, "unknown-name", message, help);
    }

    pub(super) fn wrong_shape(&mut self, node: &Node, expected: &str) {
        let found = match node {
            Node::Scalar(scalar) => format!("`{}`", scalar.as_str()),
            Node::Mapping(_) => "a map".to_owned(),
            Node::Sequence(_) => "a list".to_owned(),
        };
        let place = self.node_place(node);
        self.problem(place, "wrong-shape", format!("expected {expected}, found {found}"));
    }

    /// Reads each map of a list, and reports the keys that `read` leaves. A map without a result is left out.
    pub(super) fn maps<T>(
        &mut self,
        node: Option<&Node>,
        mut read: impl FnMut(&mut Self, &mut Map<'_>) -> Option<T>,
    ) -> Vec<T> {
        let items = node.map_or_else(Vec::new, |node| self.list(node));
        let mut found = Vec::new();
        for item in items {
            let Some(mut map) = self.map(item) else { continue };
            found.extend(read(self, &mut map));
            self.finish(map);
        }
        found
    }

    pub(super) fn map<'n>(&mut self, node: &'n Node) -> Option<Map<'n>> {
        match node {
            Node::Mapping(mapping) => Some(self.mapping(mapping)),
            Node::Scalar(_) | Node::Sequence(_) => {
                self.wrong_shape(node, "a map");
                None
            }
        }
    }

    pub(super) fn mapping<'n>(&self, mapping: &'n MarkedMappingNode) -> Map<'n> {
        let entries = mapping.iter().map(|(key, node)| {
            let place = self.place(key.span(), key.as_str());
            (Word { text: key.as_str().to_owned(), place }, node, false)
        });
        let entries: Vec<_> = entries.collect();
        let place =
            entries.first().map_or(self.place(mapping.span(), ""), |(word, _, _)| word.place);
        Map { place, entries, known: Vec::new() }
    }

    /// Reports every key that was not taken.
    pub(super) fn finish(&mut self, map: Map<'_>) {
        for (word, _, taken) in &map.entries {
            if !taken {
                let help = suggestion(&word.text, map.known.iter().copied())
                    .or_else(|| Some(format!("known here: {}", map.known.join(", "))));
                let message = format!("unknown key `{}`", word.text);
                self.problems.add_with_help(word.place, "unknown-key", message, help);
            }
        }
    }

    /// The value of a required key.
    pub(super) fn required<'n>(
        &mut self,
        map: &mut Map<'n>,
        key: &'static str,
    ) -> Option<&'n Node> {
        let found = map.take(key);
        if found.is_none() {
            let place = map.place;
            self.problem(place, "missing-key", format!("the key `{key}` is missing here"));
        }
        found
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node) -> Vec<&'n Node> {
        match node {
            Node::Sequence(items) => items.iter().collect(),
            Node::Scalar(_) | Node::Mapping(_) => {
                self.wrong_shape(node, "a list");
                Vec::new()
            }
        }
    }

    /// The entries of a map from ids to anything.
    pub(super) fn named<'n>(&mut self, node: &'n Node) -> Vec<(Word, &'n Node)> {
        let Some(mut map) = self.map(node) else {
            return Vec::new();
        };
        let entries = map.take_rest();
        for (word, _) in &entries {
            self.check_id(word);
        }
        entries
    }

    pub(super) fn check_id(&mut self, word: &Word) {
        if !is_id(&word.text) {
            let message =
                format!("`{}` is no id: expected lower-case letters, digits and `_`", word.text);
            self.problem(word.place, "id", message);
        }
    }

    pub(super) fn word(&mut self, node: &Node) -> Option<Word> {
        match node {
            Node::Scalar(scalar) => {
                let text = scalar.as_str().to_owned();
                Some(Word { place: self.place(scalar.span(), &text), text })
            }
            Node::Mapping(_) | Node::Sequence(_) => {
                self.wrong_shape(node, "a word");
                None
            }
        }
    }

    pub(super) fn id(&mut self, node: &Node) -> Option<Word> {
        let word = self.word(node)?;
        self.check_id(&word);
        Some(word)
    }

    /// A member of a closed list.
    pub(super) fn member<T: ClosedList>(&mut self, node: &Node) -> Option<T> {
        self.member_of(node, "word")
    }

    /// A member of a closed list, which the message calls `what`. An unknown name is reported with
    /// all names of the list and the nearest of them.
    pub(super) fn member_of<T: ClosedList>(&mut self, node: &Node, what: &str) -> Option<T> {
        let word = self.word(node)?;
        let found = T::named(&word.text);
        if found.is_none() {
            let names: Vec<&str> = T::names().collect();
            let message = format!("unknown {what} `{}`, expected {}", word.text, names.join(", "));
            let help = suggestion(&word.text, names.into_iter());
            self.problems.add_with_help(word.place, "unknown-word", message, help);
        }
        found
    }

    pub(super) fn required_member<T: ClosedList>(
        &mut self,
        map: &mut Map<'_>,
        key: &'static str,
    ) -> Option<T> {
        self.required(map, key).and_then(|node| self.member(node))
    }

    pub(super) fn yes_no(&mut self, node: Option<&Node>) -> bool {
        node.and_then(|node| self.member(node)) == Some(YesNo::Yes)
    }

    pub(super) fn whole(&mut self, node: &Node) -> Option<i64> {
        let word = self.word(node)?;
        let found = word.text.replace('_', "").parse::<i64>().ok();
        if found.is_none() {
            let message = format!("expected a whole number, found `{}`", word.text);
            self.problem(word.place, "wrong-shape", message);
        }
        found
    }

    pub(super) fn small<T: TryFrom<i64>>(&mut self, node: &Node) -> Option<T> {
        let number = self.whole(node)?;
        let found = T::try_from(number).ok();
        if found.is_none() {
            let place = self.node_place(node);
            self.problem(place, "wrong-shape", format!("the number {number} is out of range here"));
        }
        found
    }

    pub(super) fn day(&mut self, node: &Node) -> Option<Day> {
        let word = self.word(node)?;
        let found = Day::parse(&word.text);
        if found.is_none() {
            let message = format!("expected a date YYYY-MM-DD, found `{}`", word.text);
            let is_form = |(at, one): (usize, char)| match at {
                4 | 7 => one == '-',
                _ => one.is_ascii_digit(),
            };
            let help = if word.text.len() == 10 && word.text.chars().enumerate().all(is_form) {
                "there is no such day in the calendar from 1800 to 2299"
            } else {
                "write year, month and day, such as 2026-03-31"
            };
            let help = Some(help.to_owned());
            self.problems.add_with_help(word.place, "date", message, help);
        }
        found
    }

    pub(super) fn plain(&mut self, node: Option<&Node>) -> Option<String> {
        node.and_then(|node| self.word(node)).map(|word| word.text)
    }

    /// A text by language: `{ ja: … }`.
    pub(super) fn text(&mut self, node: &Node) -> Option<Text> {
        let place = self.node_place(node);
        if let Node::Scalar(scalar) = node {
            let message = format!("expected a text by language, found `{}`", scalar.as_str());
            let help = format!(
                "write {{ ja: {} }}, with the other languages of the city",
                scalar.as_str()
            );
            self.problems.add_with_help(place, "wrong-shape", message, Some(help));
            return None;
        }
        let mut map = self.map(node)?;
        let mut by_language = Vec::new();
        for (language, node) in map.take_rest() {
            let text = self.word(node)?;
            if text.text.trim().is_empty() {
                self.problem(text.place, "empty-text", "the text is empty");
            }
            by_language.push((language.text, text));
        }
        Some(Text { by_language, place })
    }

    /// A map from keys to words. An empty word needs quotation marks, which show that it is
    /// intended.
    pub(super) fn words(&mut self, node: Option<&Node>) -> Vec<(Word, Word)> {
        let map = node.and_then(|node| self.map(node));
        let mut words = Vec::new();
        for (key, node) in map.map_or_else(Vec::new, |mut map| map.take_rest()) {
            let Some(word) = self.word(node) else { continue };
            if word.text.is_empty() && node.as_scalar().is_some_and(MarkedScalarNode::may_coerce) {
                self.problem(key.place, "empty-text", "the text is empty");
            }
            words.push((key, word));
        }
        words
    }

    pub(super) fn required_text(&mut self, map: &mut Map<'_>, key: &'static str) -> Text {
        let place = map.place;
        let node = self.required(map, key);
        let found = node.and_then(|node| self.text(node));
        found.unwrap_or(Text { by_language: Vec::new(), place })
    }

    pub(super) fn optional_text(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Text> {
        map.take(key).and_then(|node| self.text(node))
    }

    /// The id of a question for the desk.
    pub(super) fn ask(&mut self, node: &Node) -> Option<Word> {
        if let Node::Mapping(_) = node {
            let message = "expected the id of a question for the desk, found a map";
            let help = "declare the question under `asks` of rulebook.yaml, and write its id here";
            let place = self.node_place(node);
            self.problems.add_with_help(place, "wrong-shape", message, Some(help.to_owned()));
            return None;
        }
        self.id(node)
    }

    /// The citations of a map: one, or a list; without any, the file's own source.
    pub(super) fn cites(&mut self, map: &mut Map<'_>) -> Vec<Cite> {
        if self.cites_nothing {
            return Vec::new();
        }
        let node = map.take("source");
        let place = map.key_place("source");
        self.cites_at(node, place)
    }

    /// The citations of a node: one, or a list. If there is none, the problem is reported at a place.
    pub(super) fn cites_at(&mut self, node: Option<&Node>, place: Place) -> Vec<Cite> {
        let is_empty = |node: &&Node| node.as_sequence().is_some_and(|items| items.is_empty());
        if let (None, Some(source)) = (node, &self.source) {
            return vec![Cite { source: source.clone(), at: None, evidence: None }];
        }
        let Some(node) = node.filter(|node| !is_empty(node)) else {
            let help = "add `source:` with the id of a source of the year".to_owned();
            let message = "a citation is missing here";
            self.problems.add_with_help(place, "missing-citation", message, Some(help));
            return Vec::new();
        };
        match node {
            Node::Sequence(items) => items.iter().filter_map(|item| self.cite(item)).collect(),
            Node::Scalar(_) | Node::Mapping(_) => self.cite(node).into_iter().collect(),
        }
    }

    fn cite(&mut self, node: &Node) -> Option<Cite> {
        if let Node::Scalar(_) = node {
            return Some(Cite { source: self.id(node)?, at: None, evidence: None });
        }
        let mut map = self.map(node)?;
        let source = match (map.take("source"), &self.source) {
            (Some(node), _) => self.id(node),
            (None, Some(source)) => Some(source.clone()),
            (None, None) => {
                let message = "this citation names no source, and the file has none of its own";
                self.problem(map.place, "missing-citation", message);
                None
            }
        };
        let at = self.plain(map.take("at"));
        let evidence = map.take("evidence").and_then(|node| self.member(node));
        self.finish(map);
        Some(Cite { source: source?, at, evidence })
    }

    /// A cited sentence: `{ says, source }`.
    pub(super) fn statement(&mut self, node: &Node) -> Option<Statement> {
        let mut map = self.map(node)?;
        let statement = self.statement_of(&mut map);
        self.finish(map);
        Some(statement)
    }

    pub(super) fn statement_of(&mut self, map: &mut Map<'_>) -> Statement {
        Statement { says: self.required_text(map, "says"), cites: self.cites(map) }
    }

    pub(super) fn statements(&mut self, node: Option<&Node>) -> Vec<Statement> {
        let items = node.map_or_else(Vec::new, |node| self.list(node));
        items.into_iter().filter_map(|item| self.statement(item)).collect()
    }
}
