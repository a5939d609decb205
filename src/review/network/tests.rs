//! What runs between whom, and what the filter leaves.

use super::*;
use crate::review::testing::Desk;

fn desk() -> Desk {
    let mut desk = Desk::new();
    let one = desk.article("The Courier", "2025-11-01", "The mayor said the ferry stops. A clerk said it goes on.");
    let two = desk.article("Evening Post", "2025-11-02", "The mayor said the ferry stops.");
    let (mayor, stops) = (desk.mark(one, "The mayor", "source"), desk.mark(one, "the ferry stops", "claim"));
    let (clerk, goes) = (desk.mark(one, "A clerk", "source"), desk.mark(one, "it goes on", "claim"));
    desk.credit(one, stops, mayor);
    desk.credit(one, goes, clerk);
    let (mayor_thread, stops_thread) =
        (desk.thread(one, mayor, "The mayor"), desk.thread(one, stops, "The ferry stops"));
    desk.thread(one, goes, "The ferry goes on");
    let (again, stops) = (desk.mark(two, "The mayor", "source"), desk.mark(two, "the ferry stops", "claim"));
    desk.credit(two, stops, again);
    desk.link(two, again, mayor_thread);
    desk.link(two, stops, stops_thread);
    desk
}

fn shown(desk: &Desk, filter: &NetworkFilter) -> Network {
    let coding = Coding::One(desk.annotator.clone());
    network(&desk.project, &ThreadIndex::new(&desk.project, &coding), &coding, filter)
}

fn titles(network: &Network) -> Vec<&str> {
    let mut titles: Vec<&str> = network.nodes.iter().map(|node| node.title.as_str()).collect();
    titles.sort_unstable();
    titles
}

#[test]
fn claims_stand_between_outlets_and_sources() {
    let all = shown(&desk(), &NetworkFilter::default());
    assert_eq!(titles(&all), ["Evening Post", "The Courier", "The ferry goes on", "The ferry stops", "The mayor"]);
    let at = |title: &str| all.nodes.iter().position(|node| node.title == title).unwrap();
    let credited: Vec<_> = all.edges.iter().filter(|e| e.kind == EdgeKind::Credited).collect();
    assert_eq!(credited.len(), 1);
    assert_eq!(
        (credited[0].from, credited[0].to, credited[0].quotes.len()),
        (at("The mayor"), at("The ferry stops"), 2)
    );
    assert_eq!(all.edges.iter().filter(|e| e.kind == EdgeKind::Publishes).count(), 3);
    assert_eq!(all.articles(at("The mayor")).len(), 2);
    assert_eq!(all.neighbours(at("Evening Post")), [at("The ferry stops")].into());
}

#[test]
fn what_nobody_linked_stands_alone_where_it_is_asked_for() {
    let filter = NetworkFilter { unlinked: Unlinked::In, ..NetworkFilter::default() };
    let all = shown(&desk(), &filter);
    assert!(titles(&all).contains(&"A clerk"));
}

#[test]
fn words_keep_what_they_name_and_its_neighbours() {
    let by = |words: &str| NetworkFilter { words: words.into(), ..NetworkFilter::default() };
    assert_eq!(titles(&shown(&desk(), &by("MAYOR"))), ["The ferry stops", "The mayor"]);
    let sources = NetworkFilter { kinds: [NodeKind::Source].into(), ..NetworkFilter::default() };
    let only = shown(&desk(), &sources);
    assert_eq!((titles(&only), only.edges.len()), (vec!["The mayor"], 0));
    let often = NetworkFilter { least: 3, ..NetworkFilter::default() };
    assert_eq!(titles(&shown(&desk(), &often)), Vec::<&str>::new());
}

#[test]
fn places_are_apart_and_the_same_each_time() {
    let all = shown(&desk(), &NetworkFilter::default());
    let places = lay_out(&all);
    assert_eq!(places, lay_out(&all));
    assert_eq!(places.len(), all.nodes.len());
    for (at, a) in places.iter().enumerate() {
        for b in &places[at + 1..] {
            assert!((a[0] - b[0]).hypot(a[1] - b[1]) > 20.0, "{places:?}");
        }
    }
    assert!(lay_out(&Network::default()).is_empty());
}
