//! A folder that a program writes as a whole: it is built beside its place and put there when it is
//! complete. Nothing else is ever removed, and what the files mean is not known here.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The file in every folder that was written here. A folder that holds it may be replaced.
pub const MARKER: &str = ".iju-site";

const MARKED: &str =
    "iju-check wrote this folder and replaces it as a whole: keep nothing in it.\n";

/// The beginning of the name of a folder that is not complete yet.
const UNFINISHED: &str = ".iju-site-";

/// A folder that is being built. Dropped before it is finished, it is removed, and what was at its
/// place stays.
#[derive(Debug)]
pub struct Output {
    place: PathBuf,
    folder: TempDir,
}

/// Why a folder is not written.
#[derive(Debug)]
pub enum OutputError {
    /// The place is not one that may be replaced.
    Refused(String),
    /// The place, or a file in it, cannot be read or written.
    Failed(PathBuf, io::Error),
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Refused(why) => f.write_str(why),
            OutputError::Failed(path, cause) => {
                write!(f, "cannot write {}: {cause}", path.display())
            }
        }
    }
}

impl std::error::Error for OutputError {}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_owned();
    move |cause| OutputError::Failed(path, cause)
}

fn refused(place: &Path, why: impl fmt::Display) -> OutputError {
    OutputError::Refused(format!("{} {why}", place.display()))
}

impl Output {
    /// Whether a folder may be put at a place, before any work is done for it.
    ///
    /// # Errors
    /// Those of [`Output::start`] that come from the place and the inputs.
    pub fn check(place: &Path, inputs: &[(&str, &Path)]) -> Result<(), OutputError> {
        replaceable(place, inputs).map(|_| ())
    }

    /// Begins a folder beside `place`. `inputs` are the folders from which it is built, each with
    /// its name.
    ///
    /// # Errors
    /// If `place` is a link or a file, holds anything but an earlier output, or is equal to an
    /// input, around it or inside it; or if no folder can be made beside it.
    ///
    /// # Example
    /// ```
    /// use iju_output::{MARKER, Output};
    /// use std::fs;
    ///
    /// let around = tempfile::tempdir().unwrap();
    /// let site = around.path().join("site");
    /// for text in ["once", "twice"] {
    ///     let output = Output::start(&site, &[]).unwrap();
    ///     fs::write(output.folder().join("page"), text).unwrap();
    ///     output.finish().unwrap();
    ///     assert_eq!(fs::read_to_string(site.join("page")).unwrap(), text);
    /// }
    /// fs::remove_file(site.join(MARKER)).unwrap();
    /// assert!(Output::start(&site, &[]).is_err());
    /// ```
    pub fn start(place: &Path, inputs: &[(&str, &Path)]) -> Result<Output, OutputError> {
        let place = replaceable(place, inputs)?;
        let parent = place.parent().ok_or_else(|| refused(&place, "has no folder around it"))?;
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let folder = unfinished_in(parent).map_err(failed(parent))?;
        let marker = folder.path().join(MARKER);
        fs::write(&marker, MARKED).map_err(failed(&marker))?;
        Ok(Output { place, folder })
    }

    /// The folder to write into.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts the complete folder at its place and removes the earlier one.
    ///
    /// # Errors
    /// If the place has become one that may not be replaced, or the folder cannot be moved. Then
    /// the earlier one stays.
    pub fn finish(self) -> Result<(), OutputError> {
        let Output { place, folder } = self;
        if is_own(&place)? {
            exchange(folder.path(), &place).map_err(failed(&place))?;
            let old = folder.path().to_owned();
            return folder.close().map_err(failed(&old));
        }
        fs::rename(folder.path(), &place).map_err(failed(&place))?;
        let _moved = folder.keep();
        Ok(())
    }
}

/// A new folder, with the permissions of any other.
fn unfinished_in(parent: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent)
}

/// The place without links, if a folder may be put there.
fn replaceable(place: &Path, inputs: &[(&str, &Path)]) -> Result<PathBuf, OutputError> {
    // A path without a `/` at its end names a link itself and not the folder behind it.
    let bare: PathBuf = Path::new(".").join(place).components().collect();
    match fs::symlink_metadata(&bare) {
        Ok(found) if found.is_symlink() => {
            return Err(refused(place, "is a symbolic link: name the folder that it leads to"));
        }
        Ok(found) if !found.is_dir() => {
            return Err(refused(place, "is not a folder: name another place"));
        }
        Ok(_) => {}
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        Err(cause) => return Err(failed(place)(cause)),
    }
    let real = without_links(&bare)?;
    for (name, input) in inputs {
        let input = without_links(input)?;
        let relation = if real == input {
            "is"
        } else if input.starts_with(&real) {
            "contains"
        } else if real.starts_with(&input) {
            "is inside"
        } else {
            continue;
        };
        let why = format!(
            "{relation} the folder of the {name} ({}), and everything in an output folder is \
             replaced: name another place",
            input.display()
        );
        return Err(refused(place, why));
    }
    is_own(&real)?;
    Ok(real)
}

/// Whether there is a folder, which then is empty or an earlier output.
fn is_own(place: &Path) -> Result<bool, OutputError> {
    let mut entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(cause) => return Err(failed(place)(cause)),
    };
    let marker = fs::symlink_metadata(place.join(MARKER));
    if marker.is_ok_and(|found| found.is_file()) || entries.next().is_none() {
        return Ok(true);
    }
    let why = format!(
        "holds files that are not an earlier output (there is no `{MARKER}` in it): name another \
         place, or empty it yourself"
    );
    Err(refused(place, why))
}

/// The absolute path without links. Only its last folders may be missing.
fn without_links(path: &Path) -> Result<PathBuf, OutputError> {
    let absolute = std::path::absolute(path).map_err(failed(path))?;
    let mut existing = absolute.as_path();
    let mut rest = Vec::new();
    loop {
        match existing.canonicalize() {
            Ok(found) => {
                return Ok(rest.into_iter().rev().fold(found, |path, name| path.join(name)));
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                let (Some(name), Some(parent)) = (existing.file_name(), existing.parent()) else {
                    return Err(refused(path, "does not exist: name it without `..`"));
                };
                rest.push(name);
                existing = parent;
            }
            Err(cause) => return Err(failed(path)(cause)),
        }
    }
}

/// Lets two folders change places.
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    exchange_in_steps(one, other)
}

/// Does the same where the file system cannot do it at once. If it fails, `other` stays.
fn exchange_in_steps(one: &Path, other: &Path) -> io::Result<()> {
    let aside = one.with_extension("old");
    fs::rename(other, &aside)?;
    if let Err(cause) = fs::rename(one, other) {
        fs::rename(&aside, other)?;
        return Err(cause);
    }
    fs::rename(&aside, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(around: &Path) -> Vec<(String, String)> {
        let folders = fs::read_dir(around).unwrap();
        let folders = folders.map(|entry| entry.unwrap().path());
        let mut held: Vec<_> = folders
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(path.join("page")).unwrap())
            })
            .collect();
        held.sort();
        held
    }

    #[test]
    fn folders_change_places_at_once_and_in_steps() {
        for exchange in [exchange, exchange_in_steps] {
            let around = tempfile::tempdir().unwrap();
            let [new, place] = [".new", "place"].map(|name| around.path().join(name));
            for (folder, text) in [(&new, "new"), (&place, "old")] {
                fs::create_dir(folder).unwrap();
                fs::write(folder.join("page"), text).unwrap();
            }
            exchange(&new, &place).unwrap();
            let both = [(".new", "old"), ("place", "new")];
            let both = both.map(|(name, text)| (name.to_owned(), text.to_owned()));
            assert_eq!(held(around.path()), both);
            fs::remove_dir_all(&new).unwrap();
            assert!(exchange(&new, &place).is_err());
            assert_eq!(held(around.path()), both[1..]);
        }
    }
}
