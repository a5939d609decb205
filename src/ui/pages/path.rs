//! The window that a path is typed into, where the system offers no dialog or a path is at hand.

use crate::ui::message::PathQuestion;
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, field, heading, muted, popup, primary_button, submitted};
use crate::ui::{Message, Outbox, Popup, Theme};
use egui::{Button, Ui};
use std::path::{Path, PathBuf};

/// A path that is being typed, and what it is for. Make a new one each time it opens.
#[derive(Debug)]
pub struct PathForm {
    question: PathQuestion,
    choices: Vec<PathQuestion>,
    notice: &'static str,
    typed: String,
    refused: Option<String>,
    /// A file that is there already and is replaced when the same path comes again.
    replaces: Option<PathBuf>,
    begun: bool,
}

impl Default for PathForm {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl PathForm {
    /// A form that asks what the path is for, where there is more than one choice.
    pub fn new(choices: &[PathQuestion]) -> Self {
        Self {
            question: choices.first().copied().unwrap_or(PathQuestion::OpenProject),
            choices: choices.to_vec(),
            notice: "",
            typed: String::new(),
            refused: None,
            replaces: None,
            begun: false,
        }
    }

    /// A form in place of a dialog that the system did not show.
    pub fn instead_of_dialog(question: PathQuestion) -> Self {
        Self { notice: "The system shows no dialog for files here, so type the path", ..Self::new(&[question]) }
    }

    /// Draws the form. It closes with [`Message::Toggle`], after which [`Message::Picked`] follows where there is a path.
    pub fn show(&mut self, ctx: &egui::Context, theme: &Theme, out: &mut Outbox) {
        let (done, stay) = popup(ctx, "Type a path", space::PAGE * 0.75, |ui| self.form(ui, theme));
        let path = if done == Done::Take { self.path() } else { None };
        if path.is_some() || done == Done::Cancel || stay == Stay::Close {
            out.push(Message::Toggle(Popup::Path));
        }
        match path {
            Some(path) => out.push(Message::Picked(self.question, vec![path])),
            // The form that asked comes back as it was.
            None if done == Done::Cancel || stay == Stay::Close => out.push(Message::Picked(self.question, Vec::new())),
            None => {}
        }
    }

    fn form(&mut self, ui: &mut Ui, theme: &Theme) -> Done {
        let words = Words::of(self.question);
        heading(ui, theme, if self.choices.len() > 1 { "Type a path" } else { words.title });
        if !self.notice.is_empty() {
            muted(ui, theme, self.notice);
        }
        if self.choices.len() > 1 {
            ui.horizontal_wrapped(|ui| {
                for choice in &self.choices {
                    let chosen = *choice == self.question;
                    if ui.add(Button::selectable(chosen, Words::of(*choice).title)).clicked() {
                        (self.question, self.refused, self.begun) = (*choice, None, false);
                    }
                }
            });
        }
        let words = Words::of(self.question);
        ui.add_space(space::SMALL);
        let edit = field(ui, theme, words.name, &mut self.typed, words.hint);
        if !std::mem::replace(&mut self.begun, true) {
            edit.request_focus();
        }
        if edit.changed() {
            (self.refused, self.replaces) = (None, None);
        }
        if let Some(refused) = &self.refused {
            ui.colored_label(theme.danger, refused);
        }
        ui.add_space(space::MEDIUM);
        let entered = submitted(ui, &edit);
        let done = ui.horizontal(|ui| {
            let button = if self.replaces.is_some() { "Replace it" } else { words.button };
            let take = primary_button(ui, theme, button).clicked();
            let cancel = ui.button("Cancel").clicked();
            match () {
                () if take || entered => Done::Take,
                () if cancel => Done::Cancel,
                () => Done::No,
            }
        });
        if entered {
            edit.request_focus();
        }
        done.inner
    }

    /// The path, where it fits what it is for; else the reason is shown.
    fn path(&mut self) -> Option<PathBuf> {
        let typed = self.typed.trim();
        if typed.is_empty() {
            self.refused = Some("Type a path first".into());
            return None;
        }
        let path = from_typed(typed);
        self.refused = refusal(self.question, &path, self.replaces.as_ref() == Some(&path));
        self.replaces = match self.question {
            PathQuestion::ExportJsonl if path.is_file() => Some(path.clone()),
            _ => None,
        };
        self.refused.is_none().then_some(path)
    }
}

/// What the buttons said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    No,
    Take,
    Cancel,
}

/// The words of one question.
struct Words {
    title: &'static str,
    name: &'static str,
    hint: &'static str,
    button: &'static str,
}

impl Words {
    fn of(question: PathQuestion) -> Self {
        let (title, name, hint, button) = match question {
            PathQuestion::OpenProject => {
                ("Open a project", "Path of the project's folder", "~/projects/strike", "Open")
            }
            PathQuestion::ImportFiles | PathQuestion::ImportFolder => {
                ("Add articles", "Path of a file or a folder of articles", "~/articles", "Add")
            }
            PathQuestion::NewProjectInputs => {
                ("Choose articles", "Path of a file or a folder of articles", "~/articles", "Take it")
            }
            PathQuestion::NewProjectFolder => {
                ("Choose where the project goes", "Path of the folder to put it into", "~/projects", "Take it")
            }
            PathQuestion::ExportFile => ("Export", "Path of the file to write", "~/strike.html", "Take it"),
            PathQuestion::ExportFolder => ("Export", "Path of the folder to put it into", "~/exports", "Take it"),
            PathQuestion::ExportJsonl => ("Export as JSONL", "Path of the file to write", "~/strike.jsonl", "Export"),
            PathQuestion::SaveProjectAs => {
                ("Keep the project as", "Path of a new folder for the project", "~/projects/strike", "Keep it there")
            }
        };
        Self { title, name, hint, button }
    }
}

/// A path as people write it: `~` is the home folder, quotation marks around it fall off.
pub(crate) fn from_typed(typed: &str) -> PathBuf {
    let typed = typed.trim().trim_matches(['"', '\'']);
    let home = std::env::home_dir();
    match (typed.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home,
        (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => home.join(rest.trim_start_matches(['/', '\\'])),
        _ => PathBuf::from(typed),
    }
}

/// Why a path does not fit what it is for.
fn refusal(question: PathQuestion, path: &Path, is_replaced: bool) -> Option<String> {
    let shown = path.display();
    match question {
        PathQuestion::OpenProject if !path.join("project.ron").is_file() => Some(if path.is_dir() {
            format!("This folder holds no project; New project… makes one of its articles: {shown}")
        } else {
            format!("There is no such folder: {shown}")
        }),
        PathQuestion::ImportFiles | PathQuestion::ImportFolder | PathQuestion::NewProjectInputs if !path.exists() => {
            Some(format!("There is no such file or folder: {shown}"))
        }
        PathQuestion::ExportJsonl if path.is_dir() => Some(format!("This is a folder; name a file in it: {shown}")),
        PathQuestion::ExportJsonl if path.is_file() && !is_replaced => {
            Some(format!("This file is there already: {shown}"))
        }
        PathQuestion::ExportJsonl if path.parent().is_some_and(|p| !p.as_os_str().is_empty() && !p.is_dir()) => {
            Some(format!("There is no such folder to write into: {shown}"))
        }
        PathQuestion::SaveProjectAs if path.is_file() || holds_something(path) => {
            Some(format!("Something is there already; name a new folder: {shown}"))
        }
        _ => None,
    }
}

fn holds_something(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::View;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn window(form: PathForm) -> Harness<'static, (Stage, PathForm)> {
        harness(Stage::harbour(), form, |form: &mut PathForm, ui: &mut Ui, view: &View<'_>, out| {
            form.show(ui.ctx(), view.theme, out);
        })
    }

    #[test]
    fn a_path_that_does_not_fit_stays_and_says_why() {
        let here = tempfile::tempdir().unwrap();
        let mut window = window(PathForm::instead_of_dialog(PathQuestion::OpenProject));
        window.get_by_label_contains("The system shows no dialog");
        window.get_by_label("Open").click();
        window.run();
        window.get_by_label("Type a path first");
        window.state_mut().1.typed = here.path().display().to_string();
        window.get_by_label("Open").click();
        window.run();
        window.get_by_label_contains("This folder holds no project");
        assert!(window.state_mut().0.take().is_empty());
        window.get_by_label("Cancel").click();
        window.run();
        let messages = window.state_mut().0.take();
        assert!(
            matches!(&messages[..], [Message::Toggle(Popup::Path), Message::Picked(PathQuestion::OpenProject, paths)] if paths.is_empty())
        );
    }

    #[test]
    fn a_file_is_replaced_only_when_asked_twice() {
        let here = tempfile::tempdir().unwrap();
        let file = here.path().join("all.jsonl");
        std::fs::File::create(&file).unwrap();
        let mut window = window(PathForm::new(&[PathQuestion::OpenProject, PathQuestion::ExportJsonl]));
        window.get_by_label("Export as JSONL").click();
        window.run();
        window.state_mut().1.typed = file.display().to_string();
        window.get_by_label("Export").click();
        window.run();
        window.get_by_label_contains("This file is there already");
        assert!(window.state_mut().0.take().is_empty());
        window.get_by_label("Replace it").click();
        window.run();
        let messages = window.state_mut().0.take();
        assert!(
            matches!(&messages[..], [Message::Toggle(Popup::Path), Message::Picked(PathQuestion::ExportJsonl, paths)] if *paths == [file])
        );
    }

    #[test]
    fn home_and_quotation_marks() {
        assert_eq!(from_typed(" \"/a b/c\" "), Path::new("/a b/c"));
        if let Some(home) = std::env::home_dir() {
            assert_eq!(from_typed("~/x"), home.join("x"));
        }
        assert_eq!(from_typed("~x"), Path::new("~x"));
    }
}
