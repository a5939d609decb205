//! The page asks, shows what came, and does what is clicked.

use super::*;
use crate::model::{BlindShare, LabelId, Suggestion, SuggestionSet};
use crate::session::Suggesters;
use crate::text::TextSpan;
use crate::ui::Message;
use crate::ui::testing::{Stage, harness};
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Answers what the page has asked.
fn answer(window: &mut egui_kittest::Harness<'static, (Stage, LookBackPage)>) {
    let messages = std::mem::take(&mut window.state_mut().0.messages);
    for message in messages {
        if let Message::LookBack(question) = message {
            let session = &window.state().0.session;
            let (project, annotator) = (session.project().clone(), session.annotator().clone());
            let none = || Arc::new(Suggesters::default());
            let answer = question.answer(&project, &annotator, none, &AtomicBool::new(false));
            window.state_mut().1.arrived(answer);
        } else {
            window.state_mut().0.messages.push(message);
        }
    }
    window.run();
}

fn stage() -> Stage {
    let mut stage = Stage::harbour();
    stage.preferences.suggestions.on = true;
    for (title, end) in [("Harbour to close", 22), ("Boats stay", 10)] {
        let article = stage.article(title);
        let text = stage.session.project().article(article).unwrap().text().hash();
        let label = LabelId::parse("claim").unwrap();
        let id = crate::model::IdMaker::new(end as u64).make();
        let suggestions = vec![Suggestion::new(id, label, vec![TextSpan::of(0, end)], 0.9, "rules")];
        let set = SuggestionSet { article, text, made: String::new(), suggestions, relations: Vec::new() };
        assert!(stage.session.show_suggestions(Arc::new(set)));
    }
    stage
}

#[test]
fn off_it_says_how_to_turn_them_on() {
    let mut window = harness(Stage::harbour(), LookBackPage::default(), LookBackPage::show);
    window.get_by_label("Show suggestions").click();
    window.run();
    let messages = window.state_mut().0.take();
    assert!(matches!(messages[..], [Message::Do(Action::Suggestion(SuggestionAction::Toggle))]), "{messages:?}");
}

#[test]
fn accepting_all_spells_out_its_scope() {
    let mut window = harness(stage(), LookBackPage::default(), LookBackPage::show);
    answer(&mut window);
    assert!(window.query_by_label_contains("2 to decide in 2 articles").is_some());
    window.get_by_label("Accept all 2…").click();
    window.run();
    assert!(window.query_by_label_contains("Accept these 2 in 2 articles").is_some());
    assert!(window.state_mut().0.take().is_empty(), "nothing is done before yes");
    window.get_by_label("Accept 2").click();
    window.run();
    window.state_mut().0.take();
    let session = &window.state().0.session;
    assert_eq!(session.history().next_undo().unwrap().what, "accept 2 suggestions in 2 articles");
    window.run();
    answer(&mut window);
    assert!(window.query_by_label("Nothing to decide").is_some());
    window.get_by_label("What was kept").click();
    window.run();
    answer(&mut window);
    assert!(window.query_by_label("What was kept of them").is_some());
    assert!(window.query_by_label("What they learned from it").is_some());
    assert_eq!(window.query_all_by_label("rules").count(), 2, "a row of what was kept, and one of what that taught");
    assert_eq!(window.query_all_by_label("100 %").count(), 2);
}

#[test]
fn a_blind_share_is_drawn_with_the_project() {
    let mut window = harness(stage(), LookBackPage::default(), LookBackPage::show);
    answer(&mut window);
    window.get_by_label("What was kept").click();
    window.run();
    answer(&mut window);
    window.get_by_label("20 %").click();
    window.run();
    window.state_mut().0.take();
    let share = window.state().0.session.project().info.blind_share();
    assert!(matches!(share, Some(BlindShare { percent: 20, .. })), "{share:?}");
}

#[test]
fn a_row_goes_to_its_suggestion() {
    let mut window = harness(stage(), LookBackPage::default(), LookBackPage::show);
    answer(&mut window);
    window.get_by_label("Go to the suggestion: Boats stay").click();
    window.run();
    let boats = window.state().0.article("Boats stay");
    let messages = window.state_mut().0.take();
    assert!(
        messages.iter().any(|m| matches!(m, Message::GoToSuggestion(article, _) if *article == boats)),
        "{messages:?}"
    );
}
