//! Reading zip packages that may be hostile: bombs, paths that climb, entries without end.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most entries that a package may have.
const MOST_ENTRIES: usize = 100_000;

/// How many times larger a package may become, once it is over [`FREE`] bytes.
const MOST_RATIO: u64 = 200;

/// What an unpacked package may have at any rate, in bytes.
const FREE: u64 = 64 << 20;

/// A zip package in memory.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// Says why it is none, or too large.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("no package, or damaged: {error}"))?;
        if zip.len() > MOST_ENTRIES {
            return Err(format!("{} entries, more than {MOST_ENTRIES}; it was not read", zip.len()));
        }
        Ok(Self { zip, packed: bytes.len() as u64, unpacked: 0 })
    }

    /// Names of its files in order, those that climb out of the package or start at a root left out.
    pub(super) fn names(&self) -> Vec<String> {
        self.all_names().filter(|name| is_inside(name)).collect()
    }

    /// Names that were left out of [`Self::names`].
    pub(super) fn outside(&self) -> Vec<String> {
        self.all_names().filter(|name| !is_inside(name)).collect()
    }

    fn all_names(&self) -> impl Iterator<Item = String> {
        self.zip.file_names().filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
    }

    /// True where there is an entry of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The bytes of an entry, at most so many.
    ///
    /// # Errors
    /// Says why: not there, longer than `limit`, damaged, locked with a password, or the package grows as a bomb does.
    pub(super) fn bytes(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, String> {
        let entry = self.zip.by_name(name).map_err(|error| format!("entry {name:?}: {error}"))?;
        let budget = FREE.max(self.packed.saturating_mul(MOST_RATIO)).saturating_sub(self.unpacked);
        let most = limit.min(budget);
        let mut bytes = Vec::new();
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("entry {name:?} is damaged: {error}"))?;
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > most {
            return Err(format!("entry {name:?} unpacks to more than {} MiB; it was not read", most >> 20));
        }
        Ok(bytes)
    }

    /// An entry as words; a byte order mark goes.
    ///
    /// # Errors
    /// As [`Self::bytes`], and where it is not UTF-8.
    pub(super) fn text(&mut self, name: &str, limit: u64) -> Result<String, String> {
        let bytes = self.bytes(name, limit)?;
        let words = String::from_utf8(bytes).map_err(|_| format!("entry {name:?} is not UTF-8"))?;
        Ok(words.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(words))
    }
}

/// True for a name that stays in its package.
fn is_inside(name: &str) -> bool {
    let climbs = name.split(['/', '\\']).any(|part| part == "..");
    let has_root = name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':');
    !climbs && !has_root && !name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn hostile_packages_are_read_in_bounds() {
        let bytes = package(&[("a.txt", b"\xef\xbb\xbfwords"), ("../b.txt", b"x"), ("C:\\c", b"x"), ("/d", b"x")]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.names(), ["a.txt"]);
        assert_eq!(archive.outside().len(), 3);
        assert_eq!(archive.text("a.txt", 100).unwrap(), "words");
        assert!(archive.bytes("a.txt", 3).unwrap_err().contains("more than"));
        assert!(archive.bytes("missing", 3).is_err());
        assert!(Archive::open(b"PK\x03\x04 cut").is_err());
        let bomb = package(&[("zeros", &vec![0; 70 << 20]), ("more", &vec![0; 70 << 20])]);
        let mut archive = Archive::open(&bomb).unwrap();
        assert!(archive.bytes("zeros", u64::MAX).is_err(), "{} bytes of it", bomb.len());
        assert!(archive.bytes("more", u64::MAX).is_err());
    }
}
