//! Checks that texts are easy Japanese (やさしい日本語): short sentences, few kanji, each with its reading,
//! no official wording, years of the common calendar. It does not judge what a text says.

use crate::diagnostic::Diagnostics;
use crate::source::{Text, Word, WordsFile};

/// The language whose texts must be easy.
const EASY: &str = "easy";

/// The language that the others are translated from; it carries no readings.
pub(crate) const ORIGINAL_LANGUAGE: &str = "ja";

/// Words that are lists separated by spaces.
const LISTS: [&str; 2] = ["months", "days"];

/// The most characters in a sentence, without readings.
const LONGEST: usize = 45;

/// The most kanji in a sentence.
const MOST_KANJI: usize = 13;

/// Words that are not easy: official wording, names of eras, and a dash for "from … to".
const AVOIDED: [&str; 20] = [
    "なお",
    "及び",
    "並びに",
    "又は",
    "若しくは",
    "当該",
    "係る",
    "に際し",
    "において",
    "ご遠慮",
    "恐れ入",
    "したがって",
    "および",
    "または",
    "令和",
    "平成",
    "昭和",
    "元号",
    "〜",
    "・・",
];

/// Reports what is not easy in the texts of the rules.
pub(super) fn texts(texts: &[&Text], problems: &mut Diagnostics) {
    for (language, word) in texts.iter().flat_map(|text| &text.by_language) {
        check(language, word, problems);
    }
}

/// Reports what is not easy in the words of the pages. The items of a list are checked one by one.
pub(crate) fn words(file: &WordsFile, problems: &mut Diagnostics) {
    for (key, word) in file.page.iter().chain(&file.script) {
        let parting = if LISTS.contains(&key.text.as_str()) { ' ' } else { '\n' };
        for item in word.text.split(parting) {
            let item = Word { text: filled(item), place: word.place };
            check(&file.language, &item, problems);
        }
    }
}

/// A text with a short number in each slot.
fn filled(text: &str) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push_str("10");
        filled.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    filled
}

fn check(language: &str, word: &Word, problems: &mut Diagnostics) {
    match language {
        EASY => faults(&word.text)
            .into_iter()
            .for_each(|fault| problems.add(word.place, "not-easy", fault)),
        ORIGINAL_LANGUAGE if word.text.contains(['《', '》']) => {
            problems.add(word.place, "reading", "a reading stands in `easy` alone");
        }
        _ => {}
    }
}

/// Whether a character is a kanji.
#[must_use]
pub fn is_kanji(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '々' | '〆')
}

/// Whether a character is kana.
pub(crate) fn is_kana(character: char) -> bool {
    matches!(character, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

/// Whether a character is hiragana.
pub(crate) fn is_hiragana(character: char) -> bool {
    matches!(character, 'ぁ'..='ゖ' | 'ー')
}

/// Splits a text at its readings: the text before each reading, the reading, and the rest.
struct Read<'a> {
    pieces: Vec<(&'a str, &'a str)>,
    rest: &'a str,
}

fn read(text: &str) -> Read<'_> {
    let mut read = Read { pieces: Vec::new(), rest: text };
    while let Some((before, after)) = read.rest.split_once('《') {
        let (reading, rest) = after.split_once('》').unwrap_or((after, ""));
        read.pieces.push((before, reading));
        read.rest = rest;
    }
    read
}

/// The text to which a reading belongs: the text after `｜`, or else the kanji directly before it.
#[must_use]
pub fn base(before: &str) -> (&str, &str) {
    before.rsplit_once('｜').unwrap_or_else(|| {
        let head = before.trim_end_matches(is_kanji);
        (head, before.strip_prefix(head).unwrap_or_default())
    })
}

/// Reports what is not easy in a text.
fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let Read { pieces, rest } = read(text);
    let mut plain = String::new();
    let mut bare = String::new();
    for (before, reading) in pieces {
        let (head, base) = base(before);
        if base.is_empty() || reading.is_empty() || !reading.chars().all(is_kana) {
            faults.push(format!("`{base}《{reading}》` is no kanji with its reading in kana"));
        }
        plain.extend([head, base]);
        bare.push_str(head);
        bare.push(' ');
    }
    plain.push_str(rest);
    bare.push_str(rest);
    let unread = bare.split(|character| !is_kanji(character)).filter(|run| !run.is_empty());
    faults.extend(unread.map(|run| format!("`{run}` has no reading")));
    let found = AVOIDED.iter().filter(|word| plain.contains(*word));
    faults.extend(found.map(|word| format!("`{word}` is not easy")));
    for sentence in plain.split(['。', '？', '！', '?', '!']) {
        let length = sentence.trim().chars().count();
        if length > LONGEST {
            faults.push(format!("a sentence has {length} characters, at most {LONGEST} are easy"));
        }
        let kanji = sentence.chars().filter(|character| is_kanji(*character)).count();
        if kanji > MOST_KANJI {
            faults.push(format!("a sentence has {kanji} kanji, at most {MOST_KANJI} are easy"));
        }
    }
    faults
}
