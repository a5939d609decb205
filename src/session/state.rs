//! The open project and its history.

use super::{EditRequest, SaveStatus, clock};
use crate::edit::{Conflict, History, PlanContext, PlanError, Spot, Transaction};
use crate::model::{AnnotationId, AnnotatorName, IdMaker, LayerKey, Project};
use std::path::PathBuf;
use std::sync::Arc;

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The plan refused.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A record was changed by somebody else.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The project is open for reading only.
    #[error("this project is open for reading only: {0}")]
    ReadOnly(String),
}

/// One open project: the only place that changes it.
#[derive(Debug)]
pub struct Session {
    project: Project,
    revision: u64,
    history: History,
    annotator: AnnotatorName,
    ids: IdMaker,
    folder: Option<PathBuf>,
    status: SaveStatus,
}

impl Session {
    /// A session over a project that is on no disk.
    pub fn in_memory(project: Project, annotator: AnnotatorName, ids: IdMaker) -> Self {
        Self {
            project,
            revision: 0,
            history: History::default(),
            annotator,
            ids,
            folder: None,
            status: SaveStatus::Saved,
        }
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Grows with every change: what is derived from the project keys on it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Who edits.
    pub fn annotator(&self) -> &AnnotatorName {
        &self.annotator
    }

    /// The annotator's layer on an article, whether or not it holds anything yet.
    pub fn key(&self, article: crate::model::ArticleId) -> LayerKey {
        LayerKey { annotator: self.annotator.clone(), article }
    }

    /// The project's folder; `None` for one that is on no disk.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_deref()
    }

    /// What the status line says about saving.
    pub fn status(&self) -> &SaveStatus {
        &self.status
    }

    /// What can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Plans and commits an edit; gives the annotation that was made, if one was.
    ///
    /// # Errors
    /// What the plan refuses, or that the project is open for reading only.
    pub fn edit(&mut self, request: EditRequest) -> Result<Option<AnnotationId>, SessionError> {
        let mut cx =
            PlanContext { project: &self.project, annotator: &self.annotator, now: clock::now(), ids: &mut self.ids };
        let planned = request.plan(&mut cx)?;
        self.commit(planned.transaction)?;
        Ok(planned.made)
    }

    /// Applies a transaction and sends it to the writer; one that changes nothing leaves no trace.
    ///
    /// # Errors
    /// Where a record is not what the transaction expects, or the project is open for reading only.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), SessionError> {
        if transaction.is_empty() {
            return Ok(());
        }
        self.writable()?;
        self.project = transaction.apply(&self.project)?;
        self.history.commit(Arc::new(transaction));
        self.revision += 1;
        Ok(())
    }

    /// Takes the last step back: what it was and where to go. `None` where there is nothing to undo.
    ///
    /// # Errors
    /// Where somebody else changed a record since; then nothing is changed.
    pub fn undo(&mut self) -> Result<Option<(String, Option<Spot>)>, SessionError> {
        self.writable()?;
        let Some(undone) = self.history.undo(&self.project) else { return Ok(None) };
        let (project, transaction) = undone?;
        self.project = project;
        self.revision += 1;
        Ok(Some((transaction.what.clone(), transaction.spot)))
    }

    /// Makes the last undone step again: what it was and where to go. `None` where there is nothing to redo.
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn redo(&mut self) -> Result<Option<(String, Option<Spot>)>, SessionError> {
        self.writable()?;
        let Some(redone) = self.history.redo(&self.project) else { return Ok(None) };
        let (project, transaction) = redone?;
        self.project = project;
        self.revision += 1;
        Ok(Some((transaction.what.clone(), transaction.spot)))
    }

    fn writable(&self) -> Result<(), SessionError> {
        match &self.status {
            SaveStatus::ReadOnly(why) => Err(SessionError::ReadOnly(why.clone())),
            _ => Ok(()),
        }
    }
}
