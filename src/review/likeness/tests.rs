//! What comes first, what is warned of, and what is kept from one state to the next.

use super::*;
use crate::model::{ArticleId, ThreadId};
use crate::review::testing::{Desk, label};
use std::sync::Arc;

const FERRY: &str = "Ferry talks\nThe mayor said that the ferry to the islands would stop in March.\n";

/// Threads about a ferry, prices and a bridge, and an article that could mention any.
fn desk() -> (Desk, [ThreadId; 3], ArticleId) {
    let mut desk = Desk::new();
    let first = desk.article("The Courier", "2025-11-01", FERRY);
    let second = desk.article("Evening Post", "2025-11-03", "Prices\nBread prices rose by 4%, Anna Lund said.\n");
    let third =
        desk.article("Evening Post", "2024-01-03", "Bridge\nA bridge to the islands was planned by Erik Holm.\n");
    let claim = desk.mark(first, "the ferry to the islands would stop in March", "claim");
    let ferry = desk.thread(first, claim, "The ferry stops in March");
    let claim = desk.mark(second, "Bread prices rose by 4%", "claim");
    let bread = desk.thread(second, claim, "Bread is dearer");
    let claim = desk.mark(third, "A bridge to the islands was planned", "claim");
    let bridge = desk.thread(third, claim, "A bridge is planned");
    let new = "Ferries\nFerries to the islands are stopping in March. Anna Lund doubts it.\nBread was cheap.\n";
    let fourth = desk.article("Morning News", "2025-11-04", new);
    (desk, [ferry, bread, bridge], fourth)
}

fn ranked(index: &LikenessIndex, desk: &Desk, probe: &Probe) -> Vec<ThreadId> {
    index.rank(&desk.project, probe).into_iter().map(|likely| likely.thread).collect()
}

fn index(desk: &Desk) -> LikenessIndex {
    LikenessIndex::default().updated(&desk.project, &desk.annotator)
}

fn words(desk: &Desk, article: ArticleId, words: &str) -> Probe {
    Probe { words: Some((article, vec![desk.span(article, words)])), ..Probe::default() }
}

#[test]
fn inflected_words_find_their_thread() {
    let (desk, [ferry, ..], article) = desk();
    let index = index(&desk);
    let probe = words(&desk, article, "Ferries to the islands are stopping in March");
    let likely = index.rank(&desk.project, &probe);
    assert_eq!(likely[0].thread, ferry);
    assert!(likely[0].likeness >= LIKELY && likely[1].likeness < LIKELY, "{likely:?}");
    let shown = index.candidate(ferry).unwrap().shown.clone().unwrap();
    assert_eq!(
        (shown.sentence.as_str(), shown.outlet.as_str(), shown.date.as_str()),
        ("The mayor said that the ferry to the islands would stop in March.", "The Courier", "2025-11-01")
    );
}

#[test]
fn people_of_the_sentence_and_sources_count() {
    let (mut desk, [_, bread, _], article) = desk();
    let probe = words(&desk, article, "doubts it");
    assert_eq!(ranked(&index(&desk), &desk, &probe)[0], bread, "Anna Lund is in both sentences");
    let claim = desk.mark(article, "doubts it", "claim");
    let source = desk.mark(article, "Anna Lund", "source");
    desk.credit(article, claim, source);
    let shared = desk.thread(article, source, "Anna Lund");
    let second = desk.article("Evening Post", "2025-11-05", "More\nSomething will come, she said.\n");
    let (said, she) = (desk.mark(second, "Something will come", "claim"), desk.mark(second, "she", "source"));
    desk.credit(second, said, she);
    desk.link(second, she, shared);
    let doubt = desk.thread(article, claim, "There is doubt");
    let probe = Probe { annotation: Some((desk.key(second), said)), label: Some(label("claim")), ..Probe::default() };
    assert_eq!(ranked(&index(&desk), &desk, &probe)[0], doubt, "credited to the same shared source");
}

#[test]
fn dates_that_lie_far_apart_are_told() {
    let (desk, [ferry, _, bridge], article) = desk();
    let probe = words(&desk, article, "Ferries to the islands");
    let likely = index(&desk).rank(&desk.project, &probe);
    let far = |id: ThreadId| likely.iter().find(|l| l.thread == id).unwrap().far;
    assert_eq!(far(ferry), None);
    assert_eq!(far(bridge), Some(671));
}

#[test]
fn what_is_typed_must_begin_words() {
    let (desk, [ferry, bread, _], article) = desk();
    let index = index(&desk);
    let typed =
        |typed: &str| ranked(&index, &desk, &Probe { typed: typed.into(), ..words(&desk, article, "Bread was cheap") });
    assert_eq!(typed("the fer"), [ferry]);
    assert_eq!(typed("mar"), [ferry], "a word of its mention");
    assert_eq!(typed("bréad DEAR"), [bread]);
    assert_eq!(typed("nothing"), []);
    let sources = Probe { label: Some(label("source")), ..words(&desk, article, "Bread was cheap") };
    assert_eq!(ranked(&index, &desk, &sources), []);
}

#[test]
fn what_has_not_changed_is_kept() {
    let (mut desk, [ferry, bread, _], article) = desk();
    let before = index(&desk);
    let claim = desk.mark(article, "Ferries to the islands are stopping in March", "claim");
    desk.link(article, claim, ferry);
    let after = before.updated(&desk.project, &desk.annotator);
    let same = |id| Arc::ptr_eq(before.candidate(id).unwrap(), after.candidate(id).unwrap());
    assert!(same(bread) && !same(ferry));
    assert_eq!(after.candidate(ferry).unwrap().mentions, 2);
    let fresh = index(&desk);
    let probe = words(&desk, article, "Bread was cheap");
    assert_eq!(after.rank(&desk.project, &probe), fresh.rank(&desk.project, &probe), "as if made anew");
    let linked = Probe { annotation: Some((desk.key(article), claim)), ..Probe::default() };
    let last = *fresh.rank(&desk.project, &linked).last().unwrap();
    assert_eq!((last.thread, last.linked), (ferry, true), "what is linked already comes last");
}

#[test]
fn the_rare_words_decide_among_many() {
    let mut desk = Desk::new();
    let mut text = String::from("Many\n");
    for n in 0..300 {
        text.push_str(&format!("The council of district {n} will build school number {}.\n", n * 7));
    }
    let article = desk.article("The Courier", "2025-11-01", &text);
    let mut wanted = None;
    for n in 0..300 {
        let claim =
            desk.mark(article, &format!("The council of district {n} will build school number {}", n * 7), "claim");
        let thread = desk.thread(article, claim, &format!("District {n} builds"));
        wanted = if n == 123 { Some(thread) } else { wanted };
    }
    let other = desk.article("Evening Post", "2025-11-02", "School\nDistrict 123 builds a school, number 861.\n");
    let probe = words(&desk, other, "District 123 builds a school, number 861");
    let all = ranked(&index(&desk), &desk, &probe);
    assert_eq!((all.first().copied(), all.len()), (wanted, 200));
}
