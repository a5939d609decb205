//! Where the labels of an article belong in a reprint of it.

use super::align::Aligned;
use super::shingle::Word;
use crate::model::{Annotation, AnnotationId, AnnotatorName, Article, ArticleId, LabelId, LayerKey, Place, Project};
use crate::text::{Text, TextSpan, fold};
use std::collections::BTreeSet;

/// How the words at the aligned place stand to those that are labelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlignedWords {
    /// The same words.
    Same,
    /// The same beginning and end, with other words between.
    Changed,
}

/// An annotation of one article and its place in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inheritable {
    /// The annotation, in the layer that was asked for.
    pub annotation: AnnotationId,
    /// Where it belongs in the other article.
    pub fragments: Vec<TextSpan>,
    /// Whether the words are the same there.
    pub wording: AlignedWords,
}

/// The annotations of a layer that have an aligned place in another article, in text order there; those that `into` has at
/// that place already are left out.
pub fn inheritable(project: &Project, from: &LayerKey, to: ArticleId, into: &AnnotatorName) -> Vec<Inheritable> {
    let (Some(layer), Some(first), Some(second)) =
        (project.layer(from), project.article(from.article), project.article(to))
    else {
        return Vec::new();
    };
    let aligned = Aligned::new(first, second);
    let own = project.layer(&LayerKey { annotator: into.clone(), article: to });
    let own = own.into_iter().flat_map(|own| own.annotations.values());
    let own: BTreeSet<(&LabelId, &[TextSpan])> = own.map(|a| (&a.label, a.fragments())).collect();
    let mut found: Vec<Inheritable> = layer
        .in_text_order()
        .into_iter()
        .filter_map(|annotation| {
            let (fragments, wording) = place_of(annotation, &aligned, first, second)?;
            let is_known = own.contains(&(&annotation.label, fragments.as_slice()));
            (!is_known).then_some(Inheritable { annotation: annotation.id, fragments, wording })
        })
        .collect();
    found.sort_by_key(|one| one.fragments.first().copied());
    found
}

fn place_of(
    annotation: &Annotation,
    aligned: &Aligned,
    first: &Article,
    second: &Article,
) -> Option<(Vec<TextSpan>, AlignedWords)> {
    let (mut spans, mut wording) = (Vec::new(), AlignedWords::Same);
    for fragment in annotation.fragments() {
        let (span, of_fragment) = aligned_place(*fragment, aligned, first.text(), second.text())?;
        wording = wording.max(of_fragment);
        spans.push(span);
    }
    let in_order = spans.windows(2).all(|pair| matches!(pair, [a, b] if a.end() <= b.start()));
    match Place::at(second.text(), spans) {
        Place::At(fragments) if in_order && !fragments.is_empty() => Some((fragments, wording)),
        _ => None,
    }
}

/// The place of one fragment of the first text in the second.
fn aligned_place(
    fragment: TextSpan,
    aligned: &Aligned,
    first: &Text,
    second: &Text,
) -> Option<(TextSpan, AlignedWords)> {
    let start = aligned.first.partition_point(|word| word.span.end() <= fragment.start());
    let last = aligned.first.partition_point(|word| word.span.start() < fragment.end()).checked_sub(1)?;
    let (start_there, last_there) = (aligned.counterpart(start)?, aligned.counterpart(last)?);
    let (count, count_there) = (last.checked_sub(start)? + 1, last_there.checked_sub(start_there)? + 1);
    let is_one_run = aligned.run_of(start) == aligned.run_of(last);
    // With words between that differ: of about the same length.
    let is_near = count_there * 2 <= count * 3 + 4 && count * 2 <= count_there * 3 + 4;
    if !is_one_run && !is_near {
        return None;
    }
    let edge = |word: usize, there: usize| Some((*aligned.first.get(word)?, *aligned.second.get(there)?));
    let (word, there) = edge(start, start_there)?;
    let from = start_place(fragment, word, there, first, second)?;
    let (word, there) = edge(last, last_there)?;
    let to = end_place(fragment, word, there, first, second)?;
    let span = TextSpan::of(from, to);
    let paragraphs = |text: &Text, span| text.index().paragraphs_in(span).len();
    let fits = from < to && second.fits(span) && paragraphs(first, fragment) == paragraphs(second, span);
    fits.then_some((span, if is_one_run { AlignedWords::Same } else { AlignedWords::Changed }))
}

/// Where a fragment starts at its counterpart: with the same marks before the first word, or inside it at the same letter.
fn start_place(fragment: TextSpan, word: Word, there: Word, first: &Text, second: &Text) -> Option<usize> {
    let (start, word_start) = (fragment.start().get(), word.span.start().get());
    if let Some(inside) = start.checked_sub(word_start) {
        let same = first.slice(word.span) == second.slice(there.span);
        return (inside == 0 || same).then_some(there.span.start().get() + inside);
    }
    let marks = first.as_str().get(start..word_start)?.chars().rev();
    let before = second.as_str().get(..there.span.start().get())?.chars().rev();
    let kept = marks.zip(before).take_while(|(a, b)| same_mark(*a, *b)).map(|(_, b)| b.len_utf8()).sum::<usize>();
    Some(there.span.start().get() - kept)
}

/// As [`start_place`], for the end.
fn end_place(fragment: TextSpan, word: Word, there: Word, first: &Text, second: &Text) -> Option<usize> {
    let (end, word_end) = (fragment.end().get(), word.span.end().get());
    if let Some(inside) = word_end.checked_sub(end) {
        let same = first.slice(word.span) == second.slice(there.span);
        return (inside == 0 || same).then_some(there.span.end().get() - inside);
    }
    let marks = first.as_str().get(word_end..end)?.chars();
    let after = second.as_str().get(there.span.end().get()..)?.chars();
    let kept = marks.zip(after).take_while(|(a, b)| same_mark(*a, *b)).map(|(_, b)| b.len_utf8()).sum::<usize>();
    Some(there.span.end().get() + kept)
}

fn same_mark(a: char, b: char) -> bool {
    a == b || fold(a.encode_utf8(&mut [0; 4])) == fold(b.encode_utf8(&mut [0; 4]))
}
