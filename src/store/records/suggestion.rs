//! Suggestions on disk: derived, and read only where they are about the text as it is.

use super::annotation::ranges_of;
use super::value::{Values, attributes_of, values_of};
use super::{FORMAT, Range, known, span_of};
use crate::model::{
    ArticleId, LabelId, RelationTypeId, SuggestedRelation, Suggestion, SuggestionId, SuggestionSet, ThreadId,
};
use crate::store::notation::{FileText, record};
use crate::text::Text;

record! {
    /// The whole file.
    SuggestionsFile = "Suggestions" {
        format: u32,
        article: String,
        text: String,
        made: String,
        suggestions: Vec<SuggestionRecord>,
        relations: Vec<SuggestedRelationRecord>,
    }
}

record! {
    /// A suggestion.
    SuggestionRecord = "Suggestion" {
        id: String,
        label: String,
        at: Vec<Range>,
        score: f64,
        by: String,
        reason: String,
        attributes: Values,
        cue: Vec<Range>,
        threads: Vec<(String, f64)>,
    }
}

record! {
    /// A suggested relation.
    SuggestedRelationRecord = "SuggestedRelation" {
        kind as "type": String,
        from: String,
        to: String,
        score: f64,
        by: String,
    }
}

fn threads_of(written: &[(String, f64)]) -> Vec<(ThreadId, f64)> {
    let read = |(id, score): &(String, f64)| Some((known(ThreadId::parse(id), "thread id", id)?, *score));
    written.iter().filter_map(read).collect()
}

impl SuggestionsFile {
    /// The file of an article's suggestions.
    pub(in crate::store) fn render(set: &SuggestionSet, text: &Text) -> String {
        let mut file = FileText::new("Suggestions", FORMAT);
        file.field("article", &set.article.to_string());
        file.field("text", &set.text.to_string());
        file.field("made", &set.made);
        let rows = set.suggestions.iter().map(|s| SuggestionRecord {
            id: s.id.to_string(),
            label: s.label.to_string(),
            at: ranges_of(text, &s.fragments),
            score: s.score,
            by: s.by.clone(),
            reason: s.reason.clone(),
            attributes: values_of(&s.attributes),
            cue: ranges_of(text, s.cue.as_slice()),
            threads: s.threads.iter().map(|(id, score)| (id.to_string(), *score)).collect(),
        });
        file.rows("suggestions", &rows.collect::<Vec<_>>());
        let rows = set.relations.iter().map(|r| SuggestedRelationRecord {
            kind: r.kind.to_string(),
            from: r.from.to_string(),
            to: r.to.to_string(),
            score: r.score,
            by: r.by.clone(),
        });
        file.rows("relations", &rows.collect::<Vec<_>>());
        file.finish()
    }

    /// The suggestions; `None` where they are about another article or text.
    pub(in crate::store) fn read(self, article: ArticleId, text: &Text) -> Option<SuggestionSet> {
        if self.text != text.hash().to_string() || self.article != article.as_str() {
            return None;
        }
        let suggestions = self.suggestions.into_iter().filter_map(|s| {
            Some(Suggestion {
                id: known(SuggestionId::parse(&s.id), "suggestion id", &s.id)?,
                label: known(LabelId::parse(&s.label), "label id", &s.label)?,
                fragments: s.at.iter().map(|range| span_of(text, *range)).collect::<Option<_>>()?,
                score: s.score,
                by: s.by,
                reason: s.reason,
                attributes: attributes_of(s.attributes),
                cue: s.cue.first().and_then(|range| span_of(text, *range)),
                threads: threads_of(&s.threads),
            })
        });
        let relations = self.relations.into_iter().filter_map(|r| {
            Some(SuggestedRelation {
                kind: known(RelationTypeId::parse(&r.kind), "relation type", &r.kind)?,
                from: known(SuggestionId::parse(&r.from), "suggestion id", &r.from)?,
                to: known(SuggestionId::parse(&r.to), "suggestion id", &r.to)?,
                score: r.score,
                by: r.by,
            })
        });
        Some(SuggestionSet {
            article,
            text: text.hash(),
            made: self.made,
            suggestions: suggestions.collect(),
            relations: relations.collect(),
        })
    }
}
