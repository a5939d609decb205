//! The suggesters that take part, by name, and what they make of an article.

use crate::model::{
    AnnotatorName, Article, Codebook, IdMaker, LabelId, LabelRole, Project, RelationTypeId, SuggestedRelation,
    Suggestion, SuggestionSet, Zone,
};
use crate::review::{Coding, ThreadIndex, seen_by};
use crate::suggest::{
    Document, LEARNED, ModelSuggester, Proposal, Proposals, RULES, Rules, Suggester, THREADS, Threads, combine,
};
use crate::text::{ByteOffset, TextSpan};
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Suggesters that look at nothing but a text.
pub const OF_TEXTS: &[&str] = if cfg!(feature = "deep") { &["rules", "model", "deep"] } else { &["rules", "model"] };

/// All suggesters: those that learn from a project, too.
pub const OF_PROJECTS: &[&str] = if cfg!(feature = "deep") {
    &["rules", "model", "learned", "threads", "deep"]
} else {
    &["rules", "model", "learned", "threads"]
};

/// Of these those that take part where nobody says otherwise: all that answer at once.
pub fn usual(names: &[&str]) -> String {
    names.iter().copied().filter(|name| *name != "deep").collect::<Vec<_>>().join(",")
}

/// Faintest score that is kept at all, from 0 to 1: the window's threshold can go down to it.
pub const FAINTEST: f64 = 0.2;

/// Least score that serves recall and precision best together, from 0 to 1.
pub const BEST_SCORE: f64 = 0.45;

/// Why suggesters could not be put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SuggesterError {
    /// No suggester has this name.
    #[error("there is no suggester {name:?} here; choose among {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// None was named.
    #[error("no suggester is named; choose among {0}")]
    None(String),
}

/// Suggesters that work together.
#[derive(Clone, Default)]
pub struct Suggesters {
    list: Vec<Arc<dyn Suggester>>,
    /// The known threads, which rank threads for what the others propose, too.
    threads: Option<Arc<Threads>>,
    /// What could not take part, and why, as sentences.
    notices: Vec<String>,
}

impl fmt::Debug for Suggesters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Suggesters").field(&self.made()).finish()
    }
}

/// Names out of a list with commas, each once, checked against those that are known.
///
/// # Errors
/// Where one is not known, or none is named.
pub fn suggester_names(written: &str, known: &[&str]) -> Result<Vec<String>, SuggesterError> {
    let mut names: Vec<String> = Vec::new();
    for name in written.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if !known.contains(&name) {
            return Err(SuggesterError::Unknown { name: name.into(), known: known.join(", ") });
        }
        if !names.iter().any(|have| have == name) {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() { Err(SuggesterError::None(known.join(", "))) } else { Ok(names) }
}

impl Suggesters {
    /// Of the suggesters with these names those that look at texts alone. A model that cannot be read is told, and the
    /// others go on.
    pub fn of_texts(names: &[String]) -> Self {
        Self::with_threads(names, std::thread::available_parallelism().map_or(1, NonZero::get))
    }

    /// As [`Self::of_texts`]; what takes long takes this many threads.
    fn with_threads(names: &[String], threads: usize) -> Self {
        let mut all = Self::default();
        for name in names.iter().filter(|name| OF_TEXTS.contains(&name.as_str())) {
            match text_suggester(name, threads) {
                Ok(suggester) => all.add(suggester),
                Err(notice) => all.note(notice),
            }
        }
        all
    }

    /// The suggesters with these names, those that learn from a project too. A rise of `stop` ends the learning.
    pub fn of_project(names: &[String], project: &Project, reader: &AnnotatorName, stop: &AtomicBool) -> Self {
        // Articles are worked on side by side, so that each has one thread.
        let mut all = Self::with_threads(names, 1);
        if names.iter().any(|name| name == LEARNED) {
            match super::learning::learned(project, reader, stop) {
                Ok(Some(learned)) => all.add(Arc::new(learned)),
                Ok(None) => {}
                Err(error) => all.note(error.to_string()),
            }
        }
        if names.iter().any(|name| name == THREADS) {
            let seen = seen_by(project, reader);
            let threads = Arc::new(Threads::new(&seen, &ThreadIndex::new(&seen, &Coding::All)));
            all.add(threads.clone());
            all.threads = Some(threads);
        }
        all
    }

    /// Adds a suggester.
    pub fn add(&mut self, suggester: Arc<dyn Suggester>) {
        self.list.push(suggester);
    }

    /// The same with one more.
    #[must_use]
    pub fn and(&self, suggester: Arc<dyn Suggester>) -> Self {
        let mut all = self.clone();
        all.add(suggester);
        all
    }

    /// Adds what could not take part.
    pub fn note(&mut self, notice: String) {
        self.notices.push(notice);
    }

    /// What could not take part, and why.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// True where nothing would ever be suggested.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What makes the suggestions, in words: the names with the version of the program.
    pub fn made(&self) -> String {
        let names: Vec<&str> = self.list.iter().map(|suggester| suggester.name()).collect();
        format!("{} ({})", names.join(","), env!("CARGO_PKG_VERSION"))
    }

    /// What they propose for a text, put together, with at least this score from 0 to 1.
    pub fn propose(&self, text: &str, zones: &[Zone], language: Option<&str>, least: f64) -> Proposals {
        let document = Document::new(text, zones, language);
        let found = self.list.iter().map(|suggester| suggester.propose(&document));
        let mut all = combine(&document, found.collect());
        if let Some(threads) = &self.threads {
            threads.rank(&document, &mut all);
        }
        above(all, least)
    }

    /// What they propose for the paragraphs of an article between two places.
    pub fn suggest_part(
        &self,
        article: &Article,
        codebook: &Codebook,
        least: f64,
        (from, to): (ByteOffset, ByteOffset),
    ) -> SuggestionSet {
        let text = article.text();
        let part = whole_paragraphs(article, (from, to));
        let start = part.start().get();
        let back = |span: TextSpan| TextSpan::of(span.start().get() + start, span.end().get() + start);
        let within = |span: TextSpan| TextSpan::of(span.start().get() - start, span.end().get() - start);
        let zones = article.zones.iter();
        let zones = zones.filter_map(|zone| Some(Zone { span: within(zone.span.intersection(part)?), ..zone.clone() }));
        let zones: Vec<Zone> = zones.collect();
        let mut proposals = self.propose(text.slice(part), &zones, language(article), least);
        for item in &mut proposals.items {
            item.fragments.iter_mut().for_each(|span| *span = back(*span));
            item.cue = item.cue.map(back);
        }
        in_labels_of(codebook, article, proposals, self.made())
    }

    /// What they propose for an article, in a project's own labels.
    pub fn suggest(&self, article: &Article, codebook: &Codebook, least: f64) -> SuggestionSet {
        let text = article.text();
        let proposals = self.propose(text.as_str(), &article.zones, language(article), least);
        in_labels_of(codebook, article, proposals, self.made())
    }
}

/// The suggester of texts with this name, where it takes long with this many threads; else why it cannot take part.
pub fn text_suggester(name: &str, threads: usize) -> Result<Arc<dyn Suggester>, String> {
    #[cfg(not(feature = "deep"))]
    let _ = threads;
    match name {
        RULES => Ok(Arc::new(Rules)),
        #[cfg(feature = "deep")]
        crate::suggest::DEEP => match super::deep::deep_suggester(threads) {
            Ok(suggester) => Ok(Arc::new(suggester)),
            Err(error) => Err(error.to_string()),
        },
        _ => match ModelSuggester::shipped() {
            Ok(model) => Ok(Arc::new(model)),
            Err(error) => Err(error.to_string()),
        },
    }
}

/// The deep suggester for work beside the window's: with one thread, of low priority, that ends when `stop` rises.
///
/// # Errors
/// Why it cannot take part, as a sentence.
pub fn deep_in_background(stop: &Arc<AtomicBool>) -> Result<Arc<dyn Suggester>, String> {
    #[cfg(feature = "deep")]
    return super::deep::deep_suggester(1)
        .map(|deep| -> Arc<dyn Suggester> {
            Arc::new(deep.with_stop(Arc::clone(stop)).with_preparation(super::deep::step_back))
        })
        .map_err(|error| error.to_string());
    #[cfg(not(feature = "deep"))]
    {
        let _ = stop;
        Err("this build of Byline has no deep suggester".to_owned())
    }
}

/// The paragraphs between two places of an article, as one run.
pub fn whole_paragraphs(article: &Article, (from, to): (ByteOffset, ByteOffset)) -> TextSpan {
    let text = article.text();
    let inside = text.index().paragraphs_in(TextSpan::new(from, to));
    let paragraphs = text.paragraphs().get(inside).unwrap_or_default();
    match (paragraphs.first(), paragraphs.last()) {
        (Some(first), Some(last)) => first.cover(*last),
        _ => TextSpan::caret(from),
    }
}

fn language(article: &Article) -> Option<&str> {
    Some(article.metadata.language.as_str()).filter(|language| !language.is_empty())
}

/// Proposals with at least a score, and the links among them.
fn above(proposals: Proposals, least: f64) -> Proposals {
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let mut items: Vec<Proposal> = Vec::with_capacity(proposals.items.len());
    for (i, item) in proposals.items.into_iter().enumerate().filter(|(_, item)| item.score >= least) {
        number.insert(i, items.len());
        items.push(item);
    }
    let links = proposals.links.into_iter().filter_map(|mut link| {
        link.claim = *number.get(&link.claim)?;
        link.source = *number.get(&link.source)?;
        Some(link)
    });
    Proposals { links: links.collect(), items }
}

/// Proposals as suggestions: a label that the codebook calls otherwise is found by its role, and one that it does not
/// have is left out.
fn in_labels_of(codebook: &Codebook, article: &Article, proposals: Proposals, made: String) -> SuggestionSet {
    let text = article.text().hash();
    let mut ids = IdMaker::new(seed(article));
    let (mut suggestions, mut named) = (Vec::new(), BTreeMap::new());
    for (number, item) in proposals.items.into_iter().enumerate() {
        let Some(label) = own_label(codebook, &item.label) else { continue };
        let definition = codebook.label(&label);
        let known = |id: &crate::model::AttributeId| definition.is_some_and(|label| label.attribute(id).is_some());
        let id = ids.make();
        named.insert(number, id);
        suggestions.push(Suggestion {
            label,
            fragments: item.fragments,
            score: rounded(item.score),
            by: item.by.into(),
            reason: item.reason.to_string(),
            attributes: item.attributes.into_iter().filter(|(id, _)| known(id)).collect(),
            cue: item.cue,
            threads: item.threads.into_iter().map(|(id, score)| (id, rounded(score))).collect(),
            id,
        });
    }
    let kind = RelationTypeId::parse("attributed_to").filter(|kind| codebook.relation_types.contains_key(kind));
    let relations = proposals.links.iter().filter_map(|link| {
        let (from, to) = (*named.get(&link.claim)?, *named.get(&link.source)?);
        Some(SuggestedRelation { kind: kind.clone()?, from, to, score: rounded(link.score), by: link.by.into() })
    });
    SuggestionSet { article: article.id, text, made, relations: relations.collect(), suggestions }
}

/// The codebook's label for a suggester's.
fn own_label(codebook: &Codebook, label: &LabelId) -> Option<LabelId> {
    let offered = |id: &LabelId| codebook.label(id).is_some_and(|label| !label.archived);
    if offered(label) {
        return Some(label.clone());
    }
    let role = match label.as_str() {
        "claim" => LabelRole::Claim,
        "source" => LabelRole::Source,
        "event" => LabelRole::Event,
        _ => return None,
    };
    codebook.label_with_role(role).filter(|label| !label.archived).map(|label| label.id.clone())
}

/// Ids of suggestions follow from the article, so that the same answer makes the same file.
fn seed(article: &Article) -> u64 {
    let bytes = article.id.as_str().bytes();
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Three digits say all that a score knows.
fn rounded(score: f64) -> f64 {
    (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}
