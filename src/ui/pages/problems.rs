//! What was wrong with the project's files when it was opened.

use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, heading, muted};
use crate::ui::{Theme, View};
use egui::{Label, ScrollArea, Ui};

/// The list of problems.
#[derive(Debug, Default)]
pub struct ProblemsPage {}

impl ProblemsPage {
    /// Shows the list.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.set_max_width((ui.available_width() - space::MEDIUM).min(space::PAGE));
        heading(ui, view.theme, "Problems");
        if view.problems.is_empty() {
            empty_state(ui, view.theme, "No problems", "Every file of this project was read and fits the others");
            return;
        }
        muted(
            ui,
            view.theme,
            "Found when the project was opened or articles were added. What could be read is open; a file with a problem is \
             left as it is until it is mended. The command byline check --repair mends what can be mended for certain.",
        );
        ui.add_space(space::MEDIUM);
        ui.horizontal(|ui| {
            muted(ui, view.theme, count(view.problems.len(), "problem", "problems"));
            if ui.button("Copy all").on_hover_text("Copy the list as text").clicked() {
                ui.ctx().copy_text(view.problems.join("\n"));
            }
        });
        let height = 2.0 * ui.text_style_height(&egui::TextStyle::Body) + space::MEDIUM;
        ScrollArea::vertical().id_salt("problems").auto_shrink(false).show_rows(
            ui,
            height,
            view.problems.len(),
            |ui, range| {
                for problem in view.problems.get(range).unwrap_or_default() {
                    row(ui, view.theme, problem, height);
                }
            },
        );
    }
}

/// One problem on two lines; the pointer shows it whole.
fn row(ui: &mut Ui, theme: &Theme, problem: &str, height: f32) {
    let size = egui::vec2(ui.available_width(), height);
    let row = ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_size(size);
        let font = egui::TextStyle::Body.resolve(ui.style());
        let mut job =
            egui::text::LayoutJob::simple(problem.to_owned(), font, ui.visuals().text_color(), ui.available_width());
        job.wrap.max_rows = 2;
        ui.add(Label::new(job).selectable(true)).on_hover_text(problem);
    });
    let rect = row.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, theme.line));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn problems_are_listed_and_their_absence_is_said() {
        let mut stage = Stage::harbour();
        stage.problems = (0..300).map(|i| format!("line {i} of a layer could not be read")).collect();
        let mut window = harness(stage, ProblemsPage::default(), |page, ui, view, _| page.show(ui, view));
        assert!(window.query_by_label("300 problems").is_some());
        assert!(window.query_by_label("line 0 of a layer could not be read").is_some());
        assert!(window.query_by_label("line 299 of a layer could not be read").is_none(), "only what is in view");
        window.state_mut().0.problems.clear();
        window.run();
        assert!(window.query_by_label("No problems").is_some());
    }
}
