//! How far everything is, and which article is best read next.

mod table;
#[cfg(test)]
mod tests;

use super::quotes::Quotes;
use super::worked::{Asked, Asking, ThreadAnswer, ThreadQuestion, WorkedOut};
use crate::model::{AnnotationId, ArticleId, LayerKey, ThreadId};
use crate::review::{NextArticle, ProjectProgress, date_of, outlet_of};
use crate::ui::fields::{link_line, small_heading};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, muted, share_bar};
use crate::ui::{Message, Outbox, Page, View};
use egui::{CentralPanel, Frame, Margin, Panel, RichText, Ui};

/// Articles that are proposed on the page.
const PROPOSED: usize = 5;

/// What the table is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SortBy {
    /// Publication.
    #[default]
    Published,
    /// The share that is read.
    Read,
    /// The share that is labelled.
    Labelled,
    /// Claims without a source.
    WithoutSource,
    /// What is mentioned nowhere else.
    SeenOnce,
    /// What is linked to nothing.
    Unlinked,
}

/// The page.
#[derive(Debug, Default)]
pub struct ProgressPage {
    progress: ProjectProgress,
    next: Vec<NextArticle>,
    /// Places of the articles in the order of the table.
    order: Vec<usize>,
    sort: SortBy,
    quotes: Quotes,
    asking: Asking,
}

impl ProgressPage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: ThreadAnswer, project: &crate::model::Project) {
        if let WorkedOut::Progress(progress, next) = answer.found {
            (self.progress, self.next) = (progress, next);
            self.sort(project);
        }
        self.asking.arrived(answer.question);
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.asking.ask(ThreadQuestion::new(view, Asked::Progress), out);
        if self.progress.articles.is_empty() {
            let title = if self.asking.is_working() { "Counting…" } else { "No articles yet" };
            empty_state(ui, view.theme, title, "How far each article is stands here");
            return;
        }
        if self.quotes.is_open() {
            let margin = Margin { left: space::LARGE as i8, right: 0, top: 0, bottom: 0 };
            Panel::right("progress quotes")
                .frame(Frame::NONE.inner_margin(margin))
                .default_size(space::CARD)
                .resizable(true)
                .show(ui, |ui| self.quotes.show(ui, view, out));
        }
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            self.totals(ui, view, out);
            self.proposals(ui, view, out);
            ui.add_space(space::MEDIUM);
            self.table(ui, view, out);
        });
    }

    fn totals(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let all = &self.progress;
        let (read, paragraphs) = all.paragraphs;
        let words = format!(
            "{:.0} % of the paragraphs are read ({read} of {paragraphs}) · {} of {} done · {:.0} % of the text is labelled",
            all.read() * 100.0,
            all.done.0,
            count(all.done.1, "article", "articles"),
            all.labelled * 100.0
        );
        ui.label(RichText::new(words).color(view.theme.text));
        share_bar(
            ui,
            view.theme,
            all.read(),
            ui.available_width().min(space::PAGE),
            "Share of the paragraphs that is read",
        );
        ui.horizontal_wrapped(|ui| {
            let claims = count(all.without_source, "claim without a source", "claims without a source");
            if ui.button(claims).clicked() {
                let quotes = all.articles.iter().flat_map(|one| &one.without_source);
                let quotes = quotes.map(|(article, id)| (view.session.key(*article), *id)).collect();
                self.quotes.set("Claims without a source", quotes);
            }
            if ui
                .button(count(all.seen_once, "shared item in one article only", "shared items in one article only"))
                .clicked()
            {
                let threads: Vec<ThreadId> =
                    all.articles.iter().flat_map(|one| one.seen_once.iter().copied()).collect();
                self.quotes.set("Seen in one article only", mentions_of(view, &threads));
            }
            if ui.button(count(all.unlinked, "annotation not linked", "annotations not linked")).clicked() {
                out.push(Message::Show(Page::Unlinked));
            }
            muted(ui, view.theme, "My coding");
        });
    }

    fn proposals(&self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.next.is_empty() {
            return;
        }
        small_heading(ui, view.theme, "Best read next");
        for next in self.next.iter().take(PROPOSED) {
            let Some(article) = view.project().article(next.article) else { continue };
            if link_line(
                ui,
                view.theme,
                &format!("{} · {} · {}", article.display_title(), outlet_of(article), date_of(article)),
            )
            .clicked()
            {
                out.push(Message::OpenArticle(next.article));
            }
            muted(ui, view.theme, crate::ui::widgets::capitalized(&next.reason));
        }
    }

    fn sort(&mut self, project: &crate::model::Project) {
        let all = &self.progress.articles;
        let mut order: Vec<usize> = (0..all.len()).collect();
        let published = |id: ArticleId| project.article(id).and_then(|article| article.metadata.published);
        order.sort_by_cached_key(|at| {
            let Some(one) = all.get(*at) else { return (0, true, None) };
            let date = published(one.article);
            let by = match self.sort {
                SortBy::Published => 0,
                SortBy::Read => i64::from((one.progress.share() * 1e6) as i32),
                SortBy::Labelled => i64::from((one.labelled * 1e6) as i32),
                SortBy::WithoutSource => fewer(one.without_source.len()),
                SortBy::SeenOnce => fewer(one.seen_once.len()),
                SortBy::Unlinked => fewer(one.unlinked),
            };
            (by, date.is_none(), date)
        });
        self.order = order;
    }
}

/// A key by which the greater comes first.
fn fewer(count: usize) -> i64 {
    -i64::try_from(count).unwrap_or(i64::MAX)
}

/// Mentions of threads in one's own coding.
fn mentions_of(view: &View<'_>, threads: &[ThreadId]) -> Vec<(LayerKey, AnnotationId)> {
    let annotator = view.session.annotator();
    let mut found = Vec::new();
    for (key, layer) in view.project().layers.iter().filter(|(key, _)| key.annotator == *annotator) {
        let linked = layer.annotations.values().filter(|a| threads.iter().any(|id| a.threads.contains_key(id)));
        found.extend(linked.map(|annotation| (key.clone(), annotation.id)));
    }
    found
}
