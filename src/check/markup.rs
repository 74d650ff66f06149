//! The markup of Japanese terms in a text of another language: `The [[支援金]] (grant)`. It does not
//! judge whether a term is right or has its translation beside it.

use super::easy::{ORIGINAL_LANGUAGE, is_kana, is_kanji};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Word, WordsFile};

/// How the keys of the languages' names begin. Each name is in the language that it names.
const NAMES: &str = "language.";

/// The marks before and after a Japanese term.
const OPEN: &str = "[[";
const CLOSE: &str = "]]";

/// The Japanese characters that the texts of a language may hold outside of the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// All: the language is Japanese, and its texts carry no markup.
    Japanese,
    /// Kanji, but no kana: the language itself is written with kanji.
    Kanji,
    /// None.
    Other,
}

/// Reads from a words file how its language is written.
pub(crate) fn writing(file: &WordsFile) -> Writing {
    let tag = file.page.iter().find(|(key, _)| key.text == "lang");
    match (tag, file.has_kanji) {
        (Some((_, tag)), _) if tag.text == ORIGINAL_LANGUAGE => Writing::Japanese,
        (_, true) => Writing::Kanji,
        (_, false) => Writing::Other,
    }
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// A part in the text's own language.
    Own(&'a str),
    /// A Japanese term, without its markup.
    Japanese(&'a str),
}

/// Splits a text at its markup. A mark without its counterpart stays in the text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((term, following)) = after.split_once(CLOSE) else { break };
        pieces.extend([Piece::Own(before), Piece::Japanese(term)]);
        rest = following;
    }
    pieces.push(Piece::Own(rest));
    pieces.retain(|piece| !matches!(piece, Piece::Own("")));
    pieces
}

/// A text without the marks of its Japanese terms.
pub(crate) fn without_markup(text: &str) -> String {
    let own = |piece| match piece {
        Piece::Own(text) | Piece::Japanese(text) => text,
    };
    pieces(text).into_iter().map(own).collect()
}

/// Reports the faults of the markup in the words of a language.
pub(crate) fn words(file: &WordsFile, problems: &mut Diagnostics) {
    let writing = writing(file);
    let words = file.page.iter().chain(&file.script);
    for (_, word) in words.filter(|(key, _)| !key.text.starts_with(NAMES)) {
        check(word, writing, problems);
    }
}

/// Reports the faults of the markup in a text.
pub(crate) fn check(word: &Word, writing: Writing, problems: &mut Diagnostics) {
    for (code, message, help) in faults(&word.text, writing) {
        problems.push(Diagnostic { place: word.place, code, message, help: Some(help) });
    }
}

/// The code, the message and the help of a diagnostic.
type Fault = (&'static str, String, String);

fn faults(text: &str, writing: Writing) -> Vec<Fault> {
    if writing == Writing::Japanese {
        let is_marked = text.contains(OPEN) || text.contains(CLOSE);
        return is_marked.then(marked_japanese).into_iter().collect();
    }
    let of_piece = |piece| match piece {
        Piece::Own(own) => unpaired(own).map_or_else(|| unmarked(own, writing), |one| vec![one]),
        Piece::Japanese(term) => unpaired(term).or_else(|| foreign(term)).into_iter().collect(),
    };
    pieces(text).into_iter().flat_map(of_piece).collect()
}

fn marked_japanese() -> Fault {
    let message = format!("`{OPEN}` or `{CLOSE}` in a Japanese text");
    let help = format!("leave out `{OPEN}` and `{CLOSE}`: the whole text is Japanese");
    ("marked-japanese", message, help)
}

/// A mark that is left in a piece, because it has no counterpart or is inside other markup.
fn unpaired(piece: &str) -> Option<Fault> {
    let marks = [(OPEN, CLOSE), (CLOSE, OPEN)];
    let (mark, other) = marks.into_iter().find(|(mark, _)| piece.contains(mark))?;
    let message = format!("`{mark}` without its `{other}` in `{}`", piece.trim());
    let help = format!("write each Japanese term as `{OPEN}支援金{CLOSE}`, none inside another");
    Some(("unpaired-markup", message, help))
}

/// A term without a Japanese character.
fn foreign(term: &str) -> Option<Fault> {
    let is_japanese = term.contains(|character| is_kana(character) || is_kanji(character));
    let message = format!("`{OPEN}{term}{CLOSE}` holds neither kana nor kanji");
    let help = format!("write `{OPEN}` and `{CLOSE}` around Japanese terms only");
    (!is_japanese).then_some(("not-japanese", message, help))
}

/// The stretches of Japanese characters that the language does not use itself.
fn unmarked(own: &str, writing: Writing) -> Vec<Fault> {
    let is_foreign =
        |character: char| is_kana(character) || (writing == Writing::Other && is_kanji(character));
    let fault = |run: &str| {
        let message = format!("`{run}` is Japanese, but not in `{OPEN}{CLOSE}`");
        let help = format!("put `{OPEN}` before and `{CLOSE}` after the whole Japanese term");
        ("unmarked-japanese", message, help)
    };
    let runs = own.split(|character| !is_foreign(character)).filter(|run| !run.is_empty());
    runs.map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, Writing, faults, pieces};

    #[test]
    fn a_text_is_split_at_its_markup() {
        let (own, japanese) = (Piece::Own, Piece::Japanese);
        assert_eq!(
            pieces("The [[支援金]] ([[市]])"),
            [own("The "), japanese("支援金"), own(" ("), japanese("市"), own(")")]
        );
        assert_eq!(pieces("[[UIターン]]"), [japanese("UIターン")]);
        assert_eq!(pieces("a [b] 市"), [own("a [b] 市")]);
        assert_eq!(pieces("a [[市"), [own("a [[市")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn each_writing_has_its_own_faults() {
        let codes = |text: &str, writing: Writing| -> Vec<&str> {
            faults(text, writing).into_iter().map(|(code, ..)| code).collect()
        };
        let (japanese, kanji, other) = (Writing::Japanese, Writing::Kanji, Writing::Other);
        for (text, writing, expected) in [
            ("市の支援金", japanese, &[][..]),
            ("[[支援金]]", japanese, &["marked-japanese"]),
            ("支援金]]", japanese, &["marked-japanese"]),
            ("搬家补助 [[支援金]]", kanji, &[]),
            ("搬家补助 ターン", kanji, &["unmarked-japanese"]),
            ("grant [[支援金]] 2〜3 [a]", other, &[]),
            ("grant 支援金 (市)", other, &["unmarked-japanese", "unmarked-japanese"]),
            ("grant [[支援金", other, &["unpaired-markup"]),
            ("grant ]]", other, &["unpaired-markup"]),
            ("[[支援金 [[市]]", other, &["unpaired-markup"]),
            ("[[grant]]", other, &["not-japanese"]),
            ("[[]]", kanji, &["not-japanese"]),
        ] {
            assert_eq!(codes(text, writing), expected, "{text} {writing:?}");
        }
    }
}
