//! Two to four articles side by side: their paragraphs aligned by shared claims, sources and events, and then by shared
//! words.

mod align;
mod paragraph;
#[cfg(test)]
mod tests;

use super::{Coding, ThreadIndex};
use crate::model::{ArticleId, Project};
use crate::text::TextSpan;
use align::{Rows, aligned};
use paragraph::{Paragraph, Weights, Words, likeness, paragraphs, shared_threads};

/// Articles that stand side by side, at most.
pub const MOST_SIDES: usize = 4;

/// Paragraphs of each article that stand side by side at once; those of longer ones come part by part.
pub const PART: usize = 1_000;

/// Likeness of words from which two paragraphs are taken to say the same.
const ALIKE: f64 = 0.3;

/// What ties a paragraph to one of another column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideMatch {
    /// The column, from 0.
    pub column: usize,
    /// The paragraph there, from 0.
    pub paragraph: usize,
    /// Shared claims, sources and events in both.
    pub threads: usize,
    /// Likeness of their words, from 0 to 1: the cosine between them, seldom words counting more (Salton and Buckley
    /// 1988).
    pub words: f64,
}

/// One paragraph of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct SideParagraph {
    /// Where it stands in the article's text.
    pub span: TextSpan,
    /// The paragraph of another column that is most like it; `None` where it stands in this column only.
    pub like: Option<SideMatch>,
}

/// Paragraphs that stand at the same height: for each column one, or none.
pub type SideRow = Vec<Option<usize>>;

/// Articles side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    /// The articles, in the order of the columns.
    pub articles: Vec<ArticleId>,
    /// Which part of the articles this is, from 0.
    pub part: usize,
    /// How many paragraphs each article has, boilerplate left out.
    pub paragraphs: Vec<usize>,
    /// Each column's paragraphs of this part in text order, boilerplate left out.
    pub columns: Vec<Vec<SideParagraph>>,
    /// The rows: each column's paragraphs come once, in text order.
    pub rows: Vec<SideRow>,
}

impl Sides {
    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.paragraphs.iter().max().map_or(1, |most| most.div_ceil(PART).max(1))
    }
}

/// Puts a part of up to four articles side by side; ones that are gone are left out. Paragraphs stay in the order of each article;
/// what is told in another order is found by [`SideParagraph::like`].
pub fn sides(project: &Project, articles: &[ArticleId], coding: &Coding, threads: &ThreadIndex, part: usize) -> Sides {
    let there = articles.iter().filter_map(|id| project.article(*id)).take(MOST_SIDES);
    let mut numbers = Words::default();
    let range = part.saturating_mul(PART)..part.saturating_add(1).saturating_mul(PART);
    let (columns, totals): (Vec<Vec<Paragraph>>, Vec<usize>) =
        there.map(|article| paragraphs(project, article, coding, threads, range.clone(), &mut numbers)).unzip();
    let weights = Weights::of(&columns, &numbers);
    let like = |a: &Paragraph, b: &Paragraph| (shared_threads(a, b), likeness(a, b, &weights));
    let mut rows = Rows::default();
    for (column, paragraphs) in columns.iter().enumerate() {
        let score = |row: &[Option<usize>], paragraph: usize| {
            let others = row.iter().enumerate().filter_map(|(c, at)| columns.get(c)?.get((*at)?));
            let Some(one) = paragraphs.get(paragraph) else { return 0.0 };
            others.map(|other| tie(like(one, other))).fold(0.0, f64::max)
        };
        rows = aligned(rows, column, paragraphs.len(), &score);
    }
    let best = |column: usize, one: &Paragraph| {
        let others = columns.iter().enumerate().filter(|(other, _)| *other != column);
        let all = others.flat_map(|(column, paragraphs)| {
            paragraphs.iter().enumerate().map(move |(paragraph, other)| (column, paragraph, other))
        });
        let ties = all.map(|(column, paragraph, other)| {
            let (threads, words) = like(one, other);
            SideMatch { column, paragraph, threads, words }
        });
        ties.filter(|m| tie((m.threads, m.words)) > 0.0)
            .max_by(|a, b| tie((a.threads, a.words)).total_cmp(&tie((b.threads, b.words))))
    };
    let shown = columns.iter().enumerate().map(|(column, paragraphs)| {
        let shown = paragraphs.iter().map(|one| SideParagraph { span: one.span, like: best(column, one) });
        shown.collect()
    });
    let columns = shown.collect();
    Sides { articles: there_ids(project, articles), part, paragraphs: totals, columns, rows: rows.0 }
}

fn there_ids(project: &Project, articles: &[ArticleId]) -> Vec<ArticleId> {
    articles.iter().copied().filter(|id| project.article(*id).is_some()).take(MOST_SIDES).collect()
}

/// How strongly two paragraphs are tied: any thread outweighs all likeness of words; 0 where nothing ties them.
fn tie((threads, words): (usize, f64)) -> f64 {
    if threads > 0 {
        1.0 + threads as f64 + words
    } else if words >= ALIKE {
        words
    } else {
        0.0
    }
}
