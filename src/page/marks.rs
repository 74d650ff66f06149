//! The marks of a page: readings become ruby over their kanji, or follow them in brackets where the
//! script makes the ruby, and Japanese names in a page of another language are marked as Japanese. It
//! changes no text and knows no template.

use crate::check::easy::{base, is_hiragana, is_kana, is_kanji};

/// Elements that hold text without marks.
const PLAIN: [&str; 2] = ["title", "text"];

/// The element that holds text without marks, of which the readings are needed to choose.
const OPTION: &str = "option";

/// Elements whose contents are no text for people.
const RAW: [&str; 2] = ["script", "style"];

/// Marks an element in which the script makes the ruby: thousands of readings are no elements yet while
/// the page is read, which takes a slow phone long, and weigh less. Where no script runs, brackets tell
/// them. What the script takes from a template is the same.
const NOTED: &str = " data-js-noted";
const TEMPLATE: &str = "template";

/// How the text at a place is treated.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Marked,
    /// With readings in brackets, which the script finds.
    Noted,
    /// Without readings.
    Plain,
    /// With the readings in brackets that the script would find there, and no mark.
    Bracketed,
    /// As it is: scripts, words that the script marks when it shows them, what is marked already.
    Kept,
}

/// The page with its marks; `foreign`, its language is not Japanese.
pub(super) fn mark(html: &str, foreign: bool) -> String {
    let mut marked = String::with_capacity(html.len());
    let (mut mode, mut until, mut later) = (Mode::Marked, String::new(), String::new());
    // So many elements of the name of the noted one are open.
    let mut depth = 0_usize;
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        put(text, mode, foreign, &mut marked);
        // Inside a script only its own end is a tag.
        let is_tag = mode != Mode::Kept || !RAW.contains(&until.as_str()) || ends(after, &until);
        let Some((tag, following)) = after.split_once('>').filter(|_| is_tag) else {
            marked.push('<');
            rest = after;
            continue;
        };
        marked.push('<');
        put(tag, if mode == Mode::Kept { mode } else { Mode::Plain }, foreign, &mut marked);
        marked.push('>');
        if !until.is_empty() {
            if ends(after, &until) {
                let around = if later.is_empty() { Mode::Marked } else { Mode::Noted };
                (mode, until) = (around, String::new());
            }
        } else if let Some(special) = special(tag, foreign) {
            (mode, until) = (special, name(tag).to_owned());
        } else if !later.is_empty() {
            if name(tag) == later {
                depth = depth.saturating_add(1);
            } else if ends(after, &later) {
                depth = depth.saturating_sub(1);
            }
            if depth == 0 {
                (mode, later) = (Mode::Marked, String::new());
            }
        } else if !foreign && (tag.contains(NOTED) || name(tag) == TEMPLATE) {
            (mode, later, depth) = (Mode::Noted, name(tag).to_owned(), 1);
        }
        rest = following;
    }
    put(rest, mode, foreign, &mut marked);
    marked
}

/// The name of the element that a tag opens.
pub(super) fn name(tag: &str) -> &str {
    tag.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default()
}

fn ends(after: &str, element: &str) -> bool {
    after.strip_prefix('/').is_some_and(|tag| name(tag) == element)
}

/// How the text in an element is treated, if otherwise than around it.
fn special(tag: &str, foreign: bool) -> Option<Mode> {
    let name = name(tag);
    let is_marked = foreign && tag.contains(" lang=\"ja\"");
    match name {
        _ if PLAIN.contains(&name) => Some(Mode::Plain),
        OPTION => Some(if foreign { Mode::Plain } else { Mode::Bracketed }),
        _ if RAW.contains(&name) || is_marked => Some(Mode::Kept),
        _ => None,
    }
}

fn put(text: &str, mode: Mode, foreign: bool, marked: &mut String) {
    match mode {
        Mode::Kept => marked.push_str(text),
        Mode::Plain => read(text, marked, |base, _, marked| marked.push_str(base)),
        Mode::Marked if foreign => put_foreign(text, marked),
        // A reading is for the eye: a name made of text and readings would be read out twice.
        Mode::Marked => read(text, marked, put_ruby),
        Mode::Noted => read(text, marked, |base, reading, marked| {
            if !put_bracketed(base, reading, marked) {
                put_ruby(base, reading, marked);
            }
        }),
        Mode::Bracketed => read(text, marked, |base, reading, marked| {
            if !put_bracketed(base, reading, marked) {
                marked.push_str(base);
            }
        }),
    }
}

fn put_ruby(base: &str, reading: &str, marked: &mut String) {
    marked.extend(["<ruby>", base, "<rt aria-hidden=true>", reading, "</ruby>"]);
}

/// Puts the reading in brackets, if the script can tell from the text alone what it belongs to: brackets
/// of one byte, which Japanese texts have for nothing else.
fn put_bracketed(base: &str, reading: &str, marked: &mut String) -> bool {
    let is_found = base.chars().all(is_kanji) && reading.chars().all(is_hiragana);
    if is_found {
        marked.extend([base, "(", reading, ")"]);
    }
    is_found
}

/// A text that the script will put on the page, its readings noted as the script finds them.
pub(super) fn note(text: &str) -> String {
    let mut noted = String::with_capacity(text.len());
    read(text, &mut noted, |base, reading, noted| {
        if !put_bracketed(base, reading, noted) {
            noted.extend(["｜", base, "《", reading, "》"]);
        }
    });
    noted
}

/// A text with each base and its reading put by `put`.
fn read(text: &str, marked: &mut String, put: impl Fn(&str, &str, &mut String)) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('《') {
        let Some((reading, following)) = after.split_once('》') else { break };
        let (head, base) = base(before);
        marked.push_str(head);
        put(base, reading, marked);
        rest = following;
    }
    marked.push_str(rest);
}

fn is_japanese(character: char) -> bool {
    is_kana(character) || is_kanji(character) || character == '〒'
}

/// What belongs to a name where Japanese stands on both its sides.
fn joins(character: char) -> bool {
    is_japanese(character)
        || character.is_ascii_digit()
        || " -（）「」、。・：〜".contains(character)
}

fn put_foreign(text: &str, marked: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(is_japanese) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|character| !joins(character)).unwrap_or(from.len());
        let (run, _) = from.split_at(end);
        let run = run.trim_end_matches(|character| !is_japanese(character));
        marked.extend([before, "<span lang=\"ja\">", run, "</span>"]);
        rest = from.strip_prefix(run).unwrap_or_default();
    }
    marked.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{mark, note};

    #[test]
    fn a_reading_stands_over_its_own_kanji() {
        let page = "<p>市《し》に 聞《き》く。｜1日《ついたち》</p>";
        let ruby = "<p><ruby>市<rt aria-hidden=true>し</ruby>に <ruby>聞<rt aria-hidden=true>き</ruby>く。\
                    <ruby>1日<rt aria-hidden=true>ついたち</ruby></p>";
        assert_eq!(mark(page, false), ruby);
        assert_eq!(mark("<p>「令和」は元号</p>", false), "<p>「令和」は元号</p>");
    }

    #[test]
    fn where_the_script_makes_the_ruby_readings_stand_in_brackets() {
        let page = "<div data-js-noted><div><h3>市《し》</h3></div><i title=\"市《し》\">｜1日《ついたち》、電《デン》</i>\
                    <option>市《し》</option>市《し》</div>市《し》\
                    <template><script>市《し》</script>市《し》</template>市《し》";
        let ruby = |base: &str, reading: &str| {
            format!("<ruby>{base}<rt aria-hidden=true>{reading}</ruby>")
        };
        let marked = format!(
            "<div data-js-noted><div><h3>市(し)</h3></div><i title=\"市\">{}、{}</i><option>市(し)</option>市(し)</div>{}\
             <template><script>市《し》</script>市(し)</template>{}",
            ruby("1日", "ついたち"),
            ruby("電", "デン"),
            ruby("市", "し"),
            ruby("市", "し"),
        );
        assert_eq!(mark(page, false), marked);
    }

    #[test]
    fn what_the_script_says_is_noted_as_it_finds_it() {
        assert_eq!(
            note("{n}年《ねん》 ｜1日《ついたち》、電《デン》（市《し》）"),
            "{n}年(ねん) ｜1日《ついたち》、｜電《デン》（市(し)）"
        );
        assert_eq!(note("「令和」"), "「令和」");
    }

    #[test]
    fn attributes_and_titles_carry_no_reading_and_options_have_it_in_brackets() {
        let page = "<title>市《し》</title><a title=\"市《し》\"><option>市《し》｜1日《ついたち》</option></a>\
                    <svg><text y=\"1\">｜1日《ついたち》</text></svg><b>市《し》</b>";
        let plain = "<title>市</title><a title=\"市\"><option>市(し)1日</option></a>\
                     <svg><text y=\"1\">1日</text></svg><b><ruby>市<rt aria-hidden=true>し</ruby></b>";
        assert_eq!(mark(page, false), plain);
    }

    #[test]
    fn scripts_and_their_words_stay_as_they_are() {
        for kept in [
            "<script type=\"application/json\">{\"a\":\"市《し》\"}</script>",
            "<script>if (a<b && c>d) say('市《し》')</script>",
            "<style>a > b { content: '市《し》' }</style>",
        ] {
            assert_eq!(mark(kept, false), kept);
            assert_eq!(
                mark(&format!("{kept}<p>市《し》"), false),
                format!("{kept}<p><ruby>市<rt aria-hidden=true>し</ruby>")
            );
        }
    }

    #[test]
    fn japanese_names_in_another_language_are_marked_once() {
        let marked = |text: &str| mark(text, true);
        assert_eq!(
            marked("<p>支援金 (grant)</p>"),
            "<p><span lang=\"ja\">支援金</span> (grant)</p>"
        );
        assert_eq!(
            marked("<p>a 大分市 住宅課、2番31号 b"),
            "<p>a <span lang=\"ja\">大分市 住宅課、2番31号</span> b"
        );
        for same in [
            "<span lang=\"ja\">市に聞く</span>",
            "<p title=\"市\">a</p>",
            "<option>市 (city)</option>",
        ] {
            assert_eq!(marked(same), same);
        }
    }
}
