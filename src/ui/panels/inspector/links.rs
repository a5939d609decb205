//! Arrows of an annotation, what follows from its place, and what it is linked to.

use crate::model::{Annotation, AnnotationId, Layer, LayerKey, LinkStance, RelationTypeId};
use crate::review::Derived;
use crate::session::EditRequest;
use crate::ui::fields::{Chosen, link_line, row_with_end, sign_button, small_heading, value_button};
use crate::ui::widgets::{coding_of, count, muted};
use crate::ui::{Action, Message, Outbox, View};
use egui::{RichText, Ui};

/// Arrows that follow from places which are listed: more would be a list that nobody reads.
const MOST_DERIVED: usize = 40;

/// Most bytes of an annotation's words that are shown.
const SHOWN: usize = 4 * 1024;

/// Words of an annotation of a layer, on one line; of an endless one the first.
pub(in crate::ui::panels) fn words_of(view: &View<'_>, annotation: &Annotation) -> String {
    let text = view.article().map(|article| annotation.first_words(article.text(), SHOWN)).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks to go to an annotation, one's own or another's.
pub(in crate::ui::panels) fn go(view: &View<'_>, key: &LayerKey, id: AnnotationId, out: &mut Outbox) {
    if key.annotator == *view.session.annotator() {
        out.push(Message::Pick(id));
    } else {
        out.push(Message::LookAt { annotator: key.annotator.clone(), id });
    }
}

/// One arrow, seen from the annotation that is shown.
struct Arrow<'a> {
    kind: &'a RelationTypeId,
    from: AnnotationId,
    to: AnnotationId,
}

/// Arrows drawn by hand, then those that follow from places; `own` arrows can be taken away.
pub(super) fn arrows(
    ui: &mut Ui,
    view: &View<'_>,
    key: &LayerKey,
    annotation: &Annotation,
    derived: &[Derived],
    out: &mut Outbox,
) {
    let Some(layer) = view.project().layer(key) else { return };
    let own = key.annotator == *view.session.annotator();
    let derived: Vec<_> = derived.iter().filter(|d| d.from == annotation.id || d.to == annotation.id).collect();
    let index = view.session.index(key);
    let none = index.relations_of(annotation.id).is_empty() && derived.is_empty();
    if none && !own {
        return;
    }
    small_heading(ui, view.theme, "Arrows");
    let mut picked = None;
    for relation in index.relations_of(annotation.id) {
        let arrow = Arrow { kind: &relation.kind, from: relation.from, to: relation.to };
        let mut deleted = false;
        row_with_end(
            ui,
            |ui| deleted = own && sign_button(ui, view.theme, "×", "Delete the arrow").clicked(),
            |ui| picked = picked.or(arrow_line(ui, view, layer, &arrow, annotation.id)),
        );
        if deleted {
            out.edit(EditRequest::Unrelate { article: key.article, ids: vec![relation.id] });
        }
    }
    let more = derived.len().saturating_sub(MOST_DERIVED);
    for follows in derived.into_iter().take(MOST_DERIVED) {
        let arrow = Arrow { kind: &follows.kind, from: follows.from, to: follows.to };
        row_with_end(
            ui,
            |ui| {
                let words = RichText::new("from its place").small().italics().color(view.theme.muted);
                ui.label(words).on_hover_text("It follows from where the words lie, and need not be drawn");
            },
            |ui| picked = picked.or(arrow_line(ui, view, layer, &arrow, annotation.id)),
        );
    }
    if more > 0 {
        muted(ui, view.theme, format!("and {} that follow from its place", count(more, "more", "more")));
    }
    if let Some(id) = picked {
        go(view, key, id, out);
    }
    if own && !annotation.fragments().is_empty() {
        action(ui, view, &Action::Relate, out);
    }
}

/// A button for an action, with its key in the tooltip.
pub(super) fn action(ui: &mut Ui, view: &View<'_>, action: &Action, out: &mut Outbox) {
    if crate::ui::widgets::action_button(ui, view.keys, action).clicked() {
        out.act(action.clone());
    }
}

/// Type, direction and the partner's words; the partner where it was clicked.
fn arrow_line(
    ui: &mut Ui,
    view: &View<'_>,
    layer: &Layer,
    arrow: &Arrow<'_>,
    seen_from: AnnotationId,
) -> Option<AnnotationId> {
    let outward = arrow.from == seen_from;
    let partner = layer.annotations.get(if outward { &arrow.to } else { &arrow.from })?;
    let codebook = &view.project().codebook;
    let name = codebook.relation_types.get(arrow.kind).map_or(arrow.kind.to_string(), |kind| kind.name.clone());
    let sign = if outward { "→" } else { "←" };
    let direction = if outward { "from here" } else { "to here" };
    let words = RichText::new(format!("{sign} {name}")).color(view.theme.muted);
    ui.label(words).on_hover_text(format!("{name}, {direction}"));
    let color = codebook.label(&partner.label).map(|l| view.theme.label_text(l.color));
    let color = color.unwrap_or(view.theme.text);
    let text = words_of(view, partner);
    let button = egui::Button::new(RichText::new(&text).color(color)).truncate().frame_when_inactive(false);
    let response = ui.add(button).on_hover_text(&text).accessible_name(format!("{name} {direction}: {text}"));
    response.clicked().then_some(partner.id)
}

/// Shared claims, sources and events that the annotation is a mention of.
pub(super) fn shared(ui: &mut Ui, view: &View<'_>, key: &LayerKey, annotation: &Annotation, out: &mut Outbox) {
    let own = key.annotator == *view.session.annotator();
    if annotation.threads.is_empty() && !own {
        return;
    }
    small_heading(ui, view.theme, "Same as");
    for (thread, stance) in &annotation.threads {
        let known = view.project().thread(*thread);
        let title = known.map_or("Gone from the project".to_owned(), |(_, t)| t.title.clone());
        let whose = known.map(|(owner, _)| format!("{title} ({})", coding_of(owner)));
        let mut unlink = false;
        let mut chosen = None;
        row_with_end(
            ui,
            |ui| {
                unlink = own && sign_button(ui, view.theme, "×", &format!("Unlink from {title}")).clicked();
                for (name, value) in [("against", LinkStance::Against), ("for", LinkStance::For)] {
                    let state = if *stance == value { Chosen::Yes } else { Chosen::No };
                    if !own && state == Chosen::No {
                        continue;
                    }
                    if value_button(ui, view.theme, name, None, state).clicked() && own && state == Chosen::No {
                        chosen = Some(value);
                    }
                }
            },
            |ui| {
                let response = link_line(ui, view.theme, &title);
                if response.on_hover_text(whose.unwrap_or_else(|| title.clone())).clicked() && known.is_some() {
                    out.push(Message::ShowThread(*thread));
                }
            },
        );
        let (article, id, thread) = (key.article, annotation.id, *thread);
        if let Some(stance) = chosen {
            out.edit(EditRequest::Link { article, id, thread, stance });
        }
        if unlink {
            out.edit(EditRequest::Unlink { article, id, thread });
        }
    }
    if own {
        action(ui, view, &Action::Link, out);
    }
}

/// The fragments, where there are several, and a way to add one.
pub(super) fn fragments(ui: &mut Ui, view: &View<'_>, key: &LayerKey, annotation: &Annotation, out: &mut Outbox) {
    let Some(article) = view.article() else { return };
    let own = key.annotator == *view.session.annotator();
    let all = annotation.fragments();
    if all.len() > 1 {
        small_heading(ui, view.theme, "Fragments");
        for (i, span) in all.iter().enumerate() {
            let mut removed = false;
            row_with_end(
                ui,
                |ui| {
                    let name = format!("Remove fragment {}", i + 1);
                    removed = own && sign_button(ui, view.theme, "×", &name).clicked();
                },
                |ui| {
                    ui.add(egui::Label::new(article.text().slice(*span)).truncate());
                },
            );
            if removed {
                let spans = all.iter().copied().filter(|s| s != span).collect();
                out.edit(EditRequest::SetFragments { article: key.article, id: annotation.id, spans });
            }
        }
    }
    if own && !all.is_empty() {
        action(ui, view, &Action::AddFragment, out);
    }
}

/// How the annotation was made, in words.
pub(super) fn made(ui: &mut Ui, view: &View<'_>, annotation: &Annotation) {
    small_heading(ui, view.theme, "How made");
    muted(ui, view.theme, how_made(view, annotation));
    if !annotation.foreign_id.is_empty() {
        muted(ui, view.theme, format!("Id where it came from: {}", annotation.foreign_id));
    }
}

fn how_made(view: &View<'_>, annotation: &Annotation) -> String {
    use crate::model::How;
    let provenance = &annotation.provenance;
    let by = &provenance.by;
    let from = |words: &str| if by.is_empty() { words.to_owned() } else { format!("{words}, proposed by {by}") };
    match provenance.how {
        How::Hand if by.is_empty() => "By hand".into(),
        How::Hand => format!("By hand, copied from {}", of(by)),
        How::Accepted => from("Accepted as suggested"),
        How::Edited => from("Accepted and edited"),
        How::Inherited => {
            let title = provenance.from.and_then(|id| view.project().article(id)).map(|a| a.display_title());
            title.map_or("Taken over from a reprint".into(), |title| format!("Taken over from a reprint: {title}"))
        }
        How::Imported if by.is_empty() => "Read from another program's file".into(),
        How::Imported => format!("Read from a file of {by}"),
    }
}

fn of(annotator: &str) -> String {
    crate::model::AnnotatorName::parse(annotator).map_or(annotator.to_owned(), |name| coding_of(&name))
}
