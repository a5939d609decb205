//! The list filters as one types, and adding an annotation costs a frame no more than it does in a small project.

use super::support::bars::{REPEATS, bar, milliseconds, quantile};
use super::support::window::{Window, key};
use egui::{Event, Key, Modifiers};
use std::path::Path;
use std::time::Duration;

/// Longest frame of nineteen in twenty, in milliseconds.
const FRAME: f64 = 8.0;

/// Prints the table and the bars.
pub fn bench(folder: &Path, home: &Path, scale: f64) {
    let mut window = Window::new(&home.join("config"));
    window.open(folder);
    let mut filter = Duration::MAX;
    let mut annotate = Duration::MAX;
    let mut still = Duration::MAX;
    for _ in 0..REPEATS {
        filter = filter.min(quantile(&mut filtered(&mut window), 0.95));
        annotate = annotate.min(quantile(&mut annotated(&mut window), 0.95));
        let mut frames: Vec<_> = (0..100).map(|_| window.frame(Vec::new())).collect();
        still = still.min(quantile(&mut frames, 0.95));
    }
    println!("10,000 articles in the window, p95 of a frame");
    println!("  {:<32}{:>10.2} ms", "nothing happens", milliseconds(still));
    println!("  {:<32}{:>10.2} ms", "a letter in the list's filter", milliseconds(filter));
    println!("  {:<32}{:>10.2} ms", "an annotation is added", milliseconds(annotate));
    bar("filter_10k_p95", milliseconds(filter), FRAME * scale);
    bar("add_annotation_10k_p95", milliseconds(annotate), FRAME * scale);
    window.app.close();
}

/// Times of frames with a letter typed into the filter or taken out, and of those after them.
fn filtered(window: &mut Window) -> Vec<Duration> {
    window.frame(vec![Event::PointerMoved(FILTER)]);
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        window.frame(vec![Event::PointerButton { pos: FILTER, button, pressed, modifiers: Modifiers::NONE }]);
    }
    window.settle(5);
    let mut times = Vec::new();
    for words in ["north 2019", "sté", "mod", "specimen 12"] {
        for letter in words.chars() {
            times.push(window.frame(vec![Event::Text(letter.to_string())]));
            times.push(window.frame(Vec::new()));
        }
        for _ in words.chars() {
            times.push(window.frame(key(Key::Backspace, Modifiers::NONE)));
            times.push(window.frame(Vec::new()));
        }
    }
    window.frame(key(Key::Escape, Modifiers::NONE));
    window.settle(10);
    times
}

/// In the filter of the list, in points.
const FILTER: egui::Pos2 = egui::pos2(100.0, 52.0);

/// Times of frames in which the word at the caret gets a label, and of those after them.
fn annotated(window: &mut Window) -> Vec<Duration> {
    let count = |window: &Window| {
        let (session, article) = (window.app.session().unwrap(), window.article().unwrap());
        session.project().layer(&session.key(article)).map_or(0, |layer| layer.annotations.size())
    };
    let before = count(window);
    let mut times = Vec::new();
    for _ in 0..60 {
        for _ in 0..2 {
            window.frame(key(Key::ArrowRight, Modifiers::COMMAND));
        }
        let mut events = key(Key::E, Modifiers::NONE);
        events.insert(1, Event::Text("e".into()));
        times.push(window.frame(events));
        times.extend((0..2).map(|_| window.frame(Vec::new())));
    }
    let made = count(window) - before;
    assert!(made >= 50, "60 annotations were asked for and {made} were made");
    times
}
