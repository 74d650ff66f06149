//! The readings of a page in Japanese: 漢字《かんじ》 becomes ruby, or stays in brackets where the script
//! makes the ruby. It changes no other text.

use super::nodes;
use crate::check::easy::{base, is_hiragana, is_kanji};
use dom_query::{Document, NodeRef};

/// Elements that hold text without marks.
const PLAIN: [&str; 2] = ["title", "text"];

/// Marks an element in which the script makes the ruby. Thousands of ruby elements would delay the first
/// paint on a slow phone, so the page starts with brackets, which a reader without scripts can use too.
const NOTED: &str = "data-js-noted";

/// How a text shows its readings.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// As ruby.
    Ruby,
    /// In brackets that the script turns into ruby.
    Noted,
    /// In brackets that stay: the element can hold no ruby.
    Bracketed,
    /// Not at all.
    None,
    /// Unchanged, in scripts and styles.
    Kept,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Bare(&'a str),
    Read { base: &'a str, reading: &'a str },
}

/// Marks the readings of a page, or removes them where an element is impossible.
pub(super) fn mark(page: &Document) {
    for (node, form) in nodes::nodes(page, Form::Ruby, form_inside) {
        if node.is_element() {
            nodes::rewrite_attributes(&node, without_readings);
        } else if node.is_text() {
            match form {
                Form::Ruby => with_ruby(&node, |_, _| None),
                Form::Noted => with_ruby(&node, bracketed),
                Form::Bracketed => nodes::rewrite(&node, |text| {
                    written(text, |base, reading| {
                        bracketed(base, reading).unwrap_or_else(|| base.to_owned())
                    })
                }),
                Form::None => nodes::rewrite(&node, without_readings),
                Form::Kept => {}
            }
        }
    }
}

/// A text for the script, which finds readings in brackets after kanji; any other reading keeps its own
/// notation, `｜1日《ついたち》`.
pub(super) fn noted(text: &str) -> String {
    written(text, |base, reading| {
        bracketed(base, reading).unwrap_or_else(|| format!("｜{base}《{reading}》"))
    })
}

fn form_inside(element: &NodeRef<'_>, around: Form) -> Form {
    if nodes::is_raw(element) {
        Form::Kept
    } else if nodes::is_one_of(element, &PLAIN) {
        Form::None
    } else if element.has_name("option") {
        Form::Bracketed
    } else if element.has_attr(NOTED) || element.has_name("template") {
        Form::Noted
    } else {
        around
    }
}

/// A text with each base and its reading written by `write`.
fn written(text: &str, write: impl Fn(&str, &str) -> String) -> String {
    let write = |piece| match piece {
        Piece::Bare(text) => text.to_owned(),
        Piece::Read { base, reading } => write(base, reading),
    };
    pieces(text).into_iter().map(write).collect()
}

/// A text without its readings.
pub(super) fn without_readings(text: &str) -> String {
    written(text, |base, _| base.to_owned())
}

/// A base with its reading in brackets, if the script can find the base again in the text. Japanese texts
/// use these ASCII brackets for nothing else.
fn bracketed(base: &str, reading: &str) -> Option<String> {
    let is_found = base.chars().all(is_kanji) && reading.chars().all(is_hiragana);
    is_found.then(|| format!("{base}({reading})"))
}

/// Replaces a text node by text and ruby elements. Where `write` returns a text, that text replaces the
/// base and its reading.
fn with_ruby(node: &NodeRef<'_>, write: impl Fn(&str, &str) -> Option<String>) {
    let text = node.text();
    let pieces = pieces(&text);
    if pieces.iter().all(|piece| matches!(piece, Piece::Bare(_))) {
        return;
    }
    let made = pieces.into_iter().map(|piece| match piece {
        Piece::Bare(text) => node.tree.new_text(text),
        Piece::Read { base, reading } => match write(base, reading) {
            Some(text) => node.tree.new_text(text),
            None => ruby(node, base, reading),
        },
    });
    nodes::replace(node, made);
}

/// A ruby element for the tree of `node`. The reading is for the eye: screen readers would say both.
fn ruby<'a>(node: &NodeRef<'a>, base: &str, reading: &str) -> NodeRef<'a> {
    let (ruby, rt) = (node.tree.new_element("ruby"), node.tree.new_element("rt"));
    rt.set_attr("aria-hidden", "true");
    rt.append_child(&node.tree.new_text(reading));
    ruby.append_child(&node.tree.new_text(base));
    ruby.append_child(&rt);
    ruby
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('《') {
        let Some((reading, following)) = after.split_once('》') else { break };
        let (head, base) = base(before);
        pieces.extend([Piece::Bare(head), Piece::Read { base, reading }]);
        rest = following;
    }
    pieces.push(Piece::Bare(rest));
    pieces.retain(|piece| *piece != Piece::Bare(""));
    pieces
}

#[cfg(test)]
mod tests {
    use super::nodes;
    use super::{mark, noted};

    fn marked(markup: &str) -> String {
        nodes::passed(markup, mark)
    }

    fn ruby(base: &str, reading: &str) -> String {
        format!("<ruby>{base}<rt aria-hidden=\"true\">{reading}</rt></ruby>")
    }

    #[test]
    fn a_reading_stands_over_its_own_kanji() {
        let expected = format!(
            "<p>{}に {}く。{}</p>",
            ruby("市", "し"),
            ruby("聞", "き"),
            ruby("1日", "ついたち")
        );
        assert_eq!(marked("<p>市《し》に 聞《き》く。｜1日《ついたち》</p>"), expected);
        assert_eq!(marked("<p>「令和」は元号</p>"), "<p>「令和」は元号</p>");
    }

    #[test]
    fn where_the_script_makes_the_ruby_readings_stand_in_brackets() {
        let page = "<div data-js-noted><div><h3>市《し》</h3></div>\
                    <i title=\"市《し》\">｜1日《ついたち》、電《デン》</i>\
                    <select><option>市《し》</option></select>市《し》</div>市《し》\
                    <template><script>市《し》</script>市《し》</template>市《し》";
        let expected = format!(
            "<div data-js-noted=\"\"><div><h3>市(し)</h3></div><i title=\"市\">{}、{}</i>\
             <select><option>市(し)</option></select>市(し)</div>{}\
             <template><script>市《し》</script>市(し)</template>{}",
            ruby("1日", "ついたち"),
            ruby("電", "デン"),
            ruby("市", "し"),
            ruby("市", "し"),
        );
        assert_eq!(marked(page), expected);
    }

    #[test]
    fn what_the_script_says_is_noted_as_it_finds_it() {
        assert_eq!(
            noted("{n}年《ねん》 ｜1日《ついたち》、電《デン》（市《し》）"),
            "{n}年(ねん) ｜1日《ついたち》、｜電《デン》（市(し)）"
        );
        assert_eq!(noted("「令和」"), "「令和」");
    }

    #[test]
    fn attributes_and_titles_carry_no_reading_and_options_have_it_in_brackets() {
        let page = "<title>市《し》</title><a title=\"市《し》\">\
                    <select><option>市《し》｜1日《ついたち》</option></select></a>\
                    <svg><text y=\"1\">｜1日《ついたち》</text></svg><b>市《し》</b>";
        let expected = format!(
            "<title>市</title><a title=\"市\"><select><option>市(し)1日</option></select></a>\
             <svg><text y=\"1\">1日</text></svg><b>{}</b>",
            ruby("市", "し")
        );
        assert_eq!(marked(page), expected);
    }

    #[test]
    fn scripts_and_their_words_stay_as_they_are() {
        for kept in [
            "<script type=\"application/json\">{\"a\":\"市《し》\"}</script>",
            "<script>if (a<b && c>d) say('市《し》')</script>",
            "<style>a > b { content: '市《し》' }</style>",
        ] {
            let page = format!("{kept}<p>市《し》</p>");
            assert_eq!(marked(&page), format!("{kept}<p>{}</p>", ruby("市", "し")));
        }
    }
}
