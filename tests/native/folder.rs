//! A temporary folder for one test, removed when it is dropped. It does not know what the files
//! mean.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// How many folders this process has made: tests that run at once may give theirs the same name.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A temporary folder.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A copy of a folder of this repository. `test` is the name of the test.
    pub(crate) fn copy_of(original: &str, test: &str) -> Folder {
        let copy = Folder::empty(test);
        copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(original), copy.path());
        copy
    }

    /// Adds the files of a folder of this repository.
    pub(crate) fn add(&self, original: &str) {
        copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(original), self.path());
    }

    /// An empty folder. `test` is the name of the test.
    pub(crate) fn empty(test: &str) -> Folder {
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("{test}-{}-{made}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, and makes the folders that it stands in.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces text in a file.
    ///
    /// # Errors
    /// If the file cannot be read, or does not contain the text exactly once.
    pub(crate) fn replace(&self, file: &str, find: &str, replace: &str) -> Result<(), String> {
        let text = fs::read_to_string(self.0.join(file)).map_err(|e| format!("{file}: {e}"))?;
        match text.matches(find).count() {
            1 => {
                self.write(file, &text.replace(find, replace));
                Ok(())
            }
            count => Err(format!("{file}: {count} times, not once: {find}")),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_files(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
