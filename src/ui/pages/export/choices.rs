//! What is exported: whose coding, which labels, which articles, with or without texts and names.

use super::ExportPage;
use super::question::Part;
use crate::exchange::export::{Names, Texts};
use crate::exchange::formats::{Format, Words};
use crate::ui::View;
use crate::ui::fields::{Chosen, combo, form_line, value_button};
use crate::ui::widgets::{coding_of, count};
use egui::{Checkbox, Ui};

fn chosen(on: bool) -> Chosen {
    if on { Chosen::Yes } else { Chosen::No }
}

impl ExportPage {
    pub(super) fn coding(&mut self, ui: &mut Ui, view: &View<'_>) {
        let annotators = view.project().annotators();
        self.choice.annotators.retain(|name| annotators.contains(name));
        form_line(ui, view.theme, "Coding", |ui, _| {
            ui.horizontal_wrapped(|ui| {
                let set = &mut self.choice.annotators;
                if value_button(ui, view.theme, "Everybody's coding", None, chosen(set.is_empty())).clicked() {
                    set.clear();
                }
                for name in &annotators {
                    let on = set.contains(name);
                    if value_button(ui, view.theme, &coding_of(name), None, chosen(on)).clicked() && !set.remove(name) {
                        set.insert(name.clone());
                    }
                }
            });
        });
    }

    pub(super) fn labels(&mut self, ui: &mut Ui, view: &View<'_>) {
        form_line(ui, view.theme, "Labels", |ui, _| {
            ui.horizontal_wrapped(|ui| {
                let set = &mut self.choice.labels;
                if value_button(ui, view.theme, "All labels", None, chosen(set.is_empty())).clicked() {
                    set.clear();
                }
                for label in view.project().codebook.ordered() {
                    let on = set.contains(&label.id);
                    if value_button(ui, view.theme, &label.name, None, chosen(on)).clicked() && !set.remove(&label.id) {
                        set.insert(label.id.clone());
                    }
                }
            });
        });
    }

    pub(super) fn articles(&mut self, ui: &mut Ui, view: &View<'_>) {
        let project = view.project();
        let mut all = vec![Part::All];
        all.extend(view.reader.article.map(Part::Article));
        all.extend(project.stories.keys().copied().map(Part::Story));
        if !all.contains(&self.choice.part) {
            self.choice.part = Part::All;
        }
        let shown = |part: &Part| match part {
            Part::All if project.articles.size() == 1 => "The only article".to_owned(),
            Part::All => format!("All {}", count(project.articles.size(), "article", "articles")),
            Part::Article(id) => {
                let title = project.article(*id).map(|article| article.display_title()).unwrap_or_default();
                format!("Only “{title}”")
            }
            Part::Story(id) => {
                let title = project.stories.get(id).map(|story| story.title.clone()).unwrap_or_default();
                format!("The story “{title}”")
            }
        };
        form_line(ui, view.theme, "Articles", |ui, _| {
            combo(ui, "Articles", &mut self.choice.part, &all, shown);
        });
    }

    pub(super) fn publish(&mut self, ui: &mut Ui, view: &View<'_>, format: &Format) {
        form_line(ui, view.theme, "To publish", |ui, _| {
            let mut left_out = self.choice.texts == Texts::LeftOut;
            // What was chosen before can always be taken back.
            let can_change = format.words == Words::CanGo || left_out;
            let texts = ui.add_enabled(can_change, Checkbox::new(&mut left_out, "Leave the texts out"));
            texts
                .on_hover_text("Positions and the hash of each text, for words that may not be passed on")
                .on_disabled_hover_text("This format is nothing without the words of the articles");
            self.choice.texts = if left_out { Texts::LeftOut } else { Texts::Kept };
            let mut anonymous = self.choice.names == Names::Anonymous;
            ui.checkbox(&mut anonymous, "Number the annotators")
                .on_hover_text("annotator1, annotator2… in place of names; notes are kept as they are");
            self.choice.names = if anonymous { Names::Anonymous } else { Names::Kept };
        });
    }
}
