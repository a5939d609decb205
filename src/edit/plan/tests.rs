//! What plans carry along and what they refuse.

use super::*;
use crate::edit::tests::World;
use crate::model::{
    AnnotatorName, AttributeId, AttributeValue, Label, LabelId, LinkStance, MetadataField, Provenance, Thread,
    ZoneKind, violations,
};
use crate::text::TextSpan;

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

/// Labels words of the article; gives the annotation.
fn mark(world: &mut World, words: &str, as_label: &str) -> AnnotationId {
    let article = world.article;
    let start = world.project.article(article).unwrap().text().as_str().find(words).unwrap();
    let span = TextSpan::of(start, start + words.len());
    let mut made = None;
    world
        .edit(|cx| {
            let (transaction, id) = annotate(cx, article, &label(as_label), &[span], Provenance::default())?;
            made = Some(id);
            Ok(transaction)
        })
        .unwrap();
    made.unwrap()
}

/// A shared claim.
fn thread(world: &mut World) -> Thread {
    Thread {
        id: world.ids.make(),
        label: label("claim"),
        title: "Prices fall".into(),
        story: None,
        known_since: None,
        made: Timestamp::default(),
        attributes: Default::default(),
        note: String::new(),
        foreign_id: String::new(),
        extra: Default::default(),
    }
}

/// Lets somebody else edit.
fn as_ben(world: &mut World) -> AnnotatorName {
    std::mem::replace(&mut world.annotator, AnnotatorName::parse("ben").unwrap())
}

#[test]
fn parts_make_room_and_grow_together() {
    let mut world = World::new("One\nTwo\nThree\nFour");
    let article = world.article;
    let set = |world: &mut World, from, to, kind| {
        world.edit(|cx| set_zone(cx, article, TextSpan::of(from, to), kind, "")).unwrap();
    };
    let zones = |world: &World| -> Vec<(ZoneKind, TextSpan)> {
        world.project.article(article).unwrap().zones.iter().map(|z| (z.kind, z.span)).collect()
    };
    set(&mut world, 0, 18, ZoneKind::List);
    set(&mut world, 5, 6, ZoneKind::Caption);
    assert_eq!(
        zones(&world),
        [
            (ZoneKind::List, TextSpan::of(0, 3)),
            (ZoneKind::Caption, TextSpan::of(4, 7)),
            (ZoneKind::List, TextSpan::of(8, 18))
        ]
    );
    set(&mut world, 4, 4, ZoneKind::List);
    assert_eq!(zones(&world), [(ZoneKind::List, TextSpan::of(0, 18))]);
    set(&mut world, 0, 18, ZoneKind::Body);
    assert_eq!(zones(&world), []);
}

#[test]
fn cells_are_checked_and_set_as_one_step() {
    let mut world = World::new("One");
    let article = world.article;
    let cell = |column, value: &str| CellEdit { article, column, value: value.into() };
    let genre = Column::Attribute(AttributeId::parse("genre").unwrap());
    world
        .edit(|cx| {
            let date = cell(Column::Field(MetadataField::Published), "2025-11-28");
            set_cells(
                cx,
                &[cell(Column::Field(MetadataField::Title), " A  title "), date, cell(genre.clone(), "News report")],
            )
        })
        .unwrap();
    let set = world.project.article(article).unwrap().clone();
    assert_eq!(
        (set.metadata.title.as_str(), set.metadata.get(MetadataField::Published).as_str()),
        ("A title", "2025-11-28")
    );
    assert_eq!(set.attributes.values().collect::<Vec<_>>(), [&AttributeValue::text("news")]);
    for (column, wrong) in [(Column::Field(MetadataField::Published), "yesterday"), (genre, "poem")] {
        let refused =
            world.edit(|cx| set_cells(cx, &[cell(Column::Field(MetadataField::Title), "Other"), cell(column, wrong)]));
        assert!(matches!(refused, Err(PlanError::BadValue { value, .. }) if value == wrong));
    }
    assert_eq!(world.project.article(article).unwrap().metadata.title, "A title", "nothing of a refused block is set");
    assert_eq!(world.history.done().len(), 1);
}

#[test]
fn keys_of_labels_do_not_clash() {
    let mut world = World::new("One");
    let claim = (**world.project.codebook.label(&label("claim")).unwrap()).clone();
    let refused = world.edit(|cx| put_label(cx, Label { key: Some('S'), ..claim.clone() }));
    assert_eq!(refused, Err(PlanError::KeyTaken { key: 's', owner: "Quoted source".into() }));
    let own_parent = world.edit(|cx| put_label(cx, Label { parent: Some(claim.id.clone()), ..claim.clone() }));
    assert!(matches!(own_parent, Err(PlanError::Refused(_))));
    world.edit(|cx| put_label(cx, Label { key: Some('K'), name: " Assertion ".into(), ..claim })).unwrap();
    let changed = world.project.codebook.label(&label("claim")).unwrap();
    assert_eq!((changed.key, changed.name.as_str()), (Some('k'), "Assertion"));
}

#[test]
fn merging_moves_ones_own_and_says_what_others_keep() {
    let mut world = World::new("Ann said prices fall.");
    mark(&mut world, "Ann", "event");
    let ana = as_ben(&mut world);
    mark(&mut world, "prices", "event");
    world.annotator = ana;
    world.edit(|cx| merge_labels(cx, &label("event"), &label("source"))).unwrap();
    let what = world.history.done().last().unwrap().what.clone();
    assert_eq!(what, "merge label \"Event\" into \"Quoted source\": 1 annotations; 1 of others keep it");
    let uses = label_uses(&world.project);
    assert_eq!((uses[&label("source")].total(), uses[&label("event")].total()), (1, 1));
    assert!(world.project.codebook.label(&label("event")).unwrap().archived);
    let refused = world.edit(|cx| {
        let span = TextSpan::of(0, 3);
        annotate(
            cx,
            cx.project.articles.keys().next().copied().unwrap(),
            &label("event"),
            &[span],
            Provenance::default(),
        )
        .map(|(t, _)| t)
    });
    assert!(matches!(refused, Err(PlanError::NoLabel(_))), "an archived label is not given any more");
}

#[test]
fn a_label_without_uses_is_deleted_and_a_used_one_archived() {
    let mut world = World::new("Ann said prices fall.");
    let own = Label {
        id: label("rumour"),
        name: "Rumour".into(),
        key: None,
        ..(**world.project.codebook.label(&label("event")).unwrap()).clone()
    };
    world.edit(|cx| put_label(cx, own.clone())).unwrap();
    world.edit(|cx| archive_label(cx, &own.id)).unwrap();
    assert!(world.project.codebook.label(&own.id).is_none());
    mark(&mut world, "prices", "event");
    world.edit(|cx| archive_label(cx, &label("event"))).unwrap();
    assert!(world.project.codebook.label(&label("event")).unwrap().archived);
    world.edit(|cx| restore_label(cx, &label("event"))).unwrap();
    assert!(!world.project.codebook.label(&label("event")).unwrap().archived);
}

#[test]
fn an_article_goes_with_ones_own_layer_but_not_with_anothers() {
    let mut world = World::new("Ann said prices fall.");
    let article = world.article;
    mark(&mut world, "Ann", "source");
    let ana = as_ben(&mut world);
    mark(&mut world, "prices", "event");
    world.annotator = ana;
    let refused = world.edit(|cx| remove_articles(cx, &[article]));
    assert!(matches!(refused, Err(PlanError::Refused(why)) if why.starts_with("ben has coded")));
    let ben = world.history.clone();
    let undone = world.history.undo(&world.project).unwrap().unwrap();
    world.project = undone.0;
    assert_ne!(world.history, ben);
    world.edit(|cx| remove_articles(cx, &[article])).unwrap();
    assert!(world.project.articles.is_empty() && world.project.layers.is_empty());
    assert_eq!(violations(&world.project), []);
}

#[test]
fn a_thread_that_others_link_to_stays() {
    let mut world = World::new("Ann said prices fall.");
    let article = world.article;
    let claim = mark(&mut world, "prices fall", "claim");
    let thread = thread(&mut world);
    let id = thread.id;
    world.edit(|cx| put_thread(cx, thread.clone())).unwrap();
    world.edit(|cx| link(cx, article, claim, id, LinkStance::Against)).unwrap();
    let ana = as_ben(&mut world);
    let bens = mark(&mut world, "prices", "event");
    world.edit(|cx| link(cx, article, bens, id, LinkStance::For)).unwrap();
    assert!(matches!(world.edit(|cx| put_thread(cx, thread)), Err(PlanError::Refused(_))), "ben does not edit ana's");
    world.annotator = ana;
    assert!(matches!(world.edit(|cx| delete_thread(cx, id)), Err(PlanError::Refused(why)) if why.contains("ben")));
    as_ben(&mut world);
    world.edit(|cx| unlink(cx, article, bens, id)).unwrap();
    world.annotator = AnnotatorName::parse("ana").unwrap();
    world.edit(|cx| delete_thread(cx, id)).unwrap();
    assert!(world.project.annotation(&world.key(), claim).unwrap().threads.is_empty());
    assert_eq!(violations(&world.project), []);
}

#[test]
fn finishing_marks_what_counts_and_leaves_boilerplate() {
    let mut world = World::new("One.\nTwo.\nComments (0)");
    let article = world.article;
    world.edit(|cx| set_zone(cx, article, TextSpan::of(11, 12), ZoneKind::Boilerplate, "")).unwrap();
    assert_eq!(unread_paragraphs(&world.project, &world.key()).len(), 2);
    world.edit(|cx| finish(cx, article)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    assert!(layer.done && layer.reading.size() == 2);
    world.edit(|cx| reopen(cx, article)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    assert!(!layer.done && layer.reading.size() == 2, "what was read stays read");
}

#[test]
fn many_annotations_are_edited_as_one_step() {
    let mut world = World::new("Ana said that prices fall. Ben knew.");
    let (ana, prices, ben) = (
        mark(&mut world, "Ana", "source"),
        mark(&mut world, "prices fall", "claim"),
        mark(&mut world, "Ben", "source"),
    );
    let article = world.article;
    let all = |ids: &[AnnotationId]| Targets::from([(article, ids.iter().copied().collect())]);
    let label_of = |world: &World, id| world.project.annotation(&world.key(), id).map(|a| a.label.clone());
    let before = world.project.clone();
    world.edit(|cx| edit_all(cx, &all(&[ana, ben]), &EditAll::Relabel(label("event")))).unwrap();
    assert_eq!(label_of(&world, ana), Some(label("event")));
    assert_eq!(label_of(&world, prices), Some(label("claim")), "what is not named stays");
    world.project = world.history.undo(&world.project).unwrap().unwrap().0;
    assert_eq!(world.project, before, "one step back takes all of it back");

    let voice = AttributeId::parse("voice").unwrap();
    let credited = EditAll::SetAttribute(voice.clone(), Some(AttributeValue::text("credited")));
    world.edit(|cx| edit_all(cx, &all(&[ana, prices]), &credited)).unwrap();
    let value = |world: &World, id| world.project.annotation(&world.key(), id).unwrap().attributes.get(&voice).cloned();
    assert_eq!(value(&world, prices), Some(AttributeValue::text("credited")));
    assert_eq!(value(&world, ana), None, "a source has no voice");

    world.edit(|cx| edit_all(cx, &all(&[ana, prices, ben]), &EditAll::Delete)).unwrap();
    assert!(world.project.layer(&world.key()).is_none());
    let gone = world.edit(|cx| edit_all(cx, &all(&[ana]), &EditAll::SetUnsure(true)));
    assert_eq!(gone, Err(PlanError::NoAnnotation(ana)));
}

#[test]
fn a_link_of_many_takes_only_what_has_the_threads_label() {
    let mut world = World::new("Ana said that prices fall.");
    let (ana, prices) = (mark(&mut world, "Ana", "source"), mark(&mut world, "prices fall", "claim"));
    let thread = thread(&mut world);
    let id = thread.id;
    world.edit(|cx| put_thread(cx, thread)).unwrap();
    let targets = Targets::from([(world.article, [ana, prices].into())]);
    world.edit(|cx| edit_all(cx, &targets, &EditAll::Link(id, LinkStance::Against))).unwrap();
    let links = |world: &World, id| world.project.annotation(&world.key(), id).unwrap().threads.clone();
    assert_eq!(links(&world, prices), [(id, LinkStance::Against)].into());
    assert!(links(&world, ana).is_empty());
    let again = world.edit(|cx| edit_all(cx, &targets, &EditAll::Link(id, LinkStance::Against)));
    assert!(matches!(again, Err(PlanError::Refused(_))));
}

#[test]
fn many_places_get_a_label_as_one_step() {
    let mut world = World::new("Ana said that prices fall. Ana left. “Prices fall”, Ana said.");
    let first = mark(&mut world, "Ana", "source");
    let (article, affiliation) = (world.article, AttributeId::parse("affiliation").unwrap());
    world.edit(|cx| set_attribute(cx, article, &[first], &affiliation, Some(&AttributeValue::text("a bank")))).unwrap();
    let before = world.project.clone();
    let spans = [TextSpan::of(0, 3), TextSpan::of(27, 30), TextSpan::of(56, 59)];
    let places = Places::from([(article, spans.into())]);
    world.edit(|cx| annotate_many(cx, &places, &label("source"), Some((article, first)))).unwrap();
    let layer = std::sync::Arc::clone(world.project.layer(&world.key()).unwrap());
    let sources: Vec<_> = layer.annotations.values().filter(|a| a.label == label("source")).collect();
    assert_eq!(sources.len(), 3, "the one that was there is left out");
    assert!(sources.iter().all(|a| a.attributes.get(&affiliation) == Some(&AttributeValue::text("a bank"))));
    assert_eq!(violations(&world.project), []);
    let again = world.edit(|cx| annotate_many(cx, &places, &label("source"), None));
    assert!(matches!(again, Err(PlanError::Refused(_))));
    world.project = world.history.undo(&world.project).unwrap().unwrap().0;
    assert_eq!(world.project, before, "one step back takes all of it back");
    let claims = Places::from([(article, [TextSpan::of(14, 25)].into())]);
    world.edit(|cx| annotate_many(cx, &claims, &label("claim"), None)).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    let claim = layer.annotations.values().find(|a| a.label == label("claim")).unwrap();
    assert_eq!(claim.attributes.get(&AttributeId::parse("mode").unwrap()), Some(&AttributeValue::text("indirect")));
    let beyond = Places::from([(article, [TextSpan::of(60, 99)].into())]);
    assert_eq!(world.edit(|cx| annotate_many(cx, &beyond, &label("claim"), None)), Err(PlanError::BadSpan));
}
