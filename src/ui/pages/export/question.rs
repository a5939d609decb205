//! What an export page asks a worker, and what it hears.

use crate::exchange::export::{ExportOptions, Names, Texts};
use crate::exchange::formats::format_named;
use crate::exchange::target::{Export, Summary};
use crate::model::{AnnotatorName, ArticleId, LabelId, Project, StoryId};
use crate::session::LastExport;
use crate::ui::article_index::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// Which articles are exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) enum Part {
    /// All of them.
    #[default]
    All,
    /// One.
    Article(ArticleId),
    /// Those of a story.
    Story(StoryId),
}

/// What is exported, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportChoice {
    /// The format's name.
    pub(in crate::ui) format: String,
    pub(in crate::ui) annotators: BTreeSet<AnnotatorName>,
    pub(in crate::ui) labels: BTreeSet<LabelId>,
    pub(in crate::ui) part: Part,
    pub(in crate::ui) texts: Texts,
    pub(in crate::ui) names: Names,
    /// Settings of each format that differ from their defaults, by the format's name.
    pub(in crate::ui) settings: BTreeMap<String, BTreeMap<String, String>>,
}

impl ExportChoice {
    /// Everything, in one format.
    pub fn everything(format: &str) -> Self {
        Self { format: format.to_owned(), ..Self::default() }
    }

    /// Everything, in the format and with the settings of last time.
    pub(in crate::ui) fn as_last(last: &LastExport) -> Self {
        Self {
            format: last.format.clone(),
            settings: last.settings.clone(),
            texts: if last.no_text { Texts::LeftOut } else { Texts::Kept },
            names: if last.anonymous { Names::Anonymous } else { Names::Kept },
            ..Self::default()
        }
    }

    /// What of it is remembered.
    pub(in crate::ui) fn remembered(&self) -> LastExport {
        LastExport {
            format: self.format.clone(),
            settings: self.settings.clone(),
            no_text: self.texts == Texts::LeftOut,
            anonymous: self.names == Names::Anonymous,
            ..LastExport::default()
        }
    }

    /// The settings of its format.
    pub(in crate::ui) fn own_settings(&self) -> BTreeMap<String, String> {
        self.settings.get(&self.format).cloned().unwrap_or_default()
    }

    /// The export, checked.
    ///
    /// # Errors
    /// Says what does not fit, as a sentence.
    pub(in crate::ui) fn export(&self, project: &Project) -> Result<Export, String> {
        let format = format_named(&self.format).ok_or_else(|| format!("No format is called {:?}", self.format))?;
        let articles: BTreeSet<ArticleId> = match self.part {
            Part::All => BTreeSet::new(),
            Part::Article(id) => BTreeSet::from([id]),
            Part::Story(story) => {
                let members = project.articles.values().filter(|article| article.stories.contains(&story));
                members.map(|article| article.id).collect()
            }
        };
        // No article would mean all of them.
        if articles.is_empty() && self.part != Part::All {
            return Err("This story has no article; choose another one".to_owned());
        }
        let options = ExportOptions {
            annotators: self.annotators.clone(),
            labels: self.labels.clone(),
            articles,
            texts: self.texts,
            names: self.names,
            settings: self.own_settings(),
        };
        Export::new(format, options).map_err(|error| crate::ui::reader::logic::sentence(&error.to_string()))
    }
}

/// Asks what an export would write and lose.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportQuestion {
    pub(super) moment: Moment,
    pub(super) choice: ExportChoice,
}

/// What an export would write and lose, or why it cannot be made.
#[derive(Clone, Debug)]
pub struct ExportAnswer {
    pub(super) question: ExportQuestion,
    pub(super) outlook: Result<Summary, String>,
}

impl ExportQuestion {
    /// Counts; this takes a while in a large project.
    pub fn answer(self, project: &Project) -> ExportAnswer {
        let outlook = self.choice.export(project).map(|export| export.outlook(project));
        ExportAnswer { question: self, outlook }
    }

    /// The answer where counting failed.
    pub fn failed(self, why: &str) -> ExportAnswer {
        let outlook = Err(format!("The losses could not be counted; {why}"));
        ExportAnswer { question: self, outlook }
    }
}
