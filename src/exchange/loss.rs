//! What a format cannot hold, and how much of it a project has.

use super::export::{ExportOptions, Names, Selection, Texts};
use crate::model::{Annotation, Layer, Place};
use std::fmt;

/// Something that a project may hold and a format may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Arrows between annotations.
    Relations,
    /// Attribute values of annotations.
    Attributes,
    /// Notes on annotations.
    Notes,
    /// "Unsure" flags.
    Unsure,
    /// Links from annotations to threads.
    Links,
    /// Threads themselves: titles, notes, verdicts.
    Threads,
    /// Statements about threads: contradicts, supports, updates, same as.
    ThreadRelations,
    /// Whose coding it is, where there are several annotators.
    Annotators,
    /// How annotations were made.
    Provenance,
    /// Paragraphs read.
    Reading,
    /// Articles that an annotator has finished.
    Done,
    /// Parts of articles: lead, caption, heading.
    Zones,
    /// Title, outlet, date and the like.
    Metadata,
    /// The codebook's attributes of articles.
    ArticleAttributes,
    /// Stories.
    Stories,
    /// Families of reprints and rewrites.
    Families,
    /// Suggestions.
    Suggestions,
    /// Rejected suggestions.
    Rejected,
    /// Annotations that have lost their place.
    LostPlaces,
    /// Earlier texts of articles.
    Revisions,
    /// Definitions, examples and colors of labels.
    Codebook,
    /// The project's settings and its blind draw.
    Settings,
    /// Articles that nobody has put an annotation on.
    BareArticles,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Relations,
        Self::Attributes,
        Self::Notes,
        Self::Unsure,
        Self::Links,
        Self::Threads,
        Self::ThreadRelations,
        Self::Annotators,
        Self::Provenance,
        Self::Reading,
        Self::Done,
        Self::Zones,
        Self::Metadata,
        Self::ArticleAttributes,
        Self::Stories,
        Self::Families,
        Self::Suggestions,
        Self::Rejected,
        Self::LostPlaces,
        Self::Revisions,
        Self::Codebook,
        Self::Settings,
        Self::BareArticles,
    ];

    /// What it is called, for one and for several.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Relations => ("arrow", "arrows"),
            Self::Attributes => ("attribute value", "attribute values"),
            Self::Notes => ("note", "notes"),
            Self::Unsure => ("unsure flag", "unsure flags"),
            Self::Links => ("link to a thread", "links to threads"),
            Self::Threads => ("thread", "threads"),
            Self::ThreadRelations => ("statement about threads", "statements about threads"),
            Self::Annotators => ("annotator's name", "annotators' names"),
            Self::Provenance => ("record of how an annotation was made", "records of how annotations were made"),
            Self::Reading => ("paragraph read", "paragraphs read"),
            Self::Done => ("article finished", "articles finished"),
            Self::Zones => ("part of an article", "parts of articles"),
            Self::Metadata => ("article's title, outlet or date", "articles' titles, outlets and dates"),
            Self::ArticleAttributes => ("attribute value of an article", "attribute values of articles"),
            Self::Stories => ("story", "stories"),
            Self::Families => ("reprint or rewrite family", "reprint and rewrite families"),
            Self::Suggestions => ("suggestion", "suggestions"),
            Self::Rejected => ("rejected suggestion", "rejected suggestions"),
            Self::LostPlaces => ("annotation without a place", "annotations without a place"),
            Self::Revisions => ("earlier text", "earlier texts"),
            Self::Codebook => ("definition in the codebook", "definitions in the codebook"),
            Self::Settings => ("setting of the project", "settings of the project"),
            Self::BareArticles => ("article without an annotation", "articles without an annotation"),
        }
    }

    /// What it is called where many are meant: `notes`.
    pub fn many(self) -> &'static str {
        self.words().1
    }
}

/// Something that is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// How many; 0 where it cannot be counted.
    pub count: usize,
    /// What, and where it helps why or what to do.
    pub what: String,
}

impl Loss {
    /// So many of a feature that are not written.
    pub fn of(feature: Feature, count: usize) -> Self {
        let (one, many) = feature.words();
        Self { count, what: if count == 1 { one } else { many }.to_owned() }
    }

    /// Something that cannot be counted.
    pub fn remark(what: impl Into<String>) -> Self {
        Self { count: 0, what: what.into() }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            0 => f.write_str(&self.what),
            1 => write!(f, "1 {} is not written", self.what),
            count => write!(f, "{count} {} are not written", self.what),
        }
    }
}

/// How much of each feature passes a selection.
#[derive(Clone, Debug, Default)]
pub struct Counts([usize; Feature::ALL.len()]);

impl Counts {
    /// Goes over the selection once.
    pub fn of(selection: &Selection<'_>) -> Self {
        let mut counts = Self::default();
        let project = selection.project();
        let mut annotators = 0;
        for name in project.annotators() {
            annotators += usize::from(selection.passes_annotator(&name));
        }
        counts.add(Feature::Annotators, annotators);
        counts.add(Feature::Threads, selection.threads().count());
        counts.add(Feature::Stories, project.stories.size());
        counts.add(Feature::Families, project.families.size());
        counts.add(Feature::Settings, project.info.settings.len() + usize::from(project.info.blind_draw.is_some()));
        counts.add(Feature::Codebook, project.codebook.labels.values().filter(|l| !l.definition.is_empty()).count());
        for (by, book) in &project.threads {
            let written =
                book.relations.values().filter(|r| selection.has_thread(r.from) && selection.has_thread(r.to));
            counts.add(Feature::ThreadRelations, if selection.passes_annotator(by) { written.count() } else { 0 });
        }
        for article in selection.articles() {
            counts.add(Feature::Zones, article.zones.len());
            counts.add(Feature::Metadata, usize::from(article.metadata != Default::default()));
            counts.add(Feature::ArticleAttributes, article.attributes.len());
            counts.add(Feature::Revisions, article.earlier.len());
            let suggestions = project.suggestions.get(&article.id).map_or(0, |set| set.suggestions.len());
            counts.add(Feature::Suggestions, suggestions);
            let before = counts.annotations();
            for (_, layer) in selection.layers(article.id) {
                counts.layer(selection, layer, layer.text == article.text().hash());
            }
            counts.add(Feature::BareArticles, usize::from(before == counts.annotations()));
        }
        counts
    }

    fn layer(&mut self, selection: &Selection<'_>, layer: &Layer, is_current: bool) {
        self.add(Feature::Relations, selection.relations(layer).count());
        self.add(Feature::Reading, layer.reading.size());
        self.add(Feature::Done, usize::from(layer.done));
        self.add(Feature::Rejected, layer.rejected.size());
        for annotation in selection.annotations_unordered(layer) {
            self.annotation(annotation, !is_current || matches!(annotation.place, Place::Lost(_)));
        }
    }

    fn annotation(&mut self, annotation: &Annotation, lost: bool) {
        if lost {
            return self.add(Feature::LostPlaces, 1);
        }
        self.add(Feature::Provenance, 1);
        self.add(Feature::Attributes, annotation.attributes.len());
        self.add(Feature::Notes, usize::from(!annotation.note.is_empty()));
        self.add(Feature::Unsure, usize::from(annotation.unsure));
        self.add(Feature::Links, annotation.threads.len());
    }

    fn add(&mut self, feature: Feature, count: usize) {
        if let Some(slot) = self.0.get_mut(feature as usize) {
            *slot += count;
        }
    }

    /// Annotations, with a place or without.
    pub(super) fn annotations(&self) -> usize {
        self.get(Feature::Provenance) + self.get(Feature::LostPlaces)
    }

    /// How many there are.
    pub fn get(&self, feature: Feature) -> usize {
        self.0.get(feature as usize).copied().unwrap_or_default()
    }
}

/// What the options themselves leave out.
pub(super) fn of_options(options: &ExportOptions) -> Vec<Loss> {
    let mut losses = Vec::new();
    if options.texts == Texts::LeftOut {
        losses.push(Loss::remark("texts are left out; titles, notes and the words of lost places are kept"));
    }
    if options.names == Names::Anonymous {
        losses.push(Loss::remark("annotators are numbered; notes, reasons and kept fields may still name people"));
    }
    losses
}
