//! Suggestions on the sheet: their bars, and their edges under the mouse.

use super::*;
use crate::model::{Suggestion, SuggestionId, SuggestionSet};
use std::sync::Arc;

/// Suggests words on the open article, and shows it.
fn suggest(stage: &mut Stage, text: &str, label: &str, words: &str) -> SuggestionId {
    let article = open(stage);
    let hash = stage.session.project().article(article).unwrap().text().hash();
    let label = LabelId::parse(label).unwrap();
    let suggestion = Suggestion::new(IdMaker::new(5).make(), label, vec![place(text, words)], 0.9, "rules");
    let id = suggestion.id;
    let (suggestions, made) = (vec![suggestion], "rules".to_owned());
    let set = SuggestionSet { article, text: hash, made, suggestions, relations: Vec::new() };
    assert!(stage.session.show_suggestions(Arc::new(set)));
    stage.preferences.suggestions.on = true;
    id
}

#[test]
fn a_dragged_edge_of_a_suggestion_takes_it_with_those_words() {
    let mut stage = stage(TEXT);
    let id = suggest(&mut stage, TEXT, "claim", "prices will");
    stage.reader.suggestion = Some(id);
    let mut window = window(stage);
    let (from, to) = (rect_of(&window, place(TEXT, "will")), rect_of(&window, place(TEXT, "fall")));
    drag(&mut window, from.right_center(), to.center(), Modifiers::NONE);
    let taken = |made: &[Message], words: &str| matches!(made, [Message::AcceptWith { id: taken, spans }] if *taken == id && *spans == [place(TEXT, words)]);
    let made = messages(&mut window);
    assert!(taken(&made, "prices will fall"), "{made:?}");
    let (from, to) = (rect_of(&window, place(TEXT, "prices")), rect_of(&window, place(TEXT, "said")));
    drag(&mut window, from.left_center(), to.center(), Modifiers::NONE);
    let made = messages(&mut window);
    assert!(taken(&made, "said prices will"), "{made:?}");
    drag(&mut window, from.left_center(), from.left_center() + egui::vec2(8.0, 0.0), Modifiers::NONE);
    let made = messages(&mut window);
    assert!(made.is_empty(), "an edge that is where it was decides nothing: {made:?}");
}

#[test]
fn the_edge_of_a_suggestion_that_is_not_picked_is_text() {
    let mut stage = stage(TEXT);
    suggest(&mut stage, TEXT, "claim", "prices will");
    let mut window = window(stage);
    let (from, to) = (rect_of(&window, place(TEXT, "will")), rect_of(&window, place(TEXT, "fall")));
    drag(&mut window, from.right_center(), to.right_center(), Modifiers::NONE);
    let made = messages(&mut window);
    assert!(!made.iter().any(|m| matches!(m, Message::AcceptWith { .. })), "{made:?}");
    assert!(!selections(&made).is_empty(), "{made:?}");
}

#[test]
fn where_three_lanes_are_taken_a_suggestion_still_has_a_bar() {
    let mut stage = stage(TEXT);
    for (label, words) in [("claim", "said prices will fall"), ("event", "prices will fall"), ("claim", "will fall")] {
        annotate(&mut stage, TEXT, label, &[words]);
    }
    let inner = annotate(&mut stage, TEXT, "event", &["fall"]);
    let id = suggest(&mut stage, TEXT, "source", "will fall");
    let mut window = window(stage);
    let (bar, lowest) = (window.state().1.suggested_bar_for_tests(id), window.state().1.lowest_bar_for_tests());
    let (bar, lowest) = (bar.unwrap(), lowest.unwrap());
    assert!(bar.height() >= 1.0 && bar.bottom() > lowest.bottom(), "{bar} below {lowest}");
    let words = rect_of(&window, place(TEXT, "will"));
    assert!((bar.left() - words.left()).abs() < 1.0, "it stands below its words");
    let at = pos2(words.center().x, bar.bottom() - 0.5);
    click(&mut window, at, Modifiers::NONE);
    let made = messages(&mut window);
    assert!(made.iter().any(|m| matches!(m, Message::PickSuggestion(picked) if *picked == id)), "{made:?}");
    window.run_steps(40);
    click(&mut window, pos2(words.center().x, lowest.center().y - 0.5), Modifiers::NONE);
    let made = messages(&mut window);
    assert!(made.iter().any(|m| matches!(m, Message::Pick(picked) if *picked != inner)), "{made:?}");
    assert!(!made.iter().any(|m| matches!(m, Message::PickSuggestion(_))), "{made:?}");
}
