//! Writing a project.

use super::codes::{self, label_guid, thread_guid, value_guid};
use super::guid::Guids;
use super::variables::Variables;
use super::xml::Xml;
use super::{MARK, NOTE};
use crate::exchange::export::{Coded, Selection, Texts};
use crate::exchange::jsonl::{annotation_json, article_json, first_line, reading_json, relation_json};
use crate::exchange::unit::OffsetUnit;
use crate::exchange::{ExportError, Pace};
use crate::model::{Annotation, Article};
use crate::text::Text;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The time of a note, which we do not know: `QualCoder` stops at a note without one.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// Longest name of a source, in characters; some programs make a file name of it.
const LONGEST_NAME: usize = 150;

/// How much of the words at the other end of an arrow a description shows, in bytes.
const SHOWN: usize = 200;

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

    /// One selection for each fragment.
    fn annotation(&mut self, article: &Article, coded: &Coded<'_>, annotation: &Annotation) -> io::Result<()> {
        let text = article.text();
        let user = self.user(&coded.annotator);
        let (kept, codes) = self.kept_and_codes(text, coded, annotation);
        let count = annotation.fragments().len();
        let note = (!annotation.note.is_empty()).then(|| self.record_guid("note", article, coded, annotation, 0));
        for (part, span) in annotation.fragments().iter().enumerate() {
            let guid = self.record_guid("selection", article, coded, annotation, part);
            let (start, end) = self.unit.of(text, *span);
            let (start, end) = (start.to_string(), end.to_string());
            let attributes = [
                ("guid", guid.as_str()),
                ("name", text.slice(*span)),
                ("startPosition", &start),
                ("endPosition", &end),
                ("creatingUser", &user),
            ];
            self.xml.open("PlainTextSelection", &attributes)?;
            let description = if part == 0 {
                described(&self.told(text, coded, annotation), kept.clone())
            } else {
                let id = Map::from_iter([("id".to_owned(), Value::from(annotation.id.as_str()))]);
                described(&format!("part {} of {count}", part + 1), id)
            };
            self.xml.words("Description", &description)?;
            for code in &codes {
                let guid = self.guids.make(&["coding", &guid, code]);
                self.xml.open("Coding", &[("guid", &guid), ("creatingUser", &user)])?;
                self.xml.empty("CodeRef", &[("targetGUID", code)])?;
                self.xml.close("Coding")?;
            }
            if let Some(note) = &note {
                self.xml.empty("NoteRef", &[("targetGUID", note)])?;
            }
            self.xml.close("PlainTextSelection")?;
        }
        Ok(())
    }

    /// A GUID of an annotation's own.
    fn record_guid(
        &self,
        kind: &str,
        article: &Article,
        coded: &Coded<'_>,
        annotation: &Annotation,
        part: usize,
    ) -> String {
        let part = part.to_string();
        self.guids.make(&[kind, &coded.annotator, article.id.as_str(), annotation.id.as_str(), &part])
    }

    /// The codes of an annotation, and what they do not say.
    fn kept_and_codes(
        &self,
        text: &Text,
        coded: &Coded<'_>,
        annotation: &Annotation,
    ) -> (Map<String, Value>, Vec<String>) {
        let json = annotation_json(self.selection, text, &coded.annotator, annotation);
        let Value::Object(mut kept) = json else { return (Map::new(), Vec::new()) };
        let own = ["id", "attributes", "note", "unsure", "provenance", "foreign_id"];
        kept.retain(|name, _| own.contains(&name.as_str()) || annotation.extra.contains_key(name));
        let label = self.selection.project().codebook.label(&annotation.label).map(AsRef::as_ref);
        let mut codes = vec![label_guid(&self.guids, &annotation.label)];
        for (id, value) in &annotation.attributes {
            if let Some(code) = value_guid(&self.guids, label, id, value) {
                codes.push(code);
                if let Some(Value::Object(attributes)) = kept.get_mut("attributes") {
                    attributes.remove(id.as_str());
                }
            }
        }
        kept.retain(|name, value| name != "attributes" || value.as_object().is_some_and(|map| !map.is_empty()));
        let threads = annotation.threads.iter().filter(|(id, _)| self.selection.has_thread(**id));
        codes.extend(threads.map(|(id, stance)| thread_guid(&self.guids, *id, *stance)));
        let arrows = coded.relations.iter().filter(|r| r.from == annotation.id);
        let arrows: Vec<Value> = arrows
            .map(|relation| {
                let mut arrow = relation_json(&coded.annotator, relation);
                if let Value::Object(map) = &mut arrow {
                    map.retain(|name, _| !["from", "annotator"].contains(&name.as_str()));
                }
                arrow
            })
            .collect();
        if !arrows.is_empty() {
            kept.insert("relations".to_owned(), Value::Array(arrows));
        }
        (kept, codes)
    }

    /// Note, arrows and free attributes in words: `QualCoder` shows this beside the place, and no note.
    fn told(&self, text: &Text, coded: &Coded<'_>, annotation: &Annotation) -> String {
        let codebook = &self.selection.project().codebook;
        let mut lines = Vec::new();
        if !annotation.note.is_empty() {
            lines.push(annotation.note.clone());
        }
        let count = annotation.fragments().len();
        if count > 1 {
            lines.push(format!("part 1 of {count}"));
        }
        for relation in coded.relations.iter().filter(|r| r.from == annotation.id) {
            let Some(target) = coded.layer.annotations.get(&relation.to) else { continue };
            let kind = codebook.relation_types.get(&relation.kind).map_or(relation.kind.as_str(), |kind| &kind.name);
            lines.push(format!("{kind}: “{}”", target.first_words(text, SHOWN)));
        }
        let label = codebook.label(&annotation.label).map(AsRef::as_ref);
        for (id, value) in &annotation.attributes {
            let def = label.and_then(|label| label.attribute(id));
            if let Some(def) = def.filter(|_| value_guid(&self.guids, label, id, value).is_none()) {
                lines.push(format!("{}: {}", def.name, def.show(value)));
            }
        }
        if annotation.unsure {
            lines.push("unsure".to_owned());
        }
        lines.join("\n")
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

    /// The note of what articles share, then those on annotations.
    fn notes(&mut self, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        self.xml.open("Notes", &[])?;
        let guid = self.guids.make(&["shared"]);
        let path = format!("internal://{guid}.txt");
        let attributes =
            [("guid", guid.as_str()), ("name", NOTE), ("plainTextPath", &path), ("creationDateTime", NO_TIME)];
        self.xml.empty("Note", &attributes)?;
        for article in self.selection.articles() {
            pace.step()?;
            for coded in self.selection.coded(article) {
                let user = self.user(&coded.annotator);
                for annotation in coded.annotations.iter().filter(|a| !a.note.is_empty()) {
                    let guid = self.record_guid("note", article, &coded, annotation, 0);
                    let name = format!("On “{}”", annotation.first_words(article.text(), 60));
                    let attributes = [
                        ("guid", guid.as_str()),
                        ("name", &name),
                        ("creatingUser", &user),
                        ("creationDateTime", NO_TIME),
                    ];
                    self.xml.open("Note", &attributes)?;
                    self.xml.words("PlainTextContent", &annotation.note)?;
                    self.xml.close("Note")?;
                }
            }
        }
        self.xml.close("Notes")?;
        Ok(())
    }

    /// Arrows, between the first fragments of both ends.
    fn links(&mut self, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        let codebook = self.selection.project().codebook.clone();
        let mut is_open = false;
        for article in self.selection.articles() {
            pace.step()?;
            for coded in self.selection.coded(article) {
                for relation in &coded.relations {
                    let ends = [&relation.from, &relation.to].map(|id| coded.layer.annotations.get(id));
                    let [Some(from), Some(to)] = ends else { continue };
                    if !is_open {
                        self.xml.open("Links", &[])?;
                        is_open = true;
                    }
                    let kind =
                        codebook.relation_types.get(&relation.kind).map_or(relation.kind.as_str(), |kind| &kind.name);
                    let guid = self.guids.make(&["link", &coded.annotator, article.id.as_str(), relation.id.as_str()]);
                    let [from, to] = [from, to].map(|end| self.record_guid("selection", article, &coded, end, 0));
                    let attributes = [
                        ("guid", guid.as_str()),
                        ("name", kind),
                        ("direction", "OneWay"),
                        ("originGUID", &from),
                        ("targetGUID", &to),
                    ];
                    self.xml.empty("Link", &attributes)?;
                }
            }
        }
        if is_open {
            self.xml.close("Links")?;
        }
        Ok(())
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
