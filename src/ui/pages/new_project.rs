//! The form for a new project.

use super::from_typed;
use crate::ui::message::PathQuestion;
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, field, heading, muted, muted_line, popup, primary_button, section, submitted};
use crate::ui::{Message, Outbox, Popup, Theme};
use egui::{RichText, ScrollArea, Ui};
use std::path::{Path, PathBuf};

/// The form for a new project: its name, the folder that it goes into, and what is read. Make a new one each time it
/// opens.
#[derive(Debug, Default)]
pub struct NewProjectForm {
    name: String,
    place: String,
    inputs: Vec<PathBuf>,
    typed: String,
    refused: Option<String>,
    begun: bool,
}

impl NewProjectForm {
    /// A form that proposes a folder to put the project into.
    pub fn new(place: &Path) -> Self {
        Self { place: place.display().to_string(), ..Self::default() }
    }

    /// Takes in the answer to [`PathQuestion::NewProjectInputs`]; a name is proposed after the first one.
    pub fn add_inputs(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            if !self.inputs.contains(&path) {
                self.inputs.push(path);
            }
        }
        if self.name.is_empty()
            && let Some(stem) = self.inputs.first().and_then(|p| p.file_stem())
        {
            self.name = stem.to_string_lossy().into_owned();
        }
    }

    /// Takes in the answer to [`PathQuestion::NewProjectFolder`]: the folder that the project's own goes into.
    pub fn set_place(&mut self, place: &Path) {
        self.place = place.display().to_string();
    }

    /// The project's own folder; `None` where name or place is missing.
    fn folder(&self) -> Option<PathBuf> {
        let (name, place) = (folder_name(&self.name), from_typed(&self.place));
        (!name.is_empty() && !place.as_os_str().is_empty()).then(|| place.join(name))
    }

    /// Draws the form. It closes with [`Message::Toggle`], after [`Message::NewProject`] where one is made.
    pub fn show(&mut self, ctx: &egui::Context, theme: &Theme, out: &mut Outbox) {
        let (closes, stay) = popup(ctx, "New project", space::PAGE * 0.75, |ui| self.form(ui, theme, out));
        if closes == Stay::Close || stay == Stay::Close {
            out.push(Message::Toggle(Popup::NewProject));
        }
    }

    fn form(&mut self, ui: &mut Ui, theme: &Theme, out: &mut Outbox) -> Stay {
        heading(ui, theme, "New project");
        let name = field(ui, theme, "Name", &mut self.name, "Harbour strike");
        if !std::mem::replace(&mut self.begun, true) {
            name.request_focus();
        }
        let label = muted(ui, theme, "Put it into");
        ui.horizontal(|ui| {
            // In the order of Tab: the field, then its button.
            let button = egui::vec2(2.0 * space::ROW, 0.0);
            let width = ui.available_width() - button.x - ui.spacing().item_spacing.x;
            let hint = RichText::new("A folder's path").color(theme.muted);
            let edit = egui::TextEdit::singleline(&mut self.place).hint_text(hint).desired_width(width);
            ui.add(edit).labelled_by(label.id);
            let choose = ui.add(egui::Button::new("Choose…").min_size(button));
            if choose.accessible_name("Choose the folder to put it into…").clicked() {
                out.push(Message::AskPath(PathQuestion::NewProjectFolder));
            }
        });
        if let Some(folder) = self.folder() {
            muted_line(ui, theme, format!("The project's folder will be {}", folder.display()));
        }
        ui.add_space(space::MEDIUM);
        self.inputs_list(ui, theme, out);
        if let Some(refused) = &self.refused {
            ui.colored_label(theme.danger, refused);
        }
        ui.add_space(space::MEDIUM);
        let mut stay = Stay::Open;
        ui.horizontal(|ui| {
            if primary_button(ui, theme, "Make the project").clicked() {
                stay = self.make(out);
            }
            if ui.button("Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }

    fn inputs_list(&mut self, ui: &mut Ui, theme: &Theme, out: &mut Outbox) {
        section(ui, theme, "Articles");
        if self.inputs.is_empty() {
            muted(ui, theme, "Files and folders to read: text, web pages, tables. They can also be added later");
        }
        let mut removed = None;
        ScrollArea::vertical().max_height(4.0 * space::ROW).auto_shrink([false, true]).show(ui, |ui| {
            for (i, path) in self.inputs.iter().enumerate() {
                ui.horizontal(|ui| {
                    let remove = ui.small_button("✖").on_hover_text("Leave it out");
                    if remove.accessible_name(format!("Leave out {}", path.display())).clicked() {
                        removed = Some(i);
                    }
                    ui.add(egui::Label::new(path.display().to_string()).truncate());
                });
            }
        });
        if let Some(i) = removed {
            self.inputs.remove(i);
        }
        ui.horizontal(|ui| {
            if ui.button("Choose…").accessible_name("Choose articles…").clicked() {
                out.push(Message::AskPath(PathQuestion::NewProjectInputs));
            }
            let hint = RichText::new("or type a path and press Enter").color(theme.muted);
            // An id of its own: the words above it come and go, and it keeps the keyboard.
            let id = egui::Id::unique("path of articles");
            let edit = egui::TextEdit::singleline(&mut self.typed).id(id).hint_text(hint).desired_width(f32::INFINITY);
            let typed = ui.add(edit).accessible_name("Path of a file or folder of articles");
            if submitted(ui, &typed) {
                self.take_typed();
                typed.request_focus();
            }
        });
    }

    fn take_typed(&mut self) {
        let typed = std::mem::take(&mut self.typed);
        if !typed.trim().is_empty() {
            self.add_inputs([from_typed(&typed)]);
        }
    }

    fn make(&mut self, out: &mut Outbox) -> Stay {
        // A path that was typed and not entered is meant all the same.
        self.take_typed();
        let Some(folder) = self.folder() else {
            self.refused = Some("A project needs a name and a folder to go into".into());
            return Stay::Open;
        };
        out.push(Message::NewProject { folder, inputs: std::mem::take(&mut self.inputs) });
        Stay::Close
    }
}

/// The name without what folders can't be called on some system.
fn folder_name(name: &str) -> String {
    let kept = name.trim().chars().map(|c| {
        let refused = c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        if refused { '_' } else { c }
    });
    kept.collect::<String>().trim_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::View;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    fn show(form: &mut NewProjectForm, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        form.show(ui.ctx(), view.theme, out);
    }

    #[test]
    fn makes_a_project_of_typed_paths() {
        let mut window = harness(Stage::harbour(), NewProjectForm::new(Path::new("projects")), show);
        window.get_by_label("Make the project").click();
        window.run();
        window.get_by_label_contains("A project needs a name");
        window.get_by_label("Choose articles…").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::AskPath(PathQuestion::NewProjectInputs)]));
        window.get_by_label("Path of a file or folder of articles").click();
        window.run();
        window.get_by_label("Path of a file or folder of articles").type_text("texts/storm.txt");
        window.run();
        window.get_by_label("Make the project").click();
        window.run();
        let messages = window.state_mut().0.take();
        let [Message::NewProject { folder, inputs }, Message::Toggle(Popup::NewProject)] = &messages[..] else {
            panic!("{messages:?}")
        };
        assert_eq!(*folder, Path::new("projects").join("storm"));
        assert_eq!(*inputs, [PathBuf::from("texts/storm.txt")]);
    }

    #[test]
    fn several_paths_are_typed_one_after_the_other() {
        let mut window = harness(Stage::harbour(), NewProjectForm::new(Path::new("projects")), show);
        window.get_by_label("Path of a file or folder of articles").click();
        window.run();
        for path in ["a/one.txt", "b"] {
            let field = window.get_by_label("Path of a file or folder of articles");
            assert!(field.is_focused());
            field.type_text(path);
            window.run();
            window.key_press(egui::Key::Enter);
            window.run();
        }
        assert_eq!(window.state().1.inputs, [PathBuf::from("a/one.txt"), PathBuf::from("b")]);
    }

    #[test]
    fn names_become_folders_of_every_system() {
        assert_eq!(folder_name(" Strike: day 1/2 "), "Strike_ day 1_2");
        assert_eq!(folder_name(".."), "");
    }
}
