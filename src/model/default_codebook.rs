//! The codebook that a new project starts with.

use super::{
    AttributeDef, AttributeId, AttributeKind, Choice, Codebook, Color, Label, LabelId, LabelRole, MarkScope,
    RelationType, RelationTypeId,
};
use std::sync::Arc;

/// Claim, source and event with their attributes, the three relation types, and the attributes of articles.
pub fn default_codebook() -> Codebook {
    let mut codebook = Codebook::default();
    for label in [claim(), source(), event()].into_iter().flatten() {
        codebook.labels.insert(label.id.clone(), Arc::new(label));
    }
    for kind in relation_types().into_iter().flatten() {
        codebook.relation_types.insert(kind.id.clone(), Arc::new(kind));
    }
    for (order, def) in article_attributes().into_iter().flatten().enumerate() {
        codebook.article_attributes.insert(def.id.clone(), Arc::new((order as u32, def)));
    }
    codebook
}

fn choices(pairs: &[(&str, &str)]) -> Vec<Choice> {
    pairs.iter().map(|(id, name)| Choice { id: (*id).into(), name: (*name).into() }).collect()
}

fn attribute(id: &str, name: &str, definition: &str, kind: AttributeKind) -> Option<AttributeDef> {
    let id = AttributeId::parse(id)?;
    Some(AttributeDef { id, name: name.into(), definition: definition.into(), kind, archived: false })
}

fn choice(id: &str, name: &str, definition: &str, values: &[(&str, &str)]) -> Option<AttributeDef> {
    attribute(id, name, definition, AttributeKind::Choice(choices(values)))
}

fn claim() -> Option<Label> {
    let attributes = [
        choice(
            "voice",
            "Voice",
            "Who answers for the claim in this article.",
            &[
                ("credited", "credited to a source"),
                ("own", "the outlet's own voice"),
                ("reportedly", "“reportedly”, nobody named"),
            ],
        ),
        choice(
            "mode",
            "Mode",
            "Whether the words are quoted; worked out from the quotation marks.",
            &[("direct", "direct"), ("indirect", "indirect"), ("mixed", "mixed")],
        ),
        choice(
            "act",
            "Act",
            "What is done by saying it.",
            &[
                ("statement", "statement"),
                ("denial", "denial"),
                ("question", "question"),
                ("promise", "promise"),
                ("threat", "threat"),
                ("demand", "demand"),
                ("judgement", "judgement"),
            ],
        ),
        choice(
            "stance",
            "Stance of the outlet",
            "How the outlet itself stands to the claim.",
            &[("neutral", "neutral"), ("endorses", "endorses"), ("doubts", "doubts"), ("rejects", "rejects")],
        ),
    ];
    let thread_attributes = [
        attribute(
            "verdict",
            "Verdict",
            "What a check of the claim found, why, and where that can be read.",
            AttributeKind::Parts(choices(&[
                ("rating", "Rating"),
                ("reasoning", "Reasoning"),
                ("evidence", "Evidence"),
                ("address", "Address"),
            ])),
        ),
        attribute(
            "worth_checking",
            "Worth checking",
            "Somebody should find out whether it is so.",
            AttributeKind::Flag,
        ),
    ];
    Some(Label {
        id: LabelId::parse("claim")?,
        name: "Claim".into(),
        role: LabelRole::Claim,
        definition: "The content of what somebody is reported to say, write, believe, ask, promise, deny, plan or decide. \
                     Mark the whole content, with the quotation marks of a direct quote, without the words that name the \
                     source, the verb of saying, or the “that” after it. A claim broken by its attribution inside one \
                     sentence is one claim of two fragments."
            .into(),
        examples: vec!["The mayor said [the bridge would reopen in May].".into(), "Residents denied [all accusations].".into()],
        color: Color([0x9E, 0x58, 0x0B]),
        key: Some('c'),
        parent: None,
        attributes: attributes.into_iter().flatten().collect(),
        thread_attributes: thread_attributes.into_iter().flatten().collect(),
        scope: MarkScope::Everything,
        archived: false,
        order: 0,
    })
}

fn source() -> Option<Label> {
    let attributes = [
        choice(
            "type",
            "Type",
            "What kind of source it is.",
            &[
                ("person", "person"),
                ("group", "group"),
                ("organization", "organization"),
                ("government", "government"),
                ("outlet", "outlet"),
                ("document", "document"),
                ("post", "post"),
                ("unspecified", "unspecified"),
            ],
        ),
        attribute("named", "Named", "The article says who it is.", AttributeKind::Flag),
        attribute("affiliation", "Affiliation", "Whom the source speaks for or belongs to.", AttributeKind::Text),
        choice(
            "comment",
            "Comment",
            "What came of asking.",
            &[("given", "given"), ("declined", "declined"), ("no_response", "no response"), ("sought", "sought")],
        ),
    ];
    let attributes: Vec<AttributeDef> = attributes.into_iter().flatten().collect();
    Some(Label {
        id: LabelId::parse("source")?,
        name: "Quoted source".into(),
        role: LabelRole::Source,
        definition: "The words that name whom a claim is credited to: the full noun phrase with titles and appositions that \
                     identify, a pronoun where that is all there is, a document or outlet. One span for each mention that \
                     carries an attribution; a name that credits nothing is not a source."
            .into(),
        examples: vec!["[Two people close to the talks] said a date was set.".into(), "according to [the ministry's report]".into()],
        color: Color([0x02, 0x46, 0x87]),
        key: Some('s'),
        parent: None,
        thread_attributes: attributes.clone(),
        attributes,
        scope: MarkScope::Everything,
        archived: false,
        order: 1,
    })
}

fn event() -> Option<Label> {
    let attributes = [
        choice(
            "status",
            "Status",
            "What the article says about whether it happened.",
            &[("happened", "happened"), ("planned", "planned"), ("alleged", "alleged"), ("denied", "denied")],
        ),
        attribute("when", "When", "The words for the time, and the date that they mean.", AttributeKind::Date),
        attribute("where", "Where", "The words for the place.", AttributeKind::Text),
        attribute("number", "Number", "How many, of what, how sure.", AttributeKind::Number),
    ];
    Some(Label {
        id: LabelId::parse("event")?,
        name: "Event".into(),
        role: LabelRole::Event,
        definition: "The word or shortest phrase that names something that happened, is under way, planned, alleged or denied at \
                     a time and place. No arguments, no light verbs. Acts done by speaking are events; verbs that only report \
                     are not."
            .into(),
        examples: vec!["The [strikes] began at dawn.".into(), "He [rejected] the offer.".into()],
        color: Color([0x0E, 0x89, 0x67]),
        key: Some('e'),
        parent: None,
        attributes: attributes.into_iter().flatten().collect(),
        thread_attributes: Vec::new(),
        scope: MarkScope::Everything,
        archived: false,
        order: 2,
    })
}

fn relation_types() -> [Option<RelationType>; 3] {
    let kind = |order, id: &str, name: &str, definition: &str, from: &str, to: &str| {
        Some(RelationType {
            id: RelationTypeId::parse(id)?,
            name: name.into(),
            definition: definition.into(),
            from: vec![LabelId::parse(from)?],
            to: vec![LabelId::parse(to)?],
            archived: false,
            order,
        })
    };
    [
        kind(0, "attributed_to", "attributed to", "The claim is credited to this source.", "claim", "source"),
        kind(
            1,
            "about",
            "about",
            "The claim speaks of this event; drawn by hand only where the event lies outside it.",
            "claim",
            "event",
        ),
        kind(2, "relays", "relays", "This source passes on what the other one said.", "source", "source"),
    ]
}

fn article_attributes() -> [Option<AttributeDef>; 4] {
    [
        choice(
            "genre",
            "Genre",
            "What kind of article it is.",
            &[
                ("news", "news report"),
                ("analysis", "analysis"),
                ("opinion", "opinion"),
                ("interview", "interview"),
                ("live", "live coverage"),
                ("other", "other"),
            ],
        ),
        attribute("topic", "Topic", "What it is about.", AttributeKind::Text),
        attribute("agency_credit", "Agency credit", "The news agencies that the article credits.", AttributeKind::Text),
        attribute("translated", "Translated", "The article is a translation.", AttributeKind::Flag),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_was_left_out_by_a_bad_id() {
        let codebook = default_codebook();
        let names: Vec<_> = codebook
            .ordered()
            .iter()
            .map(|l| (l.id.to_string(), l.attributes.len(), l.thread_attributes.len()))
            .collect();
        assert_eq!(names, [("claim".into(), 4, 2), ("source".into(), 4, 4), ("event".to_owned(), 4, 0)]);
        assert_eq!((codebook.relation_types.len(), codebook.article_attributes.len()), (3, 4));
    }
}
