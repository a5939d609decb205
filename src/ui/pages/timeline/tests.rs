use super::*;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::atomic::AtomicBool;

type Window = Harness<'static, (Stage, TimelinePage)>;

fn window(stage: Stage) -> Window {
    let show = |page: &mut TimelinePage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::Compare(question) => {
                    page.arrived(question.answer(view.project(), view.session.annotator(), &AtomicBool::new(false)));
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    };
    harness(stage, TimelinePage::default(), show)
}

#[test]
fn articles_stand_by_outlet_and_open_with_a_click() {
    let stage = Stage::new(&[
        ("Harbour to close", "The Courier", "2025-11-28", "The harbour will close."),
        ("Boats stay", "The Courier", "2025-12-01", "Boats stay."),
        ("Undated", "Evening Post", "", "Workers cheered."),
    ]);
    let mut window = window(stage);
    assert!(window.query_by_label("No events").is_some());
    window.get_by_label("Articles").click();
    window.run();
    assert!(window.query_by_label("Without a date: Evening Post").is_some(), "no date is said to be none");
    let row = window.get_by_label("The Courier: from 2025-11-28, 2 marks, 0 without a date").rect();
    let before = window.state().1.axis.unwrap();
    window.get_by_label("Zoom in").click();
    window.run();
    assert!(window.state().1.axis.unwrap().scale > before.scale);
    window.get_by_label("Fit").click();
    window.run();
    assert_eq!(window.state().1.axis, Some(before));
    // The name opens the lane's first mark.
    let at = row.left_center() + egui::vec2(20.0, 0.0);
    window.hover_at(at);
    window.run();
    window.drag_at(at);
    window.drop_at(at);
    window.run();
    let article = window.state().0.article("Harbour to close");
    let messages = window.state_mut().0.take();
    assert!(matches!(messages[..], [Message::OpenArticle(id)] if id == article), "{messages:?}");
}
