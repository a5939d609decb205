//! What is done in the reader while frames are timed.

use crate::desk::{Desk, SIZE};
use crate::support::corpus::Dice;
use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, TouchPhase, vec2};
use std::time::Duration;

/// Frames that are timed for each act.
pub const FRAMES: usize = 200;

/// One of the things that analysts do all day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The wheel turns.
    Scroll,
    /// Page down, and back up before the end of the shorter article.
    Page,
    /// An annotation anywhere in the article becomes current.
    Jump,
    /// The mouse selects.
    Drag,
    /// Three words on, and a label.
    Add,
    /// The window changes its width by some points, between widths at which the column changes with it.
    Resize,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Scroll, Self::Page, Self::Jump, Self::Drag, Self::Add, Self::Resize];

    /// What bars call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scroll => "scroll",
            Self::Page => "page_down",
            Self::Jump => "jump",
            Self::Drag => "select_drag",
            Self::Add => "add",
            Self::Resize => "resize",
        }
    }

    /// Does it from the middle of the article; gives the time of each frame.
    pub fn run(self, desk: &mut Desk) -> Vec<Duration> {
        desk.frame(vec![Event::PointerGone]);
        desk.go_to_middle();
        match self {
            Self::Scroll => scroll(desk),
            Self::Page => page(desk),
            Self::Jump => jump(desk),
            Self::Drag => drag(desk),
            Self::Add => add(desk),
            Self::Resize => resize(desk),
        }
    }
}

fn scroll(desk: &mut Desk) -> Vec<Duration> {
    let over = Event::PointerMoved(desk.center());
    desk.frame(vec![over]);
    let wheel = || Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -90.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    (0..FRAMES).map(|_| desk.frame(vec![wheel()])).collect()
}

fn page(desk: &mut Desk) -> Vec<Duration> {
    let key = |i| if i / 40 % 2 == 0 { Key::PageDown } else { Key::PageUp };
    (0..FRAMES).map(|i| desk.frame(pressed(key(i), Modifiers::NONE, ""))).collect()
}

fn jump(desk: &mut Desk) -> Vec<Duration> {
    let mut dice = Dice::new(3);
    (0..FRAMES)
        .map(|_| {
            desk.pick(&mut dice);
            desk.frame(Vec::new())
        })
        .collect()
}

fn drag(desk: &mut Desk) -> Vec<Duration> {
    let from = desk.center() - vec2(0.0, 200.0);
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.frame(vec![Event::PointerMoved(from)]);
    desk.frame(vec![button(from, true)]);
    let at = |i: usize| from + vec2((i * 7 % 300) as f32, i as f32 * 2.0);
    let frames = (0..FRAMES).map(|i| desk.frame(vec![Event::PointerMoved(at(i))])).collect();
    desk.frame(vec![button(at(FRAMES), false)]);
    frames
}

fn add(desk: &mut Desk) -> Vec<Duration> {
    (0..FRAMES)
        .map(|i| {
            let (key, letter) = match i % 3 {
                0 => (Key::C, "c"),
                1 => (Key::S, "s"),
                _ => (Key::E, "e"),
            };
            let mut events = Vec::new();
            for _ in 0..3 {
                events.extend(pressed(Key::ArrowRight, Modifiers::COMMAND, ""));
            }
            events.extend(pressed(key, Modifiers::NONE, letter));
            desk.frame(events)
        })
        .collect()
}

fn resize(desk: &mut Desk) -> Vec<Duration> {
    let frames = (0..FRAMES)
        .map(|i| {
            let step = if i < FRAMES / 2 { i } else { FRAMES - i };
            desk.size.x = 1_200.0 - 3.0 * step as f32;
            desk.frame(Vec::new())
        })
        .collect();
    desk.size = SIZE;
    frames
}

/// What a keyboard sends for a key.
pub fn pressed(key: Key, modifiers: Modifiers, letter: &str) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let text = (!letter.is_empty()).then(|| Event::Text(letter.into()));
    [Event::ModifiersChanged(modifiers), event(true)]
        .into_iter()
        .chain(text)
        .chain([event(false), Event::ModifiersChanged(Modifiers::NONE)])
        .collect()
}
