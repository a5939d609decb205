//! The line at the foot of the window.

use crate::model::ArticleId;
use crate::review::Progress;
use crate::session::SaveStatus;
use crate::ui::article_index::Moment;
use crate::ui::pages::has_findings;
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, count, muted_line, sides, tooltip};
use crate::ui::{Action, Message, Outbox, Page, View};
use egui::accesskit::Live;
use egui::{Label, ProgressBar, RichText, Ui};

/// Work that runs, as the line shows it.
#[derive(Clone, Copy, Debug)]
pub struct Underway<'a> {
    /// What it is at.
    pub what: &'a str,
    /// The share that is done, from 0 to 1.
    pub share: f32,
    /// What stopping it means.
    pub on_stop: &'a str,
}

/// The line at the foot of the window.
#[derive(Debug, Default)]
pub struct StatusLine {
    counted: Option<(Moment, ArticleId, Progress)>,
}

impl StatusLine {
    /// Draws the line: what was said last, and what an import or export is at.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        said: Option<&str>,
        underway: Option<Underway<'_>>,
        out: &mut Outbox,
    ) {
        // In a narrow window what was said goes before the counts.
        let counts = self.counts(view).filter(|_| said.is_none() || ui.available_width() >= space::PAGE);
        sides(
            ui,
            out,
            |ui, out| {
                saved(ui, view);
                if view.scratch {
                    not_kept(ui, out);
                }
                if has_findings(view) {
                    let recovery = view.session.recovery();
                    let (words, color) = match view.problems.len() + recovery.count() {
                        0 => ("Recovered".to_owned(), view.theme.muted),
                        some => (count(some, "problem", "problems"), view.theme.warning),
                    };
                    let link = ui.link(RichText::new(words).color(color));
                    if link.on_hover_text(Action::ShowProblems.info().tooltip).clicked() {
                        out.push(Message::Show(Page::Problems));
                    }
                }
                if let Some(said) = said {
                    ui.separator();
                    let line = ui.add(Label::new(RichText::new(said).color(view.theme.text)).truncate());
                    ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(Live::Polite));
                }
            },
            |ui, out| {
                if view.preferences.focus_mode && view.page == Page::Reader {
                    let link = ui.link(RichText::new("Leave focus mode").color(view.theme.muted));
                    if link.on_hover_text(tooltip(view.keys, &Action::FocusMode)).clicked() {
                        out.act(Action::FocusMode);
                    }
                    ui.separator();
                }
                muted_line(ui, view.theme, coding_of(view.session.annotator()));
                if let Some(counts) = counts {
                    ui.separator();
                    muted_line(ui, view.theme, counts);
                }
                if let Some(Underway { what, share, on_stop }) = underway {
                    ui.separator();
                    if ui.button("Stop").on_hover_text(on_stop).clicked() {
                        out.push(Message::StopImport);
                    }
                    let bar = ProgressBar::new(share).desired_width(space::PAGE / 8.0).desired_height(space::MEDIUM);
                    ui.add(bar).accessible_name(what);
                    muted_line(ui, view.theme, what);
                }
            },
        );
    }

    /// How far the open article is; worked out once for each state of the project.
    fn counts(&mut self, view: &View<'_>) -> Option<String> {
        let article = view.article()?.id;
        let moment = Moment::of(view.session);
        let known = self.counted.as_ref().filter(|(m, id, _)| *m == moment && *id == article).map(|k| k.2);
        let now = known.unwrap_or_else(|| view.session.progress(article));
        if known.is_none() {
            self.counted = Some((moment, article, now));
        }
        let annotations = count(now.annotations, "annotation", "annotations");
        Some(format!("{} of {} read · {annotations}", now.read, count(now.counted, "paragraph", "paragraphs")))
    }
}

fn saved(ui: &mut Ui, view: &View<'_>) {
    let theme = view.theme;
    let (words, color) = match view.session.status() {
        SaveStatus::Saved => ("Saved", theme.muted),
        SaveStatus::Saving => ("Saving…", theme.muted),
        SaveStatus::Opening => ("Opening…", theme.muted),
        SaveStatus::Failed(_) => ("Not saved", theme.danger),
        SaveStatus::Behind(_) => ("Saved, files behind", theme.warning),
        SaveStatus::ReadOnly(_) => ("Read only", theme.warning),
    };
    // Where something is in the way, the bar above the page says what as well, and what is so by now.
    let about = super::standing::about(view).unwrap_or_else(|| match view.session.status() {
        SaveStatus::Saving => "On its way to the disk".to_owned(),
        SaveStatus::Opening => "The rest of the project is being read; it can be edited then".to_owned(),
        _ => "Everything is on disk".to_owned(),
    });
    ui.label(RichText::new(words).color(color)).on_hover_text(about);
}

fn not_kept(ui: &mut Ui, out: &mut Outbox) {
    let link = ui.link("Not kept yet: keep as…").on_hover_text("This project lives in a scratch folder");
    if link.clicked() {
        out.act(Action::SaveProjectAs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::EditRequest;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn says_whose_coding_how_far_and_what_is_wrong() {
        let mut stage = Stage::harbour();
        stage.scratch = true;
        stage.problems = vec!["one".into(), "two".into()];
        let article = stage.article("Harbour to close");
        stage.session.edit(EditRequest::Finish { article }).unwrap();
        let mut window = harness(stage, StatusLine::default(), |line, ui, view, out| {
            line.show(
                ui,
                view,
                Some("3 articles added"),
                Some(Underway { what: "Reading boats.txt", share: 0.4, on_stop: "" }),
                out,
            );
        });
        for words in ["Saved", "Ana's coding", "2 of 2 paragraphs read · 0 annotations", "3 articles added"] {
            window.get_by_label(words);
        }
        for words in ["Stop", "2 problems", "Not kept yet: keep as…"] {
            window.get_by_label(words).click();
            window.run();
        }
        let messages = window.state_mut().0.take();
        assert!(
            matches!(
                messages[..],
                [Message::StopImport, Message::Show(Page::Problems), Message::Do(Action::SaveProjectAs)]
            ),
            "{messages:?}"
        );
    }
}
