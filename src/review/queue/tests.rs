//! What goes together, and what stays alone.

use super::*;
use crate::review::testing::Desk;

fn queue(desk: &Desk) -> Queue {
    let index = LikenessIndex::default().updated(&desk.project, &desk.annotator);
    unlinked_queue(&desk.project, &desk.annotator, &index, &AtomicBool::new(false))
}

fn desk() -> (Desk, Vec<(ArticleId, AnnotationId)>) {
    let mut desk = Desk::new();
    let mut made = Vec::new();
    for (outlet, date, text, words) in [
        (
            "A",
            "2025-11-03",
            "The ferry to the islands stops in March, Lund said.",
            "The ferry to the islands stops in March",
        ),
        (
            "B",
            "2025-11-01",
            "Ferries to the islands will stop in March, he said.",
            "Ferries to the islands will stop in March",
        ),
        ("C", "2025-11-02", "Bread prices rose by 4%, she said.", "Bread prices rose by 4%"),
        ("D", "2025-11-04", "The price of bread rose 4%, Holm said.", "The price of bread rose 4%"),
        ("E", "2025-11-05", "Nobody knows the mayor, Berg said.", "Nobody knows the mayor"),
    ] {
        let article = desk.article(outlet, date, text);
        made.push((article, desk.mark(article, words, "claim")));
    }
    (desk, made)
}

#[test]
fn what_looks_the_same_comes_together_and_the_earliest_gives_the_title() {
    let (desk, made) = desk();
    let queue = queue(&desk);
    let groups: Vec<_> = queue.groups.iter().map(|g| (g.title.as_str(), g.mentions.clone())).collect();
    assert_eq!(
        groups,
        [
            ("Ferries to the islands will stop in March", vec![made[1], made[0]]),
            ("Bread prices rose by 4%", vec![made[2], made[3]])
        ]
    );
    assert_eq!((queue.alone, desk.project.all_threads().count()), (vec![made[4]], 0));
}

#[test]
fn what_looks_like_a_thread_is_proposed_for_it() {
    let (mut desk, made) = desk();
    let thread = desk.thread(made[1].0, made[1].1, "The ferry stops");
    let queue = queue(&desk);
    let for_thread: Vec<_> = queue.groups.iter().filter(|g| g.thread == Some(thread)).collect();
    assert_eq!(for_thread.len(), 1);
    assert_eq!(for_thread[0].mentions, [made[0]]);
    assert!(for_thread[0].likeness >= PROPOSED);
    assert_eq!(queue.mentions(), 4, "what is linked is not in the queue");
}

#[test]
fn labels_stay_apart_and_pronouns_alone() {
    let (mut desk, made) = desk();
    let article = made[0].0;
    desk.mark(article, "The ferry to the islands stops in March, Lund said", "source");
    let lund = desk.mark(article, "Lund", "source");
    let he = desk.mark(made[1].0, "he", "source");
    let she = desk.mark(made[2].0, "she", "source");
    let queue = queue(&desk);
    assert!(queue.groups.iter().all(|g| g.label.as_str() == "claim"), "{:?}", queue.groups);
    for (article, alone) in [(article, lund), (made[1].0, he), (made[2].0, she)] {
        assert!(queue.alone.contains(&(article, alone)));
    }
}
