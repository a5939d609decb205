//! Values of an event in a form that can be compared.

use crate::model::{Annotation, AttributeValue, Date};
use crate::text::fold;
use std::collections::BTreeSet;

/// A side of an event that articles give values for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventField {
    /// When it happened.
    Date,
    /// Where it happened.
    Place,
    /// How many.
    Number,
}

impl EventField {
    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Place => "Place",
            Self::Number => "Number",
        }
    }
}

/// A value as given, and what of it is compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    shown: String,
    compared: Compared,
}

#[derive(Clone, Debug, PartialEq)]
enum Compared {
    /// A date or anything else that is equal or not.
    Words(String),
    Number(f64),
    /// The words of a place: one that has all words of another is the same place named more exactly.
    Place(BTreeSet<String>),
}

impl Value {
    pub(super) fn date(value: &str) -> Self {
        Self { shown: value.into(), compared: Compared::Words(fold(value)) }
    }

    pub(super) fn place(value: &str) -> Self {
        let folded = fold(value);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the");
        Self { shown: value.into(), compared: Compared::Place(words.map(str::to_owned).collect()) }
    }

    pub(super) fn number(value: &str, shown: String) -> Self {
        let plain: String = value.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
        let number = plain.parse().ok().filter(|number: &f64| number.is_finite());
        Self { shown, compared: number.map_or_else(|| Compared::Words(fold(value)), Compared::Number) }
    }

    /// As an article gives it.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// True where both say the same.
    pub(super) fn is_equal(&self, other: &Self) -> bool {
        self.compared == other.compared
    }

    /// True where both can be so: they say the same, or one says it more exactly.
    pub(super) fn is_compatible(&self, other: &Self) -> bool {
        match (&self.compared, &other.compared) {
            (Compared::Place(a), Compared::Place(b)) => a.is_subset(b) || b.is_subset(a),
            (a, b) => a == b,
        }
    }
}

/// The values that a mention of an event gives, each with its phase and precision.
pub(super) fn values_of(annotation: &Annotation) -> Vec<(EventField, String, String, Value)> {
    let value = |name: &str| annotation.attributes.iter().find(|(id, _)| id.as_str() == name).map(|(_, value)| value);
    let phase = value("status").and_then(AttributeValue::as_text).unwrap_or_default().to_owned();
    let mut found = Vec::new();
    if let Some((precision, date)) = value("when").and_then(date_of) {
        found.push((EventField::Date, phase.clone(), precision, Value::date(&date)));
    }
    if let Some(place) = value("where").and_then(AttributeValue::as_text).filter(|place| !place.trim().is_empty()) {
        found.push((EventField::Place, phase.clone(), String::new(), Value::place(place)));
    }
    if let Some(AttributeValue::Parts(parts)) = value("number") {
        let part = |name: &str| parts.get(name).map(|part| part.trim()).unwrap_or_default();
        let (number, unit, qualifier) = (part("value"), part("unit"), part("qualifier"));
        if !number.is_empty() {
            let shown = [qualifier, number, unit].into_iter().filter(|part| !part.is_empty());
            let shown = shown.collect::<Vec<_>>().join(" ");
            // One unit, many units.
            let unit = fold(unit);
            let unit = unit.strip_suffix('s').unwrap_or(&unit);
            let precision = format!("{} {unit}", fold(qualifier)).trim().to_owned();
            found.push((EventField::Number, phase, precision, Value::number(number, shown)));
        }
    }
    found
}

/// The precision and value of a date; `None` where there are only words.
pub(in crate::review) fn date_of(value: &AttributeValue) -> Option<(String, String)> {
    let (value, precision) = match value {
        AttributeValue::Parts(parts) => (parts.get("value")?.trim(), parts.get("precision").map(String::as_str)),
        AttributeValue::Text(words) => (words.trim(), None),
        _ => return None,
    };
    let date = Date::parse(value);
    let of_date = |date: Date| {
        let coarse = if date.has_month() { "month" } else { "year" };
        if date.is_full() { "day" } else { coarse }
    };
    let precision = precision.map(str::trim).filter(|words| !words.is_empty()).or(date.map(of_date));
    let precision = precision.or_else(|| Date::parse_week(value).map(|_| "week"))?;
    (!value.is_empty()).then(|| (precision.to_owned(), value.to_owned()))
}
