//! A rendered page as a tree: parsed once, changed by the passes, serialised once. It knows no template
//! and no language.

use super::{PageError, japanese, minify, readings};
use crate::check::markup::Writing;
use dom_query::{Document, NodeRef};

/// Elements whose contents are no text for people.
const RAW: [&str; 2] = ["script", "style"];

/// Runs the passes over a rendered page whose language is written as `writing` says.
///
/// # Errors
/// If the library cannot serialise the tree.
pub(super) fn finish(rendered: &str, writing: Writing) -> Result<String, PageError> {
    let page = Document::from(rendered);
    match writing {
        Writing::Japanese => readings::mark(&page),
        Writing::Kanji | Writing::Other => japanese::mark(&page),
    }
    minify::minify(&page);
    page.root().try_html().map(|html| html.to_string()).ok_or_else(|| PageError {
        what: "cannot write a page".to_owned(),
        cause: "its tree cannot be serialised".to_owned(),
    })
}

/// Every node of a page, the contents of templates too, each with a value for where it is: `outset` for
/// the root, and for every other node what `inside` returns for its parent and the parent's value.
pub(super) fn nodes<'a, S: Copy>(
    page: &'a Document,
    outset: S,
    inside: impl Fn(&NodeRef<'a>, S) -> S,
) -> Vec<(NodeRef<'a>, S)> {
    let mut found = Vec::new();
    let mut waiting = vec![(page.root(), outset)];
    while let Some((node, around)) = waiting.pop() {
        let own = inside(&node, around);
        let template = node.element_ref().and_then(|element| element.template_contents);
        let template = template.and_then(|contents| page.tree.get(&contents));
        waiting.extend(node.children().into_iter().chain(template).map(|child| (child, own)));
        found.push((node, around));
    }
    found
}

/// Whether an element's name is among some.
pub(super) fn is_one_of(node: &NodeRef<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| node.has_name(name))
}

/// Whether an element holds a script or styles.
pub(super) fn is_raw(node: &NodeRef<'_>) -> bool {
    is_one_of(node, &RAW)
}

/// Replaces a text node by one with a changed text, or by nothing where that is empty.
pub(super) fn rewrite(node: &NodeRef<'_>, change: impl FnOnce(&str) -> String) {
    let text = node.text();
    let changed = change(&text);
    if *changed != *text {
        replace(node, (!changed.is_empty()).then(|| node.tree.new_text(changed)));
    }
}

/// Replaces the values of an element's attributes, where they differ.
pub(super) fn rewrite_attributes(node: &NodeRef<'_>, change: impl Fn(&str) -> String) {
    for attribute in node.attrs() {
        let changed = change(&attribute.value);
        if *changed != *attribute.value {
            node.set_attr(&attribute.name.local, &changed);
        }
    }
}

/// Puts other nodes in the place of one.
pub(super) fn replace<'a>(node: &NodeRef<'a>, by: impl IntoIterator<Item = NodeRef<'a>>) {
    by.into_iter().for_each(|new| node.insert_before(&new));
    node.remove_from_parent();
}

/// What a pass makes of some markup, for the tests of the passes.
#[cfg(test)]
pub(super) fn passed(markup: &str, pass: fn(&Document)) -> String {
    let page = Document::from(markup);
    pass(&page);
    let part = |name: &str| page.select(name).inner_html().to_string();
    part("head") + &part("body")
}

#[cfg(test)]
mod tests {
    use super::{Writing, finish};

    #[test]
    fn a_page_is_marked_and_minified_as_its_language_is_written() {
        let page = |body: &str| {
            format!("<!DOCTYPE html><html lang=\"x\"><head></head><body>{body}</body></html>")
        };
        let rendered = page("\n<p>\n[[市]] 市《し》\n</p>\n");
        let finished = |writing: Writing| finish(&rendered, writing).unwrap();
        let ruby = "<p>[[市]] <ruby>市<rt aria-hidden=\"true\">し</rt></ruby></p>";
        assert_eq!(finished(Writing::Japanese), page(ruby));
        let span = page("<p><span lang=\"ja\">市</span> 市《し》</p>");
        assert_eq!(finished(Writing::Other), span);
        assert_eq!(finished(Writing::Kanji), span);
    }

    #[test]
    fn what_stands_where_no_script_runs_is_marked_too() {
        let finished = finish("<noscript><p>市《し》</noscript>", Writing::Japanese).unwrap();
        assert!(finished.contains("<ruby>市<rt"), "{finished}");
    }
}
