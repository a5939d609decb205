//! The columns of the table and what stands in their cells.

use super::words_of;
use crate::model::{Annotation, How};
use crate::review::{Block, SegmentSort};
use crate::ui::View;
use crate::ui::widgets::coding_of;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Label,
    Words,
    Article,
    Outlet,
    Published,
    Coding,
    Shared,
    Attributes,
    Note,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// What stands above it.
    pub(super) name: &'static str,
    /// What it shows.
    pub(super) shows: Shows,
    /// What a click on its name sorts by.
    pub(super) sort: Option<SegmentSort>,
    /// Its width at first, in points.
    pub(super) width: f32,
}

const fn column(name: &'static str, shows: Shows, sort: Option<SegmentSort>, width: f32) -> Column {
    Column { name, shows, sort, width }
}

/// All columns, from left to right.
pub(super) const COLUMNS: [Column; 9] = [
    column("Label", Shows::Label, Some(SegmentSort::Label), 128.0),
    column("Words", Shows::Words, Some(SegmentSort::Words), 400.0),
    column("Article", Shows::Article, Some(SegmentSort::Article), 200.0),
    column("Outlet", Shows::Outlet, Some(SegmentSort::Outlet), 120.0),
    column("Published", Shows::Published, Some(SegmentSort::Published), 88.0),
    column("Coding", Shows::Coding, Some(SegmentSort::Annotator), 104.0),
    column("Same as", Shows::Shared, Some(SegmentSort::Shared), 180.0),
    column("Attributes", Shows::Attributes, None, 200.0),
    column("Note", Shows::Note, Some(SegmentSort::Note), 160.0),
];

impl Column {
    /// What stands in the cell.
    pub(super) fn text(&self, view: &View<'_>, block: &Block, annotation: &Annotation) -> String {
        let project = view.project();
        match self.shows {
            Shows::Label => label_name(view, annotation),
            Shows::Words => words_of(block, annotation),
            Shows::Article => block.article.display_title(),
            Shows::Outlet => block.article.metadata.outlet.clone(),
            Shows::Published => block.article.metadata.published.map(|d| d.to_string()).unwrap_or_default(),
            Shows::Coding => coding_of(&block.key.annotator),
            Shows::Shared => {
                let threads = annotation.threads.keys().filter_map(|id| project.thread(*id));
                threads.map(|(_, thread)| thread.title.as_str()).collect::<Vec<_>>().join("; ")
            }
            Shows::Attributes => attributes(view, annotation),
            Shows::Note => annotation.note.clone(),
        }
    }
}

/// What the screen shows for the annotation's label.
pub(super) fn label_name(view: &View<'_>, annotation: &Annotation) -> String {
    let label = view.project().codebook.label(&annotation.label);
    label.map_or_else(|| annotation.label.to_string(), |label| label.name.clone())
}

/// Values with the names of their attributes, doubt, and how it was made where that was not by hand.
fn attributes(view: &View<'_>, annotation: &Annotation) -> String {
    let label = view.project().codebook.label(&annotation.label);
    let mut parts: Vec<String> = Vec::new();
    for (id, value) in &annotation.attributes {
        match label.and_then(|label| label.attribute(id)) {
            Some(def) => parts.push(format!("{}: {}", def.name, def.show(value))),
            None => parts.push(id.to_string()),
        }
    }
    if annotation.unsure {
        parts.push("unsure".into());
    }
    if annotation.provenance.how != How::Hand {
        parts.push(annotation.provenance.how.name().into());
    }
    parts.join(" · ")
}
