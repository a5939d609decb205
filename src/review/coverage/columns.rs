//! The columns of a matrix: articles, outlets or days.

use super::Coverage;
use crate::model::StoryId;
use crate::review::parts::in_parts;
use crate::text::fold;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a column stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// An article.
    #[default]
    Articles,
    /// All articles of an outlet.
    Outlets,
    /// All articles of a day.
    Days,
}

/// What is counted as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// Each article.
    #[default]
    Articles,
    /// An article with its reprints.
    Families,
}

/// How columns follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnOrder {
    /// By date of publication, the unknown last.
    #[default]
    Date,
    /// By outlet, then date.
    Outlet,
    /// By title.
    Title,
    /// Those with the most mentions first.
    MostMentions,
}

/// Which columns there are, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnView {
    /// What a column stands for.
    pub axis: Axis,
    /// What is counted as one.
    pub counting: Counting,
    /// How they follow each other.
    pub order: ColumnOrder,
    /// Only articles with these words in title, outlet or date.
    pub words: String,
    /// Only articles of this story.
    pub story: Option<StoryId>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The article's title, the outlet, or the day; empty where that is not known.
    pub title: String,
    /// More about it: outlet and date of an article, the number of articles of others.
    pub about: String,
    /// Articles by their numbers, those counted as one together.
    pub units: Vec<Vec<usize>>,
}

impl Column {
    /// The articles of the column, by their numbers.
    pub fn articles(&self) -> impl Iterator<Item = usize> {
        self.units.iter().flatten().copied()
    }

    /// The article, where the column stands for one alone.
    pub fn only_article(&self) -> Option<usize> {
        let mut articles = self.articles();
        articles.next().filter(|_| articles.next().is_none())
    }
}

/// The columns that a view asks for.
pub(super) fn columns(coverage: &Coverage, view: &ColumnView) -> Vec<Column> {
    let wanted = wanted(coverage, view);
    if view.axis == Axis::Articles && view.counting == Counting::Articles {
        let each = in_parts(&wanted, |part| part.iter().filter_map(|a| of_article(coverage, *a)).collect::<Vec<_>>());
        let mut columns: Vec<Column> = each.into_iter().flatten().collect();
        sort(coverage, view, &mut columns);
        return columns;
    }
    // A column's key: of outlets and days their name, so that they come in its order.
    let mut columns: BTreeMap<(bool, String, usize), Vec<usize>> = BTreeMap::new();
    for article in wanted {
        let Some(facts) = coverage.articles().get(article) else { continue };
        let key = match view.axis {
            Axis::Articles => match view.counting {
                Counting::Articles => (false, String::new(), article),
                Counting::Families => (false, String::new(), coverage.reprint_of(article)),
            },
            Axis::Outlets => (facts.outlet.is_empty(), fold(&facts.outlet), 0),
            Axis::Days => {
                let day = facts.published.map(|date| date.to_string()).unwrap_or_default();
                (day.is_empty(), day, 0)
            }
        };
        columns.entry(key).or_default().push(article);
    }
    let mut columns: Vec<Column> = columns.into_values().map(|articles| column(coverage, view, &articles)).collect();
    sort(coverage, view, &mut columns);
    columns
}

fn wanted(coverage: &Coverage, view: &ColumnView) -> Vec<usize> {
    let words: Vec<String> = fold(&view.words).split_whitespace().map(str::to_owned).collect();
    let is_wanted = |article: &super::ArticleFacts| {
        if view.story.is_some_and(|story| !article.stories.contains(&story)) {
            return false;
        }
        if words.is_empty() {
            return true;
        }
        let date = article.published.map(|date| date.to_string()).unwrap_or_default();
        let about = fold(&format!("{}\n{}\n{date}", article.title, article.outlet));
        words.iter().all(|word| about.contains(word))
    };
    let articles = coverage.articles().iter().enumerate();
    articles.filter(|(_, article)| is_wanted(article)).map(|(number, _)| number).collect()
}

/// The column of one article.
fn of_article(coverage: &Coverage, article: usize) -> Option<Column> {
    let facts = coverage.articles().get(article)?;
    let mut about = facts.outlet.clone();
    if let Some(date) = facts.published {
        let apart = if about.is_empty() { "" } else { " · " };
        about += &format!("{apart}{date}");
    }
    Some(Column { title: facts.title.clone(), about, units: vec![vec![article]] })
}

fn column(coverage: &Coverage, view: &ColumnView, articles: &[usize]) -> Column {
    let mut units: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for article in articles {
        let unit = match view.counting {
            Counting::Articles => *article,
            Counting::Families => coverage.reprint_of(*article),
        };
        units.entry(unit).or_default().push(*article);
    }
    let units: Vec<Vec<usize>> = units.into_values().collect();
    let first = articles.first().and_then(|article| coverage.articles().get(*article));
    let date = first.and_then(|facts| facts.published).map(|date| date.to_string()).unwrap_or_default();
    let outlet = first.map(|facts| facts.outlet.clone()).unwrap_or_default();
    let counted = || match (units.len(), articles.len()) {
        (1, 1) => "1 article".to_owned(),
        (units, articles) if units < articles => format!("{articles} articles, {units} without reprints"),
        (_, articles) => format!("{articles} articles"),
    };
    let (title, about) = match view.axis {
        Axis::Articles => {
            let title = first.map(|facts| facts.title.clone()).unwrap_or_default();
            let more = articles.len().saturating_sub(1);
            let reprints = if more == 0 { String::new() } else { format!("with {more} reprinted") };
            let about = [outlet, date, reprints];
            (title, about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
        }
        Axis::Outlets => (outlet, counted()),
        Axis::Days => (date, counted()),
    };
    Column { title, about, units }
}

fn sort(coverage: &Coverage, view: &ColumnView, columns: &mut [Column]) {
    let first = |column: &Column| column.articles().next();
    let fact = |column: &Column| first(column).and_then(|article| coverage.articles().get(article));
    match view.order {
        // Articles are numbered by date, and days come by their names.
        ColumnOrder::Date if view.axis == Axis::Outlets => {
            columns.sort_by_cached_key(first);
        }
        ColumnOrder::Date => {}
        ColumnOrder::Outlet => columns.sort_by_cached_key(|column| {
            let outlet = fact(column).map(|facts| fold(&facts.outlet)).unwrap_or_default();
            (outlet.is_empty(), outlet, first(column))
        }),
        ColumnOrder::Title => columns.sort_by_cached_key(|column| (fold(&column.title), first(column))),
        ColumnOrder::MostMentions => {
            let mut mentions = vec![0_usize; coverage.articles().len()];
            for thread in 0..coverage.threads().len() {
                for article in coverage.mentioning(thread) {
                    if let Some(count) = mentions.get_mut(article) {
                        *count += 1;
                    }
                }
            }
            let of = |article: usize| mentions.get(article).copied().unwrap_or_default();
            columns.sort_by_cached_key(|column| (Reverse(column.articles().map(of).sum::<usize>()), first(column)));
        }
    }
}
