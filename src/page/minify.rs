//! A page without the line breaks that nobody sees: those at the edges of blocks. It leaves every other
//! character as it is.

use super::nodes;
use dom_query::{Document, NodeRef};

/// Elements whose line breaks are seen or belong to a program.
const PRESERVED: [&str; 4] = ["pre", "script", "style", "textarea"];

/// Elements at whose edges white space is not seen.
const BLOCKS: [&str; 32] = [
    "address", "article", "body", "dd", "details", "div", "dl", "dt", "fieldset", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "head", "header", "html", "legend", "li", "main", "nav", "ol",
    "p", "section", "summary", "table", "tbody", "td", "tr", "ul",
];

/// Removes the line breaks at the edges of blocks.
pub(super) fn minify(page: &Document) {
    let is_preserved =
        |element: &NodeRef<'_>, around: bool| around || nodes::is_one_of(element, &PRESERVED);
    for (node, is_kept) in nodes::nodes(page, false, is_preserved) {
        if node.is_text() && !is_kept {
            nodes::rewrite(&node, |text| trimmed(&node, text).to_owned());
        }
    }
}

fn trimmed<'t>(node: &NodeRef<'_>, text: &'t str) -> &'t str {
    let is_in_block = node.parent().is_some_and(|parent| is_block(&parent));
    let is_edge =
        |neighbour: Option<NodeRef<'_>>| neighbour.map_or(is_in_block, |one| is_block(&one));
    let text = if is_edge(node.prev_sibling()) { text.trim_start_matches('\n') } else { text };
    if is_edge(node.next_sibling()) { text.trim_end_matches('\n') } else { text }
}

fn is_block(node: &NodeRef<'_>) -> bool {
    nodes::is_one_of(node, &BLOCKS)
}

#[cfg(test)]
mod tests {
    use super::minify;
    use super::nodes;

    fn minified(markup: &str) -> String {
        nodes::passed(markup, minify)
    }

    #[test]
    fn line_breaks_stay_between_words() {
        assert_eq!(
            minified("<div>\n<p>\na\n<b>b</b>\n<i>c</i>\n</p>\n\n<p>d</p>\n</div>\n"),
            "<div><p>a\n<b>b</b>\n<i>c</i></p><p>d</p></div>"
        );
        assert_eq!(
            minified("<p>a <b>\nb\n</b></p><template>\nb</template>\n<b>c</b>"),
            "<p>a <b>\nb\n</b></p><template>\nb</template>\n<b>c</b>"
        );
    }

    #[test]
    fn where_line_breaks_count_they_stay() {
        for kept in [
            "<div><pre>a\n<b>b</b>\n</pre></div>",
            "<div><textarea>a\n</textarea></div>",
            "<div><script type=\"module\" id=\"x\">\na\n</script></div>",
            "<div><style>\na > b { content: \"c\" }\n</style></div>",
        ] {
            assert_eq!(minified(kept), kept);
        }
    }
}
