//! Label colors that can be read on light and dark paper.

use crate::model::Color;

/// Paper, light and dark, sRGB.
pub(super) const PAPER: [Color; 2] = [Color([0xff, 0xff, 0xff]), Color([0x16, 0x18, 0x1d])];

/// Contrast that words need, WCAG 2.2 level AA.
const ENOUGH: f64 = 4.5;

/// The color itself, or as much darker (on light paper) or lighter (on dark) as words need to be read.
pub(super) fn readable(color: Color, paper: Color) -> Color {
    let far = if luminance(paper) > 0.5 { Color([0, 0, 0]) } else { Color([255, 255, 255]) };
    let steps = (0..=20).map(|step| mixed(color, far, f64::from(step) / 20.0));
    steps.into_iter().find(|shade| contrast(*shade, paper) >= ENOUGH).unwrap_or(far)
}

/// A light wash of a color over paper.
pub(super) fn tint(color: Color, paper: Color) -> Color {
    mixed(paper, color, 0.16)
}

fn mixed(from: Color, to: Color, share: f64) -> Color {
    let mut channels = from.0;
    for (channel, other) in channels.iter_mut().zip(to.0) {
        let mixed = f64::from(*channel) * (1.0 - share) + f64::from(other) * share;
        *channel = channel_of(mixed);
    }
    Color(channels)
}

/// The nearest whole number from 0 to 255.
fn channel_of(value: f64) -> u8 {
    (0..=255_u8).min_by(|a, b| (f64::from(*a) - value).abs().total_cmp(&(f64::from(*b) - value).abs())).unwrap_or(0)
}

/// Relative luminance, WCAG 2.2.
fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = color.0.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Contrast ratio, WCAG 2.2: from 1 to 21.
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_color_can_be_read(channels: [u8; 3]) {
            for paper in PAPER {
                let shade = readable(Color(channels), paper);
                proptest::prop_assert!(contrast(shade, paper) >= ENOUGH);
                let words = if paper == PAPER[0] { Color([0x1c, 0x1e, 0x22]) } else { Color([0xe6, 0xe7, 0xea]) };
                proptest::prop_assert!(contrast(words, tint(shade, paper)) >= ENOUGH);
            }
        }
    }
}
