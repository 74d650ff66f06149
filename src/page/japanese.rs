//! The Japanese terms in a page of another language: `[[支援金]]` becomes an element with `lang="ja"`. It
//! guesses nothing from the characters of a text.

use super::nodes;
use crate::check::easy::ORIGINAL_LANGUAGE;
use crate::check::markup::{Piece, pieces, without_markup};
use dom_query::{Document, NodeRef};

/// Elements whose text can hold no element.
const PLAIN: [&str; 3] = ["title", "text", "option"];

/// How the terms of a text are marked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// By an element each.
    Elements,
    /// Not at all: the element can hold no other, or an element around it is Japanese already.
    None,
    /// Unchanged, in scripts and styles.
    Kept,
}

/// Marks the Japanese terms of a page, or removes their markup where an element is impossible.
pub(super) fn mark(page: &Document) {
    for (node, form) in nodes::nodes(page, Form::Elements, form_inside) {
        if node.is_element() {
            nodes::rewrite_attributes(&node, without_markup);
        } else if node.is_text() {
            match form {
                Form::Elements => with_elements(&node),
                Form::None => nodes::rewrite(&node, without_markup),
                Form::Kept => {}
            }
        }
    }
}

fn form_inside(element: &NodeRef<'_>, around: Form) -> Form {
    if nodes::is_raw(element) {
        Form::Kept
    } else if nodes::is_one_of(element, &PLAIN) || is_japanese(element) {
        Form::None
    } else {
        around
    }
}

fn is_japanese(element: &NodeRef<'_>) -> bool {
    element.attr("lang").is_some_and(|language| *language == *ORIGINAL_LANGUAGE)
}

fn with_elements(node: &NodeRef<'_>) {
    let text = node.text();
    let pieces = pieces(&text);
    if pieces.iter().all(|piece| matches!(piece, Piece::Own(_))) {
        return;
    }
    let made = pieces.into_iter().map(|piece| match piece {
        Piece::Own(text) => node.tree.new_text(text),
        Piece::Japanese(term) => {
            let span = node.tree.new_element("span");
            span.set_attr("lang", ORIGINAL_LANGUAGE);
            span.append_child(&node.tree.new_text(term));
            span
        }
    });
    nodes::replace(node, made);
}

#[cfg(test)]
mod tests {
    use super::mark;
    use super::nodes;

    fn marked(markup: &str) -> String {
        nodes::passed(markup, mark)
    }

    #[test]
    fn the_terms_that_the_text_marks_are_marked_and_nothing_else() {
        assert_eq!(
            marked("<p>[[UIターン]] (to move) 支援金 [[大分市 住宅課、2番31号]]</p>"),
            "<p><span lang=\"ja\">UIターン</span> (to move) 支援金 \
             <span lang=\"ja\">大分市 住宅課、2番31号</span></p>"
        );
        assert_eq!(marked("<p>a [[市</p>"), "<p>a [[市</p>");
    }

    #[test]
    fn templates_are_marked_too() {
        assert_eq!(
            marked("<template><li>[[市]] (city)</li></template>"),
            "<template><li><span lang=\"ja\">市</span> (city)</li></template>"
        );
    }

    #[test]
    fn where_no_element_can_stand_the_markup_is_left_out() {
        assert_eq!(
            marked(
                "<title>[[市]] (city)</title><p title=\"[[市]]\">a</p>\
                 <select><option>[[市]] (city)</option></select><svg><text>[[市]]</text></svg>"
            ),
            "<title>市 (city)</title><p title=\"市\">a</p>\
             <select><option>市 (city)</option></select><svg><text>市</text></svg>"
        );
    }

    #[test]
    fn what_is_japanese_already_is_not_marked_again() {
        assert_eq!(
            marked("<a lang=\"ja\">[[日本語]]</a><i lang=\"ja\"><b>市</b>に聞く</i>"),
            "<a lang=\"ja\">日本語</a><i lang=\"ja\"><b>市</b>に聞く</i>"
        );
    }

    #[test]
    fn scripts_and_their_words_stay_as_they_are() {
        let kept = "<script>const pairs = [[1, 2], [3, 4]]; say('[[市]]')</script>";
        assert_eq!(marked(kept), kept);
    }
}
