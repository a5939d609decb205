//! Going through suggestions while decisions change what is shown.

use super::tests::Play;
use crate::model::{IdMaker, LabelId, Suggestion, SuggestionId, SuggestionSet};
use crate::text::TextSpan;
use std::sync::Arc;

const TEXT: &str = "The strike began. The vote failed. A march set out. The talks ended. A fire broke out.";

/// Events on words of the text, with their scores.
fn play(places: &[(&str, f64)]) -> (Play, Vec<SuggestionId>) {
    let mut play = Play::new(TEXT);
    let (article, mut ids) = (play.article(), IdMaker::new(3));
    let event = LabelId::parse("event").unwrap();
    let place = |words: &str| TextSpan::of(TEXT.find(words).unwrap(), TEXT.find(words).unwrap() + words.len());
    let one =
        |(words, score): &(&str, f64)| Suggestion::new(ids.make(), event.clone(), vec![place(words)], *score, "rules");
    let suggestions: Vec<Suggestion> = places.iter().map(one).collect();
    let order = suggestions.iter().map(|suggestion| suggestion.id).collect();
    let (made, text) = ("rules".to_owned(), article.text().hash());
    let set = SuggestionSet { article: article.id, text, made, suggestions, relations: Vec::new() };
    assert!(play.session.show_suggestions(Arc::new(set)));
    (play.state.suggestions.on, play.state.suggestions.least) = (true, 50);
    (play, order)
}

#[test]
fn what_a_decision_brings_to_light_behind_does_not_lead_back() {
    let (mut play, ids) =
        play(&[("strike", 0.48), ("vote", 0.7), ("march", 0.7), ("talks", 0.7), ("fire broke out", 0.7)]);
    play.keys("g");
    assert_eq!(play.state.suggestion, Some(ids[1]), "the strike is too faint");
    play.keys("a");
    let article = play.article().id;
    assert_eq!(play.session.open_suggestions(article, 50).len(), 4, "now the strike is shown");
    assert_eq!(play.state.suggestion, Some(ids[2]), "on, not back");
    play.keys("a a a");
    assert_eq!(play.state.suggestion, None);
    assert!(play.said.as_deref().is_some_and(|said| said.starts_with("one is left for later")), "{:?}", play.said);
}

#[test]
fn what_was_left_for_later_is_not_met_again_by_deciding() {
    let (mut play, ids) = play(&[("strike", 0.7), ("vote", 0.7), ("march", 0.7)]);
    play.keys("g Space x");
    assert_eq!(play.state.suggestion, Some(ids[2]));
    play.keys("a");
    assert_eq!(play.state.suggestion, None);
    assert!(play.said.as_deref().is_some_and(|said| said.starts_with("one is left for later")), "{:?}", play.said);
}
