//! Rows of the history.

use crate::edit::Spot;
use crate::model::LayerKey;
use crate::store::{EventKind, EventState, JournalEvent};
use crate::text::TextSpan;
use crate::ui::pages::revisions::moment_words;
use crate::ui::theme::space;
use crate::ui::widgets::capitalized;
use crate::ui::{Message, Outbox, View};
use egui::{Label, Response, RichText, Sense, Ui, vec2};

/// A step on two lines: when, who and what; then what was replaced, and where.
pub(super) fn row(ui: &mut Ui, view: &View<'_>, event: &JournalEvent, is_current: bool) -> Response {
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::ROW), Sense::CLICK);
    let name = sentence_of(view, event);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, is_current, &name));
    if is_current {
        ui.painter().rect_filled(rect, space::SMALL, theme.selection);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, space::SMALL, theme.raised);
    }
    let inner = rect.shrink2(vec2(space::MEDIUM, space::SMALL));
    let mut lines =
        ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(egui::Layout::top_down(egui::Align::Min)));
    lines.spacing_mut().item_spacing.y = 0.0;
    // A line of words is not as high as a button.
    lines.spacing_mut().interact_size.y = 0.0;
    let gone = event.state == EventState::TakenBack && event.kind == EventKind::Edit;
    let line = |ui: &mut Ui, text: RichText| drop(ui.add(Label::new(text).truncate().selectable(false)));
    lines.horizontal(|ui| {
        line(ui, RichText::new(moment_words(event.when)).color(theme.muted));
        line(ui, RichText::new(event.annotator.as_str()).color(theme.muted));
        let what = RichText::new(what_of(event));
        let what =
            if event.kind == EventKind::Mark { what.strong().color(theme.accent) } else { what.color(theme.text) };
        line(ui, if gone { what.strikethrough().color(theme.muted) } else { what });
        if gone {
            line(ui, RichText::new("taken back").color(theme.muted));
        }
    });
    let place = place_of(view, event);
    let separator = if place.is_empty() || event.detail.is_empty() { "" } else { " · " };
    line(&mut lines, RichText::new(format!("{}{separator}{place}", event.detail)).color(theme.muted));
    response.on_hover_text(name)
}

/// What was done, as a row says it.
fn what_of(event: &JournalEvent) -> String {
    match event.kind {
        EventKind::Edit => capitalized(&event.what),
        EventKind::Undo => format!("Undone: {}", event.what),
        EventKind::Redo => format!("Done again: {}", event.what),
        EventKind::Mark => format!("Checkpoint: {}", event.what),
    }
}

/// The article by its title.
fn place_of(view: &View<'_>, event: &JournalEvent) -> String {
    let Some(id) = event.article else { return String::new() };
    let title = view.project().article(id).map_or("an article that is gone".to_owned(), |a| a.display_title());
    match event.articles {
        0 | 1 => title,
        n => format!("{title} and {} more", n - 1),
    }
}

/// The whole step in a sentence, for screen readers and the foot of the page.
pub(super) fn sentence_of(view: &View<'_>, event: &JournalEvent) -> String {
    let gone = if event.state == EventState::TakenBack && event.kind == EventKind::Edit { ", taken back" } else { "" };
    let mut words = format!("{}, {}: {}{gone}", moment_words(event.when), event.annotator, what_of(event));
    for part in [&*event.detail, &place_of(view, event)] {
        if !part.is_empty() {
            words.push_str(". ");
            words.push_str(part);
        }
    }
    words
}

/// Goes where a step was: to its annotation where that is still there, or else to its article.
pub(super) fn go_to(view: &View<'_>, event: &JournalEvent, out: &mut Outbox) {
    let Some(article) = event.article.filter(|id| view.project().article(*id).is_some()) else { return };
    let key = LayerKey { annotator: (*event.annotator).clone(), article };
    let annotation = event.annotation.and_then(|id| view.project().annotation(&key, id));
    match annotation.and_then(|annotation| annotation.cover()) {
        Some(span) => out.push(Message::GoTo(Spot { article, span })),
        None if view.reader.article == Some(article) => {
            out.push(Message::GoTo(Spot { article, span: TextSpan::of(0, 0) }));
        }
        None => out.push(Message::OpenArticle(article)),
    }
    if let Some(annotation) = annotation
        && *event.annotator == *view.session.annotator()
    {
        out.push(Message::Pick(annotation.id));
    }
}
