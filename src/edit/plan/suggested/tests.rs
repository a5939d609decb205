//! What accepting and rejecting do, by example and on random suggestions.

use super::*;
use crate::edit::tests::World;
use crate::model::{AttributeId, AttributeValue, Attributes, RelationTypeId, SuggestedRelation, violations};
use proptest::prelude::*;

const TEXT: &str = "“Prices will fall,” the minister said. “And soon,” she added. The bank denies it.";

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

fn span(words: &str) -> TextSpan {
    let start = TEXT.find(words).unwrap();
    TextSpan::of(start, start + words.len())
}

fn credited(from: SuggestionId, to: SuggestionId) -> SuggestedRelation {
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    SuggestedRelation { kind, from, to, score: 0.9, by: "rules".into() }
}

/// Two claims with their sources, and an event.
fn suggested() -> (World, [SuggestionId; 5]) {
    let mut world = World::new(TEXT);
    let places = [
        ("claim", "“Prices will fall,”"),
        ("source", "the minister"),
        ("claim", "“And soon,”"),
        ("source", "she"),
        ("event", "denies"),
    ];
    let ids: [SuggestionId; 5] = std::array::from_fn(|_| world.ids.make());
    let mut suggestions: Vec<Suggestion> = places
        .iter()
        .zip(ids)
        .map(|((name, words), id)| Suggestion::new(id, label(name), vec![span(words)], 0.834, "model"))
        .collect();
    let named = AttributeId::parse("named").unwrap();
    suggestions[1].attributes = Attributes::from([(named, AttributeValue::Flag(false))]);
    let relations = vec![credited(ids[0], ids[1]), credited(ids[2], ids[3])];
    let text = world.project.article(world.article).unwrap().text().hash();
    let set = SuggestionSet { article: world.article, text, made: "rules".into(), suggestions, relations };
    world.project.suggestions.insert_mut(world.article, Arc::new(set));
    (world, ids)
}

fn only(world: &World, ids: &[SuggestionId]) -> Suggested {
    Suggested::from([(world.article, ids.iter().copied().collect())])
}

#[test]
fn one_step_takes_claim_source_arrow_and_attributes() {
    let (mut world, ids) = suggested();
    let (article, before) = (world.article, world.project.clone());
    world.edit(|cx| accept(cx, article, &Take::as_is(ids[0])).map(|(t, _)| t)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap().clone();
    let [claim, source] = [&layer.in_text_order()[0], &layer.in_text_order()[1]];
    assert_eq!(
        (claim.fragments(), source.fragments()),
        (&[span("“Prices will fall,”")][..], &[span("the minister")][..])
    );
    let made = Provenance { how: How::Accepted, by: "model".into(), from: None, percent: Some(83) };
    assert_eq!((&claim.provenance, &source.provenance), (&made, &made));
    let value = |a: &Annotation, id: &str| a.attributes.get(&AttributeId::parse(id).unwrap()).cloned();
    assert_eq!(value(source, "named"), Some(AttributeValue::Flag(false)));
    assert_eq!(value(claim, "mode"), Some(AttributeValue::text("direct")), "worked out as for any claim");
    assert_eq!(value(claim, "voice"), Some(AttributeValue::text("credited")));
    let arrows: Vec<_> = layer.relations.values().map(|r| (r.from, r.to)).collect();
    assert_eq!(arrows, [(claim.id, source.id)]);
    assert_eq!(world.history.next_undo().unwrap().what, "accept claim with its source");
    let (project, _) = world.history.undo(&world.project).unwrap().unwrap();
    assert!(project == before, "one step back, and the suggestions are as they were");
}

#[test]
fn one_s_own_annotation_takes_its_part() {
    let (mut world, ids) = suggested();
    let article = world.article;
    let minister = TextSpan::of(span("minister").start().get(), span("minister").end().get());
    world
        .edit(|cx| {
            crate::edit::plan::annotate(cx, article, &label("source"), &[minister], Provenance::default())
                .map(|(t, _)| t)
        })
        .unwrap();
    world.edit(|cx| accept(cx, article, &Take::as_is(ids[0])).map(|(t, _)| t)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    let own = layer.annotations.values().find(|a| a.label == label("source")).unwrap();
    assert_eq!((layer.annotations.size(), own.provenance.how), (2, How::Hand));
    assert!(layer.relations.values().all(|r| r.to == own.id) && layer.relations.size() == 1);
}

/// A claim within a claim that shares nearly all of its words, each with a source.
fn nested() -> (World, [SuggestionId; 4]) {
    let mut world = World::new("Radio One said the mayor warned the old bridge would close for two years from March.");
    let (text, places) = (
        world.project.article(world.article).unwrap().text().clone(),
        [(15, 83, "claim"), (32, 83, "claim"), (0, 9, "source"), (15, 24, "source")],
    );
    let ids: [SuggestionId; 4] = std::array::from_fn(|_| world.ids.make());
    let one = |((start, end, name), id)| Suggestion::new(id, label(name), vec![TextSpan::of(start, end)], 0.9, "rules");
    let suggestions = places.into_iter().zip(ids).map(one).collect();
    let relations = vec![credited(ids[0], ids[2]), credited(ids[1], ids[3])];
    let set = SuggestionSet { article: world.article, text: text.hash(), made: String::new(), suggestions, relations };
    world.project.suggestions.insert_mut(world.article, Arc::new(set));
    (world, ids)
}

#[test]
fn a_claim_within_a_claim_is_taken_beside_it_in_either_order() {
    for order in [[0, 1], [1, 0]] {
        let (mut world, ids) = nested();
        let article = world.article;
        for i in order {
            world.edit(|cx| accept(cx, article, &Take::as_is(ids[i])).map(|(t, _)| t)).unwrap();
        }
        let layer = world.project.layer(&world.key()).unwrap();
        let starts = |id| layer.annotations.get(&id).unwrap().fragments().first().unwrap().start().get();
        let mut arrows: Vec<_> = layer.relations.values().map(|r| (starts(r.from), starts(r.to))).collect();
        arrows.sort_unstable();
        assert_eq!((layer.annotations.size(), arrows), (4, vec![(15, 0), (32, 15)]));
    }
}

#[test]
fn turning_down_a_claim_leaves_the_one_within_it() {
    let (mut world, ids) = nested();
    let scope = only(&world, &ids[..1]);
    world.edit(|cx| reject(cx, &scope)).unwrap();
    let set = Arc::clone(world.project.suggestions.get(&world.article).unwrap());
    let layer = world.project.layer(&world.key()).unwrap();
    assert!(layer.has_rejected(&set, &set.suggestions[0]) && !layer.has_rejected(&set, &set.suggestions[1]));
}

#[test]
fn a_source_taken_first_gets_the_arrow_with_the_claim_later() {
    let (mut world, ids) = suggested();
    let article = world.article;
    for id in [ids[1], ids[0]] {
        world.edit(|cx| accept(cx, article, &Take::as_is(id)).map(|(t, _)| t)).unwrap();
    }
    let layer = world.project.layer(&world.key()).unwrap();
    assert_eq!((layer.annotations.size(), layer.relations.size()), (2, 1));
}

#[test]
fn changed_words_or_label_count_as_edited() {
    let (mut world, ids) = suggested();
    let article = world.article;
    let spans = vec![span("Prices will fall")];
    let take = Take { spans: Some(spans.clone()), ..Take::as_is(ids[0]) };
    world.edit(|cx| accept(cx, article, &take).map(|(t, _)| t)).unwrap();
    let take = Take { label: Some(label("claim")), ..Take::as_is(ids[4]) };
    world.edit(|cx| accept(cx, article, &take).map(|(t, _)| t)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    let hows: Vec<_> = layer.in_text_order().iter().map(|a| (a.label.to_string(), a.provenance.how)).collect();
    let expected = [("claim", How::Edited), ("source", How::Accepted), ("claim", How::Edited)];
    assert_eq!(hows, expected.map(|(label, how)| (label.to_owned(), how)));
    assert_eq!(layer.in_text_order()[0].fragments(), spans);
    let nothing = Take { spans: Some(vec![TextSpan::of(0, 0)]), ..Take::as_is(ids[2]) };
    assert_eq!(world.edit(|cx| accept(cx, article, &nothing).map(|(t, _)| t)), Err(PlanError::NothingSelected));
}

#[test]
fn a_rejected_source_does_not_come_with_its_claim() {
    let (mut world, ids) = suggested();
    let article = world.article;
    let scope = only(&world, &ids[1..2]);
    world.edit(|cx| reject(cx, &scope)).unwrap();
    let set = Arc::clone(world.project.suggestions.get(&article).unwrap());
    let layer = world.project.layer(&world.key()).unwrap();
    assert!(layer.has_rejected(&set, &set.suggestions[1]) && !layer.has_rejected(&set, &set.suggestions[0]));
    let mut again = (*set).clone();
    again.suggestions[1].fragments = vec![span("minister")];
    assert!(layer.has_rejected(&again, &again.suggestions[1]), "nor with an edge a word further");
    world.edit(|cx| accept(cx, article, &Take::as_is(ids[0])).map(|(t, _)| t)).unwrap();
    assert_eq!(world.project.layer(&world.key()).unwrap().annotations.size(), 1);
}

#[test]
fn a_scope_is_one_step() {
    let (mut world, ids) = suggested();
    let before = world.project.clone();
    let scope = only(&world, &[ids[0], ids[2], ids[4]]);
    let mut made = 0;
    world
        .edit(|cx| {
            let (transaction, count) = accept_all(cx, &scope)?;
            made = count;
            Ok(transaction)
        })
        .unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    assert_eq!((made, layer.annotations.size(), layer.relations.size()), (5, 5, 2));
    assert_eq!(world.history.next_undo().unwrap().what, "accept 5 suggestions");
    assert!(matches!(world.edit(|cx| accept_all(cx, &scope).map(|(t, _)| t)), Err(PlanError::Refused(_))));
    let (project, _) = world.history.undo(&world.project).unwrap().unwrap();
    assert!(project == before);
}

#[test]
fn nothing_is_taken_that_was_not_spelled_out() {
    let (mut world, ids) = suggested();
    let scope = only(&world, &[ids[4]]);
    world.edit(|cx| accept_all(cx, &scope).map(|(transaction, _)| transaction)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    let labels: Vec<&str> = layer.annotations.values().map(|annotation| annotation.label.as_str()).collect();
    assert_eq!((labels, layer.relations.size()), (vec!["event"], 0));
}

#[test]
fn what_is_about_another_text_is_gone() {
    let (mut world, ids) = suggested();
    let (article, mut set) = (world.article, (**world.project.suggestions.get(&world.article).unwrap()).clone());
    set.text = crate::text::Text::new("other").hash();
    world.project.suggestions.insert_mut(article, Arc::new(set));
    let refused = world.edit(|cx| accept(cx, article, &Take::as_is(ids[0])).map(|(t, _)| t));
    assert!(matches!(refused, Err(PlanError::Gone(_))), "{refused:?}");
}

proptest! {
    /// Whatever is suggested and whatever is taken or turned down: every step can be undone, nothing breaks an invariant,
    /// and what was decided on is not taken twice.
    #[test]
    fn any_decisions_can_be_undone(
        places in prop::collection::vec((0_usize..3, 0_usize..70, 1_usize..12), 1..12),
        links in prop::collection::vec((0_usize..12, 0_usize..12), 0..8),
        acts in prop::collection::vec((0_usize..4, 0_usize..12), 1..12),
    ) {
        let content = "x".repeat(10) + &" wörd".repeat(14);
        let mut world = World::new(&content);
        let text = world.project.article(world.article).unwrap().text().clone();
        let suggestions: Vec<Suggestion> = places.iter().map(|(name, start, len)| {
            let at = |n: usize| text.floor(crate::text::ByteOffset::new(n.min(text.len())));
            let fragments = vec![TextSpan::new(at(*start), at(start + len))];
            Suggestion::new(world.ids.make(), label(["claim", "source", "event"][*name]), fragments, 0.5, "rules")
        }).collect();
        let ids: Vec<_> = suggestions.iter().map(|s| s.id).collect();
        let pick = |n: usize| ids[n % ids.len()];
        let relations = links.iter().map(|(a, b)| credited(pick(*a), pick(*b))).collect();
        let set = SuggestionSet { article: world.article, text: text.hash(), made: String::new(), suggestions, relations };
        world.project.suggestions.insert_mut(world.article, Arc::new(set));
        let (article, before) = (world.article, world.project.clone());
        for (act, n) in acts {
            let scope = only(&world, &[pick(n), pick(n + 1), pick(n + 2)]);
            // What is refused changes nothing: an empty place, or nothing left to take.
            let _ = world.edit(|cx| match act {
                0 => accept(cx, article, &Take::as_is(pick(n))).map(|(t, _)| t),
                1 => accept_all(cx, &scope).map(|(t, _)| t),
                2 => reject(cx, &scope),
                _ => accept(cx, article, &Take { label: Some(label("event")), ..Take::as_is(pick(n)) }).map(|(t, _)| t),
            });
            prop_assert_eq!(violations(&world.project), []);
            let layer = world.project.layer(&world.key());
            let arrows: BTreeSet<_> = layer.iter().flat_map(|l| l.relations.values()).map(|r| (r.from, r.to)).collect();
            prop_assert_eq!(arrows.len(), layer.map_or(0, |l| l.relations.size()), "no arrow twice");
        }
        while let Some(undone) = world.history.undo(&world.project) {
            world.project = undone.unwrap().0;
        }
        prop_assert!(world.project == before);
    }
}
