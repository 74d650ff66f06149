//! Opens the files that authors write: plain files inside their folder, with text in UTF-8. It does
//! not look at what the text means.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file or folder that cannot be read.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    cause: io::Error,
}

impl core::fmt::Display for ReadError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.cause)
    }
}

impl core::error::Error for ReadError {}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> ReadError {
    let path = path.to_owned();
    move |cause| ReadError { path: path.clone(), cause }
}

/// A file as it was found.
pub(super) enum Found {
    /// Its text, without a byte order mark and with `\n` at the end of every line.
    Text(String),
    /// It is not opened: why, and what to do.
    NotOpened(String, &'static str),
    /// It is not UTF-8: its text as far as it can be shown, the text before the first wrong byte,
    /// why, and what to do.
    NotText { shown: String, before: String, why: String, help: &'static str },
}

const UTF_8: &str = "save the file as UTF-8: a Japanese Windows program may have written Shift_JIS \
                     (ANSI) or UTF-16 (Unicode)";

/// Reads a file that is inside the folder `root`, a path without links.
///
/// # Errors
/// If there is no such file, or it cannot be read.
pub(super) fn read(path: &Path, root: &Path) -> Result<Found, ReadError> {
    let real = path.canonicalize().map_err(at(path))?;
    if !real.starts_with(root) {
        let why = format!("this is a link out of the folder, to {}", real.display());
        return Ok(Found::NotOpened(why, "put a copy of the file here"));
    }
    let metadata = fs::metadata(&real).map_err(at(path))?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "a folder" } else { "a device, pipe or socket" };
        let why = format!("this is {what}, expected a file");
        return Ok(Found::NotOpened(why, "remove it, or put a file in its place"));
    }
    Ok(text(fs::read(&real).map_err(at(path))?))
}

fn text(bytes: Vec<u8>) -> Found {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Found::Text(text.replace("\r\n", "\n"))
        }
        Err(error) => {
            let bytes = error.as_bytes();
            let right = bytes.get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            let wrong = bytes.get(right.len()).copied().unwrap_or_default();
            Found::NotText {
                shown: String::from_utf8_lossy(bytes).into_owned(),
                before: String::from_utf8_lossy(right).into_owned(),
                why: format!("the byte {wrong:02X} is not UTF-8, in which rules are written"),
                help: UTF_8,
            }
        }
    }
}
