//! Motions of the caret that follow the lines on the screen.

use super::document::Document;
use super::laid::Laid;
use crate::text::ByteOffset;
use crate::ui::Motion;
use egui::Context;

/// A row of the article: its piece as it was laid out, and the row's number in it.
struct Row {
    laid: Laid,
    row: usize,
}

/// Where a motion by lines or pages leads, and the horizontal place to keep, in points from the column's left edge.
/// `None` for motions that need no layout.
pub(super) fn motion(
    ctx: &Context,
    document: &Document,
    (caret, column): (ByteOffset, Option<f32>),
    motion: Motion,
    view: f32,
) -> Option<(ByteOffset, Option<f32>)> {
    let text = document.text().as_str();
    let number = document.piece_at(caret)?;
    let laid = document.lay(ctx, number)?;
    let row = laid.row_of(caret);
    let x = column.unwrap_or_else(|| laid.caret(caret).left());
    let here = Row { laid, row };
    let there = match motion {
        Motion::LineStart => return Some((here.laid.row_span(here.row).start(), None)),
        Motion::LineEnd => return Some((here.laid.row_end(text, here.row), None)),
        Motion::Up => step(ctx, document, here, Way::Up),
        Motion::Down => step(ctx, document, here, Way::Down),
        Motion::PageUp => page(ctx, document, here, Way::Up, view),
        Motion::PageDown => page(ctx, document, here, Way::Down, view),
        _ => return None,
    };
    let at = match (there, motion) {
        (Some(row), _) => row.laid.byte_in_row(text, row.row, x),
        (None, Motion::Up | Motion::PageUp) => document.pieces.first()?.span.start(),
        (None, _) => document.pieces.last()?.span.end(),
    };
    Some((at, Some(x)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// The next row; `None` where there is none.
fn step(ctx: &Context, document: &Document, from: Row, way: Way) -> Option<Row> {
    match way {
        Way::Up if from.row > 0 => Some(Row { row: from.row - 1, laid: from.laid }),
        Way::Down if from.row + 1 < from.laid.row_count() => Some(Row { row: from.row + 1, laid: from.laid }),
        Way::Up => {
            let laid = document.lay(ctx, from.laid.piece.checked_sub(1)?)?;
            Some(Row { row: laid.row_count().saturating_sub(1), laid })
        }
        Way::Down => Some(Row { row: 0, laid: document.lay(ctx, from.laid.piece + 1)? }),
    }
}

/// A view's worth of rows on, less one that stays for the eye; `None` past the first and last row.
fn page(ctx: &Context, document: &Document, from: Row, way: Way, view: f32) -> Option<Row> {
    let mut left = view - 2.0 * from.laid.look.row;
    let mut at = step(ctx, document, from, way)?;
    while left > 0.0 {
        left -= at.laid.look.row;
        at = step(ctx, document, at, way)?;
    }
    Some(at)
}
