//! Where an article that lacks something comes nearest to it: to be linked, or to be looked at and left.

use super::super::reviewed::KnownReview;
use super::{CoveragePage, Picked};
use crate::edit::Spot;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{Article, ArticleId, LinkStance, Project, ThreadId};
use crate::review::{CellState, Coding, Matrix, Passage, nearest_passages};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, primary_button, quiet_button, section};
use crate::ui::{Message, Outbox, View};
use egui::{Label, Ui};

/// Passages that are shown.
const NEAREST: usize = 3;

/// Where an article comes nearest to a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestQuestion {
    moment: Moment,
    coding: Coding,
    thread: ThreadId,
    article: ArticleId,
}

/// The answer to it.
#[derive(Debug)]
pub struct NearestAnswer {
    question: NearestQuestion,
    passages: Vec<Passage>,
    /// The paragraphs that the passages lie in.
    paragraphs: Vec<TextSpan>,
    /// Paragraphs of the article, boilerplate left out.
    of: usize,
}

impl NearestQuestion {
    pub(in crate::ui::pages) fn answer(self, project: &Project, known: &mut KnownReview) -> NearestAnswer {
        let coverage = known.coverage(&self.moment, project, &self.coding);
        let Some(article) = project.article(self.article) else {
            return NearestAnswer { question: self, passages: Vec::new(), paragraphs: Vec::new(), of: 0 };
        };
        let passages = nearest_passages(project, &self.coding, coverage.index(), self.thread, article, NEAREST);
        let holds = |paragraph: &TextSpan| passages.iter().any(|passage| passage.span.overlaps(*paragraph));
        let paragraphs = article.counted_paragraphs().filter(holds).collect();
        NearestAnswer { question: self, paragraphs, of: article.counted_paragraphs().count(), passages }
    }
}

impl CoveragePage {
    /// Takes in what a worker found.
    pub fn nearest_found(&mut self, answer: NearestAnswer) {
        self.near = Some(answer);
    }

    /// The nearest passages, to be linked or not.
    pub(super) fn nearest(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        matrix: &Matrix,
        picked: Picked,
        (article, state): (&Article, CellState),
        out: &mut Outbox,
    ) {
        let coding = matrix.coverage().coding().clone();
        let moment = Moment::of(view.session);
        let question = NearestQuestion { moment, coding, thread: picked.thread, article: article.id };
        section(ui, view.theme, "Nearest passages");
        // What was found before an edit stays until it is looked for again.
        let is_same = |known: &NearestQuestion| known.thread == question.thread && known.article == question.article;
        let near = self.near.as_ref().filter(|near| is_same(&near.question));
        if near.is_none_or(|near| near.question != question) && self.near_asked.as_ref() != Some(&question) {
            self.near_asked = Some(question.clone());
            out.push(Message::Review(Box::new(super::super::ReviewQuestion::Nearest(question))));
        }
        let Some(near) = near else {
            muted(ui, view.theme, "Looking for them…");
            return;
        };
        if near.passages.is_empty() {
            muted(ui, view.theme, "No passage that is left to look at has anything in common with it");
        }
        for passage in &near.passages {
            offer(ui, view, article, picked, passage, out);
        }
        if matrix.coverage().coding().includes(view.session.annotator()) {
            left(ui, view, near, article, state, out);
        } else {
            muted(ui, view.theme, "Only those whose coding counts here can say that it is not there");
        }
    }
}

/// A passage with what can be done about it.
fn offer(ui: &mut Ui, view: &View<'_>, article: &Article, picked: Picked, passage: &Passage, out: &mut Outbox) {
    let words = article.text().slice(passage.span).split_whitespace().collect::<Vec<_>>().join(" ");
    ui.add(Label::new(format!("“{words}”")).wrap());
    ui.horizontal(|ui| {
        let short: String = words.chars().take(40).collect();
        let link = ui.button("Link").accessible_name(format!("Link “{short}”"));
        if link.on_hover_text("It says the same: link it, labelled on the way").clicked() {
            out.edit(link_request(view, article, picked, passage));
        }
        if ui.button("Open").accessible_name(format!("Open “{short}”")).clicked() {
            out.push(Message::GoTo(Spot { article: article.id, span: passage.span }));
        }
    });
    ui.add_space(space::SMALL);
}

/// Buttons that say that it is not there, and what they mark: it is absent once every paragraph has been read.
fn left(ui: &mut Ui, view: &View<'_>, near: &NearestAnswer, article: &Article, state: CellState, out: &mut Outbox) {
    if state == CellState::Unlinked {
        muted(ui, view.theme, "Once everything of that label is linked, it counts as not there");
    }
    if !matches!(state, CellState::Unread | CellState::Stale) {
        return;
    }
    let some = !near.paragraphs.is_empty() && near.paragraphs.len() < near.of;
    if some {
        let shown = count(near.paragraphs.len(), "paragraph", "paragraphs");
        let none = primary_button(ui, view.theme, format!("None of these: mark {shown} as read"));
        let about =
            "Only the paragraphs of these passages; the next ones come up. It is absent once every paragraph is read";
        if none.on_hover_text(about).clicked() {
            out.edit(EditRequest::MarkRead { article: article.id, paragraphs: near.paragraphs.clone() });
        }
    }
    let all = match near.of {
        1 => "Not in it: mark its one paragraph as read".to_owned(),
        of => format!("Not in it: mark all {of} paragraphs as read"),
    };
    let button = if some { quiet_button(ui, &all) } else { primary_button(ui, view.theme, &all) };
    if button.on_hover_text("You have read the whole article, and it is not there").clicked() {
        let paragraphs = article.counted_paragraphs().collect();
        out.edit(EditRequest::MarkRead { article: article.id, paragraphs });
    }
}

/// Somebody else's annotation is linked as one of one's own on the same words.
fn link_request(view: &View<'_>, article: &Article, picked: Picked, passage: &Passage) -> EditRequest {
    let own = passage.annotation.as_ref().filter(|(key, _)| key.annotator == *view.session.annotator());
    let mention = match (own, &passage.annotation) {
        (Some((_, id)), _) => MentionOf::Annotation(article.id, *id),
        (None, Some((key, id))) => {
            let theirs = view.project().annotation(key, *id);
            let spans = theirs.map(|annotation| annotation.fragments().to_vec());
            MentionOf::Words(article.id, spans.unwrap_or_else(|| vec![passage.span]))
        }
        (None, None) => {
            let span = crate::text::trim(article.text().as_str(), passage.span).unwrap_or(passage.span);
            MentionOf::Words(article.id, vec![span])
        }
    };
    EditRequest::LinkMentions { mentions: vec![mention], to: LinkTo::Thread(picked.thread), stance: LinkStance::For }
}
