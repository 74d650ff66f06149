//! A check of the published files: none contains a path of the machine that built it.
//! It looks for nothing else.

use std::fs;
use std::path::Path;

use crate::engine::cargo_home;
use crate::workspace::{Failure, Workspace, files_below, step};

/// Fails if a part of a page, or a page, contains a path of this machine.
pub(crate) fn refuse(workspace: &Workspace) -> Result<(), Failure> {
    step("check: no local paths");
    let mut paths = vec![workspace.root().to_path_buf(), cargo_home()?];
    paths.extend(std::env::home_dir());
    // The root folder is the same on every machine, and every script contains `//`.
    paths.retain(|path| path.parent().is_some());
    let parts = workspace.parts();
    let mut files: Vec<_> = ["engine.wasm", "engine/engine.js", "app.js", "app.css", "cities.css"]
        .map(|name| parts.join(name))
        .into();
    files.extend(files_below(&workspace.dist())?);
    for file in &files {
        let bytes = fs::read(file).map_err(|cause| Failure::at(file, cause))?;
        for path in &paths {
            if contains(&bytes, &start_of_paths_below(path)) {
                let what = format!("it names `{}`, a folder of this machine", path.display());
                return Err(Failure::at(file, what));
            }
        }
    }
    Ok(())
}

/// The bytes that every path below `folder` starts with.
fn start_of_paths_below(folder: &Path) -> Vec<u8> {
    let mut start = folder.as_os_str().as_encoded_bytes().to_vec();
    start.extend(std::path::MAIN_SEPARATOR_STR.bytes());
    start
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    !wanted.is_empty() && bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_path_is_found_among_other_bytes() {
        let start = start_of_paths_below(Path::new("/folder/a"));
        assert!(contains(b"\0\xff/folder/a/src/x.rs\0", &start));
        assert!(!contains(b"\0\xff/folder/abc/src/x.rs\0", &start));
        assert!(!contains(b"\0\xff/iju-check/src/x.rs\0", &start));
        assert!(!contains(b"short", &start));
    }
}
