use super::*;
use crate::model::{AttributeValue, ThreadId};
use crate::review::scene::Scene;

fn date(value: &str) -> AttributeValue {
    AttributeValue::Parts([("value".to_owned(), value.to_owned())].into())
}

#[test]
fn events_stand_at_their_most_exact_date_and_unknown_ones_are_said_to_be_so() {
    let mut scene = Scene::new();
    let [a, b, c] = ["2025-11-01", "2025-11-02", ""].map(|on| scene.article("The strike began.", "Daily", on));
    let (strike, talks) = (scene.thread("event", "The strike"), scene.thread("event", "The talks"));
    for (article, when) in [(a, Some("2025-10")), (b, Some("2025-10-28")), (c, None)] {
        let mention = scene.mention(article, "event", "strike", Some(strike));
        if let Some(when) = when {
            scene.set(article, mention, "when", date(when));
        }
    }
    scene.mention(a, "event", "began", Some(talks));
    let free = scene.mention(b, "event", "began", None);
    scene.set(b, free, "when", date("2025-W40"));
    let timeline = scene.timeline();
    let shown: Vec<_> = timeline
        .events
        .iter()
        .map(|e| (e.title.as_str(), e.dates.iter().map(|d| d.value.as_str()).collect::<Vec<_>>(), e.undated.len()))
        .collect();
    assert_eq!(
        shown,
        [("began", vec!["2025-W40"], 0), ("The strike", vec!["2025-10-28", "2025-10"], 1), ("The talks", vec![], 1)]
    );
    assert_eq!(timeline.articles.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [a, b, c]);
    let days = timeline.days().map(|(first, last)| (first.to_string(), last.to_string()));
    assert_eq!(days, Some(("2025-09-29".into(), "2025-11-02".into())));
}

#[test]
fn lags_are_counted_from_the_first_full_date_and_never_guessed() {
    let mut scene = Scene::new();
    let claim = scene.thread("claim", "Prices fall");
    let places =
        [("Daily", "2025-11-03"), ("Post", "2025-11-05"), ("Daily", "2025-11-09"), ("Echo", "2025-11"), ("Wire", "")];
    let articles = places.map(|(outlet, on)| scene.article("Prices fall.", outlet, on));
    let mention = |scene: &mut Scene, claim: ThreadId, at: usize| {
        scene.mention(articles[at], "claim", "Prices fall", Some(claim));
    };
    for at in [0, 1, 2] {
        mention(&mut scene, claim, at);
    }
    let spread = |scene: &Scene| scene.timeline().claims.remove(0);
    let lags = |s: &Spread| s.outlets.iter().map(|o| (o.outlet.clone(), o.lag)).collect::<Vec<_>>();
    let known = spread(&scene);
    assert_eq!(lags(&known), [("Daily".to_owned(), Some(0)), ("Post".to_owned(), Some(2))]);
    assert!(!known.is_uncertain);
    mention(&mut scene, claim, 3);
    let vague = spread(&scene);
    assert!(vague.is_uncertain && vague.outlets.iter().any(|o| o.outlet == "Echo" && o.lag.is_none()));
    assert_eq!(vague.first.map(|d| d.to_string()).as_deref(), Some("2025-11-03"));
    mention(&mut scene, claim, 4);
    assert!(spread(&scene).outlets.last().is_some_and(|o| o.outlet == "Wire" && o.lag.is_none()));
}
