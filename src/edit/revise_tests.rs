//! Other texts for an article: what was not touched stays, undo gives back everything.

use super::plan::{self, NewText};
use super::tests::World;
use super::*;
use crate::model::{AnnotatorName, LabelId, LayerKey, Place, Provenance, ZoneKind, violations};
use crate::text::{Text, TextSpan};
use proptest::prelude::*;
use std::sync::Arc;

fn label(world: &mut World, by: &AnnotatorName, span: TextSpan) {
    let mut cx = PlanContext {
        project: &world.project,
        annotator: by,
        now: crate::model::Timestamp::from_seconds(0),
        ids: &mut world.ids,
    };
    let claim = LabelId::parse("claim").unwrap();
    let made = plan::annotate(&mut cx, world.article, &claim, &[span], Provenance::default());
    if let Ok((transaction, _)) = made {
        world.project = transaction.apply(&world.project).unwrap();
    }
}

fn revise(world: &mut World, text: &str) -> Option<(Transaction, Moves)> {
    let annotator = world.annotator.clone();
    let cx = PlanContext {
        project: &world.project,
        annotator: &annotator,
        now: crate::model::Timestamp::from_seconds(60),
        ids: &mut world.ids,
    };
    plan::revise(&cx, &NewText { article: world.article, text: Text::new(text), accessed: None }).ok()
}

fn span_of(text: &str, words: &str) -> TextSpan {
    let start = text.find(words).unwrap();
    TextSpan::of(start, start + words.len())
}

const OLD: &str = "A headline\nThe minister said that prices will fall in spring, and nobody asked when.\n\
    The bank disagreed with him on Monday.\nSubscribe to our letter today.";

#[test]
fn both_texts_are_kept_and_places_move_along() {
    let mut world = World::new(OLD);
    let ana = world.annotator.clone();
    for words in ["The minister", "prices will fall in spring", "The bank disagreed with him"] {
        label(&mut world, &ana, span_of(OLD, words));
    }
    let cx = PlanContext {
        project: &world.project,
        annotator: &ana,
        now: crate::model::Timestamp::from_seconds(5),
        ids: &mut world.ids,
    };
    let zone = plan::set_zone(&cx, world.article, span_of(OLD, "Subscribe to"), ZoneKind::Boilerplate, "").unwrap();
    world.project = zone.apply(&world.project).unwrap();
    let new = "A headline\nCorrection: an earlier version misquoted him.\nThe minister said that prices may fall in spring, and nobody asked when.\n\
        The opposition left the room in silence.\nSubscribe to our letter today.";
    let before = world.project.clone();
    let (transaction, moves) = revise(&mut world, new).unwrap();
    let after = transaction.apply(&before).unwrap();
    assert_eq!(violations(&after), []);
    assert_eq!((moves.kept, moves.changed.len(), moves.lost.len()), (1, 1, 1), "{moves:?}");
    let article = after.article(world.article).unwrap();
    assert_eq!(article.text().as_str(), new);
    assert_eq!(article.earlier.len(), 1);
    assert_eq!(article.earlier[0].text.as_str(), OLD);
    assert_ne!(article.earlier[0].file, article.current.file);
    assert_eq!(article.zones.len(), 1);
    assert_eq!(article.text().slice(article.zones[0].span), "Subscribe to our letter today.");
    let layer = after.layer(&LayerKey { annotator: ana, article: world.article }).unwrap();
    let words: Vec<String> = layer.annotations.values().map(|a| a.words(article.text())).collect();
    for expected in ["The minister", "prices may fall in spring", "The bank disagreed with him"] {
        assert!(words.iter().any(|w| w == expected), "{words:?}");
    }
    assert_eq!(transaction.inverse().apply(&after).unwrap(), before);
    assert!(revise(&mut world, OLD).is_none(), "the same text is no other");
}

#[test]
fn a_paragraph_that_changed_is_to_be_read_again() {
    let mut world = World::new(OLD);
    let ana = world.annotator.clone();
    let cx = PlanContext {
        project: &world.project,
        annotator: &ana,
        now: crate::model::Timestamp::from_seconds(5),
        ids: &mut world.ids,
    };
    world.project = plan::finish(&cx, world.article).unwrap().apply(&world.project).unwrap();
    let (transaction, moves) = revise(&mut world, &OLD.replace("on Monday", "on Tuesday")).unwrap();
    let after = transaction.apply(&world.project).unwrap();
    let layer = after.layer(&LayerKey { annotator: ana, article: world.article }).unwrap();
    assert_eq!((moves.to_read, layer.reading.size(), layer.done), (1, 3, false));
    assert_eq!(violations(&after), []);
}

#[test]
fn others_follow_in_memory_and_come_back_as_they_were() {
    let mut world = World::new(OLD);
    let ben = AnnotatorName::parse("ben").unwrap();
    label(&mut world, &ben, span_of(OLD, "The bank disagreed with him"));
    label(&mut world, &ben, span_of(OLD, "prices will fall in spring"));
    let before = world.project.clone();
    let new = OLD
        .replace("The bank disagreed with him on Monday.", "Nobody else spoke.")
        .replace("A headline", "Another headline");
    let (transaction, _) = revise(&mut world, &new).unwrap();
    let mut followed = Followed::default();
    let after = followed.follow(&before, transaction.apply(&before).unwrap(), &transaction);
    assert_eq!(violations(&after), []);
    let layer = after.layer(&LayerKey { annotator: ben, article: world.article }).unwrap();
    assert_eq!(layer.annotations.values().filter(|a| matches!(a.place, Place::Lost(_))).count(), 1);
    let back = followed.follow(&after, transaction.inverse().apply(&after).unwrap(), &transaction);
    assert_eq!(back, before);
}

#[test]
fn words_that_were_lost_are_found_when_they_come_back() {
    let mut world = World::new(OLD);
    let ana = world.annotator.clone();
    label(&mut world, &ana, span_of(OLD, "The bank disagreed with him"));
    let (transaction, _) =
        revise(&mut world, &OLD.replace("The bank disagreed with him on Monday.", "Nobody spoke.")).unwrap();
    world.project = transaction.apply(&world.project).unwrap();
    let (transaction, moves) = revise(&mut world, OLD).unwrap();
    assert_eq!(moves.found.len(), 1);
    let after = transaction.apply(&world.project).unwrap();
    assert_eq!(after.article(world.article).unwrap().earlier.len(), 2);
    assert_eq!(violations(&after), []);
}

fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-h]{2,7}", 1 => Just("“é”".to_owned()), 1 => Just("said.".to_owned()), 1 => Just("\n".to_owned()), 1 => Just("👩‍🚀".to_owned())
    ];
    prop::collection::vec(piece, 1..50).prop_map(|words| words.join(" "))
}

/// A text with words taken out, put in and moved.
fn edited(old: &str, cuts: &[(u16, u8, String)]) -> String {
    let mut text = old.to_owned();
    for (at, length, put) in cuts {
        let from = text.floor_char_boundary(usize::from(*at) % (text.len() + 1));
        let to = text.floor_char_boundary((from + usize::from(*length)).min(text.len())).max(from);
        text.replace_range(from..to, put);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_other_text_breaks_nothing_and_can_be_taken_back(
        old in prose(),
        places in prop::collection::vec((any::<u16>(), any::<u8>()), 0..12),
        cuts in prop::collection::vec((any::<u16>(), any::<u8>(), "([a-h]{1,6} ){0,3}"), 1..5),
        is_ben in any::<bool>(),
    ) {
        let mut world = World::new(&old);
        let (ana, ben) = (world.annotator.clone(), AnnotatorName::parse("ben").unwrap());
        let text = Text::new(old.clone());
        for (i, (at, length)) in places.iter().enumerate() {
            let from = old.floor_char_boundary(usize::from(*at) % (old.len() + 1));
            let to = old.floor_char_boundary((from + usize::from(*length)).min(old.len())).max(from);
            if let Some(span) = crate::text::trim(&old, TextSpan::of(from, to)) {
                let by = if is_ben && i % 2 == 0 { ben.clone() } else { ana.clone() };
                label(&mut world, &by, span);
            }
        }
        let cx = PlanContext { project: &world.project, annotator: &ana, now: crate::model::Timestamp::from_seconds(5), ids: &mut world.ids };
        if let Some(first) = text.paragraphs().first() {
            world.project = plan::mark_read(&cx, world.article, &[*first]).map_or(world.project.clone(), |t| t.apply(&world.project).unwrap());
        }
        let new = edited(&old, &cuts);
        let before = world.project.clone();
        let Some((transaction, moves)) = revise(&mut world, &new) else { return Ok(()) };
        let mut followed = Followed::default();
        let after = followed.follow(&before, transaction.apply(&before).unwrap(), &transaction);
        prop_assert_eq!(violations(&after), []);
        let key = LayerKey { annotator: ana, article: world.article };
        let count = |p: &crate::model::Project| p.layer(&key).map_or(0, |l| l.annotations.size());
        prop_assert_eq!(count(&before), count(&after), "none is dropped");
        prop_assert_eq!(moves.kept + moves.changed.len() + moves.lost.len(), count(&before));
        let now = after.article(world.article).unwrap().text();
        if let (Some(was), Some(is)) = (before.layer(&key), after.layer(&key)) {
            for (id, annotation) in &was.annotations {
                let there = is.annotations.get(id).unwrap();
                let words = annotation.words(&text);
                if !moves.changed.contains(id) { prop_assert_eq!(&there.words(now), &words); }
                // Words with forty bytes around them that no edit came near stay at their place.
                let cover = annotation.cover().unwrap();
                let common = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
                if cover.end().get() + 40 < common && old.matches(&words).count() == 1 && new.matches(&words).count() == 1 {
                    prop_assert_eq!(&there.place, &annotation.place);
                }
            }
        }
        let back = followed.follow(&after, transaction.inverse().apply(&after).unwrap(), &transaction);
        prop_assert_eq!(&back, &before);
        let again = transaction.apply(&back).unwrap();
        prop_assert_eq!(followed.follow(&back, again, &transaction), after);
    }
}

#[test]
fn shared_layers_are_not_copied_where_nothing_moves() {
    let mut world = World::new(OLD);
    let ana = world.annotator.clone();
    label(&mut world, &ana, span_of(OLD, "A headline"));
    let before = world.project.clone();
    let (transaction, _) = revise(&mut world, &format!("{OLD}\nAn end that was added.")).unwrap();
    let after = transaction.apply(&before).unwrap();
    let key = LayerKey { annotator: ana, article: world.article };
    let first = |p: &crate::model::Project| Arc::clone(p.layer(&key).unwrap().annotations.values().next().unwrap());
    assert!(Arc::ptr_eq(&first(&before), &first(&after)));
    assert_eq!(transaction.changes.len(), 2, "the article and the layer's text: {:?}", transaction.what);
}
