//! How far the text is scrolled, and how far it has to be so that a place comes into view.

use crate::model::ArticleId;
use egui::{Ui, Vec2};

/// Frames after a button was let go in which egui's bar still follows the pointer.
const STILL_HELD: u32 = 2;

/// Where the text is scrolled to, in points from the start of the page.
///
/// egui keeps a place of its own in single precision, half a point apart on a long page: only what it moved by is taken
/// from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Scroll {
    offset: f64,
    /// What egui was told.
    told: f32,
    article: Option<ArticleId>,
    /// Frames that the pointer has been held down without moving, and those since it was let go.
    held: u32,
    let_go: u32,
}

impl Scroll {
    /// Where the text is.
    pub(super) fn offset(&self) -> f64 {
        self.offset
    }

    /// Where the text should be after what egui made of wheel and bar; `place` is where egui has it.
    pub(super) fn moved(&mut self, ui: &Ui, article: ArticleId, place: f32) -> f64 {
        let (is_down, stands) =
            ui.input(|i| (i.pointer.any_down() && !i.pointer.any_pressed(), i.pointer.delta() == Vec2::ZERO));
        self.let_go = if is_down { 0 } else { self.let_go.saturating_add(1) };
        if !stands || self.let_go > STILL_HELD {
            self.held = 0;
        } else if is_down {
            self.held += 1;
        }
        if self.article != Some(article) {
            return f64::from(place);
        }
        // A bar that is held still pulls at the text whenever a height is corrected.
        if self.held > 1 || place.to_bits() == self.told.to_bits() {
            return self.offset;
        }
        self.offset + f64::from(place - self.told)
    }

    /// Puts the text at a place, on a whole pixel; gives the place for egui.
    pub(super) fn put(&mut self, article: ArticleId, place: f64, pixels_per_point: f32) -> f32 {
        let pixels = f64::from(pixels_per_point);
        self.offset = (place * pixels).round() / pixels;
        self.told = self.offset as f32;
        self.article = Some(article);
        self.told
    }
}

/// Where a view should start so that a place in it is comfortable to read: unchanged where it is already, at a third of
/// the height where it is far away, else just far enough. All in points from the start of the page.
pub(super) fn comfortable(start: f64, height: f64, top: f64, bottom: f64) -> f64 {
    let line = bottom - top;
    let margin = (2.5 * line).min(height * 0.25);
    let (above, below) = (start + margin - top, bottom + margin - start - height);
    if above <= 0.0 && below <= 0.0 {
        start
    } else if above > height || below > height {
        top - height / 3.0
    } else if above > 0.0 {
        (start - above).max(0.0)
    } else {
        start + below
    }
}

#[cfg(test)]
mod tests {
    use super::comfortable;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn a_place_comes_into_view_with_room_around_it() {
        assert!(near(comfortable(100.0, 500.0, 300.0, 330.0), 100.0), "already comfortable");
        assert!(near(comfortable(100.0, 500.0, 590.0, 620.0), 195.0), "just far enough down");
        assert!(near(comfortable(400.0, 500.0, 410.0, 440.0), 335.0), "just far enough up");
        assert!(near(comfortable(0.0, 600.0, 9000.0, 9030.0), 8800.0), "far away, to a third of the height");
        assert!(near(comfortable(10.0, 500.0, 20.0, 50.0), 0.0), "never before the start");
    }
}
