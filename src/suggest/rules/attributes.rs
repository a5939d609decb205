//! Attributes that the words make clear.

use super::lexicon::Act;
use super::reporting::{Attribution, Form};
use crate::model::{AttributeId, AttributeValue, Attributes};
use crate::suggest::{Document, Quoted};
use std::ops::Range;

fn set(attributes: &mut Attributes, id: &str, value: AttributeValue) {
    if let Some(id) = AttributeId::parse(id) {
        attributes.insert(id, value);
    }
}

/// Voice, mode and act of a claim.
pub(super) fn claim(document: &Document<'_>, attribution: &Attribution) -> Attributes {
    let mut attributes = Attributes::new();
    let words = || {
        attribution
            .fragments
            .iter()
            .flat_map(Range::clone)
            .filter_map(|at| document.tokens().get(at))
            .filter(|t| t.is_word())
    };
    let (quoted, all) = (words().filter(|t| t.quoted == Quoted::Inside).count(), words().count());
    let mode = match quoted {
        0 => "indirect",
        _ if quoted == all => "direct",
        _ => "mixed",
    };
    set(&mut attributes, "mode", AttributeValue::text(mode));
    if attribution.source.is_some() {
        set(&mut attributes, "voice", AttributeValue::text("credited"));
    }
    if attribution.act != Act::Statement || !matches!(attribution.form, Form::Alone | Form::Colon) {
        set(&mut attributes, "act", AttributeValue::text(attribution.act.id()));
    }
    attributes
}

/// Whether a source is named, and its type where a word says so.
pub(super) fn source(document: &Document<'_>, tokens: Range<usize>) -> Attributes {
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
            && (at > tokens.start || !super::grammar::is_determiner(word))
            && !matches!(word, "he" | "she" | "they" | "i" | "we" | "you");
        kind = kind.or(kind_of(word));
    }
    let pronoun = tokens.len() == 1 && super::grammar::is_subject_pronoun(document.lower(tokens.start));
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
