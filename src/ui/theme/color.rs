//! How colors look: contrast, and lightness without a change of hue.

use egui::Color32;

/// A color as `OKLab` has it (Ottosson 2020): lightness from 0 to 1, then green to red and blue to yellow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lab {
    pub(super) lightness: f64,
    pub(super) a: f64,
    pub(super) b: f64,
}

/// A color on the way from one to another, `t` from 0 to 1, in gamma space.
pub fn mix(from: Color32, to: Color32, t: f32) -> Color32 {
    from.lerp_to_gamma(to, t)
}

/// The contrast of two colors, 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |color: Color32| {
        let [r, g, b] = linear(color);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Red, green and blue in light, from 0 to 1 (IEC 61966-2-1, sRGB).
pub(super) fn linear(color: Color32) -> [f64; 3] {
    [color.r(), color.g(), color.b()].map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

#[expect(clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
fn encoded(light: [f64; 3]) -> Color32 {
    let [r, g, b] = light.map(|value| {
        let value = value.clamp(0.0, 1.0);
        let value = if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    });
    Color32::from_rgb(r, g, b)
}

#[expect(clippy::many_single_char_names, reason = "the names of the definition")]
/// Light as `OKLab`.
pub(super) fn lab_of_light([r, g, b]: [f64; 3]) -> Lab {
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).max(0.0).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).max(0.0).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).max(0.0).cbrt();
    Lab {
        lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    }
}

fn light_of_lab(lab: Lab) -> [f64; 3] {
    let l = (lab.lightness + 0.396_337_777_4 * lab.a + 0.215_803_757_3 * lab.b).powi(3);
    let m = (lab.lightness - 0.105_561_345_8 * lab.a - 0.063_854_172_8 * lab.b).powi(3);
    let s = (lab.lightness - 0.089_484_177_5 * lab.a - 1.291_485_548_0 * lab.b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

/// How light a color looks, from 0 to 1.
pub(super) fn lightness(color: Color32) -> f64 {
    lab_of_light(linear(color)).lightness
}

/// The color with another lightness and the same hue; where the screen has none as colorful, less so.
pub(super) fn with_lightness(color: Color32, lightness: f64) -> Color32 {
    let lab = lab_of_light(linear(color));
    let fits = |light: [f64; 3]| light.iter().all(|value| (-0.001..=1.001).contains(value));
    let share = |share: f64| light_of_lab(Lab { lightness, a: lab.a * share, b: lab.b * share });
    let found = (0..=16).map(|step| share(1.0 - f64::from(step) / 16.0)).find(|light| fits(*light));
    encoded(found.unwrap_or_else(|| share(0.0)))
}
