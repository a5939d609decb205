//! Documents of Word: paragraphs as they are read, without what was deleted.

use super::blocks::Blocks;
use super::content::Content;
use super::entries::Out;
use super::facts::Field;
use super::problem::ArticleProblemKind;
use super::xml_walk::{Piece, Way, attribute, walk};
use super::{SIZE_LIMIT, news, properties};
use crate::exchange::archive::Archive;
use crate::model::ZoneKind;
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

/// Largest part of a package that is read, in bytes: what one article may have, with its tags.
const LARGEST_PART: u64 = 4 * SIZE_LIMIT as u64;

/// Reads a document.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let content = content_of(bytes)?;
    match news::recognize(&content.text) {
        Some(results) => news::give(results, out),
        None => out.whole(content),
    }
    Ok(())
}

/// The words of a document, its headings, footnotes and properties.
fn content_of(bytes: &[u8]) -> Result<Content, ArticleProblemKind> {
    let unreadable = ArticleProblemKind::Unreadable;
    let mut package = Archive::open(bytes).map_err(unreadable)?;
    let mut part = |name: &str| package.has(name).then(|| package.text(name, LARGEST_PART));
    let Some(document) = part("word/document.xml") else {
        return Err(unreadable("no document of Word: it has no word/document.xml".to_owned()));
    };
    let document = document.map_err(unreadable)?;
    let mut facts =
        part("docProps/core.xml").and_then(Result::ok).map(|xml| properties::read(&xml)).unwrap_or_default();
    let styles = part("word/styles.xml").and_then(Result::ok).map(|xml| styles_of(&xml)).unwrap_or_default();
    let mut reader = Reader::new(&styles);
    if let Err(cut) = walk(&document, &mut |piece| reader.piece(&piece)) {
        facts.notices.push(format!("{cut}; what comes before was read"));
    }
    reader.flush();
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(Ok(xml)) = part(notes) {
            reader.notes = true;
            let end = walk(&xml, &mut |piece| reader.piece(&piece));
            facts.notices.extend(end.err().map(|cut| format!("notes: {cut}")));
            reader.flush();
        }
    }
    for (kind, words) in &reader.titles {
        if *kind == ZoneKind::Title {
            facts.metadata.title.clear();
            facts.set(Field::Grid(crate::model::MetadataField::Title), words);
            break;
        }
    }
    Ok(Content::of_blocks(reader.blocks, facts))
}

/// What the styles of a document mean, by their ids.
type Styles = BTreeMap<String, ZoneKind>;

/// Headings, titles, captions and lists among the styles; a style based on one is one too.
fn styles_of(xml: &str) -> Styles {
    let (mut styles, mut based) = (Styles::new(), Vec::new());
    let mut id = String::new();
    // A style sheet that is cut tells less; the words are there all the same.
    let _ = walk(xml, &mut |piece| {
        match piece {
            Piece::Open("style", start) => id = attribute(start, "styleId").unwrap_or_default(),
            Piece::Open("name", start) => {
                if let Some(kind) = kind_of(&attribute(start, "val").unwrap_or_default()) {
                    styles.insert(id.clone(), kind);
                }
            }
            Piece::Open("outlineLvl", start) if attribute(start, "val").is_some_and(|level| level != "9") => {
                styles.entry(id.clone()).or_insert(ZoneKind::Heading);
            }
            Piece::Open("basedOn", start) => based.push((id.clone(), attribute(start, "val").unwrap_or_default())),
            _ => {}
        }
        Way::Into
    });
    for (style, base) in based.into_iter().take(10_000) {
        if let Some(kind) = styles.get(&base).copied() {
            styles.entry(style).or_insert(kind);
        }
    }
    styles
}

/// What the name of a style says of its paragraphs.
fn kind_of(name: &str) -> Option<ZoneKind> {
    match name.to_ascii_lowercase().as_str() {
        "title" => Some(ZoneKind::Title),
        "subtitle" => Some(ZoneKind::Lead),
        "caption" => Some(ZoneKind::Caption),
        name if name.starts_with("heading") => Some(ZoneKind::Heading),
        name if name.starts_with("list") => Some(ZoneKind::List),
        _ => None,
    }
}

#[derive(Default)]
struct Paragraph {
    words: String,
    kind: Option<ZoneKind>,
}

struct Reader<'s> {
    styles: &'s Styles,
    blocks: Blocks,
    /// Paragraphs that are open: those of a text box stand inside another.
    open: Vec<Paragraph>,
    /// The cells of the row that is open, and the paragraphs of each.
    rows: Vec<Vec<Vec<Paragraph>>>,
    runs: usize,
    /// Words are words: inside `t` of a run that is shown.
    in_words: bool,
    hidden: bool,
    notes: bool,
    /// Titles and headings in order, the first few.
    titles: Vec<(ZoneKind, String)>,
}

impl<'s> Reader<'s> {
    fn new(styles: &'s Styles) -> Self {
        Self {
            styles,
            blocks: Blocks::default(),
            open: Vec::new(),
            rows: Vec::new(),
            runs: 0,
            in_words: false,
            hidden: false,
            notes: false,
            titles: Vec::new(),
        }
    }

    fn piece(&mut self, piece: &Piece<'_>) -> Way {
        match piece {
            // What was deleted or moved away, and the copies of drawings for old programs.
            Piece::Open("del" | "moveFrom" | "Fallback" | "pPrChange" | "rPrChange", _) => return Way::Past,
            Piece::Open("footnote" | "endnote", start) => return self.note(start),
            Piece::Open(name, start) => self.enter(name, start),
            Piece::Close(name) => self.leave(name),
            Piece::Words(words) if self.in_words && !self.hidden => self.push(words),
            Piece::Words(_) => {}
        }
        Way::Into
    }

    /// A note begins with its number; the lines between notes are none.
    fn note(&mut self, start: &BytesStart<'_>) -> Way {
        if attribute(start, "type").is_some_and(|kind| kind != "normal") {
            return Way::Past;
        }
        self.open.push(Paragraph::default());
        self.push(&format!("[{}] ", attribute(start, "id").unwrap_or_default()));
        Way::Into
    }

    fn push(&mut self, words: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.words.push_str(words);
        }
    }

    fn set_kind(&mut self, kind: ZoneKind) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.kind.get_or_insert(kind);
        }
    }

    fn enter(&mut self, name: &str, start: &BytesStart<'_>) {
        let value = || attribute(start, "val").unwrap_or_default();
        match name {
            // A note's first paragraph goes on after its number.
            "p" if self.notes && self.open.len() == 1 && self.open.iter().all(|p| p.words.ends_with("] ")) => {}
            "p" => self.open.push(Paragraph::default()),
            "pStyle" => {
                if let Some(kind) = self.styles.get(&value()).copied() {
                    self.set_kind(kind);
                }
            }
            "outlineLvl" if value() != "9" => self.set_kind(ZoneKind::Heading),
            "numPr" => self.set_kind(ZoneKind::List),
            "r" => (self.runs, self.hidden) = (self.runs + 1, false),
            "vanish" if self.runs > 0 => self.hidden = !matches!(value().as_str(), "0" | "false" | "off"),
            "t" => self.in_words = true,
            "tab" | "ptab" if self.runs > 0 => self.push("\t"),
            "br" | "cr" if self.runs > 0 => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "softHyphen" => self.push("\u{ad}"),
            "footnoteReference" | "endnoteReference" => {
                let number = attribute(start, "id").unwrap_or_default();
                self.push(&format!("[{number}]"));
            }
            "tr" => self.rows.push(Vec::new()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "t" => self.in_words = false,
            "r" => (self.runs, self.hidden) = (self.runs.saturating_sub(1), false),
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.close(paragraph);
                }
            }
            "tr" => {
                if let Some(row) = self.rows.pop() {
                    self.row(row);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, paragraph: Paragraph) {
        if let Some(kind @ (ZoneKind::Title | ZoneKind::Heading)) = paragraph.kind
            && self.titles.len() < 10
            && !paragraph.words.trim().is_empty()
        {
            self.titles.push((kind, paragraph.words.clone()));
        }
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(paragraph),
            None => self.blocks.push(paragraph.kind, &paragraph.words),
        }
    }

    /// A row of single lines becomes one line, with tabs; cells that hold whole texts stay paragraphs.
    fn row(&mut self, row: Vec<Vec<Paragraph>>) {
        let is_text = |cell: &Vec<Paragraph>| cell.iter().filter(|p| !p.words.trim().is_empty()).count() > 1;
        if row.len() > 1 && !row.iter().any(is_text) {
            let words = |cell: &Vec<Paragraph>| cell.iter().map(|p| p.words.trim()).collect::<String>();
            let words = row.iter().map(words).collect::<Vec<_>>().join("\t");
            return self.close(Paragraph { words, kind: None });
        }
        for paragraph in row.into_iter().flatten() {
            self.close(paragraph);
        }
    }

    /// Takes what is open at the end of a document that is cut.
    fn flush(&mut self) {
        while let Some(paragraph) = self.open.pop() {
            self.close(paragraph);
        }
        while let Some(row) = self.rows.pop() {
            self.row(row);
        }
        (self.runs, self.in_words, self.hidden) = (0, false, false);
    }
}

/// True for a title that a program gave.
pub(super) fn is_junk_title(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let numbered =
        |start: &str| title.strip_prefix(start).is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()));
    let names = ["document", "dokument", "untitled", "word document", "microsoft word", "unbenannt", "sans titre"];
    names.iter().any(|name| numbered(name))
        || title.starts_with("microsoft word -")
        || title.rsplit_once('.').is_some_and(|(_, ending)| ending == "docx")
}

#[cfg(test)]
#[path = "docx_tests.rs"]
mod tests;
