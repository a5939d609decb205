//! Rows and tables of the page.

use super::answer::{Row, Seen};
use crate::edit::Spot;
use crate::review::{Agreeing, Honesty, Level, Look};
use crate::session::EditRequest;
use crate::ui::reader::words::{label_color, label_name};
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, section};
use crate::ui::{Message, Outbox, View};
use egui::{Grid, Label, RichText, ScrollArea, Sense, Ui, vec2};

/// Shares of articles that can be kept blind, in hundredths.
const SHARES: [u8; 5] = [0, 5, 10, 20, 30];

/// A suggestion that is left to decide; a click goes to it.
pub(super) fn row(ui: &mut Ui, view: &View<'_>, row: &Row, out: &mut Outbox) {
    let level = Level::of(row.percent).name();
    let name = format!("Go to the suggestion: {}", row.words);
    let clicked = line(ui, view, &row.label, &format!("{level} · {} %", row.percent), &row.words, &row.title, &name);
    if clicked {
        out.push(Message::GoToSuggestion(row.article, row.id));
    }
}

/// A place to look at again; a click goes there.
pub(super) fn seen(ui: &mut Ui, view: &View<'_>, seen: &Seen, out: &mut Outbox) {
    let what = match seen.look {
        Look::Missed => "not labelled",
        Look::Unexpected(_) => "unexpected",
    };
    let name = format!("Look again: {}", seen.words);
    if line(ui, view, &seen.label, what, &seen.words, &seen.title, &name) {
        out.push(Message::GoTo(Spot { article: seen.article, span: seen.span }));
        if let Look::Unexpected(id) = seen.look {
            out.push(Message::Pick(id));
        }
    }
}

/// Label, remark, words and title on one line; true where it was clicked.
fn line(
    ui: &mut Ui,
    view: &View<'_>,
    label: &crate::model::LabelId,
    remark: &str,
    words: &str,
    title: &str,
    name: &str,
) -> bool {
    let size = vec2(ui.available_width(), space::LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, space::SMALL, view.theme.raised);
    }
    let mut inner =
        ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center)));
    let codebook = &view.project().codebook;
    let color = view.theme.label_text(label_color(codebook, label));
    let cell = |ui: &mut Ui, width: f32, text: RichText| {
        ui.allocate_ui_with_layout(vec2(width, space::LINE), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_size(vec2(width, space::LINE));
            ui.add(Label::new(text).truncate().selectable(false));
        });
    };
    // In a narrow window the words need the room.
    let narrow = if rect.width() < space::PAGE { 0.75 } else { 1.0 };
    cell(&mut inner, space::NAME * 0.9 * narrow, RichText::new(label_name(codebook, label)).color(color));
    cell(&mut inner, space::NAME * narrow, RichText::new(remark).color(view.theme.muted));
    let rest = inner.available_width();
    let quoted = if words.starts_with(['“', '"']) { words.to_owned() } else { format!("“{words}”") };
    cell(&mut inner, rest * 0.68, RichText::new(&quoted).color(view.theme.text));
    cell(&mut inner, rest * 0.3, RichText::new(title).color(view.theme.muted));
    response.on_hover_text(format!("{quoted}\n{title}")).clicked()
}

/// What was kept by suggester and label, and agreement where suggestions were shown and where they were not.
pub(super) fn kept(ui: &mut Ui, view: &View<'_>, honesty: &Honesty) {
    if honesty.rows.is_empty() {
        muted(ui, view.theme, "Nothing is decided yet; accept or reject some suggestions, and finish an article");
        ui.add_space(space::MEDIUM);
        return;
    }
    section(ui, view.theme, "What was kept of them");
    muted(
        ui,
        view.theme,
        format!(
            "Agreement is counted in finished articles: {} with suggestions shown, {} coded without seeing them. Where it is \
             much higher with suggestions shown, they bend the result",
            honesty.shown, honesty.blind
        ),
    );
    ui.add_space(space::SMALL);
    table(ui, "honesty", 9, |ui| {
        let names = [
            "Suggester",
            "Label",
            "Decided",
            "Kept",
            "Edited",
            "Rejected",
            "Share kept",
            "Agreement shown",
            "Agreement blind",
        ];
        for name in names {
            ui.label(RichText::new(name).color(view.theme.muted));
        }
        ui.end_row();
        for row in &honesty.rows {
            let codebook = &view.project().codebook;
            let color = view.theme.label_text(label_color(codebook, &row.label));
            ui.label(&row.by);
            ui.label(RichText::new(label_name(codebook, &row.label)).color(color));
            for number in [row.kept.decided(), row.kept.kept(), row.kept.edited, row.kept.rejected] {
                ui.label(number.to_string());
            }
            ui.label(share(row.kept.kept(), row.kept.decided()));
            agreement(ui, view, row.shown);
            agreement(ui, view, row.blind);
            ui.end_row();
        }
    });
    ui.add_space(space::LARGE);
}

/// What the decisions taught: what scores promised, what was kept, what they promise now, and from which score on a
/// suggestion is shown.
pub(super) fn learned(ui: &mut Ui, view: &View<'_>, honesty: &Honesty) {
    let rows: Vec<_> =
        honesty.rows.iter().filter_map(|row| Some((row, row.trust.filter(|trust| trust.decided > 0)?))).collect();
    if rows.is_empty() {
        return;
    }
    section(ui, view.theme, "What they learned from it");
    muted(
        ui,
        view.theme,
        "Each suggester's scores move with what you keep and turn down, at once: those that promise too much sink below the \
         least score that is shown",
    );
    ui.add_space(space::SMALL);
    let least = f64::from(view.preferences.suggestions.least) / 100.0;
    table(ui, "learned", 6, |ui| {
        for name in ["Suggester", "Label", "Scores promised", "Kept", "Scores promise now", "Shown from a score of"] {
            ui.label(RichText::new(name).color(view.theme.muted));
        }
        ui.end_row();
        for (row, trust) in rows {
            let codebook = &view.project().codebook;
            let color = view.theme.label_text(label_color(codebook, &row.label));
            ui.label(&row.by);
            ui.label(RichText::new(label_name(codebook, &row.label)).color(color));
            ui.label(percent(trust.said));
            ui.label(share(trust.kept, trust.decided));
            ui.label(percent(trust.says));
            ui.label(percent(trust.before(least)));
            ui.end_row();
        }
    });
    ui.add_space(space::LARGE);
}

/// A table that scrolls sideways where the window is too narrow for it.
fn table(ui: &mut Ui, name: &str, columns: usize, rows: impl FnOnce(&mut Ui)) {
    ScrollArea::horizontal().id_salt((name, "across")).auto_shrink([true, true]).show(ui, |ui| {
        Grid::new(name).striped(true).num_columns(columns).spacing([space::LARGE, space::SMALL]).show(ui, rows);
    });
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn agreement(ui: &mut Ui, view: &View<'_>, agreeing: Agreeing) {
    let Some(value) = agreeing.share() else {
        ui.label(RichText::new("–").color(view.theme.muted)).on_hover_text("Nothing to compare yet");
        return;
    };
    ui.label(format!("{:.0} %", value * 100.0)).on_hover_text(format!(
        "{} suggested, {} labelled, {} the same, in {}",
        agreeing.suggested,
        agreeing.annotated,
        agreeing.same,
        count(agreeing.articles, "article", "articles")
    ));
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "–".into() } else { format!("{:.0} %", 100.0 * part as f64 / whole as f64) }
}

/// The share of articles that is kept blind.
pub(super) fn blind(ui: &mut Ui, view: &View<'_>, honesty: &Honesty, out: &mut Outbox) {
    section(ui, view.theme, "Articles kept blind");
    muted(
        ui,
        view.theme,
        "Drawn at random and stored with the project; no suggestion is shown on them, to anybody, so that you can see what \
         suggestions do to the coding",
    );
    ui.add_space(space::SMALL);
    let share = view.project().info.blind_share().map_or(0, |share| share.percent);
    ui.horizontal(|ui| {
        for percent in SHARES {
            let words = if percent == 0 { "None".to_owned() } else { format!("{percent} %") };
            let response = ui.selectable_label(share == percent, &words);
            if response.on_hover_text("A larger share keeps the articles that were drawn").clicked() && share != percent
            {
                out.edit(EditRequest::SetBlindShare(percent));
            }
        }
        muted(ui, view.theme, format!("{} drawn", count(honesty.drawn, "article", "articles")));
    });
}
