//! Suggestions on the sheet: dashed bars, the words of the picked one lit, what a screen reader hears of them.

use super::access::bounds;
use super::hot::{Hot, SuggestedAt};
use super::laid::Laid;
use super::lanes::LANES;
use super::marks::Mark;
use super::paint::Sheet;
use super::words::{label_color, label_letter, label_name, shortened};
use crate::model::{Suggestion, SuggestionId};
use crate::review::Level;
use crate::ui::theme::Tint;
use egui::accesskit::{AriaCurrent, Role};
use egui::{Id, Rect, Sense, Shape, Stroke, Ui, pos2};
use std::collections::BTreeMap;

/// Characters of a suggestion's words in its name for screen readers.
const NAMED: usize = 160;

/// How a level is drawn: thickness in lanes, dash and gap in points. The surer, the closer to an annotation's bar.
fn dash(level: Level) -> (f32, f32, f32) {
    match level {
        Level::High => (0.5, 7.0, 2.5),
        Level::Middle => (0.4, 4.5, 3.0),
        Level::Low => (0.3, 2.0, 3.5),
    }
}

impl Sheet<'_> {
    /// The suggestion that keys act on.
    pub(super) fn picked_suggestion(&self) -> Option<&Suggestion> {
        self.open?.get(self.view.reader.suggestion?)
    }

    /// Notes where suggested words are; lights those of the picked suggestion, of the sources that come along with it,
    /// and the word that gave it away.
    pub(super) fn suggested_words(&self, laid: &Laid, hot: &mut Hot) {
        for mark in self.suggested.in_span(laid.piece, laid.span) {
            let id = SuggestionId(mark.id().0);
            let rows = laid.rects(mark.span, self.heights());
            hot.suggested.extend(rows.into_iter().map(|row| (row.rect, id, SuggestedAt::Words)));
        }
        let (Some(open), Some(picked)) = (self.open, self.picked_suggestion()) else { return };
        let codebook = &self.view.project().codebook;
        for suggestion in open.sources_of(picked.id).chain([picked]) {
            let color = label_color(codebook, &suggestion.label);
            let tint = if suggestion.id == picked.id { Tint::Current } else { Tint::Plain };
            let fill = self.view.theme.label_tint(color, tint);
            let here = suggestion.fragments.iter().filter_map(|span| span.intersection(laid.span));
            here.for_each(|span| self.fill(laid, span, fill));
        }
        if let Some(cue) = picked.cue.and_then(|cue| cue.intersection(laid.span)) {
            self.fill(laid, cue, self.view.theme.found);
        }
    }

    /// Dashed bars of suggestions, below the annotations that they overlap; no tint, as they are no annotations.
    pub(super) fn suggested_bars(&self, laid: &Laid, marks: &[&Mark], hot: &mut Hot) {
        let lane = self.document.metrics.lane();
        // Suggestions keep their lanes among each other, and all go below the annotations that any of them overlaps.
        let is_covered = |m: &&&Mark| self.suggested.in_span(laid.piece, m.span).next().is_some();
        let above = marks.iter().filter(is_covered).map(|m| m.lane + 1).max().unwrap_or_default();
        for mark in self.suggested.in_span(laid.piece, laid.span) {
            let number = above + mark.lane;
            // Where all lanes are taken it goes along the lower edge of the last: thin, but there.
            let (number, below) = if number < LANES { (number, 0.0) } else { (LANES - 1, lane * 0.5) };
            let (thickness, on, off) = dash(Level::of(mark.annotation.provenance.percent.unwrap_or_default()));
            let id = SuggestionId(mark.id().0);
            let is_picked = self.view.reader.suggestion == Some(id);
            let thickness = lane * if is_picked { thickness * 1.5 } else { thickness };
            let color = self.line_color(mark);
            for row in laid.rects(mark.span, self.heights()) {
                let y = self.lane_y(laid, row.row, number) + below;
                let ends = [pos2(row.rect.left() + 0.5, y), pos2(row.rect.right() - 0.5, y)];
                self.painter.extend(Shape::dashed_line(&ends, Stroke::new(thickness, color), on, off));
                // An edge shared with an annotation's bar leaves that its half of the lane.
                let up = if below > 0.0 { 0.0 } else { lane * 0.5 + 0.5 };
                let hit = Rect::from_x_y_ranges(row.rect.x_range(), (y - up)..=(y + lane * 0.5 + 0.5));
                hot.suggested.push((hit, id, SuggestedAt::Bar));
            }
            if mark.starts_fragment()
                && laid.span.contains(mark.span.start())
                && let Some(row) = laid.rects(mark.span, self.heights()).first()
            {
                let y = self.lane_y(laid, row.row, number) + below;
                let at = pos2(row.rect.left() + self.document.metrics.letter() * 0.35, y);
                self.sign(at, &label_letter(&self.view.project().codebook, &mark.annotation.label), color);
            }
        }
    }

    /// Names each suggestion that is on the screen: what it is, how sure, why.
    pub(super) fn describe_suggestions(&self, ui: &Ui, hot: &Hot) {
        let Some(open) = self.open else { return };
        let mut rects: BTreeMap<SuggestionId, Rect> = BTreeMap::new();
        for (rect, id, _) in hot.suggested.iter().filter(|(_, _, at)| *at == SuggestedAt::Words) {
            rects.entry(*id).and_modify(|whole| *whole = whole.union(*rect)).or_insert(*rect);
        }
        for (suggestion, rect) in rects.iter().filter_map(|(id, rect)| Some((open.get(*id)?, *rect))) {
            let id = Id::unique(("suggestion", suggestion.id.as_str()));
            ui.interact(rect, id, Sense::hover());
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_role(Role::Mark);
                node.set_bounds(bounds(rect));
                node.set_label(self.suggestion_name(suggestion));
                let level = Level::of(suggestion.percent()).name();
                node.set_description(format!("{level}; {}", suggestion.reason));
                if self.view.reader.suggestion == Some(suggestion.id) {
                    node.set_aria_current(AriaCurrent::True);
                    node.set_selected(true);
                }
            });
        }
    }

    /// `Suggested claim: “prices will fall”`.
    fn suggestion_name(&self, suggestion: &Suggestion) -> String {
        let text = self.document.text();
        let words: Vec<&str> = suggestion.fragments.iter().map(|span| text.slice(*span)).collect();
        let label = label_name(&self.view.project().codebook, &suggestion.label).to_lowercase();
        format!("Suggested {label}: “{}”", shortened(&words.join(" … "), NAMED))
    }
}
