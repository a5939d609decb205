//! Where one claim ends and the next begins: by our codebook each sentence of a quotation is a claim of its own.

use super::{Proposal, Proposals, ProposedLink, in_text_order};
use crate::model::{AttributeId, LabelId};
use crate::suggest::{Document, LEARNED, Quoted, Sentence};
use crate::text::{TextSpan, trim};
use std::collections::BTreeMap;

/// Parts claims of several sentences; what somebody's own coding taught stays as she marks it.
pub(super) fn by_sentences(document: &Document<'_>, merged: &mut Proposals) {
    let mode = AttributeId::parse("mode");
    let mut links = std::mem::take(&mut merged.links);
    let mut items = std::mem::take(&mut merged.items);
    let mut known: BTreeMap<(LabelId, Vec<TextSpan>), usize> =
        items.iter().enumerate().map(|(at, item)| ((item.label.clone(), item.fragments.clone()), at)).collect();
    let mut of_claim: BTreeMap<usize, Vec<ProposedLink>> = BTreeMap::new();
    for link in &links {
        of_claim.entry(link.claim).or_default().push(*link);
    }
    for at in 0..items.len() {
        let Some(item) = items.get_mut(at).filter(|item| item.label.as_str() == "claim" && !is_learned(item)) else {
            continue;
        };
        let mut parts = parted(document, &item.fragments);
        if parts.len() < 2 {
            continue;
        }
        if let Some(mode) = &mode {
            // It was found for the whole, and is found again for each.
            item.attributes.remove(mode);
        }
        item.fragments = parts.remove(0);
        let first = item.clone();
        known.insert((first.label.clone(), first.fragments.clone()), at);
        let own = of_claim.remove(&at).unwrap_or_default();
        for fragments in parts {
            let key = (first.label.clone(), fragments.clone());
            let claim = *known.entry(key).or_insert_with(|| {
                items.push(Proposal { fragments, ..first.clone() });
                items.len() - 1
            });
            links.extend(own.iter().map(|link| ProposedLink { claim, ..*link }));
        }
    }
    *merged = in_text_order(items, links);
}

fn is_learned(item: &Proposal) -> bool {
    item.by == LEARNED || item.also.contains(&LEARNED)
}

/// Fragments cut where a quotation goes on with another sentence: those of one sentence together.
fn parted(document: &Document<'_>, fragments: &[TextSpan]) -> Vec<Vec<TextSpan>> {
    let mut by_sentence: BTreeMap<usize, Vec<TextSpan>> = BTreeMap::new();
    let all = document.sentences();
    for fragment in fragments {
        let first = all.partition_point(|sentence| sentence.span.end() <= fragment.start());
        let here = all.iter().enumerate().skip(first).take_while(|(_, s)| s.span.start() < fragment.end());
        let mut pieces: Vec<(usize, TextSpan)> = Vec::new();
        for (number, sentence) in here {
            let Some(piece) = sentence.span.intersection(*fragment) else { continue };
            match pieces.last_mut() {
                Some((_, last)) if !parts(document, sentence) => *last = last.cover(piece),
                _ => pieces.push((number, piece)),
            }
        }
        for (number, piece) in pieces {
            if let Some(piece) = trim(document.text(), piece) {
                by_sentence.entry(number).or_default().push(piece);
            }
        }
    }
    by_sentence.into_values().collect()
}

/// True where a sentence goes on with a quotation. Outside of one, and after "U.S." and the like, the end of the sentence
/// before is more likely none.
fn parts(document: &Document<'_>, sentence: &Sentence) -> bool {
    let first = sentence.tokens.start;
    let quoted = document.tokens().get(first).is_some_and(|t| matches!(t.quoted, Quoted::Inside | Quoted::Mark));
    let last = first.checked_sub(1).map_or("", |at| document.word(at));
    quoted && !(last.ends_with('.') && last.contains(char::is_alphabetic))
}
