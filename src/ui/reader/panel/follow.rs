//! Following what is to be shown: article, sizes, layers, and the place in the text.

use super::{FOOT, HEADER, ReaderPanel};
use crate::model::{Article, LayerKey};
use crate::ui::View;
use crate::ui::reader::ReaderState;
use crate::ui::reader::document::Document;
use crate::ui::reader::laid::Laid;
use crate::ui::reader::marks::LayerMarks;
use crate::ui::reader::pointer::Pointer;
use crate::ui::reader::scroll::comfortable;
use crate::ui::reader::style::Metrics;
use egui::Context;
use std::sync::Arc;

impl ReaderPanel {
    /// Follows article, sizes and layers; where only sizes changed, the line being read stays where it was.
    pub(super) fn follow(&mut self, ctx: &Context, view: &View<'_>, article: &Arc<Article>, metrics: Metrics) {
        let is_current = self.document.as_ref().is_some_and(|document| document.is_of(article, &metrics));
        self.document.iter().for_each(Document::begin_frame);
        if !is_current {
            let same_text =
                self.document.as_ref().is_some_and(|old| old.article.id == article.id && old.text() == article.text());
            let known = self.document.take().filter(|old| old.has_pieces_of(article));
            let mut document = if let Some(old) = known {
                old.resized(ctx, article, metrics)
            } else {
                self.marks.clear();
                self.suggested.clear();
                self.others.iter_mut().for_each(|(_, marks)| marks.clear());
                let ahead = self.ahead.take(article, &metrics);
                ahead.unwrap_or_else(|| Document::new(ctx, article, metrics))
            };
            if same_text && self.scroll.offset() > 0.0 {
                let row = self.first_row.and_then(|(at, below)| Some((document.row_of(ctx, at)?.0, below)));
                self.wanted = row.map(|(top, below)| f64::from(self.header) + top - below);
            } else if !same_text {
                self.header = HEADER;
                self.pointer = Pointer::default();
                self.wanted = None;
            }
            self.document = Some(document);
        }
        self.ties(view);
    }

    /// Looks up what is annotated on the pieces that are on the screen.
    pub(super) fn mark(&mut self, view: &View<'_>, document: &Document) {
        let (article, text) = (document.article.id, document.text());
        let piece = |laid: &Laid| Some((laid.piece, *document.pieces.get(laid.piece)?));
        let shown: Vec<_> = self.laid.iter().filter_map(piece).collect();
        self.marks.follow(text, &view.session.index(&view.session.key(article)), &shown);
        self.suggested.follow_suggestions(text, view.suggestions().as_ref(), &shown);
        let names = &view.reader.shown_annotators;
        self.others.retain(|(name, _)| names.contains(name));
        for name in names {
            if self.others.iter().all(|(known, _)| known != name) {
                self.others.push((name.clone(), LayerMarks::default()));
            }
        }
        for (name, marks) in &mut self.others {
            let key = LayerKey { annotator: name.clone(), article };
            marks.follow(text, &view.session.index(&key), &shown);
        }
    }

    /// Where the view starts in this frame, in points from the start of the page: all that it shows is measured.
    pub(super) fn start_of_view(&mut self, ctx: &Context, state: &ReaderState, before: f64, height: f64) -> f64 {
        let header = f64::from(self.header);
        let Some(document) = &mut self.document else { return before };
        let mut start = self.wanted.take().unwrap_or(before);
        // Measuring what comes into view can move it, so the place is looked up again until it stays.
        for _ in 0..3 {
            if let Some((top, bottom)) = state.reveal.and_then(|at| document.row_of(ctx, at)) {
                start = comfortable(start, height, header + top, header + bottom);
            }
            let settled = document.settle(ctx, start - header, height) + header;
            let is_settled = (settled - start).abs() < 0.01;
            start = settled;
            if is_settled {
                break;
            }
        }
        let end = header + document.height() + f64::from(FOOT) - height;
        start.clamp(0.0, end.max(0.0))
    }
}
