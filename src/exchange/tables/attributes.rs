//! Attributes as columns.

use super::table::{Cell, Column, Kind};
use crate::exchange::jsonl::value_json;
use crate::model::{AttributeDef, AttributeId, AttributeKind, AttributeValue, Attributes};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Most columns for attributes, so that a codebook of another program cannot make millions; a spreadsheet has 16,384.
const MOST: usize = 1_000;

/// What no column holds goes here, as JSON.
const OTHER: &str = "other_attributes";

/// The columns of all attributes of some records: one for each attribute of the codebook, or each of its named parts.
#[derive(Debug)]
pub(super) struct Spread {
    slots: Vec<Slot>,
}

#[derive(Debug)]
struct Slot {
    id: AttributeId,
    part: Option<String>,
    column: Column,
}

impl Spread {
    /// Columns for attributes, each with the name of the label that it belongs to; those of one id share them. Names
    /// that are taken get a prefix.
    pub(super) fn new<'d>(defs: impl Iterator<Item = (&'d str, &'d AttributeDef)>, taken: &[&str]) -> Self {
        let mut names: BTreeSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
        names.insert(OTHER.to_owned());
        let mut spread = Self { slots: Vec::new() };
        for (owner, def) in defs {
            let parts = def.parts();
            if parts.is_empty() {
                let kind = if def.kind == AttributeKind::Flag { Kind::Flag } else { Kind::Text };
                spread.add(&mut names, &def.id, None, kind, &about(owner, def, ""));
            }
            for (part, name) in parts {
                let is_date = def.kind == AttributeKind::Date && matches!(part, "value" | "from");
                let kind = if is_date { Kind::Date } else { Kind::Text };
                spread.add(&mut names, &def.id, Some(part), kind, &about(owner, def, name));
            }
        }
        spread
    }

    fn add(&mut self, names: &mut BTreeSet<String>, id: &AttributeId, part: Option<&str>, kind: Kind, about: &str) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.id == *id && slot.part.as_deref() == part) {
            slot.column.about.push_str("; ");
            slot.column.about.push_str(about);
            return;
        }
        if self.slots.len() == MOST {
            return;
        }
        let mut name = part.map_or_else(|| id.to_string(), |part| format!("{id}_{part}"));
        while !names.insert(name.clone()) {
            name.insert_str(0, "attribute_");
        }
        let column = Column { name, kind, about: about.to_owned() };
        self.slots.push(Slot { id: id.clone(), part: part.map(str::to_owned), column });
    }

    /// The columns, the last for what none of the others holds.
    pub(super) fn columns(&self) -> impl Iterator<Item = Column> {
        let about = "values that no column holds, as JSON".to_owned();
        let other = Column { name: OTHER.to_owned(), kind: Kind::Text, about };
        self.slots.iter().map(|slot| slot.column.clone()).chain([other])
    }

    /// The cells of a record, in the order of the columns.
    pub(super) fn cells<'c>(&self, attributes: &'c Attributes, cells: &mut Vec<Cell<'c>>) {
        if attributes.is_empty() {
            cells.extend((0..=self.slots.len()).map(|_| Cell::Empty));
            return;
        }
        for slot in &self.slots {
            let value = attributes.get(&slot.id);
            cells.push(value.and_then(|value| slot.cell(value)).unwrap_or(Cell::Empty));
        }
        let mut other = Map::new();
        for (id, value) in attributes {
            if let Some(rest) = self.rest(id, value) {
                other.insert(id.to_string(), rest);
            }
        }
        cells.push(if other.is_empty() { Cell::Empty } else { Cell::text(Value::Object(other).to_string()) });
    }

    /// What of a value no column holds.
    fn rest(&self, id: &AttributeId, value: &AttributeValue) -> Option<Value> {
        let slots = || self.slots.iter().filter(|slot| slot.id == *id);
        if let AttributeValue::Parts(parts) = value
            && !parts.is_empty()
        {
            let has = |part: &str| slots().any(|slot| slot.part.as_deref() == Some(part));
            let rest: Map<String, Value> = parts
                .iter()
                .filter(|(part, words)| words.is_empty() || !has(part))
                .map(|(part, words)| (part.clone(), Value::from(words.as_str())))
                .collect();
            return (!rest.is_empty()).then_some(Value::Object(rest));
        }
        slots().all(|slot| slot.cell(value).is_none()).then(|| value_json(value))
    }
}

impl Slot {
    fn cell<'c>(&self, value: &'c AttributeValue) -> Option<Cell<'c>> {
        let words = match (value, &self.part, self.column.kind) {
            (AttributeValue::Flag(flag), None, Kind::Flag) => return Some(Cell::Flag(*flag)),
            (AttributeValue::Text(words), None, Kind::Text) => words,
            (AttributeValue::Parts(parts), Some(part), _) => parts.get(part)?,
            _ => return None,
        };
        (!words.is_empty()).then(|| Cell::text(words.as_str()))
    }
}

/// `Claim, Voice: who answers for it`
fn about(owner: &str, def: &AttributeDef, part: &str) -> String {
    let mut words = if owner.is_empty() { def.name.clone() } else { format!("{owner}, {}", def.name) };
    if !part.is_empty() {
        words.push_str(", ");
        words.push_str(part);
    }
    if !def.definition.is_empty() {
        words.push_str(": ");
        words.push_str(&def.definition);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LabelId, default_codebook};

    #[test]
    fn every_value_is_in_a_column_or_in_the_last_one() {
        let codebook = default_codebook();
        let event = codebook.label(&LabelId::parse("event").unwrap()).unwrap();
        let source = codebook.label(&LabelId::parse("source").unwrap()).unwrap();
        let defs = [event, source].into_iter().flat_map(|l| l.attributes.iter().map(|a| (l.name.as_str(), a)));
        let spread = Spread::new(defs, &["type"]);
        let names: Vec<String> = spread.columns().map(|column| column.name).collect();
        assert_eq!(
            names.join(" "),
            "status when_words when_value when_precision when_from where number_value number_unit number_qualifier \
             attribute_type named affiliation comment other_attributes"
        );
        let id = |name: &str| AttributeId::parse(name).unwrap();
        let parts = |parts: &[(&str, &str)]| {
            AttributeValue::Parts(parts.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
        };
        let attributes = Attributes::from([
            (id("status"), AttributeValue::text("denied")),
            (id("when"), parts(&[("value", "2025-11"), ("zone", "CET")])),
            (id("named"), AttributeValue::text("perhaps")),
            (id("type"), AttributeValue::text("person")),
            (id("unheard_of"), AttributeValue::List(vec!["a; b".into(), "c".into()])),
        ]);
        let mut cells = Vec::new();
        spread.cells(&attributes, &mut cells);
        let said: Vec<(String, String)> = names
            .into_iter()
            .zip(cells)
            .filter_map(|(name, cell)| match cell {
                Cell::Text(words) => Some((name, words.into_owned())),
                _ => None,
            })
            .collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            said,
            [
                ("status", "denied"),
                ("when_value", "2025-11"),
                ("attribute_type", "person"),
                (OTHER, r#"{"named":"perhaps","unheard_of":["a; b","c"],"when":{"zone":"CET"}}"#),
            ]
        );
    }

    #[test]
    fn columns_have_an_end() {
        let named = default_codebook().article_attributes.values().next().unwrap().1.clone();
        let defs: Vec<AttributeDef> = (0..5_000)
            .map(|n| AttributeDef { id: AttributeId::parse(&format!("a{n}")).unwrap(), ..named.clone() })
            .collect();
        let spread = Spread::new(defs.iter().map(|def| ("", def)), &[]);
        assert_eq!(spread.columns().count(), MOST + 1);
        let attributes = Attributes::from([(AttributeId::parse("a4999").unwrap(), AttributeValue::text("x"))]);
        let mut cells = Vec::new();
        spread.cells(&attributes, &mut cells);
        assert_eq!(cells.last(), Some(&Cell::text(r#"{"a4999":"x"}"#)));
    }
}
