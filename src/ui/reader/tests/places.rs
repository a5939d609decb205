//! The line being read stays where it is, whatever happens around it.

use super::{Window, place, rect_of, stage, window};
use crate::text::{ByteOffset, TextSpan};
use crate::ui::reader::logic::Geometry;
use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, pos2, vec2};

/// Paragraphs of words so narrow that their heights are guessed badly.
fn narrow() -> String {
    let line = |i: usize| format!("Number {i}. {}\n\n", "it ill lit till, lift tilt. ".repeat(20 + i % 7 * 9));
    (0..300).map(line).collect()
}

/// A window in the middle of a text whose heights are guesses but for what was seen.
fn amid(text: &str, words: &str) -> (Window, TextSpan) {
    let mut window = window(stage(text));
    let there = place(text, words);
    window.state_mut().0.reader.reveal = Some(there.start());
    window.step();
    window.state_mut().0.reader.reveal = None;
    window.run_steps(3);
    (window, there)
}

fn top(window: &Window) -> ByteOffset {
    window.state().1.visible().unwrap().start()
}

/// A word some lines below a place.
fn word_below(text: &str, at: ByteOffset) -> TextSpan {
    let from = at.get() + 400;
    let start = from + text.get(from..).unwrap().find("lift").unwrap();
    TextSpan::of(start, start + 4)
}

/// Turns the wheel, and waits until the text stands still.
fn wheel(window: &mut Window, by: f32) {
    window.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    window.run_steps(40);
}

#[test]
fn the_wheel_moves_the_text_by_what_it_turned() {
    let text = narrow();
    let (mut window, there) = amid(&text, "Number 150.");
    window.hover_at(pos2(500.0, 300.0));
    window.run_steps(3);
    // Upwards come pieces that were never laid out.
    for by in [120.0, 120.0, -90.0, 120.0] {
        let before = rect_of(&window, there).top();
        wheel(&mut window, by);
        let moved = rect_of(&window, there).top() - before;
        assert!((moved - by).abs() <= 1.0, "{moved} instead of {by}");
    }
    for _ in 0..60 {
        let mark = top(&window);
        let seen = word_below(&text, mark);
        let before = rect_of(&window, seen).top();
        wheel(&mut window, 60.0);
        let moved = rect_of(&window, seen).top() - before;
        assert!((moved - 60.0).abs() <= 1.0, "{moved} instead of 60 at {mark:?}");
    }
}

/// Presses on the scroll bar's track at a height, and holds.
fn press_bar(window: &mut Window, y: f32) -> Pos2 {
    let at = pos2(1_024.0 - 4.0, y);
    window.hover_at(at);
    window.run_steps(2);
    super::button(window, at, true, Modifiers::NONE);
    window.step();
    at
}

#[test]
fn a_bar_that_is_held_does_not_pull() {
    let text = narrow();
    let mut window = window(stage(&text));
    for y in [300.0, 200.0, 520.0] {
        let at = press_bar(&mut window, y);
        window.run_steps(2);
        let first = top(&window);
        assert!(first.get() > text.len() / 10, "the bar goes there: {first:?}");
        let seen = word_below(&text, first);
        let before = rect_of(&window, seen).top();
        for _ in 0..6 {
            window.step();
            assert!((rect_of(&window, seen).top() - before).abs() < 0.5, "the text stands still under the bar");
        }
        super::button(&window, at, false, Modifiers::NONE);
        window.run_steps(5);
        assert!((rect_of(&window, seen).top() - before).abs() < 0.5, "and where the bar is let go");
    }
}

#[test]
fn changing_the_width_back_and_forth_keeps_the_line() {
    let text = narrow();
    let (mut window, _) = amid(&text, "Number 150.");
    window.hover_at(pos2(500.0, 300.0));
    window.run_steps(3);
    wheel(&mut window, -333.0);
    let first = top(&window);
    let width = window.state().0.preferences.line_width;
    for step in 0..60_u8 {
        let away = f32::from(if step < 30 { step } else { 60 - step });
        window.state_mut().0.preferences.line_width = width - away;
        window.step();
        assert!(window.state().1.visible().unwrap().contains(first), "step {step}");
    }
    window.state_mut().0.preferences.line_width = width;
    window.run_steps(3);
    assert_eq!(top(&window), first, "the first line is the one that it was");
}

#[test]
fn changing_the_text_size_keeps_the_line() {
    let text = narrow();
    let (mut window, _) = amid(&text, "Number 150.");
    window.hover_at(pos2(500.0, 300.0));
    window.run_steps(3);
    wheel(&mut window, -333.0);
    let first = top(&window);
    let size = window.state().0.preferences.text_size;
    for text_size in [size + 6.0, size - 4.0, size + 1.0, size] {
        window.state_mut().0.preferences.text_size = text_size;
        window.run_steps(3);
        let row = window.state().1.visible().unwrap();
        assert!(row.contains(first) && first.get() - row.start().get() < 200, "{text_size}: {first:?} in {row:?}");
    }
}
