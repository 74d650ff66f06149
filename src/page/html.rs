//! A rendered page as a tree: parsed once, changed by the passes, serialised once. It knows no template
//! and no language.

use super::{PageError, japanese, minify, readings};
use crate::check::markup::Writing;
use dom_query::Document;

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
