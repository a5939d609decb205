//! A long article: what is on the screen is looked at first, wherever one goes while the rest is worked out.

use super::App;
use super::deepening::quick;
use super::jobs::{Arrived, caught};
use super::suggesting::{Extent, LONG, Suggested};
use crate::model::{Article, ArticleId, SuggestedRelation, SuggestionId, SuggestionSet};
use crate::session::{FAINTEST, Suggesters, whole_paragraphs};
use crate::text::{ByteOffset, TextHash, TextSpan};
use crate::ui::reader::logic::Geometry as _;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Bytes before and after what is on the screen that are worked on with it.
const AROUND: usize = 20_000;

/// What was looked at of a long article of which not all is known yet.
#[derive(Debug, Default)]
pub(super) struct Screens {
    of: Option<(ArticleId, TextHash)>,
    looked_at: Vec<TextSpan>,
    /// A worker looks at one of them: whoever scrolls quickly does not start one for each page.
    is_busy: bool,
}

impl Screens {
    /// The part to look at now; `None` where what is on the screen was looked at, or another part still is.
    pub(super) fn next(&mut self, article: &Article, visible: TextSpan) -> Option<TextSpan> {
        let of = Some((article.id, article.text().hash()));
        if self.of != of {
            *self = Self { of, ..Self::default() };
        }
        if self.is_busy || self.looked_at.iter().any(|part| part.contains_span(visible)) {
            return None;
        }
        let part = around(article, visible);
        self.looked_at.push(part);
        self.is_busy = true;
        Some(part)
    }

    /// What a worker looked at has arrived.
    pub(super) fn arrived(&mut self) {
        self.is_busy = false;
    }
}

/// The paragraphs on the screen and around it.
fn around(article: &Article, visible: TextSpan) -> TextSpan {
    let text = article.text();
    let from = text.floor(ByteOffset::new(visible.start().get().saturating_sub(AROUND)));
    let to = text.floor(ByteOffset::new((visible.end().get() + AROUND).min(text.len())));
    whole_paragraphs(article, (from, to)).cover(visible)
}

impl App {
    /// Looks at what came onto the screen of a long article while all of it is still worked on.
    pub(super) fn tend_screen(&mut self) {
        let id = self.reader.article.filter(|id| self.suggesting.is_at_work_on(*id));
        let (Some(open), Some(id)) = (&self.open, id.filter(|id| self.panels.reader.shows(*id))) else { return };
        let project = open.session.project().clone();
        let Some(article) = project.article(id).filter(|article| article.text().len() > LONG).cloned() else { return };
        let visible = self.panels.reader.visible();
        let Some(part) = visible.and_then(|visible| self.suggesting.screens.next(&article, visible)) else { return };
        let names = quick(&self.preferences.suggestions.with);
        let known = self.suggesting.team_of(&names).map(|team| Arc::clone(&team.suggesters));
        self.spawn("what is on the screen", move |reporter| {
            let looked = caught(|| {
                // Those that look at texts alone are there at once.
                let suggesters = known.unwrap_or_else(|| Arc::new(Suggesters::of_texts(&names)));
                suggesters.suggest_part(&article, &project.codebook, FAINTEST, (part.start(), part.end()))
            });
            let (set, part) = match looked {
                Ok(set) => (set, Some(part)),
                Err(fault) => {
                    reporter.send(Arrived::Failed(fault));
                    (nothing(&article), None)
                }
            };
            let suggested = Suggested { set: Arc::new(set), extent: Extent::Part(part), team: None };
            reporter.send(Arrived::Suggested(project.info.id, Box::new(suggested)));
        });
    }
}

/// Of what is shown, the one that is looked at with the sources that come along: in a long article the rest is too much to be
/// compared one by one while the window waits.
pub(super) fn looked_at(shown: &SuggestionSet, picked: Option<SuggestionId>) -> SuggestionSet {
    let along = shown.relations.iter().filter(|relation| Some(relation.from) == picked).map(|relation| relation.to);
    let ids: BTreeSet<SuggestionId> = along.chain(picked).collect();
    let suggestions = shown.suggestions.iter().filter(|one| ids.contains(&one.id)).cloned().collect();
    let both = |relation: &&SuggestedRelation| ids.contains(&relation.from) && ids.contains(&relation.to);
    let relations = shown.relations.iter().filter(both).cloned().collect();
    SuggestionSet { article: shown.article, text: shown.text, made: shown.made.clone(), suggestions, relations }
}

/// No suggestions for an article.
pub(super) fn nothing(article: &Article) -> SuggestionSet {
    let (text, made) = (article.text().hash(), String::new());
    SuggestionSet { article: article.id, text, made, suggestions: Vec::new(), relations: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdMaker, LabelId, Metadata, RelationTypeId, Revision, Suggestion};
    use crate::text::Text;

    fn article(text: &str) -> Article {
        Article {
            id: IdMaker::new(3).make(),
            foreign_id: String::new(),
            metadata: Metadata::default(),
            attributes: Default::default(),
            stories: Default::default(),
            zones: Vec::new(),
            earlier: Vec::new(),
            current: Revision { text: Text::new(text), file: "articles/long.txt".into(), since: None },
            extra: Default::default(),
        }
    }

    #[test]
    fn what_is_looked_at_stays_with_its_source() {
        let (mut ids, mut shown) = (IdMaker::new(4), nothing(&article("The clerk said so. Ana left.")));
        let kind = RelationTypeId::parse("attributed_to").unwrap();
        for (name, start) in [("claim", 15), ("source", 4), ("event", 23)] {
            let (label, span) = (LabelId::parse(name).unwrap(), TextSpan::of(start, start + 2));
            shown.suggestions.push(Suggestion::new(ids.make(), label, vec![span], 0.9, "rules"));
        }
        let [claim, source, event] = [0, 1, 2].map(|at| shown.suggestions[at].id);
        shown.relations.push(SuggestedRelation { kind, from: claim, to: source, score: 0.9, by: "rules".into() });
        let kept =
            |picked| -> Vec<SuggestionId> { looked_at(&shown, picked).suggestions.iter().map(|one| one.id).collect() };
        assert_eq!((kept(Some(claim)), kept(Some(event)), kept(None)), (vec![claim, source], vec![event], vec![]));
        assert_eq!(looked_at(&shown, Some(claim)).relations, shown.relations);
    }

    #[test]
    fn each_place_is_looked_at_once_and_one_at_a_time() {
        let article = article(&"The clerk said that the bridge is shut.\n".repeat(8_000));
        let mut screens = Screens::default();
        let first = screens.next(&article, TextSpan::of(0, 2_000)).unwrap();
        assert!(
            first.contains_span(TextSpan::of(0, 2_000 + AROUND - 80)) && first.len() < 2_000 + AROUND + 80,
            "{first:?}"
        );
        let far = TextSpan::of(200_000, 202_000);
        assert_eq!(screens.next(&article, far), None, "one is looked at");
        screens.arrived();
        assert_eq!(screens.next(&article, TextSpan::of(10_000, 12_000)), None, "that was looked at with the first");
        let second = screens.next(&article, far).unwrap();
        assert!(second.contains_span(far) && !second.overlaps(first));
        screens.arrived();
        assert_eq!(screens.next(&article, far), None);
        let other = self::article("Another text.\n");
        assert!(screens.next(&other, TextSpan::of(0, 5)).is_some(), "another text is looked at anew");
    }
}
