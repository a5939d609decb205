//! Sizes of the article's sheet: the column, lines with room for lanes, and how each part of an article looks.

use super::lanes::LANES;
use super::pieces::runs_right_to_left;
use crate::model::ZoneKind;
use crate::session::Preferences;
use crate::ui::fonts::{ReadingFamilies, Weight};
use crate::ui::theme::space;
use egui::{Color32, FontFamily, FontId, TextFormat, text::LayoutJob};

/// Height of a lane, as a share of the text size.
const LANE: f32 = 0.27;
/// Height of another annotator's lane, as a share of the text size.
const THIN_LANE: f32 = 0.18;
/// Most annotators whose lanes get room of their own.
pub(super) const MOST_OTHERS: usize = 3;
/// Narrowest margin beside the column, in points: room for reading marks and "+n".
pub(super) const MARGIN: f32 = 44.0;
/// A sample of running text: its mean width of a character sets the width of the column.
const SAMPLE: &str = "The minister said on Tuesday that prices would fall before the end of the year.";

/// Everything that the layout of pieces depends on besides the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Metrics {
    /// Size of the body's text, in points.
    pub(super) size: f32,
    /// Width of the column, in points.
    pub(super) column: f32,
    /// Other annotators whose lanes are shown.
    pub(super) others: usize,
    /// Physical pixels a point.
    pixels_per_point: f32,
    /// Mean width of a character of the body's text, in points.
    character: f32,
    /// What the text is set in.
    families: ReadingFamilies,
}

/// How the text of a part of the article looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    /// The font.
    pub(super) font: FontId,
    /// Height of a row, lanes included, in points.
    pub(super) row: f32,
    /// Height of the words in a row, in points.
    pub(super) words: f32,
    /// From the column's left edge, in points.
    pub(super) indent: f32,
    /// Space above a paragraph, in points.
    pub(super) before: f32,
    /// Space below a paragraph, in points.
    pub(super) after: f32,
    /// Painted in the muted color.
    pub(super) muted: bool,
    /// Painted twice, a trace apart, as the font has no bold.
    pub(super) heavy: bool,
}

impl Metrics {
    /// The sizes in a place of this width.
    pub(super) fn new(ctx: &egui::Context, preferences: &Preferences, width: f32, others: usize) -> Self {
        let size = preferences.text_size;
        let families = ReadingFamilies::of(ctx);
        let font = FontId::new(size, families.text());
        let sample = ctx.fonts_mut(|fonts| fonts.layout_no_wrap(SAMPLE.to_owned(), font, Color32::PLACEHOLDER));
        let character = sample.size().x / SAMPLE.len() as f32;
        let wanted = (character * preferences.line_width).round();
        let column = wanted.min(width - 2.0 * MARGIN).max(8.0 * size);
        let others = others.min(MOST_OTHERS);
        Self { size, column, others, pixels_per_point: ctx.pixels_per_point(), character, families }
    }

    /// The font of the article's title above the text.
    pub(super) fn title(&self) -> FontId {
        FontId::new(self.size * 1.5, self.families.bold())
    }

    /// Height of one lane, in points.
    pub(super) fn lane(&self) -> f32 {
        (self.size * LANE).max(3.5)
    }

    /// Height of another annotator's lane, in points.
    pub(super) fn thin_lane(&self) -> f32 {
        (self.size * THIN_LANE).max(3.0)
    }

    /// Height of all lanes under a line, in points.
    pub(super) fn lanes(&self) -> f32 {
        LANES as f32 * self.lane() + self.others as f32 * self.thin_lane() + 2.0
    }

    /// Size of the letters at the starts of bars, in points.
    pub(super) fn letter(&self) -> f32 {
        (self.size * 0.62).max(10.0)
    }

    /// Height of the caption line above an excerpt or a paragraph from right to left, in points.
    pub(super) fn caption(&self) -> f32 {
        (self.size * 1.3).round()
    }

    /// How a part of the article looks.
    pub(super) fn look(&self, ctx: &egui::Context, zone: ZoneKind) -> Look {
        let (scale, indent, muted, heavy) = match zone {
            ZoneKind::Title => (1.3, 0.0, false, true),
            ZoneKind::Heading => (1.12, 0.0, false, true),
            ZoneKind::Lead => (1.06, 0.0, false, false),
            ZoneKind::Body => (1.0, 0.0, false, false),
            ZoneKind::List | ZoneKind::Excerpt => (1.0, 1.6, false, false),
            ZoneKind::Caption | ZoneKind::Byline => (0.85, 0.0, true, false),
            ZoneKind::Boilerplate => (0.82, 0.0, true, false),
        };
        let family = if heavy { self.families.bold() } else { self.families.text() };
        let font = FontId::new(self.size * scale, family);
        let heavy = heavy && self.families.weight == Weight::Painted;
        let words = ctx.fonts_mut(|fonts| fonts.row_height(&font));
        // An even number of pixels keeps all rows of a paragraph equally sharp.
        let pixels = 2.0 * self.pixels_per_point.max(0.5).recip();
        let row = ((words + self.lanes()) / pixels).ceil() * pixels;
        let gap = self.size * 0.45;
        let (before, after) = match zone {
            ZoneKind::Title => (space::SMALL, gap),
            ZoneKind::Heading => (gap * 1.6, 0.0),
            ZoneKind::List => (0.0, gap * 0.4),
            _ => (0.0, gap),
        };
        Look { font, row, words, indent: indent * self.size, before, after, muted, heavy }
    }

    /// The layout of words in this look: plain text, so that labels that come and go never reflow it.
    pub(super) fn job(&self, words: &str, look: &Look) -> LayoutJob {
        let mut font_id = look.font.clone();
        if runs_right_to_left(words) {
            // A face with Latin and Hebrew letters would set them as one run, half of it back to front (egui issue 8576).
            // The interface's has none, so that each script gets a face and a direction of its own.
            font_id.family = FontFamily::Proportional;
        }
        let format =
            TextFormat { font_id, color: Color32::PLACEHOLDER, line_height: Some(look.row), ..TextFormat::default() };
        let mut job = LayoutJob::single_section(words.to_owned(), format);
        job.wrap.max_width = self.column - look.indent;
        job.break_on_newline = false;
        job
    }

    /// Rows that a byte of words takes, about: a guess at the height of what was not laid out yet.
    pub(super) fn rows_a_byte(&self, look: &Look) -> f32 {
        let character = self.character * look.font.size / self.size;
        ((self.column - look.indent) / character).max(1.0).recip()
    }
}
