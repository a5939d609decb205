//! What a line says of an annotation, read without regard to the project.

use super::codebook::leftovers;
use super::fields::Fields;
use super::node::Node;
use super::place::{Positions, Quotes};
use super::value::attributes_of;
use crate::model::{AttributeId, Attributes, Extra, How, LinkStance, Place, Provenance};
use std::collections::BTreeSet;

/// An annotation as a line has it, its place found in the cleaned text. Which layer, label and threads it means, and
/// whether it is there already, is not known yet.
#[derive(Debug)]
pub(super) struct ReadAnnotation {
    /// Its id in the file.
    pub(super) given: String,
    /// The id that it had in another program.
    pub(super) foreign: String,
    pub(super) annotator: String,
    pub(super) label: String,
    /// Its place, or why it has none.
    pub(super) place: Result<Place, String>,
    /// True where the line says where it stands.
    pub(super) has_ranges: bool,
    /// Threads by their ids in the file.
    pub(super) links: Vec<(String, LinkStance)>,
    pub(super) attributes: Attributes,
    pub(super) note: String,
    pub(super) unsure: bool,
    /// How it was made; the article that it came from stands in `from`.
    pub(super) provenance: Provenance,
    /// The article that it came from, by its id in the file.
    pub(super) from: String,
    pub(super) computed: BTreeSet<AttributeId>,
    pub(super) extra: Extra,
    /// What could not be read as it is.
    pub(super) wrong: Vec<String>,
}

impl ReadAnnotation {
    /// Reads the fields of an annotation.
    pub(super) fn of(mut fields: Fields, positions: &Positions) -> Self {
        let fields = &mut fields;
        let mut wrong = Vec::new();
        let ranges = fields.list("ranges");
        let quotes =
            Quotes { exact: fields.texts("quote"), before: fields.text("before"), after: fields.text("after") };
        let links = links_of(fields, &mut wrong);
        let (provenance, from, computed) = provenance_of(fields.object("provenance"), &mut wrong);
        let mut read = Self {
            given: fields.text("id"),
            foreign: fields.text("foreign_id"),
            annotator: fields.text("annotator"),
            label: fields.text("label"),
            place: positions.place(&ranges, &quotes),
            has_ranges: !ranges.is_empty(),
            links,
            attributes: attributes_of(fields.object("attributes"), &mut wrong),
            note: fields.text("note"),
            unsure: fields.flag("unsure"),
            provenance,
            from,
            computed,
            extra: Extra::new(),
            wrong: Vec::new(),
        };
        wrong.extend(fields.wrong());
        read.extra = fields.rest();
        read.wrong = wrong;
        read
    }

    /// How messages call it.
    pub(super) fn shown(&self) -> String {
        if self.given.is_empty() { "without an id".to_owned() } else { format!("{:?}", self.given) }
    }
}

fn links_of(fields: &mut Fields, wrong: &mut Vec<String>) -> Vec<(String, LinkStance)> {
    let mut links = Vec::new();
    for value in fields.list("threads") {
        match link_of(&value) {
            Some((given, stance)) => links.push((given.to_owned(), stance)),
            None => wrong.push(format!("link {value} is none such as [\"id\", \"for\"]; it was left out")),
        }
    }
    links
}

/// `["id", "for"]`, `["id", "against"]`, or an id alone.
fn link_of(value: &Node) -> Option<(&str, LinkStance)> {
    let Some(pair) = value.as_list() else { return value.as_str().map(|id| (id, LinkStance::For)) };
    match pair {
        [id] => Some((id.as_str()?, LinkStance::For)),
        [id, stance] => match stance.as_str()? {
            "for" => Some((id.as_str()?, LinkStance::For)),
            "against" => Some((id.as_str()?, LinkStance::Against)),
            _ => None,
        },
        _ => None,
    }
}

/// A score from 0 to 1 in hundredths.
#[expect(clippy::cast_sign_loss, reason = "it is between 0 and 100")]
fn hundredths(score: f64) -> u8 {
    (score * 100.0).round().clamp(0.0, 100.0) as u8
}

/// How an annotation was made, the article that it came from, and its attributes that were worked out.
fn provenance_of(fields: Option<Fields>, wrong: &mut Vec<String>) -> (Provenance, String, BTreeSet<AttributeId>) {
    let mut provenance = Provenance { how: How::Imported, ..Provenance::default() };
    let Some(mut fields) = fields else { return (provenance, String::new(), BTreeSet::new()) };
    let how = fields.text("how");
    if let Some(how) = How::parse(&how) {
        provenance.how = how;
    } else if !how.is_empty() {
        wrong.push(format!("how it was made, {how:?}, is not known; it counts as imported"));
    }
    provenance.by = fields.text("by");
    if fields.has("score") {
        provenance.percent = Some(hundredths(fields.score("score")));
    }
    let from = fields.text("from");
    let computed = fields.texts("computed").iter().filter_map(|name| AttributeId::parse(name)).collect();
    leftovers(&mut fields, "provenance", wrong);
    (provenance, from, computed)
}
