//! Annotations and relations on disk: anchored twice, by positions and by quote.

use super::value::{Values, attributes_of, values_of};
use super::{Range, Ranges, attribute_id, known, label_id, optional_id, range_of, relation_type_id, span_of};
use crate::model::{
    Annotation, AnnotationId, Extra, How, LinkStance, Place, Provenance, Relation, RelationId, ThreadId,
};
use crate::store::notation::{Word, note_unknown, record};
use crate::text::{Alignment, Text, TextQuote, TextSpan};

record! {
    /// An annotation in a layer.
    AnnotationRecord = "Annotation" {
        id: String,
        label: String,
        at: Ranges,
        quote: Vec<String>,
        before: String,
        after: String,
        /// Contexts between the fragments of a lost place, where they are known: after one, before the next.
        between: Vec<(String, String)>,
        attributes: Values,
        computed: Vec<String>,
        note: String,
        unsure: bool,
        threads: Vec<(String, Word)>,
        provenance: Word,
        foreign_id: String,
        extra: Extra,
    }
}

record! {
    /// A relation in a layer.
    RelationRecord = "Relation" {
        id: String,
        kind as "type": String,
        from: String,
        to: String,
        foreign_id: String,
        extra: Extra,
    }
}

/// What became of a place when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Anchor {
    /// The words stand where the positions say.
    Here,
    /// The words stand elsewhere, without doubt.
    Moved,
    /// The words cannot be found again for certain.
    Lost,
}

impl AnnotationRecord {
    /// An annotation over the text that its positions mean.
    pub(in crate::store) fn of(annotation: &Annotation, text: &Text) -> Self {
        let (at, quotes) = match &annotation.place {
            Place::At(spans) => (
                spans.iter().map(|s| range_of(text, *s)).collect(),
                spans.iter().map(|s| TextQuote::of(text, *s)).collect(),
            ),
            Place::Lost(quotes) => (Vec::new(), quotes.clone()),
        };
        let is_lost = at.is_empty();
        Self {
            id: annotation.id.to_string(),
            label: annotation.label.to_string(),
            at: Ranges(at),
            before: quotes.first().map(|q| q.before.clone()).unwrap_or_default(),
            after: quotes.last().map(|q| q.after.clone()).unwrap_or_default(),
            between: if is_lost { contexts_between(&quotes) } else { Vec::new() },
            quote: quotes.into_iter().map(|q| q.exact).collect(),
            attributes: values_of(&annotation.attributes),
            computed: annotation.computed.iter().map(ToString::to_string).collect(),
            note: annotation.note.clone(),
            unsure: annotation.unsure,
            threads: annotation.threads.iter().map(|(id, stance)| (id.to_string(), stance_word(*stance))).collect(),
            provenance: provenance_word(&annotation.provenance),
            foreign_id: annotation.foreign_id.clone(),
            extra: annotation.extra.clone(),
        }
    }

    /// The annotation with its positions taken as they are; `None` where they do not fit the text, no annotation has such
    /// fragments, or an id is none.
    pub(in crate::store) fn read_exact(self, text: &Text) -> Option<Annotation> {
        let place = if self.at.0.is_empty() {
            Place::Lost(self.quotes())
        } else {
            let spans: Option<Vec<_>> = self.at.0.iter().map(|range| span_of(text, *range)).collect();
            Place::At(spans.filter(|spans| in_order(spans))?)
        };
        self.with_place(place)
    }

    /// The annotation in a text, its positions checked against its quote. `meant` is the text that the positions mean
    /// beside this one, where it is known.
    pub(in crate::store) fn read_anchored(
        self,
        text: &Text,
        meant: Option<&Alignment>,
    ) -> Option<(Annotation, Anchor)> {
        let (place, anchor) = self.anchor(text, meant);
        Some((self.with_place(place)?, anchor))
    }

    fn anchor(&self, text: &Text, meant: Option<&Alignment>) -> (Place, Anchor) {
        if self.at.0.is_empty() {
            return (Place::Lost(self.quotes()), Anchor::Here);
        }
        let same = meant.is_some_and(|meant| meant.old() == text);
        let spans: Option<Vec<TextSpan>> = self.at.0.iter().map(|range| span_of(text, *range)).collect();
        if let Some(spans) = spans.filter(|spans| same && in_order(spans)) {
            // Positions without a quote have nothing to be checked against.
            let quotes = &self.quote;
            let stands = quotes.is_empty()
                || (quotes.len() == spans.len() && spans.iter().zip(quotes).all(|(s, exact)| text.slice(*s) == exact));
            if stands {
                return (Place::At(spans), Anchor::Here);
            }
        }
        self.find_again(text, meant, &self.quotes())
    }

    /// Looks for every fragment; one that is in doubt makes the whole place lost.
    fn find_again(&self, text: &Text, meant: Option<&Alignment>, written: &[TextQuote]) -> (Place, Anchor) {
        let ranges = &self.at.0;
        // The text that the positions mean knows the words and the contexts between fragments, unless it was edited.
        let other = meant.filter(|meant| meant.old() != text);
        let spans = other.and_then(|meant| ranges.iter().map(|range| span_of(meant.old(), *range)).collect());
        let known = other.zip(spans).map(|(meant, spans): (&Alignment, Vec<TextSpan>)| {
            let quotes: Vec<TextQuote> = spans.iter().map(|span| TextQuote::of(meant.old(), *span)).collect();
            (quotes, spans.into_iter().map(|span| meant.carry(span).span()).collect::<Option<Vec<TextSpan>>>())
        });
        let agrees = |quotes: &[TextQuote]| {
            written.is_empty() || quotes.iter().map(|q| &q.exact).eq(written.iter().map(|q| &q.exact))
        };
        let (quotes, found) = known.filter(|(quotes, _)| agrees(quotes)).unwrap_or_else(|| {
            let found = written.iter().enumerate().map(|(i, quote)| {
                let place = ranges.get(i).and_then(|range| span_of(text, *range));
                super::super::anchor::certain_place(quote, text, place)
            });
            let found = found.collect();
            (written.to_vec(), found)
        });
        match found {
            Some(spans) if !spans.is_empty() && in_order(&spans) => (Place::at(text, spans), Anchor::Moved),
            _ => (Place::Lost(quotes), Anchor::Lost),
        }
    }

    /// The quotes as far as the file has them.
    fn quotes(&self) -> Vec<TextQuote> {
        let mut quotes: Vec<TextQuote> =
            self.quote.iter().map(|exact| TextQuote { exact: exact.clone(), ..TextQuote::default() }).collect();
        for (i, (after, before)) in self.between.iter().enumerate() {
            if let Some(quote) = quotes.get_mut(i) {
                quote.after.clone_from(after);
            }
            if let Some(quote) = quotes.get_mut(i + 1) {
                quote.before.clone_from(before);
            }
        }
        if let Some(first) = quotes.first_mut() {
            first.before.clone_from(&self.before);
        }
        if let Some(last) = quotes.last_mut() {
            last.after.clone_from(&self.after);
        }
        quotes
    }

    fn with_place(self, place: Place) -> Option<Annotation> {
        let mut annotation = Annotation::new(
            known(AnnotationId::parse(&self.id), "annotation id", &self.id)?,
            known(label_id(&self.label), "label id", &self.label)?,
            place,
        );
        annotation.attributes = attributes_of(self.attributes);
        let computed = self.computed.iter();
        annotation.computed = computed.filter_map(|id| known(attribute_id(id), "attribute", id)).collect();
        annotation.note = self.note;
        annotation.unsure = self.unsure;
        for (id, word) in self.threads {
            if let Some(id) = known(ThreadId::parse(&id), "thread id", &id) {
                annotation.threads.insert(id, read_stance(&word));
            }
        }
        annotation.provenance = read_provenance(&self.provenance);
        annotation.foreign_id = self.foreign_id;
        annotation.extra = self.extra;
        Some(annotation)
    }
}

impl RelationRecord {
    pub(in crate::store) fn of(relation: &Relation) -> Self {
        Self {
            id: relation.id.to_string(),
            kind: relation.kind.to_string(),
            from: relation.from.to_string(),
            to: relation.to.to_string(),
            foreign_id: relation.foreign_id.clone(),
            extra: relation.extra.clone(),
        }
    }

    pub(in crate::store) fn read(self) -> Option<Relation> {
        Some(Relation {
            id: known(RelationId::parse(&self.id), "relation id", &self.id)?,
            kind: known(relation_type_id(&self.kind), "relation type", &self.kind)?,
            from: known(AnnotationId::parse(&self.from), "annotation id", &self.from)?,
            to: known(AnnotationId::parse(&self.to), "annotation id", &self.to)?,
            foreign_id: self.foreign_id,
            extra: self.extra,
        })
    }
}

/// Fragments as an annotation may have them: in text order, none empty, none that touch.
fn in_order(spans: &[TextSpan]) -> bool {
    spans.iter().all(|s| !s.is_empty()) && spans.iter().zip(spans.iter().skip(1)).all(|(a, b)| a.end() < b.start())
}

fn contexts_between(quotes: &[TextQuote]) -> Vec<(String, String)> {
    let between: Vec<_> =
        quotes.iter().zip(quotes.iter().skip(1)).map(|(a, b)| (a.after.clone(), b.before.clone())).collect();
    if between.iter().all(|(a, b)| a.is_empty() && b.is_empty()) { Vec::new() } else { between }
}

fn stance_word(stance: LinkStance) -> Word {
    Word::new(match stance {
        LinkStance::For => "for",
        LinkStance::Against => "against",
    })
}

fn read_stance(word: &Word) -> LinkStance {
    match word.name.as_str() {
        "for" => LinkStance::For,
        "against" => LinkStance::Against,
        _ => {
            note_unknown(format!("link {:?}", word.written()));
            LinkStance::For
        }
    }
}

/// `accepted("model", "83%")`, `inherited("k3f9x2m7qa")`; a value with a percent sign is the suggester's score, any other
/// second one is the other of suggester and article.
fn provenance_word(provenance: &Provenance) -> Word {
    if *provenance == Provenance::default() {
        return Word::default();
    }
    let from = provenance.from.map(|id| id.to_string()).unwrap_or_default();
    let (first, second) = match provenance.how {
        How::Inherited => (from.as_str(), provenance.by.as_str()),
        _ => (provenance.by.as_str(), from.as_str()),
    };
    let percent = provenance.percent.map(|percent| format!("{percent}%")).unwrap_or_default();
    let args: &[&str] = if second.is_empty() { &[first, &percent] } else { &[first, second, &percent] };
    Word::with_strings(provenance.how.name(), args)
}

fn read_provenance(word: &Word) -> Provenance {
    if word.name.is_empty() {
        return Provenance::default();
    }
    let (Some(how), Some(args)) = (How::parse(&word.name), word.list::<String>().filter(|args| args.len() <= 3)) else {
        note_unknown(format!("provenance {:?}", word.written()));
        return Provenance::default();
    };
    let percent_of = |arg: &String| arg.strip_suffix('%').and_then(|percent| percent.parse().ok());
    let percent: Option<u8> = args.last().and_then(percent_of).filter(|percent| args.len() > 1 && *percent <= 100);
    let named = if percent.is_some() { args.len() - 1 } else { args.len() };
    if named > 2 {
        note_unknown(format!("provenance {:?}", word.written()));
    }
    let mut args = args.into_iter().take(named);
    let (first, second) = (args.next().unwrap_or_default(), args.next().unwrap_or_default());
    let (by, from) = if how == How::Inherited { (second, first) } else { (first, second) };
    Provenance { how, by, from: optional_id(&from, "article id"), percent }
}

/// Where a suggestion or its rejection stands.
pub(super) fn ranges_of(text: &Text, spans: &[TextSpan]) -> Vec<Range> {
    spans.iter().map(|s| range_of(text, *s)).collect()
}
