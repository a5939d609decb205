//! Applying messages, one after the other.

use super::super::message::{Message, Popup};
use super::super::pages::{NewProjectForm, PasteForm, PathForm};
use super::super::panels::FindStep;
use super::super::reader::logic::{self, Outcome, Scene, Then};
use super::super::reader::{Extend, Mode};
use super::super::{Action, Page, SuggestionAction, View};
use super::exporting::Exporting;
use super::{App, view};
use crate::edit::Spot;
use crate::session::{Appearance, EditRequest};

/// Steps of the text size, in points.
const TEXT_STEP: f32 = 1.0;

impl App {
    /// Applies one message.
    pub(super) fn apply(&mut self, ctx: &egui::Context, message: Message) {
        match message {
            Message::Do(action) => self.act(ctx, &action),
            Message::Edit(request) => self.edit(request),
            Message::OpenArticle(id) => self.open_article(id),
            Message::GoTo(spot) => self.go_to(spot),
            Message::Pick(id) => self.pick(id),
            Message::Unpick => self.reader.current = None,
            Message::Caret { at, extend } => {
                if !matches!(self.reader.mode, Mode::AddFragment(_) | Mode::Relate { .. }) {
                    logic::leave(&mut self.reader);
                }
                self.reader.place(at, if extend { Extend::Yes } else { Extend::No });
                self.refocus = true;
            }
            Message::Select { anchor, caret } => {
                self.reader.select(anchor, caret);
                self.refocus = true;
            }
            Message::ToggleOffer(at) => {
                logic::toggle_offer(&mut self.reader, at);
                self.refocus = true;
            }
            Message::Released { add_fragment } => {
                if let Some(outcome) = self.with_scene(|scene| logic::released(scene, add_fragment)) {
                    self.follow(outcome);
                }
                self.refocus = true;
            }
            Message::Found { spans, current } => {
                if let Some(span) = current.and_then(|i| spans.get(i)) {
                    self.reader.place(span.start(), Extend::No);
                    self.reader.reveal = Some(span.start());
                }
                self.reader.found = spans;
            }
            Message::PickSuggestion(id) => self.pick_suggestion(id),
            Message::AcceptWith { id, spans } => self.accept_with(id, spans),
            Message::GoToSuggestion(article, id) => {
                self.open_article(article);
                self.pick_suggestion(id);
            }
            Message::LookBack(question) => self.look_back(*question),
            Message::LookAt { annotator, id } => self.look_at(&annotator, id),
            Message::ShowAnnotator { name, shown } => {
                self.reader.shown_annotators.retain(|known| *known != name);
                if shown {
                    self.reader.shown_annotators.push(name);
                }
            }
            Message::ListSegments(question, index) => self.list_segments(*question, index),
            Message::CountExport(question) => self.count_export(*question),
            Message::Export { choice, to, existing } => self.export(*choice, to, existing, Exporting::FromPage),
            Message::LookFor(question) => self.look_for(*question),
            Message::Compare(question) => self.compare(*question),
            Message::AskHistory(question) => self.ask_history(*question),
            Message::Commit(transaction) => self.commit(*transaction),
            Message::NameCheckpoint(name) => self.name_checkpoint(&name),
            Message::AskTexts(question) => self.ask_texts(*question),
            Message::ShowTexts(tab) => self.show_texts(tab),
            Message::SideBySide(articles) => self.side_by_side(&articles),
            Message::Review(question) => self.review(*question),
            Message::ShowThread(thread) => self.show_thread(thread),
            Message::WorkOut(question) => self.work_out(*question),
            Message::ChooseThread(chosen) => self.start_link_of(&chosen),
            Message::Link { mentions, to, stance } => self.link(mentions, to, stance),
            Message::Show(page) => self.show_page(page),
            Message::Toggle(popup) => self.toggle(popup),
            Message::SetPreferences(preferences) => self.set_preferences(*preferences),
            Message::SetAnnotator(name) => self.set_annotator(&name),
            Message::ListFonts => self.list_fonts(),
            Message::Say(message) => self.say(message),
            other => self.apply_to_projects(other),
        }
    }

    pub(super) fn with_scene<T>(&mut self, act: impl FnOnce(&mut Scene<'_>) -> T) -> Option<T> {
        let open = self.open.as_mut()?;
        let mut scene = Scene { state: &mut self.reader, session: &mut open.session, geometry: &self.panels.reader };
        Some(act(&mut scene))
    }

    /// Does what an action in the reader leaves to the app.
    pub(super) fn follow(&mut self, outcome: Outcome) {
        if let Some(said) = outcome.said {
            self.say(said);
        }
        if let Some(words) = outcome.copied {
            self.clipboard = Some(words);
        }
        match outcome.then {
            Some(Then::NextArticle) => self.step_article(1),
            Some(Then::NextSuggestion) => self.seek_suggestion(),
            None => {}
        }
        self.refocus = true;
    }

    fn act(&mut self, ctx: &egui::Context, action: &Action) {
        match action {
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Escape if egui::Popup::is_any_open(ctx) => {
                self.panels.reader.close_popups(ctx);
            }
            Action::Suggestion(SuggestionAction::Toggle) => self.toggle_suggestions(),
            Action::Suggestion(SuggestionAction::AcceptAll) => self.ask_to_accept_all(),
            Action::Suggestion(SuggestionAction::Fainter) => self.step_threshold(false),
            Action::Suggestion(SuggestionAction::Surer) => self.step_threshold(true),
            Action::Suggestion(SuggestionAction::ShowPage) => self.show_page(Page::Suggestions),
            Action::Confirm if self.page == Page::Reader && self.panels.suggestions.confirm(&mut self.outbox) => {}
            Action::Escape if self.page == Page::Reader && self.panels.suggestions.escape() => {}
            Action::Escape if self.page == Page::History && self.panels.history.escape() => {}
            Action::Escape if self.popup == Some(Popup::Import) => self.cancel_import(),
            Action::Escape if self.popup.is_some() => self.popup = None,
            Action::Escape if self.panels.reader.close_popups(ctx) => {}
            Action::Escape if self.page != Page::Reader => self.show_page(Page::Reader),
            Action::Escape if self.panels.find.is_open() && self.reader.mode == Mode::Normal => {
                self.panels.find.close(&mut self.outbox);
            }
            Action::NextArticle => self.step_article(1),
            Action::PreviousArticle => self.step_article(-1),
            Action::Find | Action::FindNext | Action::FindPrevious => self.find(action),
            Action::FindInProject => self.find_in_project(),
            Action::AllAlike => self.all_alike(),
            Action::Link => self.start_link(),
            Action::GoToArticle => self.toggle(Popup::Articles),
            Action::Palette => self.toggle(Popup::Palette),
            Action::Help => self.toggle(Popup::Keys),
            Action::PasteArticle => self.toggle(Popup::Paste),
            Action::NewProject => self.toggle(Popup::NewProject),
            Action::TypePath => self.toggle(Popup::Path),
            Action::NextPanel => self.step_panel(1),
            Action::PreviousPanel => self.step_panel(-1),
            Action::TextLarger => self.resize_text(Some(TEXT_STEP)),
            Action::TextSmaller => self.resize_text(Some(-TEXT_STEP)),
            Action::TextReset => self.resize_text(None),
            Action::FocusMode => self.toggle_focus_mode(),
            Action::ToggleAppearance => {
                let appearance = if self.theme.dark { Appearance::Light } else { Appearance::Dark };
                self.set_preferences(crate::session::Preferences { appearance, ..self.preferences.clone() });
            }
            Action::ShowReader => self.show_page(Page::Reader),
            Action::ShowCodebook => self.show_page(Page::Codebook),
            Action::ShowGrid => self.show_page(Page::Grid),
            Action::ShowSegments => self.show_page(Page::Segments),
            Action::ShowTimeline => self.show_page(Page::Timeline),
            Action::ShowSides => self.show_page(Page::Sides),
            Action::ShowFamilies => self.show_page(Page::Families),
            Action::ShowCoverage => self.show_page(Page::Coverage),
            Action::ShowAttribution => self.show_page(Page::Attribution),
            Action::ShowThreads => self.show_page(Page::Threads),
            Action::ShowUnlinked => self.show_page(Page::Unlinked),
            Action::ShowStories => self.show_page(Page::Stories),
            Action::ShowProgress => self.show_page(Page::Progress),
            Action::ShowNetwork => self.show_page(Page::Network),
            Action::ShowPreferences => self.show_page(Page::Preferences),
            Action::ShowProblems => self.show_page(Page::Problems),
            Action::ShowHistory => self.show_page(Page::History),
            Action::NameCheckpoint => self.start_checkpoint(),
            Action::Export => self.show_export(),
            Action::Quit => self.quit = true,
            action => {
                if self.act_on_texts(action) || self.act_on_projects(action) {
                    return;
                }
                if let Some(outcome) = self.with_scene(|scene| logic::act(scene, action)).flatten() {
                    self.said = None;
                    self.follow(outcome);
                }
            }
        }
    }

    fn edit(&mut self, request: EditRequest) {
        let Some(open) = self.open.as_mut() else { return };
        let many = matches!(
            request,
            EditRequest::AnnotateMany { .. }
                | EditRequest::AddReprints(_)
                | EditRequest::AcceptAll(_)
                | EditRequest::Inherit { .. }
        );
        match open.session.edit(request) {
            Ok(made) => {
                // What was done in many articles at once can't be seen all at once.
                let done = open.session.history().next_undo().filter(|_| many).map(|step| step.what.clone());
                self.said = done.map(|done| format!("Done: {done}; undo takes all of it back"));
                if let Some(id) = made {
                    self.reader.suggestion = None;
                    self.reader.current = Some(id);
                }
            }
            Err(error) => self.say(logic::sentence(&error.to_string())),
        }
        self.rebuild_keys();
        self.refocus = true;
    }

    fn undo(&mut self) {
        let Some(open) = self.open.as_mut() else { return };
        match open.session.undo() {
            Ok(Some((what, spot))) => self.went_back(format!("Undone: {what}"), spot),
            Ok(None) => self.say("Nothing to undo"),
            Err(error) => self.say(logic::sentence(&error.to_string())),
        }
    }

    fn redo(&mut self) {
        let Some(open) = self.open.as_mut() else { return };
        match open.session.redo() {
            Ok(Some((what, spot))) => self.went_back(format!("Done again: {what}"), spot),
            Ok(None) => self.say("Nothing to redo"),
            Err(error) => self.say(logic::sentence(&error.to_string())),
        }
    }

    /// After undo and redo: says what happened and goes where it happened.
    fn went_back(&mut self, said: String, spot: Option<Spot>) {
        self.say(said);
        if let Some(spot) = spot {
            self.go_to(spot);
        }
        self.rebuild_keys();
    }

    pub(super) fn toggle(&mut self, popup: Popup) {
        if self.popup == Some(popup) {
            self.popup = None;
            self.refocus = true;
            return;
        }
        match popup {
            Popup::Palette => self.panels.palette = Default::default(),
            Popup::Articles => self.panels.finder = Default::default(),
            Popup::Keys => self.panels.keys = Default::default(),
            Popup::NewProject => self.panels.new_project = NewProjectForm::new(&home()),
            Popup::Paste => self.panels.paste = PasteForm::new(""),
            Popup::Path => self.panels.path = PathForm::new(&self.path_questions()),
            // They are made with what they are about.
            Popup::Import | Popup::Link => {}
        }
        self.popup = Some(popup);
    }

    fn find(&mut self, action: &Action) {
        let Some(open) = self.open.take() else { return };
        self.page = Page::Reader;
        let listed = self.panels.articles.listed(&open.session);
        let view = view!(self, open, &listed);
        match action {
            Action::FindNext => self.panels.find.step(&view, FindStep::Next, &mut self.outbox),
            Action::FindPrevious => self.panels.find.step(&view, FindStep::Previous, &mut self.outbox),
            _ => self.panels.find.open(),
        }
        self.open = Some(open);
    }

    /// Hides all panels beside the text, or shows them again.
    fn toggle_focus_mode(&mut self) {
        let focus_mode = !self.preferences.focus_mode;
        if focus_mode {
            self.flush_drafts();
            self.show_page(Page::Reader);
        }
        self.set_preferences(crate::session::Preferences { focus_mode, ..self.preferences.clone() });
        self.panel = 0;
        self.refocus = true;
    }
}

/// The folder that a new project is proposed in.
pub(super) fn home() -> std::path::PathBuf {
    std::env::home_dir().unwrap_or_default()
}
