//! Paragraphs that hold nothing of the article itself: captions, bylines, boilerplate, a headline that comes again.

use crate::model::ZoneKind;
use crate::text::fold;
use std::collections::BTreeSet;

/// Why a paragraph is left out of suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Comments, invitations to subscribe, and the like.
    Boilerplate,
    /// Words under a picture.
    Caption,
    /// Who wrote it, where it is printed.
    Byline,
    /// The same words as an earlier paragraph.
    Repeated,
}

/// Bytes from which on a paragraph is prose, whatever it begins with.
const LONGEST: usize = 400;

/// How short lines of boilerplate begin, folded.
const BOILERPLATE: [&str; 24] = [
    "comments (",
    "join the conversation",
    "sign up for",
    "sign up to",
    "subscribe",
    "read more",
    "read also",
    "read next",
    "also read",
    "advertisement",
    "story continues below",
    "share this",
    "follow us",
    "click here",
    "related:",
    "related articles",
    "copyright",
    "©",
    "all rights reserved",
    "recommended",
    "most popular",
    "trending",
    "get the latest",
    "this article originally appeared",
];

/// Credits of a picture, folded: where one ends a short paragraph, that is a caption.
const CREDITS: [&str; 12] = [
    "photo/",
    "photo:",
    "photo by",
    "photograph:",
    "getty images",
    "(image",
    "image credit",
    "image:",
    "file photo",
    "/afp)",
    "(reuters/",
    "via ap)",
];

/// Tells paragraphs apart as they come, in text order.
#[derive(Default)]
pub(super) struct Skips {
    seen: BTreeSet<String>,
}

impl Skips {
    /// Why the next paragraph is left out; `None` for one that counts.
    pub(super) fn of(&mut self, words: &str, zone: ZoneKind) -> Option<Skip> {
        match zone {
            ZoneKind::Boilerplate => return Some(Skip::Boilerplate),
            ZoneKind::Caption => return Some(Skip::Caption),
            ZoneKind::Byline => return Some(Skip::Byline),
            _ => {}
        }
        if words.len() > LONGEST {
            return None;
        }
        let folded = fold(words.trim());
        let skip = by_words(&folded, words.trim());
        // Headlines and captions come again; a line as short as "No comment." may well be said twice.
        let repeated = folded.split_whitespace().nth(3).is_some() && !self.seen.insert(folded);
        skip.or(repeated.then_some(Skip::Repeated))
    }
}

fn by_words(folded: &str, words: &str) -> Option<Skip> {
    if folded.len() <= 120 && BOILERPLATE.iter().any(|start| folded.starts_with(start)) {
        return Some(Skip::Boilerplate);
    }
    let tail = folded.get(folded.floor_char_boundary(folded.len().saturating_sub(60))..).unwrap_or_default();
    if CREDITS.iter().any(|credit| tail.contains(credit))
        || folded.starts_with("photo:")
        || folded.starts_with("caption:")
    {
        return Some(Skip::Caption);
    }
    let name = words.strip_prefix("By ").or_else(|| words.strip_prefix("BY "))?;
    let named =
        name.split_whitespace().all(|word| word == "and" || word.chars().next().is_some_and(char::is_uppercase));
    (named && name.len() < 60 && !name.ends_with(['.', '?', '!'])).then_some(Skip::Byline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_an_article_are_told_from_its_prose() {
        let mut skips = Skips::default();
        let mut skip = |words: &str| skips.of(words, ZoneKind::Body);
        assert_eq!(skip("Harbour closed, says mayor Ray"), None, "the first headline counts");
        assert_eq!(skip("HARBOUR CLOSED, says mayor Ray"), Some(Skip::Repeated));
        assert_eq!(skip("By Ana Fry and Bo Li"), Some(Skip::Byline));
        assert_eq!(skip("By Friday the harbour was open."), None);
        assert_eq!(skip("The mayor at the quay. (AP Photo/Bo Li)"), Some(Skip::Caption));
        assert_eq!(skip("Comments (12)"), Some(Skip::Boilerplate));
        assert_eq!(skip("No comment."), None);
        assert_eq!(skip("No comment."), None, "too short for a headline");
        assert_eq!(skips.of("Anything at all", ZoneKind::Caption), Some(Skip::Caption));
    }
}
