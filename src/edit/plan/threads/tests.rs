//! Linking, joining and splitting: what changes, what stays, and that one undo takes it back.

use super::*;
use crate::edit::tests::World;
use crate::model::{
    AnnotatorName, AttributeId, AttributeValue, Contradiction, LabelId, LinkStance, ThreadRelationKind, violations,
};
use crate::text::TextSpan;
use proptest::prelude::*;

const TEXT: &str = "Prices fall, the bank said. Ana denied that prices fall. Ben left. Prices will fall.";

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

fn words(world: &World, words: &str) -> MentionOf {
    let start = TEXT.find(words).unwrap();
    MentionOf::Words(world.article, vec![TextSpan::of(start, start + words.len())])
}

/// Links and gives what was linked.
fn linked(world: &mut World, mentions: &[MentionOf], to: &LinkTo, stance: LinkStance) -> Result<Linked, PlanError> {
    let mut result = None;
    world.edit(|cx| {
        let (transaction, linked) = link_mentions(cx, mentions, to, stance)?;
        result = Some(linked);
        Ok(transaction)
    })?;
    Ok(result.unwrap())
}

fn new(title: &str) -> LinkTo {
    LinkTo::New { label: label("claim"), title: title.into() }
}

fn links(world: &World, id: AnnotationId) -> Vec<(ThreadId, LinkStance)> {
    let annotation = world.project.annotation(&world.key(), id).unwrap();
    annotation.threads.iter().map(|(id, stance)| (*id, *stance)).collect()
}

fn undo(world: &mut World) {
    world.project = world.history.undo(&world.project).unwrap().unwrap().0;
}

fn as_ben(world: &mut World) -> AnnotatorName {
    std::mem::replace(&mut world.annotator, AnnotatorName::parse("ben").unwrap())
}

#[test]
fn bare_words_are_labelled_and_linked_in_one_step() {
    let mut world = World::new(TEXT);
    let start = world.project.clone();
    let both = [words(&world, "Prices fall"), words(&world, "Prices will fall")];
    let made = linked(&mut world, &both, &new("  “prices fall.” "), LinkStance::For).unwrap();
    assert_eq!(world.project.thread(made.thread).unwrap().1.title, "Prices fall");
    assert_eq!(made.mentions.len(), 2);
    for (_, id) in &made.mentions {
        assert_eq!(links(&world, *id), [(made.thread, LinkStance::For)]);
        let annotation = world.project.annotation(&world.key(), *id).unwrap();
        assert!(annotation.attributes.contains_key(&AttributeId::parse("mode").unwrap()), "its values are worked out");
    }
    let again = linked(&mut world, &both[..1], &LinkTo::Thread(made.thread), LinkStance::For);
    assert!(matches!(again, Err(PlanError::Refused(_))), "{again:?}");
    let denied = [words(&world, "prices fall")];
    let against = linked(&mut world, &denied, &LinkTo::Thread(made.thread), LinkStance::Against).unwrap();
    assert_eq!(links(&world, against.mentions[0].1), [(made.thread, LinkStance::Against)]);
    assert_eq!(violations(&world.project), []);
    undo(&mut world);
    undo(&mut world);
    assert_eq!(world.project, start, "two steps back and nothing is left");
}

#[test]
fn words_that_have_the_label_already_are_not_labelled_twice() {
    let mut world = World::new(TEXT);
    let mention = [words(&world, "Prices fall")];
    let first = linked(&mut world, &mention, &new("Prices fall"), LinkStance::For).unwrap();
    let second = linked(&mut world, &mention, &new("All prices fall"), LinkStance::For).unwrap();
    assert_eq!(first.mentions, second.mentions);
    assert_eq!(links(&world, first.mentions[0].1).len(), 2, "a mention may be linked to several");
}

#[test]
fn a_thread_takes_mentions_of_its_label_only() {
    let mut world = World::new(TEXT);
    let mention = [words(&world, "Prices fall")];
    let claim = linked(&mut world, &mention, &new("Prices fall"), LinkStance::For).unwrap();
    let source = LinkTo::New { label: label("source"), title: "The bank".into() };
    let (article, id) = claim.mentions[0];
    let refused = linked(&mut world, &[MentionOf::Annotation(article, id)], &source, LinkStance::For);
    assert!(matches!(refused, Err(PlanError::Refused(why)) if why.contains("quoted source")));
    assert!(linked(&mut world, &mention, &new(" “” "), LinkStance::For).is_err(), "no title, no thread");
}

#[test]
fn a_new_thread_belongs_to_the_story_of_its_mentions() {
    let mut world = World::new(TEXT);
    let article = world.article;
    world.edit(|cx| crate::edit::plan::add_to_story(cx, &[article], None, "The bank")).unwrap();
    let story = *world.project.stories.keys().next().unwrap();
    let mention = [words(&world, "Prices fall")];
    let made = linked(&mut world, &mention, &new("Prices fall"), LinkStance::For).unwrap();
    assert_eq!(world.project.thread(made.thread).unwrap().1.story, Some(story));
    world.edit(|cx| move_threads(cx, &[made.thread], None)).unwrap();
    assert_eq!(world.project.thread(made.thread).unwrap().1.story, None);
}

#[test]
fn joining_writes_ones_own_book_and_no_layer() {
    let mut world = World::new(TEXT);
    let one = [words(&world, "Prices fall")];
    let first = linked(&mut world, &one, &new("Prices fall"), LinkStance::For).unwrap().thread;
    let ana = as_ben(&mut world);
    let other = [words(&world, "Prices will fall")];
    let second = linked(&mut world, &other, &new("They will fall"), LinkStance::For).unwrap().thread;
    let layers = world.project.layers.clone();
    world.edit(|cx| merge_threads(cx, &[second, first])).unwrap();
    assert_eq!(world.project.layers, layers);
    let book = world.project.threads.get(&world.annotator).unwrap();
    let stated: Vec<_> = book.relations.values().map(|r| (r.kind, r.from.max(r.to), r.from.min(r.to))).collect();
    assert_eq!(stated, [(ThreadRelationKind::SameAs, first.max(second), first.min(second))]);
    let again = world.edit(|cx| merge_threads(cx, &[first, second]));
    assert!(matches!(again, Err(PlanError::Refused(_))));
    let contradicts = ThreadRelationKind::Contradicts(Contradiction::Tension);
    assert!(
        world.edit(|cx| relate_threads(cx, first, second, contradicts, "")).is_err(),
        "one can't contradict itself"
    );
    world.annotator = ana;
    assert!(world.edit(|cx| separate_thread(cx, second)).is_err(), "ben said so, ana did not");
    as_ben(&mut world);
    world.edit(|cx| separate_thread(cx, second)).unwrap();
    assert!(world.project.threads.get(&world.annotator).unwrap().relations.is_empty());
}

#[test]
fn taking_one_out_leaves_the_others_joined() {
    let mut world = World::new(TEXT);
    let mut made = Vec::new();
    for title in ["One", "Two", "Three"] {
        let mention = [words(&world, "Prices fall")];
        made.push(linked(&mut world, &mention, &new(title), LinkStance::For).unwrap().thread);
    }
    world.edit(|cx| merge_threads(cx, &made)).unwrap();
    made.sort();
    let first = made[0];
    world.edit(|cx| separate_thread(cx, first)).unwrap();
    let book = world.project.threads.get(&world.annotator).unwrap();
    let left: Vec<_> = book.relations.values().map(|r| [r.from, r.to]).collect();
    assert!(left.len() == 1 && !left[0].contains(&first), "{left:?}");
}

#[test]
fn splitting_moves_mentions_with_their_stance() {
    let mut world = World::new(TEXT);
    let all = [words(&world, "Prices fall"), words(&world, "Prices will fall")];
    let made = linked(&mut world, &all, &new("Prices fall"), LinkStance::Against).unwrap();
    let same = linked(&mut world, &all[..1], &new("They fall"), LinkStance::For).unwrap();
    world.edit(|cx| merge_threads(cx, &[made.thread, same.thread])).unwrap();
    let before = world.project.clone();
    let moved = made.mentions[0];
    let mut new_id = None;
    world
        .edit(|cx| {
            let (transaction, id) = split_thread(cx, same.thread, &[moved], "prices fall today")?;
            new_id = Some(id);
            Ok(transaction)
        })
        .unwrap();
    let new_id = new_id.unwrap();
    let links_now = links(&world, moved.1);
    assert_eq!(links_now.len(), 1, "out of all that was the same");
    assert_eq!(links_now[0].0, new_id);
    assert_eq!(links(&world, made.mentions[1].1), [(made.thread, LinkStance::Against)]);
    let none = world.edit(|cx| split_thread(cx, made.thread, &[moved], "again").map(|(t, _)| t));
    assert!(matches!(none, Err(PlanError::Refused(_))));
    undo(&mut world);
    assert_eq!(world.project, before);
}

#[test]
fn statements_and_verdicts_are_said_once_and_taken_back() {
    let mut world = World::new(TEXT);
    let one = [words(&world, "Prices fall")];
    let first = linked(&mut world, &one, &new("Prices fall"), LinkStance::For).unwrap().thread;
    let second = linked(&mut world, &one, &new("Prices rise"), LinkStance::For).unwrap().thread;
    let say = |world: &mut World, strength, from, to, why: &str| {
        let kind = ThreadRelationKind::Contradicts(strength);
        world.edit(|cx| relate_threads(cx, from, to, kind, why)).unwrap();
    };
    say(&mut world, Contradiction::Tension, first, second, "hard to see both");
    say(&mut world, Contradiction::Incompatible, second, first, " both can't be ");
    let book = world.project.threads.get(&world.annotator).unwrap();
    let said: Vec<_> = book.relations.values().map(|r| (r.kind, r.reason.as_str())).collect();
    assert_eq!(said, [(ThreadRelationKind::Contradicts(Contradiction::Incompatible), "both can't be")]);
    let verdict = AttributeId::parse("verdict").unwrap();
    let parts = |rating: &str| AttributeValue::Parts([("rating".into(), rating.into())].into());
    world.edit(|cx| set_thread_attribute(cx, first, &verdict, Some(parts("false")))).unwrap();
    assert_eq!(world.project.thread(first).unwrap().1.attributes.get(&verdict), Some(&parts("false")));
    world.edit(|cx| set_thread_attribute(cx, first, &verdict, Some(parts(" ")))).unwrap();
    assert!(world.project.thread(first).unwrap().1.attributes.is_empty(), "empty is absent");
    as_ben(&mut world);
    let refused = world.edit(|cx| rename_thread(cx, first, "Mine"));
    assert!(matches!(refused, Err(PlanError::Refused(why)) if why.starts_with("ana made")));
}

#[test]
fn titles_are_made_of_words() {
    assert_eq!(title_of("“the bridge\n will reopen.”"), "The bridge will reopen");
    assert_eq!(title_of("he moved to the U.S."), "He moved to the U.S.");
    let long = title_of(&"wörter ".repeat(40));
    assert!(long.ends_with("wörter…") && long.chars().count() <= 91, "{long}");
    assert_eq!(title_of(" “” "), "");
}

/// One act on threads, with numbers that pick among what is there.
#[derive(Clone, Debug)]
enum Act {
    New(u8, bool),
    Link(u8, u8, bool),
    Merge(u8, u8),
    Separate(u8),
    Split(u8, u8),
    Relate(u8, u8, u8),
    Rename(u8),
    Delete(u8),
    Other,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (any::<u8>(), any::<bool>()).prop_map(|(a, b)| Act::New(a, b)),
        4 => (any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(a, b, c)| Act::Link(a, b, c)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Act::Merge(a, b)),
        2 => any::<u8>().prop_map(Act::Separate),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Act::Split(a, b)),
        2 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Act::Relate(a, b, c)),
        1 => any::<u8>().prop_map(Act::Rename),
        1 => any::<u8>().prop_map(Act::Delete),
        1 => Just(Act::Other),
    ];
    prop::collection::vec(act, 1..30)
}

fn picked<T: Copy>(all: &[T], pick: u8) -> Option<T> {
    all.get(usize::from(pick) % all.len().max(1)).copied()
}

fn play(world: &mut World, act: &Act) -> Option<Result<(), PlanError>> {
    let spans: Vec<TextSpan> = crate::text::words(TEXT, TextSpan::of(0, TEXT.len())).collect();
    let threads: Vec<ThreadId> = world.project.all_threads().map(|(_, thread)| thread.id).collect();
    let layer = world.project.layer(&world.key()).cloned();
    let own: Vec<AnnotationId> = layer.iter().flat_map(|l| l.annotations.keys().copied()).collect();
    let article = world.article;
    let stance = |for_it: bool| if for_it { LinkStance::For } else { LinkStance::Against };
    Some(match *act {
        Act::New(word, for_it) => {
            let mention = [MentionOf::Words(article, vec![picked(&spans, word)?])];
            linked(world, &mention, &new(&format!("Thread {word}")), stance(for_it)).map(drop)
        }
        Act::Link(mention, thread, for_it) => {
            let mention = [MentionOf::Annotation(article, picked(&own, mention)?)];
            linked(world, &mention, &LinkTo::Thread(picked(&threads, thread)?), stance(for_it)).map(drop)
        }
        Act::Merge(a, b) => {
            let pair = [picked(&threads, a)?, picked(&threads, b)?];
            world.edit(|cx| merge_threads(cx, &pair))
        }
        Act::Separate(a) => {
            let id = picked(&threads, a)?;
            world.edit(|cx| separate_thread(cx, id))
        }
        Act::Split(a, mention) => {
            let (id, mention) = (picked(&threads, a)?, picked(&own, mention)?);
            world.edit(|cx| split_thread(cx, id, &[(article, mention)], "part").map(|(t, _)| t))
        }
        Act::Relate(a, b, kind) => {
            let (a, b) = (picked(&threads, a)?, picked(&threads, b)?);
            let kinds = [
                ThreadRelationKind::Contradicts(Contradiction::Tension),
                ThreadRelationKind::Supports,
                ThreadRelationKind::Updates,
            ];
            let kind = picked(&kinds, kind)?;
            world.edit(|cx| relate_threads(cx, a, b, kind, "why"))
        }
        Act::Rename(a) => {
            let id = picked(&threads, a)?;
            world.edit(|cx| rename_thread(cx, id, "another"))
        }
        Act::Delete(a) => {
            let id = picked(&threads, a)?;
            world.edit(|cx| delete_thread(cx, id))
        }
        Act::Other => {
            let other = if world.annotator.as_str() == "ana" { "ben" } else { "ana" };
            world.annotator = AnnotatorName::parse(other)?;
            return None;
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_to_threads_can_be_undone(acts in acts()) {
        let mut world = World::new(TEXT);
        let start = world.project.clone();
        for act in &acts {
            let before = world.project.clone();
            if let Some(Err(_)) = play(&mut world, act) {
                prop_assert_eq!(&world.project, &before, "what is refused changes nothing");
            }
            prop_assert_eq!(violations(&world.project), vec![], "after {:?}", act);
        }
        let end = world.project.clone();
        let steps = world.history.done().len();
        while let Some(undone) = world.history.undo(&world.project) {
            world.project = undone.unwrap().0;
            prop_assert_eq!(violations(&world.project), vec![]);
        }
        prop_assert_eq!(&world.project, &start);
        for _ in 0..steps {
            world.project = world.history.redo(&world.project).unwrap().unwrap().0;
        }
        prop_assert_eq!(&world.project, &end);
    }
}
