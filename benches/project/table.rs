//! The table of all annotations: 200,000 rows are worked out beside the window and scroll within a frame.

use super::support::bars::{REPEATS, bar, milliseconds, quantile, timed};
use super::support::window::{SIZE, Window, key};
use byline::review::{Direction, SegmentFilter, SegmentGroup, SegmentIndex, SegmentSort, list_segments};
use egui::{Event, Key, Modifiers};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

/// Longest frame of nineteen in twenty, in milliseconds.
const FRAME: f64 = 8.0;

/// Prints the table and the bar.
pub fn bench(folder: &Path, home: &Path, scale: f64) {
    let mut window = Window::new(&home.join("config"));
    window.open(folder);
    let (collect, list) = worked_out(&window);
    for events in
        [key(Key::K, Modifiers::COMMAND), vec![Event::Text("annotations".into())], key(Key::Enter, Modifiers::NONE)]
    {
        window.frame(events);
        window.settle(3);
    }
    // The rows come from a worker.
    for _ in 0..20 {
        window.settle(2);
        std::thread::sleep((collect + list) / 5);
    }
    let scroll = (0..REPEATS).map(|_| quantile(&mut scrolled(&mut window), 0.95)).min().unwrap_or_default();
    let before = window.article();
    window.frame(key(Key::End, Modifiers::NONE));
    window.settle(3);
    window.frame(key(Key::Enter, Modifiers::NONE));
    window.settle(3);
    assert!(window.article() != before && window.app.reader().current.is_some(), "the last row was not there to open");
    println!("the table of 200,000 annotations");
    println!("  {:<32}{:>10.2} ms", "collected, on a worker", milliseconds(collect));
    println!("  {:<32}{:>10.2} ms", "filtered and sorted, on a worker", milliseconds(list));
    println!("  {:<32}{:>10.2} ms", "a frame while scrolling, p95", milliseconds(scroll));
    bar("table_scroll_p95", milliseconds(scroll), FRAME * scale);
    window.app.close();
}

/// How long the rows take to collect, and to filter by a word and sort by words.
fn worked_out(window: &Window) -> (Duration, Duration) {
    let session = window.app.session().unwrap();
    let (project, me) = (session.project(), session.annotator());
    let mut index = SegmentIndex::default();
    let collect = timed(|| index = index.updated(project, me));
    let filter = SegmentFilter { words: "a".into(), ..SegmentFilter::default() };
    let order = (SegmentSort::Words, Direction::Down);
    let list = timed(|| {
        black_box(list_segments(&index, project, &filter, order, SegmentGroup::None));
    });
    (collect, list)
}

/// Times of frames while the wheel turns over the table.
fn scrolled(window: &mut Window) -> Vec<Duration> {
    window.frame(vec![Event::PointerMoved((SIZE / 2.0).to_pos2())]);
    let turn = |by: f32| Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, by),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    (0..200).map(|n| window.frame(vec![turn(if n % 50 == 49 { 20_000.0 } else { -400.0 })])).collect()
}
