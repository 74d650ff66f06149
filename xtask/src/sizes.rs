//! The sizes of the files that a visitor downloads, as a static host sends them, and their limits.
//! It makes nothing smaller.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::bundle;
use crate::workspace::{Failure, Workspace, files_below, step};

const KILOBYTE: usize = 1024;

/// The most that each file may take, in bytes.
const ENGINE: usize = 106 * KILOBYTE;
const LOADER: usize = 3 * KILOBYTE;
const PAGE: usize = 229 * KILOBYTE;
const PAGE_WITHOUT_ENGINE: usize = 114 * KILOBYTE;
/// Readings of all kanji, or Japanese terms beside their translations, make a page in another language larger.
const TRANSLATED_PAGE_WITHOUT_ENGINE: usize = 129 * KILOBYTE;

/// The file among the parts with all sizes, for `tests/measure/sizes.mjs`.
const ALL: &str = "sizes.json";

/// The folders of the pages in easy Japanese and in English.
const TRANSLATED: [&str; 2] = ["easy", "en"];

/// The start of the element that holds the engine, and the end of every such element.
const ENGINE_STARTS: &str = r#"<script type="application/octet-stream" id="engine">"#;
const ENGINE_ENDS: &str = "</script>";

/// The size of something that a visitor downloads.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Measured {
    name: String,
    /// In bytes, as gzip level 6 leaves them.
    size: usize,
    limit: usize,
}

impl Measured {
    fn is_too_large(&self) -> bool {
        self.size > self.limit
    }
}

/// Prints every size and fails if one is above its limit.
pub(crate) fn report(workspace: &Workspace) -> Result<(), Failure> {
    step("sizes (gzip -6)");
    let mut all = Vec::new();
    let (engine, loader) =
        (workspace.parts().join("engine.wasm"), workspace.dist().join(bundle::LOADER));
    for (file, limit) in [(engine, ENGINE), (loader, LOADER)] {
        let size = gzipped(&read(&file)?).map_err(|cause| Failure::at(&file, cause))?;
        all.push(Measured { name: name(workspace, &file), size, limit });
    }
    let mut files = files_below(&workspace.dist())?;
    files.retain(|file| file.file_name().is_some_and(|name| name == "index.html"));
    if files.is_empty() {
        return Err(Failure::at(&workspace.dist(), "`iju site` wrote no page"));
    }
    for file in files {
        let page = String::from_utf8(read(&file)?).map_err(|cause| Failure::at(&file, cause))?;
        let of_page = page_sizes(&name(workspace, &file), &page);
        all.extend(of_page.map_err(|cause| Failure::at(&file, cause))?);
    }
    for one in &all {
        println!("{}", row(one));
    }
    write(&all, &workspace.parts().join(ALL))?;
    let too_large: Vec<_> = all.iter().filter(|one| one.is_too_large()).map(row).collect();
    if too_large.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("too large:\n{}", too_large.join("\n"))))
    }
}

/// The size of a page and, if it holds the engine, its size without it. A page in which no engine
/// is found has the limit of a page without one.
fn page_sizes(name: &str, page: &str) -> io::Result<Vec<Measured>> {
    let is_translated =
        Path::new(name).iter().any(|part| TRANSLATED.iter().any(|one| part == *one));
    let limit = if is_translated { TRANSLATED_PAGE_WITHOUT_ENGINE } else { PAGE_WITHOUT_ENGINE };
    let size = gzipped(page.as_bytes())?;
    let whole = |limit| Measured { name: name.to_owned(), size, limit };
    let Some(rest) = without_engine(page) else {
        return Ok(vec![whole(limit)]);
    };
    let size = gzipped(rest.as_bytes())?;
    let rest = Measured { name: format!("{name}, without engine"), size, limit };
    Ok(vec![whole(PAGE), rest])
}

/// Writes all sizes and limits in bytes.
fn write(all: &[Measured], file: &Path) -> Result<(), Failure> {
    let rows = all.iter().map(
        |Measured { name, size, limit }| json!({ "name": name, "size": size, "limit": limit }),
    );
    let text = format!("{:#}\n", rows.collect::<serde_json::Value>());
    fs::write(file, text).map_err(|cause| Failure::at(file, cause))
}

/// A page without the element that holds the engine; none if the page has no such element.
fn without_engine(page: &str) -> Option<String> {
    let (before, rest) = page.split_once(ENGINE_STARTS)?;
    let (_, after) = rest.split_once(ENGINE_ENDS)?;
    Some([before, after].concat())
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|cause| Failure::at(file, cause))
}

/// The path of a file from the folder that is built.
fn name(workspace: &Workspace, file: &Path) -> String {
    let inside = [workspace.dist(), workspace.parts()];
    let inside = inside.iter().find_map(|folder| file.strip_prefix(folder).ok());
    inside.unwrap_or(file).display().to_string()
}

/// The size that a static host sends.
fn gzipped(bytes: &[u8]) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn row(Measured { name, size, limit }: &Measured) -> String {
    format!("{name:<38} {:>10}  at most {:>9}", kilobytes(*size), kilobytes(*limit))
}

/// A size in kilobytes with one decimal, rounded up so that a size above a limit never looks equal
/// to it.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(KILOBYTE);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Random letters, which gzip cannot make much smaller.
    fn noise(length: usize) -> String {
        let mut seed: u32 = 1;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_digit(seed >> 28, 16).unwrap()
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn a_size_is_rounded_up() {
        assert_eq!(kilobytes(0), "0.0 KB");
        assert_eq!(kilobytes(60 * KILOBYTE), "60.0 KB");
        assert_eq!(kilobytes(60 * KILOBYTE + 1), "60.1 KB");
    }

    #[test]
    fn a_page_is_measured_with_and_without_its_engine() {
        let engine = noise(10_000);
        let page = format!("<p>text</p>{ENGINE_STARTS}{engine}{ENGINE_ENDS}<p>more</p>");
        assert_eq!(without_engine(&page).as_deref(), Some("<p>text</p><p>more</p>"));
        let [whole, rest] = page_sizes("dist/oita/index.html", &page).unwrap().try_into().unwrap();
        assert!(whole.size > 4_000 && rest.size < 100, "{whole:?} {rest:?}");
        assert_eq!((whole.limit, rest.limit), (PAGE, PAGE_WITHOUT_ENGINE));
        assert_eq!(rest.name, "dist/oita/index.html, without engine");
        let easy = page_sizes("dist/oita/easy/index.html", &page).unwrap();
        assert_eq!(easy.get(1).map(|one| one.limit), Some(TRANSLATED_PAGE_WITHOUT_ENGINE));
    }

    #[test]
    fn a_page_without_an_engine_has_one_size_and_the_smaller_limit() {
        let [whole] = page_sizes("dist/index.html", "<p>text</p>").unwrap().try_into().unwrap();
        assert_eq!(whole.limit, PAGE_WITHOUT_ENGINE);
    }

    #[test]
    fn a_limit_may_be_reached_and_not_passed() {
        let engine = |size| Measured { name: String::new(), size, limit: ENGINE };
        assert!(!engine(ENGINE).is_too_large());
        assert!(engine(ENGINE + 1).is_too_large());
    }

    #[test]
    fn a_repetitive_text_is_sent_smaller() {
        assert!(gzipped(&[b'a'; 10_000]).unwrap() < 100);
    }
}
