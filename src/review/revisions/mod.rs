//! What changed from one text of an article to another: sentence by sentence, what was added, softened, removed, and which
//! annotations it touches.

mod sentences;

use super::wording::{DroppedWords, NewWords, changed_words, firmness};
use crate::model::{AnnotationId, AnnotatorName, Article, Place, Project};
use crate::text::{Alignment, Pair, Text, TextSpan};
use std::collections::BTreeSet;

/// How a sentence changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says less surely what it said: a hedge came, or a weaker verb of saying.
    Softened,
    /// It says more surely what it said.
    Firmed,
    /// It says the same with other numbers, names or dates, or in other words.
    Reworded,
}

impl ChangeKind {
    /// All kinds, in the order of lists.
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Softened, Self::Firmed, Self::Reworded];

    /// What the screen and the command show.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Softened => "softened",
            Self::Firmed => "made firmer",
            Self::Reworded => "reworded",
        }
    }
}

/// A sentence, or a few that changed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceChange {
    /// How it changed.
    pub kind: ChangeKind,
    /// In the older text; `None` where it is new.
    pub old: Option<TextSpan>,
    /// In the newer text; `None` where it is gone.
    pub new: Option<TextSpan>,
    /// The words in them that differ; one side may be empty.
    pub words: Vec<Pair>,
    /// Numbers, hedges, verbs of saying, names and dates of the newer that the older does not have.
    pub new_words: Vec<NewWords>,
    /// Those of the older that the newer does not have any more.
    pub dropped: Vec<DroppedWords>,
    /// Annotations on these words.
    pub annotations: Vec<(AnnotatorName, AnnotationId)>,
}

/// What changed from one text to another.
#[derive(Clone, Debug)]
pub struct RevisionReport {
    /// The texts beside each other.
    pub alignment: Alignment,
    /// Sentences that changed, in the order of the texts.
    pub changes: Vec<SentenceChange>,
}

impl RevisionReport {
    /// Compares two texts of an article. Annotations are those that `sees` lets through, of everybody.
    pub fn new(
        project: &Project,
        article: &Article,
        old: &Text,
        new: &Text,
        sees: &dyn Fn(&AnnotatorName) -> bool,
    ) -> Self {
        let alignment = Alignment::new(old, new);
        let mut changes: Vec<SentenceChange> =
            sentences::paired(&alignment).into_iter().map(|unit| change(&alignment, unit)).collect();
        touch(project, article, old, new, sees, &mut changes);
        Self { alignment, changes }
    }

    /// How many changes there are of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// In a line: "2 added, 1 softened"; "only spaces and line ends changed" where no words did.
    pub fn summary(&self) -> String {
        let parts: Vec<String> = ChangeKind::ALL
            .into_iter()
            .map(|kind| (kind, self.count(kind)))
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {}", kind.name()))
            .collect();
        if parts.is_empty() { "only spaces and line ends changed".to_owned() } else { parts.join(", ") }
    }
}

fn change(alignment: &Alignment, unit: sentences::Unit) -> SentenceChange {
    let (old, new) = (alignment.old().as_str(), alignment.new_text().as_str());
    let (new_words, dropped) = changed_words((old, unit.old), (new, unit.new));
    let kind = match (unit.old, unit.new) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        _ => match firmness(new, &new_words, &dropped) {
            less if less < 0 => ChangeKind::Softened,
            more if more > 0 => ChangeKind::Firmed,
            _ => ChangeKind::Reworded,
        },
    };
    SentenceChange {
        kind,
        old: unit.old,
        new: unit.new,
        words: unit.words,
        new_words,
        dropped,
        annotations: Vec::new(),
    }
}

/// Notes the annotations on each change: by their place where they mean the newer text, by their words where they lost it.
fn touch(
    project: &Project,
    article: &Article,
    old: &Text,
    new: &Text,
    sees: &dyn Fn(&AnnotatorName) -> bool,
    changes: &mut [SentenceChange],
) {
    let is_current = article.text() == new;
    for (key, layer) in project.layers_of(article.id).filter(|(key, _)| sees(&key.annotator)) {
        for annotation in layer.annotations.values() {
            let words: BTreeSet<&str> = match &annotation.place {
                Place::At(_) if is_current => BTreeSet::new(),
                Place::At(spans) => spans.iter().map(|span| article.text().slice(*span)).collect(),
                Place::Lost(quotes) => quotes.iter().map(|quote| quote.exact.as_str()).collect(),
            };
            for change in changes.iter_mut() {
                let stands = is_current
                    && change.new.is_some_and(|there| annotation.fragments().iter().any(|f| f.overlaps(there)));
                let says = |text: &Text, span: Option<TextSpan>| {
                    span.is_some_and(|span| words.iter().any(|words| text.slice(span).contains(words)))
                };
                if stands || (!words.is_empty() && (says(old, change.old) || says(new, change.new))) {
                    change.annotations.push((key.annotator.clone(), annotation.id));
                }
            }
        }
    }
}

/// In a line: "number “40” → “60”; hedge “reportedly” new".
pub fn words_line(new: &Text, change: &SentenceChange) -> String {
    super::wording::words_line(new, &change.new_words, &change.dropped)
}

#[cfg(test)]
mod tests;
