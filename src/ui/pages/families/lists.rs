//! The lists as lines to draw; made on a worker.

use super::super::mentions::whence;
use super::Tab;
use crate::model::{AnnotationId, ArticleId, Family, FamilyKind, LayerKey, Project, ThreadId};
use crate::review::{
    Agreement, Coding, EventField, EventValues, Mention, ThreadIndex, claims_in_order, event_values, late_sources,
    offered_rewrites, overstated, shared_text,
};
use crate::session::EditRequest;
use crate::ui::widgets::count;
use std::collections::BTreeSet;

/// Articles of a family that are put side by side with its first one, at most.
const MOST_SIDES: usize = crate::review::MOST_SIDES;

/// What a button does.
#[derive(Clone, Debug)]
pub(super) enum Does {
    Edit(EditRequest),
    SideBySide(Vec<ArticleId>),
    Inherit(LayerKey, ArticleId),
}

/// A button at the right of a line.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) name: &'static str,
    pub(super) about: String,
    pub(super) does: Does,
}

/// How a heading is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Warning,
    Danger,
}

/// One line of a list.
#[derive(Clone, Debug)]
pub(super) enum Line {
    /// Opens a group.
    Head { title: String, tone: Tone, detail: String, acts: Vec<Act> },
    /// An article of a family.
    Article { id: ArticleId, detail: String, acts: Vec<Act> },
    /// A quote, with what it is.
    Quote { what: &'static str, key: LayerKey, id: AnnotationId },
    /// A value with the mentions that give it.
    Value { value: String, mentions: Vec<(LayerKey, AnnotationId)> },
}

impl Line {
    pub(super) fn is_head(&self) -> bool {
        matches!(self, Self::Head { .. })
    }
}

/// All lists of the page.
#[derive(Debug, Default)]
pub(in crate::ui::pages) struct FamilyLists {
    reprints: Vec<Line>,
    rewrites: Vec<Line>,
    conflicts: Vec<Line>,
    headlines: Vec<Line>,
}

impl FamilyLists {
    pub(in crate::ui::pages) fn new(project: &Project, coding: &Coding, threads: &ThreadIndex) -> Self {
        let of = |kind| project.families.values().filter(move |family| family.kind == kind);
        let mut rewrites: Vec<Line> =
            of(FamilyKind::Rewrite).flat_map(|family| family_lines(project, coding, family)).collect();
        rewrites.extend(offers(project, threads));
        Self {
            reprints: of(FamilyKind::Reprint).flat_map(|family| family_lines(project, coding, family)).collect(),
            rewrites,
            conflicts: event_values(project, threads).iter().flat_map(|one| conflict(project, one)).collect(),
            headlines: headlines(project, coding, threads),
        }
    }

    pub(super) fn of(&self, tab: Tab) -> &[Line] {
        match tab {
            Tab::Reprints => &self.reprints,
            Tab::Rewrites => &self.rewrites,
            Tab::Conflicts => &self.conflicts,
            Tab::Headlines => &self.headlines,
        }
    }
}

/// Annotations on an article that count, and the layer that has most of them.
fn labelled(project: &Project, coding: &Coding, article: ArticleId) -> (usize, Option<(usize, LayerKey)>) {
    let layers = coding.layers(project, article);
    let counts = layers.iter().map(|coded| (coded.annotations().count(), coded.key.clone()));
    let counts: Vec<(usize, LayerKey)> = counts.filter(|(count, _)| *count > 0).collect();
    (counts.iter().map(|(count, _)| count).sum(), counts.into_iter().max())
}

fn family_lines(project: &Project, coding: &Coding, family: &Family) -> Vec<Line> {
    let mut articles: Vec<_> = family.articles.iter().filter_map(|id| project.article(*id)).collect();
    articles
        .sort_unstable_by_key(|article| (article.metadata.published.is_none(), article.metadata.published, article.id));
    let Some(first) = articles.first() else { return Vec::new() };
    let counted: Vec<_> = articles.iter().map(|article| labelled(project, coding, article.id)).collect();
    let most = counted.iter().filter_map(|(_, most)| most.clone()).max();
    let mut lines = Vec::new();
    for (article, (count_here, _)) in articles.iter().zip(&counted) {
        let mut parts = vec![count(*count_here, "annotation", "annotations")];
        if article.id != first.id && family.kind == FamilyKind::Reprint {
            parts.push(format!("{:.0} % of the shorter text shared", 100.0 * shared_text(first, article).contained()));
        }
        let mut acts = Vec::new();
        let from = most.as_ref().filter(|(_, key)| key.article != article.id);
        if let Some((_, key)) = from.filter(|_| family.kind == FamilyKind::Reprint) {
            let about = format!("Take labels over from {}, where the words are the same", whence(project, key.article));
            acts.push(Act { name: "Inherit…", about, does: Does::Inherit(key.clone(), article.id) });
        }
        let leave = EditRequest::LeaveFamily { kind: family.kind, articles: [article.id].into() };
        acts.push(Act { name: "Take out", about: "It is none of these".into(), does: Does::Edit(leave) });
        lines.push(Line::Article { id: article.id, detail: parts.join(" · "), acts });
    }
    let sides = articles.iter().take(MOST_SIDES).map(|article| article.id).collect();
    let apart = EditRequest::LeaveFamily { kind: family.kind, articles: family.articles.clone() };
    let acts = vec![
        Act { name: "Side by side", about: "Paragraph by paragraph".into(), does: Does::SideBySide(sides) },
        Act { name: "Take apart", about: "These do not belong together".into(), does: Does::Edit(apart) },
    ];
    let detail = count(articles.len(), "article", "articles");
    lines.insert(0, Line::Head { title: first.display_title(), tone: Tone::Plain, detail, acts });
    lines
}

fn offers(project: &Project, threads: &ThreadIndex) -> Vec<Line> {
    let claims = claims_in_order(project, threads);
    let mut lines = Vec::new();
    for offer in offered_rewrites(project, &claims) {
        let articles: BTreeSet<ArticleId> = offer.articles.into();
        let put = EditRequest::PutFamily { kind: FamilyKind::Rewrite, articles };
        let acts = vec![
            Act { name: "Mark as rewrites", about: "They retell the same report".into(), does: Does::Edit(put) },
            Act {
                name: "Side by side",
                about: "Paragraph by paragraph".into(),
                does: Does::SideBySide(offer.articles.into()),
            },
        ];
        let detail = format!("{} of {} in the same order", offer.claims.len(), count(offer.of, "claim", "claims"));
        lines.push(Line::Head { title: "Rewrites?".into(), tone: Tone::Plain, detail, acts });
        let article = |id: &ArticleId| Line::Article { id: *id, detail: String::new(), acts: Vec::new() };
        lines.extend(offer.articles.iter().map(article));
    }
    lines
}

fn title(project: &Project, thread: ThreadId) -> String {
    project.thread(thread).map(|(_, thread)| thread.title.clone()).unwrap_or_default()
}

fn places(mentions: &[Mention]) -> Vec<(LayerKey, AnnotationId)> {
    mentions.iter().map(|mention| (mention.key.clone(), mention.annotation)).collect()
}

fn conflict(project: &Project, one: &EventValues) -> Vec<Line> {
    let tone = match one.agreement {
        Agreement::Agreeing => Tone::Plain,
        Agreement::Updated => Tone::Warning,
        Agreement::Contradicting => Tone::Danger,
    };
    // A number's unit stands in its values.
    let precision = if one.field == EventField::Date { one.precision.as_str() } else { "" };
    let parts = [one.agreement.name(), one.field.name(), precision, &one.phase];
    let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let head = Line::Head { title: title(project, one.thread), tone, detail, acts: Vec::new() };
    let values = one.values.iter();
    let values = values.map(|stated| Line::Value { value: stated.value.clone(), mentions: places(&stated.mentions) });
    std::iter::once(head).chain(values).collect()
}

fn headlines(project: &Project, coding: &Coding, threads: &ThreadIndex) -> Vec<Line> {
    let mut lines = Vec::new();
    for one in overstated(project, threads) {
        let why: Vec<String> = one.how.iter().map(crate::review::Stronger::words).collect();
        let detail = format!("{} · {}", why.join("; "), whence(project, one.key.article));
        lines.push(Line::Head { title: title(project, one.thread), tone: Tone::Warning, detail, acts: Vec::new() });
        lines.push(Line::Quote { what: "Title", key: one.key.clone(), id: one.title });
        lines.push(Line::Quote { what: "Text", key: one.key, id: one.text });
    }
    for late in late_sources(project, coding, threads) {
        let detail = whence(project, late.key.article);
        let title = format!("Its source comes {} later", count(late.paragraphs, "paragraph", "paragraphs"));
        lines.push(Line::Head { title, tone: Tone::Plain, detail, acts: Vec::new() });
        lines.push(Line::Quote { what: "Claim", key: late.key.clone(), id: late.claim });
        lines.push(Line::Quote { what: "Source", key: late.key, id: late.source });
    }
    lines
}
