//! Texts and layers that nobody would make by hand: no panic, and a frame lays out no more than a screen.

use super::{Stage, Window, messages, open, stage, window};
use crate::model::{Annotation, AnnotatorName, IdMaker, LabelId, Layer, Place};
use crate::session::Session;
use crate::text::{ByteOffset, Grain, TextSpan};
use crate::ui::reader::logic::Geometry;
use crate::ui::{Message, Motion};
use egui::accesskit::Role;
use egui::{Modifiers, pos2};
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;

/// Goes to the middle and the end, by pages and lines, and drags over what is there.
fn wander(window: &mut Window, length: usize) {
    for at in [length / 2, length, 0, length / 3] {
        let text = open(&window.state().0);
        let text = window.state().0.session.project().article(text).unwrap().text().clone();
        let at = text.floor(ByteOffset::new(at));
        window.state_mut().0.reader.caret = at;
        window.state_mut().0.reader.reveal = Some(at);
        window.run_steps(2);
        window.state_mut().0.reader.reveal = None;
        let state = window.state().0.reader.clone();
        for motion in [Motion::Down, Motion::PageDown, Motion::PageUp, Motion::LineStart, Motion::LineEnd] {
            if let Some((there, _)) = window.state().1.motion(&state, motion) {
                assert!(text.as_str().is_char_boundary(there.get()));
            }
        }
        for grain in Grain::ALL {
            window.state_mut().0.reader.grain = grain;
            window.state_mut().0.reader.anchor = Some(text.floor(ByteOffset::new(at.get().saturating_sub(40))));
            window.step();
        }
        window.state_mut().0.reader.anchor = None;
        super::drag(window, pos2(400.0, 300.0), pos2(600.0, 420.0), Modifiers::NONE);
        let shown = window.state().1.laid_bytes_for_tests();
        assert!(shown < 128 * 1024, "{shown} bytes are laid out");
    }
}

#[test]
fn one_line_of_a_million_bytes() {
    let text = "Ministers said that prices would fall, or so they hoped. ".repeat(20_000);
    let mut window = window(stage(&text));
    wander(&mut window, text.len());
    let middle = window.state().1.visible().unwrap();
    assert!(middle.len() > 1_000, "the screen is full: {middle:?}");
}

#[test]
fn only_spaces() {
    let text = " ".repeat(1_000_000);
    let mut window = window(stage(&text));
    wander(&mut window, text.len());
    window.get_by_label("This article has no text");
}

#[test]
fn only_joiners() {
    let text = "\u{200d}".repeat(400_000);
    let mut window = window(stage(&text));
    wander(&mut window, text.len());
}

/// A stage with a layer that has claims at these places.
fn with_claims(text: &str, places: impl Iterator<Item = TextSpan>) -> Stage {
    let mut stage = stage(text);
    let mut project = stage.session.project().clone();
    let article = open(&stage);
    let text = project.article(article).unwrap().text().clone();
    let (mut ids, mut layer) = (IdMaker::new(9), Layer::new(text.hash()));
    for place in places {
        let annotation = Annotation::new(ids.make(), LabelId::parse("claim").unwrap(), Place::at(&text, [place]));
        layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
    }
    project.layers.insert_mut(stage.session.key(article), Arc::new(layer));
    stage.session = Session::in_memory(project, AnnotatorName::parse("ana").unwrap(), ids);
    stage
}

#[test]
fn ten_thousand_on_one_word_collapse_into_a_list() {
    let text = "The minister said prices will fall.\nNobody asked.\n";
    let place = super::place(text, "prices");
    let mut window = window(with_claims(text, (0..10_000).map(|_| place)));
    wander(&mut window, text.len());
    let (mark, behind) = window.state().1.more_for_tests().unwrap();
    assert_eq!(behind, 9_997, "three have lanes");
    messages(&mut window);
    window.hover_at(mark.center());
    for pressed in [true, false] {
        super::button(&window, mark.center(), pressed, Modifiers::NONE);
        window.step();
    }
    window.run_steps(3);
    window.get_by_label("9997 more annotations");
    let rows = window.query_all_by_role_and_label(Role::Button, "Claim: “prices”").count();
    assert!((4..200).contains(&rows), "{rows} rows are drawn");
    window.query_all_by_role_and_label(Role::Button, "Claim: “prices”").next().unwrap().click();
    window.run_steps(3);
    assert!(messages(&mut window).iter().any(|m| matches!(m, Message::Pick(_))));
}

#[test]
fn a_thousand_inside_each_other() {
    let text = "word ".repeat(2_100);
    let nested = (0..1_000).map(|depth| TextSpan::of(depth * 5, text.len() - depth * 5 - 1));
    let mut window = window(with_claims(&text, nested));
    wander(&mut window, text.len());
    let (_, behind) = window.state().1.more_for_tests().unwrap();
    assert!(behind > 100, "{behind}");
}
