//! Another text for an article: both are kept, and what is on it moves along.

use super::{PlanContext, PlanError};
use crate::edit::carried::carry_layer;
use crate::edit::computed::recompute;
use crate::edit::{Draft, Moves, Spot, Transaction};
use crate::model::{Article, ArticleId, Date, LayerKey, Place, Revision, Zone};
use crate::text::{Alignment, Text, TextSpan};

/// Another text of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// The article.
    pub article: ArticleId,
    /// Its text from now on, cleaned.
    pub text: Text,
    /// When that was looked up, where it is known.
    pub accessed: Option<Date>,
}

/// Gives an article another text. The one that it had stays in the project; parts of the article and the annotator's own
/// annotations move along by their words, and those in doubt lose their place. Others' layers follow when they edit.
///
/// # Errors
/// Where the article is gone, or it has this text already.
pub fn revise(cx: &PlanContext<'_>, new: &NewText) -> Result<(Transaction, Moves), PlanError> {
    let mut draft = cx.draft();
    let moves = revise_in(cx, &mut draft, new)?;
    let title = cx.project.article(new.article).map(|article| article.display_title()).unwrap_or_default();
    let spot = Spot { article: new.article, span: TextSpan::of(0, 0) };
    Ok((draft.finish(format!("correct the text of {title:?}"), Some(spot)), moves))
}

/// As [`revise`], in a draft.
pub(super) fn revise_in(cx: &PlanContext<'_>, draft: &mut Draft, new: &NewText) -> Result<Moves, PlanError> {
    let before = draft.project().article(new.article).cloned().ok_or(PlanError::NoArticle(new.article))?;
    if *before.text() == new.text {
        return Err(PlanError::Refused("the article has this text already".into()));
    }
    let alignment = Alignment::new(before.text(), &new.text);
    let mut after = (*before).clone();
    after.zones = carry_zones(&before.zones, &alignment);
    after.earlier.push(before.current.clone());
    after.current = Revision { file: file_of(&before, &new.text), text: new.text.clone(), since: Some(cx.now) };
    after.metadata.accessed = new.accessed.or(after.metadata.accessed);
    draft.article(new.article, Some(after.clone()));
    let key = cx.key(new.article);
    Ok(move_layer(draft, &key, &alignment, &after))
}

/// A name that no other text has: the number of the revision, and the beginning of the text's hash, since a text that was
/// taken back stays in its file for redo.
fn file_of(article: &Article, text: &Text) -> String {
    let first = article.earlier.first().unwrap_or(&article.current);
    let stem = first.file.strip_suffix(".txt").unwrap_or(&first.file);
    let hash = text.hash().to_string();
    let start: String = hash.trim_start_matches("blake3:").chars().take(8).collect();
    format!("{stem}.{}.{start}.txt", article.earlier.len() + 2)
}

/// Parts of the article on the paragraphs that have their words now.
fn carry_zones(zones: &[Zone], alignment: &Alignment) -> Vec<Zone> {
    let mut there: Vec<Zone> = Vec::new();
    for zone in zones {
        let Some(span) = alignment.carry_paragraphs(zone.span) else { continue };
        if there.last().is_none_or(|last| last.span.end() <= span.start()) {
            there.push(Zone { span, ..zone.clone() });
        }
    }
    there
}

/// Moves a layer over, record by record.
fn move_layer(draft: &mut Draft, key: &LayerKey, alignment: &Alignment, article: &Article) -> Moves {
    let Some(layer) = draft.project().layer(key).cloned() else { return Moves::default() };
    let (next, moves) = carry_layer(&layer, alignment, article);
    draft.layer_text(key, next.text);
    // One change for each record: what stands between two texts can't be written down.
    for (id, annotation) in &next.annotations {
        let before = layer.annotations.get(id);
        let is_touched = before.is_some_and(|a| {
            matches!(a.place, Place::Lost(_)) || a.fragments().iter().any(|f| !stands_in_its_paragraph(alignment, *f))
        });
        let mut annotation = (**annotation).clone();
        if is_touched {
            recompute(draft.project(), key, &mut annotation);
        }
        draft.annotation(key, *id, Some(annotation));
    }
    for gone in layer.reading.keys().filter(|p| !next.reading.contains_key(*p)) {
        draft.reading(key, *gone, None);
    }
    for (paragraph, when) in &next.reading {
        draft.reading(key, *paragraph, Some(*when));
    }
    for gone in layer.rejected.keys().filter(|what| !next.rejected.contains_key(*what)) {
        draft.rejected(key, gone.clone(), None);
    }
    for (what, when) in &next.rejected {
        draft.rejected(key, what.clone(), Some(*when));
    }
    draft.done(key, next.done);
    moves
}

/// True where nothing around a place changed: what is worked out from its paragraph is as it was.
fn stands_in_its_paragraph(alignment: &Alignment, span: TextSpan) -> bool {
    let old = alignment.old();
    let paragraph = old.index().paragraph_at(span.start()).and_then(|number| old.paragraphs().get(number));
    paragraph.is_some_and(|paragraph| alignment.carry_whole(*paragraph).is_some())
}
