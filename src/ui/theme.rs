//! Design tokens by purpose. No other file of the window names a color or a distance that stands here.

use crate::model::Color;
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, Vec2};

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

/// Colors that labels are offered: apart from each other, for people who see fewer colors too (after Okabe and Ito
/// 2008, darkened until words in them can be read).
pub const LABEL_COLORS: [Color; 12] = [
    Color([0xB4, 0x53, 0x09]),
    Color([0x1D, 0x5F, 0xA8]),
    Color([0x2F, 0x7D, 0x4F]),
    Color([0x8E, 0x3B, 0x8A]),
    Color([0xB0, 0x2A, 0x37]),
    Color([0x0E, 0x7C, 0x86]),
    Color([0x7A, 0x6A, 0x00]),
    Color([0x5B, 0x4B, 0xB5]),
    Color([0xC2, 0x2D, 0x6F]),
    Color([0x5C, 0x7A, 0x1E]),
    Color([0x7D, 0x4E, 0x2D]),
    Color([0x52, 0x5F, 0x6B]),
];

/// Over the page, behind a window above it.
pub const BACKDROP: Color32 = Color32::from_black_alpha(48);

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
    /// Lines between panels and around fields.
    pub line: Color32,
    /// The one accent: buttons, the caret, focus.
    pub accent: Color32,
    /// Words on the accent.
    pub on_accent: Color32,
    /// Behind the selected words.
    pub selection: Color32,
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
            line: Color32::from_rgb(0xDC, 0xD8, 0xD0),
            accent: Color32::from_rgb(0x2B, 0x5F, 0x75),
            on_accent: Color32::WHITE,
            selection: Color32::from_rgb(0xCF, 0xDF, 0xE6),
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
            line: Color32::from_rgb(0x3C, 0x3E, 0x42),
            accent: Color32::from_rgb(0x6F, 0xB3, 0xCC),
            on_accent: Color32::from_rgb(0x12, 0x20, 0x26),
            selection: Color32::from_rgb(0x2C, 0x4A, 0x57),
            found: Color32::from_rgb(0x5E, 0x50, 0x14),
            danger: Color32::from_rgb(0xF0, 0x8C, 0x80),
            warning: Color32::from_rgb(0xE3, 0xB3, 0x5A),
            good: Color32::from_rgb(0x85, 0xC7, 0x9A),
        }
    }

    /// A label's color as a line or bar: at least 3 to 1 on the page.
    pub fn label_line(&self, color: Color) -> Color32 {
        self.readable(color, 3.0)
    }

    /// A label's color as words: at least 4.5 to 1 on page and chrome.
    pub fn label_text(&self, color: Color) -> Color32 {
        self.readable(color, 5.2)
    }

    /// A label's color behind words, faint enough to read on.
    pub fn label_tint(&self, color: Color) -> Color32 {
        mix(self.page, self.label_line(color), if self.dark { 0.24 } else { 0.16 })
    }

    /// As [`Theme::label_tint`], for the current annotation.
    pub fn label_tint_strong(&self, color: Color) -> Color32 {
        mix(self.page, self.label_line(color), if self.dark { 0.40 } else { 0.27 })
    }

    fn readable(&self, Color([r, g, b]): Color, ratio: f64) -> Color32 {
        let wanted = Color32::from_rgb(r, g, b);
        let toward = if self.dark { Color32::WHITE } else { Color32::BLACK };
        let ground = if self.dark { self.chrome } else { self.page };
        (0..=20).map(|i| mix(wanted, toward, i as f32 / 20.0)).find(|c| contrast(*c, ground) >= ratio).unwrap_or(toward)
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

/// A color on the way from one to another, `t` from 0 to 1, in gamma space.
pub fn mix(from: Color32, to: Color32, t: f32) -> Color32 {
    from.lerp_to_gamma(to, t)
}

/// The contrast of two colors, 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |c: Color32| {
        let channel = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b())
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_readable_in_both_themes() {
        for theme in [Theme::light(), Theme::dark()] {
            for ground in [theme.page, theme.chrome] {
                for words in [theme.text, theme.muted, theme.accent, theme.danger, theme.warning, theme.good] {
                    assert!(contrast(words, ground) >= 4.5, "{words:?} on {ground:?}: {}", contrast(words, ground));
                }
            }
            assert!(contrast(theme.on_accent, theme.accent) >= 4.5);
            assert!(contrast(theme.text, theme.selection) >= 7.0);
            for label in crate::model::default_codebook().labels.values() {
                assert!(contrast(theme.label_text(label.color), theme.chrome) >= 4.5);
                assert!(contrast(theme.label_line(label.color), theme.page) >= 3.0);
                assert!(contrast(theme.text, theme.label_tint(label.color)) >= 7.0);
                assert!(contrast(theme.text, theme.label_tint_strong(label.color)) >= 4.5);
            }
        }
    }
}
