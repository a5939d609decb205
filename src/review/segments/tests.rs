use super::*;
use crate::model::testing::random_project;
use crate::model::{AnnotatorName, BlindDraw, Project};
use proptest::prelude::*;
use std::sync::Arc;

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

fn listed(project: &Project, filter: &SegmentFilter, order: SegmentOrder, group: SegmentGroup) -> SegmentList {
    list_segments(&SegmentIndex::default().updated(project, &ana()), project, filter, order, group)
}

fn ids(list: &SegmentList) -> Vec<String> {
    list.rows.iter().filter_map(SegmentRow::segment).map(|(_, s)| s.annotation.id.to_string()).collect()
}

proptest! {
    #[test]
    fn without_a_filter_every_annotation_is_listed_once(seed in 0_u64..5_000) {
        let project = random_project(seed);
        let list = listed(&project, &SegmentFilter::default(), SegmentOrder::default(), SegmentGroup::None);
        let all: usize = project.layers.values().map(|layer| layer.annotations.size()).sum();
        prop_assert_eq!((list.shown, list.all, list.rows.len()), (all, all, all));
        for group in [SegmentGroup::Label, SegmentGroup::Article, SegmentGroup::Outlet, SegmentGroup::Annotator] {
            let grouped = listed(&project, &SegmentFilter::default(), SegmentOrder::default(), group);
            let below: usize = grouped.rows.iter().map(|r| if let SegmentRow::Heading(_, n) = r { *n } else { 0 }).sum();
            prop_assert_eq!(below, all);
        }
    }

    #[test]
    fn down_is_up_backwards_and_the_filter_is_what_it_says(seed in 0_u64..5_000, label in 0_usize..3) {
        let project = random_project(seed);
        let list = |order| listed(&project, &SegmentFilter::default(), order, SegmentGroup::None);
        let mut down = ids(&list((SegmentSort::Words, Direction::Down)));
        down.reverse();
        prop_assert_eq!(ids(&list((SegmentSort::Words, Direction::Up))), down);
        for direction in [Direction::Up, Direction::Down] {
            let by_note = list((SegmentSort::Note, direction));
            let notes: Vec<bool> =
                by_note.rows.iter().filter_map(SegmentRow::segment).map(|(_, s)| s.annotation.note.is_empty()).collect();
            prop_assert!(notes.is_sorted(), "what has no note comes last, whichever end is first");
        }
        let Some(label) = project.codebook.labels.keys().nth(label) else { return Ok(()) };
        let filter = SegmentFilter { labels: [label.clone()].into(), ..SegmentFilter::default() };
        let found = ids(&listed(&project, &filter, SegmentOrder::default(), SegmentGroup::None)).len();
        let all = project.layers.values().flat_map(|layer| layer.annotations.values());
        prop_assert_eq!(found, all.filter(|a| a.label == *label).count());
    }
}

/// The first random project in which Ana and somebody else have annotations.
fn of_two() -> Project {
    let has = |project: &Project, own: bool| {
        project.layers.iter().any(|(key, layer)| (key.annotator == ana()) == own && !layer.annotations.is_empty())
    };
    (0..1_000).map(random_project).find(|p| has(p, true) && has(p, false)).unwrap()
}

#[test]
fn others_coding_of_a_blind_article_stays_hidden() {
    let mut project = of_two();
    let all = listed(&project, &SegmentFilter::default(), SegmentOrder::default(), SegmentGroup::None).all;
    let mut info = (*project.info).clone();
    info.blind_draw = Some(BlindDraw {
        articles: project.articles.keys().copied().collect(),
        annotators: [ana()].into(),
        ..BlindDraw::default()
    });
    project.info = Arc::new(info);
    let list = listed(&project, &SegmentFilter::default(), SegmentOrder::default(), SegmentGroup::None);
    assert!(list.all < all);
    assert_eq!(list.annotators.keys().collect::<Vec<_>>(), [&ana()]);
}

#[test]
fn words_are_found_in_annotation_note_and_article() {
    let project = of_two();
    let (key, layer) = project.layers.iter().find(|(_, layer)| !layer.annotations.is_empty()).unwrap();
    let annotation = layer.in_text_order()[0];
    let text = project.article(key.article).unwrap().text();
    let words = annotation.words(text).to_uppercase();
    let filter = SegmentFilter { words, ..SegmentFilter::default() };
    let found = ids(&listed(&project, &filter, SegmentOrder::default(), SegmentGroup::None));
    assert!(found.contains(&annotation.id.to_string()));
    let filter = SegmentFilter { words: "zzzz".into(), ..SegmentFilter::default() };
    assert!(ids(&listed(&project, &filter, SegmentOrder::default(), SegmentGroup::None)).is_empty());
}

#[test]
fn layers_that_did_not_change_are_not_made_again() {
    let mut project = of_two();
    let index = SegmentIndex::default().updated(&project, &ana());
    let changed = project.layers.keys().next().unwrap().clone();
    let mut layer = (**project.layer(&changed).unwrap()).clone();
    layer.done = !layer.done;
    project.layers.insert_mut(changed.clone(), Arc::new(layer));
    let after = index.updated(&project, &ana());
    for (old, new) in index.blocks().zip(after.blocks()) {
        assert_eq!(Arc::ptr_eq(old, new), old.key != changed);
    }
}
