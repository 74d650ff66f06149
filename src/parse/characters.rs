//! The characters of rule files: which are refused, and which have to be typed half-width. It knows
//! no YAML beyond where a line has its key.

use crate::diagnostic::{Diagnostics, Place};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Characters that are refused: where they begin in their line, from 0, and how many they are.
pub(super) struct Fault {
    column: usize,
    length: usize,
    message: String,
    help: String,
}

impl Fault {
    /// Adds the problem, in a file's line counted from 0.
    pub(super) fn report(self, file: usize, line: usize, problems: &mut Diagnostics) {
        let (line, column) = (line.saturating_add(1), self.column.saturating_add(1));
        let length = self.length;
        self.report_at(Place { file, line, column, length }, problems);
    }

    /// Adds the problem, at the place of the whole text.
    pub(super) fn report_at(self, place: Place, problems: &mut Diagnostics) {
        problems.add_with_help(place, "character", self.message, Some(self.help));
    }
}

/// The first control character of a text.
pub(super) fn control(text: &str) -> Option<Fault> {
    let (column, found) = text.chars().enumerate().find(|(_, one)| is_control(*one))?;
    let message = format!(
        "the control character U+{:04X} is here, expected visible characters",
        u32::from(found)
    );
    let help = "remove it: it is not seen, and it can make a text look like another one";
    Some(Fault { column, length: 1, message, help: help.to_owned() })
}

/// The first half-width kana of a line that is not a comment.
pub(super) fn half_width_kana(line: &str) -> Option<Fault> {
    let column = line.chars().position(is_half_width_kana)?;
    if line.trim_start().starts_with('#') {
        return None;
    }
    let found: String =
        line.chars().skip(column).take_while(|one| is_half_width_kana(*one)).collect();
    let message = format!("half-width kana `{found}`, expected full-width kana");
    let help = format!("type `{}`", found.nfkc());
    Some(Fault { column, length: found.chars().count(), message, help })
}

/// Whether a character directs how others are shown, or is not shown itself. The two joiners are
/// left out, because some languages are written with them.
fn is_control(character: char) -> bool {
    match character {
        ' '..='~' | '\n' | '\t' | '\u{200c}' | '\u{200d}' => false,
        // Nearly every other character of a rule file is among these: kana, kanji, full-width forms.
        '\u{3000}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9f}' => false,
        other => directs(other.general_category()),
    }
}

/// Whether characters of a category are not shown themselves.
fn directs(category: GeneralCategory) -> bool {
    matches!(
        category,
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    )
}

fn is_half_width_kana(character: char) -> bool {
    ('\u{ff61}'..='\u{ff9f}').contains(&character)
}

/// Whether a blank is another one than that of a keyboard set to half-width.
fn is_wide_blank(character: char) -> bool {
    character.is_whitespace() && !character.is_ascii()
}

/// A character with its form of a keyboard set to half-width, if it has one.
fn half_width(character: char) -> char {
    match character {
        blank if is_wide_blank(blank) => ' ',
        '\u{ff01}'..='\u{ff5e}' => character.nfkc().next().unwrap_or(character),
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '、' => ',',
        '−' => '-',
        other => other,
    }
}

/// What to type for a word that is refused, if it has full-width characters where the language
/// has half-width ones.
pub(super) fn advice(written: &str) -> Option<String> {
    let narrow: String = written.chars().map(half_width).collect();
    if let Some((key, sign)) = key_with_wide_sign(written.trim_start_matches(is_wide_blank)) {
        return Some(format!("the {sign} after `{key}` is full-width: type `{key}: ` (半角)"));
    }
    let typed = narrow.trim();
    if narrow == written || typed.is_empty() || !typed.is_ascii() {
        return None;
    }
    Some(if written.trim() == typed {
        format!("the blanks beside `{typed}` are full-width: type half-width ones (半角)")
    } else {
        format!("`{}` has full-width characters: type `{typed}` (半角)", written.trim())
    })
}

/// The first word of an expression with full-width letters or digits, and how many characters come
/// before it.
pub(super) fn wide_word(text: &str) -> Option<(usize, &str)> {
    let is_word = |one: char| one.is_alphanumeric() || one == '_';
    let is_wide = |one: char| ('\u{ff01}'..='\u{ff5e}').contains(&one);
    let mut words = text.split(|one| !is_word(one));
    let found = words.find(|word| word.contains(is_wide))?;
    let before = text.split(found).next().unwrap_or_default();
    Some((before.chars().count(), found))
}

/// The key of a text, and what stands behind it in full width: a colon, or the blank after one.
fn key_with_wide_sign(text: &str) -> Option<(&str, &'static str)> {
    let end = text.find(|one: char| !(one.is_ascii_alphanumeric() || "_.-".contains(one)))?;
    let (key, rest) = text.split_at(end);
    let sign = if rest.starts_with('：') {
        "colon"
    } else if rest.strip_prefix(':')?.starts_with(is_wide_blank) {
        "blank"
    } else {
        return None;
    };
    (!key.is_empty()).then_some((key, sign))
}

/// What makes a line unreadable as YAML, where that is a full-width character: its column, from 0,
/// and what to type.
pub(super) fn wide_structure(line: &str) -> Option<(usize, String)> {
    let column = |rest: &str| line.chars().count().saturating_sub(rest.chars().count());
    let text = line.trim_start_matches([' ', '-']);
    if text.starts_with(is_wide_blank) {
        let help = "the line begins with a full-width blank: type half-width ones (半角)";
        return Some((column(text), help.to_owned()));
    }
    if let Some(sign) = text.chars().next().filter(|one| "－＃｛｝［］＆“‘".contains(*one))
    {
        let help = format!("`{sign}` is full-width: type `{}` (半角)", half_width(sign));
        return Some((column(text), help));
    }
    let (key, _) = key_with_wide_sign(text)?;
    let (_, rest) = text.split_at(key.len());
    Some((column(rest.trim_start_matches(':')), advice(text)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_character_is_refused_and_no_visible_one() {
        let refused: Vec<char> = (0..=0xffff).filter_map(char::from_u32).collect();
        let refused = refused.into_iter().filter(|one| is_control(*one)).map(u32::from);
        let refused: Vec<u32> = refused.collect();
        for one in [0, 8, 0x0b, 0x0d, 0x1b, 0x7f, 0x85, 0xad, 0x61c, 0x200b, 0x200e, 0x200f]
            .into_iter()
            .chain(0x2028..=0x202e)
            .chain(0x2060..=0x2069)
            .chain([0xfeff])
            // This one is not assigned.
            .filter(|one| *one != 0x2065)
        {
            assert!(refused.contains(&one), "{one:x}");
        }
        for shown in "\n\tab あ漢ー・「」（）〜−—…¥　①㈱\u{e0100}\u{200d}".chars()
        {
            assert!(!is_control(shown), "{shown:?}");
        }
    }

    #[test]
    fn no_character_that_is_known_at_once_is_a_control_character() {
        for character in ('\u{3000}'..='\u{9fff}').chain('\u{ff01}'..='\u{ff9f}') {
            let category = character.general_category();
            assert!(!is_control(character) && !directs(category), "{category:?}");
        }
        assert!(is_control('\u{202e}') && is_control('\u{feff}') && is_control('\0'));
    }

    #[test]
    fn half_width_kana_have_their_full_width_form_as_help() {
        let found = half_width_kana("ja: ﾃﾚﾜｰｸﾌﾞ ｶﾞ").unwrap();
        assert_eq!((found.column, found.length, &*found.help), (4, 7, "type `テレワークブ`"));
        assert!(half_width_kana("  # ﾃﾚﾜｰｸ").is_none());
        assert!(half_width_kana("ja: テレワーク").is_none());
    }

    #[test]
    fn full_width_characters_have_what_to_type_as_help() {
        for (written, typed) in [
            ("ｎａｍｅ", Some("`ｎａｍｅ` has full-width characters: type `name` (半角)")),
            ("＞", Some("`＞` has full-width characters: type `>` (半角)")),
            (
                "　cash",
                Some("the blanks beside `cash` are full-width: type half-width ones (半角)"),
            ),
            ("name：大分", Some("the colon after `name` is full-width: type `name: ` (半角)")),
            ("ja:　大分", Some("the blank after `ja` is full-width: type `ja: ` (半角)")),
            ("name", None),
            ("大分（市）", None),
            ("　", None),
            ("", None),
        ] {
            assert_eq!(advice(written).as_deref(), typed, "{written}");
        }
    }

    #[test]
    fn the_first_full_width_word_of_an_expression_is_found() {
        for (text, expected) in [
            ("600_000 yen", None),
            ("x >= ６00", Some((5, "６00"))),
            ("ａge(born, on: on) < １8", Some((0, "ａge"))),
            ("x ＞ 6", None),
        ] {
            assert_eq!(wide_word(text), expected, "{text}");
        }
    }

    #[test]
    fn full_width_characters_are_found_where_a_line_has_its_structure() {
        for (line, column) in [
            ("  　ja: 大分", Some(2)),
            ("name：大分", Some(4)),
            ("  - id：grant", Some(6)),
            ("  ja:　大分", Some(5)),
            ("－ id: grant", Some(0)),
            ("＃ 注", Some(0)),
            ("ja: 大分：市", None),
            ("ja: 大分　市", None),
            ("ja: 大分", None),
            ("", None),
        ] {
            assert_eq!(wide_structure(line).map(|(column, _)| column), column, "{line}");
        }
    }
}
