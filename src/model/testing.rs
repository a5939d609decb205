//! Random projects that hold every kind of record, for tests of files and formats.

use super::*;
use crate::text::{Text, TextQuote, TextSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Words with accents, joined emoji, combining marks, right-to-left script, quotation marks and JSON's own marks.
const WORDS: [&str; 14] = [
    "prices",
    "said",
    "“we",
    "won’t”",
    "👩\u{200d}🚒",
    "e\u{301}tat",
    "ראש",
    "新聞",
    "U.S.",
    "\"\\\"",
    "—",
    "a\tb",
    "5%",
    "Ana",
];

/// Numbers and choices that follow from a seed.
struct Dice(IdMaker);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        let id: Id = self.0.make();
        let bits = id.as_str().bytes().fold(7_usize, |all, b| all.wrapping_mul(31).wrapping_add(b as usize));
        (bits >> 3) % limit.max(1)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn words(&mut self, most: usize) -> String {
        let count = self.below(most + 1);
        (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }

    /// Words on one line, as metadata are.
    fn line(&mut self, most: usize) -> String {
        self.words(most).replace('\t', " ")
    }

    fn text(&mut self) -> Text {
        let paragraphs = self.below(6);
        let text: Vec<String> = (0..paragraphs).map(|_| self.words(12)).collect();
        Text::new(text.join(if self.one_in(2) { "\n" } else { "\n\n" }))
    }

    fn date(&mut self) -> Option<Date> {
        [None, Date::parse("2025"), Date::parse("2025-11"), Date::parse("2025-11-28")][self.below(4)]
    }

    fn time(&mut self) -> Timestamp {
        Timestamp::from_seconds(1_760_000_000 + i64::from(self.below(10_000_000) as u32))
    }

    fn attributes(&mut self) -> Attributes {
        let value = |dice: &mut Self| match dice.below(4) {
            0 => AttributeValue::Flag(dice.one_in(2)),
            1 => AttributeValue::Text(dice.words(3)),
            2 => AttributeValue::List((0..dice.below(3)).map(|_| dice.words(2)).collect()),
            _ => AttributeValue::Parts((0..dice.below(3)).map(|i| (format!("part{i}"), dice.words(2))).collect()),
        };
        let names = ["mode", "voice", "x_1"];
        names[..self.below(4)].iter().map(|name| (AttributeId::parse(name).unwrap(), value(self))).collect()
    }

    fn foreign(&mut self) -> String {
        if self.one_in(3) { format!("their #{} é", self.below(99)) } else { String::new() }
    }

    fn extra(&mut self) -> Extra {
        let values = ["[[0,99],[344,467]]", "\"words\"", "true", "0.1", "{\"a\":{\"b\":[]}}", "-12"];
        (0..self.below(3)).map(|i| (format!("extra {i}"), values[self.below(values.len())].to_owned())).collect()
    }

    /// A run of characters with a visible one at each end, so that fragments stay apart.
    fn span(&mut self, text: &Text) -> Option<TextSpan> {
        let seen: Vec<(usize, char)> = text.as_str().char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        let first = self.below(seen.len());
        let last = (first + self.below(12)).min(seen.len().checked_sub(1)?);
        let ((start, _), (end, c)) = (seen[first], seen[last]);
        Some(TextSpan::of(start, end + c.len_utf8()))
    }

    fn place(&mut self, text: &Text) -> Place {
        let spans: Vec<TextSpan> = (0..=self.below(3)).filter_map(|_| self.span(text)).collect();
        match spans.first() {
            Some(first) if self.one_in(8) => Place::Lost(vec![TextQuote::of(text, *first)]),
            Some(_) => Place::at(text, spans),
            None => Place::Lost(vec![TextQuote { exact: "gone".into(), ..TextQuote::default() }]),
        }
    }
}

/// A project that follows from a seed. It holds to every invariant that [`violations`] checks.
pub(crate) fn random_project(seed: u64) -> Project {
    let mut dice = Dice(IdMaker::new(seed));
    let title = dice.words(3);
    let mut project = Project::new(dice.0.make(), title, codebook(&mut dice));
    for _ in 0..dice.below(3) {
        let story =
            Story { id: dice.0.make(), title: dice.words(3) + "x", note: dice.words(2), foreign_id: dice.foreign() };
        project.stories.insert_mut(story.id, Arc::new(story));
    }
    let annotators: Vec<_> = ["ana", "ben", "c-3"].into_iter().filter_map(AnnotatorName::parse).collect();
    for annotator in &annotators[..dice.below(4)] {
        let book = thread_book(&mut dice, &project);
        project.threads.insert_mut(annotator.clone(), Arc::new(book));
    }
    for _ in 0..dice.below(5) {
        let article = article(&mut dice, &project);
        for annotator in &annotators {
            let layer = layer(&mut dice, &project, &article);
            if !layer.is_empty() {
                project
                    .layers
                    .insert_mut(LayerKey { annotator: annotator.clone(), article: article.id }, Arc::new(layer));
            }
        }
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    let articles: BTreeSet<ArticleId> = project.articles.keys().copied().collect();
    if articles.len() > 1 {
        let kind = if dice.one_in(2) { FamilyKind::Reprint } else { FamilyKind::Rewrite };
        let family = Family { id: dice.0.make(), kind, articles };
        project.families.insert_mut(family.id, Arc::new(family));
    }
    project
}

fn codebook(dice: &mut Dice) -> Codebook {
    let mut codebook = default_codebook();
    if dice.one_in(2) {
        let label = Label {
            id: LabelId::parse("own_1").unwrap(),
            name: dice.words(2) + "x",
            role: LabelRole::Other,
            definition: dice.words(5),
            examples: (0..dice.below(3)).map(|_| dice.words(4)).collect(),
            color: Color([dice.below(256) as u8, 0, 255]),
            key: dice.one_in(2).then_some('ü'),
            parent: LabelId::parse("claim"),
            attributes: Vec::new(),
            thread_attributes: Vec::new(),
            scope: MarkScope::WhatMatters,
            archived: dice.one_in(2),
            order: 3,
        };
        codebook.labels.insert(label.id.clone(), Arc::new(label));
    }
    codebook
}

fn label(dice: &mut Dice, project: &Project) -> LabelId {
    let labels: Vec<_> = project.codebook.labels.keys().collect();
    labels[dice.below(labels.len())].clone()
}

fn thread_book(dice: &mut Dice, project: &Project) -> ThreadBook {
    let mut book = ThreadBook::default();
    let stories: Vec<StoryId> = project.stories.keys().copied().collect();
    for _ in 0..dice.below(4) {
        let thread = Thread {
            id: dice.0.make(),
            label: label(dice, project),
            title: dice.words(4) + "x",
            story: stories.first().copied().filter(|_| dice.one_in(2)),
            known_since: dice.date(),
            made: dice.time(),
            attributes: dice.attributes(),
            note: dice.words(3),
            foreign_id: dice.foreign(),
            extra: dice.extra(),
        };
        book.threads.insert_mut(thread.id, Arc::new(thread));
    }
    let ids: Vec<ThreadId> = book.threads.keys().copied().collect();
    let kinds = [
        ThreadRelationKind::Contradicts(Contradiction::Tension),
        ThreadRelationKind::Contradicts(Contradiction::Incompatible),
        ThreadRelationKind::Supports,
        ThreadRelationKind::SameAs,
    ];
    for (from, to) in ids.iter().zip(ids.iter().skip(1)) {
        let (kind, reason) = (kinds[dice.below(kinds.len())], dice.words(3));
        let relation = ThreadRelation { id: dice.0.make(), kind, from: *from, to: *to, reason };
        book.relations.insert_mut(relation.id, Arc::new(relation));
    }
    book
}

fn article(dice: &mut Dice, project: &Project) -> Article {
    let id: ArticleId = dice.0.make();
    let text = dice.text();
    let metadata = Metadata {
        title: dice.line(4),
        outlet: dice.line(2),
        author: dice.line(2),
        published: dice.date(),
        accessed: dice.date(),
        language: "en".into(),
        url: dice.line(1),
        archived_url: dice.line(1),
    };
    let zones = text.paragraphs().iter().enumerate().filter(|_| dice.one_in(3)).map(|(i, span)| Zone {
        kind: ZoneKind::ALL[i % ZoneKind::ALL.len()],
        span: *span,
        outlet: if i == 7 { "Outlet".into() } else { String::new() },
    });
    let zones: Vec<Zone> = zones.collect();
    let earlier =
        (0..dice.below(2)).map(|_| Revision { text: dice.text(), file: format!("articles/{id}.txt"), since: None });
    let earlier: Vec<Revision> = earlier.collect();
    let file = if earlier.is_empty() { format!("articles/{id}.txt") } else { format!("articles/{id}.2.txt") };
    Article {
        id,
        foreign_id: dice.foreign(),
        metadata,
        attributes: dice.attributes(),
        stories: project.stories.keys().copied().filter(|_| dice.one_in(2)).collect(),
        zones,
        earlier,
        current: Revision { text, file, since: None },
        extra: dice.extra(),
    }
}

fn layer(dice: &mut Dice, project: &Project, article: &Article) -> Layer {
    let text = article.text();
    let mut layer = Layer::new(text.hash());
    let threads: Vec<ThreadId> = project.all_threads().map(|(_, t)| t.id).collect();
    for _ in 0..dice.below(6) {
        let attributes = dice.attributes();
        let mut links = BTreeMap::new();
        for id in &threads {
            match dice.below(8) {
                0 => links.insert(*id, LinkStance::Against),
                1 | 2 => links.insert(*id, LinkStance::For),
                _ => None,
            };
        }
        let annotation = Annotation {
            computed: attributes.keys().filter(|_| dice.one_in(2)).cloned().collect(),
            attributes,
            note: dice.words(3),
            unsure: dice.one_in(5),
            threads: links,
            provenance: Provenance {
                how: How::ALL[dice.below(5)],
                by: if dice.one_in(3) { "model".into() } else { String::new() },
                from: dice.one_in(4).then_some(article.id),
                percent: dice.one_in(4).then_some(83),
            },
            foreign_id: dice.foreign(),
            extra: dice.extra(),
            ..Annotation::new(dice.0.make(), label(dice, project), dice.place(text))
        };
        layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
    }
    let ids: Vec<AnnotationId> = layer.annotations.keys().copied().collect();
    for (from, to) in ids.iter().zip(ids.iter().skip(1)) {
        let relation = Relation {
            id: dice.0.make(),
            kind: RelationTypeId::parse(["attributed_to", "about"][dice.below(2)]).unwrap(),
            from: *from,
            to: *to,
            foreign_id: dice.foreign(),
            extra: dice.extra(),
        };
        layer.relations.insert_mut(relation.id, Arc::new(relation));
    }
    for paragraph in text.paragraphs() {
        if dice.one_in(2) {
            layer.reading.insert_mut(*paragraph, dice.time());
        }
    }
    layer.done = dice.one_in(4);
    layer
}

#[test]
fn random_projects_hold_to_the_invariants() {
    for seed in 0..50 {
        assert_eq!(violations(&random_project(seed)), [], "seed {seed}");
    }
}
