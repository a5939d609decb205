//! Sentences that rules must read right, and traps that they must not fall into; all in our own words.

use super::{RULES, Rules};
use crate::suggest::{Document, Suggester, combine};

/// Claims with the sources that they are credited to, as `source > claim`, with ` … ` between fragments.
fn said(text: &str) -> Vec<String> {
    let document = Document::new(text, &[], Some("en"));
    let found = combine(&document, vec![Rules.propose(&document)]);
    assert!(
        found.items.iter().all(|i| i.by == RULES && (0.0..=1.0).contains(&i.score) && !i.reason.as_str().is_empty())
    );
    let words = |at: usize| {
        let item = found.items.get(at).unwrap();
        item.fragments.iter().map(|f| f.slice(text)).collect::<Vec<_>>().join(" … ")
    };
    let claims = found.items.iter().enumerate().filter(|(_, i)| i.label.as_str() == "claim");
    claims
        .map(|(at, _)| {
            let sources: Vec<String> = found.links.iter().filter(|l| l.claim == at).map(|l| words(l.source)).collect();
            format!("{} > {}", sources.join(" + "), words(at))
        })
        .collect()
}

fn events(text: &str) -> Vec<&str> {
    let document = Document::new(text, &[], Some("en"));
    let found = Rules.propose(&document).items;
    found.iter().filter(|i| i.label.as_str() == "event" && i.score > 0.45).map(|i| i.cover().slice(text)).collect()
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(said(text), expected, "{text}");
}

#[test]
fn who_says_what() {
    reads("The mayor said that the bridge would open in May.", &["The mayor > the bridge would open in May"]);
    reads("The mayor said on Monday the bridge would open in May.", &["The mayor > the bridge would open in May"]);
    reads("“The bridge is late,” said Ana Fry, the mayor.", &["Ana Fry, the mayor > “The bridge is late,”"]);
    reads("“The bridge is late.” Fry said.", &["Fry > “The bridge is late.”"]);
    reads(
        "The bridge will open in May, the port’s chief engineer Bo Li said Tuesday.",
        &["the port’s chief engineer Bo Li > The bridge will open in May"],
    );
    reads(
        "According to two people close to the port, the crane had failed twice.",
        &["two people close to the port > the crane had failed twice"],
    );
    reads("The crane had failed twice, according to the Daily Tide.", &["the Daily Tide > The crane had failed twice"]);
    reads("Residents denied all accusations.", &["Residents > all accusations"]);
    reads("Fry: “We shall build it again.”", &["Fry > “We shall build it again.”"]);
    reads("Officials have made it clear that they want the crane sold.", &["Officials > they want the crane sold"]);
    reads("Li, who runs the port, told reporters the crane was safe.", &["Li > the crane was safe"]);
}

#[test]
fn broken_quotations_are_one_claim() {
    reads("“The bridge,” Fry said, “is late.”", &["Fry > “The bridge,” … “is late.”"]);
    reads(
        "“The bridge is late,” Fry said. “The crane is not.”",
        &["Fry > “The bridge is late,”", "Fry > “The crane is not.”"],
    );
}

#[test]
fn claims_inside_claims_have_their_own_source() {
    reads(
        "The Daily Tide reported that Fry said the port would close.",
        &["The Daily Tide > Fry said the port would close", "Fry > the port would close"],
    );
}

#[test]
fn judgements_and_denials() {
    reads("The union called the plan a betrayal.", &["The union > the plan a betrayal"]);
    reads("Fry was recognised by 12 towns as the lawful mayor.", &["12 towns > Fry … the lawful mayor"]);
}

#[test]
fn traps() {
    // Scare quotes, titles of books, nicknames.
    for nothing in [
        "The talks should “normalize” relations between the towns.",
        "Her book “The Room of Tides” was on the table.",
        "His memoir “The Bridge That Never Opened” sold well.",
        "The “Iron Crane” fell at noon.",
        // Captions, bylines, boilerplate.
        "Mayor Ana Fry says goodbye at the quay. (AP Photo/Bo Li)",
        "By Ana Fry",
        "Sign up for what the mayor says every day.",
        "Comments (3)",
        // Nouns and names that look like verbs of saying.
        "The United States has many reports and claims of its own.",
        "It is raining, and there is no more to it.",
        "The harbour was quiet.",
        "",
        "“",
        "“”",
        "said",
        "According to",
    ] {
        reads(nothing, &[]);
    }
}

#[test]
fn a_repeated_headline_counts_once() {
    reads(
        "Bridge Will Be Late Again, Says Fry\n\nBridge Will Be Late Again, Says Fry",
        &["Fry > Bridge Will Be Late Again"],
    );
}

#[test]
fn a_mark_that_never_closes_runs_no_further_than_its_paragraph() {
    let claims = said("Fry said “the bridge is late and nobody knows why.\n\nThe port was quiet. Nobody was there.");
    assert_eq!(claims, ["Fry > the bridge is late and nobody knows why"]);
}

#[test]
fn another_language_is_not_guessed_at() {
    let german = "Der Hafen bleibt geschlossen, und die Stadt plant eine neue Brücke über den Fluss, wie das Rathaus am Montag mitteilte. \
                  Niemand hat eine Erklärung für den Ausfall des Krans in der vergangenen Woche.";
    assert_eq!(said(german), [] as [&str; 0]);
    // A headline that names who says so is read in English only.
    assert_eq!(said(&format!("Daily Port: Crane Fails Once Again\n\n{german}")), [] as [&str; 0]);
    let english =
        "The harbour stays closed, and the town plans a new bridge over the river while everybody waits for the crane.";
    reads(&format!("Daily Port: Crane Fails Once Again\n\n{english}"), &["Daily Port > Crane Fails Once Again"]);
    assert_eq!(events(german), [] as [&str; 0]);
}

#[test]
fn events_are_what_happened_and_not_what_is_said() {
    assert_eq!(
        events("The talks began after two strikes, and the port rejected the offer, Fry said."),
        ["talks", "strikes", "rejected", "offer"]
    );
    assert_eq!(events("Meetings are rare in this situation, she said."), [] as [&str; 0]);
}

#[test]
fn any_text_is_survived() {
    for text in [
        "“".repeat(50),
        "said ".repeat(60),
        "according to ".repeat(40),
        ", said, that, “ ”".repeat(20),
        "– who – said –".repeat(10),
    ] {
        let _ = said(&text);
    }
}

proptest::proptest! {
    #[test]
    fn proposals_lie_on_boundaries_and_are_the_same_each_time(text in "((said|that|according to|Fry|the mayor|“|”|,|\\.|to|deny|called|by|–|who|\n|é) ?){0,40}") {
        let document = Document::new(&text, &[], Some("en"));
        let found = combine(&document, vec![Rules.propose(&document)]);
        proptest::prop_assert_eq!(&found, &combine(&document, vec![Rules.propose(&document)]));
        for item in &found.items {
            proptest::prop_assert!(!item.fragments.is_empty());
            for fragment in &item.fragments {
                proptest::prop_assert!(text.get(fragment.range()).is_some_and(|words| !words.trim().is_empty()));
            }
        }
        proptest::prop_assert!(found.links.iter().all(|l| l.claim < found.items.len() && l.source < found.items.len()));
    }
}
