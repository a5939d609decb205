//! What is not written, and what came of an export.

use super::ExportPage;
use crate::exchange::target::Summary;
use crate::ui::fields::card;
use crate::ui::theme::space;
use crate::ui::widgets::{capitalized, count, muted, section};
use crate::ui::{Theme, View};
use egui::{Label, RichText, Ui};
use std::path::PathBuf;

/// What was written, and where.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) to: PathBuf,
    pub(super) summary: Summary,
}

/// Most losses that one line names.
const NAMED: usize = 4;

/// What is lost, on one line: "12 notes, 3 links to threads".
pub fn losses_line(summary: &Summary) -> String {
    let counted = counted(summary);
    let more = counted.len().saturating_sub(NAMED);
    let mut line = counted.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        line = format!("{line} and {more} more");
    }
    line
}

fn what(summary: &Summary) -> String {
    let articles = count(summary.articles, "article", "articles");
    format!("{articles}, {}", count(summary.annotations, "annotation", "annotations"))
}

/// What is lost, one by one: "12 notes".
fn counted(summary: &Summary) -> Vec<String> {
    let lost = summary.losses.iter().filter(|loss| loss.count > 0);
    lost.map(|loss| format!("{} {}", loss.count, loss.what)).collect()
}

/// What is to be known beside the losses, a line each.
fn remarks(ui: &mut Ui, theme: &Theme, summary: &Summary) {
    for remark in summary.losses.iter().filter(|loss| loss.count == 0) {
        muted(ui, theme, capitalized(&remark.to_string()));
    }
}

impl ExportPage {
    /// What would be written, and what would not.
    pub(super) fn outlook(&self, ui: &mut Ui, view: &View<'_>) {
        ui.add_space(space::LARGE);
        section(ui, view.theme, "What is not written");
        match self.answered.as_ref().map(|answer| &answer.outlook) {
            None => {
                muted(ui, view.theme, "Counting…");
            }
            Some(Err(why)) => {
                ui.add(Label::new(RichText::new(why).color(view.theme.danger)).wrap());
            }
            Some(Ok(summary)) => {
                let going_on = if self.waiting { " …" } else { "" };
                muted(ui, view.theme, format!("Of {}{going_on}", what(summary)));
                if summary.losses.is_empty() {
                    let none = "No losses were counted; what the format can never hold stands above";
                    ui.add(Label::new(RichText::new(none).color(view.theme.good)).wrap());
                }
                for lost in counted(summary) {
                    ui.add(Label::new(RichText::new(lost).color(view.theme.warning)).wrap());
                }
                remarks(ui, view.theme, summary);
            }
        }
    }

    /// What the last export came to.
    pub(super) fn outcome(&self, ui: &mut Ui, theme: &Theme) {
        let Some(Outcome { to, summary }) = &self.outcome else { return };
        card(theme, theme.chrome).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let done = ui.label(RichText::new(format!("Exported {}", what(summary))).strong().color(theme.good));
            ui.ctx().accesskit_node_builder(done.id, |node| node.set_live(egui::accesskit::Live::Polite));
            ui.add(Label::new(RichText::new(to.display().to_string()).color(theme.text)).wrap().selectable(true));
            let bytes: u64 = summary.files.iter().map(|(_, bytes)| bytes).sum();
            muted(ui, theme, format!("{}, {}", count(summary.files.len(), "file", "files"), size(bytes)));
            if !summary.parts.is_empty() {
                let part = |(name, articles): &(&str, usize)| format!("{name} {articles}");
                let parts: Vec<String> = summary.parts.iter().map(part).collect();
                muted(ui, theme, format!("Articles in each part: {}", parts.join(", ")));
            }
            let lost = counted(summary).join(", ");
            if !lost.is_empty() {
                let words = RichText::new(format!("Not written: {lost}")).color(theme.warning);
                ui.add(Label::new(words).wrap());
            }
            remarks(ui, theme, summary);
        });
        ui.add_space(space::LARGE);
    }
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Feature, Loss};

    #[test]
    fn losses_fit_on_a_line() {
        let all = [Feature::Notes, Feature::Links, Feature::Threads, Feature::Unsure, Feature::Stories];
        let mut losses: Vec<Loss> = all.into_iter().map(|feature| Loss::of(feature, 2)).collect();
        losses.insert(0, Loss::remark("annotators are numbered"));
        let summary = Summary { articles: 1, annotations: 2, losses, files: Vec::new(), parts: Vec::new() };
        assert_eq!(losses_line(&summary), "2 notes, 2 links to threads, 2 threads, 2 unsure flags and 1 more");
        assert_eq!((size(12), size(1_500), size(2_000_000)), ("12 bytes".into(), "1.5 KB".into(), "2.0 MB".into()));
    }
}
