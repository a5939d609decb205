//! A second look at what is finished: places that the analyst's own habits would label and are not, and the reverse.

use crate::model::{
    Annotation, AnnotationId, AnnotatorName, ArticleId, How, LabelId, LayerIndex, LayerKey, Project, is_one_place,
};
use crate::text::TextSpan;

/// Least score, in hundredths, of a place that should have been labelled by habit.
const MISSED_FROM: u8 = 75;

/// What is odd about a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// It would be labelled by habit, and is not.
    Missed,
    /// It is labelled, and would not be by habit.
    Unexpected(AnnotationId),
}

/// A place to look at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    /// The article.
    pub article: ArticleId,
    /// The fragments.
    pub fragments: Vec<TextSpan>,
    /// The label that it would have, or has.
    pub label: LabelId,
    /// What is odd.
    pub look: Look,
    /// How sure, in hundredths.
    pub percent: u8,
}

/// What one's habits say about an article: label, place, score from 0 to 1.
pub type Habit = (LabelId, Vec<TextSpan>, f64);

/// Compares an annotator's coding of a finished article with what her habits say, the surest first. `habits` are all
/// proposals, down to the faintest: a label that none of them touches is unexpected, where habits speak about that label
/// at all.
pub fn second_look(project: &Project, annotator: &AnnotatorName, article: ArticleId, habits: &[Habit]) -> Vec<Looked> {
    let layer = project.layer(&LayerKey { annotator: annotator.clone(), article }).filter(|layer| layer.done);
    let Some(layer) = layer else { return Vec::new() };
    let index = LayerIndex::new(Some(layer));
    let mut found = Vec::new();
    for (label, fragments, score) in habits {
        let percent = hundredths(*score);
        let (Some(first), Some(last)) = (fragments.first(), fragments.last()) else { continue };
        let near = |a: &Annotation| {
            a.label == *label && a.fragments().iter().any(|f| fragments.iter().any(|g| f.overlaps(*g)))
        };
        let is_rejected = layer.rejected.keys().any(|r| r.label == *label && is_one_place(&r.fragments, fragments));
        if percent >= MISSED_FROM && !is_rejected && !index.overlapping(first.cover(*last)).any(|a| near(a)) {
            let (fragments, label) = (fragments.clone(), label.clone());
            found.push(Looked { article, fragments, label, look: Look::Missed, percent });
        }
    }
    for annotation in index.placed().iter().filter(|a| a.provenance.how == How::Hand) {
        let speaks = habits.iter().any(|(label, ..)| *label == annotation.label);
        let touched = habits.iter().any(|(label, fragments, _)| {
            *label == annotation.label
                && fragments.iter().any(|f| annotation.fragments().iter().any(|g| f.overlaps(*g)))
        });
        if speaks && !touched {
            found.push(Looked {
                article,
                fragments: annotation.fragments().to_vec(),
                label: annotation.label.clone(),
                look: Look::Unexpected(annotation.id),
                percent: 0,
            });
        }
    }
    found.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.fragments.cmp(&b.fragments)));
    found
}

#[expect(clippy::cast_sign_loss, reason = "it is put between 0 and 100 first")]
fn hundredths(score: f64) -> u8 {
    (score * 100.0).round().clamp(0.0, 100.0) as u8
}
