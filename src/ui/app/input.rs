//! Keys, the clipboard and dropped files, before the panels see them.

use super::super::keys::{Chord, Stroke};
use super::super::message::{Message, Popup};
use super::super::pages::PasteForm;
use super::super::reader::Mode;
use super::super::reader::logic::{self, Scene};
use super::super::{Action, Page};
use super::App;
use egui::Event;

/// True for what a keyboard sends.
fn is_of_keyboard(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_) | Event::Ime(_))
}

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
        let mut events = std::mem::take(&mut self.held_keys);
        events.extend(ctx.input(|i| i.events.clone()));
        let (mut kept, mut rest) = (Vec::new(), events.as_slice());
        while let Some(event) = rest.first() {
            let before = self.keyboard();
            let (is_taken, used) = match Stroke::first(rest) {
                Some((stroke, used)) => (self.takes(ctx, stroke, focus), used),
                None => (self.takes_event(ctx, event, focus), 1),
            };
            let (now, after) = rest.split_at(used.min(rest.len()));
            if !is_taken {
                kept.extend_from_slice(now);
            }
            rest = after;
            if self.keyboard() != before {
                break;
            }
        }
        // Whatever was typed behind a key that gives the keyboard to somebody else is for them: a frame later they have it.
        let (held, other): (Vec<Event>, Vec<Event>) = rest.iter().cloned().partition(is_of_keyboard);
        if !held.is_empty() {
            ctx.request_repaint();
        }
        self.held_keys = held;
        kept.extend(other);
        ctx.input_mut(|i| i.events = kept);
    }

    /// What decides who gets the next key.
    fn keyboard(&self) -> (Option<Popup>, Page, bool, Option<usize>) {
        let attribute = if let Mode::Attributes { at } = self.reader.mode { Some(at) } else { None };
        (self.popup, self.page, self.panels.find.is_open(), attribute)
    }

    fn reads(&self, focus: Focus) -> bool {
        focus == Focus::Reader && self.popup.is_none() && self.page == Page::Reader && self.open.is_some()
    }

    /// True where the event was an action's and has been seen to.
    fn takes_event(&mut self, ctx: &egui::Context, event: &Event, focus: Focus) -> bool {
        match event {
            Event::Paste(text) => self.take_paste(text, focus),
            Event::Copy | Event::Cut if self.reads(focus) => {
                self.apply(ctx, Message::Do(Action::Copy));
                true
            }
            _ => false,
        }
    }

    /// True where the stroke was an action's and has been seen to.
    fn takes(&mut self, ctx: &egui::Context, stroke: Stroke, focus: Focus) -> bool {
        let reading = self.reads(focus);
        if reading && self.takes_typed(stroke) {
            return true;
        }
        let Some((chord, action)) = self.keys.meant(stroke).map(|(chord, action)| (chord, action.clone())) else {
            return false;
        };
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
            Focus::Other
                if matches!(
                    self.page,
                    Page::Grid | Page::Segments | Page::Find | Page::Alike | Page::Coverage | Page::Attribution
                ) =>
            {
                chord.is_command()
            }
            Focus::Reader | Focus::Other => true,
        }
    }

    /// Characters that a pending mode of the reader owns.
    fn takes_typed(&mut self, stroke: Stroke) -> bool {
        let Some(open) = self.open.as_mut() else { return false };
        let mut scene = Scene { state: &mut self.reader, session: &mut open.session, geometry: &self.panels.reader };
        let Some(outcome) = logic::typed_by(&mut scene, stroke) else { return false };
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
