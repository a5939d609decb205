//! How far an annotator is with every article and with the project, and which article is best read next, with the reason in
//! words.

mod best;
#[cfg(test)]
mod tests;

pub use best::{NextArticle, next_articles};

use super::{Progress, ProgressState, ThreadIndex, progress};
use crate::model::{
    Annotation, AnnotatorName, ArticleId, AttributeId, LabelRole, Layer, LayerKey, Project, ThreadId, ZoneKind,
};
use crate::text::TextSpan;
use std::collections::{BTreeMap, BTreeSet};

/// How far an annotator is with one article.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleProgress {
    /// The article.
    pub article: ArticleId,
    /// Paragraphs read, state, annotations.
    pub progress: Progress,
    /// The share of the characters in counted paragraphs that some annotation of hers is on, from 0 to 1.
    pub labelled: f32,
    /// Claims that are credited to nobody, those in the outlet's own voice left out.
    pub without_source: Vec<(ArticleId, crate::model::AnnotationId)>,
    /// Threads that are mentioned in this article and nowhere else.
    pub seen_once: Vec<ThreadId>,
    /// Annotations that are linked to nothing.
    pub unlinked: usize,
}

/// How far an annotator is with all articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectProgress {
    /// Each article, by id.
    pub articles: Vec<ArticleProgress>,
    /// Counted paragraphs that are read, and all of them.
    pub paragraphs: (usize, usize),
    /// Articles that are done, and all of them.
    pub done: (usize, usize),
    /// The share of the characters in counted paragraphs that some annotation is on, from 0 to 1.
    pub labelled: f32,
    /// Claims that are credited to nobody.
    pub without_source: usize,
    /// Threads that are mentioned in one article only.
    pub seen_once: usize,
    /// Annotations that are linked to nothing.
    pub unlinked: usize,
}

impl ProjectProgress {
    /// The share of counted paragraphs that is read, from 0 to 1.
    pub fn read(&self) -> f32 {
        self.paragraphs.0 as f32 / self.paragraphs.1.max(1) as f32
    }
}

/// How far an annotator is with every article and with the project.
pub fn project_progress(project: &Project, annotator: &AnnotatorName, threads: &ThreadIndex) -> ProjectProgress {
    let mut once = seen_once(threads);
    let mut all = ProjectProgress::default();
    let mut bytes = (0_usize, 0_usize);
    for article in project.articles.values() {
        let key = LayerKey { annotator: annotator.clone(), article: article.id };
        let layer = project.layer(&key);
        let counted: Vec<TextSpan> = counted(project, article.id);
        let labelled = labelled_bytes(layer.map(|l| &**l), &counted);
        let size: usize = counted.iter().map(|p| p.len()).sum();
        let own = || layer.into_iter().flat_map(|layer| layer.annotations.values());
        let one = ArticleProgress {
            article: article.id,
            progress: progress(project, &key),
            labelled: labelled as f32 / size.max(1) as f32,
            without_source: layer.map_or_else(Vec::new, |layer| uncredited(project, article.id, layer)),
            seen_once: once.remove(&article.id).unwrap_or_default(),
            unlinked: own().filter(|a| a.threads.is_empty()).count(),
        };
        bytes = (bytes.0 + labelled, bytes.1 + size);
        all.paragraphs = (all.paragraphs.0 + one.progress.read, all.paragraphs.1 + one.progress.counted);
        all.done = (all.done.0 + usize::from(one.progress.state == ProgressState::Done), all.done.1 + 1);
        all.without_source += one.without_source.len();
        all.seen_once += one.seen_once.len();
        all.unlinked += one.unlinked;
        all.articles.push(one);
    }
    all.labelled = bytes.0 as f32 / bytes.1.max(1) as f32;
    all
}

/// Threads whose mentions all stand in one article, by that article.
fn seen_once(threads: &ThreadIndex) -> BTreeMap<ArticleId, Vec<ThreadId>> {
    let mut found: BTreeMap<ArticleId, Vec<ThreadId>> = BTreeMap::new();
    for id in threads.ids() {
        let articles: BTreeSet<ArticleId> = threads.mentions(id).iter().map(|m| m.key.article).collect();
        if let (Some(only), 1) = (articles.first(), articles.len()) {
            found.entry(*only).or_default().push(id);
        }
    }
    found
}

/// Paragraphs that count, in one walk along paragraphs and zones.
pub(super) fn counted(project: &Project, article: ArticleId) -> Vec<TextSpan> {
    let Some(article) = project.article(article) else { return Vec::new() };
    let mut zones = article.zones.iter().peekable();
    let all = article.text().paragraphs().iter().copied();
    all.filter(|paragraph| {
        while zones.next_if(|zone| zone.span.end() <= paragraph.start()).is_some() {}
        zones.peek().is_none_or(|z| z.kind != ZoneKind::Boilerplate || !z.span.overlaps(*paragraph))
    })
    .collect()
}

/// Bytes of counted paragraphs that some annotation is on.
fn labelled_bytes(layer: Option<&Layer>, counted: &[TextSpan]) -> usize {
    let fragments = layer.into_iter().flat_map(|l| l.annotations.values()).flat_map(|a| a.fragments());
    let mut spans: Vec<TextSpan> = fragments.copied().collect();
    spans.sort_unstable();
    let mut merged: Vec<TextSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    let shared = |a: TextSpan, b: TextSpan| a.end().min(b.end()).get().saturating_sub(a.start().max(b.start()).get());
    let (mut at, mut sum) = (0, 0);
    for paragraph in counted {
        while merged.get(at).is_some_and(|span| span.end() <= paragraph.start()) {
            at += 1;
        }
        let here = merged.iter().skip(at).take_while(|span| span.start() < paragraph.end());
        sum += here.map(|span| shared(*span, *paragraph)).sum::<usize>();
    }
    sum
}

/// Claims that nobody is credited with, although somebody should be.
fn uncredited(project: &Project, article: ArticleId, layer: &Layer) -> Vec<(ArticleId, crate::model::AnnotationId)> {
    let credited: BTreeSet<_> =
        layer.relations.values().filter(|r| r.kind.as_str() == "attributed_to").map(|r| r.from).collect();
    let voice = AttributeId::parse("voice");
    let needs_none = |annotation: &Annotation| {
        let value = voice.as_ref().and_then(|voice| annotation.attributes.get(voice)).and_then(|v| v.as_text());
        value == Some("own")
    };
    let claims = layer.in_text_order().into_iter().filter(|a| project.codebook.role(&a.label) == LabelRole::Claim);
    claims.filter(|a| !credited.contains(&a.id) && !needs_none(a)).map(|a| (article, a.id)).collect()
}
