//! Keys, the clipboard and dropped files, before the panels see them.

use super::super::keys::Chord;
use super::super::message::{Message, Popup};
use super::super::pages::PasteForm;
use super::super::reader::Mode;
use super::super::reader::logic::{self, Scene};
use super::super::{Action, Page};
use super::App;
use egui::Event;

/// Who has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    /// The reader, or nobody.
    Reader,
    /// A field that text is typed into.
    Field,
    /// A list or button.
    Other,
}

impl App {
    fn focus(&self, ctx: &egui::Context) -> Focus {
        let focused = ctx.memory(egui::Memory::focused);
        if ctx.text_edit_focused() {
            Focus::Field
        } else if focused.is_none() || focused == Some(self.panels.reader.focus_id()) {
            Focus::Reader
        } else {
            Focus::Other
        }
    }

    /// Turns keys into actions and takes their events away, so that no panel sees them again.
    pub(super) fn take_keys(&mut self, ctx: &egui::Context) {
        let focus = self.focus(ctx);
        let events = ctx.input(|i| i.events.clone());
        let digit_key = events.iter().any(|event| {
            matches!(event, Event::Key { .. }) && Chord::of_event(event).is_some_and(|c| c.symbol().is_some())
        });
        let kept: Vec<Event> = events.into_iter().filter(|event| !self.takes(ctx, event, focus, digit_key)).collect();
        ctx.input_mut(|i| i.events = kept);
    }

    /// True where the event was an action's and has been seen to.
    fn takes(&mut self, ctx: &egui::Context, event: &Event, focus: Focus, digit_key: bool) -> bool {
        if let Event::Paste(text) = event {
            return self.take_paste(text, focus);
        }
        let reading =
            focus == Focus::Reader && self.popup.is_none() && self.page == Page::Reader && self.open.is_some();
        if matches!(event, Event::Copy | Event::Cut) && reading {
            self.apply(ctx, Message::Do(Action::Copy));
            return true;
        }
        if reading && self.takes_typed(event, digit_key) {
            return true;
        }
        let Some(chord) = Chord::of_event(event) else { return false };
        let Some(action) = self.keys.action(chord).cloned() else { return false };
        if !self.acts(&action, chord, focus, reading) {
            return false;
        }
        self.apply(ctx, Message::Do(action));
        true
    }

    /// Whether an action's key counts here.
    fn acts(&self, action: &Action, chord: Chord, focus: Focus, reading: bool) -> bool {
        if *action == Action::Escape {
            // A field keeps its own Esc: it gives its draft up and lets go.
            return focus != Focus::Field || self.popup.is_some();
        }
        if self.page == Page::Preferences && self.panels.preferences.is_capturing() {
            return false;
        }
        if self.popup.is_some() {
            return matches!(action, Action::Palette | Action::GoToArticle | Action::Help | Action::Quit)
                && chord.is_command();
        }
        if action.info().reader_only {
            return reading;
        }
        match focus {
            // Inside a draft, undo is the draft's, and letters are letters.
            Focus::Field => chord.is_command() && !matches!(action, Action::Undo | Action::Redo | Action::PasteArticle),
            // A table takes what is typed into it.
            Focus::Other if matches!(self.page, Page::Grid | Page::Segments) => chord.is_command(),
            Focus::Reader | Focus::Other => true,
        }
    }

    /// Characters that a pending mode of the reader owns.
    fn takes_typed(&mut self, event: &Event, digit_key: bool) -> bool {
        let jumping = matches!(self.reader.mode, Mode::Jump { .. });
        if jumping
            && let (Some(letter), Some(open)) =
                (Chord::of_event(event).and_then(Chord::plain_letter), self.open.as_mut())
        {
            // Goes on as an action where it is no more of the word.
            let mut scene =
                Scene { state: &mut self.reader, session: &mut open.session, geometry: &self.panels.reader };
            return logic::goes_on_jumping(&mut scene, letter);
        }
        let c = match event {
            Event::Key { .. } => Chord::of_event(event).and_then(Chord::symbol),
            Event::Text(text) => {
                let mut chars = text.chars();
                let c = chars.next().filter(|_| chars.next().is_none());
                // A digit key already came as a key.
                c.filter(|c| !(digit_key && c.is_ascii_digit()))
            }
            _ => None,
        };
        let (Some(c), Some(open)) = (c, self.open.as_mut()) else { return false };
        if !jumping && !c.is_ascii_digit() {
            return false;
        }
        let mut scene = Scene { state: &mut self.reader, session: &mut open.session, geometry: &self.panels.reader };
        let Some(outcome) = logic::typed(&mut scene, c) else { return false };
        self.follow(outcome);
        true
    }

    /// Words from the clipboard make an article, unless a field wants them.
    fn take_paste(&mut self, text: &str, focus: Focus) -> bool {
        if focus == Focus::Field || self.popup.is_some() || self.page != Page::Reader {
            return false;
        }
        self.panels.paste = PasteForm::new(text);
        self.popup = Some(Popup::Paste);
        true
    }

    /// Files dropped on the window: a project is opened, articles are added.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped: Vec<_> = ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        match dropped.as_slice() {
            [] => {}
            [one] if one.join("project.ron").is_file() => self.outbox.push(Message::OpenProject(one.clone())),
            _ => self.outbox.push(Message::Import(dropped)),
        }
    }
}
