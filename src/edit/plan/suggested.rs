//! Suggestions become annotations, or are turned down. Nothing else makes anything of them.

use super::annotate::place;
use super::{PlanContext, PlanError};
use crate::edit::computed::recompute_in;
use crate::edit::{Draft, Spot, Transaction};
use crate::model::{
    Annotation, AnnotationId, ArticleId, BlindShare, Extra, How, LabelId, LayerIndex, LayerKey, LinkStance, Place,
    Provenance, Rejection, Relation, RelationId, Suggestion, SuggestionId, SuggestionSet,
};
use crate::text::TextSpan;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Suggestions by article.
pub type Suggested = BTreeMap<ArticleId, BTreeSet<SuggestionId>>;

/// A suggestion as it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// Which one.
    pub id: SuggestionId,
    /// Its words, where they are changed on the way.
    pub spans: Option<Vec<TextSpan>>,
    /// Its label, where it is changed on the way.
    pub label: Option<LabelId>,
}

impl Take {
    /// The suggestion as it is.
    pub fn as_is(id: SuggestionId) -> Self {
        Self { id, spans: None, label: None }
    }
}

/// Takes one suggestion, with the sources that a claim is credited to and the arrows, as one step. Where the annotator
/// has the same label on the same place already, that annotation takes its part.
///
/// # Errors
/// Where the suggestion is gone, its label archived, or changed words do not fit.
pub fn accept(
    cx: &mut PlanContext<'_>,
    article: ArticleId,
    take: &Take,
) -> Result<(Transaction, AnnotationId), PlanError> {
    let set = set_of(cx, article)?;
    let suggestion = set.get(take.id).ok_or_else(gone)?;
    let mut draft = cx.draft();
    let mut taking = Taking::new(cx, article, set.clone());
    taking.take(cx, &mut draft, take)?;
    taking.take_sources(cx, &mut draft)?;
    taking.draw(cx, &mut draft);
    let id = taking.of(take.id).ok_or_else(gone)?;
    let label = take.label.as_ref().unwrap_or(&suggestion.label);
    let name = cx.project.codebook.label(label).map_or(label.to_string(), |label| label.name.to_lowercase());
    let what = match taking.made.len() {
        0 | 1 => format!("accept {name}"),
        2 => format!("accept {name} with its source"),
        n => format!("accept {name} with {} sources", n - 1),
    };
    let spot = suggestion.cover().map(|span| Spot { article, span });
    Ok((draft.finish(what, spot), id))
}

/// Takes many suggestions, in any number of articles, as one step: with the sources of claims, and all arrows among them.
/// Nothing is linked to a thread: that is looked at one by one. Gives how many annotations were made.
///
/// # Errors
/// Where a suggestion is gone, or nothing is left to take; then nothing is changed at all.
pub fn accept_all(cx: &mut PlanContext<'_>, scope: &Suggested) -> Result<(Transaction, usize), PlanError> {
    let mut draft = cx.draft();
    let (mut made, mut articles, mut spot) = (0, 0_usize, None);
    for (article, ids) in scope {
        let set = set_of(cx, *article)?;
        let mut taking = Taking { links: Links::None, ..Taking::new(cx, *article, set) };
        for id in ids {
            taking.take(cx, &mut draft, &Take::as_is(*id))?;
        }
        taking.take_sources(cx, &mut draft)?;
        taking.draw(cx, &mut draft);
        let first = ids.iter().filter_map(|id| taking.set.get(*id)?.cover()).min();
        spot = spot.or(first.map(|span| Spot { article: *article, span }));
        articles += usize::from(!taking.made.is_empty());
        made += taking.made.len();
    }
    let what = match (made, articles) {
        (0, _) => return Err(PlanError::Refused("these are in your coding already".into())),
        (1, _) => "accept a suggestion".into(),
        (n, 1) => format!("accept {n} suggestions"),
        (n, m) => format!("accept {n} suggestions in {m} articles"),
    };
    Ok((draft.finish(what, spot), made))
}

/// Turns suggestions down: they do not come back.
///
/// # Errors
/// Where one is gone.
pub fn reject(cx: &PlanContext<'_>, scope: &Suggested) -> Result<Transaction, PlanError> {
    let mut draft = cx.draft();
    let (mut spot, mut count, mut label) = (None, 0, None);
    for (article, ids) in scope {
        let set = set_of(cx, *article)?;
        for id in ids {
            let suggestion = set.get(*id).ok_or_else(gone)?;
            let what = Rejection {
                label: suggestion.label.clone(),
                fragments: suggestion.fragments.clone(),
                by: suggestion.by.clone(),
                percent: suggestion.percent(),
            };
            draft.rejected(&cx.key(*article), what, Some(cx.now));
            spot = spot.or(suggestion.cover().map(|span| Spot { article: *article, span }));
            label = label.or(cx.project.codebook.label(&suggestion.label));
            count += 1;
        }
    }
    let what = match (count, label) {
        (1, Some(label)) => format!("reject {}", label.name.to_lowercase()),
        (1, None) => "reject a suggestion".into(),
        (n, _) => format!("reject {n} suggestions"),
    };
    Ok(draft.finish(what, spot))
}

/// Draws the share of articles that no suggestion is shown on, in hundredths; none with 0. A share that is there keeps
/// its seed, so that a larger one keeps what was drawn.
pub fn set_blind_share(cx: &mut PlanContext<'_>, percent: u8) -> Transaction {
    let known = cx.project.info.blind_share();
    let drawn: ArticleId = cx.ids.make();
    // An id is 50 random bits.
    let seed = drawn.as_str().bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let share = BlindShare { percent, seed: known.map_or(seed, |share| share.seed) };
    let mut draft = cx.draft();
    draft.info(cx.project.info.with_blind_share(Some(share)));
    draft.finish("keep articles without suggestions", None)
}

fn gone() -> PlanError {
    PlanError::Gone("this suggestion".into())
}

/// The suggestions on an article, where they are about its text as it is.
fn set_of(cx: &PlanContext<'_>, article: ArticleId) -> Result<Arc<SuggestionSet>, PlanError> {
    let text = cx.project.article(article).ok_or(PlanError::NoArticle(article))?.text().hash();
    cx.project.suggestions.get(&article).filter(|set| set.text == text).cloned().ok_or_else(gone)
}

/// Whether what is taken is linked to the thread that it is most likely a mention of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Likely,
    None,
}

/// Taking suggestions of one article.
struct Taking {
    key: LayerKey,
    set: Arc<SuggestionSet>,
    /// The annotator's layer as it was before.
    index: LayerIndex,
    links: Links,
    /// The annotation that stands for a suggestion now.
    own: BTreeMap<SuggestionId, AnnotationId>,
    made: Vec<AnnotationId>,
}

impl Taking {
    fn new(cx: &PlanContext<'_>, article: ArticleId, set: Arc<SuggestionSet>) -> Self {
        let key = cx.key(article);
        let index = LayerIndex::new(cx.project.layer(&key));
        Self { key, set, index, links: Links::Likely, own: BTreeMap::new(), made: Vec::new() }
    }

    fn of(&self, id: SuggestionId) -> Option<AnnotationId> {
        self.own.get(&id).copied()
    }

    /// The annotator's annotation that says the same as a suggestion with this label.
    fn twin(&self, suggestion: &Suggestion, label: &LabelId) -> Option<AnnotationId> {
        let cover = suggestion.cover()?;
        let same = |a: &Annotation| a.label == *label && self.set.is_meant(suggestion, a.fragments());
        self.index.overlapping(cover).find(|a| same(a)).map(|a| a.id)
    }

    fn take(&mut self, cx: &mut PlanContext<'_>, draft: &mut Draft, take: &Take) -> Result<(), PlanError> {
        let set = Arc::clone(&self.set);
        let suggestion = set.get(take.id).ok_or_else(gone)?;
        if self.own.contains_key(&take.id) {
            return Ok(());
        }
        let label = take.label.as_ref().unwrap_or(&suggestion.label);
        cx.project
            .codebook
            .label(label)
            .filter(|label| !label.archived)
            .ok_or_else(|| PlanError::NoLabel(label.to_string()))?;
        let spans = take.spans.as_ref().unwrap_or(&suggestion.fragments);
        let place = place(cx, self.key.article, spans)?;
        // Changed words are meant as they are: only the very same annotation stands for them.
        let twin = if take.spans.is_none() { self.twin(suggestion, label) } else { None };
        if let Some(twin) = twin {
            self.own.insert(take.id, twin);
            return Ok(());
        }
        let annotation = self.annotation(cx, suggestion, label, place);
        self.own.insert(take.id, annotation.id);
        self.made.push(annotation.id);
        draft.annotation(&self.key, annotation.id, Some(annotation));
        Ok(())
    }

    fn annotation(
        &self,
        cx: &mut PlanContext<'_>,
        suggestion: &Suggestion,
        label: &LabelId,
        place: Place,
    ) -> Annotation {
        let is_same = *label == suggestion.label && place.fragments() == suggestion.fragments;
        let how = if is_same { How::Accepted } else { How::Edited };
        let (by, percent) = (suggestion.by.clone(), Some(suggestion.percent()));
        let mut annotation = Annotation::new(cx.ids.make(), label.clone(), place);
        annotation.provenance = Provenance { how, by, from: None, percent };
        let definition = cx.project.codebook.label(label);
        let known = suggestion.attributes.iter();
        let known = known.filter(|(id, _)| definition.is_some_and(|label| label.attribute(id).is_some()));
        annotation.attributes = known.map(|(id, value)| (id.clone(), value.clone())).collect();
        annotation.computed = annotation.attributes.keys().cloned().collect();
        let thread = suggestion.thread().filter(|_| self.links == Links::Likely);
        let thread = thread.filter(|id| cx.project.thread(*id).is_some_and(|(_, thread)| thread.label == *label));
        annotation.threads.extend(thread.map(|id| (id, LinkStance::For)));
        annotation
    }

    /// Takes the sources that the claims taken so far are credited to, unless they were turned down.
    fn take_sources(&mut self, cx: &mut PlanContext<'_>, draft: &mut Draft) -> Result<(), PlanError> {
        let layer = self.index.layer().cloned();
        let set = Arc::clone(&self.set);
        let is_rejected = |suggestion: &Suggestion| layer.as_ref().is_some_and(|l| l.has_rejected(&set, suggestion));
        let credited = set.relations.iter().filter(|r| r.kind.as_str() == "attributed_to");
        let sources: BTreeSet<SuggestionId> =
            credited.filter(|r| self.own.contains_key(&r.from)).map(|r| r.to).collect();
        for source in sources.into_iter().filter_map(|id| set.get(id)).filter(|source| !is_rejected(source)) {
            let is_offered = cx.project.codebook.label(&source.label).is_some_and(|label| !label.archived);
            if is_offered {
                self.take(cx, draft, &Take::as_is(source.id))?;
            }
        }
        Ok(())
    }

    /// Draws the arrows between what was taken, or is the annotator's already, and works out what follows from them.
    fn draw(&mut self, cx: &mut PlanContext<'_>, draft: &mut Draft) {
        let set = Arc::clone(&self.set);
        let mut drawn = BTreeSet::new();
        for relation in &set.relations {
            let is_taken = self.own.contains_key(&relation.from) || self.own.contains_key(&relation.to);
            if !is_taken {
                continue;
            }
            let (Some(from), Some(to)) = (self.end(relation.from), self.end(relation.to)) else { continue };
            let Some(layer) = draft.project().layer(&self.key) else { continue };
            let label = |id| layer.annotations.get(&id).map(|a| &a.label);
            let is_allowed = label(from).zip(label(to)).is_some_and(|(from, to)| {
                cx.project.codebook.relation_types_between(from, to).iter().any(|kind| kind.id == relation.kind)
            });
            let of_own = self.index.relations_of(from).iter();
            let is_there = of_own.clone().any(|r| r.from == from && r.to == to && r.kind == relation.kind);
            let kind = relation.kind.clone();
            if from == to || !is_allowed || is_there || !drawn.insert((from, to, kind.clone())) {
                continue;
            }
            let id: RelationId = cx.ids.make();
            let relation = Relation { id, kind, from, to, foreign_id: String::new(), extra: Extra::new() };
            draft.relation(&self.key, id, Some(relation));
        }
        let ends: BTreeSet<AnnotationId> = self.own.values().copied().collect();
        let partners = set.relations.iter().filter(|r| self.own.contains_key(&r.to));
        let partners: Vec<AnnotationId> = partners.filter_map(|r| self.end(r.from)).collect();
        for id in ends.into_iter().chain(partners).collect::<BTreeSet<_>>() {
            recompute_in(draft, &self.key, id);
        }
    }

    /// The annotation at an end of an arrow: one just taken, or one that says the same.
    fn end(&self, id: SuggestionId) -> Option<AnnotationId> {
        let twin = || {
            let suggestion = self.set.get(id)?;
            self.twin(suggestion, &suggestion.label)
        };
        self.of(id).or_else(twin)
    }
}

#[cfg(test)]
mod tests;
