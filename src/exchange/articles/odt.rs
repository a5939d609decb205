//! Documents of `OpenDocument`: paragraphs as they are read, without what was deleted.

use super::SIZE_LIMIT;
use super::blocks::{Blocks, Stretch};
use super::content::Content;
use super::entries::Out;
use super::facts::Field;
use super::problem::ArticleProblemKind;
use super::properties;
use super::xml_walk::{Piece, Way, attribute, walk};
use crate::exchange::archive::Archive;
use crate::model::{MetadataField, ZoneKind};
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

/// Largest part of a package that is read, in bytes: what one article may have, with its tags.
const LARGEST_PART: u64 = 4 * SIZE_LIMIT as u64;

/// Most blanks that one mark may stand for.
const MOST_BLANKS: usize = 1000;

/// Reads a document.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let unreadable = ArticleProblemKind::Unreadable;
    let mut package = Archive::open(bytes).map_err(unreadable)?;
    let mut part = |name: &str| package.has(name).then(|| package.text(name, LARGEST_PART));
    let Some(words) = part("content.xml") else {
        return Err(unreadable("no document of OpenDocument: it has no content.xml".to_owned()));
    };
    let words = words.map_err(unreadable)?;
    let mut facts = part("meta.xml").and_then(Result::ok).map(|xml| properties::read(&xml)).unwrap_or_default();
    let mut reader = Reader::default();
    if let Err(cut) = walk(&words, &mut |piece| reader.piece(&piece)) {
        facts.notices.push(format!("{cut}; what comes before was read"));
    }
    reader.flush();
    if let Some(title) = &reader.title {
        facts.metadata.title.clear();
        facts.set(Field::Grid(MetadataField::Title), title);
    }
    out.whole(Content::of_blocks(reader.blocks, facts));
    Ok(())
}

#[derive(Default)]
struct Reader {
    blocks: Blocks,
    /// Paragraphs that are open: those of a note or a box stand inside another.
    open: Vec<(Stretch, Option<ZoneKind>)>,
    /// Parents of the styles that the document makes for itself.
    parents: BTreeMap<String, String>,
    lists: usize,
    /// Notes come after everything.
    notes: Vec<Blocks>,
    in_note: usize,
    in_citation: bool,
    citation: String,
    cells: Vec<Vec<String>>,
    title: Option<String>,
}

impl Reader {
    fn piece(&mut self, piece: &Piece<'_>) -> Way {
        match piece {
            // What was deleted, remarks, and words that are not shown.
            Piece::Open(
                "tracked-changes" | "annotation" | "hidden-text" | "hidden-paragraph" | "forms" | "object",
                _,
            ) => return Way::Past,
            Piece::Open(name, start) => self.enter(name, start),
            Piece::Close(name) => self.leave(name),
            Piece::Words(words) if self.in_citation => self.citation.push_str(words.trim()),
            Piece::Words(words) => {
                if let Some((stretch, _)) = self.open.last_mut() {
                    stretch.push(words);
                }
            }
        }
        Way::Into
    }

    fn push_raw(&mut self, words: &str) {
        if let Some((stretch, _)) = self.open.last_mut() {
            stretch.push_raw(words);
        }
    }

    fn enter(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "style" => {
                let named = |name: &str| attribute(start, name).unwrap_or_default();
                self.parents.insert(named("name"), named("parent-style-name"));
            }
            "h" => self.begin(Some(ZoneKind::Heading)),
            "p" => {
                let kind = self.kind_of(&attribute(start, "style-name").unwrap_or_default());
                let listed = (self.lists > 0).then_some(ZoneKind::List);
                self.begin(kind.or(listed));
            }
            "list-item" => self.lists += 1,
            "s" => {
                let count = attribute(start, "c").and_then(|c| c.parse().ok()).unwrap_or(1_usize);
                self.push_raw(&" ".repeat(count.min(MOST_BLANKS)));
            }
            "tab" => self.push_raw("\t"),
            "line-break" => self.push_raw("\n"),
            "note-citation" => (self.in_citation, self.citation) = (true, String::new()),
            "note-body" => {
                self.in_note += 1;
                self.notes.push(Blocks::default());
            }
            "table-row" => self.cells.push(Vec::new()),
            _ => {}
        }
    }

    fn begin(&mut self, kind: Option<ZoneKind>) {
        let mut stretch = Stretch::default();
        // The first paragraph of a note begins with its number.
        if self.in_note > 0 && !self.citation.is_empty() {
            stretch.push_raw(&format!("[{}] ", std::mem::take(&mut self.citation)));
        }
        self.open.push((stretch, kind));
    }

    /// What the style of a paragraph says, or the one that it comes from.
    fn kind_of(&self, style: &str) -> Option<ZoneKind> {
        let parent = self.parents.get(style).map_or("", String::as_str);
        [style, parent].iter().find_map(|name| match *name {
            "Title" => Some(ZoneKind::Title),
            "Subtitle" => Some(ZoneKind::Lead),
            name if name.starts_with("Heading") => Some(ZoneKind::Heading),
            "Caption" | "Illustration" | "Figure" => Some(ZoneKind::Caption),
            _ => None,
        })
    }

    fn leave(&mut self, name: &str) {
        match name {
            "p" | "h" => self.close(),
            "list-item" => self.lists = self.lists.saturating_sub(1),
            "note-body" => self.in_note = self.in_note.saturating_sub(1),
            "note-citation" => {
                self.in_citation = false;
                let mark = format!("[{}]", self.citation);
                self.push_raw(&mark);
            }
            "table-row" => {
                let row = self.cells.pop().unwrap_or_default().join("\t");
                self.blocks.push(None, &row);
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some((mut stretch, kind)) = self.open.pop() else { return };
        let words = stretch.take();
        if kind == Some(ZoneKind::Title) && self.title.is_none() && !words.trim().is_empty() {
            self.title = Some(words.clone());
        }
        if let Some(note) = self.notes.last_mut().filter(|_| self.in_note > 0) {
            note.push(None, &words);
        } else if let Some(row) = self.cells.last_mut() {
            row.push(words.trim().to_owned());
        } else {
            self.blocks.push(kind, &words);
        }
    }

    /// Takes what is open at the end of a document that is cut, then the notes.
    fn flush(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
        for row in std::mem::take(&mut self.cells) {
            self.blocks.push(None, &row.join("\t"));
        }
        for note in std::mem::take(&mut self.notes) {
            self.blocks.push(None, &note.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::exchange::articles::testing::{package, read_all, read_one};
    use crate::model::ZoneKind;

    const CONTENT: &str = r#"<office:document-content xmlns:text="t"><office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>
<text:tracked-changes><text:deletion><text:p>deleted</text:p></text:deletion></text:tracked-changes>
<text:p text:style-name="P1">Talks &amp; more</text:p><text:h text:outline-level="1">Why</text:h>
<text:p>One<text:tab/>two<text:s text:c="2"/>three
   four<text:line-break/><text:span>five é😀</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>.<office:annotation><text:p>remark</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>An item of it</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"#;

    #[test]
    fn paragraphs_as_they_are_read() {
        let meta =
            "<m><meta><title>Other</title><meta:creation-date>2025-11-28T10:00:00</meta:creation-date></meta></m>";
        let article =
            read_one("a.odt", &package(&[("content.xml", CONTENT.as_bytes()), ("meta.xml", meta.as_bytes())]));
        let lines: Vec<&str> = article.text.as_str().split('\n').collect();
        assert_eq!(
            lines,
            ["Talks & more", "Why", "One\ttwo  three four", "five é😀[1].", "An item of it", "a\tb", "[1] A note."]
        );
        assert_eq!(article.metadata.title, "Talks & more");
        let kinds: Vec<_> = article.zones.iter().map(|z| (z.kind, article.text.slice(z.span))).collect();
        assert!(
            kinds.iter().any(|(kind, words)| *kind == ZoneKind::Heading && words.starts_with("Why"))
                && kinds.contains(&(ZoneKind::List, "An item of it")),
            "{kinds:?}"
        );
    }

    #[test]
    fn hostile_documents_give_their_good_part_or_a_message() {
        for cut in (0..CONTENT.len()).filter(|at| CONTENT.is_char_boundary(*at)).step_by(7) {
            let bytes = package(&[("content.xml", &CONTENT.as_bytes()[..cut])]);
            let _ = read_all("a.odt", &bytes);
        }
        assert!(read_all("a.odt", &package(&[("mimetype", b"x")])).unwrap_err().contains("content.xml"));
        let blanks = "<p>a<s c='4000000000'/><s c='99999999'/>b</p>";
        assert_eq!(read_one("a.odt", &package(&[("content.xml", blanks.as_bytes())])).text.as_str().len(), 2002);
    }
}
