//! The list of threads at the left, which is also where another one is picked.

use super::{Picking, ThreadsPage};
use crate::model::{LabelId, ThreadId};
use crate::session::EditRequest;
use crate::text::fold;
use crate::ui::fields::{Chosen, list_row};
use crate::ui::pages::coding::coding_choice;
use crate::ui::pages::segments::choice;
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, quiet_button};
use crate::ui::{Outbox, View};
use egui::{RichText, ScrollArea, TextEdit, Ui};

impl ThreadsPage {
    pub(super) fn list(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let hint = RichText::new("Filter by words").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.filter).hint_text(hint).desired_width(f32::INFINITY);
        ui.add(edit).accessible_name("Filter shared items");
        ui.horizontal_wrapped(|ui| {
            coding_choice(ui, view, &mut self.coding);
            let codebook = &view.project().codebook;
            let mut labels: Vec<Option<LabelId>> = vec![None];
            labels.extend(codebook.offered().map(|label| Some(label.id.clone())));
            let name = |id: &Option<LabelId>| {
                let label = id.as_ref().and_then(|id| codebook.label(id));
                label.map_or_else(|| "All labels".to_owned(), |label| label.name.clone())
            };
            choice(ui, "Label", &mut self.label, &labels, name);
        });
        if let Some(picking) = self.picking {
            self.banner(ui, view, picking);
        }
        let typed = fold(&self.filter);
        let typed: Vec<&str> = typed.split_whitespace().collect();
        let fits = |row: &&super::Row| {
            self.label.as_ref().is_none_or(|label| *label == row.label)
                && typed.iter().all(|word| row.folded.contains(word))
        };
        let fitting: Vec<&super::Row> = self.rows.iter().filter(fits).collect();
        muted(
            ui,
            view.theme,
            format!("{} of {}", fitting.len(), count(self.rows.len(), "shared item", "shared items")),
        );
        let height = space::LINE;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut clicked = None;
        ScrollArea::vertical().id_salt("threads list").auto_shrink(false).show_rows(
            ui,
            height,
            fitting.len(),
            |ui, range| {
                for row in fitting.get(range).unwrap_or_default() {
                    let label = view.project().codebook.label(&row.label).map(|label| &**label);
                    let chosen = if self.shown == Some(row.id) { Chosen::Yes } else { Chosen::No };
                    let right = format!("{} in {}", row.mentions, count(row.articles, "article", "articles"));
                    if list_row(ui, view.theme, label, &row.title, &right, chosen).on_hover_text(&row.title).clicked() {
                        clicked = Some(row.id);
                    }
                }
            },
        );
        if let Some(id) = clicked {
            self.clicked(id, out);
        }
    }

    fn banner(&mut self, ui: &mut Ui, view: &View<'_>, picking: Picking) {
        let words = match picking {
            Picking::Same => "Click the one that is the same".to_owned(),
            Picking::Related(kind) => {
                format!("Click the one that it {}", super::detail::kind_name(kind))
            }
        };
        ui.label(RichText::new(words).color(view.theme.accent));
        if let Picking::Related(_) = picking {
            let edit = TextEdit::singleline(&mut self.reason).hint_text("Why").desired_width(f32::INFINITY);
            ui.add(edit).accessible_name("Reason");
        }
        if quiet_button(ui, "Cancel").clicked() {
            self.picking = None;
        }
    }

    /// A click shows a thread; while another one is picked, it is that.
    fn clicked(&mut self, id: ThreadId, out: &mut Outbox) {
        let (Some(picking), Some(shown)) = (self.picking, self.shown) else {
            (self.shown, self.more) = (Some(id), 0);
            self.ticked.clear();
            return;
        };
        if id == shown {
            return;
        }
        self.picking = None;
        out.edit(match picking {
            Picking::Same => EditRequest::MergeThreads(vec![shown, id]),
            Picking::Related(kind) => {
                EditRequest::RelateThreads { from: shown, to: id, kind, reason: std::mem::take(&mut self.reason) }
            }
        });
    }
}
