//! Writing a project.

mod places;

use super::MARK;
use super::codes;
use super::guid::Guids;
use super::variables::Variables;
use super::xml::Xml;
use crate::exchange::export::{Selection, Texts};
use crate::exchange::jsonl::{article_json, first_line, reading_json};
use crate::exchange::unit::OffsetUnit;
use crate::exchange::{ExportError, Pace};
use crate::model::Article;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Longest name of a source, in characters; some programs make a file name of it.
const LONGEST_NAME: usize = 150;

/// Writes a selection as one package: the project, then the words of each article.
///
/// # Errors
/// Where the sink does not take the bytes, or the work is stopped.
pub(super) fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let guids = Guids::of(selection.project());
    let mut zip = ZipWriter::new_stream(sink);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file("project.qde", options).map_err(io::Error::from)?;
    let mut buffer = BufWriter::with_capacity(1 << 16, &mut zip);
    let mut project = Project::new(selection, guids, Xml::new(&mut buffer)?);
    let shared = project.write(pace)?;
    buffer.flush()?;
    drop(buffer);
    zip.start_file(format!("sources/{}.txt", guids.make(&["shared"])), options).map_err(io::Error::from)?;
    zip.write_all(shared.as_bytes())?;
    drop(shared);
    for article in selection.articles() {
        pace.step()?;
        write_text(&mut zip, &guids, article, options)?;
    }
    zip.finish().map_err(io::Error::from)?;
    Ok(())
}

fn write_text<W: Write>(
    zip: &mut ZipWriter<StreamWriter<W>>,
    guids: &Guids,
    article: &Article,
    options: SimpleFileOptions,
) -> io::Result<()> {
    zip.start_file(format!("sources/{}.txt", source_guid(guids, article)), options)?;
    zip.write_all(article.text().as_str().as_bytes())
}

fn source_guid(guids: &Guids, article: &Article) -> String {
    guids.make(&["source", article.id.as_str()])
}

/// `project.qde` in the making.
struct Project<'a, 's, 'w> {
    selection: &'s Selection<'a>,
    guids: Guids,
    xml: Xml<'w>,
    unit: OffsetUnit,
    variables: Variables,
    names: BTreeSet<String>,
}

impl<'a, 's, 'w> Project<'a, 's, 'w> {
    fn new(selection: &'s Selection<'a>, guids: Guids, xml: Xml<'w>) -> Self {
        let unit = selection.offsets(OffsetUnit::CodePoints);
        let variables = Variables::of(&guids, &selection.project().codebook);
        Self { selection, guids, xml, unit, variables, names: BTreeSet::new() }
    }

    /// Writes the project; gives the words of the note of what articles share, which is a file of its own.
    fn write(&mut self, pace: &mut Pace<'_>) -> Result<String, ExportError> {
        let users = self.users();
        let first = users.iter().next().map(|name| self.user(name));
        let title = &self.selection.project().info.title;
        let origin = concat!("Byline ", env!("CARGO_PKG_VERSION"));
        let mut attributes = vec![
            ("xmlns", "urn:QDA-XML:project:1.0"),
            ("name", if title.is_empty() { "Byline" } else { title.as_str() }),
            ("origin", origin),
        ];
        attributes.extend(first.as_deref().map(|guid| ("creatingUserGUID", guid)));
        self.xml.open("Project", &attributes)?;
        self.write_users(&users)?;
        let codes = codes::of_selection(&self.guids, self.selection);
        if !codes.is_empty() {
            self.xml.open("CodeBook", &[])?;
            self.xml.open("Codes", &[])?;
            codes::write(&mut self.xml, &codes)?;
            self.xml.close("Codes")?;
            self.xml.close("CodeBook")?;
        }
        let meanings = codes::meanings(&codes);
        drop(codes);
        self.variables.write(&mut self.xml)?;
        self.sources(pace)?;
        self.notes(pace)?;
        self.links(pace)?;
        self.xml.close("Project")?;
        Ok(self.shared(meanings))
    }

    /// Names of all whose coding or threads are written.
    fn users(&self) -> BTreeSet<String> {
        let annotators = self.selection.project().annotators().into_iter();
        let chosen = annotators.filter(|name| self.selection.passes_annotator(name));
        let coders = chosen.map(|name| self.selection.name(name.as_str()).to_owned());
        coders.collect()
    }

    fn user(&self, name: &str) -> String {
        self.guids.make(&["user", name])
    }

    fn write_users(&mut self, users: &BTreeSet<String>) -> io::Result<()> {
        if users.is_empty() {
            return Ok(());
        }
        self.xml.open("Users", &[])?;
        for name in users {
            let guid = self.user(name);
            self.xml.empty("User", &[("guid", &guid), ("name", name)])?;
        }
        self.xml.close("Users")
    }

    fn sources(&mut self, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        let mut is_open = false;
        for article in self.selection.articles() {
            pace.step()?;
            if !is_open {
                self.xml.open("Sources", &[])?;
                is_open = true;
            }
            self.source(article)?;
        }
        if is_open {
            self.xml.close("Sources")?;
        }
        Ok(())
    }

    fn source(&mut self, article: &Article) -> io::Result<()> {
        let guid = source_guid(&self.guids, article);
        let name = self.source_name(article);
        let path = format!("internal://{guid}.txt");
        self.xml.open("TextSource", &[("guid", &guid), ("name", &name), ("plainTextPath", &path)])?;
        let description = self.source_description(article);
        self.xml.words("Description", &description)?;
        for coded in self.selection.coded(article) {
            for annotation in &coded.annotations {
                self.annotation(article, &coded, annotation)?;
            }
        }
        self.variables.write_values(&mut self.xml, article)?;
        self.xml.close("TextSource")
    }

    /// A name that no other source has, and that does as a file name.
    fn source_name(&mut self, article: &Article) -> String {
        let clean = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c };
        let title: String = article.display_title().chars().map(clean).take(LONGEST_NAME).collect();
        let title = title.trim().trim_matches('.').to_owned();
        if !title.is_empty() && self.names.insert(title.to_lowercase()) {
            return title;
        }
        let other = format!("{title} ({})", article.id);
        self.names.insert(other.to_lowercase());
        other
    }

    /// What variables do not hold of an article.
    fn source_description(&self, article: &Article) -> String {
        let Value::Object(mut kept) = article_json(article, Texts::LeftOut).kept(&article.extra).value() else {
            return String::new();
        };
        let told = self.variables.take_out(article, &mut kept);
        let (mut reading, mut done) = (Vec::new(), Vec::new());
        for coded in self.selection.coded(article) {
            reading.extend(reading_json(article.text(), &coded.annotator, coded.layer));
            done.extend(coded.layer.done.then(|| Value::from(coded.annotator.as_str())));
        }
        for (name, list) in [("reading", reading), ("done", done)] {
            if !list.is_empty() {
                kept.insert(name.to_owned(), Value::Array(list));
            }
        }
        described(&told, kept)
    }

    /// What articles share, in ASCII: a program on Windows may read it in a code page.
    fn shared(&self, meanings: Value) -> String {
        let mut shared = first_line(self.selection, self.selection.options());
        if let Value::Object(map) = &mut shared {
            map.insert("codes".to_owned(), meanings);
            map.insert("variables".to_owned(), self.variables.meanings());
            if self.unit == OffsetUnit::Utf16 {
                map.insert("offsets".to_owned(), "utf-16".into());
            }
        }
        format!("{MARK}{}", in_ascii(&shared.to_string()))
    }
}

/// JSON with references for all that is not ASCII.
fn in_ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// A description: words for people, then what comes back as one line of JSON.
fn described(told: &str, kept: Map<String, Value>) -> String {
    let gap = if told.is_empty() { "" } else { "\n" };
    if kept.is_empty() { told.to_owned() } else { format!("{told}{gap}{MARK}{}", Value::Object(kept)) }
}
