//! A table of metadata, joined to articles by file name.

use super::decode::{Declared, decode};
use super::facts::{Facts, Field, plain_key};
use std::collections::BTreeMap;

/// Columns that name the file of a row, folded.
const FILE_COLUMNS: [&str; 6] = ["file", "filename", "file_name", "path", "file_path", "document"];

/// A table of metadata in CSV (commas, semicolons or tabs), its rows found by file name.
#[derive(Clone, Debug, Default)]
pub struct MetadataTable {
    rows: Vec<Facts>,
    /// Rows by path, by name, and by name without its ending; several where that is not enough to tell them apart.
    by_name: BTreeMap<String, Vec<usize>>,
    notices: Vec<String>,
}

impl MetadataTable {
    /// Reads a table in any encoding. Its first row names the columns: `file`, `filename` or `path`, and known fields
    /// (`title`, `outlet`, `author`, `published`, `url`, `language`, `genre` …, in any case).
    ///
    /// # Errors
    /// Says why where the bytes are no table, or no column names the files.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let decoded = decode(bytes, Declared::Nowhere).ok_or("the table is not text; save it as CSV first")?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&decoded.text))
            .flexible(true)
            .from_reader(decoded.text.as_bytes());
        let header = reader.headers().map_err(|e| format!("the table has no readable first row: {e}"))?.clone();
        let file = header.iter().position(is_file_column).ok_or_else(|| {
            format!(
                "no column of the table names the files; call one of {:?} \"file\"",
                header.iter().collect::<Vec<_>>()
            )
        })?;
        let fields: Vec<Option<Field>> = header.iter().map(Field::named).collect();
        let mut table = Self { notices: decoded.notice.into_iter().collect(), ..Self::default() };
        let unknown = header
            .iter()
            .zip(&fields)
            .enumerate()
            .filter(|(i, (name, f))| *i != file && f.is_none() && !name.is_empty());
        table.notices.extend(unknown.map(|(_, (name, _))| format!("column left out: {name:?}")));
        for (number, record) in (2..).zip(reader.records()) {
            match record {
                Ok(record) => table.add(record.get(file).unwrap_or_default(), fields.iter().zip(&record)),
                Err(problem) => table.notices.push(format!("row {number} left out: {problem}")),
            }
        }
        Ok(table)
    }

    fn add<'a>(&mut self, file: &str, cells: impl Iterator<Item = (&'a Option<Field>, &'a str)>) {
        if file.trim().is_empty() {
            return;
        }
        let mut facts = Facts::default();
        for (field, value) in cells {
            if let Some(field) = field {
                facts.set(*field, value);
            }
        }
        for name in names(file) {
            self.by_name.entry(name).or_default().push(self.rows.len());
        }
        self.rows.push(facts);
    }

    /// Number of rows that name a file.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True for a table without rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What an editor should know about the table: columns and rows that were left out.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// What the table says about a file: by its path, else by its name, with or without the ending.
    pub(super) fn find(&self, file_name: &str) -> Option<Facts> {
        let noted = |mut facts: Facts, notice: &str| {
            facts.notices.push(notice.to_owned());
            Some(facts)
        };
        for (i, name) in names(file_name).iter().enumerate() {
            match (self.by_name.get(name).map(Vec::as_slice), i) {
                (None | Some([]), _) => {}
                (Some([row]), _) => return self.rows.get(*row).cloned(),
                (Some([row, ..]), 0) => {
                    return noted(
                        self.rows.get(*row).cloned()?,
                        "the table has several rows for this file; the first was taken",
                    );
                }
                (Some(_), _) => {
                    return noted(
                        Facts::default(),
                        "the table has rows for several files of this name; none was taken",
                    );
                }
            }
        }
        None
    }
}

/// True for the name of a column that names files.
pub(super) fn is_file_column(name: &str) -> bool {
    FILE_COLUMNS.contains(&plain_key(name).as_str())
}

/// The names that a file goes by, the surest first: path, name, name without its ending; lower case, `/` between folders.
fn names(file: &str) -> Vec<String> {
    let path = file.trim().replace('\\', "/").to_lowercase();
    let path = path.trim_start_matches("./").to_owned();
    let base = path.rsplit('/').next().unwrap_or_default().to_owned();
    let known = |ending: &str| super::ArticleFormat::of_ending(ending).is_some();
    let stem =
        base.rsplit_once('.').filter(|(_, ending)| known(ending)).map_or(base.clone(), |(stem, _)| stem.to_owned());
    let mut names = vec![path];
    for name in [base, stem] {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The most frequent of comma, semicolon and tab in the first line, outside quotation marks.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(d, _)| *d == byte).for_each(|(_, n)| *n += 1),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_name() {
        let table = MetadataTable::parse(
            "File;Outlet;Date;Mood;Genre\nIn\\A.txt;\"One; two\";28.11.2025;dull;opinion\nb;Two\n;Nobody;;;\n"
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(table.len(), 2);
        assert_eq!(table.notices(), ["column left out: \"Mood\""]);
        for name in ["in/a.txt", "A.TXT", "./in/A.txt", "elsewhere/a.md"] {
            assert_eq!(table.find(name).unwrap().metadata.outlet, "One; two", "{name}");
        }
        assert_eq!(table.find("in/b.html").unwrap().metadata.outlet, "Two");
        assert_eq!(table.find("c.txt"), None);
        assert_eq!(table.find("a.txt").unwrap().attributes.len(), 1);
    }

    #[test]
    fn twice_named_files_are_said() {
        let table = MetadataTable::parse(b"path\toutlet\nx/a.txt\tX\ny/a.txt\tY\n").unwrap();
        assert_eq!(table.find("y/a.txt").unwrap().metadata.outlet, "Y");
        let unsure = table.find("z/a.txt").unwrap();
        assert_eq!((unsure.metadata.outlet.as_str(), unsure.notices.len()), ("", 1));
        let table = MetadataTable::parse(b"file,outlet\na.txt,X\na.txt,Y\n").unwrap();
        assert_eq!(
            (table.find("a.txt").unwrap().metadata.outlet.as_str(), table.find("a.txt").unwrap().notices.len()),
            ("X", 1)
        );
    }

    #[test]
    fn a_table_needs_a_file_column() {
        assert!(MetadataTable::parse(b"title,outlet\na,b\n").unwrap_err().contains("\"outlet\""));
        assert!(MetadataTable::parse(b"").is_err());
        assert!(MetadataTable::parse(b"\0\x01\x02\x03").is_err());
    }
}
