//! The files published beside the pages: an archive of each city for its own server, and the hashes
//! of every file. It changes no page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use iju_output::MARKER;
use sha2::{Digest, Sha256};

use crate::archive::zip;
use crate::bundle::LOADER;
use crate::licences;
use crate::workspace::{Failure, Workspace, files_below, step};

/// The list of the hashes of every published file.
const HASHES: &str = "hashes.txt";
/// The list of the hashes of each city's compiled rules with their ids, which `iju site` writes.
const RULES: &str = "rules.txt";
/// Sample settings of a web server, for a city that has its own.
const SELF_HOST: &str = "www/selfhost";

/// Writes an archive of every city's pages, the loader, the licence notices, and samples of a server's settings.
pub(crate) fn archives(workspace: &Workspace) -> Result<(), Failure> {
    step("archives: one for each city");
    let dist = workspace.dist();
    for city in cities(&read_text(&dist.join(RULES))?) {
        let mut files = named(&dist.join(&city), &format!("{city}/"))?;
        files.insert(LOADER.to_owned(), read(&dist.join(LOADER))?);
        files.append(&mut named(&workspace.root().join(SELF_HOST), "")?);
        files.insert(licences::FILE.to_owned(), read(&licences::notices(workspace))?);
        let path = dist.join(format!("{city}.zip"));
        let made = zip(&files).map_err(|cause| Failure::at(&path, cause))?;
        fs::write(&path, made).map_err(|cause| Failure::at(&path, cause))?;
    }
    Ok(())
}

/// Writes the hash of the engine, of each city's rules, and of every file but the marker of the
/// folder.
pub(crate) fn hashes(workspace: &Workspace) -> Result<(), Failure> {
    step("hashes");
    let dist = workspace.dist();
    let engine = hash(&read(&workspace.parts().join("engine.wasm"))?);
    let mut text = format!("# {engine}  engine.wasm\n");
    for line in read_text(&dist.join(RULES))?.lines() {
        text.push_str(&format!("# {line}\n"));
    }
    let mut files = named(&dist, "")?;
    files.remove(MARKER);
    for (name, bytes) in files {
        text.push_str(&format!("{}  {name}\n", hash(&bytes)));
    }
    let path = dist.join(HASHES);
    fs::write(&path, text).map_err(|cause| Failure::at(&path, cause))
}

/// The cities of a list of hashes: `<hash>  rules of <city>`.
fn cities(rules: &str) -> Vec<String> {
    rules.lines().filter_map(|line| line.rsplit(' ').next()).map(str::to_owned).collect()
}

/// Every file below a folder by its name: `prefix`, then its path from the folder, with `/`.
fn named(folder: &Path, prefix: &str) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let name = |file: &Path| {
        let path = file.strip_prefix(folder).unwrap_or(file);
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        format!("{prefix}{}", parts.join("/"))
    };
    files_below(folder)?.iter().map(|file| Ok((name(file), read(file)?))).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|cause| Failure::at(path, cause))
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|cause| Failure::at(path, cause))
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_sha256_in_hexadecimal() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hash(b""), empty);
    }

    #[test]
    fn a_city_is_the_last_word() {
        assert_eq!(cities("00  rules of oita\n01  rules of nemuro\n"), ["oita", "nemuro"]);
    }
}
