//! Labels that the project lacks: each is added, left out, or one that it has.

use super::{ImportForm, line};
use crate::model::{Codebook, LabelId};
use crate::text::fold;
use crate::ui::Theme;
use crate::ui::fields::combo;
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, section};
use egui::{ScrollArea, Ui};

/// From so many labels on there are buttons for all of them.
const MANY: usize = 3;

/// What becomes of a label that the project lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LabelChoice {
    /// It is added to the codebook.
    Add,
    /// Its annotations are left out.
    LeaveOut,
    /// It is one that the project has.
    Is(LabelId),
}

impl LabelChoice {
    /// The project's label that is called the same, where there is one; else it is added.
    pub(super) fn proposed(name: &str, codebook: &Codebook) -> Self {
        let name = fold(name.trim());
        let same = codebook.offered().find(|label| fold(&label.name) == name);
        same.map_or(Self::Add, |label| Self::Is(label.id.clone()))
    }
}

impl ImportForm {
    pub(super) fn label_list(&mut self, ui: &mut Ui, theme: &Theme, most: f32) {
        if self.questions.labels.is_empty() {
            return;
        }
        ui.add_space(space::MEDIUM);
        section(ui, theme, "Labels that the project does not have");
        muted(
            ui,
            theme,
            "Each can be one that the project has, be added to the codebook, or be left out with its annotations",
        );
        if self.questions.labels.len() > MANY {
            ui.horizontal(|ui| {
                if ui.button("Add all").clicked() {
                    self.labels.fill(LabelChoice::Add);
                }
                if ui.button("Leave all out").clicked() {
                    self.labels.fill(LabelChoice::LeaveOut);
                }
            });
        }
        ui.add_space(space::SMALL);
        let codebook = &self.codebook;
        let all: Vec<LabelChoice> = [LabelChoice::Add, LabelChoice::LeaveOut]
            .into_iter()
            .chain(codebook.offered().map(|label| LabelChoice::Is(label.id.clone())))
            .collect();
        let shown = |choice: &LabelChoice| match choice {
            LabelChoice::Add => "Add to the codebook".to_owned(),
            LabelChoice::LeaveOut => "Leave out".to_owned(),
            LabelChoice::Is(id) => codebook.labels.get(id).map(|label| label.name.clone()).unwrap_or_default(),
        };
        let scroll = ScrollArea::vertical().id_salt("labels").max_height(most).auto_shrink([false, true]);
        let rows = self.questions.labels.len();
        scroll.show_rows(ui, space::LINE, rows, |ui, range| {
            let labels = self.questions.labels.iter().zip(&mut self.labels);
            for ((name, annotations), choice) in labels.skip(range.start).take(range.len()) {
                line(ui, &format!("{name} · {}", count(*annotations, "annotation", "annotations")), |ui| {
                    combo(ui, &format!("Label {name}"), choice, &all, shown);
                });
            }
        });
    }
}
