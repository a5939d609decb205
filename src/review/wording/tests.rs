//! What counts as changed, and what does not.

use super::*;
use crate::review::testing::Desk;

type Changes = Vec<(WordingKind, String)>;

/// Changes from the first text to the second; the mention stands between brackets.
fn changed(first: &str, second: &str) -> (Changes, Changes) {
    let mut desk = Desk::new();
    let mut made = Vec::new();
    for text in [first, second] {
        let words = text.split_once('[').unwrap().1.split_once(']').unwrap().0.to_owned();
        let article = desk.article("The Courier", "2025-11-01", &text.replace(['[', ']'], ""));
        made.push((article, desk.mark(article, &words, "claim")));
    }
    let article = |i: usize| desk.project.article(made[i].0).unwrap();
    let annotation = |i: usize| desk.project.annotation(&desk.key(made[i].0), made[i].1).unwrap();
    let found = wordings(&[(article(0), annotation(0)), (article(1), annotation(1))]);
    assert_eq!((found[0].new.len(), found[0].dropped.len()), (0, 0), "the first has nothing before it");
    let new = found[1].new.iter().map(|n| (n.kind, article(1).text().slice(n.span).to_owned())).collect();
    (new, found[1].dropped.iter().map(|d| (d.kind, d.words.clone())).collect())
}

#[test]
fn a_dropped_hedge_and_another_number() {
    use WordingKind::{Date, Hedge, Number, Saying};
    let (new, dropped) = changed(
        "The port said that [reportedly about 40 boats sank off Malmö on Monday].",
        "The port confirmed that [60 boats sank off Malmö on Tuesday].",
    );
    let words = |all: &[(WordingKind, &str)]| all.iter().map(|(k, w)| (*k, (*w).to_owned())).collect::<Vec<_>>();
    assert_eq!(new, words(&[(Saying, "confirmed"), (Number, "60"), (Date, "Tuesday")]));
    assert_eq!(
        dropped,
        words(&[(Number, "40"), (Hedge, "reportedly"), (Hedge, "about"), (Saying, "said"), (Date, "Monday")])
    );
}

#[test]
fn the_same_in_other_clothes_is_no_change() {
    let same = [
        ("He said [it cost $40 million].", "He said [it cost $40m]."),
        ("[Four percent of 40,000 people left], she said.", "[4% of 40000 people left], she said."),
        ("They say [Anna Lund left on 28 November].", "She says [Lund left on November 28]."),
        ("[He may leave in May 2026], he said.", "[He may leave in May 2026], he says."),
    ];
    for (first, second) in same {
        assert_eq!(changed(first, second), (Vec::new(), Vec::new()), "{first} {second}");
    }
}

#[test]
fn names_that_come_and_go() {
    let (new, dropped) = changed("She said [Lund met Holm in Oslo].", "She said [Lund met Berg in Oslo].");
    assert_eq!(new, [(WordingKind::Name, "Berg".to_owned())]);
    assert_eq!(dropped, [(WordingKind::Name, "Holm".to_owned())]);
}

#[test]
fn a_change_in_a_line() {
    let mut desk = Desk::new();
    let first = desk.article("A", "2025-11-01", "Reportedly 40 boats sank, he said.");
    let second = desk.article("B", "2025-11-02", "60 boats sank, he said.");
    let (a, b) = (desk.mark(first, "40 boats sank", "claim"), desk.mark(second, "60 boats sank", "claim"));
    let of = |article, id| {
        let annotation = desk.project.annotation(&desk.key(article), id).unwrap();
        (&**desk.project.article(article).unwrap(), &**annotation)
    };
    let found = wordings(&[of(first, a), of(second, b)]);
    let line = found[1].summary(of(second, b).0);
    assert_eq!(line, "number “40” → “60”; hedge “Reportedly” dropped");
}

proptest::proptest! {
    #[test]
    fn spans_fit_whatever_the_words(words in "(\\PC|reportedly |40 |May |\\. ){1,60}") {
        proptest::prop_assume!(!words.trim().is_empty());
        let mut desk = Desk::new();
        let article = desk.article("A", "", &words);
        let trimmed = words.trim().to_owned();
        let span = desk.span(article, &trimmed);
        let text = desk.project.article(article).unwrap().text().clone();
        proptest::prop_assume!(!crate::model::Place::at(&text, [span]).fragments().is_empty());
        let id = desk.mark(article, &trimmed, "claim");
        let annotation = desk.project.annotation(&desk.key(article), id).unwrap();
        let article = desk.project.article(article).unwrap();
        let (context, items) = items_of(article, annotation);
        proptest::prop_assert!(context.iter().chain(items.iter().map(|i| &i.span)).all(|span| text.fits(*span)));
        let twice = wordings(&[(article, annotation), (article, annotation)]);
        proptest::prop_assert!(twice[1].new.is_empty() && twice[1].dropped.is_empty());
    }
}
