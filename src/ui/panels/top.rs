//! The bar at the top: menu, title, pages, undo and redo.

use crate::session::EditRequest;
use crate::ui::pages::has_findings;
use crate::ui::theme::space;
use crate::ui::widgets::{menu_item, sides, submitted, tooltip};
use crate::ui::{Action, Message, Outbox, Page, SuggestionAction, View};
use egui::containers::menu::MenuButton;
use egui::{Button, Key, TextEdit, Ui};

/// Narrower than this, in points, the buttons at the right go into a menu.
const ROOMY: f32 = 1080.0;

/// Narrower than this, in points, undo and redo go there, too.
const NARROW: f32 = 740.0;

/// What the tabs need beside the title, in points.
const TABS: f32 = 520.0;

/// Pages about all articles together, in the menu beside the tabs.
const REVIEW: [(Page, Action); 13] = [
    (Page::Threads, Action::ShowThreads),
    (Page::Unlinked, Action::ShowUnlinked),
    (Page::Stories, Action::ShowStories),
    (Page::Coverage, Action::ShowCoverage),
    (Page::Attribution, Action::ShowAttribution),
    (Page::Timeline, Action::ShowTimeline),
    (Page::Sides, Action::ShowSides),
    (Page::Families, Action::ShowFamilies),
    (Page::Network, Action::ShowNetwork),
    (Page::Texts, Action::ShowTexts),
    (Page::History, Action::ShowHistory),
    (Page::Progress, Action::ShowProgress),
    (Page::Suggestions, Action::Suggestion(SuggestionAction::ShowPage)),
];

/// The bar at the top: its only state is the title that is being typed.
#[derive(Debug, Default)]
pub struct TopBar {
    title: Option<String>,
}

impl TopBar {
    /// Draws the bar.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let (roomy, narrow) = (ui.available_width() >= ROOMY, ui.available_width() < NARROW);
        sides(
            ui,
            out,
            |ui, out| {
                file_menu(ui, view, out);
                self.project_title(ui, view, out);
                ui.separator();
                tabs(ui, view, out);
                review_menu(ui, view, out);
            },
            |ui, out| {
                let more = [Action::ShowPreferences, Action::Help, Action::Palette];
                if roomy {
                    for action in more {
                        quiet(ui, view, &action, out);
                    }
                } else {
                    ui.menu_button("More", |ui| {
                        if narrow {
                            entry(ui, view, Action::Undo, out);
                            entry(ui, view, Action::Redo, out);
                            ui.separator();
                        }
                        for action in more.into_iter().rev() {
                            entry(ui, view, action, out);
                        }
                    });
                }
                if !narrow {
                    ui.separator();
                    redo_undo(ui, view, out);
                }
            },
        );
    }

    /// The title; a click makes it a field, Enter or leaving it keeps what was typed, Esc does not.
    fn project_title(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let title = &view.project().info.title;
        let Some(draft) = &mut self.title else {
            let shown = egui::RichText::new(title).strong().color(view.theme.text);
            // A long title leaves room for the tabs.
            let most = (ui.available_width() - TABS).clamp(space::ROW, space::PAGE / 3.0);
            let button = ui.scope(|ui| {
                ui.set_max_width(most);
                ui.add(Button::new(shown).frame_when_inactive(false).truncate())
            });
            let button = button.inner.on_hover_text(format!("{title}\nClick to rename the project"));
            if button.accessible_name(format!("Project title: {title}")).clicked() {
                self.title = Some(title.clone());
            }
            return;
        };
        let edit = TextEdit::singleline(draft).desired_width(space::PAGE / 4.0);
        let field = ui.add(edit).accessible_name("Project title");
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
        }
        if field.lost_focus() {
            let left_with_escape = ui.input(|i| i.key_pressed(Key::Escape));
            let draft = self.title.take().unwrap_or_default();
            let is_new = !draft.trim().is_empty() && draft.trim() != title;
            if is_new && (submitted(ui, &field) || !left_with_escape) {
                out.edit(EditRequest::RenameProject(draft));
            }
        }
    }
}

fn file_menu(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let groups: [&[Action]; 4] = [
        &[Action::NewProject, Action::OpenProject],
        &[Action::ImportFiles, Action::ImportFolder, Action::PasteArticle],
        &[Action::Export, Action::SaveProjectAs, Action::TypePath],
        &[Action::ShowProblems, Action::CloseProject, Action::Quit],
    ];
    ui.menu_button("File", |ui| {
        for (i, group) in groups.into_iter().enumerate() {
            if i > 0 {
                ui.separator();
            }
            for action in group {
                let hidden = match action {
                    Action::SaveProjectAs => !view.scratch,
                    Action::ShowProblems => !has_findings(view),
                    _ => false,
                };
                if !hidden {
                    entry(ui, view, action.clone(), out);
                }
            }
        }
    });
}

fn entry(ui: &mut Ui, view: &View<'_>, action: Action, out: &mut Outbox) {
    if menu_item(ui, view.keys, &action).clicked() {
        ui.close();
        out.act(action);
    }
}

fn tabs(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let pages = [
        (Page::Reader, Action::ShowReader),
        (Page::Grid, Action::ShowGrid),
        (Page::Segments, Action::ShowSegments),
        (Page::Codebook, Action::ShowCodebook),
        (Page::Find, Action::FindInProject),
    ];
    for (page, action) in pages {
        let text = if page == Page::Find { "Find".to_owned() } else { action.info().text };
        let tab = Button::selectable(view.page == page, text);
        if ui.add(tab).on_hover_text(tooltip(view.keys, &action)).clicked() {
            // A selection goes along to the find page.
            out.push(if page == Page::Find { Message::Do(action) } else { Message::Show(page) });
        }
    }
}

/// Pages about what stands in several articles.
fn review_menu(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let here = REVIEW.iter().find(|(page, _)| *page == view.page);
    let name = here.map_or("Review".to_owned(), |(_, action)| action.info().text);
    // In a narrow window a long name gives way, and not what stands beside it.
    let button = Button::selectable(here.is_some(), name).truncate();
    let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
        for (_, action) in REVIEW {
            entry(ui, view, action, out);
        }
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Review"));
}

fn quiet(ui: &mut Ui, view: &View<'_>, action: &Action, out: &mut Outbox) {
    let button = Button::new(action.info().text).frame_when_inactive(false);
    if ui.add(button).on_hover_text(tooltip(view.keys, action)).clicked() {
        out.act(action.clone());
    }
}

/// From right to left, as the right side of the bar is laid out.
fn redo_undo(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let history = view.session.history();
    for (action, step) in [(Action::Redo, history.next_redo()), (Action::Undo, history.next_undo())] {
        let words = action.info().text;
        let is_editable = view.session.status().is_editable();
        let about = match step {
            _ if !is_editable => format!("{words} waits until the project can be edited here"),
            None => format!("Nothing to {}", words.to_lowercase()),
            Some(step) => format!("{words}: {}", step.what),
        };
        let shortcut = view.keys.shortcut(&action);
        let about = if shortcut.is_empty() { about } else { format!("{about} ({shortcut})") };
        let button = Button::new(words).frame_when_inactive(false);
        let enabled = is_editable && step.is_some();
        let response = ui.add_enabled(enabled, button).on_hover_text(&about).on_disabled_hover_text(&about);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(about.as_str()));
        if response.clicked() {
            out.act(action);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn tabs_and_menu_send_what_they_say() {
        let mut window = harness(Stage::harbour(), TopBar::default(), TopBar::show);
        window.get_by_label("Codebook").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::Show(Page::Codebook)]));
        window.get_by_label("File").click();
        window.run();
        window.get_by_label("Paste an article…").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::Do(Action::PasteArticle)]));
    }

    #[test]
    fn the_title_is_renamed_in_place() {
        let mut window = harness(Stage::harbour(), TopBar::default(), TopBar::show);
        window.get_by_label("Project title: Harbour").click();
        window.run();
        window.get_by_label("Project title").type_text(" and docks");
        window.key_press(Key::Enter);
        window.run();
        window.state_mut().0.take();
        assert_eq!(window.state().0.session.project().info.title, "Harbour and docks");
        window.run();
        window.get_by_label("Project title: Harbour and docks").click();
        window.run();
        window.get_by_label("Project title").type_text(" never");
        window.key_press(Key::Escape);
        window.run();
        assert!(window.state_mut().0.take().is_empty());
    }

    #[test]
    fn undo_says_what_it_would_do() {
        let mut stage = Stage::harbour();
        let article = stage.article("Boats stay");
        stage.session.edit(EditRequest::Finish { article }).unwrap();
        let mut window = harness(stage, TopBar::default(), TopBar::show);
        window.get_by_label("Redo").click();
        window.run();
        assert!(window.state_mut().0.take().is_empty());
        window.get_by_label("Undo").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::Do(Action::Undo)]));
    }
}
