//! Zip archives: the same files give the same bytes, because every archive has the same times and
//! permissions. It reads no file and chooses none.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The first day that zip can name: an archive does not say when its files were written.
const TIME: DateTime = DateTime::DEFAULT;

/// Everybody may read a file, and its owner may change it.
const PERMISSIONS: u32 = 0o644;

/// The zip archive of files by their paths, in the order of the paths.
///
/// # Errors
/// If a path or a file is too long for the format.
pub(crate) fn zip(files: &BTreeMap<String, Vec<u8>>) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(TIME)
        .unix_permissions(PERMISSIONS);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        archive.start_file(path.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use zip::ZipArchive;

    fn files() -> BTreeMap<String, Vec<u8>> {
        [("c", b"".as_slice()), ("a/b.txt", b"text"), ("a/日本.html", &[b'x'; 9_999])]
            .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
            .into()
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        assert_eq!(zip(&files()).unwrap(), zip(&files()).unwrap());
    }

    #[test]
    fn an_archive_lists_its_files_by_path_and_says_nothing_else_of_them() {
        let made = zip(&files()).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(made)).unwrap();
        let mut found = Vec::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            assert_eq!(file.last_modified(), Some(TIME));
            assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(PERMISSIONS));
            assert_eq!((file.comment(), file.extra_data()), ("", None));
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            found.push((file.name().unwrap().into_owned(), bytes));
        }
        assert_eq!(found, files().into_iter().collect::<Vec<_>>());
    }
}
