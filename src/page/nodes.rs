//! Walks the nodes of a page's tree and replaces their texts and attributes. The passes use it; it knows
//! none of them.

use dom_query::{Document, NodeRef};

/// Elements whose contents are no text for people.
const RAW: [&str; 2] = ["script", "style"];

/// Every node of a page, including the contents of templates. Each node comes with a value for its place:
/// `start` for the root, and for every other node what `inside` returns for its parent.
pub(super) fn nodes<'a, S: Copy>(
    page: &'a Document,
    start: S,
    inside: impl Fn(&NodeRef<'a>, S) -> S,
) -> Vec<(NodeRef<'a>, S)> {
    let mut found = Vec::new();
    let mut waiting = vec![(page.root(), start)];
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
    node.element_ref().is_some_and(|element| names.contains(&&*element.name.local))
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
