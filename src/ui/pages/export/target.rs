//! Where an export goes, and the button that writes it.

use super::ExportPage;
use crate::exchange::target::Existing;
use crate::ui::message::PathQuestion;
use crate::ui::pages::from_typed;
use crate::ui::theme::space;
use crate::ui::widgets::{muted, muted_line, primary_button, submitted};
use crate::ui::{Message, Outbox, Theme, View};
use egui::{Button, Label, ProgressBar, RichText, TextEdit, Ui};
use std::path::PathBuf;

/// A title without what files can't be called on some system.
pub(super) fn file_name(title: &str) -> String {
    let kept = title.trim().chars().map(|c| {
        let refused = c.is_control() || c.is_whitespace() || "/\\:*?\"<>|".contains(c);
        if refused { '_' } else { c }
    });
    let name = kept.collect::<String>().trim_matches(['.', '_']).to_lowercase();
    if name.is_empty() { "project".to_owned() } else { name }
}

impl ExportPage {
    /// What the target's name ends with: `.jsonl` for a file, `-brat` for a folder.
    pub(super) fn ending(&self) -> String {
        let Some(format) = self.format() else { return String::new() };
        match format.extensions.first() {
            Some(extension) if !self.makes_folder() => format!(".{extension}"),
            _ => format!("-{}", format.name),
        }
    }

    /// True where the target becomes a folder.
    pub(super) fn makes_folder(&self) -> bool {
        let is_split = self.choice.own_settings().contains_key("split");
        self.format().is_some_and(|format| format.is_folder() || is_split)
    }

    /// The target's name ends as fits what is chosen, where it ended as fitted what was.
    pub(super) fn rename_from(&mut self, before: &str) {
        let after = self.ending();
        if let Some(stem) = self.to.strip_suffix(before).filter(|_| before != after) {
            self.to = format!("{stem}{after}");
        }
    }

    /// The path in the field.
    pub fn target(&self) -> PathBuf {
        from_typed(&self.to)
    }

    /// The question for a place that fits the format: a file, or the folder that a folder goes into.
    fn question(&self) -> PathQuestion {
        if self.makes_folder() { PathQuestion::ExportFolder } else { PathQuestion::ExportFile }
    }

    pub(super) fn target_and_button(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let theme = view.theme;
        let what = if self.makes_folder() { "Write the folder" } else { "Write the file" };
        let label = muted(ui, theme, what);
        let mut entered = false;
        ui.horizontal(|ui| {
            let button = egui::vec2(2.0 * space::ROW, 0.0);
            let width = ui.available_width() - button.x - ui.spacing().item_spacing.x;
            let edit = TextEdit::singleline(&mut self.to).desired_width(width);
            let field = ui.add(edit).labelled_by(label.id).accessible_name("Path to write to");
            if std::mem::take(&mut self.focuses_path) {
                field.request_focus();
            }
            if field.changed() {
                self.forget_answers();
            }
            entered = submitted(ui, &field);
            let choose = ui.add(Button::new("Choose…").min_size(button));
            if choose.accessible_name("Choose where to write…").clicked() {
                out.push(Message::AskPath(self.question()));
            }
        });
        if self.stopped {
            muted(ui, theme, "The export was stopped; nothing was written");
        }
        if let Some(why) = &self.refused {
            ui.add(Label::new(RichText::new(why).color(theme.danger)).wrap());
        }
        if let Some(taken) = self.taken.clone() {
            ui.add(
                Label::new(
                    RichText::new(format!("Something is there already: {}", taken.display())).color(theme.warning),
                )
                .wrap(),
            );
        }
        ui.add_space(space::SMALL);
        ui.horizontal(|ui| {
            if let Some(done) = self.writing {
                Self::progress(ui, theme, done, out);
                return;
            }
            let existing = if self.taken.is_some() { Existing::Replaced } else { Existing::Kept };
            let name = if self.taken.is_some() { "Replace it" } else { "Export" };
            let button = primary_button(ui, theme, name);
            if button.clicked() || entered && existing == Existing::Kept {
                self.write(existing, out);
            }
            if self.taken.is_some() && ui.button("Keep it").clicked() {
                self.taken = None;
                self.focuses_path = true;
            }
            match self.counted() {
                None => muted_line(ui, theme, "Counting what is lost…"),
                Some(Ok(line)) if line.is_empty() => muted_line(ui, theme, "No losses were counted"),
                Some(Ok(line)) => {
                    let words = RichText::new(&line).color(theme.warning);
                    ui.add(Label::new(words).truncate()).on_hover_text(line)
                }
                Some(Err(why)) => ui.add(Label::new(RichText::new(why).color(theme.danger)).truncate()),
            };
        });
    }

    fn progress(ui: &mut Ui, theme: &Theme, done: f32, out: &mut Outbox) {
        if ui.button("Stop").on_hover_text("Nothing is written then").accessible_name("Stop the export").clicked() {
            out.push(Message::StopImport);
        }
        // The track is seen on this page, too.
        ui.visuals_mut().extreme_bg_color = theme.raised;
        let bar = ProgressBar::new(done).desired_width(space::LIST).desired_height(space::MEDIUM);
        ui.add(bar).accessible_name("Writing");
        ui.label(format!("{:.0} %", done * 100.0));
    }

    fn write(&mut self, existing: Existing, out: &mut Outbox) {
        if self.to.trim().is_empty() {
            self.refused = Some("Type a path first, or choose one".into());
            self.focuses_path = true;
            return;
        }
        self.forget_answers();
        (self.outcome, self.wrote) = (None, None);
        self.writing = Some(0.0);
        out.push(Message::Export { choice: Box::new(self.choice.clone()), to: self.target(), existing });
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn titles_become_names_of_files() {
        assert_eq!(file_name(" Strike: day 1/2 "), "strike__day_1_2");
        assert_eq!((file_name(".."), file_name("Élan")), ("project".into(), "élan".into()));
    }
}
