use super::*;
use crate::model::LabelId;
use crate::review::{Bounds, Folding, Form, SearchIndex};
use crate::session::EditRequest;
use crate::ui::pages::{AlikePage, AlikeStart};
use crate::ui::testing::{Stage, harness};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::atomic::AtomicBool;

/// Answers at once what the app's worker answers later; other messages go on.
fn answer(view: &View<'_>, asked: Outbox, out: &mut Outbox, mut arrived: impl FnMut(HitAnswer)) {
    let mut asked = asked;
    for message in asked.take() {
        match message {
            Message::LookFor(question) => {
                let go = AtomicBool::new(false);
                let index = SearchIndex::default();
                arrived(question.answer(view.project(), view.session.annotator(), &index, &go));
            }
            other => out.push(other),
        }
    }
}

fn window() -> Harness<'static, (Stage, FindPage)> {
    let show = |page: &mut FindPage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        answer(view, asked, out, |answer| {
            page.arrived(answer);
            ui.ctx().request_repaint();
        });
    };
    let mut page = FindPage::default();
    page.open(None);
    let mut window = harness_of(Stage::harbour(), page, show);
    settle(&mut window);
    window
}

fn harness_of<P: 'static>(
    stage: Stage,
    page: P,
    show: impl FnMut(&mut P, &mut Ui, &View<'_>, &mut Outbox) + 'static,
) -> Harness<'static, (Stage, P)> {
    harness(stage, page, show)
}

fn settle<P>(window: &mut Harness<'static, (Stage, P)>) -> Vec<Message> {
    window.run_steps(3);
    let messages = window.state_mut().0.take();
    window.run_steps(3);
    messages
}

fn press<P>(window: &mut Harness<'static, (Stage, P)>, modifiers: Modifiers, key: Key) -> Vec<Message> {
    window.key_press_modifiers(modifiers, key);
    settle(window)
}

fn type_letter<P>(window: &mut Harness<'static, (Stage, P)>, letter: &str) -> Vec<Message> {
    window.event(egui::Event::Text(letter.into()));
    settle(window)
}

fn search_for(window: &mut Harness<'static, (Stage, FindPage)>, words: &str) {
    type_into(window, "Find in all articles", words);
}

fn type_into(window: &mut Harness<'static, (Stage, FindPage)>, field: &str, words: &str) {
    window.get_by_label(field).focus();
    settle(window);
    window.get_by_label(field).type_text(words);
    settle(window);
}

fn lines(window: &Harness<'static, (Stage, FindPage)>) -> Vec<String> {
    let all = window.get_all_by_label_contains("Place in ");
    all.map(|node| node.accesskit_node().value().unwrap_or_default()).collect()
}

#[test]
fn words_are_found_as_they_are_typed_in_the_order_of_dates() {
    let mut window = window();
    window.get_by_label("Find words in all articles");
    search_for(&mut window, "HARBÓUR");
    window.get_by_label("3 places in 2 articles");
    assert!(lines(&window)[0].starts_with("The harbour will"), "{:?}", lines(&window));
    search_for(&mut window, "zz");
    window.get_by_label("Nothing found");
}

#[test]
fn switches_and_restrictions_narrow_the_list() {
    let mut window = window();
    search_for(&mut window, "harbou?r\\b");
    window.get_by_label("Nothing found");
    window.get_by_label("Regular expression").click();
    settle(&mut window);
    window.get_by_label("3 places in 2 articles");
    type_into(&mut window, "From date", "2025-12");
    window.get_by_label("2 places in 1 article");
    window.get_by_label("Inside claim").click();
    settle(&mut window);
    window.get_by_label("Nothing found");
    let page = &window.state().1;
    assert_eq!(
        (page.query.form, page.query.folding, page.query.bounds),
        (Form::Regex, Folding::Folded, Bounds::Anywhere)
    );
    search_for(&mut window, "(");
    window.get_by_label_contains("unclosed group");
}

#[test]
fn ticked_places_are_labelled_by_keyboard_alone_as_one_step() {
    let mut window = window();
    search_for(&mut window, "harbour");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Space);
    press(&mut window, Modifiers::NONE, Key::Space);
    window.get_by_label_contains("2 ticked");
    let messages = type_letter(&mut window, "e");
    assert!(matches!(&messages[..], [Message::Edit(EditRequest::AnnotateMany { .. })]), "{messages:?}");
    let events = |window: &Harness<'static, (Stage, FindPage)>| -> usize {
        window.state().0.session.project().layers.values().map(|layer| layer.annotations.size()).sum()
    };
    assert_eq!(events(&window), 2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label_contains("3 ticked");
    type_letter(&mut window, "E");
    assert_eq!(events(&window), 3, "those that have the label are left out");
    let messages = type_letter(&mut window, "e");
    assert!(matches!(&messages[..], [Message::Say(said)] if said.contains("already")), "{messages:?}");
    window.state_mut().0.session.undo().unwrap();
    window.state_mut().0.session.undo().unwrap();
    assert_eq!(events(&window), 0);
}

#[test]
fn enter_opens_the_article_there_and_escape_goes_back() {
    let mut window = window();
    search_for(&mut window, "boats");
    let messages = press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(matches!(&messages[..], [Message::Show(Page::Reader)]), "{messages:?}");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let messages = press(&mut window, Modifiers::NONE, Key::Enter);
    let wanted = window.state().0.article("Boats stay");
    let [Message::GoTo(spot)] = &messages[..] else { panic!("{messages:?}") };
    assert_eq!((spot.article, spot.span), (wanted, crate::text::TextSpan::of(43, 48)));
}

#[test]
fn lines_sort_by_a_click_on_a_column() {
    let mut window = window();
    search_for(&mut window, "harbour");
    window.get_by_label("Before").click();
    settle(&mut window);
    assert!(
        lines(&window)[0].starts_with("n the harbour. A harbour") || lines(&window)[0].contains(". A harbour"),
        "{:?}",
        lines(&window)
    );
    window.get_by_label("Place").click();
    settle(&mut window);
    assert_eq!(window.state().1.order, Order::Right);
}

#[test]
fn all_alike_is_ticked_where_likely_and_labelled_with_enter() {
    let stage = Stage::new(&[
        ("One", "The Courier", "2025-11-28", "Ana Flores said so. Ana Flores left.\n"),
        ("Two", "Evening Post", "2025-11-29", "“No”, ANA FLORÉS said.\n"),
    ]);
    let show = |page: &mut AlikePage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        answer(view, asked, out, |answer| {
            page.arrived(answer);
            ui.ctx().request_repaint();
        });
    };
    let mut page = AlikePage::default();
    let label = LabelId::parse("source").unwrap();
    page.open(AlikeStart { words: "Ana Flores".into(), label: label.clone(), like: None });
    let mut window = harness_of(stage, page, show);
    settle(&mut window);
    window.get_by_label("All alike: “Ana Flores”");
    window.get_by_label_contains("3 places in 2 articles · Ticked where a word of saying");
    window.get_by_label("Label 2 places");
    let messages = press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(
        matches!(&messages[..], [Message::Edit(EditRequest::AnnotateMany { places, .. }), Message::Show(Page::Reader)] if places.len() == 2),
        "{messages:?}"
    );
    window.get_by_label("Label 0 places");
    window.get_by_label_contains("3 places in 2 articles");
}
