//! Stories: sets of articles about one thing, and the shared claims, sources and events that belong to them.

use crate::model::{ArticleId, StoryId, ThreadId};
use crate::review::{date_of, outlet_of};
use crate::session::EditRequest;
use crate::text::fold;
use crate::ui::article_index::{ArticleIndex, Known};
use crate::ui::fields::{Chosen, Drafts, FieldLook, link_line, list_row, row_with_end, sign_button, small_heading};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, muted, quiet_button, submitted};
use crate::ui::{Message, Outbox, View};
use egui::{CentralPanel, Frame, Margin, Panel, RichText, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

/// Most articles that are offered at once.
const OFFERED: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Typed {
    Title(StoryId),
    Note(StoryId),
}

/// Articles and threads by story, as of a revision.
#[derive(Debug, Default)]
struct Counted {
    revision: Option<u64>,
    articles: BTreeMap<StoryId, Vec<ArticleId>>,
    threads: BTreeMap<StoryId, Vec<ThreadId>>,
}

/// The page: which story is shown and what is typed.
#[derive(Debug)]
pub struct StoriesPage {
    shown: Option<StoryId>,
    new_title: String,
    filter: String,
    drafts: Drafts<Typed>,
    counted: Counted,
    index: ArticleIndex,
}

impl Default for StoriesPage {
    fn default() -> Self {
        Self {
            shown: None,
            new_title: String::new(),
            filter: String::new(),
            drafts: Drafts::new("stories"),
            counted: Counted::default(),
            index: ArticleIndex::default(),
        }
    }
}

impl StoriesPage {
    /// Sends what is being typed; to be called when the page goes away.
    pub fn flush(&mut self, view: &View<'_>, out: &mut Outbox) {
        for (typed, text) in self.drafts.flushed() {
            send(view, &typed, text, out);
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.count(view);
        let margin = Margin { left: 0, right: space::LARGE as i8, top: 0, bottom: 0 };
        Panel::left("stories")
            .frame(Frame::NONE.inner_margin(margin))
            .default_size(space::LIST)
            .resizable(true)
            .show(ui, |ui| self.list(ui, view, out));
        let margin = Margin { left: space::LARGE as i8, right: 0, top: 0, bottom: 0 };
        CentralPanel::default().frame(Frame::NONE.inner_margin(margin)).show(ui, |ui| {
            let shown = self.shown.or_else(|| view.project().stories.keys().next().copied());
            match shown.filter(|id| view.project().stories.contains_key(id)) {
                Some(id) => {
                    ScrollArea::vertical()
                        .id_salt("story")
                        .auto_shrink(false)
                        .show(ui, |ui| self.detail(ui, view, id, out));
                }
                None => empty_state(
                    ui,
                    view.theme,
                    "No stories yet",
                    "A story is a set of articles about one thing; what belongs to it counts in those articles only",
                ),
            }
        });
        for (typed, text) in self.drafts.settled(ui) {
            send(view, &typed, text, out);
        }
    }

    /// Articles and threads of each story, where the project has changed.
    fn count(&mut self, view: &View<'_>) {
        let revision = Some(view.session.revision());
        if self.counted.revision == revision {
            return;
        }
        let mut counted = Counted { revision, ..Counted::default() };
        for article in view.project().articles.values() {
            for story in &article.stories {
                counted.articles.entry(*story).or_default().push(article.id);
            }
        }
        for (_, thread) in view.project().all_threads() {
            if let Some(story) = thread.story {
                counted.threads.entry(story).or_default().push(thread.id);
            }
        }
        for articles in counted.articles.values_mut() {
            articles.sort_by_key(|id| {
                let published = view.project().article(*id).and_then(|article| article.metadata.published);
                (published.is_none(), published, *id)
            });
        }
        self.counted = counted;
    }

    fn list(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let hint = RichText::new("Title of a new story").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.new_title).hint_text(hint).desired_width(f32::INFINITY);
        let field = ui.add(edit).accessible_name("Title of a new story");
        let add = ui.add_enabled(!self.new_title.trim().is_empty(), egui::Button::new("Add the story"));
        if (submitted(ui, &field) || add.clicked()) && !self.new_title.trim().is_empty() {
            let title = std::mem::take(&mut self.new_title);
            out.edit(EditRequest::PutStory { id: None, title, note: String::new() });
        }
        ui.add_space(space::SMALL);
        for story in view.project().stories.values() {
            let articles = self.counted.articles.get(&story.id).map_or(0, Vec::len);
            let chosen = if self.shown == Some(story.id) { Chosen::Yes } else { Chosen::No };
            let right = count(articles, "article", "articles");
            if list_row(ui, view.theme, None, &story.title, &right, chosen).clicked() {
                self.shown = Some(story.id);
            }
        }
    }

    fn detail(&mut self, ui: &mut Ui, view: &View<'_>, id: StoryId, out: &mut Outbox) {
        let Some(story) = view.project().stories.get(&id).cloned() else { return };
        let mut deleted = false;
        row_with_end(
            ui,
            |ui| {
                let delete = quiet_button(ui, "Delete the story");
                deleted = delete.on_hover_text("Its articles and shared items stay in the project").clicked();
            },
            |ui| drop(self.drafts.field(ui, FieldLook::line("Title of the story"), &story.title, &Typed::Title(id))),
        );
        if deleted {
            out.edit(EditRequest::DeleteStory(id));
        }
        let look = FieldLook::lines("Note on the story", 2).hint("A note");
        self.drafts.field(ui, look, &story.note, &Typed::Note(id));
        let threads = self.counted.threads.get(&id).cloned().unwrap_or_default();
        small_heading(ui, view.theme, &count(threads.len(), "shared item", "shared items"));
        for thread in threads {
            let Some((_, record)) = view.project().thread(thread) else { continue };
            if link_line(ui, view.theme, &record.title).clicked() {
                out.push(Message::ShowThread(thread));
            }
        }
        let articles = self.counted.articles.get(&id).cloned().unwrap_or_default();
        small_heading(ui, view.theme, &count(articles.len(), "article", "articles"));
        for article in &articles {
            article_row(ui, view, *article, Some(id), out);
        }
        self.more(ui, view, id, out);
    }

    /// Articles that are not in it, to be added.
    fn more(&mut self, ui: &mut Ui, view: &View<'_>, id: StoryId, out: &mut Outbox) {
        small_heading(ui, view.theme, "Add articles");
        let hint = RichText::new("Filter by title or outlet").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.filter).hint_text(hint).desired_width(space::PAGE / 2.0);
        ui.add(edit).accessible_name("Filter articles to add");
        let typed = fold(&self.filter);
        if typed.trim().is_empty() {
            muted(ui, view.theme, "Type a word of their titles or outlets");
            return;
        }
        self.index.update(view.session);
        let fits = |known: &&Known| !known.article.stories.contains(&id) && known.holds(&typed);
        let fitting = self.index.all().iter().filter(fits).take(OFFERED);
        let fitting: Vec<ArticleId> = fitting.map(|known| known.article.id).collect();
        if !fitting.is_empty() && ui.button(format!("Add all {}", fitting.len())).clicked() {
            out.edit(EditRequest::AddToStory { articles: fitting.clone(), story: Some(id), title: String::new() });
        }
        for article in fitting {
            article_row(ui, view, article, None, out);
            let Some(record) = view.project().article(article) else { continue };
            let name = format!("Add {}", record.display_title());
            if quiet_button(ui, "Add").accessible_name(name).clicked() {
                out.edit(EditRequest::AddToStory { articles: vec![article], story: Some(id), title: String::new() });
            }
        }
    }
}

fn article_row(ui: &mut Ui, view: &View<'_>, article: ArticleId, of: Option<StoryId>, out: &mut Outbox) {
    let Some(record) = view.project().article(article) else { return };
    let title = record.display_title();
    let (mut taken_out, mut opened) = (false, false);
    row_with_end(
        ui,
        |ui| {
            taken_out = of.is_some() && sign_button(ui, view.theme, "×", &format!("Take out {title}")).clicked();
            let place = format!("{} · {}", outlet_of(record), date_of(record));
            ui.label(RichText::new(place).small().color(view.theme.muted));
        },
        |ui| opened = link_line(ui, view.theme, &title).clicked(),
    );
    if let Some(story) = of.filter(|_| taken_out) {
        out.edit(EditRequest::RemoveFromStory { articles: vec![article], story });
    }
    if opened {
        out.push(Message::OpenArticle(article));
    }
}

fn send(view: &View<'_>, typed: &Typed, text: String, out: &mut Outbox) {
    let (Typed::Title(id) | Typed::Note(id)) = typed;
    let Some(story) = view.project().stories.get(id) else { return };
    let (title, note) = match typed {
        Typed::Title(_) => (text, story.note.clone()),
        Typed::Note(_) => (story.title.clone(), text),
    };
    out.edit(EditRequest::PutStory { id: Some(*id), title, note });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn a_story_is_made_filled_and_renamed() {
        let mut window = harness(Stage::harbour(), StoriesPage::default(), StoriesPage::show);
        window.get_by_label("Title of a new story").click();
        window.run();
        window.get_by_label("Title of a new story").type_text("The harbour");
        window.run();
        window.get_by_label("Add the story").click();
        window.run();
        window.state_mut().0.take();
        window.run();
        window.get_by_label("Filter articles to add").click();
        window.run();
        window.get_by_label("Filter articles to add").type_text("courier");
        window.run();
        window.get_by_label("Add all 2").click();
        window.run();
        window.state_mut().0.take();
        window.run();
        window.get_by_label("2 articles");
        window.get_by_label("Take out Boats stay").click();
        window.run();
        window.state_mut().0.take();
        window.run();
        let (stage, page) = window.state();
        let story = *stage.session.project().stories.keys().next().unwrap();
        assert_eq!(page.counted.articles.get(&story), Some(&vec![stage.article("Harbour to close")]));
        window.get_by_label("Harbour to close").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::OpenArticle(_)]));
        window.get_by_label("Delete the story").click();
        window.run();
        window.state_mut().0.take();
        window.run();
        window.get_by_label("No stories yet");
        let stage = &mut window.state_mut().0;
        assert!(stage.session.project().articles.values().all(|article| article.stories.is_empty()));
        stage.session.undo().unwrap();
        let project = stage.session.project();
        assert_eq!(project.articles.values().filter(|article| article.stories.contains(&story)).count(), 1);
    }
}
