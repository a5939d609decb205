//! The first page: projects to open, a new one, the samples, and who edits.

use super::from_typed;
use crate::model::AnnotatorName;
use crate::session::{Preferences, annotator_name};
use crate::ui::fields::select_all;
use crate::ui::message::PathQuestion;
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, muted, muted_line, primary_button, section, submitted};
use crate::ui::{Action, Message, Outbox, Popup, Theme};
use egui::{Button, Label, Response, RichText, ScrollArea, TextEdit, Ui};
use std::path::{Path, PathBuf};

/// Narrower than this, in points, the two columns stand below each other.
const TWO_COLUMNS: f32 = 640.0;

/// The first page: the drafts of its fields, and which recent projects are there.
#[derive(Debug, Default)]
pub struct WelcomePage {
    path: String,
    /// The name being typed, and the one that it would replace.
    name: Option<(String, String)>,
    suggestion: Option<String>,
    /// The field for the name has been given the keyboard.
    asked: bool,
    recent: Vec<(PathBuf, Found)>,
}

/// Whether a recent project's folder was there when the page looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Yes,
    No,
}

impl WelcomePage {
    /// Draws the page. `samples` are `(id, title, description)`; `busy` says what runs at the moment.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        preferences: &Preferences,
        theme: &Theme,
        samples: &[(&'static str, &'static str, &'static str)],
        busy: Option<&str>,
        out: &mut Outbox,
    ) {
        self.look_for_recent(preferences);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let margin = ((ui.available_width() - space::PAGE) / 2.0).max(space::LARGE);
            let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(margin as i8, space::SECTION as i8));
            // A margin holds at most 127 points: wider windows get the rest as space.
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space((margin - 127.0).max(0.0));
                frame.show(ui, |ui| {
                    ui.set_width(ui.available_width().min(space::PAGE));
                    ui.reset_style();
                    ui.vertical(|ui| {
                        title(ui, theme, busy);
                        self.who(ui, preferences, theme, out);
                        let width = ui.available_width();
                        if width >= TWO_COLUMNS {
                            ui.spacing_mut().item_spacing.x = space::SECTION;
                            ui.columns_const(|[left, right]| {
                                self.projects(left, preferences, theme, out);
                                sample_list(right, theme, samples, out);
                            });
                        } else {
                            self.projects(ui, preferences, theme, out);
                            ui.add_space(space::SECTION);
                            sample_list(ui, theme, samples, out);
                        }
                        ui.add_space(space::SECTION);
                        muted(ui, theme, "Drop articles or a project's folder anywhere in this window to begin");
                    });
                });
            });
        });
    }

    /// Looks once for each recent project: a disk that is slow must not slow the frames.
    fn look_for_recent(&mut self, preferences: &Preferences) {
        if self.recent.len() == preferences.recent.len()
            && self.recent.iter().map(|(path, _)| path).eq(&preferences.recent)
        {
            return;
        }
        let found = |path: &Path| if path.is_dir() { Found::Yes } else { Found::No };
        self.recent = preferences.recent.iter().map(|path| (path.clone(), found(path))).collect();
    }

    /// The annotator's name: asked while it is not known, else one line.
    fn who(&mut self, ui: &mut Ui, preferences: &Preferences, theme: &Theme, out: &mut Outbox) {
        let known = AnnotatorName::from_typed(&preferences.annotator);
        let before = &preferences.annotator;
        // A name that was taken over since ends the draft.
        self.name = self.name.take().filter(|(_, replaces)| replaces == before);
        if let (Some(known), None) = (&known, &self.name) {
            ui.horizontal(|ui| {
                muted_line(ui, theme, format!("What you mark is kept as {}", coding_of(known)));
                if ui.link("Change").on_hover_text("Give another name").clicked() {
                    self.name = Some((known.to_string(), before.clone()));
                    self.asked = false;
                }
            });
            ui.add_space(space::LARGE);
            return;
        }
        let suggestion = self.suggestion.get_or_insert_with(|| annotator_name(None).to_string()).clone();
        let (draft, _) = self.name.get_or_insert_with(|| (suggestion, before.clone()));
        let kept = AnnotatorName::from_typed(draft);
        let frame = egui::Frame::new().fill(theme.raised).corner_radius(space::MEDIUM).inner_margin(space::LARGE);
        let done = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let label = section(ui, theme, "Your name");
            muted(ui, theme, "What you mark is kept under it, apart from what others mark");
            let done = ui.horizontal(|ui| {
                let edit = TextEdit::singleline(draft).desired_width(space::PAGE / 3.0);
                let field = ui.add(edit).labelled_by(label.id);
                if !std::mem::replace(&mut self.asked, true) {
                    select_all(ui, &field, draft);
                }
                let used = ui.add_enabled_ui(kept.is_some(), |ui| primary_button(ui, theme, "Use this name"));
                submitted(ui, &field) || used.inner.clicked()
            });
            match &kept {
                Some(name) => muted(ui, theme, format!("In files: {name}")),
                None => muted(ui, theme, "Type at least one letter or digit"),
            };
            done.inner
        });
        if done.inner
            && let Some(name) = kept
        {
            out.push(Message::SetAnnotator(name.to_string()));
            self.name = None;
        }
        ui.add_space(space::LARGE);
    }

    fn projects(&mut self, ui: &mut Ui, preferences: &Preferences, theme: &Theme, out: &mut Outbox) {
        section(ui, theme, "Start");
        let messages = [
            (Action::OpenProject, Message::AskPath(PathQuestion::OpenProject)),
            (Action::NewProject, Message::Toggle(Popup::NewProject)),
            (Action::PasteArticle, Message::Toggle(Popup::Paste)),
        ];
        for (action, message) in messages {
            let info = action.info();
            if card(ui, theme, &info.text, &info.tooltip, None).clicked() {
                out.push(message);
            }
        }
        let hint = RichText::new("or type a folder's path").color(theme.muted);
        let edit = TextEdit::singleline(&mut self.path).hint_text(hint).desired_width(f32::INFINITY);
        let field = ui.add(edit).accessible_name("Path of a project's folder");
        if submitted(ui, &field) && !self.path.trim().is_empty() {
            out.push(Message::OpenProject(from_typed(&self.path)));
        }
        if !self.recent.is_empty() {
            ui.add_space(space::SECTION);
            section(ui, theme, "Recent projects");
        }
        for (path, found) in &self.recent {
            recent_project(ui, preferences, theme, path, *found, out);
        }
    }
}

fn title(ui: &mut Ui, theme: &Theme, busy: Option<&str>) {
    let size = 1.6 * egui::TextStyle::Heading.resolve(ui.style()).size;
    ui.label(RichText::new("Byline").size(size).strong().color(theme.text));
    let about =
        "Mark the claims, sources and events in the news, tie them together across articles, and see who said what";
    muted(ui, theme, about);
    if let Some(busy) = busy {
        ui.add(Label::new(RichText::new(busy).color(theme.accent)).truncate());
    }
    ui.add_space(space::LARGE);
}

fn sample_list(ui: &mut Ui, theme: &Theme, samples: &[(&'static str, &'static str, &'static str)], out: &mut Outbox) {
    if samples.is_empty() {
        return;
    }
    section(ui, theme, "Samples");
    for (id, title, description) in samples {
        if card(ui, theme, title, description, Some(description)).clicked() {
            out.push(Message::OpenSample(id));
        }
    }
}

/// A wide button: a name, and a sentence under it.
fn card(ui: &mut Ui, theme: &Theme, name: &str, about: &str, tooltip: Option<&str>) -> Response {
    let mut job = egui::text::LayoutJob::default();
    let format = |font: egui::TextStyle, color| egui::TextFormat::simple(font.resolve(ui.style()), color);
    job.append(name, 0.0, format(egui::TextStyle::Body, theme.text));
    job.append("\n", 0.0, format(egui::TextStyle::Small, theme.muted));
    job.append(about, 0.0, format(egui::TextStyle::Small, theme.muted));
    let width = ui.available_width();
    let card = Button::new(job).wrap().min_size(egui::vec2(width, space::ROW)).right_text("");
    let response = ui.add(card).accessible_name(name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(about));
    match tooltip {
        Some(words) => response.on_hover_text(words),
        None => response,
    }
}

fn recent_project(ui: &mut Ui, preferences: &Preferences, theme: &Theme, path: &Path, found: Found, out: &mut Outbox) {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let place = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
    if found == Found::Yes {
        if card(ui, theme, &name, &place, Some(&path.display().to_string())).clicked() {
            out.push(Message::OpenProject(path.to_owned()));
        }
        return;
    }
    ui.horizontal(|ui| {
        let forget = ui.button("Forget").on_hover_text("Take it off this list");
        if forget.accessible_name(format!("Forget {name}")).clicked() {
            let mut changed = preferences.clone();
            changed.recent.retain(|known| known != path);
            out.push(Message::SetPreferences(Box::new(changed)));
        }
        muted_line(ui, theme, format!("{name} is not there any more")).on_hover_text(path.display().to_string());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, harness};
    use egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn window(preferences: Preferences) -> Harness<'static, (Stage, WelcomePage)> {
        let mut stage = Stage::new(&[]);
        stage.preferences = preferences;
        harness(stage, WelcomePage::default(), |page, ui, view, out| {
            let samples = [("call", "The call", "Three articles about a phone call")];
            page.show(ui, view.preferences, view.theme, &samples, Some("Reading…"), out);
        })
    }

    #[test]
    fn opens_projects_and_samples() {
        let here = tempfile::tempdir().unwrap();
        let gone = here.path().join("gone");
        let recent = vec![here.path().to_owned(), gone.clone()];
        let mut window = window(Preferences { annotator: "ana".into(), recent, ..Preferences::default() });
        window.get_by_label("Reading…");
        window.get_by_label("The call").click();
        window.run();
        window.get_by_label("Open project…").click();
        window.run();
        window.get_by_label(&here.path().file_name().unwrap().to_string_lossy()).click();
        window.run();
        window.get_by_label("Forget gone").click();
        window.run();
        let messages = window.state_mut().0.take();
        let [
            Message::OpenSample("call"),
            Message::AskPath(PathQuestion::OpenProject),
            Message::OpenProject(opened),
            Message::SetPreferences(changed),
        ] = &messages[..]
        else {
            panic!("{messages:?}")
        };
        assert_eq!(opened, here.path());
        assert_eq!(changed.recent, [here.path().to_owned()]);
    }

    #[test]
    fn asks_for_a_name_once() {
        let mut window = window(Preferences::default());
        window.state_mut().1.name = Some(("Ána María".into(), String::new()));
        window.run();
        window.get_by_label("In files: ana_maria");
        window.get_by_label("Use this name").click();
        window.run();
        assert!(matches!(&window.state_mut().0.take()[..], [Message::SetAnnotator(name)] if name == "ana_maria"));
        window.state_mut().0.preferences.annotator = "ana_maria".into();
        window.run();
        window.get_by_label("What you mark is kept as Ana Maria's coding");
        assert!(window.query_by_label("Use this name").is_none());
    }

    #[test]
    fn a_typed_path_opens_with_enter() {
        let mut window = window(Preferences { annotator: "ana".into(), ..Preferences::default() });
        window.get_by_label("Path of a project's folder").click();
        window.run();
        window.get_by_label("Path of a project's folder").type_text("projects/storm");
        window.key_press(Key::Enter);
        window.run();
        let messages = window.state_mut().0.take();
        assert!(matches!(&messages[..], [Message::OpenProject(path)] if path == Path::new("projects/storm")));
    }
}
