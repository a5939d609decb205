//! What the pointer shows over an annotation after resting there.

use super::Mode;
use super::hot::Hot;
use super::paint::Sheet;
use super::pointer::{Pointer, over};
use super::words::{attribute_words, label_color, label_name, relation_name, short_words, shortened};
use crate::model::{Annotation, AnnotationId, AnnotatorName, Layer, SuggestionId};
use crate::ui::panels::suggestion_words;
use crate::ui::theme::space;
use crate::ui::widgets::{self, capitalized};
use egui::{Align2, Area, Frame, Id, Order, Popup, Pos2, Rect, Response, RichText, Ui, pos2};
use std::sync::Arc;

/// How long the pointer rests before the card comes, in seconds.
const REST: f32 = 0.5;
/// Height of an annotation that the card stands beside whole, in points.
const MOST_COVERED: f32 = 130.0;
/// Height that a card may need, in points: with less room below, it goes where more is.
const HEIGHT: f32 = 220.0;
/// Width of the card, in points.
const WIDTH: f32 = 300.0;
/// Characters of the words that a card shows, and of an arrow's other end.
const WORDS: (usize, usize) = (140, 60);

/// The card that is shown: of which annotations, and how far from the left, in points. It stays until others are hovered.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    of: (Option<AnnotationId>, Vec<(usize, AnnotationId)>),
    suggestion: Option<SuggestionId>,
    left: f32,
}

/// Shows the card of what the pointer rests on.
pub(super) fn hover(ui: &Ui, response: &Response, sheet: &Sheet<'_>, hot: &Hot, pointer: &Pointer) {
    let id = Id::unique("annotation card");
    let shown = wanted(ui, response, sheet, hot, pointer, id);
    let Some((shown, pos)) = shown else {
        ui.data_mut(|data| data.remove::<Shown>(id));
        return;
    };
    // Beside the annotation where it is short, else beside the row that the pointer is in.
    let suggested = shown.suggestion.and_then(|id| hot.suggestion_rect(id));
    let rows = shown.of.0.and_then(|id| hot.cover_of(id)).or(suggested).filter(|rect| rect.height() < MOST_COVERED);
    let row = hot.words.iter().map(|(rect, _)| *rect).find(|rect| rect.y_range().contains(pos.y));
    let covered = rows.or(row).unwrap_or(Rect::from_pos(pos));
    let below = covered.bottom().max(pos.y) + sheet.document.metrics.lanes();
    let (under, over) = (sheet.frame.bottom() - below, covered.top() - sheet.frame.top());
    let (at, pivot) = if under >= HEIGHT || under >= over {
        (pos2(shown.left, below), Align2::LEFT_TOP)
    } else {
        (pos2(shown.left, covered.top() - space::SMALL), Align2::LEFT_BOTTOM)
    };
    let own = shown.of.0.and_then(|id| sheet.view.layer()?.annotations.get(&id));
    let area = Area::new(id).order(Order::Tooltip).interactable(false).fixed_pos(at).pivot(pivot);
    area.constrain_to(sheet.frame).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(WIDTH);
            if let Some(annotation) = own {
                card(ui, sheet, annotation, sheet.view.layer(), None);
            }
            if let (Some(open), Some(id)) = (sheet.open, shown.suggestion) {
                suggestion_words(ui, sheet.view, open, id);
            }
            for (number, id) in &shown.of.1 {
                let Some((name, _)) = sheet.others.get(*number) else { continue };
                let mut layers = sheet.view.project().layers_of(sheet.document.article.id);
                let Some((_, layer)) = layers.find(|(key, _)| key.annotator == *name) else { continue };
                if let Some(annotation) = layer.annotations.get(id) {
                    card(ui, sheet, annotation, Some(layer), Some(name));
                }
            }
        });
    });
    ui.data_mut(|data| data.insert_temp(id, shown));
}

/// What the card should show now, and where the pointer is: once it stands there, it stays while the pointer moves over
/// the same annotations, so that it neither flickers nor follows.
fn wanted(
    ui: &Ui,
    response: &Response,
    sheet: &Sheet<'_>,
    hot: &Hot,
    pointer: &Pointer,
    id: Id,
) -> Option<(Shown, Pos2)> {
    let state = sheet.view.reader;
    // Nothing may cover the words while they are being selected or an answer is awaited.
    let is_busy = !matches!(state.mode, Mode::Normal | Mode::Sticky(_)) || state.raw_selection().is_some();
    if is_busy || !pointer.has_moved {
        return None;
    }
    let pos = response.hover_pos().filter(|_| response.contains_pointer())?;
    let (rests, is_down) = ui.input(|i| (i.pointer.time_since_last_movement(), i.pointer.any_down()));
    if is_down || Popup::is_any_open(ui.ctx()) {
        return None;
    }
    let over = over(sheet, hot, pos);
    // The picked suggestion has its card already.
    let suggestion = over.suggestion.filter(|id| state.suggestion != Some(*id));
    if over.annotation.is_none() && suggestion.is_none() && over.others.is_empty() {
        return None;
    }
    let of = (over.annotation, over.others);
    let before: Option<Shown> = ui.data(|data| data.get_temp(id));
    if let Some(shown) = before.filter(|shown| shown.of == of && shown.suggestion == suggestion) {
        return Some((shown, pos));
    }
    if rests < REST {
        ui.ctx().request_repaint_after_secs(REST - rests);
        return None;
    }
    Some((Shown { of, suggestion, left: pos.x }, pos))
}

/// Label, words, attributes, note, arrows, shared claims and whose it is.
fn card(
    ui: &mut Ui,
    sheet: &Sheet<'_>,
    annotation: &Annotation,
    layer: Option<&Arc<Layer>>,
    owner: Option<&AnnotatorName>,
) {
    let (theme, project, text) = (sheet.view.theme, sheet.view.project(), sheet.document.text());
    let codebook = &project.codebook;
    let color = theme.label_text(label_color(codebook, &annotation.label));
    let unsure = if annotation.unsure { " · unsure" } else { "" };
    ui.label(RichText::new(format!("{}{unsure}", label_name(codebook, &annotation.label))).color(color).strong());
    ui.label(RichText::new(format!("“{}”", short_words(annotation, text, WORDS.0))).color(theme.text));
    for line in attribute_words(annotation, codebook) {
        widgets::muted(ui, theme, line);
    }
    if !annotation.note.is_empty() {
        ui.label(RichText::new(shortened(&annotation.note, 280)).italics());
    }
    let relations = layer.into_iter().flat_map(|layer| layer.relations_of(annotation.id).map(move |r| (layer, r)));
    for (layer, relation) in relations {
        let (sign, other) = if relation.from == annotation.id { ("→", relation.to) } else { ("←", relation.from) };
        let Some(other) = layer.annotations.get(&other) else { continue };
        let kind = capitalized(&relation_name(codebook, &relation.kind));
        widgets::muted(ui, theme, format!("{kind} {sign} “{}”", short_words(other, text, WORDS.1)));
    }
    for thread in annotation.threads.keys().filter_map(|id| project.thread(*id)) {
        widgets::muted(ui, theme, format!("Same as: {}", thread.1.title));
    }
    let whose = owner.map_or_else(|| "Your coding".to_owned(), widgets::coding_of);
    ui.label(RichText::new(whose).small().color(theme.muted));
}
