//! A query made ready, and its places in one text.

use super::query::{complaint, folded_pattern};
use super::{Bounds, Folding, Form, Query, QueryError};
use crate::text::{Folded, TextSpan, fold, is_spaceless, is_word_char};
use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use std::ops::{ControlFlow, Range};

/// A query made ready to be looked for.
#[derive(Clone, Debug)]
pub struct Matcher {
    what: What,
    folding: Folding,
    bounds: Bounds,
}

#[derive(Clone, Debug)]
enum What {
    Nothing,
    Words(Box<Finder<'static>>),
    Regex(Regex),
}

impl Matcher {
    /// Makes a query ready.
    ///
    /// # Errors
    /// Where a regular expression can't be read.
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        let Query { folding, bounds, .. } = *query;
        let what = match (query.form, folding) {
            _ if query.is_empty() => What::Nothing,
            (Form::Words, Folding::Exact) => words(&query.words),
            (Form::Words, Folding::Folded) => words(&fold(&query.words)),
            (Form::Regex, _) => What::Regex(regex(query)?),
        };
        // The expression looks after its bounds itself, so that it can take another way where one ends in a word.
        let bounds = if query.form == Form::Regex { Bounds::Anywhere } else { bounds };
        Ok(Self { what, folding, bounds })
    }

    /// True where nothing is looked for.
    pub fn is_empty(&self) -> bool {
        matches!(self.what, What::Nothing)
    }

    /// True where texts are to be folded for [`Matcher::each_in`].
    pub fn needs_folded(&self) -> bool {
        self.folding == Folding::Folded && !self.is_empty()
    }

    /// Gives every place in a text to `each`, in order and apart from each other, until it breaks. `folded` is the
    /// folded text where [`Matcher::needs_folded`] says so; without it there are no places.
    pub fn each_in(
        &self,
        text: &str,
        folded: Option<&Folded>,
        mut each: impl FnMut(TextSpan) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if !self.needs_folded() {
            return self.each_range(text, |range| each(TextSpan::of(range.start, range.end)));
        }
        let Some(folded) = folded else { return ControlFlow::Continue(()) };
        let mut end = 0;
        self.each_range(folded.as_str(), |range| {
            let span = folded.span(text, range);
            // One character may fold to several, so that two places of the folded text are one of the original.
            if span.start().get() < end {
                return ControlFlow::Continue(());
            }
            end = span.end().get();
            each(span)
        })
    }

    fn each_range(&self, text: &str, mut each: impl FnMut(Range<usize>) -> ControlFlow<()>) -> ControlFlow<()> {
        match &self.what {
            What::Nothing => ControlFlow::Continue(()),
            What::Words(finder) => self.each_words(finder, text, each),
            What::Regex(regex) => {
                regex.find_iter(text).filter(|found| !found.is_empty()).try_for_each(|found| each(found.range()))
            }
        }
    }

    fn each_words(
        &self,
        finder: &Finder<'_>,
        text: &str,
        mut each: impl FnMut(Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let length = finder.needle().len();
        let mut from = 0;
        while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let found = from + at..from + at + length;
            if self.bounds == Bounds::Anywhere || stands_alone(text, &found) {
                from = found.end;
                each(found)?;
            } else {
                // The next place may overlap the one that is none.
                from = text.ceil_char_boundary(found.start + 1);
            }
        }
        ControlFlow::Continue(())
    }
}

fn words(words: &str) -> What {
    What::Words(Box::new(Finder::new(words).into_owned()))
}

/// Largest size of a compiled expression, in bytes.
const REGEX_LIMIT: usize = 16 << 20;

fn regex(query: &Query) -> Result<Regex, QueryError> {
    let pattern = &query.words;
    if let Some(complaint) = complaint(pattern) {
        return Err(complaint);
    }
    let mut source = match query.folding {
        Folding::Folded => folded_pattern(pattern),
        Folding::Exact => pattern.clone(),
    };
    if query.bounds == Bounds::WholeWords {
        source = format!(r"\b{{start-half}}(?:{source})\b{{end-half}}");
    }
    let built = RegexBuilder::new(&source)
        .case_insensitive(query.folding == Folding::Folded)
        .multi_line(true)
        .size_limit(REGEX_LIMIT)
        .build();
    built.map_err(|error| match error {
        regex::Error::Syntax(what) => QueryError::BadRegex { what, at: 1, pattern: pattern.clone() },
        _ => QueryError::TooLarge { pattern: pattern.clone() },
    })
}

/// True where neither end of the run is inside a word.
fn stands_alone(text: &str, run: &Range<usize>) -> bool {
    let joins = |before: Option<char>, after: Option<char>| match (before, after) {
        (Some(a), Some(b)) => is_word_char(a) && is_word_char(b) && !is_spaceless(a) && !is_spaceless(b),
        _ => false,
    };
    let (inside, before, after) = (text.get(run.clone()), text.get(..run.start), text.get(run.end..));
    let first = inside.and_then(|t| t.chars().next());
    let last = inside.and_then(|t| t.chars().next_back());
    !joins(before.and_then(|t| t.chars().next_back()), first) && !joins(last, after.and_then(|t| t.chars().next()))
}
