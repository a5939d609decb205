//! Everything by mouse alone: the context menu, the floating bar, the list behind "+n".

use super::hot::Hot;
use super::margin::part_menu;
use super::paint::Sheet;
use super::pointer::Pointer;
use super::words::{accessible_name, label_color, label_letter, relation_name, short_words};
use crate::model::{AnnotationId, Label, Relation};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::theme::space;
use crate::ui::widgets::{count, menu_item};
use crate::ui::{Action, Message, Outbox};
use egui::{
    Align2, Area, Button, Frame, Id, Order, Popup, Rect, Response, RichText, ScrollArea, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Labels that the floating bar shows; the others are in the context menu.
const SHOWN_LABELS: usize = 6;

/// Width of the context menu, in points.
const MENU: f32 = 250.0;

/// Width of the list behind "+n", in points.
const LIST: f32 = 360.0;

/// Labels, arrows, parts and copying, under the right mouse button.
pub(super) fn context_menu(
    response: &Response,
    sheet: &Sheet<'_>,
    pointer: &Pointer,
    relations: &[Arc<Relation>],
    out: &mut Outbox,
) {
    response.context_menu(|ui| {
        let view = sheet.view;
        ui.set_min_width(MENU);
        let changes = view.current().is_some() && view.reader.raw_selection().is_none();
        for label in view.project().codebook.offered() {
            let words = if changes { format!("Change to {}", label.name) } else { format!("Label as {}", label.name) };
            let action = Action::Label(label.id.clone());
            let button = Button::new(words.clone()).shortcut_text(view.keys.shortcut(&action));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::MenuItem, true, words.clone()));
            if response.clicked() {
                out.act(action);
                ui.close();
            }
        }
        ui.separator();
        if view.current().is_some() {
            let attributes = Button::new("Attributes and note…").shortcut_text(view.keys.shortcut(&Action::Confirm));
            if ui.add(attributes).clicked() {
                out.act(Action::Confirm);
                ui.close();
            }
            let fitting = [
                Action::Link,
                Action::Relate,
                Action::AddFragment,
                Action::ToggleUnsure,
                Action::Duplicate,
                Action::Delete,
            ];
            for action in fitting {
                item(ui, sheet, action, out);
            }
            arrows(ui, sheet, relations, out);
            ui.separator();
        }
        paragraph(ui, sheet, pointer, out);
        item(ui, sheet, Action::Copy, out);
    });
}

fn item(ui: &mut Ui, sheet: &Sheet<'_>, action: Action, out: &mut Outbox) {
    if menu_item(ui, sheet.view.keys, &action).clicked() {
        out.act(action);
        ui.close();
    }
}

/// Arrows of the current annotation, each to be taken away.
fn arrows(ui: &mut Ui, sheet: &Sheet<'_>, relations: &[Arc<Relation>], out: &mut Outbox) {
    let (Some(article), Some(layer)) = (sheet.view.reader.article, sheet.view.layer()) else { return };
    for relation in relations {
        let other = if Some(relation.from) == sheet.view.reader.current { relation.to } else { relation.from };
        let Some(partner) = layer.annotations.get(&other) else { continue };
        let kind = relation_name(&sheet.view.project().codebook, &relation.kind);
        let words = short_words(partner, sheet.document.text(), 32);
        if ui.button(format!("Delete the arrow “{kind}”: {words}")).clicked() {
            out.edit(EditRequest::Unrelate { article, ids: vec![relation.id] });
            ui.close();
        }
    }
}

/// What the paragraph under the pointer is, and whether it was read.
fn paragraph(ui: &mut Ui, sheet: &Sheet<'_>, pointer: &Pointer, out: &mut Outbox) {
    let text = sheet.document.text();
    let (Some(article), Some(at)) = (sheet.view.reader.article, pointer.menu_at) else { return };
    let Some(span) = text.index().paragraph_at(at).and_then(|i| text.paragraphs().get(i)).copied() else { return };
    let zone = sheet.document.article.zone_of(span);
    ui.menu_button("Part of the article", |ui| part_menu(ui, sheet, span, zone, out));
    let is_read = sheet.view.layer().is_some_and(|layer| layer.reading.contains_key(&span));
    let paragraphs = vec![span];
    if is_read {
        if ui.button("Paragraph is not read").clicked() {
            out.edit(EditRequest::UnmarkRead { article, paragraphs });
            ui.close();
        }
    } else if ui.button("Paragraph is read").clicked() {
        out.edit(EditRequest::MarkRead { article, paragraphs });
        ui.close();
    }
}

/// The small bar beside a selection or annotation that the mouse made or picked; gives its place, where it is shown.
pub(super) fn floating_bar(ui: &Ui, sheet: &Sheet<'_>, hot: &Hot, pointer: &Pointer, out: &mut Outbox) -> Option<Rect> {
    let state = sheet.view.reader;
    if Popup::is_any_open(ui.ctx()) || pointer.is_dragging() {
        return None;
    }
    let selected = pointer.selected.filter(|span| state.raw_selection() == Some(*span)).and(sheet.selection);
    let picked = pointer.picked.filter(|id| state.current == Some(*id) && state.raw_selection().is_none());
    let picked = picked.filter(|_| matches!(state.mode, super::Mode::Normal | super::Mode::Sticky(_)));
    let anchor = match (selected, picked) {
        (Some(span), _) => rows_of(sheet, span),
        (None, Some(id)) => hot.cover_of(id),
        _ => None,
    };
    let anchor = anchor?;
    // Over the line that was read already rather than the one that is read next.
    let above = anchor.top() - space::SMALL;
    let (at, pivot) = if above - 1.5 * space::ROW > sheet.frame.top() {
        (pos2(anchor.left(), above), Align2::LEFT_BOTTOM)
    } else {
        let below = anchor.bottom() + sheet.document.metrics.lanes() + space::SMALL;
        (pos2(anchor.left(), below), Align2::LEFT_TOP)
    };
    // Wider than the sheet where the panels beside it leave little room, so it may reach over them.
    let bar = Area::new(Id::unique("label bar"))
        .order(Order::Foreground)
        .fixed_pos(at)
        .pivot(pivot)
        .constrain_to(ui.ctx().content_rect())
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(space::SMALL).show(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                ui.horizontal(|ui| {
                    labels(ui, sheet, selected.is_none(), out);
                    if selected.is_some() {
                        if state.current.or(state.held).is_some() {
                            ui.separator();
                            bar_button(ui, sheet, "Add as fragment", Action::AddFragment, out);
                        }
                    } else {
                        ui.separator();
                        bar_button(ui, sheet, "Arrow…", Action::Relate, out);
                        bar_button(ui, sheet, "Attributes", Action::Confirm, out);
                        bar_button(ui, sheet, "Delete", Action::Delete, out);
                    }
                });
            });
        });
    Some(bar.response.rect)
}

/// All rows of a span that are on the screen.
fn rows_of(sheet: &Sheet<'_>, span: TextSpan) -> Option<Rect> {
    let rows = sheet.laid.iter().flat_map(|laid| laid.rects(span, sheet.heights()));
    rows.map(|row| row.rect).reduce(Rect::union)
}

/// Buttons that label the selection, or change the current annotation's label.
fn labels(ui: &mut Ui, sheet: &Sheet<'_>, changes: bool, out: &mut Outbox) {
    let view = sheet.view;
    let codebook = &view.project().codebook;
    let current = view.current().filter(|_| changes).map(|annotation| &annotation.label);
    for label in codebook.offered().take(SHOWN_LABELS) {
        let color = view.theme.label_text(label_color(codebook, &label.id));
        let letter = label_letter(codebook, &label.id);
        let words = RichText::new(format!("{letter} {}", label.name)).color(color);
        let response = ui.add(Button::new(words).selected(current == Some(&label.id)).frame_when_inactive(false));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, label_words(label, changes)));
        if response.clicked() {
            out.act(Action::Label(label.id.clone()));
        }
    }
}

fn label_words(label: &Label, changes: bool) -> String {
    if changes { format!("Change to {}", label.name) } else { format!("Label as {}", label.name) }
}

fn bar_button(ui: &mut Ui, sheet: &Sheet<'_>, words: &str, action: Action, out: &mut Outbox) {
    let tooltip = crate::ui::widgets::tooltip(sheet.view.keys, &action);
    if ui.add(Button::new(words).frame_when_inactive(false)).on_hover_text(tooltip).clicked() {
        out.act(action);
    }
}

/// The annotations behind a "+n" that was clicked: only the rows in view cost anything, however many there are.
pub(super) fn list(ui: &Ui, sheet: &Sheet<'_>, pointer: &mut Pointer, out: &mut Outbox) {
    let Some((at, ids)) = pointer.list.as_ref() else { return };
    let area = Area::new(Id::unique("annotations without a lane"))
        .order(Order::Foreground)
        .fixed_pos(*at)
        .constrain_to(sheet.frame)
        .show(ui.ctx(), |ui| {
            let popup = Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(LIST.min(sheet.frame.width()));
                ui.label(RichText::new(count(ids.len(), "more annotation", "more annotations")).small());
                let height = (sheet.frame.height() / 3.0).max(3.0 * space::LINE);
                let rows = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
                ui.spacing_mut().item_spacing.y = 0.0;
                let shown = rows.show_rows(ui, space::LINE, ids.len(), |ui, range| {
                    let shown = ids.get(range).unwrap_or_default();
                    shown.iter().filter(|id| list_row(ui, sheet, **id)).copied().last()
                });
                shown.inner
            });
            popup.inner
        });
    if let Some(id) = area.inner {
        out.push(Message::Pick(id));
    }
    let left = ui.input(|i| i.pointer.any_pressed()) && !area.response.contains_pointer() && area.inner.is_none();
    if area.inner.is_some() || left {
        pointer.list = None;
    }
}

/// One annotation of the list; true where it was clicked.
fn list_row(ui: &mut Ui, sheet: &Sheet<'_>, id: AnnotationId) -> bool {
    let Some(annotation) = sheet.view.layer().and_then(|layer| layer.annotations.get(&id)) else { return false };
    let codebook = &sheet.view.project().codebook;
    let color = sheet.view.theme.label_text(label_color(codebook, &annotation.label));
    let name = accessible_name(annotation, codebook, sheet.document.text());
    let words = RichText::new(super::words::shortened(&name, 56)).color(color);
    let size = vec2(ui.available_width(), space::LINE);
    ui.add_sized(size, Button::new(words).frame_when_inactive(false).truncate()).clicked()
}
