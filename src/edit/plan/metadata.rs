//! The grid of all articles' metadata.

use super::{PlanContext, PlanError};
use crate::edit::Transaction;
use crate::model::{ArticleId, AttributeDef, AttributeId, AttributeKind, AttributeValue, MetadataField, ProjectInfo};

/// A column of the grid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// A field that every article has.
    Field(MetadataField),
    /// An article attribute of the codebook.
    Attribute(AttributeId),
}

/// A cell of the grid with its new text; empty means absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// The row.
    pub article: ArticleId,
    /// The column.
    pub column: Column,
    /// What was typed or pasted.
    pub value: String,
}

/// Sets cells of the grid as one step: one cell, a filled column, a pasted block.
///
/// # Errors
/// At the first value of a wrong form, naming it; then nothing is changed.
pub fn set_cells(cx: &PlanContext<'_>, edits: &[CellEdit]) -> Result<Transaction, PlanError> {
    let mut draft = cx.draft();
    for edit in edits {
        let article = draft.project().article(edit.article).ok_or(PlanError::NoArticle(edit.article))?;
        let mut after = (**article).clone();
        match &edit.column {
            Column::Field(field) => after
                .metadata
                .set(*field, &edit.value)
                .map_err(|value| PlanError::BadValue { value, expected: "date; write 2025-11-28, 2025-11 or 2025" })?,
            Column::Attribute(id) => match attribute_value(cx, id, edit.value.trim())? {
                Some(value) => {
                    after.attributes.insert(id.clone(), value);
                }
                None => {
                    after.attributes.remove(id);
                }
            },
        }
        draft.article(edit.article, Some(after));
    }
    let what = match edits.len() {
        1 => "change article details".to_owned(),
        n => format!("change {n} cells of article details"),
    };
    Ok(draft.finish(what, None))
}

fn attribute_value(cx: &PlanContext<'_>, id: &AttributeId, typed: &str) -> Result<Option<AttributeValue>, PlanError> {
    if typed.is_empty() {
        return Ok(None);
    }
    let known = cx.project.codebook.article_attributes.get(id);
    let def: &AttributeDef = &known.ok_or_else(|| PlanError::Gone(format!("article attribute {:?}", id.as_str())))?.1;
    let folded = crate::text::fold(typed);
    Ok(Some(match &def.kind {
        AttributeKind::Flag => match folded.as_str() {
            "yes" | "true" | "1" | "x" => AttributeValue::Flag(true),
            "no" | "false" | "0" => AttributeValue::Flag(false),
            _ => return Err(PlanError::BadValue { value: typed.into(), expected: "yes or no" }),
        },
        AttributeKind::Choice(choices) => {
            let fits = |words: &str| crate::text::fold(words) == folded;
            let choice = choices.iter().find(|c| fits(&c.id) || fits(&c.name));
            let wrong = || PlanError::BadValue {
                value: typed.into(),
                expected: "value that the codebook offers for this column",
            };
            AttributeValue::text(choice.ok_or_else(wrong)?.id.clone())
        }
        _ => AttributeValue::text(typed),
    }))
}

/// Gives the project another title.
///
/// # Errors
/// Refused where nothing is left of it.
pub fn rename_project(cx: &PlanContext<'_>, title: &str) -> Result<Transaction, PlanError> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(PlanError::Refused("a project needs a title; type one".into()));
    }
    let mut draft = cx.draft();
    draft.info(ProjectInfo { title, ..(*cx.project.info).clone() });
    Ok(draft.finish("rename the project", None))
}
