//! Lines of a journal. Each carries its number, its time, and what ties it to the line before.

use super::Range;
use super::change::{ChangeRecord, LayerTexts, TextsOfLayers};
use crate::model::{AnnotatorName, Id, LayerKey};
use crate::store::notation::{Put, ReadError, read, record};
use crate::text::TextHash;

record! {
    /// The first line: which format, whose journal. One further on says that the lines after it are of its format.
    HeaderRecord = "Journal" {
        format: u32,
        annotator: String,
        seq: u64,
        when: String,
        /// Where the journal was compacted: how many lines it had until then, and the digits of the last.
        compacted: Option<(u64, String)>,
        chain: String,
    }
}

record! {
    /// An edit that was made.
    EditRecord = "Edit" {
        /// The line's number, from 1; a line of format 1 has none.
        seq: u64,
        /// Its number in this journal, from 1.
        n: u64,
        when: String,
        what: String,
        spot: Option<(String, Range)>,
        /// Files that this journal meets for the first time, or finds changed from outside: their hash as they are.
        base: Vec<(String, String)>,
        /// What positions mean in each layer.
        texts: Vec<LayerTextRecord>,
        changes: Vec<ChangeRecord>,
        /// What ties the line to the one before, as [`crate::store::chain`] has it.
        chain: String,
    }
}

record! {
    /// What positions in a layer mean.
    LayerTextRecord = "LayerText" {
        layer: (String, String),
        text: String,
        /// Before the edit, where that was another text.
        was: String,
    }
}

record! {
    /// An edit that was undone, or made again.
    StepRecord = "Step" {
        seq: u64,
        n: u64,
        when: String,
        base: Vec<(String, String)>,
        chain: String,
    }
}

record! {
    /// Files that were written, with their hash; an empty one says that the file is gone.
    CheckpointRecord = "Checkpoint" {
        seq: u64,
        when: String,
        files: Vec<(String, String)>,
        chain: String,
    }
}

record! {
    /// A point that somebody gave a name, to go back to.
    MarkRecord = "Mark" {
        seq: u64,
        when: String,
        name: String,
        chain: String,
    }
}

/// The format of journals. Format 1 had neither numbers of lines nor a chain.
pub(in crate::store) const JOURNAL_FORMAT: u32 = 2;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::store) enum Line {
    Header(HeaderRecord),
    Edit(Box<EditRecord>),
    Undo(StepRecord),
    Redo(StepRecord),
    Checkpoint(CheckpointRecord),
    Mark(MarkRecord),
}

impl Line {
    /// The line's number; 0 in format 1.
    pub(in crate::store) fn seq(&self) -> u64 {
        match self {
            Self::Header(r) => r.seq,
            Self::Edit(r) => r.seq,
            Self::Undo(r) | Self::Redo(r) => r.seq,
            Self::Checkpoint(r) => r.seq,
            Self::Mark(r) => r.seq,
        }
    }

    /// Numbers the line.
    pub(in crate::store) fn number(&mut self, number: u64) {
        match self {
            Self::Header(r) => r.seq = number,
            Self::Edit(r) => r.seq = number,
            Self::Undo(r) | Self::Redo(r) => r.seq = number,
            Self::Checkpoint(r) => r.seq = number,
            Self::Mark(r) => r.seq = number,
        }
    }

    /// When it was written; empty in a header of format 1.
    pub(in crate::store) fn when(&self) -> &str {
        match self {
            Self::Header(r) => &r.when,
            Self::Edit(r) => &r.when,
            Self::Undo(r) | Self::Redo(r) => &r.when,
            Self::Checkpoint(r) => &r.when,
            Self::Mark(r) => &r.when,
        }
    }

    /// The line as written, its end included.
    pub(in crate::store) fn render(&self) -> String {
        let mut out = String::new();
        match self {
            Self::Header(r) => named("Journal", r, &mut out),
            Self::Edit(r) => named("Edit", &**r, &mut out),
            Self::Undo(r) => named("Undo", r, &mut out),
            Self::Redo(r) => named("Redo", r, &mut out),
            Self::Checkpoint(r) => named("Checkpoint", r, &mut out),
            Self::Mark(r) => named("Mark", r, &mut out),
        }
        out.push('\n');
        out
    }

    /// Reads a line, and what this version does not know in it; `Ok(None)` is a kind of line of another version.
    pub(in crate::store) fn read(line: &str) -> Result<Option<(Self, Vec<String>)>, ReadError> {
        let start = line.find('(').unwrap_or(line.len());
        let (name, fields) = line.split_at_checked(start).unwrap_or_default();
        let with = |line: Self, unknown: Vec<String>| Some((line, unknown));
        Ok(match name.trim() {
            "Journal" => read(fields).map(|(r, u)| with(Self::Header(r), u))?,
            "Edit" => read(fields).map(|(r, u)| with(Self::Edit(Box::new(r)), u))?,
            "Undo" => read(fields).map(|(r, u)| with(Self::Undo(r), u))?,
            "Redo" => read(fields).map(|(r, u)| with(Self::Redo(r), u))?,
            "Checkpoint" => read(fields).map(|(r, u)| with(Self::Checkpoint(r), u))?,
            "Mark" => read(fields).map(|(r, u)| with(Self::Mark(r), u))?,
            _ if fields.is_empty() => return Err(ReadError { at: (1, 1), message: "expected a record".into() }),
            _ => None,
        })
    }
}

fn named(name: &str, record: &impl Put, out: &mut String) {
    out.push_str(name);
    record.put(out);
}

impl EditRecord {
    /// What positions mean in each layer that the edit touches.
    pub(in crate::store) fn layer_texts(&self) -> Option<TextsOfLayers> {
        let read = |record: &LayerTextRecord| {
            let (annotator, article) = &record.layer;
            let key = LayerKey { annotator: AnnotatorName::parse(annotator)?, article: Id::parse(article)?.into() };
            let after = TextHash::parse(&record.text)?;
            let before = if record.was.is_empty() { after } else { TextHash::parse(&record.was)? };
            Some((key, LayerTexts { before, after }))
        };
        self.texts.iter().map(read).collect()
    }

    /// Sets [`Self::layer_texts`].
    pub(in crate::store) fn set_layer_texts(&mut self, layers: &TextsOfLayers) {
        let record = |(key, texts): (&LayerKey, &LayerTexts)| LayerTextRecord {
            layer: (key.annotator.to_string(), key.article.to_string()),
            text: texts.after.to_string(),
            was: if texts.before == texts.after { String::new() } else { texts.before.to_string() },
        };
        self.texts = layers.iter().map(record).collect();
    }
}
