//! Which panels stand where.

use super::super::message::Popup;
use super::super::panels::{Underway, bar, bar_frame, suggestion_card};
use super::super::reader::Mode;
use super::super::{Page, View, theme};
use super::{App, Open, view};
use crate::session::samples;
use egui::{CentralPanel, Frame, Margin, Panel};

/// Widths of the side panels: at first and at most, in points, and the most of the window at first.
const LEFT: (f32, f32, f32) = (280.0, 420.0, 0.2);
const RIGHT: (f32, f32, f32) = (320.0, 480.0, 0.25);

/// Share of the height that the list of annotations has at first, and its least height, in points.
const LIST: (f32, f32) = (0.45, 160.0);

/// Height that the card of a suggestion may need, in points.
const CARD_HEIGHT: f32 = 190.0;

impl App {
    pub(super) fn show(&mut self, ui: &mut egui::Ui) {
        match self.open.take() {
            Some(open) => {
                self.show_project(ui, &open);
                self.open = Some(open);
            }
            None => self.show_welcome(ui),
        }
    }

    fn show_welcome(&mut self, ui: &mut egui::Ui) {
        let busy = self.busy.as_ref().map(|busy| busy.what.clone());
        CentralPanel::default().frame(Frame::NONE.fill(self.theme.page)).show(ui, |ui| {
            let said = busy.as_deref().or(self.said.as_deref());
            self.panels.welcome.show(ui, &self.preferences, &self.theme, samples::ALL, said, &mut self.outbox);
        });
        match self.popup {
            Some(Popup::Palette) => self.panels.palette.show(ui.ctx(), None, &self.keys, &self.theme, &mut self.outbox),
            Some(Popup::Paste) => self.panels.paste.show(ui.ctx(), &self.theme, &mut self.outbox),
            Some(Popup::NewProject) => self.panels.new_project.show(ui.ctx(), &self.theme, &mut self.outbox),
            Some(Popup::Path) => self.panels.path.show(ui.ctx(), &self.theme, &mut self.outbox),
            Some(Popup::Import) => self.panels.import.show(ui.ctx(), &self.theme, &mut self.outbox),
            _ => {}
        }
    }

    fn show_project(&mut self, ui: &mut egui::Ui, open: &Open) {
        let listed = self.panels.articles.listed(&open.session);
        let view = view!(self, open, &listed);
        let ctx = ui.ctx().clone();
        let width = ctx.content_rect().width();
        let chrome = |margin: Margin| Frame::NONE.fill(view.theme.chrome).inner_margin(margin);
        let busy = self.busy.as_ref();
        let busy = busy.map(|busy| Underway { what: &busy.what, share: busy.done, on_stop: busy.on_stop });
        let (panels, out) = (&mut self.panels, &mut self.outbox);
        let with_panels = !(view.preferences.focus_mode && self.page == Page::Reader);
        if with_panels {
            Panel::top("top").frame(chrome(Margin::symmetric(12, 6))).show(ui, |ui| panels.top.show(ui, &view, out));
        }
        Panel::bottom("status")
            .frame(chrome(Margin::symmetric(12, 4)))
            .show(ui, |ui| panels.status.show(ui, &view, self.said.as_deref(), busy, out));
        if let Some(frame) = bar_frame(&view) {
            Panel::top("not saved").frame(frame).show(ui, |ui| bar(ui, &view, out));
        }
        match self.page {
            Page::Reader => {
                if with_panels {
                    Panel::left("articles")
                        .frame(chrome(Margin::same(8)))
                        .default_size((width * LEFT.2).min(LEFT.0))
                        .max_size(LEFT.1)
                        .resizable(true)
                        .show(ui, |ui| {
                            panels.articles.show(ui, &view, out);
                        });
                    Panel::right("details")
                        .frame(chrome(Margin::same(8)))
                        .default_size((width * RIGHT.2).min(RIGHT.0))
                        .max_size(RIGHT.1)
                        .resizable(true)
                        .show(ui, |ui| {
                            show_details(ui, &view, panels, out);
                        });
                }
                CentralPanel::default().frame(Frame::NONE.fill(view.theme.page)).show(ui, |ui| {
                    if panels.find.is_open() {
                        panels.find.show(ui, &view, out);
                    }
                    if !view.preferences.focus_mode {
                        panels.suggestions.show(ui, &view, out);
                    }
                    panels.reader.show(ui, &view, out);
                });
            }
            page => {
                CentralPanel::default().frame(Frame::NONE.fill(view.theme.page).inner_margin(Margin::same(16))).show(
                    ui,
                    |ui| match page {
                        Page::Codebook => panels.codebook.show(ui, &view, out),
                        Page::Grid => panels.grid.show(ui, &view, out),
                        Page::Segments => panels.segments.show(ui, &view, out),
                        Page::Coverage => panels.coverage.show(ui, &view, out),
                        Page::Attribution => panels.attribution.show(ui, &view, out),
                        Page::Threads => panels.threads.show(ui, &view, out),
                        Page::Unlinked => panels.unlinked.show(ui, &view, out),
                        Page::Stories => panels.stories.show(ui, &view, out),
                        Page::Progress => panels.progress.show(ui, &view, out),
                        Page::Network => panels.network.show(ui, &view, out),
                        Page::Find => panels.find_page.show(ui, &view, out),
                        Page::Alike => panels.alike.show(ui, &view, out),
                        Page::Preferences => panels.preferences.show(ui, &view, out),
                        Page::Timeline => panels.timeline.show(ui, &view, out),
                        Page::Sides => panels.sides.show(ui, &view, out),
                        Page::Families => panels.families.show(ui, &view, out),
                        Page::Export => panels.export.show(ui, &view, out),
                        Page::History => panels.history.show(ui, &view, out),
                        Page::Texts => panels.texts.show(ui, &view, out),
                        Page::Suggestions => panels.look_back.show(ui, &view, out),
                        _ => panels.problems.show(ui, &view, out),
                    },
                );
            }
        }
        if self.page == Page::Reader {
            show_card(&ctx, &view, panels, out);
            show_suggestion(&ctx, &view, panels, out);
        }
        match self.popup {
            Some(Popup::Palette) => {
                panels.palette.show(&ctx, Some(&view.project().codebook), view.keys, view.theme, out);
            }
            Some(Popup::Articles) => panels.finder.show(&ctx, &view, out),
            Some(Popup::Keys) => keys_window(&ctx, &view, panels, out),
            Some(Popup::Paste) => panels.paste.show(&ctx, view.theme, out),
            Some(Popup::NewProject) => panels.new_project.show(&ctx, view.theme, out),
            Some(Popup::Path) => panels.path.show(&ctx, view.theme, out),
            Some(Popup::Import) => panels.import.show(&ctx, view.theme, out),
            Some(Popup::Link) => panels.link.show(&ctx, &view, out),
            None => {}
        }
    }
}

/// Attributes and note beside the words of the current annotation.
fn show_card(ctx: &egui::Context, view: &View<'_>, panels: &mut super::Panels, out: &mut super::Outbox) {
    let Mode::Attributes { at } = view.reader.mode else {
        panels.card.flush(view, out);
        return;
    };
    let (Some(rect), Some(frame)) = (panels.reader.current_rect(), panels.reader.frame()) else { return };
    let id = egui::Id::unique("attributes card");
    let height = egui::AreaState::load(ctx, id).and_then(|state| state.size).map_or(CARD_HEIGHT, |size| size.y);
    let (at_y, pivot) = beside(frame, rect, height);
    egui::Area::new(id)
        .order(egui::Order::Foreground)
        .fixed_pos(egui::pos2(rect.left(), at_y))
        .pivot(pivot)
        .constrain_to(frame)
        .show(ctx, |ui| {
            ui.set_max_width(theme::space::CARD);
            panels.card.show(ui, view, at, out);
        });
}

/// The height at which a card stands beside words, and which of its edges does: below them, and above where there is
/// room only there.
fn beside(frame: egui::Rect, words: egui::Rect, height: f32) -> (f32, egui::Align2) {
    let room = height + theme::space::LARGE;
    if frame.bottom() - words.bottom() >= room || words.top() - frame.top() < room {
        (words.bottom() + theme::space::LARGE, egui::Align2::LEFT_TOP)
    } else {
        (words.top() - theme::space::SMALL, egui::Align2::LEFT_BOTTOM)
    }
}

/// The card of the picked suggestion, beside its words.
fn show_suggestion(ctx: &egui::Context, view: &View<'_>, panels: &super::Panels, out: &mut super::Outbox) {
    let calm = matches!(view.reader.mode, Mode::Normal | Mode::Sticky(_) | Mode::Edge(_));
    let (Some(id), Some(open)) = (view.reader.suggestion.filter(|_| calm), view.suggestions()) else { return };
    let (Some(rect), Some(frame)) = (panels.reader.suggestion_rect(), panels.reader.frame()) else { return };
    // At the right, so that the words that follow stay readable; above where there is no room below.
    let left = rect.left().max(frame.right() - theme::space::CARD);
    let (at_y, pivot) = beside(frame, rect, CARD_HEIGHT);
    egui::Area::new(egui::Id::unique("suggestion card"))
        .order(egui::Order::Foreground)
        .fixed_pos(egui::pos2(left, at_y))
        .pivot(pivot)
        .constrain_to(frame)
        .show(ctx, |ui| suggestion_card(ui, view, &open, id, out));
}

/// The keys in a window above the page.
fn keys_window(ctx: &egui::Context, view: &View<'_>, panels: &mut super::Panels, out: &mut super::Outbox) {
    let modal = egui::Modal::new(egui::Id::unique("keys")).backdrop_color(theme::BACKDROP).show(ctx, |ui| {
        ui.set_width(theme::space::PAGE);
        ui.set_max_height(ui.ctx().content_rect().height() * 0.8);
        panels.keys.show(ui, view);
    });
    if modal.should_close() {
        out.push(super::super::Message::Toggle(Popup::Keys));
    }
}

/// The inspector above, the article's annotations below.
fn show_details(ui: &mut egui::Ui, view: &View<'_>, panels: &mut super::Panels, out: &mut super::Outbox) {
    let height = (ui.available_height() * LIST.0).max(LIST.1);
    Panel::bottom("annotations").frame(Frame::NONE).default_size(height).min_size(LIST.1).resizable(true).show(
        ui,
        |ui| {
            // A short list keeps its share of the height.
            ui.set_min_height(ui.available_height());
            panels.annotations.show(ui, view, out);
        },
    );
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| panels.inspector.show(ui, view, out));
}

#[cfg(test)]
mod tests {
    use super::beside;
    use egui::{Align2, Rect, pos2};

    #[test]
    fn a_card_stands_above_words_only_where_there_is_room_there_alone() {
        let frame = Rect::from_min_max(pos2(0.0, 100.0), pos2(800.0, 700.0));
        let words = |top: f32| Rect::from_min_max(pos2(50.0, top), pos2(90.0, top + 20.0));
        assert_eq!(beside(frame, words(300.0), 190.0).1, Align2::LEFT_TOP);
        let (at, pivot) = beside(frame, words(600.0), 190.0);
        assert_eq!(pivot, Align2::LEFT_BOTTOM);
        assert!(at < 600.0 && at - 190.0 > frame.top());
        assert_eq!(beside(frame, words(400.0), 500.0).1, Align2::LEFT_TOP);
    }
}
