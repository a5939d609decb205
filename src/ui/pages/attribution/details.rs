//! What one claim stands on: who stands behind it, who passes it on, and the quotes.

use super::super::mentions::open;
use super::super::reviewed::{published, quoted};
use super::lists::choice_name;
use super::{Claim, Lists};
use crate::model::{AnnotationId, LayerKey};
use crate::review::Credited;
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, quiet_button, section};
use crate::ui::{Message, Outbox, View};
use egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};
use std::collections::BTreeSet;

/// Quotes of a source that are shown at once.
const QUOTES: usize = 60;

impl Lists {
    /// Draws it; false once it was closed.
    pub(super) fn show_claim(&self, ui: &mut Ui, view: &View<'_>, claim: &Claim, out: &mut Outbox) -> bool {
        let standing = &claim.standing;
        let mut open = true;
        ui.horizontal(|ui| {
            muted(ui, view.theme, "On whose word");
            open = !quiet_button(ui, "Close").clicked();
        });
        ui.add(Label::new(RichText::new(&claim.title).strong().color(view.theme.text)).wrap());
        ScrollArea::vertical().id_salt("standing").auto_shrink(false).show(ui, |ui| {
            let (all, named) = (standing.at_least(), standing.named());
            if all > 0 {
                let sources = count(all, "independent source", "independent sources");
                let known = if named == 0 { "none".to_owned() } else { named.to_string() };
                muted(ui, view.theme, format!("At least {sources}, {known} known by name"));
            }
            if standing.is_echo() {
                let outlets = count(standing.outlets, "outlet", "outlets");
                ui.colored_label(view.theme.warning, format!("{outlets}, all from one source"));
            }
            let groups = [("Stand behind it", true), ("Pass it on", false)];
            for (title, ultimate) in groups {
                let sources: Vec<_> = standing.sources.iter().filter(|source| source.ultimate == ultimate).collect();
                if !sources.is_empty() {
                    ui.add_space(space::MEDIUM);
                    section(ui, view.theme, title);
                    for (at, source) in sources.into_iter().enumerate() {
                        self.source(ui, view, source, (ultimate, at), out);
                    }
                }
            }
            if !standing.unsourced.is_empty() {
                ui.add_space(space::MEDIUM);
                section(ui, view.theme, "Without a source");
                for article in &standing.unsourced {
                    if quiet_button(ui, published(view, *article)).clicked() {
                        out.push(Message::OpenArticle(*article));
                    }
                }
            }
            if !standing.against.is_empty() {
                ui.add_space(space::MEDIUM);
                section(ui, view.theme, "Against it");
                for (key, id) in &standing.against {
                    quote(ui, view, key, *id, out);
                }
            }
        });
        open
    }

    fn source(&self, ui: &mut Ui, view: &View<'_>, source: &Credited, salt: (bool, usize), out: &mut Outbox) {
        ui.add(Label::new(RichText::new(&source.facts.title).color(view.theme.text)).wrap());
        let mut about: Vec<String> = Vec::new();
        if !source.facts.kind.is_empty() {
            about.push(choice_name(view, "type", &source.facts.kind));
        }
        about.push(match source.facts.named {
            Some(true) => "named".into(),
            Some(false) => "unnamed".into(),
            None => "not said whether it is named".into(),
        });
        if !source.facts.affiliation.is_empty() {
            about.push(source.facts.affiliation.clone());
        }
        let articles: BTreeSet<_> = source.quotes.iter().map(|(key, ..)| key.article).collect();
        about.push(count(articles.len(), "article", "articles"));
        if source.depth > 0 {
            about.push(format!("{} away from the articles", count(source.depth, "step", "steps")));
        }
        muted(ui, view.theme, about.join(" · "));
        if !source.passes_on.is_empty() {
            let inner: Vec<String> = source.passes_on.iter().map(|id| self.attribution.facts(id).title).collect();
            muted(ui, view.theme, format!("Passes on {}", inner.join(", ")));
        }
        if source.needed {
            ui.colored_label(view.theme.warning, "The claim falls without it");
        }
        let quotes = count(source.quotes.len(), "quote", "quotes");
        CollapsingHeader::new(quotes).id_salt(salt).show(ui, |ui| {
            for (key, claim, _) in source.quotes.iter().take(QUOTES) {
                quote(ui, view, key, *claim, out);
            }
            if source.quotes.len() > QUOTES {
                muted(ui, view.theme, format!("and {} more", source.quotes.len() - QUOTES));
            }
        });
        ui.add_space(space::SMALL);
    }
}

/// Words that open in the reader, with outlet and date.
fn quote(ui: &mut Ui, view: &View<'_>, key: &LayerKey, id: AnnotationId, out: &mut Outbox) {
    let words = quoted(view, key, id);
    ui.add(Label::new(format!("“{words}”")).wrap());
    ui.horizontal(|ui| {
        let name = format!("Open “{}”", words.chars().take(40).collect::<String>());
        if ui.button("Open").accessible_name(name).clicked() {
            open(view, key, id, out);
        }
        muted(ui, view.theme, published(view, key.article));
    });
}
