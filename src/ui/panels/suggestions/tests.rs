//! The bar counts, asks before it accepts all, and has room for everything in a narrow window.

use super::*;
use crate::model::{IdMaker, LabelId, Suggestion, SuggestionSet};
use crate::text::TextSpan;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;

const TEXT: &str = "The harbour will close. The mayor said so.\n";
const GERMAN: &str = "Der Hafen bleibt bis Freitag geschlossen, sagte die Bürgermeisterin, weil der Kran noch repariert wird. \
    Niemand weiß bisher, was in der vergangenen Woche geschehen ist, und die Leute müssen zu Hause bleiben.\n";

/// A bar in a window as wide as this.
struct Shown {
    bar: SuggestionBar,
    width: f32,
}

type Window = Harness<'static, (Stage, Shown)>;

fn stage(text: &str, scores: &[f64]) -> Stage {
    let mut stage = Stage::new(&[("Harbour", "The Courier", "2025-11-28", text)]);
    stage.preferences.suggestions.on = true;
    stage.preferences.suggestions.least = 60;
    let article = stage.reader.article.unwrap();
    let text = stage.session.project().article(article).unwrap().text().hash();
    let mut ids = IdMaker::new(9);
    let one = |(number, score): (usize, &f64)| {
        let span = TextSpan::of(4 + 3 * number, 6 + 3 * number);
        Suggestion::new(ids.make(), LabelId::parse("event").unwrap(), vec![span], *score, "rules")
    };
    let suggestions = scores.iter().enumerate().map(one).collect();
    let set = SuggestionSet { article, text, made: String::new(), suggestions, relations: Vec::new() };
    assert!(stage.session.show_suggestions(Arc::new(set)));
    stage
}

fn window(stage: Stage, width: f32) -> Window {
    harness(stage, Shown { bar: SuggestionBar::default(), width }, |shown, ui, view, out| {
        let size = egui::vec2(shown.width, ui.available_height());
        ui.allocate_ui(size, |ui| {
            ui.set_max_width(shown.width);
            shown.bar.show(ui, view, out);
        });
    })
}

const SCORES: [f64; 4] = [0.9, 0.7, 0.5, 0.3];

#[test]
fn the_bar_counts_what_reaches_the_threshold() {
    let mut window = window(stage(TEXT, &SCORES), 1000.0);
    window.get_by_label("2 of 4 suggestions");
    window.get_by_label("Accept all 2…");
    // While the threshold is moved the count moves along, and nothing else does.
    window.state_mut().1.bar.least = Some(40);
    window.step();
    window.get_by_label("3 of 4 suggestions");
    window.state_mut().0.preferences.suggestions.least = 20;
    window.state_mut().1.bar.least = None;
    window.run();
    window.get_by_label("4 suggestions");
}

#[test]
fn accepting_all_is_one_request_for_what_was_spelled_out() {
    let mut window = window(stage(TEXT, &SCORES), 1000.0);
    window.get_by_label("Accept all 2…").click();
    window.run();
    assert!(window.query_by_label_contains("Accept these 2 in this article: 2 events").is_some());
    assert!(window.state_mut().0.take().is_empty(), "nothing is done before yes");
    window.get_by_label("Accept 2").click();
    window.run();
    let messages = window.state_mut().0.take();
    let [Message::Edit(EditRequest::AcceptAll(scope))] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!(scope.values().map(BTreeSet::len).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_narrow_bar_has_everything_in_reach() {
    let mut window = window(stage(TEXT, &SCORES), 360.0);
    for name in ["2 of 4 suggestions", "More"] {
        let rect = window.get_by_label(name).rect();
        assert!(rect.left() >= 0.0 && rect.right() <= 360.0, "{name}: {rect}");
    }
    window.get_by_label("More").click();
    window.run();
    for name in ["Surest first", "What became of them", "Hide suggestions"] {
        window.get_by_label(name);
    }
    window.get_by_label("Accept all 2…").click();
    window.run();
    let asked = window.get_by_label_contains("Accept these 2 in this article").rect();
    let yes = window.get_by_label("Accept 2").rect();
    assert!(asked.right() <= 360.0 && yes.top() >= asked.bottom(), "{asked} {yes}");
}

#[test]
fn a_language_that_no_suggester_knows_is_said() {
    let mut german = stage(GERMAN, &[]);
    let window = window(german, 1000.0);
    assert!(window.query_by_label_contains("seems to be in German").is_some());
    german = stage(TEXT, &[]);
    let window = self::window(german, 1000.0);
    assert!(window.query_by_label_contains("seems to be in").is_none());
    window.get_by_label("0 suggestions");
}

#[test]
fn a_blind_article_says_so_and_shows_none() {
    let mut stage = stage(TEXT, &SCORES);
    stage.session.edit(EditRequest::SetBlindShare(100)).unwrap();
    let window = window(stage, 1000.0);
    assert!(window.query_by_label_contains("Kept blind").is_some());
    assert!(window.query_by_label_contains("of 4").is_none());
}
