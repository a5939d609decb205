//! Contrast and colors for everybody, computed.

use super::color::{Lab, lab_of_light, linear};
use super::*;
use proptest::prelude::*;

const THEMES: [fn() -> Theme; 2] = [Theme::light, Theme::dark];
const TINTS: [Tint; 4] = [Tint::Plain, Tint::Current, Tint::Quiet, Tint::QuietCurrent];

/// Least distance in `OKLab` between two labels' lines for any of the four ways of seeing, in both themes. About 0.02 is a
/// difference that can just be seen side by side (Ottosson 2020); this is more than three of them.
const APART: f64 = 0.07;

/// How light looks to people without one kind of cone, and to all others: Machado, Oliveira and Fernandes 2009, "A
/// physiologically-based model for simulation of color vision deficiency", table 1, severity 1.0.
const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

fn seen(color: Color32, sight: &[[f64; 3]; 3]) -> Lab {
    let light = linear(color);
    lab_of_light(sight.map(|row| row.iter().zip(light).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0)))
}

fn distance(a: Lab, b: Lab) -> f64 {
    ((a.lightness - b.lightness).powi(2) + (a.a - b.a).powi(2) + (a.b - b.b).powi(2)).sqrt()
}

/// Fails where two colors are too near to each other for somebody.
fn stay_apart(colors: &[Color]) {
    for theme in THEMES.map(|theme| theme()) {
        for (name, sight) in &SIGHTS {
            for (i, one) in colors.iter().enumerate() {
                for other in colors.iter().skip(i + 1) {
                    let [a, b] = [one, other].map(|color| seen(theme.label_line(*color), sight));
                    let apart = distance(a, b);
                    assert!(apart >= APART, "{one} and {other}, dark {}, {name}: {apart:.3}", theme.dark);
                }
            }
        }
    }
}

fn labels_are_readable(theme: &Theme, color: Color) -> Result<(), String> {
    let least = |what: &str, a: Color32, b: Color32, ratio: f64| {
        let found = contrast(a, b);
        (found >= ratio).then_some(()).ok_or_else(|| format!("{what} of {color}, dark {}: {found:.2}", theme.dark))
    };
    for ground in [theme.page, theme.chrome] {
        least("words", theme.label_text(color), ground, 4.5)?;
        least("letter", theme.label_text(color), theme.label_tint(color, Tint::Plain), 4.5)?;
        least("bar", theme.label_line(color), ground, 3.0)?;
    }
    for tint in TINTS {
        let ground = theme.label_tint(color, tint);
        least("text on tint", theme.text, ground, 4.5)?;
        if matches!(tint, Tint::Quiet | Tint::QuietCurrent) {
            least("quiet text on tint", theme.quiet, ground, 4.5)?;
        }
    }
    Ok(())
}

#[test]
fn words_are_readable_in_both_themes() {
    for theme in THEMES.map(|theme| theme()) {
        for ground in [theme.page, theme.chrome] {
            for words in [theme.text, theme.quiet, theme.muted, theme.accent, theme.danger, theme.warning, theme.good] {
                assert!(contrast(words, ground) >= 4.5, "{words:?} on {ground:?}: {}", contrast(words, ground));
            }
        }
        // Buttons and fields hold words, too.
        for ground in [theme.raised, theme.selection] {
            assert!(contrast(theme.text, ground) >= 7.0);
        }
        for ground in [theme.selected_words, theme.found] {
            for words in [theme.text, theme.quiet] {
                assert!(contrast(words, ground) >= 4.5, "{words:?} on {ground:?}: {}", contrast(words, ground));
            }
        }
        assert!(contrast(theme.on_accent, theme.accent) >= 4.5);
        assert!(contrast(theme.accent, theme.page) >= 3.0, "the caret is seen");
    }
}

#[test]
fn labels_are_readable_in_both_themes() {
    let codebook = crate::model::default_codebook();
    let own = codebook.labels.values().map(|label| label.color);
    for color in own.chain(LABEL_COLORS) {
        for theme in THEMES.map(|theme| theme()) {
            labels_are_readable(&theme, color).unwrap();
        }
    }
}

#[test]
fn labels_stay_apart_for_everybody() {
    let codebook = crate::model::default_codebook();
    let own: Vec<Color> = codebook.labels.values().map(|label| label.color).collect();
    stay_apart(&own);
    stay_apart(&LABEL_COLORS);
    assert!(own.iter().all(|color| LABEL_COLORS.contains(color)), "new labels are offered what the first ones left");
}

#[test]
#[should_panic(expected = "protanopia: 0.05")]
fn the_measure_finds_what_looks_alike() {
    // Red and green of one lightness.
    stay_apart(&[Color([0xB0, 0x4A, 0x2A]), Color([0x6E, 0x6E, 0x2A])]);
}

proptest! {
    #[test]
    fn whatever_color_somebody_chooses_can_be_read(rgb: [u8; 3]) {
        for theme in THEMES.map(|theme| theme()) {
            prop_assert_eq!(labels_are_readable(&theme, Color(rgb)), Ok(()));
        }
    }
}

#[test]
fn every_corner_of_all_colors_can_be_read() {
    let steps = [0_u8, 51, 102, 153, 204, 255];
    for theme in THEMES.map(|theme| theme()) {
        for number in 0..steps.len().pow(3) {
            let rgb = [number, number / steps.len(), number / steps.len().pow(2)].map(|n| steps[n % steps.len()]);
            labels_are_readable(&theme, Color(rgb)).unwrap();
        }
    }
}
