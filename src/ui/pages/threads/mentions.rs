//! The mentions of a thread in order of publication, word for word, with what changed in the wording marked.

use super::{ThreadsPage, Worded};
use crate::model::{Annotation, AnnotationId, Article, ArticleId, LinkStance, ThreadId};
use crate::review::{Mention, Wording, date_of, outlet_of, wordings};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::fields::{card, sign_button, small_heading};
use crate::ui::theme::{Tint, space};
use crate::ui::widgets::{coding_of, count, muted};
use crate::ui::{Outbox, View};
use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, RichText, Sense, Stroke, TextEdit, TextStyle, Ui};
use std::sync::Arc;

/// Mentions that are shown at first, and by how many more at a time.
const STEP: usize = 40;

impl ThreadsPage {
    pub(super) fn mentions(&mut self, ui: &mut Ui, view: &View<'_>, id: ThreadId, out: &mut Outbox) {
        let seen = |mention: &&Mention| !view.project().is_blind(view.session.annotator(), &mention.key);
        let most = STEP * (1 + self.more);
        let mentions: Vec<Mention> = self.index.mentions(id).iter().filter(seen).take(most).cloned().collect();
        small_heading(ui, view.theme, "Mentions, in order of publication");
        if mentions.is_empty() {
            muted(ui, view.theme, "None in this coding; press t on an annotation to link it here");
            return;
        }
        self.word(view, id, &mentions);
        self.acts(ui, view, id, out);
        for (at, mention) in mentions.iter().enumerate() {
            let Some((article, annotation)) = of(view, mention) else { continue };
            let wording = self.worded.as_ref().and_then(|worded| worded.wordings.get(at)).cloned().unwrap_or_default();
            card(view.theme, view.theme.page).show(ui, |ui| {
                ui.set_width(ui.available_width());
                self.mention(ui, view, id, (mention, &article, &annotation), &wording, out);
            });
            ui.add_space(space::SMALL);
        }
        let left = self.index.mentions(id).len().saturating_sub(most);
        if left > 0
            && ui.button(format!("Show more of {}", count(left, "further mention", "further mentions"))).clicked()
        {
            (self.more, self.worded) = (self.more + 1, None);
        }
    }

    /// Works the wordings out where the thread or the project has changed.
    fn word(&mut self, view: &View<'_>, thread: ThreadId, mentions: &[Mention]) {
        let revision = view.session.revision();
        if self.worded.as_ref().is_some_and(|worded| worded.thread == thread && worded.revision == revision) {
            return;
        }
        let all: Vec<(Arc<Article>, Arc<Annotation>)> = mentions.iter().filter_map(|m| of(view, m)).collect();
        let pairs: Vec<(&Article, &Annotation)> = all.iter().map(|(a, b)| (&**a, &**b)).collect();
        self.worded = Some(Worded { thread, revision, wordings: wordings(&pairs) });
    }

    fn mention(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        thread: ThreadId,
        (mention, article, annotation): (&Mention, &Article, &Annotation),
        wording: &Wording,
        out: &mut Outbox,
    ) {
        let own = mention.key.annotator == *view.session.annotator();
        ui.horizontal(|ui| {
            let key = (mention.key.clone(), mention.annotation);
            let mut ticked = self.ticked.contains(&key);
            if own {
                let name = format!("Tick the mention in {}, {}", outlet_of(article), date_of(article));
                if ui.checkbox(&mut ticked, "").accessible_name(name).changed() {
                    if ticked {
                        self.ticked.insert(key)
                    } else {
                        self.ticked.remove(&key)
                    };
                }
            }
            ui.label(RichText::new(date_of(article)).strong());
            ui.label(outlet_of(article));
            let mut facts = vec![
                match (mention.stance, mention.reported) {
                    (_, crate::review::Reported::Disputed(why)) => why.words(),
                    (LinkStance::Against, _) => "against",
                    (_, crate::review::Reported::Attributed) => "attributed",
                    (_, crate::review::Reported::Stated) => "stated",
                }
                .to_owned(),
            ];
            if !own {
                facts.push(coding_of(&mention.key.annotator));
            }
            ui.label(RichText::new(facts.join(" · ")).color(view.theme.muted));
            if own {
                let other = if mention.stance == LinkStance::For { LinkStance::Against } else { LinkStance::For };
                let name = if other == LinkStance::Against { "Link against" } else { "Link for" };
                let linked = self.index.members(thread).iter().find(|id| annotation.threads.contains_key(id)).copied();
                let (article, id) = (mention.key.article, mention.annotation);
                if let Some(thread) = linked {
                    if crate::ui::widgets::quiet_button(ui, name).clicked() {
                        out.edit(EditRequest::Link { article, id, thread, stance: other });
                    }
                    let name = format!("Unlink the mention in {}", outlet_of_article(view, article));
                    if sign_button(ui, view.theme, "×", &name).clicked() {
                        out.edit(EditRequest::Unlink { article, id, thread });
                    }
                }
            }
        });
        let job = sentence_job(ui, view, article, annotation, wording);
        let words = annotation.first_words(article.text(), 400);
        let response = ui.add(egui::Label::new(job).wrap().sense(Sense::click()));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, format!("Open: {words}")));
        if response.on_hover_text("Open it in its article").clicked() {
            Self::go(view, &mention.key, mention.annotation, out);
        }
        let changed = wording.summary(article);
        if !changed.is_empty() {
            ui.label(RichText::new(format!("Changed: {changed}")).small().color(view.theme.warning));
        }
    }

    /// What is done with the ticked ones.
    fn acts(&mut self, ui: &mut Ui, view: &View<'_>, thread: ThreadId, out: &mut Outbox) {
        if self.ticked.is_empty() {
            return;
        }
        let chosen: Vec<(ArticleId, AnnotationId)> = self.ticked.iter().map(|(key, id)| (key.article, *id)).collect();
        ui.horizontal_wrapped(|ui| {
            ui.label(count(chosen.len(), "mention", "mentions"));
            let edit = TextEdit::singleline(&mut self.split_title)
                .hint_text("Title of the new one")
                .desired_width(space::LIST);
            ui.add(edit).accessible_name("Title of the split shared item");
            if ui.button("Split into a new one").clicked() {
                let typed = std::mem::take(&mut self.split_title);
                let title = if typed.trim().is_empty() { first_words(view, &chosen) } else { typed };
                out.edit(EditRequest::SplitThread { thread, mentions: chosen.clone(), title });
                self.ticked.clear();
            }
            if ui.button("Link them elsewhere too…").clicked() {
                out.push(crate::ui::Message::ChooseThread(chosen.clone()));
            }
            if ui.button("Open in articles").clicked()
                && let Some((key, id)) = self.ticked.first()
            {
                Self::go(view, key, *id, out);
            }
        });
        ui.add_space(space::SMALL);
    }
}

/// Words of the first mention, which are a title as good as any.
fn first_words(view: &View<'_>, chosen: &[(ArticleId, AnnotationId)]) -> String {
    let words = chosen.first().and_then(|(article, id)| {
        let annotation = view.project().annotation(&view.session.key(*article), *id)?;
        Some(annotation.first_words(view.project().article(*article)?.text(), 400))
    });
    words.unwrap_or_default()
}

fn outlet_of_article(view: &View<'_>, article: ArticleId) -> String {
    view.project().article(article).map(|article| outlet_of(article).to_owned()).unwrap_or_default()
}

fn of(view: &View<'_>, mention: &Mention) -> Option<(Arc<Article>, Arc<Annotation>)> {
    let article = view.project().article(mention.key.article)?;
    let annotation = view.project().annotation(&mention.key, mention.annotation)?;
    Some((Arc::clone(article), Arc::clone(annotation)))
}

/// The sentence: the mention's own words on its label's color, the words around it set back, new words underlined.
fn sentence_job(ui: &Ui, view: &View<'_>, article: &Article, annotation: &Annotation, wording: &Wording) -> LayoutJob {
    let font: FontId = TextStyle::Body.resolve(ui.style());
    let tint = view.project().codebook.label(&annotation.label).map(|l| view.theme.label_tint(l.color, Tint::Plain));
    let plain = |color| TextFormat { font_id: font.clone(), color, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    if wording.context.is_empty() {
        job.append(&annotation.first_words(article.text(), 400), 0.0, plain(view.theme.text));
        return job;
    }
    let text = article.text();
    for context in &wording.context {
        let mut cuts: Vec<usize> = vec![context.start().get(), context.end().get()];
        let spans = annotation.fragments().iter().copied().chain(wording.new.iter().map(|new| new.span));
        for span in spans.filter(|span| span.overlaps(*context)) {
            cuts.extend([span.start().get(), span.end().get()]);
        }
        cuts.sort_unstable();
        cuts.dedup();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let part = TextSpan::of(*from, *to);
            let own = annotation.fragments().iter().any(|f| f.contains_span(part));
            let new = wording.new.iter().any(|new| new.span.contains_span(part));
            let mut format = plain(if own || new { view.theme.text } else { view.theme.muted });
            if let Some(tint) = tint.filter(|_| own) {
                format.background = tint;
            }
            if new {
                format.underline = Stroke::new(2.0, view.theme.warning);
            }
            let words = text.slice(part).replace('\n', " ");
            job.append(&words, 0.0, format);
        }
    }
    job
}
