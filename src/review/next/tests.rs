//! What is counted, and which article comes next.

use super::*;
use crate::edit::plan;
use crate::review::testing::Desk;
use crate::review::{Coding, ThreadIndex};
use std::sync::atomic::AtomicBool;

fn of(desk: &Desk) -> (ProjectProgress, Vec<NextArticle>) {
    let threads = ThreadIndex::new(&desk.project, &Coding::One(desk.annotator.clone()));
    let all = project_progress(&desk.project, &desk.annotator, &threads);
    let next = next_articles(&desk.project, &desk.annotator, &threads, &all, &AtomicBool::new(false));
    (all, next)
}

#[test]
fn shares_and_lists() {
    let mut desk = Desk::new();
    let first = desk.article("A", "2025-11-01", "Prices fall.\nNobody said so.");
    let second = desk.article("B", "2025-11-02", "Prices fall too.");
    let (one, other) = (desk.mark(first, "Prices fall", "claim"), desk.mark(second, "Prices fall", "claim"));
    let nobody = desk.mark(first, "Nobody", "source");
    desk.credit(first, one, nobody);
    let thread = desk.thread(first, one, "Prices fall");
    let alone = desk.thread(first, nobody, "Nobody");
    desk.link(second, other, thread);
    let paragraph = desk.project.article(first).unwrap().text().paragraphs()[0];
    desk.edit(|cx| Ok((plan::mark_read(cx, first, &[paragraph])?, ()))).unwrap();
    let (all, _) = of(&desk);
    assert_eq!((all.paragraphs, all.done), ((1, 3), (0, 2)));
    assert_eq!((all.without_source, all.seen_once, all.unlinked), (1, 1, 0));
    let article = |id| all.articles.iter().find(|a| a.article == id).unwrap();
    assert_eq!((&article(second).without_source, &article(first).seen_once), (&vec![(second, other)], &vec![alone]));
    let labelled = (11 + 6) as f32 / (12 + 15) as f32;
    assert!((article(first).labelled - labelled).abs() < 1e-6);
}

#[test]
fn what_is_unread_and_new_comes_next() {
    let mut desk = Desk::new();
    let read = desk.article("A", "2025-11-01", "Yesterday Lund met Holm.\n");
    let again = desk.article("B", "2025-11-02", "Again Lund met Holm.\n");
    let new = desk.article("C", "2025-11-03", "Today Berg and Dahl met Lund in Oslo.\n");
    let claim = desk.mark(read, "met Holm", "claim");
    desk.thread(read, claim, "They met Holm");
    desk.edit(|cx| Ok((plan::finish(cx, read)?, ()))).unwrap();
    let (_, next) = of(&desk);
    let order: Vec<_> = next.iter().map(|n| n.article).collect();
    assert_eq!(order, [new, again], "what is done is not proposed");
    assert_eq!(next[0].reason, "nothing of it is read; 3 names that you have not read about: Berg, Dahl, Oslo");
    assert!(next[1].reason.ends_with("1 name of your shared claims, sources and events: Holm"), "{}", next[1].reason);
    let family = [read, new].into();
    desk.edit(|cx| plan::put_family(cx, crate::model::FamilyKind::Reprint, &family)).unwrap();
    let (_, next) = of(&desk);
    assert_eq!(next[0].article, again);
    assert!(next[1].reason.ends_with("but it is a reprint of one that is done"));
}
