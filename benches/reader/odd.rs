//! Texts and layers that nobody would make by hand.

use crate::acts::{Act, pressed};
use crate::desk::{self, Desk};
use crate::support::{bars, corpus};
use byline::text::TextSpan;
use egui::{Event, Key, Modifiers, pos2};
use std::path::Path;
use std::time::Duration;

/// Bytes of the odd texts.
const LONG: usize = 10_000_000;

/// What is odd, and the longest frame that it takes: opening included; of three repeats the best.
pub fn longest_frames(home: &Path) -> Vec<(&'static str, Duration)> {
    let line = "Ministers said “prices would fall”, or so they hoped, before the end of the year. ";
    let lines = line.repeat(LONG / line.len());
    let spread = (0..20_000).map(|i| TextSpan::of(i * 480 + 10, i * 480 + 10 + 20 + i % 17 * 30));
    let spread = spread.filter(|span| lines.get(span.range()).is_some()).collect();
    let sentence = "The minister said prices will fall.\n";
    // In the middle, where the acts begin.
    let (word, at) = (sentence.repeat(201), sentence.len() * 100 + 18);
    let nested = "word ".repeat(2_100);
    let inside = (0..1_000).map(|depth| TextSpan::of(depth * 5, nested.len() - depth * 5 - 1)).collect();
    let odd: [(&'static str, String, Vec<TextSpan>); 5] = [
        ("one_line", lines, spread),
        ("spaces", " ".repeat(LONG), Vec::new()),
        ("joiners", "\u{200d}".repeat(LONG / 3), Vec::new()),
        ("ten_thousand_on_a_word", word, vec![TextSpan::of(at, at + 6); 10_000]),
        ("thousand_nested", nested, inside),
    ];
    odd.into_iter().map(|(name, text, claims)| (name, longest(home, name, text, claims))).collect()
}

fn longest(home: &Path, name: &str, text: String, claims: Vec<TextSpan>) -> Duration {
    let folder = home.join(name);
    drop(byline::store::create(&folder, &desk::odd_project(text, claims), &corpus::ana()).unwrap());
    let repeat = |_| {
        let mut desk = Desk::closed(&folder, home);
        let mut all = vec![desk.show()];
        for key in [Key::End, Key::Home] {
            all.extend(pressed(key, Modifiers::COMMAND, "").into_iter().map(|event| desk.frame(vec![event])));
        }
        for act in [Act::Scroll, Act::Page, Act::Drag, Act::Resize] {
            all.extend(act.run(&mut desk).into_iter().take(60));
            hands(&mut desk, &mut all);
        }
        all.into_iter().max().unwrap_or_default()
    };
    (0..bars::REPEATS).map(repeat).min().unwrap_or_default()
}

/// Selects by every grain, grows, labels, hovers, goes on by words and sentences.
fn hands(desk: &mut Desk, all: &mut Vec<Duration>) {
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    for (key, digit) in [(Key::Num1, "1"), (Key::Num2, "2"), (Key::Num3, "3"), (Key::Num4, "4")] {
        let strokes = [
            pressed(key, Modifiers::NONE, digit),
            pressed(Key::ArrowRight, Modifiers::SHIFT, ""),
            pressed(Key::C, Modifiers::NONE, "c"),
            pressed(Key::ArrowUp, both, ""),
            pressed(Key::E, Modifiers::NONE, "e"),
            pressed(Key::ArrowRight, Modifiers::COMMAND, ""),
            pressed(Key::ArrowDown, Modifiers::COMMAND, ""),
            pressed(Key::ArrowUp, Modifiers::COMMAND, ""),
            pressed(Key::Tab, Modifiers::NONE, ""),
            pressed(Key::N, Modifiers::NONE, "n"),
            vec![Event::PointerMoved(desk.center())],
            Vec::new(),
        ];
        all.extend(strokes.into_iter().map(|events| desk.frame(events)));
    }
    // The pointer passes over every row.
    for step in 0..70 {
        let pos = pos2(desk.size.x * 0.42, 100.0 + 10.0 * step as f32);
        all.push(desk.frame(vec![Event::PointerMoved(pos)]));
    }
}
