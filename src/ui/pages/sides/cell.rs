//! One paragraph of a column: its words, what is labelled in them, and the pointer.

use super::{Pointer, Selected};
use crate::model::{Annotation, Article, ArticleId, Color, Project};
use crate::review::{Coding, Sides};
use crate::text::{ByteOffset, Grain, TextSpan, snap};
use crate::ui::View;
use crate::ui::theme::{Tint, space};
use egui::text::LayoutJob;
use egui::{Color32, FontId, Galley, Pos2, Rect, Response, Sense, TextStyle, Ui, pos2, vec2};
use std::sync::Arc;

/// The color of a label that the codebook does not know.
const UNKNOWN: Color = Color([0x80, 0x80, 0x80]);

/// A paragraph, and where it is drawn.
pub(super) struct Cell<'a> {
    pub(super) article: &'a Arc<Article>,
    pub(super) column: usize,
    pub(super) span: TextSpan,
    pub(super) rect: Rect,
    /// It stands in this column only.
    pub(super) is_alone: bool,
    /// Column and paragraph where the same is told in another order.
    pub(super) told: Option<(usize, usize)>,
    pub(super) selected: Option<TextSpan>,
    /// What is labelled in the column.
    pub(super) marks: &'a [Arc<Annotation>],
}

/// For each column the annotations that count, those that hold others first.
pub(in crate::ui::pages) type Marks = Vec<Vec<Arc<Annotation>>>;

/// The annotations of each column; made on a worker.
pub(in crate::ui::pages) fn marks(project: &Project, coding: &Coding, sides: &Sides) -> Marks {
    let of = |article: &ArticleId| {
        let layers = coding.layers(project, *article);
        let mut found: Vec<Arc<Annotation>> = layers.iter().flat_map(|coded| coded.annotations().cloned()).collect();
        found.sort_by_key(|annotation| std::cmp::Reverse(annotation.covered_bytes()));
        found
    };
    sides.articles.iter().map(of).collect()
}

/// Draws the paragraph; gives its height, and what the pointer did.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, cell: &Cell<'_>) -> (f32, Option<Pointer>) {
    let text = cell.article.text();
    let words = text.slice(cell.span);
    let inner = cell.rect.shrink2(vec2(space::LARGE, space::MEDIUM));
    let small = TextStyle::Small.resolve(ui.style());
    let note = match (cell.is_alone, cell.told) {
        (true, _) => Some("Only here".to_owned()),
        (false, Some((column, paragraph))) => {
            Some(format!("Told in column {}, paragraph {}", column + 1, paragraph + 1))
        }
        _ => None,
    };
    let above = if note.is_some() { small.size * 1.5 } else { 0.0 };
    let font = FontId::new(view.preferences.text_size * 0.9, crate::ui::fonts::ReadingFamilies::of(ui.ctx()).text());
    let job = LayoutJob::simple(words.to_owned(), font, view.theme.text, inner.width());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let origin = pos2(inner.left(), inner.top() + above);
    let height = galley.size().y + above + 2.0 * space::MEDIUM;
    let area = Rect::from_min_size(cell.rect.min, vec2(cell.rect.width(), height));
    if cell.is_alone {
        let fill = crate::ui::theme::mix(view.theme.page, view.theme.accent, 0.06);
        ui.painter().rect_filled(area.shrink(1.0), space::SMALL, fill);
    }
    if let Some(note) = note {
        let color = if cell.is_alone { view.theme.accent } else { view.theme.muted };
        ui.painter().text(inner.min, egui::Align2::LEFT_TOP, note, small, color);
    }
    let placed = Placed { galley: &galley, origin, span: cell.span, words };
    let is_here = |a: &&Arc<Annotation>| a.cover().is_some_and(|cover| cover.overlaps(cell.span));
    for annotation in cell.marks.iter().filter(is_here) {
        let label = view.project().codebook.label(&annotation.label);
        let tint = view.theme.label_tint(label.map_or(UNKNOWN, |label| label.color), Tint::Plain);
        annotation.fragments().iter().for_each(|span| placed.fill(ui, *span, tint));
    }
    if let Some(selected) = cell.selected {
        placed.fill(ui, selected, view.theme.selected_words);
    }
    ui.painter().galley(origin, Arc::clone(&galley), view.theme.text);
    let id = ui.scope_id().with(("paragraph", cell.column, cell.span.start().get()));
    let response = ui.interact(area, id, Sense::CLICK | Sense::DRAG).on_hover_cursor(egui::CursorIcon::Text);
    let kind = if cell.is_alone { "only here: " } else { "" };
    let name: String = format!("Column {}, {kind}{}", cell.column + 1, words.chars().take(80).collect::<String>());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Paragraph, true, &name));
    (height, pointed(ui, cell, &placed, &response))
}

fn pointed(ui: &Ui, cell: &Cell<'_>, placed: &Placed<'_>, response: &Response) -> Option<Pointer> {
    let at = response.interact_pointer_pos().map(|at| placed.at(at))?;
    if response.double_clicked() {
        return Some(Pointer::Opened(cell.article.id, TextSpan::caret(at)));
    }
    let text = cell.article.text();
    let from = ui.input(|i| i.pointer.press_origin()).map(|from| placed.at(from));
    let raw = match from {
        Some(from) if response.dragged() => TextSpan::new(from, at),
        _ if response.clicked() => TextSpan::caret(at),
        _ => return None,
    };
    // A click takes the selection back.
    let span = if raw.is_empty() { None } else { snap(text, raw, Grain::Word) };
    Some(Pointer::Selected(Selected { column: cell.column, span }))
}

/// Words as they stand on the screen.
struct Placed<'a> {
    galley: &'a Galley,
    origin: Pos2,
    span: TextSpan,
    words: &'a str,
}

impl Placed<'_> {
    /// The place in the text under a point.
    fn at(&self, point: Pos2) -> ByteOffset {
        let cursor = self.galley.cursor_from_pos(point - self.origin);
        let byte = self.words.char_indices().nth(cursor.index.0).map_or(self.words.len(), |(byte, _)| byte);
        ByteOffset::new(self.span.start().get() + byte)
    }

    fn char_of(&self, at: ByteOffset) -> usize {
        let inside = at.get().saturating_sub(self.span.start().get()).min(self.words.len());
        self.words.get(..inside).map_or(0, |before| before.chars().count())
    }

    /// Paints behind the words of a span, row by row.
    fn fill(&self, ui: &Ui, span: TextSpan, color: Color32) {
        let Some(span) = span.intersection(self.span) else { return };
        let (first, end) = (self.char_of(span.start()), self.char_of(span.end()));
        let mut row_start = 0;
        for row in &self.galley.rows {
            let row_end = row_start + row.char_count_including_newline().0;
            let (from, to) = (first.max(row_start), end.min(row_end));
            if from < to {
                let x = |char: usize| row.pos.x + row.x_offset((char - row_start).into());
                let top = self.origin.y + row.pos.y;
                let left = self.origin.x + x(from);
                let rect = Rect::from_min_max(pos2(left, top), pos2(self.origin.x + x(to), top + row.size.y));
                ui.painter().rect_filled(rect, 2.0, color);
            }
            row_start = row_end;
        }
    }
}
