//! The article cut into pieces with their heights: guessed at first, corrected as they come into view.

use super::heights::Heights;
use super::laid::Laid;
use super::pieces::{Piece, piece_at, pieces, runs_right_to_left};
use super::style::{Look, Metrics};
use crate::model::{Article, ZoneKind};
use crate::text::{ByteOffset, Text};
use egui::Context;
use std::cell::RefCell;
use std::sync::Arc;

/// The layout of an article; only what is on the screen is ever laid out.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The article.
    pub(super) article: Arc<Article>,
    /// Sizes.
    pub(super) metrics: Metrics,
    /// Pieces in text order.
    pub(super) pieces: Vec<Piece>,
    heights: Heights,
    measured: Vec<bool>,
    /// Pieces that were laid out in this frame, at height 0.
    fresh: RefCell<Vec<Laid>>,
}

/// What stands above a paragraph in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caption {
    /// An excerpt, and the outlet that it was taken from.
    Excerpt(String),
    /// The script runs from right to left.
    RightToLeft,
}

impl Caption {
    /// What stands there.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Excerpt(outlet) if outlet.is_empty() => "Excerpt from another outlet".into(),
            Self::Excerpt(outlet) => format!("Excerpt from {outlet}"),
            Self::RightToLeft => "Right to left: the mouse may miss here; the keys do not".into(),
        }
    }
}

impl Document {
    /// Cuts an article into pieces.
    pub(super) fn new(ctx: &Context, article: &Arc<Article>, metrics: Metrics) -> Self {
        let pieces = pieces(article);
        let mut document = Self {
            article: Arc::clone(article),
            metrics,
            heights: Heights::default(),
            measured: vec![false; pieces.len()],
            fresh: RefCell::default(),
            pieces,
        };
        document.guess(ctx);
        document
    }

    /// The same pieces at other sizes: their heights are guessed again.
    pub(super) fn resized(mut self, ctx: &Context, article: &Arc<Article>, metrics: Metrics) -> Self {
        (self.article, self.metrics) = (Arc::clone(article), metrics);
        self.begin_frame();
        self.measured.fill(false);
        self.guess(ctx);
        self
    }

    /// Guesses all heights, in one walk that does little for each piece: a window that is resized asks with every frame.
    fn guess(&mut self, ctx: &Context) {
        let metrics = self.metrics;
        let guesses = ZoneKind::ALL.map(|zone| {
            let look = metrics.look(ctx, zone);
            (metrics.rows_a_byte(&look), look.row, look.before, look.after)
        });
        let guess = |piece: &Piece| {
            let (rows_a_byte, row, before, after) = guesses.get(piece.zone as usize).copied().unwrap_or_default();
            let rows = (piece.span.len() as f32 * rows_a_byte).max(0.5);
            let around = f32::from(u8::from(piece.first)) * before + f32::from(u8::from(piece.last)) * after;
            // Half a row more for the last one, which is seldom full: rounding up takes long.
            (rows + 0.5) * row + around
        };
        self.heights.fill(self.pieces.iter().map(guess));
    }

    /// True where an article is cut into the same pieces as this one was.
    pub(super) fn has_pieces_of(&self, article: &Article) -> bool {
        self.article.id == article.id && self.text() == article.text() && self.article.zones == article.zones
    }

    /// True where this is the layout of that article at those sizes.
    pub(super) fn is_of(&self, article: &Arc<Article>, metrics: &Metrics) -> bool {
        Arc::ptr_eq(&self.article, article) && self.metrics == *metrics
    }

    /// Bytes that pieces and heights take.
    pub(super) fn bytes(&self) -> usize {
        self.pieces.capacity() * size_of::<Piece>() + self.heights.bytes() + self.measured.capacity()
    }

    /// The words.
    pub(super) fn text(&self) -> &Text {
        self.article.text()
    }

    /// Height of all pieces together, in points, as far as it is known.
    pub(super) fn height(&self) -> f64 {
        self.heights.total()
    }

    /// Where a piece starts, in points from the start of the first.
    pub(super) fn top(&self, piece: usize) -> f64 {
        self.heights.top(piece)
    }

    /// The piece at a distance from the start of the first, in points.
    pub(super) fn piece_at_height(&self, distance: f64) -> usize {
        self.heights.at(distance)
    }

    /// The number of the piece that holds a place.
    pub(super) fn piece_at(&self, at: ByteOffset) -> Option<usize> {
        piece_at(&self.pieces, at)
    }

    /// What stands above a piece.
    pub(super) fn captions(&self, piece: &Piece) -> Vec<Caption> {
        let mut found = Vec::new();
        if piece.zone == ZoneKind::Excerpt && piece.opens_zone {
            let zone = piece.zone_number.and_then(|i| self.article.zones.get(i));
            found.push(Caption::Excerpt(zone.map(|z| z.outlet.clone()).unwrap_or_default()));
        }
        if piece.first && runs_right_to_left(piece.span.slice(self.text().as_str())) {
            found.push(Caption::RightToLeft);
        }
        found
    }

    /// From the top of a piece to its first row, in points.
    pub(super) fn above(&self, piece: &Piece, look: &Look) -> f32 {
        let before = if piece.first { look.before } else { 0.0 };
        before + self.captions(piece).len() as f32 * self.metrics.caption()
    }

    /// Forgets what was laid out in the last frame: egui may have moved its glyphs since.
    pub(super) fn begin_frame(&self) {
        self.fresh.borrow_mut().clear();
    }

    /// Lays a piece out; its origin is the column's left edge at height 0. A piece is laid out once in a frame.
    pub(super) fn lay(&self, ctx: &Context, number: usize) -> Option<Laid> {
        if let Some(known) = self.fresh.borrow().iter().find(|laid| laid.piece == number) {
            return Some(known.clone());
        }
        let laid = self.lay_anew(ctx, number)?;
        self.fresh.borrow_mut().push(laid.clone());
        Some(laid)
    }

    fn lay_anew(&self, ctx: &Context, number: usize) -> Option<Laid> {
        let piece = self.pieces.get(number)?;
        let look = self.metrics.look(ctx, piece.zone);
        let text = self.text().as_str();
        let job = self.metrics.job(piece.span.slice(text), &look);
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let mut laid = Laid::new(number, piece.paragraph, text, piece.span, galley, look);
        laid.origin.x = laid.look.indent;
        laid.ends_paragraph = piece.last;
        Some(laid)
    }

    /// Corrects the height of a piece; gives the difference, in points.
    pub(super) fn measure(&mut self, ctx: &Context, number: usize) -> f32 {
        if self.measured.get(number).copied().unwrap_or(true) {
            return 0.0;
        }
        let (Some(laid), Some(piece)) = (self.lay(ctx, number), self.pieces.get(number)) else { return 0.0 };
        let after = if piece.last { laid.look.after } else { 0.0 };
        let height = self.above(piece, &laid.look) + laid.height() + after;
        if let Some(slot) = self.measured.get_mut(number) {
            *slot = true;
        }
        self.heights.set(number, height)
    }

    /// The top and bottom of the row that a place is in, in points from the start of the first piece.
    pub(super) fn row_of(&mut self, ctx: &Context, at: ByteOffset) -> Option<(f64, f64)> {
        let number = self.piece_at(at)?;
        self.measure(ctx, number);
        let (laid, piece) = (self.lay(ctx, number)?, self.pieces.get(number)?);
        let row = laid.row_of(at);
        let top = self.top(number) + f64::from(self.above(piece, &laid.look) + laid.row_top(row));
        Some((top, top + f64::from(laid.look.row)))
    }

    /// Measures what is in a view of this height that starts at this distance; gives the distance corrected so that what
    /// was in view stays where it was.
    pub(super) fn settle(&mut self, ctx: &Context, mut start: f64, view: f64) -> f64 {
        let mut number = self.piece_at_height(start.max(0.0));
        while number < self.pieces.len() && self.top(number) < start + view {
            let from_above = self.top(number) < start;
            let difference = f64::from(self.measure(ctx, number));
            if from_above {
                start += difference;
                // The correction may have brought the piece before into view.
                let first = self.piece_at_height(start.max(0.0));
                if first < number {
                    number = first;
                    continue;
                }
            }
            number += 1;
        }
        start
    }
}
