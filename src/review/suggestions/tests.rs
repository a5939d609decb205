//! What is open, how it is counted, and what a second look finds.

use super::*;
use crate::edit::plan::{self, Suggested, Take};
use crate::model::{BlindShare, SuggestedRelation, SuggestionSet};
use crate::review::testing::{Desk, label};

const TEXT: &str = "“Prices will fall,” the minister said. “And soon,” she added. The bank denies it.";

/// Suggestions on words of an article, with their scores; the claims are credited to the sources that follow them.
fn suggest(desk: &mut Desk, article: ArticleId, places: &[(&str, &str, f64)]) -> Vec<SuggestionId> {
    let text = desk.project.article(article).unwrap().text().hash();
    let mut set = SuggestionSet { article, text, made: String::new(), suggestions: Vec::new(), relations: Vec::new() };
    for (name, words, score) in places {
        let span = desk.span(article, words);
        set.suggestions.push(Suggestion::new(desk.ids.make(), label(name), vec![span], *score, "model"));
    }
    for pair in set.suggestions.windows(2) {
        if (pair[0].label.as_str(), pair[1].label.as_str()) == ("claim", "source") {
            let kind = RelationTypeId::parse("attributed_to").unwrap();
            let (from, to) = (pair[0].id, pair[1].id);
            set.relations.push(SuggestedRelation { kind, from, to, score: 0.9, by: "rules".into() });
        }
    }
    let ids = set.suggestions.iter().map(|s| s.id).collect();
    desk.project.suggestions.insert_mut(article, Arc::new(set));
    ids
}

fn desk() -> (Desk, ArticleId, Vec<SuggestionId>) {
    let mut desk = Desk::new();
    let article = desk.article("Post", "2025-03-01", TEXT);
    let places = [
        ("claim", "“Prices will fall,”", 0.6),
        ("source", "the minister", 0.9),
        ("claim", "“And soon,”", 0.95),
        ("source", "she", 0.4),
        ("event", "denies", 0.52),
    ];
    let ids = suggest(&mut desk, article, &places);
    (desk, article, ids)
}

fn open(desk: &Desk, article: ArticleId, least: u8) -> OpenSuggestions {
    OpenSuggestions::of(&desk.project, &desk.annotator, article, least)
}

fn accept(desk: &mut Desk, article: ArticleId, id: SuggestionId) {
    desk.edit(|cx| plan::accept(cx, article, &Take::as_is(id))).unwrap();
}

fn reject(desk: &mut Desk, article: ArticleId, id: SuggestionId) {
    let scope = Suggested::from([(article, BTreeSet::from([id]))]);
    desk.edit(|cx| Ok((plan::reject(cx, &scope)?, ()))).unwrap();
}

#[test]
fn a_source_comes_along_with_its_claim() {
    let (desk, article, ids) = desk();
    let stops = |least, order| open(&desk, article, least).stops(order).iter().map(|s| s.id).collect::<Vec<_>>();
    assert_eq!(stops(0, SuggestionOrder::Reading), [ids[0], ids[2], ids[4]]);
    assert_eq!(stops(0, SuggestionOrder::Confidence), [ids[2], ids[0], ids[4]]);
    assert_eq!(stops(0, SuggestionOrder::Doubt), [ids[4], ids[0], ids[2]]);
    assert_eq!(stops(80, SuggestionOrder::Reading), [ids[1], ids[2]], "a source alone is a stop of its own");
    let all = open(&desk, article, 0);
    assert_eq!(all.sources_of(ids[0]).map(|s| s.id).collect::<Vec<_>>(), [ids[1]]);
    assert_eq!(all.by_label(), BTreeMap::from([(label("claim"), 2), (label("event"), 1), (label("source"), 2)]));
}

#[test]
fn what_is_decided_or_labelled_by_hand_is_not_open() {
    let (mut desk, article, ids) = desk();
    accept(&mut desk, article, ids[0]);
    reject(&mut desk, article, ids[4]);
    desk.mark(article, "And soon", "claim");
    assert_eq!(open(&desk, article, 0).all().map(|s| s.id).collect::<Vec<_>>(), [ids[3]]);
    let mut again = (**desk.project.suggestions.get(&article).unwrap()).clone();
    again.suggestions.iter_mut().for_each(|s| s.id = desk.ids.make());
    desk.project.suggestions.insert_mut(article, Arc::new(again));
    assert_eq!(open(&desk, article, 0).len(), 1, "made again, they do not come back");
}

#[test]
fn a_claim_within_a_claim_is_decided_on_apart() {
    let mut desk = Desk::new();
    let text = "Radio One said the mayor warned the old bridge would close for two years from March.";
    let article = desk.article("Post", "2025-03-01", text);
    let (outer, inner) = ("the mayor warned the old bridge would close", "the old bridge would close");
    let ids = suggest(&mut desk, article, &[("claim", outer, 0.9), ("claim", inner, 0.6)]);
    let left = |desk: &Desk| open(desk, article, 0).all().map(|s| s.id).collect::<Vec<_>>();
    let before = desk.project.clone();
    accept(&mut desk, article, ids[0]);
    assert_eq!(left(&desk), [ids[1]]);
    desk.project = before.clone();
    reject(&mut desk, article, ids[1]);
    assert_eq!(left(&desk), [ids[0]]);
    desk.project = before;
    desk.mark(article, "old bridge would close", "claim");
    assert_eq!(left(&desk), [ids[0]], "what is labelled by hand stands for the one that is most like it");
}

#[test]
fn a_blind_article_shows_none() {
    let (mut desk, article, _) = desk();
    let info = desk.project.info.with_blind_share(Some(BlindShare { percent: 100, seed: 1 }));
    desk.project.info = Arc::new(info);
    assert!(open(&desk, article, 0).is_empty());
}

#[test]
fn the_tally_follows_edits_both_ways() {
    let (mut desk, article, ids) = desk();
    let mut tally = Tally::of(&desk.project, &desk.annotator);
    let before = desk.project.clone();
    let (project, annotator) = (desk.project.clone(), desk.annotator.clone());
    let now = crate::model::Timestamp::from_seconds(0);
    let mut cx = crate::edit::PlanContext { project: &project, annotator: &annotator, now, ids: &mut desk.ids };
    let (step, _) = plan::accept(&mut cx, article, &Take::as_is(ids[0])).unwrap();
    let after = step.apply(&project).unwrap();
    tally.follow(&after, &annotator, step.changes.iter());
    assert_eq!(tally, Tally::of(&after, &annotator));
    assert_eq!(tally.like("model", &label("claim"), Level::Middle), Kept { accepted: 1, ..Kept::default() });
    assert_eq!(tally.like("model", &label("claim"), Level::High).decided(), 0);
    tally.follow(&before, &annotator, step.changes.iter());
    assert_eq!(tally.of_suggester("model", &label("claim")), Kept::default(), "taken back");
    desk.project = after;
    reject(&mut desk, article, ids[2]);
    let tally = Tally::of(&desk.project, &desk.annotator);
    assert_eq!(tally.of_suggester("model", &label("claim")), Kept { accepted: 1, edited: 0, rejected: 1 });
}

#[test]
fn honesty_sets_shown_against_blind() {
    let (mut desk, shown, ids) = desk();
    let blind = desk.article("Sun", "2025-03-02", TEXT);
    suggest(&mut desk, blind, &[("claim", "“Prices will fall,”", 0.9), ("claim", "“And soon,”", 0.9)]);
    accept(&mut desk, shown, ids[0]);
    reject(&mut desk, shown, ids[2]);
    desk.mark(blind, "And soon", "claim");
    desk.mark(blind, "The bank", "claim");
    for article in [shown, blind] {
        desk.edit(|cx| Ok((plan::finish(cx, article)?, ()))).unwrap();
    }
    let share = |seed| BlindShare { percent: 50, seed };
    let seed = (0..1_000).find(|seed| share(*seed).holds(blind) && !share(*seed).holds(shown)).unwrap();
    desk.project.info = Arc::new(desk.project.info.with_blind_share(Some(share(seed))));
    let found = honesty(&desk.project, &desk.annotator, 0);
    assert_eq!((found.shown, found.blind, found.drawn), (1, 1, 1));
    let claim = found.rows.iter().find(|row| row.label == label("claim")).unwrap();
    assert_eq!(claim.kept, Kept { accepted: 1, edited: 0, rejected: 1 });
    assert_eq!(claim.shown, Agreeing { suggested: 2, annotated: 1, same: 1, articles: 1 });
    assert_eq!(claim.blind, Agreeing { suggested: 2, annotated: 2, same: 1, articles: 1 });
    assert!((claim.blind.share().unwrap() - 0.5).abs() < 1e-9);
}

#[test]
fn a_second_look_finds_both_ways() {
    let (mut desk, article, _) = desk();
    desk.mark(article, "Prices will fall", "claim");
    let odd = desk.mark(article, "The bank", "claim");
    let habit = |words: &str, score| (label("claim"), vec![desk.span(article, words)], score);
    let habits = [habit("“Prices will fall,”", 0.9), habit("“And soon,”", 0.8), habit("denies it", 0.3)];
    let look = |desk: &Desk| second_look(&desk.project, &desk.annotator, article, &habits);
    assert!(look(&desk).is_empty(), "only what is finished");
    desk.edit(|cx| Ok((plan::finish(cx, article)?, ()))).unwrap();
    let found: Vec<_> = look(&desk).into_iter().map(|l| (l.look, l.percent)).collect();
    assert_eq!(found, [(Look::Missed, 80), (Look::Unexpected(odd), 0)]);
}
