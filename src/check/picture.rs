//! Checks the picture of a city: plain shapes that a page can hold as they are. It allows what shapes
//! need and refuses the rest, and does not judge what the picture shows.

use crate::diagnostic::{Diagnostics, Place};
use crate::source::{City, Picture};

/// The most bytes of a picture: it is part of every page of the city.
const MOST_BYTES: usize = 6 * 1024;

/// The elements of a picture.
const ELEMENTS: [&str; 9] =
    ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];

/// The attributes of a picture. None can hold an address, a script or a name that a page has too.
const ATTRIBUTES: [&str; 29] = [
    "viewBox",
    "preserveAspectRatio",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-dasharray",
    "opacity",
    "transform",
    "d",
    "points",
    "x",
    "y",
    "width",
    "height",
    "rx",
    "ry",
    "cx",
    "cy",
    "r",
    "x1",
    "y1",
    "x2",
    "y2",
    "clip-rule",
];

const HELP: &str = "use plain shapes with colours: path, rect, circle, ellipse, line, polyline, \
                    polygon, and g around them";

/// Reports every picture that a page cannot hold.
pub(super) fn check(cities: &[&City], problems: &mut Diagnostics) {
    for picture in cities.iter().filter_map(|city| city.picture.as_ref()) {
        if let Err((at, length, message)) = shapes(&picture.svg) {
            let place = place(picture, at, length);
            problems.add_with_help(place, "picture", message, Some(HELP.to_owned()));
        }
    }
}

/// Where a problem is, how many characters it covers, and what it is.
type Fault = (usize, usize, String);

/// Reads a picture tag by tag; between tags there is white space only.
fn shapes(svg: &str) -> Result<(), Fault> {
    if svg.len() > MOST_BYTES {
        let message = format!("the picture has {} bytes, expected at most {MOST_BYTES}", svg.len());
        return Err((0, 1, message));
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    let at = |rest: &str| svg.len().saturating_sub(rest.len());
    let mut tags = 0_usize;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let tag = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
        let Some((tag, after)) = tag else {
            return Err((at(rest), 1, "expected a tag, found other text".to_owned()));
        };
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err((at(rest), 1, format!("`</{name}>` ends no element")));
            }
        } else {
            let (inner, is_empty) = tag.strip_suffix('/').map_or((tag, false), |one| (one, true));
            let name = element(inner).map_err(|(within, length, message)| {
                (at(rest).saturating_add(1).saturating_add(within), length, message)
            })?;
            if open.is_empty() && (tags > 0 || name != "svg") {
                return Err((at(rest), 1, "a picture is one `<svg>`".to_owned()));
            }
            if tags > 0 && name == "svg" {
                return Err((at(rest), 1, "`<svg>` stands inside another".to_owned()));
            }
            if tags == 0 && !inner.contains("viewBox=\"") {
                return Err((at(rest), 1, "`<svg>` has no `viewBox`".to_owned()));
            }
            tags = tags.saturating_add(1);
            if !is_empty {
                open.push(name);
            }
        }
        rest = after;
    }
    match open.last() {
        Some(name) => {
            Err((svg.trim_end().len().saturating_sub(1), 1, format!("`<{name}>` has no end")))
        }
        None if tags == 0 => Err((0, 1, "there is no `<svg>`".to_owned())),
        None => Ok(()),
    }
}

/// The name of an element, if it and its attributes are allowed.
fn element(tag: &str) -> Result<&str, Fault> {
    let name = tag.split(|one: char| one.is_whitespace()).next().unwrap_or_default();
    if !ELEMENTS.contains(&name) {
        return Err((
            0,
            name.chars().count().max(1),
            format!("`<{name}>` is not allowed in a picture"),
        ));
    }
    let mut rest = tag.get(name.len()..).unwrap_or_default();
    loop {
        rest = rest.trim_start();
        let at = tag.len().saturating_sub(rest.len());
        if rest.is_empty() {
            return Ok(name);
        }
        let found = rest.split_once("=\"").and_then(|(key, rest)| {
            let (value, rest) = rest.split_once('"')?;
            Some((key, value, rest))
        });
        let Some((key, value, after)) = found else {
            return Err((
                at,
                1,
                "expected an attribute: a name, `=` and a value in `\"`".to_owned(),
            ));
        };
        let length = key.chars().count().max(1);
        if !ATTRIBUTES.contains(&key) {
            return Err((at, length, format!("`{key}` is not allowed in a picture")));
        }
        if value.contains(['<', '&', ':']) || value.contains("url(") {
            return Err((
                at,
                length,
                format!("`{key}` refers to something outside of its element"),
            ));
        }
        rest = after;
    }
}

/// The place of a byte of the picture.
fn place(picture: &Picture, at: usize, length: usize) -> Place {
    let before = picture.svg.get(..at).unwrap_or_default();
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    Place { file: picture.place.file, line, column: column.saturating_add(1), length }
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, shapes};

    fn fault(svg: &str) -> String {
        shapes(svg).err().map_or_else(String::new, |(_, _, message)| message)
    }

    #[test]
    fn plain_shapes_are_allowed() {
        let picture = "<svg viewBox=\"0 0 9 9\">\n<g fill=\"#fff\"><path d=\"M0 0h9\"/>\n\
                       <rect x=\"1\" y=\"1\" width=\"2\" height=\"2\"/></g>\n</svg>\n";
        assert_eq!(fault(picture), "");
    }

    #[test]
    fn what_runs_refers_or_is_no_shape_is_refused() {
        for inner in [
            "<script>a</script>",
            "<path d=\"M0 0\" onload=\"a\"/>",
            "<a href=\"#x\"/>",
            "<use href=\"#results\"/>",
            "<image href=\"x.png\"/>",
            "<path fill=\"url(#a)\" d=\"\"/>",
            "<path fill=\"url(https://x.example)\" d=\"\"/>",
            "<style>a</style>",
            "<path style=\"fill:red\" d=\"\"/>",
            "<path id=\"results\" d=\"\"/>",
            "<path class=\"small\" d=\"\"/>",
            "<foreignObject/>",
            "<text>a</text>",
            "<!-- a -->",
            "<![CDATA[a]]>",
            "words",
            "<path d='M0 0'/>",
            "<g>",
            "</g>",
            "<path d=\"M0 0",
            "<svg viewBox=\"0 0 1 1\"/>",
            "<path fill=\"&#117;rl(#a)\" d=\"\"/>",
        ] {
            let picture = format!("<svg viewBox=\"0 0 9 9\">{inner}</svg>");
            assert_ne!(fault(&picture), "", "{inner}");
        }
        for whole in ["", "<g></g>", "<svg></svg>", "<?xml version=\"1.0\"?><svg viewBox=\"0\"/>"] {
            assert_ne!(fault(whole), "", "{whole}");
        }
        let twice = "<svg viewBox=\"0 0 9 9\"/>".repeat(2);
        assert_ne!(fault(&twice), "");
    }

    #[test]
    fn a_picture_may_have_six_kilobytes_and_not_more() {
        let of = |length: usize| {
            let (start, end) = ("<svg viewBox=\"0 0 9 9\"><path d=\"", "\"/></svg>");
            let fill = length.saturating_sub(start.len() + end.len());
            format!("{start}{}{end}", " ".repeat(fill))
        };
        assert_eq!(fault(&of(MOST_BYTES)), "");
        assert_ne!(fault(&of(MOST_BYTES + 1)), "");
    }
}
