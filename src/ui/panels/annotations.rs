//! All annotations of the open article, one's own first.

mod rows;
#[cfg(test)]
mod tests;

use super::inspector::links::{go, words_of};
use crate::model::{Annotation, AnnotationId, LabelId, LayerIndex};
use crate::session::EditRequest;
use crate::text::fold;
use crate::ui::fields::{paint_badge, row_with_end};
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, count, empty_state, muted, paint_line, section};
use crate::ui::{Action, Message, Outbox, SuggestionAction, View};
use egui::{Align2, Button, Rect, RichText, ScrollArea, Sense, Stroke, TextEdit, TextStyle, Ui, Vec2, pos2, vec2};
use rows::{Part, Row, Rows, Stamp, build};
use std::collections::BTreeSet;

/// The lower part of the panel at the right.
#[derive(Debug, Default)]
pub struct AnnotationList {
    text: String,
    labels: BTreeSet<LabelId>,
    rows: Option<Rows>,
    /// The annotation that was brought into view last.
    followed: Option<AnnotationId>,
    wants_focus: bool,
}

impl AnnotationList {
    /// Gives the list's field the keyboard with the next frame, as F6 does.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Shows the list.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let Some(article) = view.reader.article else {
            self.wants_focus = false;
            let is_empty = view.project().articles.is_empty();
            let what = if is_empty { "Add one at the left" } else { "Choose one at the left" };
            empty_state(ui, view.theme, "No article is open", what);
            return;
        };
        let stamp = Stamp {
            revision: view.session.revision(),
            article,
            text: fold(self.text.trim()),
            labels: self.labels.clone(),
            shown: view.reader.shown_annotators.clone(),
        };
        let rows = match self.rows.take().filter(|rows| rows.stamp == stamp) {
            Some(rows) => rows,
            None => build(view, stamp),
        };
        self.filters(ui, view, &rows, out);
        if rows.count() == 0 {
            self.empty(ui, view, &rows);
        } else {
            self.list(ui, view, &rows, out);
        }
        self.rows = Some(rows);
    }

    fn filters(&mut self, ui: &mut Ui, view: &View<'_>, rows: &Rows, out: &mut Outbox) {
        section(ui, view.theme, count(rows.own, "annotation", "annotations"));
        // There also before anything is labelled, so that nothing jumps then, and F6 leads somewhere.
        let edit = TextEdit::singleline(&mut self.text).hint_text("Find in annotations");
        let field = ui.add(edit.desired_width(f32::INFINITY)).accessible_name("Find in annotations");
        if std::mem::take(&mut self.wants_focus) {
            field.request_focus();
        }
        if rows.own > 0 || !rows.others.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::splat(space::SMALL);
                for label in view.project().codebook.offered() {
                    let on = self.labels.contains(&label.id);
                    let text = RichText::new(&label.name).small().color(view.theme.label_text(label.color));
                    let chip = ui.add(Button::selectable(on, text).frame_when_inactive(true).corner_radius(10));
                    let name = format!("Only {}", label.name);
                    let chip = chip.on_hover_text(format!("Show only {}", label.name.to_lowercase()));
                    if chip.accessible_name(name).clicked() && !self.labels.remove(&label.id) {
                        self.labels.insert(label.id.clone());
                    }
                }
            });
        }
        for (name, annotations) in &rows.others {
            let mut shown = view.reader.shown_annotators.contains(name);
            let words = format!("{} ({annotations})", coding_of(name));
            let tick = ui.checkbox(&mut shown, words).on_hover_text("Show these annotations here and beside the text");
            if tick.changed() {
                out.push(Message::ShowAnnotator { name: name.clone(), shown });
            }
        }
        if rows.blind {
            muted(ui, view.theme, "This article was drawn for blind coding; others' coding is hidden");
        }
    }

    fn empty(&mut self, ui: &mut Ui, view: &View<'_>, rows: &Rows) {
        if self.text.trim().is_empty() && self.labels.is_empty() {
            let labels = view.project().codebook.offered();
            let keys: Vec<String> =
                labels.filter_map(|l| Some(format!("{} {}", l.key?, l.name.to_lowercase()))).collect();
            let next = view.keys.shortcut(&Action::Suggestion(SuggestionAction::Next));
            let are_suggested = view.suggestions().is_some_and(|open| !open.is_empty()) && !next.is_empty();
            let or = if are_suggested { format!("; or {next} for the first suggestion") } else { String::new() };
            let what = format!("Select words, then press {}{or}", keys.join(", "));
            empty_state(ui, view.theme, "Nothing is labelled yet", &what);
        } else {
            let words = format!("{} in this article", count(rows.own, "annotation", "annotations"));
            empty_state(ui, view.theme, "Nothing fits the filter", &words);
            ui.vertical_centered(|ui| {
                if ui.button("Clear the filter").clicked() {
                    self.text.clear();
                    self.labels.clear();
                }
            });
        }
    }

    fn list(&mut self, ui: &mut Ui, view: &View<'_>, rows: &Rows, out: &mut Outbox) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("annotations").auto_shrink(false);
        let current = view.reader.current;
        if current != self.followed
            && let Some(at) = current.and_then(|id| rows.row_of(view, id))
        {
            let room = ui.available_height();
            let most = (rows.count() as f32 * space::LINE - room).max(0.0);
            let wanted = at as f32 * space::LINE;
            let id = ui.make_persistent_id("annotations");
            let offset = egui::scroll_area::State::load(ui.ctx(), id).map_or(0.0, |s| s.unclamped_offset().y);
            if wanted < offset || wanted + space::LINE > offset + room {
                area = area.vertical_scroll_offset((wanted - (room - space::LINE) / 2.0).clamp(0.0, most));
            }
        }
        self.followed = current;
        area.show_rows(ui, space::LINE, rows.count(), |ui, range| {
            let mut first = 0;
            for part in &rows.parts {
                let (from, to) = (range.start.max(first), range.end.min(first + part.rows()));
                if from < to {
                    let index = view.session.index(&part.key);
                    for row in from - first..to - first {
                        match part.row(row) {
                            Row::Heading(words) => heading_row(ui, view, words, part, &index, out),
                            Row::Item(item) => item_row(ui, view, part, &index, item, out),
                        }
                    }
                }
                first += part.rows();
            }
        });
    }
}

fn heading_row(ui: &mut Ui, view: &View<'_>, words: &str, part: &Part, index: &LayerIndex, out: &mut Outbox) {
    let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), space::LINE));
    let can_be_copied = part.key.annotator != *view.session.annotator() && part.len() > 0;
    let mut copied = false;
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.set_min_size(rect.size());
        row_with_end(
            ui,
            |ui| {
                if can_be_copied {
                    let button = ui.small_button("Copy all").on_hover_text("Copy these into my coding");
                    copied = button.accessible_name(format!("Copy all of {words} into my coding")).clicked();
                }
            },
            |ui| {
                ui.add(egui::Label::new(RichText::new(words).small().strong().color(view.theme.muted)).truncate());
            },
        );
    });
    if copied {
        let ids = (0..part.len()).filter_map(|item| part.id(index, item)).collect();
        let (article, annotator) = (part.key.article, part.key.annotator.clone());
        out.edit(EditRequest::Adopt { article, annotator, ids });
    }
}

fn item_row(ui: &mut Ui, view: &View<'_>, part: &Part, index: &LayerIndex, item: usize, out: &mut Outbox) {
    let (key, Some(id)) = (&part.key, part.id(index, item)) else { return };
    let arrows = index.relations_of(id).len();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::LINE), Sense::click());
    let Some(annotation) = view.project().annotation(key, id) else { return };
    let label = view.project().codebook.label(&annotation.label);
    let name = label.map_or(annotation.label.as_str(), |l| &l.name);
    let words = words_of(view, annotation);
    let current = view.reader.current == Some(id);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, current, format!("{name}: {words}")));
    if ui.is_rect_visible(rect) {
        paint_ground(ui, view, rect, current, response.hovered());
        let inner = rect.shrink2(vec2(space::SMALL, 0.0));
        let badge = Rect::from_center_size(
            pos2(inner.left() + space::BADGE / 2.0, inner.center().y),
            Vec2::splat(space::BADGE),
        );
        if let Some(label) = label {
            paint_badge(ui, view.theme, label, badge);
        }
        let right = paint_signs(ui, view, annotation, arrows, inner);
        let room = Rect::from_min_max(
            pos2(badge.right() + space::MEDIUM, inner.top()),
            pos2(right - space::SMALL, inner.bottom()),
        );
        let own = key.annotator == *view.session.annotator();
        let color = if own { view.theme.text } else { view.theme.muted };
        paint_line(ui, room, &words, TextStyle::Body.resolve(ui.style()), color);
    }
    let response = response.on_hover_text(tooltip(name, &words, annotation, arrows));
    if response.clicked() {
        go(view, key, id, out);
    }
    if key.annotator != *view.session.annotator() {
        response.context_menu(|ui| {
            if ui.button("Copy into my coding").clicked() {
                let (article, annotator, ids) = (key.article, key.annotator.clone(), vec![id]);
                out.edit(EditRequest::Adopt { article, annotator, ids });
                ui.close();
            }
        });
    }
}

fn tooltip(name: &str, words: &str, annotation: &Annotation, arrows: usize) -> String {
    let mut lines = vec![format!("{name}: {words}")];
    lines.extend(annotation.unsure.then(|| "Unsure".into()));
    lines.extend((arrows > 0).then(|| count(arrows, "arrow", "arrows")));
    let shared = annotation.threads.len();
    lines.extend((shared > 0).then(|| format!("Linked to {}", count(shared, "shared item", "shared items"))));
    lines.extend((!annotation.note.is_empty()).then(|| annotation.note.clone()));
    lines.join("\n")
}

fn paint_ground(ui: &Ui, view: &View<'_>, rect: Rect, current: bool, hovered: bool) {
    let fill = match (current, hovered) {
        (true, _) => view.theme.selection,
        (false, true) => view.theme.raised,
        (false, false) => return,
    };
    ui.painter().rect_filled(rect, space::SMALL, fill);
}

/// Arrow count, thread mark and doubt at the right end; gives where they begin.
fn paint_signs(ui: &Ui, view: &View<'_>, annotation: &Annotation, arrows: usize, rect: Rect) -> f32 {
    let font = TextStyle::Small.resolve(ui.style());
    let mut right = rect.right();
    let write = |right: &mut f32, words: String, color| {
        let at = pos2(*right, rect.center().y);
        *right = ui.painter().text(at, Align2::RIGHT_CENTER, words, font.clone(), color).left() - space::SMALL;
    };
    if arrows > 0 {
        write(&mut right, format!("→{arrows}"), view.theme.muted);
    }
    if annotation.unsure {
        write(&mut right, "?".into(), view.theme.warning);
    }
    if !annotation.threads.is_empty() {
        // Two rings that share a part: the same thing in several places.
        let (radius, y) = (space::SMALL, rect.center().y);
        for x in [right - radius, right - 2.2 * radius] {
            ui.painter().circle_stroke(pos2(x, y), radius, Stroke::new(1.0, view.theme.muted));
        }
        right -= 3.5 * radius + space::SMALL;
    }
    right
}
