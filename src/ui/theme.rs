//! Design tokens by purpose. No other file of the window names a color or a distance that stands here.

mod color;
#[cfg(test)]
mod tests;

pub use color::{contrast, mix};

use crate::model::Color;
use color::{lightness, with_lightness};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, Vec2};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Distances, in points: multiples of 4.
pub mod space {
    /// Between things that belong together.
    pub const SMALL: f32 = 4.0;
    /// Between lines of a form.
    pub const MEDIUM: f32 = 8.0;
    /// Around the contents of a panel.
    pub const LARGE: f32 = 16.0;
    /// Between sections of a page.
    pub const SECTION: f32 = 24.0;
    /// Height of a row in lists.
    pub const ROW: f32 = 44.0;
    /// Height of a row of one line.
    pub const LINE: f32 = 26.0;
    /// Width of the names at the left of a form.
    pub const NAME: f32 = 128.0;
    /// Width of a list at the left of a page.
    pub const LIST: f32 = 264.0;
    /// Side of the square with a label's letter.
    pub const BADGE: f32 = 18.0;
    /// Least side of a button that shows a sign.
    pub const SIGN: f32 = 22.0;
    /// Width of the card beside the text.
    pub const CARD: f32 = 320.0;
    /// Widest that a form or page of settings gets.
    pub const PAGE: f32 = 760.0;
}

/// Colors that labels are offered. Each stays apart from every other for people who see fewer colors, too: a test in
/// `theme/tests.rs` says how far, and they were searched for by that measure.
pub const LABEL_COLORS: [Color; 8] = [
    Color([0x9E, 0x58, 0x0B]),
    Color([0x02, 0x46, 0x87]),
    Color([0x0E, 0x89, 0x67]),
    Color([0x94, 0x79, 0xBA]),
    Color([0x7D, 0x28, 0x55]),
    Color([0xDA, 0x63, 0x24]),
    Color([0x69, 0x48, 0xBE]),
    Color([0x53, 0x31, 0x02]),
];

/// Over the page, behind a window above it.
pub const BACKDROP: Color32 = Color32::from_black_alpha(48);

/// Contrast of words with what is behind them (WCAG 2.2, 1.4.3, AA).
const WORDS_CONTRAST: f64 = 4.5;
/// Contrast of bars and lines with the page (WCAG 2.2, 1.4.11, AA).
const LINE_CONTRAST: f64 = 3.0;

/// Most colors whose shades are remembered: more than a codebook has labels.
const MOST_SHADES: usize = 512;

/// How strong a label's color is behind words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// An annotation.
    Plain,
    /// The current annotation.
    Current,
    /// An annotation in a part of the article that is set back.
    Quiet,
    /// The current annotation in such a part.
    QuietCurrent,
}

/// The shades of a label's color in one theme.
#[derive(Clone, Copy, Debug)]
struct Shades {
    line: Color32,
    text: Color32,
    plain: Color32,
    current: Color32,
    quiet: Color32,
    quiet_current: Color32,
}

thread_local! {
    /// Shades by theme and color.
    static SHADES: RefCell<BTreeMap<(bool, [u8; 3]), Shades>> = const { RefCell::new(BTreeMap::new()) };
}

/// Colors by purpose.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// True for light words on a dark page.
    pub dark: bool,
    /// The sheet that the article is on.
    pub page: Color32,
    /// Panels around it.
    pub chrome: Color32,
    /// Fields, cards, rows under the pointer.
    pub raised: Color32,
    /// Words.
    pub text: Color32,
    /// Words of less weight: still at least 4.5 to 1 on page and chrome.
    pub muted: Color32,
    /// Words of captions, bylines and boilerplate: set back, yet at least 4.5 to 1 on page, selection and tints.
    pub quiet: Color32,
    /// Lines between panels and around fields.
    pub line: Color32,
    /// The one accent: buttons, the caret, focus.
    pub accent: Color32,
    /// Words on the accent.
    pub on_accent: Color32,
    /// Behind the selected words.
    pub selection: Color32,
    /// Behind the words that are selected in an article.
    pub selected_words: Color32,
    /// Behind words found.
    pub found: Color32,
    /// Something went wrong.
    pub danger: Color32,
    /// Something is worth a look.
    pub warning: Color32,
    /// All is well.
    pub good: Color32,
}

impl Theme {
    /// Dark words on a light page.
    pub fn light() -> Self {
        Self {
            dark: false,
            page: Color32::from_rgb(0xFD, 0xFC, 0xFA),
            chrome: Color32::from_rgb(0xF3, 0xF1, 0xED),
            raised: Color32::from_rgb(0xE9, 0xE6, 0xE0),
            text: Color32::from_rgb(0x22, 0x20, 0x1C),
            muted: Color32::from_rgb(0x6A, 0x65, 0x5C),
            quiet: Color32::from_rgb(0x54, 0x4F, 0x48),
            line: Color32::from_rgb(0xDC, 0xD8, 0xD0),
            accent: Color32::from_rgb(0x2B, 0x5F, 0x75),
            on_accent: Color32::WHITE,
            selection: Color32::from_rgb(0xCF, 0xDF, 0xE6),
            selected_words: Color32::from_rgb(0xB9, 0xD0, 0xDB),
            found: Color32::from_rgb(0xF7, 0xE3, 0x8C),
            danger: Color32::from_rgb(0xA8, 0x2B, 0x20),
            warning: Color32::from_rgb(0x8A, 0x5A, 0x00),
            good: Color32::from_rgb(0x2C, 0x6E, 0x42),
        }
    }

    /// Light words on a dark page.
    pub fn dark() -> Self {
        Self {
            dark: true,
            page: Color32::from_rgb(0x1E, 0x1F, 0x21),
            chrome: Color32::from_rgb(0x26, 0x28, 0x2A),
            raised: Color32::from_rgb(0x33, 0x35, 0x38),
            text: Color32::from_rgb(0xE6, 0xE3, 0xDD),
            muted: Color32::from_rgb(0xA8, 0xA4, 0x9C),
            quiet: Color32::from_rgb(0xC2, 0xBE, 0xB6),
            line: Color32::from_rgb(0x3C, 0x3E, 0x42),
            accent: Color32::from_rgb(0x6F, 0xB3, 0xCC),
            on_accent: Color32::from_rgb(0x12, 0x20, 0x26),
            selection: Color32::from_rgb(0x2A, 0x46, 0x53),
            selected_words: Color32::from_rgb(0x2E, 0x4E, 0x5C),
            found: Color32::from_rgb(0x54, 0x47, 0x10),
            danger: Color32::from_rgb(0xF0, 0x8C, 0x80),
            warning: Color32::from_rgb(0xE3, 0xB3, 0x5A),
            good: Color32::from_rgb(0x85, 0xC7, 0x9A),
        }
    }

    /// A label's color as a line or bar: at least 3 to 1 on the page.
    pub fn label_line(&self, color: Color) -> Color32 {
        self.shades(color).line
    }

    /// A label's color as words: at least 4.5 to 1 on page, chrome and its own [`Tint::Plain`].
    pub fn label_text(&self, color: Color) -> Color32 {
        self.shades(color).text
    }

    /// A label's color behind words, faint enough to read on: at least 4.5 to 1 for [`Theme::text`] and, set back, for
    /// [`Theme::quiet`].
    pub fn label_tint(&self, color: Color, tint: Tint) -> Color32 {
        let shades = self.shades(color);
        match tint {
            Tint::Plain => shades.plain,
            Tint::Current => shades.current,
            Tint::Quiet => shades.quiet,
            Tint::QuietCurrent => shades.quiet_current,
        }
    }

    /// All shades of a label's color; worked out once for each color and theme, as they are asked for with every frame.
    fn shades(&self, color: Color) -> Shades {
        let key = (self.dark, color.0);
        if let Some(known) = SHADES.with_borrow(|known| known.get(&key).copied()) {
            return known;
        }
        let shades = self.new_shades(color);
        SHADES.with_borrow_mut(|known| {
            if known.len() >= MOST_SHADES {
                known.clear();
            }
            known.insert(key, shades);
        });
        shades
    }

    fn new_shades(&self, Color([r, g, b]): Color) -> Shades {
        let own = Color32::from_rgb(r, g, b);
        // Light on dark, the order of lightness turns round, so that colors apart on paper stay apart here.
        let start = if self.dark { with_lightness(own, (1.13 - 0.85 * lightness(own)).clamp(0.58, 0.92)) } else { own };
        let grounds = [self.page, self.chrome];
        let line = self.readable(start, LINE_CONTRAST, &grounds);
        let (plain, current) = if self.dark { (0.24, 0.40) } else { (0.16, 0.27) };
        let plain_tint = self.tint(line, plain, self.text);
        Shades {
            line,
            text: self.readable(start, WORDS_CONTRAST, &[self.page, self.chrome, plain_tint]),
            plain: plain_tint,
            current: self.tint(line, current, self.text),
            quiet: self.tint(line, plain, self.quiet),
            quiet_current: self.tint(line, current, self.quiet),
        }
    }

    /// The color, lighter or darker until it has a contrast on some grounds.
    fn readable(&self, color: Color32, ratio: f64, grounds: &[Color32]) -> Color32 {
        let least = |color| grounds.iter().map(|ground| contrast(color, *ground)).fold(f64::INFINITY, f64::min);
        let (from, to) = (lightness(color), if self.dark { 1.0 } else { 0.0 });
        let steps = (0..=40).map(|i| from + (to - from) * f64::from(i) / 40.0);
        let mut shades = std::iter::once(color).chain(steps.skip(1).map(|l| with_lightness(color, l)));
        shades.find(|shade| least(*shade) >= ratio).unwrap_or(self.text)
    }

    /// A color behind words: as much of it as leaves the words readable.
    fn tint(&self, color: Color32, most: f32, words: Color32) -> Color32 {
        let mut shares = (0..=20).map(|i| mix(self.page, color, most * (1.0 - i as f32 / 20.0)));
        shares.find(|tint| contrast(words, *tint) >= WORDS_CONTRAST).unwrap_or(self.page)
    }

    /// Sets egui's look to this theme.
    pub fn apply(&self, ctx: &egui::Context) {
        ctx.set_theme(if self.dark { egui::Theme::Dark } else { egui::Theme::Light });
        ctx.all_styles_mut(|style| {
            self.style(style);
        });
    }

    fn style(&self, style: &mut egui::Style) {
        let mut visuals = if self.dark { egui::Visuals::dark() } else { egui::Visuals::light() };
        visuals.override_text_color = None;
        visuals.panel_fill = self.chrome;
        visuals.window_fill = self.chrome;
        visuals.extreme_bg_color = self.page;
        visuals.faint_bg_color = mix(self.chrome, self.raised, 0.5);
        visuals.window_stroke = Stroke::new(1.0, self.line);
        visuals.selection.bg_fill = self.selection;
        visuals.selection.stroke = Stroke::new(1.0, self.accent);
        visuals.hyperlink_color = self.accent;
        visuals.error_fg_color = self.danger;
        visuals.warn_fg_color = self.warning;
        visuals.window_corner_radius = CornerRadius::same(8);
        visuals.menu_corner_radius = CornerRadius::same(6);
        let widgets = &mut visuals.widgets;
        for widget in [
            &mut widgets.noninteractive,
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
            &mut widgets.open,
        ] {
            widget.corner_radius = CornerRadius::same(5);
            widget.fg_stroke = Stroke::new(1.0, self.text);
            widget.expansion = 0.0;
        }
        widgets.noninteractive.bg_stroke = Stroke::new(1.0, self.line);
        widgets.inactive.weak_bg_fill = self.raised;
        widgets.inactive.bg_fill = self.raised;
        // A field's edge must be seen on the page, which has the field's color.
        widgets.inactive.bg_stroke = Stroke::new(1.0, mix(self.line, self.muted, 0.25));
        widgets.hovered.weak_bg_fill = mix(self.raised, self.accent, 0.14);
        widgets.hovered.bg_fill = mix(self.raised, self.accent, 0.14);
        widgets.hovered.bg_stroke = Stroke::new(1.0, mix(self.line, self.accent, 0.5));
        widgets.active.weak_bg_fill = mix(self.raised, self.accent, 0.28);
        widgets.active.bg_fill = mix(self.raised, self.accent, 0.28);
        widgets.active.bg_stroke = Stroke::new(1.0, self.accent);
        widgets.open.weak_bg_fill = self.raised;
        style.visuals = visuals;
        style.spacing.item_spacing = Vec2::new(space::MEDIUM, space::SMALL + 2.0);
        style.spacing.button_padding = Vec2::new(10.0, 5.0);
        style.spacing.interact_size.y = 26.0;
        style.spacing.window_margin = Margin::same(16);
        style.spacing.menu_margin = Margin::same(8);
        style.text_styles =
            [(TextStyle::Small, 12.0), (TextStyle::Body, 14.0), (TextStyle::Button, 14.0), (TextStyle::Heading, 20.0)]
                .into_iter()
                .map(|(kind, size)| (kind, FontId::new(size, FontFamily::Proportional)))
                .chain([(TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace))])
                .collect();
        style.interaction.selectable_labels = false;
    }
}
