use super::*;

fn label(name: &str) -> LabelId {
    LabelId::parse(name).unwrap()
}

fn tally() -> Tally {
    Tally::new(["claim", "source", "event"].map(label))
}

fn span(text: &str, words: &str) -> TextSpan {
    let at = text.find(words).unwrap_or_else(|| panic!("{words}"));
    TextSpan::of(at, at + words.len())
}

/// Marks by label and the words of their fragments, parted by `…`.
fn answer(text: &str, marks: &[(&str, &str)]) -> Answer {
    let mark = |(name, words): &(&str, &str)| Mark {
        label: label(name),
        fragments: words.split('…').map(|words| span(text, words)).collect(),
        score: 1.0,
    };
    Answer { marks: marks.iter().map(mark).collect(), links: Vec::new() }
}

fn case(text: &str, marks: &[(&str, &str)]) -> Case {
    Case { text: text.into(), gold: answer(text, marks), scope: Scope::default() }
}

fn rates(case: &Case, proposed: &Answer, of: &str) -> LabelReport {
    let mut tally = tally();
    tally.add(case, proposed, |_| 0.0);
    tally.report().labels.get(&label(of)).cloned().unwrap_or_default()
}

fn counts(rate: Rate) -> [usize; 3] {
    [rate.proposed, rate.gold, rate.right]
}

const TEXT: &str = "The mayor said that the bridge “will open,” and added: “No tolls.” Residents denied it.";

#[test]
fn outer_marks_and_a_leading_that_do_not_count() {
    let gold = case(TEXT, &[("claim", "that the bridge “will open,”"), ("claim", "“No tolls.”")]);
    let found = rates(&gold, &answer(TEXT, &[("claim", "the bridge “will open"), ("claim", "No tolls")]), "claim");
    assert_eq!(counts(found.exact), [2, 2, 2]);
    assert_eq!(found.exact.f1().to_bits(), 1.0_f64.to_bits());
    let shorter = rates(&gold, &answer(TEXT, &[("claim", "bridge “will open")]), "claim");
    assert_eq!(counts(shorter.exact), [1, 2, 0], "a word less is another span");
    let that = "that is what he meant by that";
    assert_eq!(edges::bare(that, TextSpan::of(0, that.len())), Some(TextSpan::of(5, that.len())));
    assert_eq!(edges::bare("that’s it", TextSpan::of(0, 11)).map(|s| s.start().get()), Some(0));
    assert_eq!(edges::bare("that", TextSpan::of(0, 4)), Some(TextSpan::of(0, 4)), "a pronoun alone stays");
}

#[test]
fn overlap_needs_half_of_all_characters_and_pairs_one_to_one() {
    let text = "abcdefghij klmno";
    let gold = case(text, &[("claim", "abcdefghij")]);
    // Five of ten characters are half of them; two halves of one claim are one hit.
    let halves = answer(text, &[("claim", "abcde"), ("claim", "fghij")]);
    assert_eq!(counts(rates(&gold, &halves, "claim").overlap), [2, 1, 1]);
    assert_eq!(counts(rates(&gold, &answer(text, &[("claim", "abcd")]), "claim").overlap), [1, 1, 0]);
    // Characters, not bytes: two of four, though most of the bytes.
    let accents = "éé ab";
    assert_eq!(
        counts(rates(&case(accents, &[("claim", "éé ab")]), &answer(accents, &[("claim", " ab")]), "claim").overlap),
        [1, 1, 1]
    );
}

#[test]
fn fragments_count_each_and_joined_ones_apart() {
    let text = "“We pay,” he said, “and we stay.” “Never,” she said, “for good.”";
    let gold = case(text, &[("claim", "We pay…and we stay"), ("claim", "Never…for good")]);
    let found = rates(&gold, &answer(text, &[("claim", "We pay…and we stay"), ("claim", "Never")]), "claim");
    assert_eq!(counts(found.exact), [3, 4, 3]);
    assert_eq!(counts(found.joined), [1, 2, 1]);
    assert_eq!(counts(found.token), [6, 8, 6]);
}

#[test]
fn what_a_corpus_does_not_label_is_no_fault() {
    let text = "Talks began. Talks ended.";
    let mut gold = case(text, &[("event", "began")]);
    gold.scope.scored = Some(vec![TextSpan::of(0, 12)]);
    gold.scope.labels = vec![label("event")];
    let found = answer(text, &[("event", "began"), ("event", "ended"), ("claim", "Talks began")]);
    let mut tally = tally();
    tally.add(&gold, &found, |_| 0.0);
    let report = tally.report();
    assert_eq!(report.labels.keys().map(LabelId::as_str).collect::<Vec<_>>(), ["event"]);
    assert_eq!(report.labels.get(&label("event")).map(|l| counts(l.exact)), Some([1, 1, 1]));
}

#[test]
fn where_one_level_is_marked_nested_proposals_are_left_out() {
    let text = "Axios reported that Mr Trump said he is open.";
    let mut gold = case(text, &[("claim", "Mr Trump said he is open"), ("source", "Axios")]);
    let found = answer(
        text,
        &[("claim", "Mr Trump said he is open"), ("claim", "he is open"), ("source", "Axios"), ("source", "Mr Trump")],
    );
    assert_eq!(counts(rates(&gold, &found, "claim").exact), [2, 1, 1]);
    gold.scope.levels = Levels::Outermost;
    assert_eq!(counts(rates(&gold, &found, "claim").exact), [1, 1, 1]);
    assert_eq!(counts(rates(&gold, &found, "source").exact), [1, 1, 1]);
}

#[test]
fn events_that_only_report_count_neither_way() {
    let text = "Police said the talks failed and reported arrests.";
    let gold = case(text, &[("event", "said"), ("event", "talks"), ("event", "reported")]);
    let found = rates(&gold, &answer(text, &[("event", "said"), ("event", "talks"), ("event", "arrests")]), "event");
    assert_eq!(counts(found.exact), [2, 1, 1]);
}

#[test]
fn links_are_right_where_both_ends_are() {
    let text = "Ana said it rains. Bo said it snows.";
    let marks = [("claim", "it rains"), ("source", "Ana"), ("claim", "it snows"), ("source", "Bo")];
    let mut gold = case(text, &marks);
    gold.gold.links = vec![(0, 1), (2, 3)];
    let mut found = answer(text, &marks);
    found.links = vec![(0, 1), (2, 1)];
    let mut tally = tally();
    tally.add(&gold, &found, |_| 0.0);
    tally.add_linking(&gold.gold, &[(0, 1), (2, 1)].into());
    let report = tally.report();
    assert_eq!(counts(report.attributed_to), [2, 2, 1]);
    assert_eq!(counts(report.linking), [2, 2, 1]);
}

#[test]
fn scores_give_a_best_and_a_sure_tier() {
    let mut judged: Vec<(f64, bool)> = (0..40).map(|n| (0.9, n % 20 != 0)).collect();
    judged.extend((0..40).map(|n| (0.4, n % 4 == 0)));
    // 38 of 40 right at 0.9; 48 of 80 in all; the corpus has 50.
    let best = levels::best(&judged, 50).unwrap();
    assert_eq!((best.min_score.to_bits(), (best.f1() * 1000.0).round() as i32), (0.9_f64.to_bits(), 844));
    let sure = levels::sure(&judged, 50).unwrap();
    assert_eq!(((sure.recall * 100.0).round() as i32, (sure.precision * 100.0).round() as i32), (76, 95));
    let bins = levels::calibration(&judged);
    assert_eq!(
        bins.iter().map(|bin| (bin.number, (bin.right * 100.0).round() as i32)).collect::<Vec<_>>(),
        [(40, 25), (40, 95)]
    );
}

#[test]
fn proposals_below_the_least_score_are_left_out_but_judged() {
    let text = "It rains, it snows.";
    let gold = case(text, &[("claim", "It rains")]);
    let mut found = answer(text, &[("claim", "It rains"), ("claim", "it snows")]);
    found.marks[1].score = 0.2;
    let mut tally = tally();
    tally.add(&gold, &found, |_| 0.5);
    let report = tally.report();
    assert_eq!(report.labels.get(&label("claim")).map(|l| counts(l.exact)), Some([1, 1, 1]));
    assert_eq!(report.calibration.iter().map(|bin| bin.number).sum::<usize>(), 2);
}
