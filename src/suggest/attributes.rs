//! Attributes that the words make clear.

use super::{Document, Proposal, Quoted};
use crate::model::{AttributeId, AttributeValue, Attributes};
use crate::text::TextSpan;
use std::ops::Range;

/// Sets a value where none is set yet.
pub(super) fn set(attributes: &mut Attributes, id: &str, value: AttributeValue) {
    if let Some(id) = AttributeId::parse(id) {
        attributes.entry(id).or_insert(value);
    }
}

/// Adds what the words of a proposal make clear and no suggester has said.
pub(super) fn fill(document: &Document<'_>, proposal: &mut Proposal) {
    match proposal.label.as_str() {
        "claim" => set(&mut proposal.attributes, "mode", mode(document, &proposal.fragments)),
        "source" => {
            for (id, value) in source(document, document.tokens_in(proposal.cover())) {
                proposal.attributes.entry(id).or_insert(value);
            }
        }
        _ => {}
    }
}

/// Whether words are quoted: direct, indirect, or some of them.
fn mode(document: &Document<'_>, fragments: &[TextSpan]) -> AttributeValue {
    let words = || {
        let tokens = fragments.iter().flat_map(|f| document.tokens_in(*f));
        tokens.filter_map(|at| document.tokens().get(at)).filter(|t| t.is_word())
    };
    let (quoted, all) =
        (words().filter(|t| matches!(t.quoted, Quoted::Inside | Quoted::Scare)).count(), words().count());
    AttributeValue::text(match quoted {
        0 => "indirect",
        _ if quoted == all => "direct",
        _ => "mixed",
    })
}

/// Whether a source is named, and its type where a word says so.
fn source(document: &Document<'_>, tokens: Range<usize>) -> Attributes {
    let mut attributes = Attributes::new();
    let (mut named, mut kind) = (false, None);
    for at in tokens.clone() {
        let word = document.lower(at);
        let unnamed = matches!(word, "unnamed" | "anonymous" | "anonymity" | "sources" | "unidentified");
        if unnamed {
            set(&mut attributes, "named", AttributeValue::Flag(false));
            set(&mut attributes, "type", AttributeValue::text("unspecified"));
            return attributes;
        }
        let capital = document.word(at).chars().next().is_some_and(char::is_uppercase);
        named |= capital
            && (at > tokens.start || !super::rules::grammar::is_determiner(word))
            && !matches!(word, "he" | "she" | "they" | "i" | "we" | "you");
        kind = kind.or(kind_of(word));
    }
    let pronoun = tokens.len() == 1 && super::rules::grammar::is_subject_pronoun(document.lower(tokens.start));
    if !pronoun {
        set(&mut attributes, "named", AttributeValue::Flag(named && !matches!(kind, Some("group"))));
    }
    if let Some(kind) =
        kind.or(pronoun.then_some("person").filter(|_| matches!(document.lower(tokens.start), "he" | "she" | "i")))
    {
        set(&mut attributes, "type", AttributeValue::text(kind));
    }
    attributes
}

fn kind_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "report" | "document" | "documents" | "study" | "survey" | "memo" | "letter" | "book" | "filing"
        | "transcript" | "poll" => "document",
        "newspaper" | "times" | "post" | "reuters" | "axios" | "magazine" | "journal" | "cnn" | "network"
        | "herald" | "tribune" | "agency" => "outlet",
        "tweet" | "tweets" => "post",
        "officials" | "people" | "experts" | "critics" | "residents" | "analysts" | "lawmakers" | "supporters"
        | "individuals" | "voters" | "witnesses" | "journalists" => "group",
        "government" | "ministry" | "administration" | "department" | "police" | "court" => "government",
        "spokesman" | "spokeswoman" | "spokesperson" | "president" | "secretary" | "senator" | "minister" | "mr"
        | "mr." | "mrs." | "ms." | "mayor" | "director" | "chairman" | "leader" => "person",
        "company" | "union" | "party" | "university" | "institute" | "foundation" | "association" => "organization",
        _ => return None,
    })
}
