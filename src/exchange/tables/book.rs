//! All tables of an export: their columns, and the one walk that fills them.

use super::super::export::Selection;
use super::attributes::Spread;
use super::table::{Column, Rows, TableId};
use super::view::View;
use super::{annotations, articles, codebook, statements, threads};
use crate::exchange::{ExportError, Pace};
use crate::model::{
    Annotation, AnnotatorName, ArticleId, AttributeDef, Date, Family, FamilyKind, LinkStance, Project, Thread, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often a thread is mentioned in what is written.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Mentions that state it.
    pub(super) stated: usize,
    /// Mentions that deny it.
    pub(super) denied: usize,
    /// Articles with a mention.
    pub(super) articles: usize,
    /// Outlets with a mention.
    pub(super) outlets: BTreeSet<Arc<str>>,
    /// The earliest date of an article with a mention.
    pub(super) earliest: Option<Date>,
    last: Option<ArticleId>,
}

/// What the tables of an export share.
pub(super) struct Book<'s, 'a> {
    pub(super) selection: &'s Selection<'a>,
    pub(super) threads: BTreeMap<ThreadId, (&'a AnnotatorName, &'a Arc<Thread>)>,
    pub(super) tallies: BTreeMap<ThreadId, Tally>,
    families: BTreeMap<ArticleId, Vec<&'a Arc<Family>>>,
    pub(super) of_annotations: Spread,
    pub(super) of_threads: Spread,
    pub(super) of_articles: Spread,
    tables: Vec<(TableId, Vec<Column>)>,
}

impl<'s, 'a> Book<'s, 'a> {
    /// Reads what the columns and the threads need of a selection.
    pub(super) fn new(selection: &'s Selection<'a>) -> Self {
        let project = selection.project();
        let labels = project.codebook.ordered();
        let named = |attributes: fn(&crate::model::Label) -> &[AttributeDef]| {
            labels.iter().flat_map(move |label| attributes(label).iter().map(|def| (label.name.as_str(), def)))
        };
        let of_articles = project.codebook.ordered_article_attributes();
        let mut book = Self {
            selection,
            threads: selection.threads().map(|(by, thread)| (thread.id, (by, thread))).collect(),
            tallies: tallies(selection),
            families: BTreeMap::new(),
            of_annotations: Spread::new(named(|label| &label.attributes), &annotations::names()),
            of_threads: Spread::new(named(|label| &label.thread_attributes), &threads::names()),
            of_articles: Spread::new(of_articles.into_iter().map(|def| ("", def)), &articles::names()),
            tables: Vec::new(),
        };
        for family in project.families.values() {
            for article in &family.articles {
                book.families.entry(*article).or_default().push(family);
            }
        }
        book.tables = TableId::ALL.iter().map(|id| (*id, book.columns_of(*id))).collect();
        book
    }

    fn columns_of(&self, table: TableId) -> Vec<Column> {
        match table {
            TableId::Statements => statements::columns(),
            TableId::Annotations => annotations::columns(&self.of_annotations),
            TableId::Fragments => annotations::fragment_columns(),
            TableId::Relations => annotations::relation_columns(),
            TableId::Threads => threads::columns(&self.of_threads),
            TableId::ThreadRelations => threads::relation_columns(),
            TableId::Articles => articles::columns(&self.of_articles),
            TableId::Parts => articles::part_columns(),
            TableId::Reading => articles::reading_columns(),
            TableId::Stories => threads::story_columns(),
            TableId::Codebook => codebook::columns(),
        }
    }

    /// The tables with their columns, in order.
    pub(super) fn tables(&self) -> &[(TableId, Vec<Column>)] {
        &self.tables
    }

    /// The project.
    pub(super) fn project(&self) -> &'a Project {
        self.selection.project()
    }

    /// The families of a kind that an article is in.
    pub(super) fn families_of(&self, article: ArticleId, kind: FamilyKind) -> impl Iterator<Item = &'a Arc<Family>> {
        let families = self.families.get(&article).map_or(&[][..], Vec::as_slice);
        families.iter().copied().filter(move |family| family.kind == kind)
    }

    /// Gives all rows of all tables, those of one table in order.
    pub(super) fn fill(&self, rows: &mut dyn Rows, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        self.fill_shared(rows)?;
        for article in self.selection.articles() {
            pace.step()?;
            self.fill_article(&View::new(self.selection, article), rows)?;
        }
        Ok(())
    }

    /// Gives the rows that belong to no article.
    pub(super) fn fill_shared(&self, rows: &mut dyn Rows) -> Result<(), ExportError> {
        codebook::rows(self, rows)?;
        threads::rows(self, rows)
    }

    /// Gives the rows of an article.
    pub(super) fn fill_article(&self, view: &View<'_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
        articles::rows(self, view, rows)?;
        annotations::rows(self, view, rows)?;
        statements::rows(self, view, rows)
    }

    /// Titles of the threads that an annotation is a mention of.
    pub(super) fn titles(&self, annotation: &Annotation) -> Vec<String> {
        let known = annotation.threads.keys().filter_map(|id| self.threads.get(id));
        known.map(|(_, thread)| thread.title.clone()).collect()
    }
}

fn tallies(selection: &Selection<'_>) -> BTreeMap<ThreadId, Tally> {
    let mut tallies: BTreeMap<ThreadId, Tally> = BTreeMap::new();
    for article in selection.articles() {
        let outlet: Arc<str> = article.metadata.outlet.as_str().into();
        let layers = selection.layers(article.id);
        for annotation in layers.iter().flat_map(|(_, layer)| layer.annotations.values()) {
            for (id, stance) in annotation.threads.iter().filter(|_| selection.passes_label(&annotation.label)) {
                let tally = tallies.entry(*id).or_default();
                match stance {
                    LinkStance::For => tally.stated += 1,
                    LinkStance::Against => tally.denied += 1,
                }
                if tally.last.replace(article.id) != Some(article.id) {
                    tally.articles += 1;
                    tally.earliest = [tally.earliest, article.metadata.published].into_iter().flatten().min();
                    if !outlet.is_empty() {
                        tally.outlets.insert(Arc::clone(&outlet));
                    }
                }
            }
        }
    }
    tallies
}
