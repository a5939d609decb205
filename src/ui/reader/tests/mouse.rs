//! Drags, offers and finishing by mouse.

use super::*;

#[test]
fn a_release_far_from_where_the_pointer_was_seen_last_still_counts() {
    let mut window = window(stage(TEXT));
    let (from, to) = (rect_of(&window, place(TEXT, "prices")), rect_of(&window, place(TEXT, "fall")));
    window.hover_at(from.left_center());
    button(&window, from.left_center(), true, Modifiers::NONE);
    window.step();
    window.hover_at(from.right_center());
    window.step();
    let press = |pressed| egui::Event::PointerButton {
        pos: to.right_center(),
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.input_mut().events.extend([egui::Event::PointerMoved(to.right_center()), press(false)]);
    window.step();
    let made = messages(&mut window);
    assert_eq!(selections(&made).last(), Some(&place(TEXT, "prices will fall")), "{made:?}");
}

#[test]
fn a_backward_drag_says_where_the_pointer_is() {
    let mut window = window(stage(TEXT));
    let (from, to) = (rect_of(&window, place(TEXT, "fall")), rect_of(&window, place(TEXT, "prices")));
    drag(&mut window, from.right_center(), to.left_center(), Modifiers::NONE);
    let made = messages(&mut window);
    let (start, end) = (place(TEXT, "prices").start(), place(TEXT, "fall").end());
    assert!(
        made.iter().any(|m| matches!(m, Message::Select { anchor, caret } if *anchor == end && *caret == start)),
        "{made:?}"
    );
}

#[test]
fn a_click_on_the_number_of_an_offer_ticks_it() {
    let mut stage = stage(TEXT);
    let claim = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    let source = annotate(&mut stage, TEXT, "source", &["The minister"]);
    stage.reader.current = Some(claim);
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    let offers = vec![crate::edit::plan::Offer { kind, from: claim, to: source, likely: true }];
    stage.reader.mode = Mode::Offer { offers, ticked: vec![true], sticky: None };
    let mut window = window(stage);
    let corner = rect_of(&window, place(TEXT, "The minister")).left_top();
    click(&mut window, corner + egui::vec2(5.0, -4.0), Modifiers::NONE);
    let made = messages(&mut window);
    assert!(matches!(made.as_slice(), [Message::ToggleOffer(0)]), "{made:?}");
}

#[test]
fn a_sticky_label_waits_for_the_last_of_several_clicks() {
    let mut stage = stage(TEXT);
    stage.reader.mode = Mode::Sticky(LabelId::parse("claim").unwrap());
    let mut window = window(stage);
    let fall = rect_of(&window, place(TEXT, "fall")).center();
    for _ in 0..3 {
        click(&mut window, fall, Modifiers::NONE);
    }
    let made = messages(&mut window);
    assert!(!made.iter().any(|m| matches!(m, Message::Released { .. })), "{made:?}");
    let reader = &mut window.state_mut().0.reader;
    let span = selections(&made).last().copied().unwrap();
    reader.select(span.start(), span.end());
    window.run_steps(6);
    let made = messages(&mut window);
    let released = made.iter().filter(|m| matches!(m, Message::Released { .. })).count();
    assert_eq!(released, 1, "{made:?}");
    assert_eq!(span, place(TEXT, "The minister said prices will fall"));
}

#[test]
fn an_article_can_be_finished_by_mouse() {
    let mut window = window(stage(TEXT));
    window.get_by_label("Finish the article…").click();
    window.step();
    assert!(messages(&mut window).iter().any(|m| matches!(m, Message::Do(Action::FinishArticle))));
    let article = open(&window.state().0);
    window.state_mut().0.session.edit(EditRequest::Finish { article }).unwrap();
    window.run_steps(2);
    window.get_by_label("Work on it again");
}

#[test]
fn the_arrows_of_an_offer_are_ticked_in_the_strip() {
    let mut stage = stage(TEXT);
    let claim = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    let source = annotate(&mut stage, TEXT, "source", &["The minister"]);
    stage.reader.current = Some(claim);
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    let offers = vec![crate::edit::plan::Offer { kind, from: claim, to: source, likely: true }];
    stage.reader.mode = Mode::Offer { offers, ticked: vec![true], sticky: None };
    let mut window = window(stage);
    window.get_by_label("Arrow: The minister").click();
    window.step();
    assert!(messages(&mut window).iter().any(|m| matches!(m, Message::ToggleOffer(0))));
}
