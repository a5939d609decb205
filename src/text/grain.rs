//! The grain of a selection: what a rough selection snaps to, and how it grows and shrinks.

use super::{
    ByteOffset, Text, TextSpan, clause_at, next_grapheme, next_sentence, next_word, previous_grapheme,
    previous_sentence, previous_word, quotations,
    sentence::{ends_in_abbreviation, part_around},
    sentence_at, snap_to_grapheme, trim, word_at,
};

/// What a selection snaps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Grapheme clusters.
    Character,
    /// Words.
    #[default]
    Word,
    /// Sentences.
    Sentence,
    /// Paragraphs.
    Paragraph,
}

impl Grain {
    /// All grains, from the finest.
    pub const ALL: [Self; 4] = [Self::Character, Self::Word, Self::Sentence, Self::Paragraph];

    /// The unit at a place, untrimmed.
    fn unit(self, text: &Text, at: ByteOffset) -> Option<TextSpan> {
        match self {
            Self::Character => {
                let start = snap_to_grapheme(text.as_str(), at);
                Some(TextSpan::new(start, next_grapheme(text.as_str(), start)))
            }
            Self::Word => word_at(text.as_str(), at),
            Self::Sentence => sentence_at(text, at),
            Self::Paragraph => text.paragraphs().get(text.index().paragraph_at(at)?).copied(),
        }
    }
}

/// What a raw selection shows and labels: the whole units of the grain that it touches, trimmed at both ends; an empty
/// selection is the unit at the caret. `None` where nothing but white space and punctuation is left.
pub fn snap(text: &Text, raw: TextSpan, grain: Grain) -> Option<TextSpan> {
    let content = text.as_str();
    if grain == Grain::Character {
        let start = snap_to_grapheme(content, raw.start());
        let end = snap_to_grapheme(content, raw.end());
        let end = if end < raw.end() || end == start { next_grapheme(content, end) } else { end };
        return trim(content, TextSpan::new(start, end));
    }
    if raw.is_empty() {
        return trim(content, with_stop(content, grain.unit(text, raw.start())?));
    }
    // Only units that share a character with the selection count, so its last place is the one before its end.
    let inner = trim(content, raw)?;
    let last = previous_grapheme(content, inner.end());
    let touched = |at| grain.unit(text, at).filter(|unit| unit.contains(at)).unwrap_or(inner);
    let span = inner.cover(touched(inner.start())).cover(touched(last));
    trim(content, with_stop(content, span))
}

/// The span with the other mark of a quotation of which it holds one mark and all words: whoever moves an edge over a
/// mark wants the pair.
pub fn with_partner(text: &Text, span: TextSpan) -> TextSpan {
    let Some(paragraph) = text.index().paragraph_at(span.start()).and_then(|i| text.paragraphs().get(i)) else {
        return span;
    };
    let content = text.as_str();
    let no_words = |from: ByteOffset, to: ByteOffset| {
        from <= to && !TextSpan::new(from, to).slice(content).chars().any(char::is_alphanumeric)
    };
    let part = part_around(content, *paragraph, span.start()).cover(part_around(content, *paragraph, span.end()));
    let around = quotations(content, part).into_iter().find(|quotation| {
        let (inside, outside) =
            (next_grapheme(content, quotation.start()), previous_grapheme(content, quotation.end()));
        let lacks_opening = no_words(inside, span.start()) && span.end() >= quotation.end();
        let lacks_closing = span.start() <= quotation.start() && span.end() > inside && no_words(span.end(), outside);
        lacks_opening || lacks_closing
    });
    around.map_or(span, |quotation| span.cover(quotation))
}

/// The span with the stop of an abbreviation that it ends before: "U.S" of "U.S.".
fn with_stop(content: &str, span: TextSpan) -> TextSpan {
    let stopped = TextSpan::of(span.start().get(), span.end().get() + 1);
    let word = stopped.slice(content).rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_dotted = word.strip_suffix('.').is_some_and(|body| body.contains('.')) && ends_in_abbreviation(word);
    if is_dotted { stopped } else { span }
}

/// One step of a place by the grain, forward or backward.
pub fn step(text: &Text, at: ByteOffset, grain: Grain, forward: bool) -> ByteOffset {
    let content = text.as_str();
    match (grain, forward) {
        (Grain::Character, true) => next_grapheme(content, at),
        (Grain::Character, false) => previous_grapheme(content, at),
        (Grain::Word, true) => next_word(content, at),
        (Grain::Word, false) => previous_word(content, at),
        (Grain::Sentence, true) => next_sentence(text, at),
        (Grain::Sentence, false) => previous_sentence(text, at),
        (Grain::Paragraph, true) => {
            let after = text.paragraphs().partition_point(|p| p.start() <= at);
            let next = text.paragraphs().get(after);
            next.map_or(ByteOffset::new(text.len()), |p| p.start())
        }
        (Grain::Paragraph, false) => {
            let from = text.paragraphs().partition_point(|p| p.start() < at);
            let before = from.checked_sub(1).and_then(|i| text.paragraphs().get(i));
            before.map_or(ByteOffset::ZERO, |p| p.start())
        }
    }
}

/// The steps of growing around a span, from the smallest: word, quotation or clause, sentence, paragraph.
fn ladder(text: &Text, span: TextSpan) -> Vec<TextSpan> {
    let content = text.as_str();
    let word = snap(text, span, Grain::Word);
    let clause = clause_at(text, span).and_then(|c| trim(content, c));
    let mut steps: Vec<TextSpan> = Vec::new();
    for rung in
        [word, clause, snap(text, span, Grain::Sentence), snap(text, span, Grain::Paragraph)].into_iter().flatten()
    {
        if rung.contains_span(span) && steps.last().is_none_or(|last| rung.contains_span(*last) && rung != *last) {
            steps.push(rung);
        }
    }
    steps
}

/// The next larger selection: word, quotation or clause, sentence, paragraph.
pub fn grow(text: &Text, span: TextSpan) -> TextSpan {
    ladder(text, span).into_iter().find(|s| s.len() > span.len()).unwrap_or(span)
}

/// The next smaller selection around `origin`, the place where growing began.
pub fn shrink(text: &Text, span: TextSpan, origin: ByteOffset) -> TextSpan {
    let origin = TextSpan::caret(origin.clamp(span.start(), span.end()));
    let smaller = |rung: &TextSpan| rung.len() < span.len() && span.contains_span(*rung);
    ladder(text, origin).into_iter().rfind(smaller).unwrap_or(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapping_by_grain() {
        let text = Text::new("He said “prices will fall.” Then he left.\nNext one.");
        let at = |words: &str| {
            let start = text.as_str().find(words).unwrap_or(0);
            TextSpan::of(start, start + words.len())
        };
        let snapped = |words, grain| snap(&text, at(words), grain).map_or("", |s| text.slice(s));
        assert_eq!(snapped("ices wi", Grain::Word), "prices will");
        assert_eq!(snapped("ices wi", Grain::Character), "ices wi");
        assert_eq!(snapped("left", Grain::Sentence), "Then he left");
        assert_eq!(snapped("ext", Grain::Paragraph), "Next one");
        assert_eq!(snapped("prices ", Grain::Word), "prices", "the space touches no further word");
        assert_eq!(snapped("fall.” ", Grain::Word), "fall");
        assert_eq!(snap(&text, TextSpan::of(0, 0), Grain::Word).map(|s| text.slice(s)), Some("He"));
    }

    #[test]
    fn quotation_marks_and_stops_come_along() {
        let text = Text::new("“The land is easier,” Mr Trump said in the U.S. Then he left.");
        let select = |from: &str, to: &str| {
            let start = text.as_str().find(from).unwrap();
            let end = text.as_str().find(to).unwrap() + to.len();
            snap(&text, TextSpan::of(start, end), Grain::Word).map(|s| text.slice(s))
        };
        assert_eq!(select("“The", "easier,”"), Some("“The land is easier,”"), "the next word is not touched");
        assert_eq!(select("The", "easier,”"), Some("The land is easier"), "a mark alone falls off");
        assert_eq!(select("the U", "the U.S"), Some("the U.S."), "an abbreviation keeps its stop");
        assert_eq!(select("he left", "he left."), Some("he left"));
        let paired = |from: &str, to: &str| {
            let start = text.as_str().find(from).unwrap();
            let end = text.as_str().find(to).unwrap() + to.len();
            text.slice(with_partner(&text, TextSpan::of(start, end)))
        };
        assert_eq!(paired("The", "easier,”"), "“The land is easier,”", "a mark brings its partner");
        assert_eq!(paired("“The", "easier"), "“The land is easier,”", "from the other side too");
        assert_eq!(paired("land", "easier,”"), "land is easier,”", "but not over words");
    }

    #[test]
    fn growing_and_shrinking() {
        let text = Text::new("He said “prices will fall”, and left. More.");
        let start = text.as_str().find("will").unwrap_or(0);
        let caret = ByteOffset::new(start + 1);
        let mut span = TextSpan::caret(caret);
        let mut seen = Vec::new();
        for _ in 0..5 {
            span = grow(&text, span);
            seen.push(text.slice(span));
        }
        assert_eq!(
            seen,
            [
                "will",
                "“prices will fall”",
                "He said “prices will fall”",
                "He said “prices will fall”, and left",
                "He said “prices will fall”, and left. More"
            ]
        );
        span = shrink(&text, span, caret);
        assert_eq!(text.slice(span), "He said “prices will fall”, and left");
    }

    proptest::proptest! {
        #[test]
        fn snapped_spans_are_whole_characters(content in "(?s)[\\PC\n .“”]{1,80}", a in 0usize..90, b in 0usize..90) {
            let text = Text::new(content);
            let place = |i: usize| text.floor(ByteOffset::new(i.min(text.len())));
            for grain in Grain::ALL {
                if let Some(span) = snap(&text, TextSpan::new(place(a), place(b)), grain) {
                    proptest::prop_assert!(text.fits(span) && !span.is_empty());
                }
            }
            let grown = grow(&text, TextSpan::new(place(a), place(b)));
            proptest::prop_assert!(text.fits(grown) && text.fits(shrink(&text, grown, place(a))));
        }
    }
}
