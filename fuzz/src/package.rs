//! Zip packages taken apart and put together, so that changes reach what lies in them.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most that an entry may have to be changed, in bytes.
const MOST: u64 = 1 << 20;

/// The entries of a package; `None` for anything else.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut entries = Vec::new();
    for number in 0..archive.len().min(100) {
        let entry = archive.by_index(number).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        entry.take(MOST).read_to_end(&mut bytes).ok()?;
        entries.push((name, bytes));
    }
    (!entries.is_empty()).then_some(entries)
}

/// A package of these entries, not deflated, so that libFuzzer sees their bytes.
pub(crate) fn packed(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        // Two entries of one name are refused by the writer.
        if writer.start_file(name.as_str(), options).is_ok() {
            drop(writer.write_all(bytes));
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}
