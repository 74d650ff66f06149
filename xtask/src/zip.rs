//! A zip archive that is the same bytes for the same files: no times, no owners, names in order.
//! It reads no archive, and writes none that is larger than zip's first form allows.

use std::io::{Result, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// The first day that zip can name; the files carry no time of their own.
const DAY: u16 = (1 << 5) | 1;
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;

/// An archive of files by their paths, in the order given.
pub(crate) fn archive(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let start = size(&out)?;
        let entry = entry(name, bytes)?;
        out.write_all(b"PK\x03\x04")?;
        out.write_all(&entry.described)?;
        out.write_all(name.as_bytes())?;
        out.write_all(&entry.deflated)?;
        directory.write_all(b"PK\x01\x02")?;
        directory.write_all(&VERSION.to_le_bytes())?;
        directory.write_all(&entry.described)?;
        // No comment, the first disk, and no attributes inside or outside.
        directory.write_all(&[0; 10])?;
        directory.write_all(&start.to_le_bytes())?;
        directory.write_all(name.as_bytes())?;
    }
    let (start, length) = (size(&out)?, size(&directory)?);
    let count = u16::try_from(files.len()).map_err(std::io::Error::other)?;
    out.write_all(&directory)?;
    out.write_all(b"PK\x05\x06\0\0\0\0")?;
    out.write_all(&count.to_le_bytes())?;
    out.write_all(&count.to_le_bytes())?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&start.to_le_bytes())?;
    out.write_all(&[0; 2])?;
    Ok(out)
}

struct Entry {
    /// What the file and the directory both say of it.
    described: Vec<u8>,
    deflated: Vec<u8>,
}

fn entry(name: &str, bytes: &[u8]) -> Result<Entry> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    let deflated = encoder.finish()?;
    let mut crc = Crc::new();
    crc.update(bytes);
    let name = u16::try_from(name.len()).map_err(std::io::Error::other)?;
    let mut described = Vec::new();
    for number in [VERSION, FLAGS, DEFLATED, 0, DAY] {
        described.write_all(&number.to_le_bytes())?;
    }
    for number in [crc.sum(), size(&deflated)?, size(bytes)?] {
        described.write_all(&number.to_le_bytes())?;
    }
    for number in [name, 0] {
        described.write_all(&number.to_le_bytes())?;
    }
    Ok(Entry { described, deflated })
}

fn size(bytes: &[u8]) -> Result<u32> {
    u32::try_from(bytes.len()).map_err(std::io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_are_the_same_bytes() {
        let files = [("a/b.txt".to_owned(), b"text".to_vec()), ("c".to_owned(), Vec::new())];
        let made = archive(&files).unwrap();
        assert_eq!(made, archive(&files).unwrap());
        assert!(made.starts_with(b"PK\x03\x04"));
        let names = made.windows(7).filter(|window| *window == b"a/b.txt").count();
        assert_eq!(names, 2, "at the file and in the directory");
    }
}
