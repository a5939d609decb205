//! What a search is held to.

use crate::model::{AnnotatorName, Article, ArticleId, Date, LabelId, LayerKey, Project, StoryId, ZoneKind};
use crate::text::{TextSpan, fold};
use std::collections::BTreeSet;

/// Whether boilerplate is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Boilerplate {
    /// It is not.
    #[default]
    LeftOut,
    /// It is.
    Included,
}

/// What a search is held to; what is empty holds to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// Inside annotations with one of these labels.
    pub labels: BTreeSet<LabelId>,
    /// Inside annotations of one of these annotators.
    pub annotators: BTreeSet<AnnotatorName>,
    /// In articles of one of these outlets, whatever their case and accents.
    pub outlets: BTreeSet<String>,
    /// In articles of one of these stories.
    pub stories: BTreeSet<StoryId>,
    /// In articles that may have been published on this day or later; those without a date are left out.
    pub from: Option<Date>,
    /// In articles that may have been published on this day or earlier; those without a date are left out.
    pub to: Option<Date>,
    /// Whether boilerplate is searched.
    pub boilerplate: Boilerplate,
}

/// [`Within`], made ready for one state of a project.
pub(super) struct Filter<'a> {
    within: &'a Within,
    project: &'a Project,
    outlets: BTreeSet<String>,
    /// Whose annotations are asked for; empty where any place will do.
    annotators: Vec<AnnotatorName>,
}

impl<'a> Filter<'a> {
    pub(super) fn new(project: &'a Project, within: &'a Within) -> Self {
        let outlets = within.outlets.iter().map(|outlet| fold(outlet.trim())).collect();
        let annotators: Vec<_> = match (within.labels.is_empty(), within.annotators.is_empty()) {
            (true, true) => Vec::new(),
            (false, true) => project.annotators().into_iter().collect(),
            (_, false) => within.annotators.iter().cloned().collect(),
        };
        Self { within, project, outlets, annotators }
    }

    /// True where every article is asked for.
    pub(super) fn takes_all(&self) -> bool {
        let Within { outlets, stories, from, to, .. } = self.within;
        outlets.is_empty() && stories.is_empty() && from.is_none() && to.is_none()
    }

    /// True where the article is among those asked for.
    pub(super) fn takes(&self, article: &Article) -> bool {
        let within = self.within;
        let published = article.metadata.published;
        (self.outlets.is_empty() || self.outlets.contains(&fold(article.metadata.outlet.trim())))
            && (within.stories.is_empty() || !within.stories.is_disjoint(&article.stories))
            && within.from.is_none_or(|from| published.is_some_and(|day| !day.is_before(from)))
            && within.to.is_none_or(|to| published.is_some_and(|day| !to.is_before(day)))
    }

    /// Which places of the article are taken.
    pub(super) fn places(&self, article: &'a Article) -> Places<'a> {
        let boilerplate = match self.within.boilerplate {
            Boilerplate::LeftOut => Some(article),
            Boilerplate::Included => None,
        };
        let asks = !(self.within.labels.is_empty() && self.within.annotators.is_empty());
        Places { boilerplate, inside: asks.then(|| self.fragments(article.id)) }
    }

    fn fragments(&self, article: ArticleId) -> Cover {
        let labels = &self.within.labels;
        let mut spans = Vec::new();
        for annotator in &self.annotators {
            let key = LayerKey { annotator: annotator.clone(), article };
            let annotations = self.project.layer(&key).into_iter().flat_map(|layer| layer.annotations.values());
            let asked = annotations.filter(|a| labels.is_empty() || labels.contains(&a.label));
            spans.extend(asked.flat_map(|a| a.fragments().iter().copied()));
        }
        Cover::new(spans)
    }
}

/// Which places of one article are taken.
pub(super) struct Places<'a> {
    boilerplate: Option<&'a Article>,
    inside: Option<Cover>,
}

impl Places<'_> {
    pub(super) fn takes(&self, span: TextSpan) -> bool {
        let in_boilerplate = |article: &Article| {
            let first = article.zones.partition_point(|zone| zone.span.end() <= span.start());
            let near = article.zones.iter().skip(first).take_while(|zone| zone.span.start() < span.end());
            near.into_iter().any(|zone| zone.kind == ZoneKind::Boilerplate)
        };
        !self.boilerplate.is_some_and(in_boilerplate) && self.inside.as_ref().is_none_or(|cover| cover.holds(span))
    }
}

/// Fragments, so arranged that it is quick to see whether one of them holds a span.
pub(super) struct Cover {
    /// Starts in order, each with the furthest end of a fragment that starts there or earlier.
    reach: Vec<(TextSpan, usize)>,
}

impl Cover {
    pub(super) fn new(mut spans: Vec<TextSpan>) -> Self {
        spans.sort_unstable();
        let mut furthest = 0;
        let reach = spans.into_iter().map(|span| {
            furthest = furthest.max(span.end().get());
            (span, furthest)
        });
        Self { reach: reach.collect() }
    }

    /// True where one fragment holds the whole span.
    pub(super) fn holds(&self, span: TextSpan) -> bool {
        let after = self.reach.partition_point(|(fragment, _)| fragment.start() <= span.start());
        after.checked_sub(1).and_then(|last| self.reach.get(last)).is_some_and(|(_, end)| *end >= span.end().get())
    }

    /// True where a fragment shares a byte with the span.
    pub(super) fn meets(&self, span: TextSpan) -> bool {
        let after = self.reach.partition_point(|(fragment, _)| fragment.start() < span.end());
        after.checked_sub(1).and_then(|last| self.reach.get(last)).is_some_and(|(_, end)| *end > span.start().get())
    }
}
