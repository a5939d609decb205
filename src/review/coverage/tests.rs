use super::*;
use crate::model::{
    Annotation, AnnotatorName, Article, ArticleId, AttributeId, AttributeValue, Codebook, Date, IdMaker, LabelId,
    Layer, LayerKey, LinkStance, Metadata, Place, Project, Revision, Story, StoryId, Thread, ThreadBook, ThreadId,
    Timestamp, Zone, ZoneKind, default_codebook, testing,
};
use crate::review::Coding;
use crate::review::scene::Scene;
use crate::text::{Text, TextSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_700_000_000 + seconds)
}

/// A project of one thread, and articles that are added to it.
struct Made {
    project: Project,
    ids: IdMaker,
    thread: ThreadId,
    story: StoryId,
}

impl Made {
    fn new(known_since: Option<&str>) -> Self {
        let mut ids = IdMaker::new(11);
        let mut project = Project::new(ids.make(), "Test", default_codebook());
        let story: StoryId = ids.make();
        let told = Story { id: story, title: "The storm".into(), note: String::new(), foreign_id: String::new() };
        project.stories.insert_mut(story, Arc::new(told));
        let thread = Thread {
            id: ids.make(),
            label: LabelId::parse("claim").unwrap(),
            title: "The harbour reopens on Monday".into(),
            story: Some(story),
            known_since: known_since.and_then(Date::parse),
            made: time(100),
            attributes: BTreeMap::new(),
            note: String::new(),
            foreign_id: String::new(),
            extra: BTreeMap::new(),
        };
        let id = thread.id;
        let mut book = ThreadBook::default();
        book.threads.insert_mut(id, Arc::new(thread));
        project.threads.insert_mut(ana(), Arc::new(book));
        Self { project, ids, thread: id, story }
    }

    /// An article of two paragraphs and one of boilerplate, of which the first `read` are read after the thread was made.
    fn article(&mut self, outlet: &str, published: &str, read: usize) -> LayerKey {
        let text = Text::new("The harbour opens on Monday.\nThe mayor said so.\nSubscribe.");
        let id: ArticleId = self.ids.make();
        let boilerplate = *text.paragraphs().last().unwrap();
        let mut layer = Layer::new(text.hash());
        for paragraph in text.paragraphs().iter().take(read) {
            layer.reading.insert_mut(*paragraph, time(200));
        }
        let article = Article {
            id,
            foreign_id: String::new(),
            metadata: Metadata {
                outlet: outlet.into(),
                published: Date::parse(published),
                title: format!("{outlet} reports"),
                ..Metadata::default()
            },
            attributes: BTreeMap::new(),
            stories: BTreeSet::from([self.story]),
            zones: vec![Zone { kind: ZoneKind::Boilerplate, span: boilerplate, outlet: String::new() }],
            earlier: Vec::new(),
            current: Revision { text, file: String::new(), since: None },
            extra: BTreeMap::new(),
        };
        self.project.articles.insert_mut(id, Arc::new(article));
        let key = LayerKey { annotator: ana(), article: id };
        self.project.layers.insert_mut(key.clone(), Arc::new(layer));
        key
    }

    /// A claim on the first words, with attributes, linked or not.
    fn claim(&mut self, key: &LayerKey, values: &[(&str, &str)], link: Option<LinkStance>) {
        let text = self.project.article(key.article).unwrap().text().clone();
        let place = Place::at(&text, [TextSpan::of(0, 27)]);
        let mut claim = Annotation::new(self.ids.make(), LabelId::parse("claim").unwrap(), place);
        for (id, value) in values {
            claim.attributes.insert(AttributeId::parse(id).unwrap(), AttributeValue::text(*value));
        }
        claim.threads.extend(link.map(|stance| (self.thread, stance)));
        self.edit(key, |layer| layer.annotations.insert_mut(claim.id, Arc::new(claim)));
    }

    fn edit(&mut self, key: &LayerKey, edit: impl FnOnce(&mut Layer)) {
        let mut layer = (**self.project.layer(key).unwrap()).clone();
        edit(&mut layer);
        self.project.layers.insert_mut(key.clone(), Arc::new(layer));
    }

    fn coverage(&self) -> Coverage {
        Coverage::new(&self.project, &Coding::One(ana()))
    }

    fn cell(&self, key: &LayerKey) -> (CellState, Vec<CellState>, String) {
        let coverage = self.coverage();
        let (thread, article) = (coverage.thread_number(self.thread), coverage.article_number(key.article));
        let cell = coverage.cell(thread.unwrap(), article.unwrap());
        assert_eq!(cell.state, coverage.state(thread.unwrap(), article.unwrap()));
        (cell.state, cell.also, cell.why)
    }
}

#[test]
fn mentions_come_before_everything_else() {
    let mut made = Made::new(None);
    let key = made.article("The Quay", "2025-11-28", 0);
    made.claim(&key, &[("voice", "own")], Some(LinkStance::For));
    assert_eq!(made.cell(&key), (CellState::Stated, vec![], String::new()), "read or not");
    made.claim(&key, &[("voice", "credited")], Some(LinkStance::For));
    assert_eq!(made.cell(&key), (CellState::Attributed, vec![CellState::Stated], String::new()));
    made.claim(&key, &[("voice", "credited"), ("stance", "rejects")], Some(LinkStance::For));
    let also = vec![CellState::Attributed, CellState::Stated];
    assert_eq!(made.cell(&key), (CellState::Disputed, also.clone(), "the outlet rejects it".into()));
    made.claim(&key, &[("act", "denial")], Some(LinkStance::Against));
    assert_eq!(made.cell(&key), (CellState::Disputed, also, "linked against, the outlet rejects it".into()));
}

#[test]
fn a_cell_without_mentions_says_why() {
    let mut made = Made::new(Some("2025-11-28"));
    let early = made.article("The Quay", "2025-11-27", 0);
    assert_eq!(made.cell(&early).0, CellState::Earlier);
    let undated = made.article("The Quay", "", 0);
    assert_eq!(made.cell(&undated).0, CellState::Unread, "both dates are needed");
    let vague = made.article("The Quay", "2025-11", 0);
    assert_eq!(made.cell(&vague).0, CellState::Unread, "perhaps it was later that month");
    let key = made.article("The Cape", "2025-11-28", 1);
    assert_eq!(made.cell(&key), (CellState::Unread, vec![], "1 of 2 paragraphs not read".into()));
    let read = made.article("The Cape", "2025-11-29", 2);
    assert_eq!(made.cell(&read).0, CellState::Absent, "boilerplate need not be read");
    made.claim(&read, &[], None);
    assert_eq!(made.cell(&read), (CellState::Unlinked, vec![], "1 of label claim without a link".into()));
    let stale = made.article("The Cape", "2025-11-29", 2);
    let first = made.project.article(stale.article).unwrap().text().paragraphs()[0];
    made.edit(&stale, |layer| layer.reading.insert_mut(first, time(99)));
    assert_eq!(made.cell(&stale).0, CellState::Stale);
    made.edit(&stale, |layer| layer.reading.insert_mut(first, time(100)));
    assert_eq!(made.cell(&stale).0, CellState::Absent, "made just then");
    let mut other = (**made.project.article(stale.article).unwrap()).clone();
    other.stories.clear();
    made.project.articles.insert_mut(other.id, Arc::new(other));
    assert_eq!(made.cell(&stale).0, CellState::OutOfScope);
}

#[test]
fn it_is_known_since_its_earliest_dated_mention() {
    let mut made = Made::new(None);
    let early = made.article("The Quay", "2025-11-26", 2);
    assert_eq!(made.cell(&early).0, CellState::Absent);
    let mention = made.article("The Cape", "2025-11-27", 2);
    made.claim(&mention, &[("act", "denial")], Some(LinkStance::For));
    let undated = made.article("The Shore", "", 2);
    made.claim(&undated, &[], Some(LinkStance::For));
    assert_eq!(made.cell(&early), (CellState::Earlier, vec![], "published 2025-11-26, known since 2025-11-27".into()));
    assert_eq!(made.cell(&mention).2, "a denial");
    let coverage = made.coverage();
    assert_eq!(coverage.threads()[0].since, coverage.index().known_since(&made.project, made.thread));
}

#[test]
fn two_must_have_read_what_is_agreed() {
    let mut made = Made::new(None);
    let key = made.article("The Quay", "2025-11-27", 2);
    let state = |made: &Made, coding| Coverage::new(&made.project, &coding).state(0, 0);
    assert_eq!(state(&made, Coding::All), CellState::Absent);
    assert_eq!(state(&made, Coding::Agreed), CellState::Unread);
    let layer = Arc::clone(made.project.layer(&key).unwrap());
    let ben = LayerKey { annotator: AnnotatorName::parse("ben").unwrap(), ..key.clone() };
    made.project.layers.insert_mut(ben, layer);
    assert_eq!(state(&made, Coding::Agreed), CellState::Absent);
    made.claim(&key, &[], Some(LinkStance::For));
    assert_eq!(state(&made, Coding::Agreed), CellState::Absent, "only one of them has seen it there");
    assert_eq!(state(&made, Coding::All), CellState::Stated);
    assert_eq!(state(&made, Coding::One(AnnotatorName::parse("ben").unwrap())), CellState::Unread, "not his thread");
}

fn square(made: &Made, columns: &ColumnView, at: usize) -> (String, CellState, usize, usize) {
    let matrix = Matrix::new(&made.coverage(), &made.project.codebook, &RowView::default(), columns);
    assert_eq!(matrix.rows(), [RowItem::Label(LabelId::parse("claim").unwrap(), 1), RowItem::Thread(0)]);
    assert_eq!(matrix.square(0, at), None);
    let square = matrix.square(1, at).unwrap();
    (matrix.columns()[at].title.clone(), square.state, square.mentioning, square.of)
}

#[test]
fn outlets_and_days_count_articles_or_families() {
    let mut made = Made::new(None);
    let keys = [("The Quay", "2025-11-26"), ("The Quay", "2025-11-27"), ("the quay", "2025-11-27"), ("", "")];
    let keys: Vec<_> = keys.into_iter().map(|(outlet, day)| made.article(outlet, day, 2)).collect();
    made.claim(&keys[1], &[("voice", "credited")], Some(LinkStance::For));
    made.claim(&keys[2], &[], Some(LinkStance::For));
    let by = |axis, counting| ColumnView { axis, counting, ..ColumnView::default() };
    let outlets = by(Axis::Outlets, Counting::Articles);
    assert_eq!(square(&made, &outlets, 0), ("The Quay".into(), CellState::Attributed, 2, 2), "one came too early");
    assert_eq!(square(&made, &outlets, 1), (String::new(), CellState::Absent, 0, 1));
    let days = by(Axis::Days, Counting::Articles);
    assert_eq!(square(&made, &days, 0), ("2025-11-26".into(), CellState::Earlier, 0, 0));
    assert_eq!(square(&made, &days, 1), ("2025-11-27".into(), CellState::Attributed, 2, 2));
    let articles = BTreeSet::from([keys[1].article, keys[2].article]);
    let family = crate::model::Family { id: made.ids.make(), kind: crate::model::FamilyKind::Reprint, articles };
    made.project.families.insert_mut(family.id, Arc::new(family));
    assert_eq!(square(&made, &by(Axis::Days, Counting::Families), 1).2, 1);
    assert_eq!(square(&made, &by(Axis::Articles, Counting::Families), 1).1, CellState::Attributed);
    let columns = |view: &ColumnView| columns::columns(&made.coverage(), view).len();
    assert_eq!(
        (columns(&by(Axis::Articles, Counting::Articles)), columns(&by(Axis::Articles, Counting::Families))),
        (4, 3)
    );
    assert_eq!(columns(&ColumnView { words: "QUAY 11-27".into(), ..ColumnView::default() }), 2);
}

#[test]
fn rows_are_filtered_and_sorted() {
    let made = Made::new(None);
    let rows = |view: &RowView| rows::rows(&made.coverage(), &Codebook::default(), view).len();
    assert_eq!(rows(&RowView::default()), 2, "a label that the codebook lacks has its group, too");
    assert_eq!(rows(&RowView { words: "HARBOUR mon".into(), ..RowView::default() }), 2);
    assert_eq!(rows(&RowView { words: "ferry".into(), ..RowView::default() }), 0);
    assert_eq!(rows(&RowView { only: Only::Disputed, ..RowView::default() }), 0);
    assert_eq!(rows(&RowView { only: Only::Never, ..RowView::default() }), 2);
}

#[test]
fn the_nearest_passages_come_first() {
    let mut made = Made::new(None);
    let key = made.article("The Quay", "2025-11-27", 0);
    let near = |made: &Made| {
        let article = made.project.article(key.article).unwrap();
        let coding = Coding::One(ana());
        let index = crate::review::ThreadIndex::new(&made.project, &coding);
        let found = nearest_passages(&made.project, &coding, &index, made.thread, article, 3);
        found.into_iter().map(|p| (article.text().slice(p.span).to_owned(), p.annotation.is_some())).collect::<Vec<_>>()
    };
    let found = near(&made);
    assert_eq!(found[0], ("The harbour opens on Monday.".into(), false));
    assert!(found.iter().all(|(words, _)| words != "Subscribe."), "{found:?}");
    made.claim(&key, &[], None);
    assert_eq!(near(&made)[0], ("The harbour opens on Monday".into(), true), "what is marked can be linked");
}

#[test]
fn words_are_compared_by_their_stems_and_what_was_looked_at_is_left_out() {
    let mut scene = Scene::new();
    let thread = scene.thread("claim", "The ferries were stopping");
    let text = "Ferrous metals rose again.\nThe ferry stops in March.\nOne ferry stopped before.";
    let article = scene.article(text, "Daily", "2025-11-28");
    let near = |project: &Project| {
        let article = project.article(article).unwrap();
        let index = crate::review::ThreadIndex::new(project, &Coding::All);
        let found = nearest_passages(project, &Coding::All, &index, thread, article, 9);
        let mut found: Vec<_> = found.into_iter().map(|p| article.text().slice(p.span).to_owned()).collect();
        found.sort();
        found
    };
    assert_eq!(near(&scene.project), ["One ferry stopped before.", "The ferry stops in March."]);
    let second = scene.project.article(article).unwrap().text().paragraphs()[1];
    scene.read(article, second);
    assert_eq!(near(&scene.project), ["One ferry stopped before."]);
}

#[test]
fn every_cell_of_any_project_has_a_state() {
    for seed in 0..40 {
        let project = testing::random_project(seed);
        for coding in [Coding::All, Coding::Agreed, Coding::One(ana())] {
            let coverage = Coverage::new(&project, &coding);
            for thread in 0..coverage.threads().len() {
                let mut mentions = 0;
                for article in 0..coverage.articles().len() {
                    let cell = coverage.cell(thread, article);
                    assert_eq!(cell.state, coverage.state(thread, article));
                    assert_eq!(cell.state.is_mention(), !cell.mentions.is_empty());
                    assert!(cell.mentions.iter().all(|m| m.key.article == coverage.articles()[article].id));
                    mentions += cell.mentions.len();
                }
                let all = coverage.index().mentions(coverage.threads()[thread].id);
                assert_eq!(mentions, all.len(), "seed {seed}: each mention is in one cell");
                assert_eq!(coverage.counts(thread).iter().sum::<usize>(), coverage.articles().len());
                assert!(!coverage.default_state(thread).is_mention());
            }
        }
    }
}
