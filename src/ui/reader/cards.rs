//! What the pointer shows over an annotation after resting there.

use super::Mode;
use super::hot::Hot;
use super::paint::Sheet;
use super::pointer::{Pointer, over};
use super::words::{label_color, label_name, shortened};
use crate::model::{Annotation, AnnotatorName};
use crate::ui::theme::space;
use crate::ui::widgets;
use egui::{Area, Frame, Id, Order, Popup, Response, RichText, Ui, pos2};

/// How long the pointer rests before the card comes, in seconds.
const REST: f32 = 0.5;
/// Height of an annotation that the card stands below whole, in points.
const MOST_COVERED: f32 = 130.0;
/// Width of the card, in points.
const WIDTH: f32 = 300.0;

/// Shows the card of what the pointer rests on.
pub(super) fn hover(ui: &Ui, response: &Response, sheet: &Sheet<'_>, hot: &Hot, pointer: &Pointer) {
    let state = sheet.view.reader;
    // Nothing may cover the words while they are being selected or an answer is awaited.
    let is_busy = !matches!(state.mode, Mode::Normal | Mode::Sticky(_)) || state.raw_selection().is_some();
    if is_busy || !pointer.has_moved {
        return;
    }
    let Some(pos) = response.hover_pos().filter(|_| response.contains_pointer()) else { return };
    let (rests, is_down) = ui.input(|i| (i.pointer.time_since_last_movement(), i.pointer.any_down()));
    if is_down || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let over = over(sheet, hot, pos);
    if over.annotation.is_none() && over.others.is_empty() {
        return;
    }
    if rests < REST {
        ui.ctx().request_repaint_after_secs(REST - rests);
        return;
    }
    // Below the annotation where it is short, else below the row that the pointer is in.
    let rows = over.annotation.and_then(|id| hot.cover_of(id)).filter(|rect| rect.height() < MOST_COVERED);
    let row = hot.words.iter().map(|(rect, _)| *rect).find(|rect| rect.y_range().contains(pos.y));
    let bottom = rows.or(row).map_or(pos.y, |rect| rect.bottom()) + sheet.document.metrics.lanes();
    let own = over.annotation.and_then(|id| sheet.view.layer()?.annotations.get(&id));
    Area::new(Id::unique("annotation card"))
        .order(Order::Tooltip)
        .interactable(false)
        .fixed_pos(pos2(pos.x, bottom.max(pos.y + space::LARGE)))
        .constrain_to(sheet.frame)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width(WIDTH);
                if let Some(annotation) = own {
                    card(ui, sheet, annotation, None);
                }
                for (number, id) in &over.others {
                    let Some((name, _)) = sheet.others.get(*number) else { continue };
                    let layers = sheet.view.project().layers_of(sheet.document.article.id);
                    let found =
                        layers.filter(|(key, _)| key.annotator == *name).find_map(|(_, l)| l.annotations.get(id));
                    if let Some(annotation) = found {
                        card(ui, sheet, annotation, Some(name));
                    }
                }
            });
        });
}

/// Label, attributes, note, shared claims and whose it is.
fn card(ui: &mut Ui, sheet: &Sheet<'_>, annotation: &Annotation, owner: Option<&AnnotatorName>) {
    let (theme, project) = (sheet.view.theme, sheet.view.project());
    let codebook = &project.codebook;
    let color = theme.label_text(label_color(codebook, &annotation.label));
    let unsure = if annotation.unsure { " · unsure" } else { "" };
    ui.label(RichText::new(format!("{}{unsure}", label_name(codebook, &annotation.label))).color(color).strong());
    for (id, value) in &annotation.attributes {
        let definition = codebook.label(&annotation.label).and_then(|label| label.attribute(id));
        let line = definition.map_or_else(|| format!("{id}: …"), |def| format!("{}: {}", def.name, def.show(value)));
        widgets::muted(ui, theme, line);
    }
    if !annotation.note.is_empty() {
        ui.label(RichText::new(shortened(&annotation.note, 280)).italics());
    }
    for thread in annotation.threads.keys().filter_map(|id| project.thread(*id)) {
        widgets::muted(ui, theme, format!("Same as: {}", thread.1.title));
    }
    let whose = owner.map_or_else(|| "Your coding".to_owned(), widgets::coding_of);
    ui.label(RichText::new(whose).small().color(theme.muted));
}
