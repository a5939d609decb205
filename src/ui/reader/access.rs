//! What a screen reader hears: the text with caret and selection, each paragraph on the screen, each annotation there.
//!
//! Only what is on the screen is described, and nothing at all where no screen reader listens.

use super::document::Caption;
use super::hot::Hot;
use super::laid::Laid;
use super::paint::Sheet;
use super::words::{accessible_name, attribute_words};
use crate::model::{Annotation, AnnotationId};
use crate::text::{ByteOffset, TextSpan};
use egui::accesskit::{AriaCurrent, Node, Role, TextDirection, TextPosition, TextSelection};
use egui::{Context, Id, Response, Sense, Ui, UiBuilder};
use std::collections::BTreeMap;

/// Most characters of a run: AccessKit counts the starts of words in one byte, as egui's own text does.
const RUN: usize = 255;

/// A run of one row on the screen that a screen reader moves in.
struct Run {
    id: Id,
    span: TextSpan,
}

/// Names the text and all that is on the screen. None of the nodes takes clicks or focus from the text.
pub(super) fn describe(ui: &mut Ui, text: &Response, sheet: &Sheet<'_>, hot: &Hot) {
    let named = ui.ctx().accesskit_node_builder(text.id, |node| {
        node.set_role(Role::Document);
        node.set_label("Article text");
    });
    if named.is_none() {
        return;
    }
    let mut runs = Vec::new();
    ui.scope_builder(UiBuilder::new().max_rect(sheet.frame).accessibility_parent(text.id), |ui| {
        for laid in sheet.laid {
            paragraph(ui, sheet, laid, &mut runs);
        }
        marks(ui, sheet, hot);
        sheet.describe_suggestions(ui, hot);
    });
    if let Some(selection) = selection(sheet, &runs) {
        ui.ctx().accesskit_node_builder(text.id, |node| node.set_text_selection(selection));
    }
}

/// A paragraph, or the part of a long one that was laid out: its words, what it is, and the runs in it.
fn paragraph(ui: &mut Ui, sheet: &Sheet<'_>, laid: &Laid, runs: &mut Vec<Run>) {
    let Some(piece) = sheet.document.pieces.get(laid.piece) else { return };
    let words = laid.span.slice(sheet.document.text().as_str());
    let id = Id::unique(("paragraph", laid.piece));
    let heading = matches!(piece.zone, crate::model::ZoneKind::Title | crate::model::ZoneKind::Heading);
    ui.interact(laid.rect(), id, Sense::hover());
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(if heading { Role::Heading } else { Role::Paragraph });
        node.set_label(words);
        node.set_bounds(bounds(laid.rect()));
        let captions = sheet.document.captions(piece);
        if !captions.is_empty() {
            node.set_description(captions.iter().map(Caption::words).collect::<Vec<_>>().join(". "));
        }
    });
    ui.scope_builder(UiBuilder::new().max_rect(laid.rect()).accessibility_parent(id), |ui| {
        for row in laid.rows_in(sheet.heights()) {
            row_runs(ui, sheet, laid, row, runs);
        }
    });
}

/// The runs of a row, each at most [`RUN`] characters long.
fn row_runs(ui: &Ui, sheet: &Sheet<'_>, laid: &Laid, row: usize, runs: &mut Vec<Run>) {
    let text = sheet.document.text().as_str();
    let span = laid.row_span(row);
    let chars: Vec<(usize, char)> = span.slice(text).char_indices().collect();
    let lefts = laid.lefts(row);
    let is_last = row + 1 == laid.row_count() && laid.ends_paragraph;
    let parts = chars.chunks(RUN).count().max(1);
    let id_of = |part: usize| Id::unique(("text run", laid.piece, row, part));
    let mut rest = chars.as_slice();
    for part in 0..parts {
        let (here, after) = rest.split_at(rest.len().min(RUN));
        rest = after;
        let start = span.start().get() + here.first().map_or(0, |(i, _)| *i);
        let end = after.first().map_or(span.end().get(), |(i, _)| span.start().get() + i);
        let first = part * RUN;
        let left = |char: usize| lefts.get(first + char).copied().unwrap_or_default();
        let rect = egui::Rect::from_x_y_ranges(
            laid.origin.x + left(0)..=laid.origin.x + left(here.len()),
            laid.words_of_row(row),
        );
        let id = id_of(part);
        ui.interact(rect, id, Sense::hover());
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::TextRun);
            node.set_text_direction(TextDirection::LeftToRight);
            node.set_bounds(bounds(rect));
            if part > 0 {
                node.set_previous_on_line(id_of(part - 1).accesskit_id());
            }
            if part + 1 < parts {
                node.set_next_on_line(id_of(part + 1).accesskit_id());
            }
            let break_after = if is_last && after.is_empty() { "\n" } else { "" };
            characters(node, here, left, break_after);
        });
        runs.push(Run { id, span: TextSpan::of(start, end) });
    }
}

/// The characters of a run with their places; `left` gives that of a character from the row's start, in points.
fn characters(node: &mut Node, chars: &[(usize, char)], left: impl Fn(usize) -> f32, break_after: &str) {
    let all = chars.iter().map(|(_, c)| *c).chain(break_after.chars());
    node.set_value(all.clone().collect::<String>());
    node.set_character_lengths(all.map(|c| c.len_utf8() as u8).collect::<Vec<_>>());
    let places = (0..chars.len() + break_after.len()).map(|i| left(i.min(chars.len())));
    node.set_character_positions(places.map(|x| x - left(0)).collect::<Vec<_>>());
    let widths = (0..chars.len()).map(|i| (left(i + 1) - left(i)).max(0.0)).chain(break_after.chars().map(|_| 0.0));
    node.set_character_widths(widths.collect::<Vec<_>>());
    let is_word = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_alphanumeric() || *c == '_');
    let starts = (0..chars.len()).filter(|i| is_word(*i) && (*i == 0 || !is_word(i - 1)));
    node.set_word_starts(starts.map(|i| i as u8).collect::<Vec<_>>());
}

/// Caret and selection in the runs on the screen; an end that is not there is put at the nearest that is.
fn selection(sheet: &Sheet<'_>, runs: &[Run]) -> Option<TextSelection> {
    let state = sheet.view.reader;
    let caret = state.caret;
    let (anchor, focus) = match sheet.selection {
        Some(span) if state.anchor.is_some_and(|anchor| anchor > caret) => (span.end(), span.start()),
        Some(span) => (span.start(), span.end()),
        None => (caret, caret),
    };
    let shown = TextSpan::new(runs.first()?.span.start(), runs.last()?.span.end());
    if !shown.touches(anchor) && !shown.touches(focus) {
        return None;
    }
    let text = sheet.document.text().as_str();
    Some(TextSelection { anchor: position(runs, text, anchor)?, focus: position(runs, text, focus)? })
}

fn position(runs: &[Run], text: &str, at: ByteOffset) -> Option<TextPosition> {
    let after = runs.partition_point(|run| run.span.start() <= at);
    let run = runs.get(after.saturating_sub(1))?;
    let before = TextSpan::new(run.span.start(), at.clamp(run.span.start(), run.span.end()));
    Some(TextPosition { node: run.id.accesskit_id(), character_index: before.slice(text).chars().count() })
}

/// Each annotation that is on the screen: label and words, attributes, whether it is the current one.
fn marks(ui: &Ui, sheet: &Sheet<'_>, hot: &Hot) {
    let Some(layer) = sheet.view.layer() else { return };
    let mut rects: BTreeMap<AnnotationId, egui::Rect> = BTreeMap::new();
    let mut order = Vec::new();
    for (rect, id) in &hot.words {
        rects.entry(*id).and_modify(|whole| *whole = whole.union(*rect)).or_insert_with(|| {
            order.push(*id);
            *rect
        });
    }
    for (id, rect) in order.into_iter().filter_map(|id| Some((id, *rects.get(&id)?))) {
        if let Some(annotation) = layer.annotations.get(&id) {
            mark(ui.ctx(), ui, sheet, annotation, rect);
        }
    }
}

fn mark(ctx: &Context, ui: &Ui, sheet: &Sheet<'_>, annotation: &Annotation, rect: egui::Rect) {
    let codebook = &sheet.view.project().codebook;
    let id = Id::unique(("annotation", annotation.id.as_str()));
    ui.interact(rect, id, Sense::hover());
    ctx.accesskit_node_builder(id, |node| {
        node.set_role(Role::Mark);
        node.set_label(accessible_name(annotation, codebook, sheet.document.text()));
        node.set_bounds(bounds(rect));
        let mut about = attribute_words(annotation, codebook);
        about.extend(annotation.unsure.then(|| "unsure".to_owned()));
        about.extend((!annotation.note.is_empty()).then(|| format!("Note: {}", annotation.note)));
        if !about.is_empty() {
            node.set_description(about.join("; "));
        }
        if sheet.view.reader.current == Some(annotation.id) {
            node.set_aria_current(AriaCurrent::True);
            node.set_selected(true);
        }
    });
}

pub(super) fn bounds(rect: egui::Rect) -> egui::accesskit::Rect {
    let [x0, y0, x1, y1] = [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(f64::from);
    egui::accesskit::Rect { x0, y0, x1, y1 }
}
