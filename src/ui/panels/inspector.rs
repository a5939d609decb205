//! Details of the current annotation, or of the article where none is current.

mod attributes;
mod card;
pub(in crate::ui::panels) mod links;

#[cfg(test)]
pub(in crate::ui::panels) mod tests;

pub use card::AttributesCard;

use crate::model::{Annotation, AnnotationId, ArticleId, AttributeDef, Label, LayerKey, Place};
use crate::review::{Derived, derived_of};
use crate::session::EditRequest;
use crate::ui::fields::{Drafts, FieldLook, card, label_badge, sign_button, small_heading};
use crate::ui::reader::Mode;
use crate::ui::theme::{Tint, space};
use crate::ui::widgets::{coding_of, muted, primary_button};
use crate::ui::{Action, Message, Outbox, SuggestionAction, View};
use attributes::{Digits, Holder, Typed, Values};
use egui::{Button, ComboBox, RichText, ScrollArea, Ui};
use std::sync::Arc;

/// Most lines of an annotation's words that are shown; the pointer shows the rest.
const MOST_LINES: usize = 6;

/// The upper part of the panel at the right.
#[derive(Debug)]
pub struct Inspector {
    drafts: Drafts<Typed>,
    /// An annotation that lost its place and waits for words to be selected.
    placing: Option<(ArticleId, AnnotationId)>,
    derived: Option<((u64, AnnotationId), Vec<Derived>)>,
}

impl Default for Inspector {
    fn default() -> Self {
        Self { drafts: Drafts::new("inspector"), placing: None, derived: None }
    }
}

impl Inspector {
    /// Sends what is being typed; to be called when the panel or the window goes away.
    pub fn flush(&mut self, view: &View<'_>, out: &mut Outbox) {
        for (typed, text) in self.drafts.flushed() {
            attributes::send(view, typed, &text, out);
        }
    }

    /// Shows the details.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
            match self.shown(view) {
                Some((key, annotation)) if key.annotator == *view.session.annotator() => {
                    self.own(ui, view, &key, &annotation, out);
                }
                Some((key, annotation)) => self.of_another(ui, view, &key, &annotation, out),
                None => self.article(ui, view, out),
            }
            ui.add_space(space::LARGE);
        });
        for (typed, text) in self.drafts.settled(ui) {
            attributes::send(view, typed, &text, out);
        }
    }

    /// The annotation to show: what is inspected, or one without a place that words are being selected for.
    fn shown(&mut self, view: &View<'_>) -> Option<(LayerKey, Arc<Annotation>)> {
        let lost = |a: &Annotation| matches!(a.place, Place::Lost(_));
        if let Some((key, annotation)) = view.inspected() {
            let own = key.annotator == *view.session.annotator();
            self.placing = (own && lost(annotation)).then_some((key.article, annotation.id));
            return Some((key, Arc::clone(annotation)));
        }
        let (article, id) = self.placing.filter(|(article, _)| view.reader.article == Some(*article))?;
        let key = view.session.key(article);
        let annotation = view.project().annotation(&key, id).filter(|a| lost(a)).cloned();
        if annotation.is_none() {
            self.placing = None;
        }
        annotation.map(|annotation| (key, annotation))
    }

    fn own(&mut self, ui: &mut Ui, view: &View<'_>, key: &LayerKey, annotation: &Annotation, out: &mut Outbox) {
        let label = view.project().codebook.label(&annotation.label);
        header(ui, view, key, annotation, label, out);
        words(ui, view, annotation, label);
        if matches!(annotation.place, Place::Lost(_)) {
            self.lost(ui, view, key, annotation, out);
        }
        let holder = Holder::Annotation(key.article, annotation.id);
        let values = Values { holder, held: &annotation.attributes, computed: &annotation.computed };
        let defs: &[AttributeDef] = label.map_or(&[], |l| &l.attributes);
        for (i, def) in defs.iter().filter(|def| !def.archived).enumerate() {
            let digits = if view.reader.mode == (Mode::Attributes { at: i }) { Digits::Shown } else { Digits::Hidden };
            attributes::attribute(ui, view, &mut self.drafts, values, def, digits, out);
        }
        attributes::unforeseen(ui, view, values, defs, out);
        let heading = small_heading(ui, view.theme, "Note");
        let target = Typed::Note(key.article, annotation.id);
        self.drafts.field(ui, FieldLook::lines("Note", 2).labelled_by(&heading), &annotation.note, &target);
        self.links(ui, view, key, annotation, out);
        ui.add_space(space::MEDIUM);
        ui.horizontal_wrapped(|ui| {
            if !annotation.fragments().is_empty() {
                links::action(ui, view, &Action::Duplicate, out);
            }
            let delete = ui.button("Delete").on_hover_text(Action::Delete.info().tooltip);
            if delete.clicked() {
                let ids = vec![annotation.id];
                out.edit(EditRequest::DeleteAnnotations { article: key.article, ids });
            }
        });
    }

    fn links(&mut self, ui: &mut Ui, view: &View<'_>, key: &LayerKey, annotation: &Annotation, out: &mut Outbox) {
        let stamp = (view.session.revision(), annotation.id);
        if self.derived.as_ref().is_none_or(|(known, _)| *known != stamp) {
            self.derived = Some((stamp, derived_of(view.project(), &view.session.index(key), annotation.id)));
        }
        let derived = self.derived.as_ref().map_or(&[][..], |(_, derived)| derived);
        links::arrows(ui, view, key, annotation, derived, out);
        links::shared(ui, view, key, annotation, out);
        links::fragments(ui, view, key, annotation, out);
        links::made(ui, view, annotation);
    }

    fn lost(&mut self, ui: &mut Ui, view: &View<'_>, key: &LayerKey, annotation: &Annotation, out: &mut Outbox) {
        let selection = view.article().and_then(|article| view.reader.selection(article.text()));
        card(view.theme, view.theme.raised).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new("Lost place").strong().color(view.theme.warning));
            muted(ui, view.theme, "These words can't be found again for certain. Select the right words in the text, then place it there.");
            ui.horizontal(|ui| {
                let place = ui.add_enabled(selection.is_some(), Button::new("Place here"));
                let place = place.on_disabled_hover_text("Select the right words in the text first");
                if let Some(span) = selection.filter(|_| place.clicked()) {
                    let (article, id) = (key.article, annotation.id);
                    out.edit(EditRequest::PlaceLost { article, id, spans: vec![span] });
                    out.push(Message::Pick(id));
                }
                if ui.button("Leave it").clicked() {
                    self.placing = None;
                    out.push(Message::Unpick);
                }
            });
        });
    }

    fn of_another(&mut self, ui: &mut Ui, view: &View<'_>, key: &LayerKey, annotation: &Annotation, out: &mut Outbox) {
        let label = view.project().codebook.label(&annotation.label);
        ui.horizontal(|ui| {
            if let Some(label) = label {
                label_badge(ui, view.theme, label);
            }
            ui.label(RichText::new(label.map_or(annotation.label.as_str(), |l| &l.name)).strong());
            muted(ui, view.theme, coding_of(&key.annotator));
        });
        words(ui, view, annotation, label);
        if primary_button(ui, view.theme, "Copy into my coding").clicked() {
            let annotator = key.annotator.clone();
            out.edit(EditRequest::Adopt { article: key.article, annotator, ids: vec![annotation.id] });
        }
        if annotation.unsure {
            muted(ui, view.theme, "Unsure");
        }
        attributes::read_only(ui, view, &annotation.attributes, label.map_or(&[], |l| &l.attributes));
        if !annotation.note.is_empty() {
            small_heading(ui, view.theme, "Note");
            ui.add(egui::Label::new(&annotation.note).wrap());
        }
        self.links(ui, view, key, annotation, out);
    }

    /// The article's own attributes, and the keys to begin with.
    fn article(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let Some(article) = view.article() else {
            muted(ui, view.theme, "Open an article to read and label it");
            return;
        };
        let defs: Vec<AttributeDef> =
            view.project().codebook.ordered_article_attributes().into_iter().cloned().collect();
        let none = std::collections::BTreeSet::new();
        let values = Values { holder: Holder::Article(article.id), held: &article.attributes, computed: &none };
        if !defs.is_empty() {
            crate::ui::widgets::section(ui, view.theme, "This article");
        }
        for def in defs.iter().filter(|def| !def.archived) {
            attributes::attribute(ui, view, &mut self.drafts, values, def, Digits::Hidden, out);
        }
        attributes::unforeseen(ui, view, values, &defs, out);
        hints(ui, view);
    }
}

/// Label, doubt, and letting go.
fn header(
    ui: &mut Ui,
    view: &View<'_>,
    key: &LayerKey,
    annotation: &Annotation,
    label: Option<&Arc<Label>>,
    out: &mut Outbox,
) {
    ui.horizontal(|ui| {
        if let Some(label) = label {
            label_badge(ui, view.theme, label);
        }
        let name = label.map_or(annotation.label.as_str(), |l| &l.name);
        let combo = ComboBox::from_id_salt("label of the annotation").selected_text(RichText::new(name).strong());
        let combo = combo.show_ui(ui, |ui| {
            for other in view.project().codebook.offered() {
                let text = RichText::new(&other.name).color(view.theme.label_text(other.color));
                let chosen = other.id == annotation.label;
                if ui.selectable_label(chosen, text).clicked() && !chosen {
                    let (ids, label) = (vec![annotation.id], other.id.clone());
                    out.edit(EditRequest::Relabel { article: key.article, ids, label });
                }
            }
        });
        combo.response.accessible_name("Label");
        let unsure = ui.add(Button::selectable(annotation.unsure, "Unsure").frame_when_inactive(true));
        if unsure.on_hover_text(crate::ui::widgets::tooltip(view.keys, &Action::ToggleUnsure)).clicked() {
            let (ids, unsure) = (vec![annotation.id], !annotation.unsure);
            out.edit(EditRequest::SetUnsure { article: key.article, ids, unsure });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if sign_button(ui, view.theme, "×", "Show the article's details").clicked() {
                out.push(Message::Unpick);
            }
        });
    });
}

/// The words, on the label's tint.
fn words(ui: &mut Ui, view: &View<'_>, annotation: &Annotation, label: Option<&Arc<Label>>) {
    let words = links::words_of(view, annotation);
    let fill = label.map_or(view.theme.raised, |l| view.theme.label_tint(l.color, Tint::Plain));
    egui::Frame::new().fill(fill).corner_radius(4).inner_margin(space::MEDIUM).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let font = egui::TextStyle::Body.resolve(ui.style());
        let mut job = egui::text::LayoutJob::simple(words.clone(), font, view.theme.text, ui.available_width());
        job.wrap.max_rows = MOST_LINES;
        let response = ui.add(egui::Label::new(job).show_tooltip_when_elided(false));
        response.on_hover_text(words);
    });
}

/// The keys to begin with, as they are bound now.
fn hints(ui: &mut Ui, view: &View<'_>) {
    small_heading(ui, view.theme, "Keys");
    let labels = view.project().codebook.offered().map(|label| (Action::Label(label.id.clone()), label.name.clone()));
    let others = [Action::NextAnnotation, Action::Confirm, Action::MarkRead, Action::FinishArticle, Action::Help];
    let suggested = view.preferences.suggestions.on.then_some(Action::Suggestion(SuggestionAction::Next));
    let others = suggested.into_iter().chain(others).map(|action| (action.clone(), action.info().text));
    egui::Grid::new("keys to begin with").num_columns(2).min_row_height(space::LARGE).show(ui, |ui| {
        for (action, words) in labels.take(6).chain(others) {
            let key = view.keys.shortcut(&action);
            if !key.is_empty() {
                ui.label(RichText::new(key).monospace().color(view.theme.accent));
                ui.add(egui::Label::new(RichText::new(words).color(view.theme.muted)).truncate());
                ui.end_row();
            }
        }
    });
}
