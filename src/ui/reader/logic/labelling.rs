//! Labelling, and what is done to the current annotation.

use super::super::state::Extend;
use super::{Outcome, Scene, offers};
use crate::model::{Article, ArticleId, LabelId, Place};
use crate::session::EditRequest;
use crate::text::TextSpan;

/// A label key: on the selection; else the current annotation changes its label; else on the word at the caret.
pub(super) fn label(scene: &mut Scene<'_>, article: &Article, label: &LabelId) -> Outcome {
    if scene.state.raw_selection().is_none()
        && let Some(current) = scene.state.current
    {
        return relabel(scene, article.id, current, label);
    }
    let Some(span) = scene.state.target(article.text()) else {
        return Outcome::say("Nothing is selected that could be labelled; select a word");
    };
    label_span(scene, article, label, span)
}

fn relabel(scene: &mut Scene<'_>, article: ArticleId, id: crate::model::AnnotationId, label: &LabelId) -> Outcome {
    let name = scene.session.project().codebook.label(label).map_or(String::new(), |l| l.name.to_lowercase());
    let same = scene.session.project().annotation(&scene.session.key(article), id).is_some_and(|a| a.label == *label);
    if same {
        return Outcome::say(format!("This is labelled {name} already; Delete takes it off, Ctrl+D doubles it"));
    }
    scene.state.note_label(label);
    let arrows = scene.arrows_of(article, id);
    match scene.edit(EditRequest::Relabel { article, ids: vec![id], label: label.clone() }) {
        Ok(_) => {
            offers::offer(scene, article, id);
            match arrows.saturating_sub(scene.arrows_of(article, id)) {
                0 => Outcome::default(),
                1 => Outcome::say("Its arrow does not fit the new label and is gone; Ctrl+Z brings it back"),
                n => Outcome::say(format!("{n} arrows do not fit the new label and are gone; Ctrl+Z brings them back")),
            }
        }
        Err(outcome) => outcome,
    }
}

/// Labels a span and makes the annotation current; one that is there already becomes current instead.
pub(super) fn label_span(scene: &mut Scene<'_>, article: &Article, label: &LabelId, span: TextSpan) -> Outcome {
    scene.state.note_label(label);
    let place = Place::at(article.text(), [span]);
    let index = scene.session.index(&scene.session.key(article.id));
    let there = index.overlapping(span).find(|a| a.label == *label && a.place == place).map(|a| a.id);
    drop(index);
    if let Some(id) = there {
        make_current(scene, span, id);
        return Outcome::say("These words have that label already");
    }
    match scene.edit(EditRequest::Annotate { article: article.id, label: label.clone(), spans: vec![span] }) {
        Ok(made) => {
            if let Some(id) = made {
                make_current(scene, span, id);
                offers::offer(scene, article.id, id);
            }
            Outcome::default()
        }
        Err(outcome) => outcome,
    }
}

pub(super) fn make_current(scene: &mut Scene<'_>, span: TextSpan, id: crate::model::AnnotationId) {
    scene.state.place(span.end(), Extend::No);
    scene.state.current = Some(id);
    scene.state.reveal = Some(span.end());
}

/// The last link again, or where a label came after it, that label, as its own key would give it.
pub(super) fn repeat(scene: &mut Scene<'_>, article: &Article) -> Outcome {
    if let Some((thread, stance)) = scene.state.last_link {
        return super::linking::repeat(scene, thread, stance);
    }
    let Some(label) = scene.state.last_label.clone() else {
        return Outcome::say("Nothing to repeat yet; label something first");
    };
    self::label(scene, article, &label)
}

/// Deletes the current annotation; says so where arrows went with it.
pub(super) fn delete(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    let Some(id) = scene.state.current else { return Outcome::say("Pick an annotation first: Tab, or click it") };
    let arrows = scene.arrows_of(article, id);
    match scene.edit(EditRequest::DeleteAnnotations { article, ids: vec![id] }) {
        Ok(_) => {
            scene.state.current = None;
            match arrows {
                0 => Outcome::default(),
                1 => Outcome::say("Deleted with its arrow; Ctrl+Z brings both back"),
                n => Outcome::say(format!("Deleted with {n} arrows; Ctrl+Z brings them back")),
            }
        }
        Err(outcome) => outcome,
    }
}

/// Doubles the current annotation; the copy is current, so that the next label key changes it.
pub(super) fn duplicate(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    let Some(id) = scene.state.current else { return Outcome::say("Pick an annotation first: Tab, or click it") };
    match scene.edit(EditRequest::Duplicate { article, id }) {
        Ok(made) => {
            scene.state.current = made.or(scene.state.current);
            Outcome::say("Doubled; a label key changes the copy")
        }
        Err(outcome) => outcome,
    }
}

/// Says or unsays that the current annotation is unsure.
pub(super) fn toggle_unsure(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    let Some(id) = scene.state.current else { return Outcome::say("Pick an annotation first: Tab, or click it") };
    let before = scene.session.project().annotation(&scene.session.key(article), id).is_some_and(|a| a.unsure);
    match scene.edit(EditRequest::SetUnsure { article, ids: vec![id], unsure: !before }) {
        Ok(_) => Outcome::default(),
        Err(outcome) => outcome,
    }
}
