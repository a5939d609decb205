use super::*;
use crate::edit::plan::{self, NewText};
use crate::edit::{PlanContext, Transaction};
use crate::model::{ArticleId, IdMaker, Timestamp};
use crate::review::testing::Desk;

fn report(old: &str, new: &str) -> Vec<(ChangeKind, String, String)> {
    let mut desk = Desk::new();
    let id = desk.article("A", "2025-11-01", new);
    let article = desk.project.article(id).unwrap();
    let report = RevisionReport::new(&desk.project, article, &Text::new(old), article.text(), &|_| true);
    let words = |text: &str, span: Option<TextSpan>| span.map(|span| span.slice(text).to_owned()).unwrap_or_default();
    report.changes.iter().map(|change| (change.kind, words(old, change.old), words(new, change.new))).collect()
}

#[test]
fn sentences_are_added_removed_softened_and_made_firmer() {
    let old = "The dam broke at noon. Officials reportedly fled at once. The mayor said nothing.\nHe denied it.";
    let new = "The dam reportedly broke at noon. Officials fled at once. An inquiry begins today.\nHe denied it.";
    let found = report(old, new);
    let kinds: Vec<ChangeKind> = found.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, [ChangeKind::Softened, ChangeKind::Firmed, ChangeKind::Removed, ChangeKind::Added], "{found:?}");
    assert_eq!(found[2].1, "The mayor said nothing.");
    assert_eq!(found[3].2, "An inquiry begins today.");
}

#[test]
fn a_verb_that_leaves_it_with_the_speaker_softens() {
    let found = report("The bank confirmed a loss of 40 million.", "The bank claimed a loss of 40 million.");
    assert_eq!(found[0].0, ChangeKind::Softened);
    let found = report("The bank said that it lost 40 million.", "The bank said that it lost 60 million.");
    assert_eq!(found[0].0, ChangeKind::Reworded);
}

#[test]
fn a_sentence_that_was_put_behind_another_is_one_that_was_added() {
    let found = report(
        "Residents reportedly hear noises.\nIt cost two.",
        "Residents hear noises. A petition was handed over.\nIt cost two.",
    );
    let kinds: Vec<ChangeKind> = found.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, [ChangeKind::Firmed, ChangeKind::Added], "{found:?}");
    assert_eq!(found[1].2, "A petition was handed over.");
}

#[test]
fn line_ends_and_spaces_are_no_change() {
    assert_eq!(report("One sentence here. Another one.", "One sentence here.\nAnother  one."), []);
    assert_eq!(report("Same.", "Same."), []);
    assert_eq!(report("", "New text. Two sentences.").len(), 1);
}

#[test]
fn a_change_names_the_annotations_on_it_lost_ones_too() {
    let mut desk = Desk::new();
    let old =
        "The dam broke at noon on Monday, the mayor said.\nForty people were hurt in the village below it.\nAn end.";
    let id: ArticleId = desk.article("A", "2025-11-01", old);
    let kept = desk.mark(id, "The dam broke at noon on Monday", "event");
    let lost = desk.mark(id, "Forty people were hurt", "claim");
    let new =
        Text::new("The dam broke at dawn on Monday, the mayor said.\nNo news came from elsewhere that day.\nAn end.");
    let key = desk.key(id);
    let mut ids = IdMaker::new(9);
    let cx = PlanContext {
        project: &desk.project,
        annotator: &key.annotator,
        now: Timestamp::from_seconds(0),
        ids: &mut ids,
    };
    let (transaction, _): (Transaction, _) =
        plan::revise(&cx, &NewText { article: id, text: new.clone(), accessed: None }).unwrap();
    let after = transaction.apply(&desk.project).unwrap();
    let article = after.article(id).unwrap();
    let report = RevisionReport::new(&after, article, &article.earlier[0].text, article.text(), &|_| true);
    let on: Vec<_> =
        report.changes.iter().map(|c| c.annotations.iter().map(|(_, id)| *id).collect::<Vec<_>>()).collect();
    assert!(on.first().unwrap().contains(&kept), "{:?}", report.changes);
    assert!(on.iter().any(|ids| ids.contains(&lost)), "{:?}", report.changes);
}
