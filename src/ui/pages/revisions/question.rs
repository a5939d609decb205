//! What the page about an article's texts asks a worker, and what it answers.

use crate::edit::{Moves, carry_layer};
use crate::model::{Annotation, AnnotationId, AnnotatorName, Article, ArticleId, LabelId, LayerKey, Place, Project};
use crate::review::RevisionReport;
use crate::text::{Alignment, Text, TextQuote, TextSpan, candidates, clean};
use crate::ui::article_index::Moment;
use std::sync::Arc;

/// Something to work out about the texts of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct TextQuestion {
    pub(super) moment: Moment,
    pub(super) article: ArticleId,
    pub(super) asked: Asked,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// What changed from one text to another, by their numbers from 0.
    Compare(usize, usize),
    /// What would become of the annotator's own coding with another text.
    Preview(Arc<str>),
    /// Where a lost annotation may stand.
    Candidates(AnnotationId),
}

/// The answer to a question.
#[derive(Debug)]
pub struct TextAnswer {
    pub(super) question: TextQuestion,
    pub(super) found: Found,
}

#[derive(Debug)]
pub(super) enum Found {
    /// The article or a text is gone.
    Nothing,
    Compared(Box<Compared>),
    Preview(Box<Preview>),
    Candidates(Vec<Offered>),
}

/// Two texts, and what changed from the one to the other.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) old: Text,
    pub(super) new: Text,
    pub(super) report: RevisionReport,
}

/// What another text would change.
#[derive(Debug)]
pub(super) struct Preview {
    pub(super) compared: Compared,
    pub(super) moves: Moves,
    pub(super) rows: Vec<MovedRow>,
}

/// An annotation that does not simply stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MovedRow {
    pub(super) label: LabelId,
    pub(super) was: String,
    /// Its words with the other text; `None` where it would lose its place.
    pub(super) now: Option<String>,
}

/// A place that a lost annotation may stand at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offered {
    pub(super) spans: Vec<TextSpan>,
    pub(super) percent: u8,
    pub(super) words: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// The texts of an article, the oldest first and the current one last.
pub(super) fn texts(article: &Article) -> impl Iterator<Item = &crate::model::Revision> {
    article.earlier.iter().chain([&article.current])
}

impl TextQuestion {
    /// Works the answer out.
    pub fn answer(self, project: &Project, annotator: &AnnotatorName) -> TextAnswer {
        let found = project.article(self.article).and_then(|article| self.find(project, article, annotator));
        TextAnswer { found: found.unwrap_or(Found::Nothing), question: self }
    }

    fn find(&self, project: &Project, article: &Article, annotator: &AnnotatorName) -> Option<Found> {
        let key = LayerKey { annotator: annotator.clone(), article: self.article };
        let sees = |who: &AnnotatorName| {
            !project.is_blind(annotator, &LayerKey { annotator: who.clone(), article: self.article })
        };
        let compare = |old: &Text, new: &Text| Compared {
            report: RevisionReport::new(project, article, old, new, &sees),
            old: old.clone(),
            new: new.clone(),
        };
        Some(match &self.asked {
            Asked::Compare(from, to) => {
                let (old, new) = (texts(article).nth(*from)?, texts(article).nth(*to)?);
                Found::Compared(Box::new(compare(&old.text, &new.text)))
            }
            Asked::Preview(draft) => {
                let new = Text::new(clean(draft));
                let compared = compare(article.text(), &new);
                let (moves, rows) = preview(project, article, &key, &compared.report.alignment);
                Found::Preview(Box::new(Preview { compared, moves, rows }))
            }
            Asked::Candidates(id) => {
                let annotation = project.annotation(&key, *id)?;
                Found::Candidates(offered(annotation, article.text()))
            }
        })
    }
}

fn preview(project: &Project, article: &Article, key: &LayerKey, alignment: &Alignment) -> (Moves, Vec<MovedRow>) {
    let Some(layer) = project.layer(key) else { return Default::default() };
    let mut after = article.clone();
    after.current.text = alignment.new_text().clone();
    after.zones.clear();
    let (next, moves) = carry_layer(layer, alignment, &after);
    let ids = moves.lost.iter().chain(&moves.changed).chain(&moves.found);
    let row = |id: &AnnotationId| {
        let (was, now) = (layer.annotations.get(id)?, next.annotations.get(id)?);
        let words = |annotation: &Annotation| annotation.words(alignment.new_text());
        let placed = matches!(now.place, Place::At(_));
        Some(MovedRow { label: was.label.clone(), was: was.words(alignment.old()), now: placed.then(|| words(now)) })
    };
    let rows = ids.filter_map(row).collect();
    (moves, rows)
}

/// Places for all quotes of a lost annotation, the likeliest first. Of several quotes each comes after the one before.
fn offered(annotation: &Annotation, text: &Text) -> Vec<Offered> {
    let Place::Lost(quotes) = &annotation.place else { return Vec::new() };
    let Some((first, rest)) = quotes.split_first() else { return Vec::new() };
    let more: Vec<_> = rest.iter().map(|quote| candidates(quote, text)).collect();
    let one = |start: crate::text::Candidate| {
        let (mut spans, mut percent) = (vec![start.span], usize::from(start.percent));
        for found in &more {
            let end = spans.last().map(|span| span.end()).unwrap_or_default();
            let Some(next) = found.iter().find(|next| next.span.start() >= end) else { continue };
            spans.push(next.span);
            percent += usize::from(next.percent);
        }
        let cover = spans.iter().copied().reduce(TextSpan::cover)?;
        let around = TextQuote::of(text, cover);
        let words: Vec<&str> = spans.iter().map(|span| text.slice(*span)).collect();
        Some(Offered {
            percent: u8::try_from(percent / (more.len() + 1)).unwrap_or(100),
            words: words.join(" … "),
            before: around.before,
            after: around.after,
            spans,
        })
    };
    let mut all: Vec<Offered> = candidates(first, text).into_iter().filter_map(one).collect();
    all.sort_by_key(|offered| std::cmp::Reverse(offered.percent));
    all
}
