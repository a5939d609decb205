//! The margins beside the text: what was read at the left, what a paragraph is at the right.

use super::laid::Laid;
use super::paint::Sheet;
use super::style::MARGIN;
use crate::model::ZoneKind;
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::Outbox;
use crate::ui::theme::space;
use crate::ui::widgets::capitalized;
use egui::containers::menu::MenuConfig;
use egui::{
    Button, Popup, PopupCloseBehavior, Pos2, Rect, RichText, Sense, Stroke, TextEdit, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

/// Radius of a reading mark, in points.
const MARK: f32 = 5.0;

/// Which paragraph's part is shown beside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Margin {
    shown: Option<usize>,
}

impl Margin {
    /// Draws both margins of the paragraphs whose start is on the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, sheet: &Sheet<'_>, out: &mut Outbox) {
        // While a menu is open its paragraph stays shown, wherever the pointer goes.
        if !Popup::is_any_open(ui.ctx()) {
            self.shown = ui.input(|i| i.pointer.hover_pos()).and_then(|pos| paragraph_at(sheet, pos));
        }
        for laid in sheet.laid {
            let Some(piece) = sheet.document.pieces.get(laid.piece).filter(|piece| piece.first) else { continue };
            let Some(paragraph) = sheet.document.text().paragraphs().get(laid.paragraph).copied() else { continue };
            reading_mark(ui, sheet, laid, paragraph, self.shown == Some(laid.paragraph), out);
            if self.shown == Some(laid.paragraph) {
                part(ui, sheet, laid, paragraph, piece.zone, out);
            }
        }
    }
}

fn paragraph_at(sheet: &Sheet<'_>, pos: Pos2) -> Option<usize> {
    let inside = sheet.frame.contains(pos);
    let laid = super::hot::laid_at(sheet.laid, pos.y).filter(|_| inside)?;
    (pos.y < laid.rect().bottom() + laid.look.after && pos.y >= laid.rect().top()).then_some(laid.paragraph)
}

/// A tick where the paragraph was read; under the pointer an empty ring where it was not. A click changes it.
fn reading_mark(
    ui: &Ui,
    sheet: &Sheet<'_>,
    laid: &Laid,
    paragraph: TextSpan,
    is_under_pointer: bool,
    out: &mut Outbox,
) {
    let Some(article) = sheet.view.reader.article else { return };
    let when = sheet.view.layer().and_then(|layer| layer.reading.get(&paragraph));
    let center = pos2(sheet.left - MARGIN * 0.5, laid.words_of_row(0).center());
    let rect = Rect::from_center_size(center, vec2(MARK, MARK) * 4.0);
    if !sheet.frame.contains(center) {
        return;
    }
    // Not focusable: marks are no Tab stops, as `m` does the same.
    let response = ui.interact(rect, egui::Id::unique(("reading mark", paragraph.start().get())), Sense::CLICK);
    let words = match when {
        Some(when) if sheet.marks.has_any(laid.piece) => format!("Read {}", moment(*when)),
        Some(when) => format!("Nothing here, read {}", moment(*when)),
        None => "Not read yet".to_owned(),
    };
    let name = format!("Paragraph {}: {}", laid.paragraph + 1, words.to_lowercase());
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, when.is_some(), name.clone()));
    paint_mark(ui, sheet, center, when.is_some(), is_under_pointer || response.hovered());
    let what = if when.is_some() { "a click takes the mark away" } else { "a click marks it as read" };
    if response.clicked() {
        let paragraphs = vec![paragraph];
        out.edit(match when {
            Some(_) => EditRequest::UnmarkRead { article, paragraphs },
            None => EditRequest::MarkRead { article, paragraphs },
        });
    }
    response.on_hover_text(format!("{words}; {what}"));
}

fn paint_mark(ui: &Ui, sheet: &Sheet<'_>, center: Pos2, read: bool, pointed: bool) {
    let theme = sheet.view.theme;
    if read {
        let color = if pointed { theme.good } else { crate::ui::theme::mix(theme.good, theme.page, 0.35) };
        let tick = [vec2(-0.8, 0.0), vec2(-0.2, 0.6), vec2(0.9, -0.7)].map(|v| center + v * MARK);
        ui.painter().line(tick.to_vec(), Stroke::new(1.6, color));
    } else if pointed {
        ui.painter().circle_stroke(center, MARK, Stroke::new(1.2, theme.muted));
    }
}

/// "2026-11-21 09:14".
fn moment(when: crate::model::Timestamp) -> String {
    when.to_string().replace('T', " ").chars().take(16).collect()
}

/// What the paragraph is, as a small menu that changes it.
fn part(ui: &mut Ui, sheet: &Sheet<'_>, laid: &Laid, paragraph: TextSpan, zone: ZoneKind, out: &mut Outbox) {
    let left = sheet.left + sheet.document.metrics.column + space::SMALL;
    let room = (sheet.frame.right() - left - space::LARGE).max(0.0);
    let middle = laid.words_of_row(0).center();
    let rect = Rect::from_min_size(pos2(left, middle - 10.0), vec2(room, 20.0));
    if !sheet.frame.contains(pos2(left, middle)) {
        return;
    }
    let words = if room < 84.0 { "…".to_owned() } else { capitalized(zone.name()) };
    let builder = UiBuilder::new().max_rect(rect).id_salt(("part", laid.paragraph));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().button_padding = vec2(4.0, 1.0);
        let label = RichText::new(words).small().color(sheet.view.theme.muted);
        let menu = egui::containers::menu::MenuButton::from_button(Button::new(label).frame_when_inactive(false));
        // A click into the outlet's field leaves the menu open.
        let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let (response, _) = menu.config(config).ui(ui, |ui| {
            part_menu(ui, sheet, paragraph, zone, out);
            if zone == ZoneKind::Excerpt {
                outlet_field(ui, sheet, paragraph, out);
            }
        });
        let name = format!("Part of the article: {}", zone.name());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name.clone()));
        response.on_hover_text("What this paragraph is");
    });
}

/// The outlet that an excerpt was taken from: set when the field is left or with Enter.
fn outlet_field(ui: &mut Ui, sheet: &Sheet<'_>, paragraph: TextSpan, out: &mut Outbox) {
    let article = &sheet.document.article;
    let Some(zone) = article.zones.iter().find(|zone| zone.span.contains_span(paragraph)) else { return };
    let id = egui::Id::unique(("excerpt outlet", zone.span.start().get()));
    let mut draft = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| zone.outlet.clone());
    ui.separator();
    let label = ui.label(RichText::new("Taken from").small().color(sheet.view.theme.muted));
    let field = TextEdit::singleline(&mut draft).hint_text("Outlet").desired_width(5.0 * space::ROW);
    let response = ui.add(field).labelled_by(label.id);
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        let outlet = draft.trim().to_owned();
        if outlet != zone.outlet && !ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            out.edit(EditRequest::SetZone { article: article.id, span: zone.span, kind: zone.kind, outlet });
        }
        ui.close();
    } else if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, draft));
    }
}

/// The kinds that a paragraph can be.
pub(super) fn part_menu(ui: &mut Ui, sheet: &Sheet<'_>, paragraph: TextSpan, zone: ZoneKind, out: &mut Outbox) {
    let Some(article) = sheet.view.reader.article else { return };
    for kind in ZoneKind::ALL {
        if ui.selectable_label(kind == zone, capitalized(kind.name())).clicked() {
            out.edit(EditRequest::SetZone { article, span: paragraph, kind, outlet: String::new() });
            ui.close();
        }
    }
}
