//! What the page about the journal asks a worker, and what it answers.

use crate::model::{AnnotatorName, ArticleId, Project};
use crate::store::{EventKind, Extent, JournalEvent, Point, WayBack, journal_events, way_back};
use std::path::Path;
use std::sync::Arc;

/// Which lines are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) words: String,
    pub(super) annotator: Option<AnnotatorName>,
    pub(super) article: Option<ArticleId>,
    pub(super) marks_only: bool,
}

/// All lines of all journals at a moment.
pub(super) type Events = Arc<Vec<JournalEvent>>;

/// Something to read or to work out about the journal.
#[derive(Clone, Debug)]
pub struct HistoryQuestion {
    /// The session's revision.
    pub(super) revision: u64,
    pub(super) asked: Asked,
}

#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// The lines that fit; of what was read before, where that still holds.
    List(Filter, Option<Events>),
    /// What going back to a point would replace.
    Back(Point, Extent, String),
}

/// The answer to a question.
#[derive(Debug)]
pub struct HistoryAnswer {
    pub(super) question: HistoryQuestion,
    pub(super) found: Result<Found, String>,
}

#[derive(Debug)]
pub(super) enum Found {
    /// Lines, and the numbers of those that fit.
    List(Events, Vec<u32>),
    Back(Box<WayBack>),
}

impl HistoryQuestion {
    /// Reads, or works it out.
    pub fn answer(self, folder: &Path, project: &Project, annotator: &AnnotatorName) -> HistoryAnswer {
        let found = match &self.asked {
            Asked::List(filter, known) => match known.clone().map_or_else(|| read(folder, project, annotator), Ok) {
                Ok(events) => {
                    let rows = fitting(&events, filter, project);
                    Ok(Found::List(events, rows))
                }
                Err(error) => Err(error),
            },
            Asked::Back(point, extent, _) => way_back(folder, project, annotator, *point, *extent)
                .map(|back| Found::Back(Box::new(back)))
                .map_err(|error| error.to_string()),
        };
        HistoryAnswer { question: self, found }
    }
}

/// Others' lines on articles that are coded blind are not shown.
fn read(folder: &Path, project: &Project, reader: &AnnotatorName) -> Result<Events, String> {
    let mut events = journal_events(folder).map_err(|error| error.to_string())?;
    let blind = project.info.blind_draw.as_ref().filter(|draw| draw.annotators.contains(reader));
    if let Some(draw) = blind {
        let hidden = |event: &JournalEvent| {
            *event.annotator != *reader && event.article.is_some_and(|article| draw.articles.contains(&article))
        };
        events.retain(|event| !hidden(event));
    }
    Ok(Arc::new(events))
}

fn fitting(events: &[JournalEvent], filter: &Filter, project: &Project) -> Vec<u32> {
    let wanted: Vec<String> = filter.words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |event: &JournalEvent| {
        let fits_who = filter.annotator.as_ref().is_none_or(|name| *event.annotator == *name);
        let fits_where = filter.article.is_none_or(|article| event.article == Some(article));
        let fits_kind = !filter.marks_only || event.kind == EventKind::Mark;
        fits_who && fits_where && fits_kind && (wanted.is_empty() || says(event, &wanted, project))
    };
    let numbered = (0_u32..).zip(events).filter(|(_, event)| fits(event));
    numbered.map(|(number, _)| number).collect()
}

fn says(event: &JournalEvent, wanted: &[String], project: &Project) -> bool {
    let title = event.article.and_then(|id| project.article(id)).map(|a| a.metadata.title.as_str()).unwrap_or_default();
    let all = format!("{}\n{}\n{}\n{title}", event.what, event.detail, event.annotator).to_lowercase();
    wanted.iter().all(|word| all.contains(word))
}
