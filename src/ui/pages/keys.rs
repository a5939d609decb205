//! All keys on one page, made from the actions and the map of keys.

use crate::text::fold;
use crate::ui::theme::space;
use crate::ui::widgets::{empty_state, muted, section};
use crate::ui::{Action, View};
use egui::{RichText, ScrollArea, TextEdit, Ui};

/// What actions are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    MoveAndSelect,
    Label,
    Overlaps,
    Read,
    Arrows,
    Suggestions,
    Find,
    Project,
}

impl Group {
    pub(super) const ALL: [Self; 8] = [
        Self::MoveAndSelect,
        Self::Label,
        Self::Overlaps,
        Self::Read,
        Self::Arrows,
        Self::Suggestions,
        Self::Find,
        Self::Project,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::MoveAndSelect => "Move and select",
            Self::Label => "Label",
            Self::Overlaps => "Overlaps and edges",
            Self::Read => "Read",
            Self::Arrows => "Arrows",
            Self::Suggestions => "Suggestions",
            Self::Find => "Find and go",
            Self::Project => "Project",
        }
    }

    pub(super) fn of(action: &Action) -> Self {
        match action {
            Action::Move(_)
            | Action::Extend(_)
            | Action::Grow
            | Action::Shrink
            | Action::JumpToWord
            | Action::SetGrain(_)
            | Action::SelectAll => Self::MoveAndSelect,
            Action::Label(_)
            | Action::StickyLabel(_)
            | Action::Delete
            | Action::Duplicate
            | Action::ToggleUnsure
            | Action::Repeat
            | Action::Confirm
            | Action::Escape
            | Action::Undo
            | Action::Redo => Self::Label,
            Action::AddFragment | Action::EdgeStart | Action::EdgeEnd | Action::CycleOutward | Action::CycleInward => {
                Self::Overlaps
            }
            Action::NextAnnotation
            | Action::PreviousAnnotation
            | Action::NextUnread
            | Action::PreviousUnread
            | Action::NextArticle
            | Action::PreviousArticle
            | Action::MarkRead
            | Action::FinishArticle
            | Action::ReopenArticle => Self::Read,
            Action::Relate => Self::Arrows,
            Action::Suggestion(_) => Self::Suggestions,
            Action::Copy
            | Action::Find
            | Action::FindNext
            | Action::FindPrevious
            | Action::GoToArticle
            | Action::Palette
            | Action::NextPanel
            | Action::PreviousPanel
            | Action::Help
            | Action::TextLarger
            | Action::TextSmaller
            | Action::TextReset
            | Action::ToggleAppearance
            | Action::FocusMode => Self::Find,
            _ => Self::Project,
        }
    }
}

/// What the mouse does in the text.
const MOUSE: [(&str, &str); 7] = [
    ("Double-click", "A word"),
    ("Triple-click", "A sentence"),
    ("Four clicks", "A paragraph"),
    ("Drag", "Select"),
    ("Ctrl+drag", "Add a fragment to the current annotation"),
    ("Click a bar", "Pick that annotation"),
    ("Click again", "Pick the next annotation outward"),
];

/// One line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    keys: String,
    words: String,
    tooltip: String,
}

/// The page of keys.
#[derive(Debug, Default)]
pub struct KeysPage {
    text: String,
}

impl KeysPage {
    /// Shows the page in the space there is.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) {
        let hint = "Find a key, or what it does";
        ui.add(TextEdit::singleline(&mut self.text).hint_text(hint).desired_width(f32::INFINITY))
            .accessible_name("Find a key");
        let wanted = fold(self.text.trim());
        let fits = |line: &Line| fold(&format!("{} {} {}", line.keys, line.words, line.tooltip)).contains(&wanted);
        let groups: Vec<(&str, Vec<Line>)> = groups(view)
            .into_iter()
            .map(|(name, lines)| (name, lines.into_iter().filter(|line| fits(line)).collect::<Vec<_>>()))
            .filter(|(_, lines)| !lines.is_empty())
            .collect();
        if groups.is_empty() {
            empty_state(ui, view.theme, "No key fits", "Try another word, such as select, label or read");
            return;
        }
        ScrollArea::vertical().id_salt("keys").auto_shrink([false, true]).show(ui, |ui| {
            let half: usize = groups.iter().map(|(_, lines)| lines.len() + 2).sum::<usize>() / 2;
            let mut before = 0;
            let (mut left, mut right) = (Vec::new(), Vec::new());
            for group in groups {
                let column = if before < half { &mut left } else { &mut right };
                before += group.1.len() + 2;
                column.push(group);
            }
            ui.columns(2, |columns| {
                for (ui, groups) in columns.iter_mut().zip([left, right]) {
                    for (name, lines) in groups {
                        group(ui, view, name, &lines);
                    }
                }
            });
        });
    }
}

fn group(ui: &mut Ui, view: &View<'_>, name: &str, lines: &[Line]) {
    ui.add_space(space::MEDIUM);
    section(ui, view.theme, name);
    for line in lines {
        ui.horizontal_top(|ui| {
            let width = ui.available_width() * 0.42;
            ui.allocate_ui(egui::vec2(width, space::LARGE), |ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(RichText::new(&line.keys).color(view.theme.accent)).wrap());
            });
            muted(ui, view.theme, &line.words).on_hover_text(&line.tooltip);
        });
    }
}

/// All lines, by group.
fn groups(view: &View<'_>) -> Vec<(&'static str, Vec<Line>)> {
    let mut all: Vec<(Group, Line)> = Vec::new();
    for label in view.project().codebook.offered() {
        let name = label.name.to_lowercase();
        let pairs = [
            (Action::Label(label.id.clone()), format!("Label as {name}")),
            (Action::StickyLabel(label.id.clone()), format!("Keep labelling as {name} until Esc")),
        ];
        for (action, words) in pairs {
            let line = Line { keys: chords(view, &action), words, tooltip: action.info().tooltip };
            all.push((Group::Label, line));
        }
    }
    for action in Action::fixed() {
        let info = action.info();
        let line = Line { keys: chords(view, &action), words: info.text, tooltip: info.tooltip };
        all.push((Group::of(&action), line));
    }
    let of = |group| all.iter().filter(|(g, l)| *g == group && !l.keys.is_empty()).map(|(_, l)| l.clone()).collect();
    let mut groups: Vec<(&'static str, Vec<Line>)> = Group::ALL.into_iter().map(|g| (g.name(), of(g))).collect();
    let mouse = MOUSE.map(|(keys, words)| Line { keys: keys.into(), words: words.into(), tooltip: words.into() });
    groups.push(("Mouse", mouse.into()));
    groups
}

/// All chords of an action, joined by "or"; empty where it has none.
pub(super) fn chords(view: &View<'_>, action: &Action) -> String {
    let chords = view.keys.chords(action);
    chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::KeyMap;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;
    use std::collections::BTreeMap;

    #[test]
    fn keys_come_from_the_map_and_can_be_found() {
        let mut stage = Stage::harbour();
        let bound = BTreeMap::from([("MarkRead".to_owned(), "Alt+m".to_owned())]);
        stage.keys = KeyMap::new(&stage.session.project().codebook, &bound);
        let mut window = harness(stage, KeysPage::default(), |page, ui, view, _| page.show(ui, view));
        for shown in ["Move and select", "Label as claim", "Shift+e", "Alt+M", "Mouse"] {
            assert!(window.query_by_label(shown).is_some(), "{shown}");
        }
        window.get_by_label("Find a key").focus();
        window.run();
        window.get_by_label("Find a key").type_text("undo");
        window.run();
        assert!(window.query_by_label("Ctrl+Z").is_some() && window.query_by_label("Label as claim").is_none());
        window.get_by_label("Find a key").type_text("qqq");
        window.run();
        assert!(window.query_by_label("No key fits").is_some());
    }

    #[test]
    fn every_group_has_keys() {
        let stage = Stage::harbour();
        assert!(groups(&stage.view()).iter().all(|(_, lines)| !lines.is_empty()));
    }
}
