//! Which articles and columns the grid shows, and what stands in its cells.

use crate::edit::plan::{CellEdit, Column};
use crate::model::{Article, ArticleId, AttributeDef, Codebook, MetadataField, Project};
use crate::session::Session;
use crate::text::fold;
use crate::ui::article_index::{ArticleIndex, Moment};
use crate::ui::panels::Order;
use std::sync::Arc;

/// A column as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// What stands above it.
    pub(super) name: String,
    /// What it edits; `None` for the stories, which have a menu of their own.
    pub(super) column: Option<Column>,
    /// How the codebook defines it, where it is an attribute.
    pub(super) def: Option<AttributeDef>,
    /// Its width at first, in points.
    pub(super) width: f32,
}

impl Shown {
    /// What stands in the cell.
    pub(super) fn text(&self, project: &Project, article: &Article) -> String {
        match (&self.column, &self.def) {
            (Some(Column::Field(field)), _) => article.metadata.get(*field),
            (Some(Column::Attribute(id)), Some(def)) => {
                article.attributes.get(id).map(|value| def.show(value)).unwrap_or_default()
            }
            (Some(Column::Attribute(_)), None) => String::new(),
            (None, _) => {
                let titles = article.stories.iter().filter_map(|id| project.stories.get(id)).map(|s| s.title.as_str());
                titles.collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// What may be typed, for the line below the buttons.
    pub(super) fn hint(&self) -> Option<String> {
        use crate::model::AttributeKind;
        match (&self.column, &self.def) {
            (None, _) => Some("Stories are set with the Story menu".into()),
            (Some(Column::Field(MetadataField::Published | MetadataField::Accessed)), _) => {
                Some("2025-11-28, 2025-11 or 2025".into())
            }
            (_, Some(def)) => match &def.kind {
                AttributeKind::Choice(choices) => {
                    let names: Vec<&str> = choices.iter().map(|c| c.name.as_str()).collect();
                    Some(names.join(", "))
                }
                AttributeKind::Flag => Some("yes or no".into()),
                _ => Some(def.definition.clone()).filter(|d| !d.is_empty()),
            },
            _ => None,
        }
    }
}

fn columns_of(codebook: &Codebook) -> Vec<Shown> {
    let width = |field| match field {
        MetadataField::Title => 280.0,
        MetadataField::Url => 200.0,
        MetadataField::Published | MetadataField::Accessed => 96.0,
        MetadataField::Language => 84.0,
        MetadataField::Outlet | MetadataField::Author | MetadataField::ArchivedUrl => 140.0,
    };
    let fields = MetadataField::ALL.into_iter().map(|field| Shown {
        name: field.name().into(),
        column: Some(Column::Field(field)),
        def: None,
        width: width(field),
    });
    let offered = codebook.ordered_article_attributes().into_iter().filter(|def| !def.archived);
    let attributes = offered.map(|def| Shown {
        name: def.name.clone(),
        column: Some(Column::Attribute(def.id.clone())),
        def: Some(def.clone()),
        width: 120.0,
    });
    let stories = Shown { name: "Stories".into(), column: None, def: None, width: 160.0 };
    fields.chain(attributes).chain([stories]).collect()
}

/// The state of the project, the filter and the order that rows were worked out for.
type Key = (Moment, String, Option<(usize, Order)>);

/// The rows and columns, worked out again where something that they depend on changes.
#[derive(Debug, Default)]
pub(super) struct Table {
    index: ArticleIndex,
    codebook: Option<Arc<Codebook>>,
    columns: Arc<[Shown]>,
    key: Option<Key>,
    all: Vec<ArticleId>,
    rows: Arc<[ArticleId]>,
}

impl Table {
    pub(super) fn columns(&self) -> &Arc<[Shown]> {
        &self.columns
    }

    pub(super) fn rows(&self) -> &Arc<[ArticleId]> {
        &self.rows
    }

    /// Takes in what changed. A cell that was edited stays where it is, even in the sorted column, until filter, order
    /// or the set of articles change.
    pub(super) fn update(&mut self, session: &Session, filter: &str, sort: Option<(usize, Order)>) {
        let project = session.project();
        if !self.codebook.as_ref().is_some_and(|known| Arc::ptr_eq(known, &project.codebook)) {
            self.columns = columns_of(&project.codebook).into();
            self.codebook = Some(Arc::clone(&project.codebook));
        }
        let moment = Moment::of(session);
        let same_question = self.key.as_ref().is_some_and(|(_, f, s)| f == filter && *s == sort);
        if same_question && self.key.as_ref().is_some_and(|(m, _, _)| *m == moment) {
            return;
        }
        if !(same_question && self.all.iter().eq(project.articles.keys())) {
            self.index.update(session);
            self.list(project, filter, sort);
        }
        self.key = Some((moment, filter.to_owned(), sort));
    }

    fn list(&mut self, project: &Project, filter: &str, sort: Option<(usize, Order)>) {
        let words = fold(filter);
        self.all = project.articles.keys().copied().collect();
        let mut rows: Vec<ArticleId> = self.all.iter().copied().filter(|id| self.index.holds(*id, &words)).collect();
        let sorted_by = sort.and_then(|(column, order)| Some((self.columns.get(column)?, order)));
        if let Some((column, order)) = sorted_by {
            let text =
                |id: &ArticleId| project.article(*id).map(|a| fold(&column.text(project, a))).unwrap_or_default();
            // Empty cells come last, whichever end is first.
            let (mut full, empty): (Vec<_>, Vec<_>) =
                rows.into_iter().map(|id| (text(&id), id)).partition(|(text, _)| !text.is_empty());
            full.sort_unstable();
            if order == Order::Down {
                full.reverse();
            }
            rows = full.into_iter().chain(empty).map(|(_, id)| id).collect();
        }
        self.rows = rows.into();
    }

    /// The row's article.
    pub(super) fn article<'p>(&self, project: &'p Project, row: usize) -> Option<&'p Arc<Article>> {
        project.article(*self.rows.get(row)?)
    }

    /// What stands in a cell.
    pub(super) fn text(&self, project: &Project, row: usize, column: usize) -> String {
        let column = self.columns.get(column);
        column.zip(self.article(project, row)).map(|(c, article)| c.text(project, article)).unwrap_or_default()
    }

    /// The edit that puts a value into a cell; `None` where it stands there already, or the column has no edits.
    pub(super) fn edit(&self, project: &Project, row: usize, column: usize, value: &str) -> Option<CellEdit> {
        let article = *self.rows.get(row)?;
        let edited = self.columns.get(column)?.column.clone()?;
        let differs = self.text(project, row, column) != value.trim();
        differs.then(|| CellEdit { article, column: edited, value: value.to_owned() })
    }
}
