//! What is shown: kinds, words, story, how often; and what the shapes mean.

use super::NetworkPage;
use crate::model::StoryId;
use crate::review::{NodeKind, Unlinked};
use crate::ui::pages::coding::coding_choice;
use crate::ui::pages::segments::choice;
use crate::ui::theme::space;
use crate::ui::widgets::{capitalized, count, muted};
use crate::ui::{Outbox, View};
use egui::{RichText, TextEdit, Ui};

impl NetworkPage {
    pub(super) fn toolbar(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.horizontal_wrapped(|ui| {
            coding_choice(ui, view, &mut self.coding);
            for kind in NodeKind::ALL {
                let mut shown = self.filter.kinds.contains(&kind);
                if ui.checkbox(&mut shown, format!("{}s", capitalized(kind.name()))).changed() {
                    if shown {
                        self.filter.kinds.insert(kind)
                    } else {
                        self.filter.kinds.remove(&kind)
                    };
                }
            }
            let mut alone = self.filter.unlinked == Unlinked::In;
            if ui.checkbox(&mut alone, "Sources not linked").changed() {
                self.filter.unlinked = if alone { Unlinked::In } else { Unlinked::Out };
            }
            let hint = RichText::new("Words of a title").color(view.theme.muted);
            let edit = TextEdit::singleline(&mut self.filter.words).hint_text(hint).desired_width(space::NAME);
            ui.add(edit).accessible_name("Words of a title");
            let least: Vec<usize> = vec![1, 2, 3, 5, 10];
            choice(ui, "Least quotes", &mut self.filter.least, &least, |n| {
                if *n == 1 { "However often".into() } else { format!("At least {n} quotes") }
            });
            let stories = &view.project().stories;
            if !stories.is_empty() {
                let all: Vec<Option<StoryId>> =
                    std::iter::once(None).chain(stories.keys().copied().map(Some)).collect();
                choice(ui, "Story", &mut self.filter.story, &all, |id| {
                    let story = id.as_ref().and_then(|id| stories.get(id));
                    story.map_or_else(|| "All stories".to_owned(), |story| story.title.clone())
                });
            }
        });
        ui.horizontal_wrapped(|ui| {
            for (name, factor) in [("Closer", 1.25), ("Farther", 0.8)] {
                if ui.button(name).clicked() {
                    self.zoom_by(factor, egui::Vec2::ZERO);
                }
            }
            if ui.button("All in view").clicked() {
                self.fit = true;
            }
            let thread = self.selected.and_then(|at| self.network.nodes.get(at)).and_then(|node| node.thread);
            if ui.add_enabled(thread.is_some(), egui::Button::new("Open the shared item")).clicked() {
                self.open_selected(out);
            }
            let mut legend = String::from("Diamond: outlet · square: source · circle: claim · red: speaks against");
            if self.network.left_out > 0 {
                let more = count(self.network.left_out, "more fits", "more fit");
                legend.push_str(&format!(" · {more} and are not drawn; filter to see them"));
            }
            muted(ui, view.theme, legend);
        });
    }
}
