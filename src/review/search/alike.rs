//! All alike: the places in a project with the same words.

use super::filter::{Boilerplate, Cover, Within};
use super::{Bounds, Hit, Matcher, Query, SearchIndex, run, says};
use crate::model::{AnnotatorName, LabelId, LabelRole, LayerKey, Project};
use crate::text::{Text, TextSpan, ends_in_abbreviation, words};
use std::sync::atomic::AtomicBool;

/// Bytes on each side of a place that its sentence is looked for in.
const NEAR: usize = 300;

/// How likely a place is meant by the label, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// It is likely.
    Likely,
    /// A source, and no word of saying stands in its sentence.
    NothingSaid,
    /// A claim or an event of a single word.
    OneWord,
    /// The annotator has put the label on other words there.
    Overlaps,
    /// The annotator has put the label on these words already.
    Labelled,
}

impl Likeness {
    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::NothingSaid => "no word of saying",
            Self::OneWord => "a single word",
            Self::Overlaps => "on other words here",
            Self::Labelled => "labelled already",
        }
    }
}

/// A place with the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlikePlace {
    /// Where it is.
    pub hit: Hit,
    /// How likely it is meant.
    pub likeness: Likeness,
}

/// All places with the same words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alike {
    /// The places, in the order of [`super::search`].
    pub places: Vec<AlikePlace>,
    /// There are more than were asked for.
    pub more: bool,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// The rule by which places are likely for a label, as the screen says it.
pub fn rule(role: LabelRole) -> &'static str {
    match role {
        LabelRole::Source => "Ticked where a word of saying stands in the same sentence",
        _ => "Ticked where the words are two or more",
    }
}

/// Lists the places with the same words in all articles, whatever their case and accents, as whole words, boilerplate
/// left out; at most `limit`.
pub fn alike(
    index: &SearchIndex,
    project: &Project,
    annotator: &AnnotatorName,
    (same, label): (&str, &LabelId),
    limit: usize,
    stop: &AtomicBool,
) -> Alike {
    let query = Query { bounds: Bounds::WholeWords, ..Query::words(same.trim()) };
    // Words can always be looked for; only expressions can't.
    let Ok(matcher) = Matcher::new(&query) else { return Alike::default() };
    let within = Within { boilerplate: Boilerplate::LeftOut, ..Within::default() };
    let found = run::search(index, project, &matcher, &within, limit, stop);
    let role = project.codebook.role(label);
    let several = words(same, TextSpan::of(0, same.len())).nth(1).is_some();
    let mut places = Vec::with_capacity(found.hits.len());
    for hits in found.hits.chunk_by(|a, b| a.article == b.article) {
        let Some(article) = hits.first().and_then(|hit| project.article(hit.article)) else { continue };
        let key = LayerKey { annotator: annotator.clone(), article: article.id };
        let own = Own::of(project, &key, label);
        places.extend(hits.iter().map(|hit| {
            let likeness = match (own.likeness(hit.span), role) {
                (Some(known), _) => known,
                (None, LabelRole::Source) if !said_near(article.text(), hit.span) => Likeness::NothingSaid,
                (None, LabelRole::Claim | LabelRole::Event) if !several => Likeness::OneWord,
                (None, _) => Likeness::Likely,
            };
            AlikePlace { hit: *hit, likeness }
        }));
    }
    Alike { places, more: found.more, stopped: found.stopped }
}

/// What the annotator has put the label on in one article.
struct Own {
    exact: Vec<TextSpan>,
    all: Cover,
}

impl Own {
    fn of(project: &Project, key: &LayerKey, label: &LabelId) -> Self {
        let annotations = project.layer(key).into_iter().flat_map(|layer| layer.annotations.values());
        let of_label: Vec<_> = annotations.into_iter().filter(|a| a.label == *label).collect();
        let mut exact: Vec<TextSpan> = of_label.iter().filter_map(|a| only(a.fragments())).collect();
        exact.sort_unstable();
        Self { exact, all: Cover::new(of_label.iter().flat_map(|a| a.fragments().iter().copied()).collect()) }
    }

    fn likeness(&self, span: TextSpan) -> Option<Likeness> {
        if self.exact.binary_search(&span).is_ok() {
            return Some(Likeness::Labelled);
        }
        self.all.meets(span).then_some(Likeness::Overlaps)
    }
}

fn only(fragments: &[TextSpan]) -> Option<TextSpan> {
    match fragments {
        [only] => Some(*only),
        _ => None,
    }
}

/// True where a word of saying stands in the sentence of a place.
fn said_near(text: &Text, span: TextSpan) -> bool {
    says(sentence_around(text, span).slice(text.as_str()))
}

/// The sentence of a place, by a rule that is quick enough for thousands of places: it ends at `. ! ? …` before white
/// space, unless a small letter follows or the stop belongs to an abbreviation.
fn sentence_around(text: &Text, span: TextSpan) -> TextSpan {
    let content = text.as_str();
    let paragraph = text.index().paragraph_at(span.start()).and_then(|number| text.paragraphs().get(number));
    let paragraph = paragraph.copied().unwrap_or_else(|| text.span());
    let first = content.floor_char_boundary(span.start().get().saturating_sub(NEAR)).max(paragraph.start().get());
    let last = content.ceil_char_boundary((span.end().get() + NEAR).min(text.len())).min(paragraph.end().get());
    let (first, last) = (first.min(span.start().get()), last.max(span.end().get()));
    let ends = |at: usize, c: char| {
        let rest = content.get(at + c.len_utf8()..last).unwrap_or_default();
        let rest = rest.trim_start_matches(['”', '"', '’', '\'', '»', ')']);
        is_stop(c)
            && rest.chars().next().is_none_or(char::is_whitespace)
            && !rest.trim_start().starts_with(char::is_lowercase)
            && !(c == '.' && ends_in_abbreviation(content.get(first..=at).unwrap_or_default()))
    };
    let before = content.get(first..span.start().get()).unwrap_or_default();
    let start = before.char_indices().rev().find(|(i, c)| is_stop(*c) && ends(first + i, *c));
    let after = content.get(span.end().get()..last).unwrap_or_default();
    let end = after.char_indices().find(|(i, c)| is_stop(*c) && ends(span.end().get() + i, *c));
    let start = start.map_or(first, |(i, c)| first + i + c.len_utf8());
    TextSpan::of(start, end.map_or(last, |(i, c)| span.end().get() + i + c.len_utf8()))
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_of_a_place() {
        let around = |content: &str, words: &str| {
            let start = content.find(words).unwrap();
            let text = Text::new(content);
            sentence_around(&text, TextSpan::of(start, start + words.len())).slice(content).trim().to_owned()
        };
        let text = "He left. “Never!” said Mr. Díaz of the U.S. Senate, 3.5 years on. She stayed.\nNext.";
        assert_eq!(around(text, "Díaz"), "“Never!” said Mr. Díaz of the U.S. Senate, 3.5 years on.");
        assert_eq!(around(text, "He"), "He left.");
        assert_eq!(around(text, "stayed"), "She stayed.");
        assert_eq!(around(text, "Next"), "Next.");
        let long = format!("{}word{}", "é".repeat(1_000), "é".repeat(1_000));
        assert!(around(&long, "word").len() <= 2 * NEAR + 8);
    }
}
