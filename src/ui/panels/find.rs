//! The bar that finds words in the article.

use crate::review::{Matcher, Query};
use crate::text::{Folded, Text, TextHash, TextSpan, fold_mapped};
use crate::ui::search_line::{select_all, switches};
use crate::ui::theme::space;
use crate::ui::widgets::{muted, quiet_button, tooltip};
use crate::ui::{Action, Message, Outbox, View};
use egui::{EventFilter, Key, Modifiers, TextEdit, Ui};
use std::ops::ControlFlow;

/// What the switches, the count and the buttons beside the field need, in points.
const BESIDE: f32 = 360.0;

/// Places that are shown at most: more than that is no help, and would make a frame long.
const MOST: usize = 10_000;

/// Which place comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindStep {
    /// The one after it.
    Next,
    /// The one before it.
    Previous,
}

/// The bar that finds words in the article: what is looked for, and where it was found.
#[derive(Debug, Default)]
pub struct FindBar {
    open: bool,
    wants_focus: bool,
    query: Query,
    folded: Option<(TextHash, Folded)>,
    searched: Option<(TextHash, Query)>,
    spans: Vec<TextSpan>,
    /// There are more places than are shown.
    more: bool,
    /// What is wrong with the regular expression.
    complaint: Option<String>,
    current: Option<usize>,
}

impl FindBar {
    /// True where the bar is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens the bar, and gives it the keyboard with the next frame.
    pub fn open(&mut self) {
        (self.open, self.wants_focus, self.searched) = (true, true, None);
    }

    /// Closes the bar and takes its places off the text.
    pub fn close(&mut self, out: &mut Outbox) {
        self.open = false;
        self.spans.clear();
        self.current = None;
        out.push(Message::Found { spans: Vec::new(), current: None });
    }

    /// Goes to the next or previous place, around the ends; opens the bar where it is closed.
    pub fn step(&mut self, view: &View<'_>, step: FindStep, out: &mut Outbox) {
        if !self.open {
            self.open();
            return;
        }
        if self.search(view) {
            // What was typed since: its first place from the caret on is the next one.
        } else if let Some(last) = self.spans.len().checked_sub(1) {
            self.current = Some(match (self.current, step) {
                (None, FindStep::Next) => 0,
                (Some(at), FindStep::Next) => {
                    if at == last {
                        0
                    } else {
                        at + 1
                    }
                }
                (None | Some(0), FindStep::Previous) => last,
                (Some(at), FindStep::Previous) => at - 1,
            });
        }
        self.tell(out);
    }

    fn tell(&self, out: &mut Outbox) {
        out.push(Message::Found { spans: self.spans.clone(), current: self.current });
    }

    /// Looks the words up where words or text are others than the last time; true where they were.
    fn search(&mut self, view: &View<'_>) -> bool {
        let Some(text) = view.article().map(|a| a.text()) else {
            self.searched = None;
            self.current = None;
            return !std::mem::take(&mut self.spans).is_empty();
        };
        let key = (text.hash(), self.query.clone());
        if self.searched.as_ref() == Some(&key) {
            return false;
        }
        self.look_up(text);
        let caret = view.reader.raw_selection().map_or(view.reader.caret, TextSpan::start);
        let after = self.spans.partition_point(|span| span.start() < caret);
        let last = self.spans.len().checked_sub(1);
        self.current = last.map(|last| if after > last { 0 } else { after });
        self.searched = Some(key);
        true
    }

    fn look_up(&mut self, text: &Text) {
        self.spans.clear();
        (self.more, self.complaint) = (false, None);
        let matcher = match Matcher::new(&self.query) {
            Ok(matcher) => matcher,
            Err(error) => {
                self.complaint = Some(error.to_string());
                return;
            }
        };
        let folded = matcher.needs_folded().then(|| folded(&mut self.folded, text));
        let flow = matcher.each_in(text.as_str(), folded, |span| {
            if self.spans.len() == MOST {
                return ControlFlow::Break(());
            }
            self.spans.push(span);
            ControlFlow::Continue(())
        });
        self.more = flow.is_break();
    }

    /// Draws the bar, where it is open.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if !self.open {
            return;
        }
        // Fields are the page's color: on the page they would not be seen.
        let frame = egui::Frame::new().fill(view.theme.chrome).inner_margin(space::MEDIUM);
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            self.line(ui, view, out);
        });
    }

    fn line(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.horizontal_wrapped(|ui| {
            let width = (ui.available_width() - BESIDE).clamp(space::NAME, space::PAGE / 3.0);
            let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
            let has_focus = ui.memory(|m| m.has_focus(needle_id(ui)));
            // Enter goes on and must not take the focus from the field.
            let back = has_focus && pressed(Modifiers::SHIFT, Key::Enter);
            let on = has_focus && pressed(Modifiers::NONE, Key::Enter);
            let close = has_focus && pressed(Modifiers::NONE, Key::Escape);
            let edit = TextEdit::singleline(&mut self.query.words).id(needle_id(ui)).desired_width(width);
            // Esc is the bar's: without this egui takes the focus away first.
            let edit = edit.event_filter(EventFilter {
                escape: true,
                horizontal_arrows: true,
                vertical_arrows: true,
                tab: false,
            });
            let field = edit.hint_text("Find in the article").show(ui);
            let response = field.response.response.accessible_name("Find in the article");
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
                select_all(ui, &response, &self.query.words);
            }
            if switches(ui, view.theme, &mut self.query) {
                ui.memory_mut(|m| m.request_focus(needle_id(ui)));
            }
            if self.search(view) {
                self.tell(out);
            }
            match &self.complaint {
                // The expression itself stands in the field beside it.
                Some(complaint) => {
                    let short = complaint.split(" of the regular").next().unwrap_or(complaint);
                    let words = egui::RichText::new(short).color(view.theme.danger);
                    ui.add(egui::Label::new(words).truncate()).on_hover_text(complaint);
                }
                None => {
                    muted(ui, view.theme, self.counted());
                }
            }
            let button = |ui: &mut Ui, sign: &str, name: &str, action: &Action| {
                let button = quiet_button(ui, sign).on_hover_text(tooltip(view.keys, action));
                button.accessible_name(name).clicked()
            };
            if button(ui, "⬆", "Previous", &Action::FindPrevious) || back {
                self.step(view, FindStep::Previous, out);
            }
            if button(ui, "⬇", "Next", &Action::FindNext) || on {
                self.step(view, FindStep::Next, out);
            }
            let done = quiet_button(ui, "✖").on_hover_text("Close the find bar (Esc)").accessible_name("Close");
            if done.clicked() || close {
                self.close(out);
            }
        });
    }

    fn counted(&self) -> String {
        match (self.current, self.spans.len()) {
            _ if self.query.is_empty() => String::new(),
            (Some(at), all) if self.more => format!("{} of at least {all}", at + 1),
            (Some(at), all) => format!("{} of {all}", at + 1),
            (None, 0) => "not in this article".into(),
            (None, all) => all.to_string(),
        }
    }
}

fn needle_id(ui: &Ui) -> egui::Id {
    ui.scope_id().with("needle")
}

fn folded<'f>(cache: &'f mut Option<(TextHash, Folded)>, text: &Text) -> &'f Folded {
    let hash = text.hash();
    let known = cache.take().filter(|(of, _)| *of == hash);
    &cache.insert(known.unwrap_or_else(|| (hash, fold_mapped(text.as_str())))).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    fn last_found(messages: &[Message]) -> (usize, Option<usize>) {
        messages
            .iter()
            .rev()
            .find_map(|m| match m {
                Message::Found { spans, current } => Some((spans.len(), *current)),
                _ => None,
            })
            .unwrap()
    }

    #[test]
    fn finds_steps_around_and_closes() {
        let mut stage = Stage::harbour();
        stage.reader.article = Some(stage.article("Boats stay"));
        let mut bar = FindBar::default();
        bar.open();
        let mut window = harness(stage, bar, FindBar::show);
        window.get_by_label("Find in the article").type_text("BOATS");
        window.run();
        window.get_by_label("1 of 2");
        assert_eq!(last_found(&window.state_mut().0.take()), (2, Some(0)));
        for expected in [Some(1), Some(0)] {
            window.key_press(Key::Enter);
            window.run();
            assert_eq!(last_found(&window.state_mut().0.take()), (2, expected));
        }
        window.get_by_label("Previous").click();
        window.run();
        assert_eq!(last_found(&window.state_mut().0.take()), (2, Some(1)));
        window.get_by_label("Find in the article").focus();
        window.run();
        window.key_press(Key::Escape);
        window.run();
        assert_eq!(last_found(&window.state_mut().0.take()), (0, None));
        assert!(window.query_by_label("Find in the article").is_none());
    }

    #[test]
    fn another_article_is_searched_at_once() {
        let mut bar = FindBar::default();
        bar.open();
        bar.query.words = "workers".into();
        let mut window = harness(Stage::harbour(), bar, FindBar::show);
        window.get_by_label("not in this article");
        let other = window.state().0.article("Élan at the docks");
        window.state_mut().0.reader.open(other);
        window.run();
        window.get_by_label("1 of 1");
    }

    #[test]
    fn switches_narrow_what_is_found() {
        let mut stage = Stage::harbour();
        stage.reader.article = Some(stage.article("Boats stay"));
        let mut bar = FindBar::default();
        bar.open();
        let mut window = harness(stage, bar, FindBar::show);
        window.get_by_label("Find in the article").type_text("harbour.");
        window.run();
        window.get_by_label("1 of 1");
        window.get_by_label("Regular expression").click();
        window.run();
        window.get_by_label("1 of 2");
        window.get_by_label("Find in the article").type_text("(");
        window.run();
        window.get_by_label("unclosed group at character 9");
    }
}
