use super::*;
use proptest::prelude::*;

fn aligned(old: &str, new: &str) -> Alignment {
    Alignment::new(&Text::new(old), &Text::new(new))
}

fn span_of(text: &str, words: &str) -> TextSpan {
    let start = text.find(words).unwrap();
    TextSpan::of(start, start + words.len())
}

/// What became of words: the words that they are now, with a mark where they changed.
fn carried(old: &str, new: &str, words: &str) -> String {
    let alignment = aligned(old, new);
    match alignment.carry(span_of(old, words)) {
        Carried::Same(span) => span.slice(new).to_owned(),
        Carried::Changed(span) => format!("~{}", span.slice(new)),
        Carried::Lost => "lost".to_owned(),
    }
}

#[test]
fn runs_and_changes_cover_both_texts() {
    let (old, new) =
        ("The minister said prices will fall.\nHe left.", "The minister said prices would fall soon.\nHe left.");
    let alignment = aligned(old, new);
    let changes: Vec<(&str, &str)> =
        alignment.changes().iter().map(|pair| (pair.old.slice(old), pair.new.slice(new))).collect();
    assert_eq!(changes, [("will", "would"), ("", " soon")]);
    assert!(alignment.likeness() > 0.7);
    assert!(aligned("one two", "").changes().len() == 1);
    assert!(aligned("", "").changes().is_empty());
    assert_eq!(aligned("a b", "a b").changes(), []);
}

#[test]
fn places_follow_their_words() {
    let old = "The minister said prices will fall. The bank disagreed with him on Monday.";
    let new = "Updated at noon. The minister said prices will fall. The bank disagreed with them on Monday.";
    assert_eq!(carried(old, new, "prices will fall"), "prices will fall");
    assert_eq!(carried(old, new, "The bank"), "The bank");
    assert_eq!(carried(old, new, "disagreed with him on Monday"), "~disagreed with them on Monday");
    let gone = "The minister said nothing about the economy at all. The bank disagreed with him on Monday.";
    assert_eq!(carried(old, gone, "prices will fall"), "lost");
    assert_eq!(carried(old, gone, "The minister"), "The minister");
}

#[test]
fn of_words_that_stand_twice_each_keeps_its_own() {
    let old = "He spoke of talks in May.\nShe spoke of talks in June, he said of talks.";
    let new = "New head.\nHe spoke of talks in May.\nShe spoke of talks in June, he said of talks.";
    let alignment = aligned(old, new);
    for (i, _) in old.match_indices("talks") {
        let found = alignment.carry(TextSpan::of(i, i + 5));
        assert_eq!(found, Carried::Same(TextSpan::of(i + 10, i + 15)));
    }
}

#[test]
fn a_passage_that_moved_is_found_and_a_lone_word_in_new_company_is_not() {
    let old = "First a long sentence about rain.\nThen the mayor promised new ferries by spring.\nAn end.";
    let new = "Then the mayor promised new ferries by spring.\nFirst a long sentence about rain.\nAn end.";
    assert_eq!(carried(old, new, "the mayor promised new ferries"), "the mayor promised new ferries");
    assert_eq!(carried(old, "Nobody asked; talk of rain stopped short", "rain"), "lost");
}

#[test]
fn paragraphs_are_recognized_by_their_words() {
    let old = "Title here\nThe first paragraph with several words.\nSubscribe to our letter.";
    let new = "Title here\nAn inserted one.\nThe first paragraph with seven words.\nSubscribe to our letter.";
    let alignment = aligned(old, new);
    let there = |words: &str| alignment.carry_paragraphs(span_of(old, words)).map(|span| span.slice(new));
    assert_eq!(there("Subscribe to our letter."), Some("Subscribe to our letter."));
    assert_eq!(there("The first paragraph with several words."), Some("The first paragraph with seven words."));
    assert_eq!(alignment.carry_whole(span_of(old, "The first paragraph with several words.")), None);
    assert_eq!(alignment.carry_whole(span_of(old, "Title here")), Some(TextSpan::of(0, 10)));
}

#[test]
fn a_long_text_that_was_rewritten_costs_little() {
    let old: String = (0..20_000).map(|i| format!("w{} ", i * 7 % 97)).collect();
    let new: String = (0..20_000).map(|i| format!("w{} ", i * 11 % 89)).collect();
    let alignment = aligned(&old, &new);
    check(&old, &new, &alignment);
}

/// Runs are in order, apart, not empty, and hold the same bytes.
fn check(old: &str, new: &str, alignment: &Alignment) {
    let mut at = (0, 0);
    for run in alignment.same() {
        assert!(run.old.start().get() >= at.0 && run.new.start().get() >= at.1);
        assert!(!run.old.is_empty());
        assert_eq!(old.get(run.old.range()).unwrap(), new.get(run.new.range()).unwrap());
        at = (run.old.end().get(), run.new.end().get());
    }
    let rebuilt: usize = alignment.changes().iter().map(|pair| pair.old.len()).sum::<usize>()
        + alignment.same().iter().map(|run| run.old.len()).sum::<usize>();
    assert_eq!(rebuilt, old.len());
}

fn prose() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-e]{1,3}", 1 => Just("é".to_owned()), 1 => Just("👩‍🚀".to_owned()), 1 => Just("。日".to_owned()), 1 => Just("\n".to_owned())
    ];
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn alignments_hold_for_any_two_texts(old in prose(), new in prose()) {
        check(&old, &new, &aligned(&old, &new));
    }

    #[test]
    fn every_place_lands_on_characters_of_the_newer_text(old in prose(), new in prose(), a in 0usize..200, b in 0usize..200) {
        let (a, b) = (old.floor_char_boundary(a.min(old.len())), old.floor_char_boundary(b.min(old.len())));
        let span = TextSpan::of(a.min(b), a.max(b));
        let text = Text::new(new.clone());
        match aligned(&old, &new).carry(span) {
            Carried::Same(found) => prop_assert_eq!(old.get(span.range()), new.get(found.range())),
            Carried::Changed(found) => prop_assert!(text.fits(found) && !found.is_empty()),
            Carried::Lost => {}
        }
    }

    /// What stands before and after an edit keeps its place, however the edit reads.
    #[test]
    fn untouched_words_stay(
        before in "([a-d]{1,4}[ ,.\n]){8,20}", middle in prose(), other in prose(), after in "([a-d]{1,4}[ ,.\n]){8,20}"
    ) {
        let old = format!("{before}zz {middle} yy {after}");
        let new = format!("{before}zz {other} yy {after}");
        let alignment = aligned(&old, &new);
        let first: Vec<TextSpan> = crate::text::words(&before, TextSpan::of(0, before.len())).collect();
        // Far enough from the edit that what stands around them was not touched either.
        for span in first.iter().filter(|span| span.end().get() + 24 < before.len()) {
            let found = alignment.carry(*span).span();
            prop_assert!(found.is_some());
            prop_assert_eq!(found.map(|f| f.slice(&new)), Some(span.slice(&old)));
            if !new.contains("zz zz") { prop_assert_eq!(found, Some(*span)); }
        }
        let shift = new.len().cast_signed() - old.len().cast_signed();
        let start = old.len() - after.len();
        for span in crate::text::words(&old, TextSpan::of(start, old.len())).filter(|span| span.start().get() > start + 24) {
            let there = TextSpan::of(span.start().get().saturating_add_signed(shift), span.end().get().saturating_add_signed(shift));
            prop_assert_eq!(alignment.carry(span).span(), Some(there));
        }
    }
}
