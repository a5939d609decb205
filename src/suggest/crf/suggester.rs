//! The suggesters `model` and `learned`: the same chains, trained on corpora or on the articles of a project.

use super::english::English;
use super::file::ModelError;
use super::model::Model;
use super::part::Found;
use super::task::Prepared;
use crate::model::LabelId;
use crate::suggest::evaluate::only_reports;
use crate::suggest::{Document, Proposal, Proposals, Reason, Suggester};
use crate::text::{ByteOffset, TextSpan, trim};
use std::sync::{Arc, LazyLock};

/// Name of the suggester that comes with the program.
pub const MODEL: &str = "model";

/// Name of the suggester that learned from the project.
pub const LEARNED: &str = "learned";

/// Bytes of text that are looked at together: more than any article has, and little enough for a huge one.
const CHUNK: usize = 96 * 1024;

/// Bytes between two fragments of one claim at most: a source and a word of saying.
const WIDEST_GAP: usize = 120;

/// Files that come with the program.
const ENGLISH: &[u8] = include_bytes!("../../../assets/model/english.bin");
const NEWS: &[u8] = include_bytes!("../../../assets/model/news.bin");

/// What the program knows of English, read once.
pub fn english() -> Result<Arc<English>, ModelError> {
    static READ: LazyLock<Result<Arc<English>, ModelError>> = LazyLock::new(|| English::read(ENGLISH).map(Arc::new));
    READ.clone()
}

/// The model that comes with the program, read once.
pub fn shipped() -> Result<Arc<Model>, ModelError> {
    static READ: LazyLock<Result<Arc<Model>, ModelError>> = LazyLock::new(|| Model::read(NEWS).map(Arc::new));
    READ.clone()
}

/// Proposes what a model finds.
#[derive(Clone, Debug)]
pub struct ModelSuggester {
    english: Arc<English>,
    model: Arc<Model>,
    name: &'static str,
}

impl ModelSuggester {
    /// The model that comes with the program.
    pub fn shipped() -> Result<Self, ModelError> {
        Ok(Self { english: english()?, model: shipped()?, name: MODEL })
    }

    /// A model from a file's bytes, in the place of the shipped one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Ok(Self { english: english()?, model: Arc::new(Model::read(bytes)?), name: MODEL })
    }

    /// A model that was learned from a project.
    pub fn learned(model: Model) -> Result<Self, ModelError> {
        Ok(Self { english: english()?, model: Arc::new(model), name: LEARNED })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    fn propose_in(&self, document: &Document<'_>, chunk: TextSpan, proposals: &mut Proposals) {
        let text = chunk.slice(document.text());
        let prepare = || Prepared::new(document, chunk, &self.english);
        // There is one English, so that all chains look at the same.
        let own;
        let article = if chunk.len() == document.text().len() {
            document.prepared(prepare)
        } else {
            own = prepare();
            &own
        };
        for part in &self.model.parts {
            let (found, cues) = part.find(text, article, &self.english);
            gather(document, chunk, (self.name, part.task.kinds()), (found, cues), proposals);
        }
    }
}

/// Puts what a chain found in a part of a text into the form of proposals; `by` is the suggester's name. Places are bytes
/// within the part.
pub(in crate::suggest) fn gather(
    document: &Document<'_>,
    chunk: TextSpan,
    (by, kinds): (&'static str, &[&str]),
    (found, cues): (Vec<Found>, Vec<(usize, usize)>),
    proposals: &mut Proposals,
) {
    let text = chunk.slice(document.text());
    let is_speech = kinds.first() == Some(&"claim");
    let place = |start: usize, end: usize| TextSpan::of(chunk.start().get() + start, chunk.start().get() + end);
    let cues: Vec<TextSpan> = cues.into_iter().map(|(start, end)| place(start, end)).collect();
    let mut before: Option<(Found, usize)> = None;
    for one in found {
        let span = place(one.start, one.end);
        let label = kinds.get(one.kind).copied().unwrap_or_default();
        let Some(mut proposal) = proposal(document, label, span, f64::from(one.score), by) else { continue };
        let near = nearest(document, proposal.cover(), &cues);
        proposal.cue = near.filter(|_| is_speech);
        proposal.reason = reason(by, proposal.cue.map(|cue| cue.slice(document.text())));
        if is_speech && one.kind == 0 {
            let says = |gap: TextSpan| cues.iter().any(|cue| gap.contains_span(*cue));
            let first = before.filter(|(last, _)| {
                let gap = place(last.end.min(one.start), one.start);
                goes_on(text, last, &one, says(gap))
            });
            if let Some(earlier) = first.and_then(|(_, number)| proposals.items.get_mut(number)) {
                earlier.fragments.append(&mut proposal.fragments);
                earlier.score = earlier.score.min(proposal.score);
                before = before.map(|(_, number)| (one, number));
                continue;
            }
            before = Some((one, proposals.items.len()));
        }
        proposals.items.push(proposal);
    }
}

fn proposal(document: &Document<'_>, label: &str, span: TextSpan, score: f64, by: &'static str) -> Option<Proposal> {
    let span = trim(document.text(), span)?;
    let skipped = document.paragraphs().get(document.paragraph_at(span.start()))?.skip.is_some();
    let reports = label == "event" && only_reports(span.slice(document.text()));
    let proposal = Proposal::new(LabelId::parse(label)?, span, score, by, Reason::default());
    (!skipped && !reports).then_some(proposal)
}

/// True where the second span goes on with the claim of the first, which a source and a word of saying broke off.
fn goes_on(text: &str, first: &Found, second: &Found, says: bool) -> bool {
    let gap = text.get(first.end..second.start).unwrap_or_default();
    let last = text.get(..first.end).and_then(|t| t.trim_end_matches(['”', '"', '’', '\'']).chars().next_back());
    let comma = last == Some(',') || gap.trim_start_matches(['”', '"', '’', '\'']).starts_with(',');
    let closes = gap.trim_end().ends_with(',') || second.start.checked_sub(1).is_some() && opens(text, second.start);
    // "A, he said, B"; without the word of saying only where a quotation was broken.
    (says && comma && (closes || last == Some(',')) || last == Some(',') && gap.chars().any(char::is_alphabetic))
        && gap.len() <= WIDEST_GAP
        && !gap.contains(['.', '\n', ':', ';'])
        && first.sentence == second.sentence
}

/// True where a quotation opens at a place.
fn opens(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(['“', '"', '‘', '\'']))
}

/// The word of saying nearest to a span, in its paragraph.
fn nearest(document: &Document<'_>, span: TextSpan, cues: &[TextSpan]) -> Option<TextSpan> {
    let paragraph = document.paragraphs().get(document.paragraph_at(span.start()))?.span;
    let after = cues.partition_point(|cue| cue.end() <= span.start());
    let far = |cue: &TextSpan| match span.start().get().checked_sub(cue.end().get()) {
        Some(before) => before,
        None => cue.start().get().saturating_sub(span.end().get()),
    };
    let near = cues.get(after.saturating_sub(1)..).unwrap_or_default().iter().take(6);
    near.filter(|cue| paragraph.contains_span(**cue) && !span.overlaps(**cue)).min_by_key(|cue| far(cue)).copied()
}

fn reason(name: &str, cue: Option<&str>) -> Reason {
    let learned = match name {
        LEARNED => "like what you marked",
        MODEL => "like what was marked in other news",
        _ => "read with the sentences around it",
    };
    Reason::new(match cue {
        Some(cue) => format!("{learned}, beside “{cue}”"),
        None => learned.to_owned(),
    })
}

/// Parts of a text that are looked at one after another, cut at line ends where there are any.
pub(in crate::suggest) fn chunks(text: &str) -> Vec<TextSpan> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let most = text.floor_char_boundary((start + CHUNK).min(text.len()));
        let part = text.get(start..most).unwrap_or_default();
        let cut = part.rfind('\n').or_else(|| part.rfind(char::is_whitespace)).filter(|at| *at > 0);
        let end = if most == text.len() { most } else { cut.map_or(most, |at| start + at) };
        found.push(TextSpan::new(ByteOffset::new(start), ByteOffset::new(end)));
        start = end;
    }
    found
}

impl Suggester for ModelSuggester {
    fn name(&self) -> &'static str {
        self.name
    }

    fn propose(&self, document: &Document<'_>) -> Proposals {
        let mut proposals = Proposals::default();
        if document.language().is_english() {
            for chunk in chunks(document.text()) {
                self.propose_in(document, chunk, &mut proposals);
            }
        }
        proposals
    }

    fn model_bytes(&self) -> usize {
        ENGLISH.len() + self.model.write().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_line_ends_and_nothing_is_lost() {
        let text = "A line that says something.\n".repeat(9_000);
        let parts = chunks(&text);
        assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= CHUNK));
        assert_eq!(parts.iter().map(|part| part.slice(&text)).collect::<String>(), text);
        assert!(parts.iter().skip(1).all(|part| part.slice(&text).starts_with('\n')));
        let endless = "é".repeat(CHUNK);
        assert_eq!(chunks(&endless).iter().map(|part| part.len()).sum::<usize>(), endless.len());
    }
}
