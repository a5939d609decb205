//! Random projects for tests: everything that the model can hold, over text of many scripts.

mod home;

pub(super) use home::{Home, as_from_elsewhere, home, open_it};
pub(crate) use home::{bring_back, close_elsewhere, take_over_and_away, take_over_elsewhere};

use super::text_file;
use crate::edit::{Draft, Transaction};
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, AttributeId, AttributeValue, BlindDraw, Contradiction,
    Date, Family, FamilyKind, How, Id, IdMaker, LabelId, LayerKey, LinkStance, Metadata, Place, Project, Provenance,
    Rejection, Relation, RelationTypeId, Revision, Story, StoryId, Thread, ThreadId, ThreadRelation,
    ThreadRelationKind, Timestamp, Zone, ZoneKind, default_codebook,
};
use crate::text::{ByteOffset, Text, TextQuote, TextSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Choices that follow from a seed.
pub(super) struct Dice(IdMaker);

const WORDS: [&str; 16] = [
    "prices",
    "will",
    "fall,",
    "“said”",
    "the",
    "minister",
    "é\u{301}",
    "😀👩‍👩‍👧",
    "Müller",
    "总理说",
    "ويقول",
    "\"quoted\"",
    "back\\slash",
    "a\u{ad}b",
    "\u{200f}",
    "tab\there",
];

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(IdMaker::new(seed))
    }

    pub(super) fn id<T: From<Id>>(&mut self) -> T {
        self.0.make()
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        let id: Id = self.0.make();
        id.as_str().bytes().skip(1).fold(0_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(b as usize)) % n.max(1)
    }

    pub(super) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len())].clone())
    }

    fn words(&mut self, most: usize) -> String {
        let n = self.below(most + 1);
        (0..n).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }

    fn some_words(&mut self) -> String {
        if self.chance(2) { String::new() } else { self.words(4) + "\n\"x\\" }
    }

    pub(super) fn text(&mut self) -> Text {
        let paragraphs = self.below(6);
        Text::new((0..paragraphs).map(|_| self.words(12) + "\n").collect::<String>())
    }

    pub(super) fn span(&mut self, text: &Text) -> TextSpan {
        let (a, b) = (self.below(text.len() + 1), self.below(text.len() + 1));
        TextSpan::new(text.floor(ByteOffset::new(a)), text.floor(ByteOffset::new(b)))
    }

    fn place(&mut self, text: &Text) -> Place {
        let n = 1 + self.below(3);
        let spans: Vec<_> = (0..n).map(|_| self.span(text)).collect();
        match Place::at(text, spans) {
            Place::At(spans) if spans.is_empty() || self.chance(8) => Place::Lost(
                (0..=self.below(3))
                    .map(|_| TextQuote { exact: self.words(3) + "!", before: self.words(2), after: self.words(2) })
                    .collect(),
            ),
            place => place,
        }
    }

    fn time(&mut self) -> Timestamp {
        Timestamp::from_seconds(1_700_000_000 + i64::try_from(self.below(100_000_000)).unwrap_or(0))
    }

    fn date(&mut self) -> Option<Date> {
        Date::parse(["", "2024", "2025-02", "2025-11-28"][self.below(4)])
    }

    fn attributes(&mut self) -> BTreeMap<AttributeId, AttributeValue> {
        let mut attributes = BTreeMap::new();
        for name in ["mode", "voice", "type", "when"] {
            let value = match self.below(6) {
                0 => AttributeValue::Flag(self.chance(2)),
                1 => AttributeValue::Text(self.some_words()),
                2 => AttributeValue::List(vec![self.words(2), String::new()]),
                3 => AttributeValue::Parts(BTreeMap::from([("value".into(), self.words(2))])),
                _ => continue,
            };
            attributes.insert(AttributeId::parse(name).unwrap(), value);
        }
        attributes
    }

    fn extra(&mut self) -> BTreeMap<String, String> {
        if self.chance(4) { BTreeMap::from([("x \"y\"".into(), "{\"a\": [1]}".into())]) } else { BTreeMap::new() }
    }

    fn annotation(&mut self, text: &Text, threads: &[ThreadId]) -> Annotation {
        let label = LabelId::parse(["claim", "source", "event"][self.below(3)]).unwrap();
        let mut annotation = Annotation::new(self.id(), label, self.place(text));
        annotation.attributes = self.attributes();
        annotation.computed = annotation.attributes.keys().filter(|_| self.chance(3)).cloned().collect();
        annotation.note = self.some_words();
        annotation.unsure = self.chance(3);
        for _ in 0..self.below(3) {
            let stance = if self.chance(2) { LinkStance::For } else { LinkStance::Against };
            annotation.threads.extend(self.pick(threads).map(|thread| (thread, stance)));
        }
        annotation.provenance = Provenance {
            how: How::ALL[self.below(5)],
            by: if self.chance(2) { String::new() } else { "model".into() },
            from: self.chance(3).then(|| self.id()),
            percent: self.chance(3).then(|| u8::try_from(self.below(101)).unwrap()),
        };
        annotation.foreign_id = if self.chance(4) { self.words(2) } else { String::new() };
        annotation.extra = self.extra();
        annotation
    }

    pub(super) fn article(&mut self, stories: &[StoryId]) -> Article {
        let id: ArticleId = self.id();
        let text = self.text();
        let metadata = Metadata {
            title: self.words(4),
            outlet: self.words(1),
            author: self.words(2),
            published: self.date(),
            accessed: self.date(),
            language: "en".into(),
            url: self.some_words(),
            archived_url: String::new(),
        };
        let revisions = self.below(3);
        let earlier = (0..revisions).map(|i| {
            let since = (i > 0).then(|| self.time());
            Revision { text: self.text(), file: text_file(&metadata, id, i + 1), since }
        });
        let earlier: Vec<_> = earlier.collect();
        let file = text_file(&metadata, id, revisions + 1);
        let since = (revisions > 0).then(|| self.time());
        let kinds = [ZoneKind::Title, ZoneKind::Caption, ZoneKind::Excerpt];
        let zones = text.paragraphs().iter().filter(|_| self.chance(3)).copied().collect::<Vec<_>>();
        let zones = zones.into_iter().map(|span| Zone { kind: kinds[self.below(3)], span, outlet: self.words(1) });
        Article {
            zones: zones.collect(),
            id,
            foreign_id: self.some_words(),
            metadata,
            attributes: self.attributes(),
            stories: stories.iter().filter(|_| self.chance(2)).copied().collect(),
            earlier,
            current: Revision { text, file, since },
            extra: self.extra(),
        }
    }

    fn thread(&mut self, stories: &[StoryId]) -> Thread {
        Thread {
            id: self.id(),
            label: LabelId::parse("claim").unwrap(),
            title: self.some_words(),
            story: self.pick(stories),
            known_since: self.date(),
            made: self.time(),
            attributes: self.attributes(),
            note: self.some_words(),
            foreign_id: String::new(),
            extra: self.extra(),
        }
    }

    /// A step that an annotator might make, of any kind, with as many changes as it takes.
    pub(super) fn transaction(&mut self, project: &Project, by: &AnnotatorName) -> Transaction {
        let mut draft = Draft::new(project);
        let stories: Vec<StoryId> = project.stories.keys().copied().collect();
        let articles: Vec<ArticleId> = project.articles.keys().copied().collect();
        let threads: Vec<ThreadId> = project.all_threads().map(|(_, t)| t.id).collect();
        for _ in 0..=self.below(3) {
            match self.below(12) {
                0 => {
                    let mut info = (*draft.project().info).clone();
                    info.title = self.some_words();
                    info.settings.insert("a".into(), self.words(2));
                    draft.info(info);
                }
                1 => {
                    let id: StoryId = self.pick(&stories).filter(|_| self.chance(2)).unwrap_or_else(|| self.id());
                    let story = Story { id, title: self.some_words(), note: self.words(3), foreign_id: String::new() };
                    draft.story(id, Some(story));
                }
                2 => {
                    let article = self.article(&stories);
                    draft.article(article.id, Some(article));
                }
                3 => {
                    let thread = self.thread(&stories);
                    draft.thread(by, thread.id, Some(thread));
                }
                4 => {
                    if let (Some(from), Some(to)) = (self.pick(&threads), self.pick(&threads)) {
                        let kind = [
                            ThreadRelationKind::Contradicts(Contradiction::Tension),
                            ThreadRelationKind::Contradicts(Contradiction::Incompatible),
                            ThreadRelationKind::Supports,
                            ThreadRelationKind::SameAs,
                        ][self.below(4)];
                        let relation = ThreadRelation { id: self.id(), kind, from, to, reason: self.some_words() };
                        draft.thread_relation(by, relation.id, Some(relation));
                    }
                }
                5 => {
                    if let Some(label) = self.pick(&project.codebook.labels.values().cloned().collect::<Vec<_>>()) {
                        let mut label = (*label).clone();
                        label.definition = self.some_words();
                        label.archived = self.chance(2);
                        label.order = self.below(5) as u32;
                        draft.label(label.id.clone(), Some(label));
                    }
                }
                6 => {
                    let id = self.id();
                    let articles: BTreeSet<ArticleId> = articles.iter().copied().take(2).collect();
                    draft.family(id, Some(Family { id, kind: FamilyKind::Rewrite, articles }));
                }
                _ => {
                    if let Some(article) = self.pick(&articles) {
                        self.change_layer(&mut draft, &LayerKey { annotator: by.clone(), article }, &threads);
                    }
                }
            }
        }
        let spot = self.pick(&articles).map(|article| {
            let text = project.article(article).unwrap().text().clone();
            crate::edit::Spot { article, span: self.span(&text) }
        });
        draft.finish(self.some_words(), spot)
    }

    fn change_layer(&mut self, draft: &mut Draft, key: &LayerKey, threads: &[ThreadId]) {
        let text = draft.project().article(key.article).unwrap().text().clone();
        let ids: Vec<AnnotationId> =
            draft.project().layer(key).map(|l| l.annotations.keys().copied().collect()).unwrap_or_default();
        match self.below(7) {
            0 => draft.done(key, self.chance(2)),
            1 => {
                if let Some(paragraph) = self.pick(text.paragraphs()) {
                    let when = self.chance(3).then(|| self.time());
                    draft.reading(key, paragraph, when);
                }
            }
            2 => {
                let what = Rejection {
                    label: LabelId::parse("event").unwrap(),
                    fragments: vec![self.span(&text)],
                    by: self.words(1),
                    percent: u8::try_from(self.below(101)).unwrap(),
                };
                draft.rejected(key, what, Some(self.time()));
            }
            3 => {
                if let (Some(from), Some(to)) = (self.pick(&ids), self.pick(&ids)) {
                    let id = self.id();
                    let kind = RelationTypeId::parse("attributed_to").unwrap();
                    let relation = Relation { id, kind, from, to, foreign_id: self.words(1), extra: self.extra() };
                    draft.relation(key, id, Some(relation));
                }
            }
            4 if !ids.is_empty() => {
                let id = self.pick(&ids).unwrap();
                draft.annotation(key, id, None);
            }
            5 if !ids.is_empty() => {
                let id = self.pick(&ids).unwrap();
                let annotation = Annotation { id, ..self.annotation(&text, threads) };
                draft.annotation(key, id, Some(annotation));
            }
            _ => {
                let annotation = self.annotation(&text, threads);
                draft.annotation(key, annotation.id, Some(annotation));
            }
        }
    }

    /// A project with a little of everything, by two annotators.
    pub(super) fn project(&mut self) -> Project {
        let mut project = Project::new(self.id(), self.some_words(), default_codebook());
        let mut info = (*project.info).clone();
        if self.chance(2) {
            let annotators = [ana(), AnnotatorName::parse("ben-2").unwrap()].into();
            info.blind_draw = Some(BlindDraw { articles: [self.id()].into(), annotators, seed: u64::MAX });
        }
        project.info = Arc::new(info);
        for _ in 0..3 + self.below(20) {
            for by in [ana(), AnnotatorName::parse("ben-2").unwrap()] {
                project = self.transaction(&project, &by).apply(&project).unwrap();
            }
        }
        project
    }
}

/// The annotator of most tests.
pub(super) fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

/// A time; tests do not read the clock.
pub(super) fn noon() -> Timestamp {
    Timestamp::parse("2026-11-21T12:00:00Z").unwrap()
}

/// Every file of a project but the journal's own, by name.
pub(super) fn files_in(root: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &std::path::Path, at: &std::path::Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                if !name.starts_with("journal/") && name != ".lock" {
                    files.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(root, root, &mut files);
    files
}
