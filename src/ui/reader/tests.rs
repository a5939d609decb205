//! The reader in a window without a display: the mouse makes the right messages, and everything has a name.

use super::logic::Geometry;
use super::{Mode, ReaderPanel};
use crate::model::{AnnotationId, AnnotatorName, ArticleId, IdMaker, LabelId, RelationTypeId, ZoneKind};
use crate::session::{EditRequest, Session};
use crate::text::{ByteOffset, TextSpan};
use crate::ui::testing::{Stage, harness};
use crate::ui::{Action, Message, Motion, Outbox, View};
use egui::{Modifiers, PointerButton, Pos2, Rect, pos2};
use egui_kittest::{Harness, kittest::Queryable};

mod ahead;
mod comfort;
mod extremes;
mod mouse;
mod places;
mod suggested;

const TEXT: &str = "The minister said prices will fall.\nNobody asked the mayor about it.\n";

fn stage(text: &str) -> Stage {
    let mut stage = Stage::new(&[("Prices", "The Courier", "2025-11-28", text)]);
    stage.reader.reveal = Some(ByteOffset::ZERO);
    stage
}

fn open(stage: &Stage) -> ArticleId {
    stage.reader.article.unwrap()
}

fn place(text: &str, words: &str) -> TextSpan {
    let start = text.find(words).unwrap();
    TextSpan::of(start, start + words.len())
}

fn annotate(stage: &mut Stage, text: &str, label: &str, words: &[&str]) -> AnnotationId {
    let article = open(stage);
    let label = LabelId::parse(label).unwrap();
    let spans = words.iter().map(|w| place(text, w)).collect();
    stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap().unwrap()
}

type Window = Harness<'static, (Stage, ReaderPanel)>;

fn window(stage: Stage) -> Window {
    let show =
        |panel: &mut ReaderPanel, ui: &mut egui::Ui, view: &View<'_>, out: &mut Outbox| panel.show(ui, view, out);
    let mut window = harness(stage, ReaderPanel::default(), show);
    window.state_mut().0.reader.reveal = None;
    window.run();
    window.state_mut().0.messages.clear();
    window
}

/// The words of a span on the screen, where they stand in one row.
fn rect_of(window: &Window, span: TextSpan) -> Rect {
    window.state().1.rect_for_tests(span).unwrap()
}

fn button(window: &Window, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    window.event_modifiers(
        egui::Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers },
        modifiers,
    );
}

/// A click in one frame: events that go through the window's queue would each take a frame of their own.
fn click(window: &mut Window, pos: Pos2, modifiers: Modifiers) {
    let press = |pressed| egui::Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
    let held = [egui::Event::ModifiersChanged(modifiers), egui::Event::PointerMoved(pos)];
    window.input_mut().events.extend(held.into_iter().chain([press(true), press(false)]));
    window.step();
    window.input_mut().events.push(egui::Event::ModifiersChanged(Modifiers::NONE));
}

fn drag(window: &mut Window, from: Pos2, to: Pos2, modifiers: Modifiers) {
    window.hover_at(from);
    button(window, from, true, modifiers);
    window.step();
    for part in [0.5, 1.0] {
        window.hover_at(from.lerp(to, part));
        window.step();
    }
    button(window, to, false, modifiers);
    window.step();
}

fn messages(window: &mut Window) -> Vec<Message> {
    std::mem::take(&mut window.state_mut().0.messages)
}

fn selections(messages: &[Message]) -> Vec<TextSpan> {
    let span = |m: &Message| match m {
        Message::Select { anchor, caret } => Some(TextSpan::new(*anchor, *caret)),
        _ => None,
    };
    messages.iter().filter_map(span).collect()
}

#[test]
fn a_plain_click_puts_the_caret_and_picks_nothing() {
    let mut window = window(stage(TEXT));
    let said = rect_of(&window, place(TEXT, "said"));
    click(&mut window, said.left_center() + egui::vec2(1.0, 0.0), Modifiers::NONE);
    let made = messages(&mut window);
    let at = place(TEXT, "said").start();
    assert!(matches!(made.as_slice(), [Message::Caret { at: there, extend: false }] if *there == at), "{made:?}");
}

#[test]
fn clicks_at_one_place_go_outward() {
    let mut stage = stage(TEXT);
    let outer = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    let inner = annotate(&mut stage, TEXT, "event", &["fall"]);
    let mut window = window(stage);
    let fall = rect_of(&window, place(TEXT, "fall")).center();
    let mut picks = Vec::new();
    for _ in 0..3 {
        click(&mut window, fall, Modifiers::NONE);
        let made = messages(&mut window);
        let picked = made.iter().find_map(|m| if let Message::Pick(id) = m { Some(*id) } else { None });
        picks.extend(picked);
        window.state_mut().0.reader.current = picked;
        // Long enough apart that they are no double click.
        window.run_steps(4);
    }
    assert_eq!(picks, [inner, outer, inner]);
}

#[test]
fn a_click_on_a_bar_picks_that_annotation() {
    let mut stage = stage(TEXT);
    let outer = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    annotate(&mut stage, TEXT, "event", &["fall"]);
    let mut window = window(stage);
    let words = rect_of(&window, place(TEXT, "fall"));
    click(&mut window, pos2(words.center().x, words.bottom() + 3.0), Modifiers::NONE);
    let made = messages(&mut window);
    assert!(matches!(made.as_slice(), [Message::Pick(id)] if *id == outer), "{made:?}");
}

#[test]
fn somebody_elses_annotation_is_looked_at() {
    let mut stage = stage(TEXT);
    let id = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    let (ana, ben) = (AnnotatorName::parse("ana").unwrap(), AnnotatorName::parse("ben").unwrap());
    stage.session = Session::in_memory(stage.session.project().clone(), ben, IdMaker::new(2));
    stage.reader.shown_annotators = vec![ana.clone()];
    let mut window = window(stage);
    let fall = rect_of(&window, place(TEXT, "fall")).center();
    click(&mut window, fall, Modifiers::NONE);
    let made = messages(&mut window);
    assert!(
        matches!(made.as_slice(), [Message::Caret { .. }, Message::LookAt { annotator, id: seen }] if *annotator == ana && *seen == id),
        "{made:?}"
    );
}

#[test]
fn a_drag_selects_and_the_release_says_so() {
    let mut window = window(stage(TEXT));
    let (from, to) = (rect_of(&window, place(TEXT, "prices")), rect_of(&window, place(TEXT, "fall")));
    drag(&mut window, from.left_center(), to.right_center(), Modifiers::NONE);
    let made = messages(&mut window);
    assert_eq!(selections(&made).last(), Some(&place(TEXT, "prices will fall")));
    assert!(matches!(made.last(), Some(Message::Released { add_fragment: false })), "{made:?}");
    drag(&mut window, to.right_center(), from.left_center(), Modifiers::COMMAND);
    let made = messages(&mut window);
    assert_eq!(selections(&made).last(), Some(&place(TEXT, "prices will fall")), "backward as well");
    assert!(matches!(made.last(), Some(Message::Released { add_fragment: true })), "{made:?}");
}

#[test]
fn two_three_and_four_clicks_select_word_sentence_and_paragraph() {
    let text = "One is here. Two is there.\nThree.\n";
    let mut window = window(stage(text));
    let there = rect_of(&window, place(text, "there")).center();
    for _ in 0..4 {
        click(&mut window, there, Modifiers::NONE);
    }
    let made = selections(&messages(&mut window));
    let words: Vec<&str> = made.iter().map(|span| span.slice(text)).collect();
    assert_eq!(words, ["there", "Two is there", "One is here. Two is there"]);
}

#[test]
fn shift_and_a_click_extend() {
    let mut window = window(stage(TEXT));
    let mayor = rect_of(&window, place(TEXT, "mayor")).right_center();
    click(&mut window, mayor, Modifiers::SHIFT);
    let made = messages(&mut window);
    let end = place(TEXT, "mayor").end();
    assert!(matches!(made.first(), Some(Message::Caret { at, extend: true }) if *at == end), "{made:?}");
}

#[test]
fn a_handle_moves_an_end_by_the_grain() {
    let mut stage = stage(TEXT);
    let id = annotate(&mut stage, TEXT, "claim", &["prices will"]);
    stage.reader.current = Some(id);
    let mut window = window(stage);
    let (from, to) = (rect_of(&window, place(TEXT, "will")), rect_of(&window, place(TEXT, "fall")));
    drag(&mut window, from.right_center(), to.center(), Modifiers::NONE);
    let made = messages(&mut window);
    let whole = place(TEXT, "prices will fall");
    assert!(
        matches!(made.as_slice(), [Message::Edit(EditRequest::SetFragments { id: moved, spans, .. })] if *moved == id && *spans == [whole]),
        "{made:?}"
    );
}

#[test]
fn text_paragraphs_and_annotations_have_names() {
    let mut stage = stage(TEXT);
    annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    annotate(&mut stage, TEXT, "source", &["The minister"]);
    let window = window(stage);
    window.get_by_label("Article text");
    window.get_by_label("The minister said prices will fall.");
    window.get_by_label("Claim: “prices will fall”");
    window.get_by_label("Quoted source: “The minister”");
}

#[test]
fn the_text_has_focus_at_the_start() {
    let window = window(stage(TEXT));
    assert!(window.get_by_label("Article text").is_focused());
}

#[test]
fn a_selection_made_by_mouse_can_be_labelled_by_mouse() {
    let mut window = window(stage(TEXT));
    let (from, to) = (rect_of(&window, place(TEXT, "prices")), rect_of(&window, place(TEXT, "fall")));
    drag(&mut window, from.left_center(), to.right_center(), Modifiers::NONE);
    let span = selections(&messages(&mut window)).last().copied().unwrap();
    let reader = &mut window.state_mut().0.reader;
    (reader.anchor, reader.caret) = (Some(span.start()), span.end());
    window.run_steps(2);
    window.get_by_label("Label as Quoted source").click();
    window.run_steps(2);
    let made = messages(&mut window);
    assert!(made.iter().any(|m| matches!(m, Message::Do(Action::Label(id)) if id.as_str() == "source")), "{made:?}");
}

#[test]
fn reading_marks_are_set_by_a_click() {
    let mut window = window(stage(TEXT));
    window.get_by_label("Paragraph 1: not read yet").click();
    window.step();
    window.state_mut().0.take();
    window.run_steps(2);
    assert!(window.query_by_label_contains("Paragraph 1: nothing here, read").is_some());
    assert!(window.query_by_label("Paragraph 2: not read yet").is_some());
}

#[test]
fn in_relate_mode_a_click_on_a_candidate_picks_it() {
    let mut stage = stage(TEXT);
    let claim = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    let source = annotate(&mut stage, TEXT, "source", &["The minister"]);
    stage.reader.current = Some(claim);
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    stage.reader.mode = Mode::Relate { origin: claim, candidates: vec![(source, kind, true)], typed: String::new() };
    let mut window = window(stage);
    let minister = rect_of(&window, place(TEXT, "minister")).center();
    click(&mut window, minister, Modifiers::NONE);
    let made = messages(&mut window);
    assert!(matches!(made.as_slice(), [Message::Pick(id)] if *id == source), "{made:?}");
}

#[test]
fn the_strip_says_what_finishing_marks() {
    let mut stage = stage(TEXT);
    stage.reader.mode = Mode::Finish;
    let mut window = window(stage);
    window.get_by_label("Marks 2 paragraphs as read and the article as done. Enter");
    window.get_by_label("Finish").click();
    window.step();
    assert!(messages(&mut window).iter().any(|m| matches!(m, Message::Do(Action::Confirm))));
}

/// Enough paragraphs to scroll, each with its number.
fn long_text() -> String {
    let lines: Vec<String> = (0..400).map(|i| format!("Paragraph {i} says that it is number {i} of many.\n")).collect();
    lines.concat()
}

#[test]
fn a_place_far_away_comes_into_view() {
    let text = long_text();
    let mut window = window(stage(&text));
    let far = place(&text, "Paragraph 321 says");
    assert!(!window.state().1.visible().unwrap().contains_span(far));
    window.state_mut().0.reader.reveal = Some(far.start());
    window.step();
    window.state_mut().0.reader.reveal = None;
    window.run_steps(3);
    assert!(window.state().1.visible().unwrap().contains_span(far));
    let before = rect_of(&window, far);
    window.state_mut().0.preferences.line_width = 40.0;
    window.run_steps(3);
    assert!(window.state().1.visible().unwrap().contains_span(far), "the line being read stays in view: {before:?}");
}

#[test]
fn a_long_paragraph_costs_only_what_is_on_the_screen() {
    let text = "Many words stand here and say little. ".repeat(6_000);
    let stage = stage(&text);
    let mut window = window(stage);
    window.state_mut().0.reader.reveal = Some(ByteOffset::new(text.len() / 2));
    window.run_steps(2);
    let shown = window.state().1.laid_bytes_for_tests();
    assert!(shown > 0 && shown < 16 * 1024, "{shown} bytes of {} are laid out", text.len());
    assert!(window.state().1.visible().unwrap().contains(ByteOffset::new(text.len() / 2)));
}

#[test]
fn lines_and_pages_follow_the_layout() {
    let text = long_text();
    let mut window = window(stage(&text));
    let (mut state, panel) = {
        let (stage, panel) = window.state_mut();
        (stage.reader.clone(), panel)
    };
    let start = place(&text, "Paragraph 5 ");
    state.caret = ByteOffset::new(start.start().get() + 10);
    let (down, column) = panel.motion(&state, Motion::Down).unwrap();
    assert_eq!(down.get(), place(&text, "Paragraph 6 ").start().get() + 10);
    state.caret = down;
    state.column = column;
    assert_eq!(panel.motion(&state, Motion::Up).unwrap().0.get(), start.start().get() + 10);
    assert_eq!(panel.motion(&state, Motion::LineStart).unwrap().0, place(&text, "Paragraph 6 ").start());
    let end = panel.motion(&state, Motion::LineEnd).unwrap().0;
    assert!(TextSpan::new(ByteOffset::ZERO, end).slice(&text).ends_with("number 6 of many."));
    let page = panel.motion(&state, Motion::PageDown).unwrap().0;
    assert!(page > place(&text, "Paragraph 12 ").start());
    state.caret = page;
    let back = panel.motion(&state, Motion::PageUp).unwrap().0;
    assert_eq!(back, down);
    state.caret = ByteOffset::ZERO;
    assert_eq!(panel.motion(&state, Motion::Up).unwrap().0, ByteOffset::ZERO);
    assert!(panel.motion(&state, Motion::Left).is_none());
}

#[test]
fn without_an_article_or_text_it_says_what_to_do() {
    let mut none = Stage::harbour();
    none.reader.article = None;
    window(none).get_by_label("No article is open");
    window(stage("")).get_by_label("This article has no text");
}

#[test]
fn parts_of_an_awkward_article_are_all_drawn() {
    let text = "Title 👩‍👩‍👧\nשלום עולם\nמה נשמע\n\n• one\n- two\nA caption\ne\u{301}te\u{301}\tand tabs\nTaken from elsewhere\nSubscribe now\n";
    let mut stage = stage(text);
    let article = open(&stage);
    let parts = [
        ("Title", ZoneKind::Title),
        ("• one", ZoneKind::List),
        ("A caption", ZoneKind::Caption),
        ("Taken", ZoneKind::Excerpt),
        ("Subscribe", ZoneKind::Boilerplate),
    ];
    for (words, kind) in parts {
        let at = place(text, words);
        let number = stage.session.project().article(article).unwrap().text().index().paragraph_at(at.start()).unwrap();
        let span = stage.session.project().article(article).unwrap().text().paragraphs()[number];
        let outlet = if kind == ZoneKind::Excerpt { "Reuters".into() } else { String::new() };
        stage.session.edit(EditRequest::SetZone { article, span, kind, outlet }).unwrap();
    }
    for _ in 0..6 {
        annotate(&mut stage, text, "claim", &["e\u{301}te\u{301}"]);
        annotate(&mut stage, text, "event", &["עולם", "caption"]);
    }
    let mut window = window(stage);
    window.run_steps(2);
    assert!(window.query_all_by_label_contains("Event: “עולם … caption”").count() >= 1);
}
