//! Small words of English by what they do, and guesses at what the others are.

use crate::suggest::{Document, Quoted, TokenKind};

pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "could"
            | "should"
            | "can"
            | "may"
            | "might"
            | "must"
            | "shall"
            | "'s"
            | "'ve"
            | "'d"
            | "'ll"
            | "'re"
            | "'m"
            | "ca"
            | "wo"
    )
}

pub(super) fn is_being(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being")
}

pub(super) fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "also"
            | "not"
            | "n't"
            | "never"
            | "then"
            | "later"
            | "now"
            | "still"
            | "again"
            | "once"
            | "first"
            | "often"
            | "always"
            | "just"
            | "even"
            | "already"
            | "long"
            | "further"
            | "earlier"
            | "ever"
            | "instead"
            | "simply"
            | "only"
            | "too"
    ) || (word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "family" | "italy" | "july" | "ally" | "reply" | "supply"))
}

/// Words of time that stand between a verb of saying and its content, or before its subject.
pub(super) fn is_time(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "today"
            | "yesterday"
            | "tonight"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "week"
            | "month"
            | "year"
            | "earlier"
            | "later"
            | "recently"
            | "last"
            | "next"
    )
}

pub(in crate::suggest) fn is_subject_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "they" | "i" | "we" | "you" | "it" | "there")
}

pub(super) fn is_object_pronoun(word: &str) -> bool {
    matches!(word, "him" | "her" | "them" | "me" | "us" | "you" | "it")
}

pub(in crate::suggest) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "your"
            | "this"
            | "these"
            | "those"
            | "some"
            | "many"
            | "most"
            | "several"
            | "two"
            | "three"
            | "four"
            | "five"
            | "one"
            | "both"
            | "all"
            | "no"
            | "any"
            | "another"
            | "other"
            | "each"
            | "every"
            | "few"
    )
}

pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "for"
            | "with"
            | "by"
            | "from"
            | "to"
            | "about"
            | "against"
            | "during"
            | "through"
            | "into"
            | "over"
            | "under"
            | "between"
            | "among"
            | "within"
            | "without"
            | "near"
            | "behind"
            | "inside"
            | "outside"
            | "including"
            | "toward"
            | "towards"
            | "via"
            | "amid"
            | "since"
            | "until"
            | "throughout"
            | "upon"
    )
}

/// Words that begin a clause, or another one beside it.
pub(super) fn is_conjunction(word: &str) -> bool {
    matches!(
        word,
        "but"
            | "while"
            | "because"
            | "although"
            | "though"
            | "if"
            | "when"
            | "whereas"
            | "unless"
            | "as"
            | "so"
            | "yet"
            | "after"
            | "before"
            | "where"
            | "whether"
            | "how"
            | "why"
            | "what"
            | "since"
            | "until"
            | "once"
            | "than"
    )
}

pub(super) fn is_relative(word: &str) -> bool {
    matches!(word, "who" | "which" | "whom" | "whose")
}

/// Past forms that are not told by their ending, and bare forms that news use as the verb of a clause.
fn is_plain_verb(word: &str) -> bool {
    matches!(
        word,
        "went"
            | "came"
            | "took"
            | "gave"
            | "made"
            | "got"
            | "held"
            | "left"
            | "met"
            | "ran"
            | "won"
            | "lost"
            | "told"
            | "said"
            | "says"
            | "kept"
            | "began"
            | "became"
            | "knew"
            | "saw"
            | "spoke"
            | "sent"
            | "brought"
            | "put"
            | "led"
            | "built"
            | "fell"
            | "rose"
            | "drew"
            | "sought"
            | "fought"
            | "broke"
            | "wrote"
            | "felt"
            | "found"
            | "thought"
            | "paid"
            | "stood"
            | "set"
            | "goes"
            | "comes"
            | "takes"
            | "gives"
            | "makes"
            | "gets"
            | "holds"
            | "wants"
            | "needs"
            | "seems"
            | "appears"
            | "looks"
            | "remains"
            | "includes"
            | "shows"
            | "keeps"
    )
}

/// A guess whether a word is the verb of a clause.
pub(super) fn is_verb(word: &str) -> bool {
    (is_auxiliary(word) && word != "'s")
        || is_plain_verb(word)
        || (word.len() > 4
            && word.ends_with("ed")
            && !matches!(word, "united" | "indeed" | "hundred" | "unnamed" | "named" | "so-called" | "alleged" | "red"))
}

/// True for a word that begins with a capital.
pub(super) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// True for a mark that closes a quotation or opens one, by its place.
pub(super) fn is_quote_mark(document: &Document<'_>, at: usize) -> bool {
    document.tokens().get(at).is_some_and(|t| t.quoted == Quoted::Mark)
}

/// True for a token inside words that somebody is quoted with.
pub(super) fn is_quoted(document: &Document<'_>, at: usize) -> bool {
    document.tokens().get(at).is_some_and(|t| t.quoted == Quoted::Inside)
}

pub(super) fn is_dash(word: &str) -> bool {
    matches!(word, "–" | "—" | "-" | "--" | "―")
}

/// True for a mark of any kind.
pub(super) fn is_mark(document: &Document<'_>, at: usize) -> bool {
    document.tokens().get(at).is_some_and(|t| t.kind == TokenKind::Mark)
}
