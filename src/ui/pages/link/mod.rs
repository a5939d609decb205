//! "Same as…": finds the shared claim, source or event that something is a mention of, or makes one.

mod rows;
#[cfg(test)]
mod tests;

use super::worked::{Asked, Asking, KnownThreads, ThreadAnswer, ThreadQuestion, WorkedOut};
use crate::edit::plan::{LinkTo, MentionOf, title_of};
use crate::model::{LabelId, LabelRole, LinkStance};
use crate::review::{LIKELY, Likely, Probe};
use crate::ui::fields::{Chosen, select_all, value_button};
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, muted, muted_line, popup, primary_button, quiet_button};
use crate::ui::{Message, Outbox, Popup, View};
use egui::{Key, Modifiers, RichText, TextEdit, Ui};

/// Threads that fit what is typed before the entry that makes a new one.
const BEFORE_NEW: usize = 6;

/// What is to be linked.
#[derive(Clone, Debug, Default)]
pub struct LinkStart {
    /// The mentions; several where they were ticked in a list.
    pub mentions: Vec<MentionOf>,
    /// Their label; `None` for words that have none yet.
    pub label: Option<LabelId>,
    /// Words of the first.
    pub words: String,
    /// What a new thread would be called.
    pub title: String,
}

/// What stands in the list.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    /// A thread.
    Known(Likely),
    /// A new one.
    New,
}

/// The window in which a thread is chosen. Make a new one each time it opens.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what the next frame does, each by itself")]
pub struct LinkForm {
    start: LinkStart,
    typed: String,
    /// The label that is chosen for words.
    label: Option<LabelId>,
    stance: LinkStance,
    at: usize,
    likely: Vec<Likely>,
    known: KnownThreads,
    asking: Asking,
    /// Enter was pressed before the answer to what was typed: for it, or against it.
    pressed: Option<LinkStance>,
    begun: bool,
    fill: bool,
    reveal: bool,
    /// The entry that makes a new one is chosen, wherever it stands.
    on_new: bool,
}

fn place_of_new(entries: &[Entry]) -> usize {
    entries.iter().position(|entry| *entry == Entry::New).unwrap_or_default()
}

impl LinkForm {
    /// A window for what is to be linked.
    pub fn new(start: LinkStart) -> Self {
        Self { label: start.label.clone(), start, ..Self::default() }
    }

    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: ThreadAnswer) {
        if let WorkedOut::Likely(likely) = answer.found {
            (self.likely, self.known) = (likely, answer.known);
        }
        self.asking.arrived(answer.question);
    }

    /// Draws the window. Choosing sends [`Message::Link`], and closing it [`Message::Toggle`].
    pub fn show(&mut self, ctx: &egui::Context, view: &View<'_>, out: &mut Outbox) {
        let question = ThreadQuestion::new(view, Asked::Likely(self.probe(view)));
        self.asking.ask(question.clone(), out);
        let is_current = self.asking.is_answered(&question);
        let (taken, stay) = popup(ctx, "Same as", space::PAGE, |ui| {
            self.heading(ui, view);
            self.keys(ui);
            self.line(ui, view);
            self.choices(ui, view);
            let entries = self.entries();
            if self.on_new {
                self.at = place_of_new(&entries);
            }
            self.at = self.at.min(entries.len().saturating_sub(1));
            let clicked = self.list(ui, view, &entries);
            self.foot(ui, view);
            clicked.and_then(|at| entries.get(at).copied())
        });
        // What was likely a moment ago may not be what Enter meant.
        let pressed = self.pressed.filter(|_| is_current).and_then(|stance| {
            self.stance = stance;
            let entries = self.entries();
            entries.get(if self.on_new { place_of_new(&entries) } else { self.at }).copied()
        });
        if let Some(entry) = taken.or(pressed) {
            self.pressed = None;
            self.take(view, entry, out);
        } else if stay == Stay::Close {
            out.push(Message::Toggle(Popup::Link));
        }
    }

    fn probe(&self, view: &View<'_>) -> Probe {
        let mut probe = Probe { label: self.label.clone(), typed: self.typed.clone(), ..Probe::default() };
        match self.start.mentions.first() {
            Some(MentionOf::Words(article, spans)) => probe.words = Some((*article, spans.clone())),
            Some(MentionOf::Annotation(article, id)) => probe.annotation = Some((view.session.key(*article), *id)),
            None => {}
        }
        probe
    }

    fn heading(&self, ui: &mut Ui, view: &View<'_>) {
        let many = self.start.mentions.len();
        let words = self.start.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words =
            if many > 1 { format!("{many} mentions, the first “{words}”") } else { format!("“{words}”") };
        ui.horizontal(|ui| {
            ui.label(RichText::new("Same as…").strong().color(view.theme.text));
            muted_line(ui, view.theme, words);
        });
        let linked = match self.start.mentions.as_slice() {
            [MentionOf::Annotation(article, id)] => view.project().annotation(&view.session.key(*article), *id),
            _ => None,
        };
        let threads = linked.iter().flat_map(|annotation| annotation.threads.keys());
        let titles: Vec<&str> =
            threads.filter_map(|id| view.project().thread(*id)).map(|(_, thread)| thread.title.as_str()).collect();
        if !titles.is_empty() {
            muted_line(ui, view.theme, format!("Linked already to {}", titles.join(", ")));
        }
    }

    /// Keys that are the list's, before the line of text sees them.
    fn keys(&mut self, ui: &Ui) {
        let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key));
        let (down, up) = (pressed(Modifiers::NONE, Key::ArrowDown), pressed(Modifiers::NONE, Key::ArrowUp));
        self.at = (self.at + down).saturating_sub(up);
        if down + up > 0 {
            (self.reveal, self.on_new) = (true, false);
        }
        if pressed(Modifiers::COMMAND, Key::Enter) > 0 {
            self.pressed = Some(self.stance);
            self.on_new = true;
        } else if pressed(Modifiers::SHIFT, Key::Enter) > 0 {
            self.pressed = Some(LinkStance::Against);
        } else if pressed(Modifiers::NONE, Key::Enter) > 0 {
            self.pressed = Some(self.stance);
        }
        if pressed(Modifiers::NONE, Key::Tab) > 0 {
            self.propose();
        }
    }

    /// Puts the title that is proposed into the line, to be changed there.
    fn propose(&mut self) {
        if self.typed.trim().is_empty() {
            self.typed.clone_from(&self.start.title);
            self.fill = true;
        }
    }

    fn line(&mut self, ui: &mut Ui, view: &View<'_>) {
        let name = "Find by words, or type the title of a new one";
        let hint = RichText::new(name).color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.typed).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(edit.lock_focus(true)).accessible_name(name);
        if response.changed() {
            (self.at, self.reveal, self.pressed, self.on_new) = (0, true, None, false);
        }
        if !self.begun {
            response.request_focus();
            self.begun = true;
        }
        if std::mem::take(&mut self.fill) {
            select_all(ui, &response, &self.typed);
            (self.on_new, self.reveal) = (true, true);
        }
        ui.add_space(space::SMALL);
    }

    /// For or against; for words without a label, which.
    fn choices(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.horizontal_wrapped(|ui| {
            for (name, stance) in [("For", LinkStance::For), ("Against", LinkStance::Against)] {
                let chosen = if self.stance == stance { Chosen::Yes } else { Chosen::No };
                if value_button(ui, view.theme, name, None, chosen).clicked() {
                    self.stance = stance;
                }
            }
            if self.start.label.is_some() {
                return;
            }
            ui.separator();
            let guess = self.new_label(view);
            for label in view.project().codebook.offered() {
                let chosen = match (&self.label, &guess) {
                    (Some(label_id), _) if *label_id == label.id => Chosen::Yes,
                    (None, Some(guess)) if *guess == label.id => Chosen::WorkedOut,
                    _ => Chosen::No,
                };
                if value_button(ui, view.theme, &label.name, None, chosen).clicked() {
                    self.label = if self.label.as_ref() == Some(&label.id) { None } else { Some(label.id.clone()) };
                }
            }
        });
        ui.add_space(space::SMALL);
    }

    /// The label of a new thread: the mention's, the chosen one, that of the likeliest thread, the last one given, a claim.
    fn new_label(&self, view: &View<'_>) -> Option<LabelId> {
        let codebook = &view.project().codebook;
        let likeliest = self.likely.first().filter(|likely| likely.likeness >= LIKELY);
        let likeliest =
            likeliest.and_then(|likely| Some(self.known.index().candidate(likely.thread)?.thread.label.clone()));
        let last = view.reader.last_label.clone().filter(|id| codebook.offered().any(|label| label.id == *id));
        let claim = || codebook.label_with_role(LabelRole::Claim).or_else(|| codebook.offered().next());
        self.label.clone().or(likeliest).or(last).or_else(|| claim().map(|label| label.id.clone()))
    }

    /// Likely threads, then a new one, then the others; with something typed, what fits it, and a new one among the first.
    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.likely.iter().map(|likely| Entry::Known(*likely)).collect();
        let before = if self.typed.trim().is_empty() {
            self.likely.iter().take_while(|likely| likely.likeness >= LIKELY && !likely.linked).count()
        } else {
            entries.len().min(BEFORE_NEW)
        };
        entries.insert(before.min(entries.len()), Entry::New);
        entries
    }

    /// What a new thread would be called now.
    fn title(&self) -> String {
        if self.typed.trim().is_empty() { self.start.title.clone() } else { title_of(&self.typed) }
    }

    fn foot(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.add_space(space::SMALL);
        muted(
            ui,
            view.theme,
            "Enter links, Shift+Enter links against, Ctrl+Enter makes a new one, Tab proposes its title",
        );
        ui.horizontal(|ui| {
            if primary_button(ui, view.theme, "Link").clicked() {
                self.pressed = Some(self.stance);
            }
            if quiet_button(ui, "Edit the new title").clicked() {
                self.propose();
            }
        });
    }

    fn take(&mut self, view: &View<'_>, entry: Entry, out: &mut Outbox) {
        let to = match entry {
            Entry::Known(likely) => LinkTo::Thread(likely.thread),
            Entry::New => match self.new_label(view) {
                Some(label) => LinkTo::New { label, title: self.title() },
                None => return,
            },
        };
        out.push(Message::Toggle(Popup::Link));
        out.push(Message::Link { mentions: self.start.mentions.clone(), to, stance: self.stance });
    }
}
