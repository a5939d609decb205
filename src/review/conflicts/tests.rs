use super::judge::{Agreement, judge};
use super::value::{Value, date_of, values_of};
use super::*;
use crate::model::{Annotation, AttributeId, AttributeValue, IdMaker, LabelId, Place};
use crate::text::TextSpan;
use proptest::prelude::*;

fn event(values: &[(&str, AttributeValue)]) -> Annotation {
    let place = Place::At(vec![TextSpan::of(0, 1)]);
    let mut annotation = Annotation::new(IdMaker::new(1).make(), LabelId::parse("event").unwrap(), place);
    for (id, value) in values {
        annotation.attributes.insert(AttributeId::parse(id).unwrap(), value.clone());
    }
    annotation
}

fn parts(parts: &[(&str, &str)]) -> AttributeValue {
    AttributeValue::Parts(parts.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
}

#[test]
fn values_are_compared_at_their_own_phase_and_precision() {
    let sent = event(&[("status", AttributeValue::text("happened")), ("when", parts(&[("value", "2025-10")]))]);
    let entered = event(&[("status", AttributeValue::text("planned")), ("when", parts(&[("value", "2025-11")]))]);
    let exact = event(&[("status", AttributeValue::text("happened")), ("when", parts(&[("value", "2025-10-31")]))]);
    let side = |a: &Annotation| values_of(a).into_iter().map(|(f, phase, p, _)| (f, phase, p)).next().unwrap();
    assert_ne!(side(&sent), side(&entered));
    assert_ne!(side(&sent), side(&exact));
    assert_eq!(date_of(&parts(&[("words", "recently")])), None, "words alone say no date");
    assert_eq!(date_of(&parts(&[("value", "2025-W47")])), Some(("week".into(), "2025-W47".into())));
    let number = |value: &str, unit: &str, qualifier: &str| {
        let one = event(&[("number", parts(&[("value", value), ("unit", unit), ("qualifier", qualifier)]))]);
        values_of(&one).into_iter().map(|(_, _, precision, value)| (precision, value)).next().unwrap()
    };
    assert_eq!(number("21", "Strikes", "at least").0, number("20", "strike", "At least").0);
    assert_ne!(number("21", "strikes", "").0, number("20", "strikes", "at least").0);
    assert!(number("1,000", "people", "").1.is_equal(&number("1000", "people", "").1));
}

#[test]
fn a_place_named_more_exactly_is_the_same() {
    let place = Value::place;
    assert!(place("the harbour of Caracas").is_compatible(&place("Caracas")));
    assert!(!place("Caracas").is_compatible(&place("Bogotá")));
    assert!(place("Bogotá").is_equal(&place("bogota")));
}

/// Days of one month, or none.
fn published() -> impl Strategy<Value = Option<u8>> {
    proptest::option::of(1_u8..6)
}

fn day(day: Option<u8>) -> Option<Date> {
    day.and_then(|day| Date::day(2025, 11, i8::try_from(day).unwrap()))
}

proptest! {
    #[test]
    fn the_judgement_is_what_the_words_say(said in proptest::collection::vec((0_u8..3, published()), 1..7), turn in 0_usize..7) {
        let values: Vec<(Value, Option<Date>)> =
            said.iter().map(|(value, on)| (Value::date(&format!("2025-10-0{}", value + 1)), day(*on))).collect();
        let judged = judge(values.iter().map(|(value, on)| (value, *on)));
        let mut turned = values.clone();
        turned.rotate_left(turn % values.len());
        turned.reverse();
        prop_assert_eq!(judge(turned.iter().map(|(value, on)| (value, *on))), judged, "the order of articles is nothing");
        let kinds: std::collections::BTreeSet<u8> = said.iter().map(|(value, _)| *value).collect();
        // The longest stretch in which each value was published.
        let stretch = |kind: u8| {
            let days: Option<Vec<u8>> = said.iter().filter(|(value, _)| *value == kind).map(|(_, on)| *on).collect();
            days.map(|days| (*days.iter().min().unwrap(), *days.iter().max().unwrap()))
        };
        let stretches: Option<Vec<(u8, u8)>> = kinds.iter().map(|kind| stretch(*kind)).collect();
        let expected = match (kinds.len(), stretches) {
            (1, _) => Agreement::Agreeing,
            (_, Some(mut stretches)) => {
                stretches.sort_unstable();
                let apart = stretches.windows(2).all(|pair| pair[0].1 < pair[1].0);
                if apart { Agreement::Updated } else { Agreement::Contradicting }
            }
            _ => Agreement::Contradicting,
        };
        prop_assert_eq!(judged, expected);
    }
}
