//! Making files for the tests of readers.

use super::columns::ColumnMap;
use super::content::ReadArticle;
use super::entries::ReadEntries;
use super::read::{ReadOptions, read_articles};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip package.
pub(super) fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Reads a file by its name.
pub(super) fn read_all(name: &str, bytes: &[u8]) -> Result<ReadEntries, String> {
    let options = ReadOptions { format: None, table: None, columns: &ColumnMap::default(), go_on: &|| true };
    read_articles(name, bytes, options).map_err(|problem| problem.to_string())
}

/// Reads the one article of a file.
pub(super) fn read_one(name: &str, bytes: &[u8]) -> ReadArticle {
    let mut read = read_all(name, bytes).unwrap();
    assert_eq!((read.articles.len(), &read.problems), (1, &Vec::new()));
    read.articles.remove(0).article
}
