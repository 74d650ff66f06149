//! A page without what HTML lets be left out: quotes around plain values, line breaks beside blocks, and
//! end tags that follow from what comes next. What a browser makes of it stays the same.

use super::marks;

/// Elements whose contents and tags stay as they are.
const RAW: [&str; 4] = ["pre", "script", "style", "textarea"];

/// The element of the policy, which whoever checks a page looks for as everybody writes it.
const META: &str = "meta";

/// Elements beside which white space is not seen.
const BLOCKS: [&str; 32] = [
    "address", "article", "body", "dd", "details", "div", "dl", "dt", "fieldset", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "head", "header", "html", "legend", "li", "main", "nav", "ol",
    "p", "section", "summary", "table", "tbody", "td", "tr", "ul",
];

/// Elements whose end tag is left out before these tags.
const ENDED_BY: [(&str, &[&str]); 4] = [
    ("li", &["li", "/ul", "/ol"]),
    ("dt", &["dd"]),
    ("dd", &["/dl", "/div"]),
    ("p", &["p", "ul", "div", "dl", "details", "/div", "/section", "/li", "/dd", "/details"]),
];

pub(super) fn compact(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut after_block) = (html, true);
    while let Some((text, following)) = rest.split_once('<') {
        let name = name(following);
        let at_block = is_block(name);
        let text = if after_block { text.trim_start_matches('\n') } else { text };
        out.push_str(if at_block { text.trim_end_matches('\n') } else { text });
        if let Some(behind) = left_out(following) {
            (rest, after_block) = (behind, true);
            continue;
        }
        out.push('<');
        let end = if RAW.contains(&name) { end_of(following, name) } else { following.find('>') };
        let Some((tag, behind)) = end.and_then(|end| following.split_at_checked(end)) else {
            rest = following;
            break;
        };
        if RAW.contains(&name) || name == META {
            out.push_str(tag);
        } else {
            put_tag(tag, &mut out);
        }
        (rest, after_block) = (behind, at_block);
        if let Some(behind) = behind.strip_prefix('>') {
            out.push('>');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// What stands behind an end tag, if it can be left out there.
fn left_out(tag: &str) -> Option<&str> {
    let (name, behind) = tag.strip_prefix('/')?.split_once('>')?;
    let (_, before) = ENDED_BY.iter().find(|(ended, _)| *ended == name)?;
    let next = behind.trim_start_matches('\n').strip_prefix('<')?;
    let is_end = |end: &&str| match end.strip_prefix('/') {
        Some(closed) => next.starts_with('/') && self::name(next) == closed,
        None => !next.starts_with('/') && self::name(next) == *end,
    };
    before.iter().any(is_end).then_some(behind)
}

/// The name of the element that a tag opens or closes.
fn name(tag: &str) -> &str {
    marks::name(tag.strip_prefix('/').unwrap_or(tag))
}

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Where an element whose contents are kept is over.
fn end_of(tag: &str, name: &str) -> Option<usize> {
    if tag.starts_with('/') { tag.find('>') } else { tag.find(&format!("</{name}")) }
}

fn put_tag(tag: &str, out: &mut String) {
    let mut rest = tag;
    if tag.contains('\'') {
        // What looks like a value may stand inside another one.
        return out.push_str(tag);
    }
    while let Some((before, quoted)) = rest.split_once("=\"") {
        let Some((value, behind)) = quoted.split_once('"') else { break };
        let is_apart = behind.is_empty() || behind.starts_with([' ', '\n']);
        if is_plain(value) && is_apart {
            out.extend([before, "=", value]);
        } else {
            out.extend([before, "=\"", value, "\""]);
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// Whether a value means the same without quotes.
fn is_plain(value: &str) -> bool {
    let fits = |character: char| character.is_ascii_alphanumeric() || "-_.:/#".contains(character);
    !value.is_empty() && value.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn quotes_stay_where_they_mean_something() {
        let page = "<a id=\"a-1\" href=\"#b\" class=\"c d\" title=\"\">x</a><path d=\"M0\"/><b lang=\"ja\">";
        let short = "<a id=a-1 href=#b class=\"c d\" title=\"\">x</a><path d=\"M0\"/><b lang=ja>";
        assert_eq!(compact(page), short);
        let nested = "<a title='x=\"y\" z' id=\"b\">";
        assert_eq!(compact(nested), nested);
    }

    #[test]
    fn line_breaks_stay_between_words() {
        let page = "<div>\n<p>\na\n<b>b</b>\n<i>c</i>\n</p>\n\n<p>d</p>\n</div>\n";
        assert_eq!(compact(page), "<div><p>a\n<b>b</b>\n<i>c</i><p>d</div>\n");
    }

    #[test]
    fn end_tags_stay_where_nothing_else_ends_the_element() {
        let page = "<ul>\n<li><p>a</p></li>\n<li>b</li>\n</ul><p>c</p><a>d</a><p>e</p>f<path/>";
        assert_eq!(compact(page), "<ul><li><p>a<li>b</ul><p>c</p><a>d</a><p>e</p>f<path/>");
        let list = "<dl><div><dt>a</dt><dd>b</dd></div></dl><p>c</p><path/>";
        assert_eq!(compact(list), "<dl><div><dt>a<dd>b</div></dl><p>c</p><path/>");
    }

    #[test]
    fn what_is_kept_stays_as_it_is() {
        for kept in [
            "<textarea>\n<p>a</p>\n<p>b</p></textarea>",
            "<b>a</b>\n<template>\nb</template>\n<b>c</b>",
            "<script type=\"module\" id=\"x\">a\n<b>\n c=\"d\"</script>",
            "<style>\na > b { content: \"c\" }\n</style>",
        ] {
            assert_eq!(compact(kept), kept);
        }
        assert_eq!(compact("<p>\n<"), "<p><");
    }
}
