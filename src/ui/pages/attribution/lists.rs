//! What is missing, and who was asked: each line opens its quote.

use super::super::mentions::open;
use super::super::reviewed::{published, quoted};
use super::Lists;
use super::rows::line;
use crate::model::{AttributeId, LabelRole};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, muted};
use crate::ui::{Message, Outbox, View};
use egui::{ScrollArea, Ui};
use std::collections::BTreeSet;

/// Shares of the width of words, why, and where.
const SHARES: (f32, f32, f32) = (0.55, 0.2, 0.25);

/// What a choice of a source's attribute is called.
pub(super) fn choice_name(view: &View<'_>, attribute: &str, id: &str) -> String {
    let codebook = &view.project().codebook;
    let label = codebook.label_with_role(LabelRole::Source);
    let def = AttributeId::parse(attribute).and_then(|attribute| label?.attribute(&attribute));
    let found = def.and_then(|def| def.choices().iter().find(|choice| choice.id == id));
    found.map_or(id.to_owned(), |choice| choice.name.clone())
}

/// So many lines, drawn as they come into view.
fn list(ui: &mut Ui, rows: usize, mut row: impl FnMut(&mut Ui, usize)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("list").auto_shrink(false).show_rows(ui, space::LINE, rows, |ui, range| {
        for at in range {
            row(ui, at);
        }
    });
}

impl Lists {
    pub(super) fn show_no_source(&self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.no_source.is_empty() {
            empty_state(ui, view.theme, "Every claim has a source", "Or is said in the outlet's own voice");
            return;
        }
        list(ui, self.no_source.len(), |ui, at| {
            let Some(claim) = self.no_source.get(at) else { return };
            let words = quoted(view, &claim.key, claim.claim);
            let place = published(view, claim.key.article);
            let parts = [
                (words.as_str(), SHARES.0, view.theme.text),
                (claim.why.words(), SHARES.1, view.theme.muted),
                (&place, SHARES.2, view.theme.muted),
            ];
            if line(ui, view, false, &parts).clicked() {
                open(view, &claim.key, claim.claim, out);
            }
        });
    }

    pub(super) fn show_no_claim(&self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.no_claim.is_empty() {
            empty_state(ui, view.theme, "Every source is credited with something", "Or was asked for comment");
            return;
        }
        list(ui, self.no_claim.len(), |ui, at| {
            let Some((key, source)) = self.no_claim.get(at) else { return };
            let (words, place) = (quoted(view, key, *source), published(view, key.article));
            let whose =
                if key.annotator == *view.session.annotator() { String::new() } else { key.annotator.to_string() };
            let parts = [
                (words.as_str(), SHARES.0, view.theme.text),
                (&whose, SHARES.1, view.theme.muted),
                (&place, SHARES.2, view.theme.muted),
            ];
            if line(ui, view, false, &parts).clicked() {
                open(view, key, *source, out);
            }
        });
    }

    pub(super) fn show_not_collected(&self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.not_collected.is_empty() {
            empty_state(ui, view.theme, "Every outlet that is cited has an article here", "");
            return;
        }
        muted(ui, view.theme, "Cited as a source, as an agency or in an excerpt, and not in this collection");
        list(ui, self.not_collected.len(), |ui, at| {
            let Some(outlet) = self.not_collected.get(at) else { return };
            let articles: BTreeSet<_> = outlet.cited_by.iter().map(|(article, _)| *article).collect();
            let by = format!("cited in {}", count(articles.len(), "article", "articles"));
            let first = outlet.cited_by.iter().find(|(_, quote)| quote.is_some()).or(outlet.cited_by.first());
            let place = first.map(|(article, _)| published(view, *article)).unwrap_or_default();
            let parts = [
                (outlet.name.as_str(), SHARES.0, view.theme.text),
                (&by, SHARES.1, view.theme.muted),
                (&place, SHARES.2, view.theme.muted),
            ];
            if line(ui, view, false, &parts).clicked() {
                match first {
                    Some((_, Some((key, id)))) => open(view, key, *id, out),
                    Some((article, None)) => out.push(Message::OpenArticle(*article)),
                    None => {}
                }
            }
        });
    }

    pub(super) fn show_asked(&self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let rows: Vec<_> = self.asked.iter().flat_map(|a| a.quotes.iter().map(move |quote| (a, quote))).collect();
        if rows.is_empty() {
            let what = "Set what came of asking on a source, or on the shared source";
            empty_state(ui, view.theme, "Nobody is said to have been asked for comment", what);
            return;
        }
        list(ui, rows.len(), |ui, at| {
            let Some((asked, (key, source))) = rows.get(at) else { return };
            let words = quoted(view, key, *source);
            let who = if asked.title == words { words } else { format!("{}: {words}", asked.title) };
            let (result, place) = (choice_name(view, "comment", &asked.result), published(view, key.article));
            let parts = [
                (who.as_str(), SHARES.0, view.theme.text),
                (&result, SHARES.1, view.theme.text),
                (&place, SHARES.2, view.theme.muted),
            ];
            if line(ui, view, false, &parts).clicked() {
                open(view, key, *source, out);
            }
        });
    }
}
