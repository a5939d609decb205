//! Lines of lists: only those on the screen are drawn.

use super::Claim;
use crate::model::ThreadId;
use crate::ui::View;
use crate::ui::theme::space;
use crate::ui::widgets::{count, paint_line};
use egui::{Color32, Rect, Response, ScrollArea, Sense, Stroke, TextStyle, Ui, pos2, vec2};

/// Shares of the width that the columns of a claim have: title, sources, outlets, and what is worth a look.
const SHARES: [f32; 4] = [0.52, 0.2, 0.1, 0.18];

/// Draws a line of several parts; gives what the pointer did. Its name is all parts together.
pub(super) fn line(ui: &mut Ui, view: &View<'_>, selected: bool, parts: &[(&str, f32, Color32)]) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::LINE), Sense::CLICK);
    if selected {
        ui.painter().rect_filled(rect, 3.0, view.theme.selection);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 3.0, view.theme.raised);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
    let mut left = rect.left();
    let mut cut = false;
    for (words, share, color) in parts {
        let right = left + rect.width() * share;
        let part = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        let inner = part.shrink2(vec2(space::SMALL, 0.0));
        cut |= paint_line(ui, inner, words, TextStyle::Body.resolve(ui.style()), *color);
        left = right;
    }
    let name = || {
        let words: Vec<&str> = parts.iter().map(|part| part.0).filter(|words| !words.is_empty()).collect();
        words.join(", ")
    };
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, selected, name()));
    if cut && response.hovered() { response.on_hover_text(name()) } else { response }
}

/// What stands in the columns of a claim.
fn heads(ui: &mut Ui, view: &View<'_>) {
    let bar = ui.spacing().scroll.allocated_width();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width() - bar, space::LINE), Sense::hover());
    let mut left = rect.left();
    for (words, share) in ["Shared claim", "Independent sources", "Outlets", ""].into_iter().zip(SHARES) {
        let right = left + rect.width() * share;
        let part = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        let font = TextStyle::Small.resolve(ui.style());
        paint_line(ui, part.shrink2(vec2(space::SMALL, 0.0)), words, font, view.theme.muted);
        left = right;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
}

/// Draws claims with how many stand behind each; gives the one that was clicked.
pub(super) fn claims(
    ui: &mut Ui,
    view: &View<'_>,
    claims: &[Claim],
    shown: &[usize],
    chosen: Option<ThreadId>,
) -> Option<ThreadId> {
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    heads(ui, view);
    ScrollArea::vertical().id_salt("claims").auto_shrink(false).show_rows(ui, space::LINE, shown.len(), |ui, range| {
        for claim in shown.get(range).unwrap_or_default().iter().filter_map(|number| claims.get(*number)) {
            let standing = &claim.standing;
            let sources = match standing.at_least() {
                0 => "no source".to_owned(),
                all => format!("at least {all}, {} named", standing.named()),
            };
            let outlets = count(standing.outlets, "outlet", "outlets");
            let (worth, color) = match () {
                () if standing.is_echo() => ("all from one source".to_owned(), view.theme.warning),
                () if !standing.unsourced.is_empty() => {
                    (format!("{} without a source", standing.unsourced.len()), view.theme.muted)
                }
                () => (String::new(), view.theme.muted),
            };
            let [title, by, across, look] = SHARES;
            let parts = [
                (claim.title.as_str(), title, view.theme.text),
                (&sources, by, view.theme.muted),
                (&outlets, across, view.theme.muted),
                (&worth, look, color),
            ];
            if line(ui, view, chosen == Some(claim.thread), &parts).clicked() {
                clicked = Some(claim.thread);
            }
        }
    });
    clicked
}
