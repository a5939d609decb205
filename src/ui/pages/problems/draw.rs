//! Drawing the page: what there is at the left, what is so about one of them at the right.

use super::{Entry, ProblemsPage, words};
use crate::model::ArticleId;
use crate::store::{Check, Repair};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, heading, muted, paint_line, primary_button, section};
use crate::ui::{Action, Message, Outbox, Theme, View};
use egui::{Key, Label, RichText, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, vec2};

/// Share of the width that the list takes.
const LIST: f32 = 0.44;

impl ProblemsPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.update(view);
        heading(ui, view.theme, "Problems");
        if self.entries.is_empty() {
            empty_state(ui, view.theme, "No problems", "Every file of this project was read and fits the others");
            return;
        }
        muted(
            ui,
            view.theme,
            "What was found in the project's files when it was opened, and what was done. Nothing is written over without a copy.",
        );
        ui.add_space(space::SMALL);
        self.toolbar(ui, view, out);
        ui.add_space(space::SMALL);
        let width = ui.available_width() * LIST;
        egui::Panel::left("problems list").frame(egui::Frame::NONE).exact_size(width).resizable(false).show(ui, |ui| {
            self.list(ui, view.theme);
        });
        egui::CentralPanel::default().frame(egui::Frame::NONE.inner_margin(space::LARGE)).show(ui, |ui| {
            if let Some(entry) = self.entries.get(self.chosen) {
                ScrollArea::vertical()
                    .id_salt("problem")
                    .auto_shrink(false)
                    .show(ui, |ui| details(ui, view, entry, out));
            }
        });
    }

    fn toolbar(&self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.horizontal(|ui| {
            // As many as the status says: what went well is listed, and is no problem.
            let problems = view.problems.len() + view.session.recovery().count();
            muted(ui, view.theme, count(problems, "problem", "problems"));
            let mendable = self.entries.iter().filter(|entry| entry.repair.is_some()).count();
            if mendable > 0 {
                let button = primary_button(ui, view.theme, format!("Mend {mendable} of them"));
                let about = "Makes the safe repairs, each by its name, and opens the project again. What a repair replaces \
                             is copied to journal/aside first";
                if button.on_hover_text(about).clicked() {
                    out.push(Message::Mend);
                }
            }
            if ui.button("Copy all").on_hover_text("Copy the list as text").clicked() {
                let lines = self.entries.iter().flat_map(|entry| {
                    entry.found.iter().map(|found| format!("{}: {found}. {}", entry.file, entry.done))
                });
                ui.ctx().copy_text(lines.collect::<Vec<_>>().join("\n"));
            }
        });
    }

    fn list(&mut self, ui: &mut Ui, theme: &Theme) {
        let height = 2.0 * ui.text_style_height(&TextStyle::Body) + space::MEDIUM;
        let rows = self.entries.len();
        ScrollArea::vertical().id_salt("problems").auto_shrink(false).show_rows(ui, height, rows, |ui, range| {
            for at in range {
                let Some(entry) = self.entries.get(at) else { continue };
                if row(ui, theme, entry, at == self.chosen, height) {
                    self.chosen = at;
                }
            }
        });
    }
}

/// One row of two lines; true where it was chosen.
fn row(ui: &mut Ui, theme: &Theme, entry: &Entry, is_chosen: bool, height: f32) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::ListBoxOption, true, is_chosen, &entry.title));
    if is_chosen || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, space::SMALL, if is_chosen { theme.selection } else { theme.raised });
    }
    let inner = rect.shrink2(vec2(space::MEDIUM, space::SMALL));
    let (above, below) = inner.split_top_bottom_at_fraction(0.5);
    let font = TextStyle::Body.resolve(ui.style());
    let is_cut = paint_line(ui, above, &entry.title, font.clone(), theme.text);
    let color = if entry.is_error { theme.danger } else { theme.muted };
    let small = egui::FontId::new(font.size * 0.9, font.family);
    paint_line(ui, below, &entry.short, small, color);
    let response = if is_cut { response.on_hover_text(&entry.title) } else { response };
    let by_key = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    response.clicked() || by_key
}

/// Everything about one thing.
fn details(ui: &mut Ui, view: &View<'_>, entry: &Entry, out: &mut Outbox) {
    let theme = view.theme;
    ui.label(RichText::new(&entry.short).strong().color(if entry.is_error { theme.danger } else { theme.text }));
    ui.add(Label::new(RichText::new(&entry.title).color(theme.text)).wrap());
    if !entry.file.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(RichText::new(&entry.file).monospace().color(theme.muted)).selectable(true));
            if ui.button("Copy path").clicked() {
                let path = view.session.folder().map(|folder| folder.join(&entry.file));
                ui.ctx().copy_text(path.map_or_else(|| entry.file.clone(), |path| path.display().to_string()));
            }
        });
    }
    ui.add_space(space::MEDIUM);
    section(ui, theme, "Found");
    for found in entry.found.iter().take(MOST_SHOWN) {
        ui.add(Label::new(RichText::new(found).color(theme.text)).wrap().selectable(true));
    }
    if let Some(more) = entry.count.checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        muted(ui, theme, format!("and {more} more"));
    }
    ui.add_space(space::MEDIUM);
    section(ui, theme, "Done");
    ui.add(Label::new(RichText::new(&entry.done).color(theme.text)).wrap().selectable(true));
    what_can_be_done(ui, view, entry, out);
}

/// Most findings of one file that are spelled out.
const MOST_SHOWN: usize = 40;

fn what_can_be_done(ui: &mut Ui, view: &View<'_>, entry: &Entry, out: &mut Outbox) {
    let article = entry.file.strip_suffix(".ron").and_then(|name| name.rsplit('/').next()).and_then(ArticleId::parse);
    let article = article.filter(|id| view.project().article(*id).is_some());
    if entry.repair.is_none() && entry.offers.is_empty() && article.is_none() {
        return;
    }
    ui.add_space(space::MEDIUM);
    section(ui, view.theme, "What you can do");
    if let Some(repair) = entry.repair {
        let words = Repair::words(repair);
        ui.add(Label::new(RichText::new(format!("Mending would {words}")).color(view.theme.text)).wrap());
    }
    for (at, offer) in entry.offers.iter().filter_map(|at| Some((*at, view.session.recovery().offers.get(*at)?))) {
        let (words, meaning) = words::offer(offer);
        if ui.button(words).on_hover_text(meaning).clicked() {
            out.push(Message::TakeOffer(at));
        }
    }
    let Some(article) = article else { return };
    ui.horizontal(|ui| {
        let own = format!("annotations/{}/", view.session.annotator());
        let is_lost = entry.short == words::found(Check::LostPlace) && entry.file.starts_with(&own);
        if is_lost && ui.button("Show the lost places").clicked() {
            out.push(Message::OpenArticle(article));
            out.act(Action::ShowLost);
        }
        if ui.button("Open the article").clicked() {
            out.push(Message::OpenArticle(article));
        }
    });
}
