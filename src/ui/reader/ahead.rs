//! The next and the previous article, laid out before they are asked for, a little with each quiet frame.

use super::document::Document;
use super::style::Metrics;
use crate::model::{Article, ArticleId};
use crate::ui::View;
use egui::Context;
use std::sync::Arc;

/// Bytes of text that are laid out ahead in one frame: about a millisecond.
const A_FRAME: usize = 4 * 1024;
/// A text of so many bytes is cut into pieces in a frame, and laid out from the next on.
const LONG: usize = 256 * 1024;

/// A neighbour of the open article.
#[derive(Debug)]
struct Neighbour {
    document: Document,
    /// Pieces of its first screen, from the first to one past the last that is laid out so far.
    shown: std::ops::Range<usize>,
    is_ready: bool,
}

/// The neighbours of the open article.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// The open article, and the list that its neighbours were looked up in.
    around: Option<(ArticleId, usize, usize)>,
    wanted: Vec<ArticleId>,
    neighbours: Vec<Neighbour>,
}

impl Ahead {
    /// The layout of an article, where it was made ahead; it is given away.
    pub(super) fn take(&mut self, article: &Arc<Article>, metrics: &Metrics) -> Option<Document> {
        let at = self.neighbours.iter().position(|n| n.document.is_of(article, metrics))?;
        let document = self.neighbours.remove(at).document;
        document.begin_frame();
        Some(document)
    }

    /// Keeps what is laid out, and where nothing else is going on lays out one thing more. `height` is that of the view,
    /// in points.
    pub(super) fn tend(&mut self, ctx: &Context, view: &View<'_>, metrics: &Metrics, height: f32) {
        self.look_around(view);
        let is_quiet = ctx.input(|i| i.events.is_empty() && !i.pointer.any_down());
        for neighbour in self.neighbours.iter_mut().filter(|n| n.document.metrics == *metrics) {
            neighbour.touch(ctx);
        }
        if !is_quiet {
            return;
        }
        if let Some(article) = self.lacking(metrics).and_then(|id| view.project().article(id)) {
            self.lay_out_more(ctx, view, article, metrics, f64::from(height));
        }
        if self.lacking(metrics).is_some() {
            ctx.request_repaint();
        }
    }

    /// The first neighbour whose first screen is not laid out.
    fn lacking(&self, metrics: &Metrics) -> Option<ArticleId> {
        let is_ready = |id: ArticleId| {
            let of = |n: &&Neighbour| n.document.article.id == id && n.document.metrics == *metrics;
            self.neighbours.iter().find(of).is_some_and(|n| n.is_ready)
        };
        self.wanted.iter().copied().find(|id| !is_ready(*id))
    }

    /// Lays out as much of a neighbour as one frame has time for.
    fn lay_out_more(&mut self, ctx: &Context, view: &View<'_>, article: &Arc<Article>, metrics: &Metrics, height: f64) {
        if let Some(neighbour) = self.neighbours.iter_mut().find(|n| n.document.is_of(article, metrics)) {
            neighbour.lay_out_more(ctx, height);
            return;
        }
        self.neighbours.retain(|n| n.document.article.id != article.id);
        let caret = view.reader.remembered.get(&article.id).copied().unwrap_or_default();
        let document = Document::new(ctx, article, *metrics);
        let first = document.piece_at(caret).unwrap_or_default();
        let mut neighbour = Neighbour { document, shown: first..first, is_ready: false };
        view.session.index(&view.session.key(article.id));
        // A long text was work enough for one frame.
        if article.text().len() < LONG {
            neighbour.lay_out_more(ctx, height);
        }
        self.neighbours.push(neighbour);
    }

    /// Looks up who the neighbours are, where the open article or the list has changed.
    fn look_around(&mut self, view: &View<'_>) {
        let Some(open) = view.reader.article else { return };
        let around = (open, view.listed.as_ptr() as usize, view.listed.len());
        if self.around == Some(around) {
            return;
        }
        self.around = Some(around);
        let at = view.listed.iter().position(|id| *id == open);
        let next = at.and_then(|at| view.listed.get(at + 1));
        let previous = at.and_then(|at| view.listed.get(at.checked_sub(1)?));
        self.wanted = next.into_iter().chain(previous).copied().collect();
        let wanted = &self.wanted;
        self.neighbours.retain(|n| wanted.contains(&n.document.article.id));
    }

    /// Bytes that the layouts take.
    pub(super) fn bytes(&self) -> usize {
        self.neighbours.iter().map(|n| n.document.bytes()).sum()
    }

    /// Articles whose first screen is laid out.
    #[cfg(test)]
    pub(super) fn ready_for_tests(&self) -> Vec<ArticleId> {
        self.neighbours.iter().filter(|n| n.is_ready).map(|n| n.document.article.id).collect()
    }
}

impl Neighbour {
    /// egui forgets a layout that was not asked for in a frame.
    fn touch(&self, ctx: &Context) {
        self.document.begin_frame();
        for number in self.shown.clone() {
            self.document.lay(ctx, number);
        }
    }

    /// Lays out some pieces more, unless a screen is full.
    fn lay_out_more(&mut self, ctx: &Context, height: f64) {
        let mut left = A_FRAME;
        loop {
            let filled = self.document.top(self.shown.end) - self.document.top(self.shown.start);
            let next = self.document.pieces.get(self.shown.end).map(|piece| piece.span.len());
            self.is_ready = filled >= height || next.is_none();
            let (false, Some(bytes), 1..) = (self.is_ready, next, left) else { return };
            self.document.measure(ctx, self.shown.end);
            self.shown.end += 1;
            left = left.saturating_sub(bytes);
        }
    }
}
