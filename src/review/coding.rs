//! Whose coding counts in a view.

use crate::model::{Annotation, AnnotationId, AnnotatorName, ArticleId, Layer, LayerKey, Project};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

/// Two annotations are on the same words where their common bytes are at least this share of all that either covers.
const SAME_WORDS: f64 = 0.5;

/// Whose coding counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coding {
    /// One annotator's.
    One(AnnotatorName),
    /// That of these.
    Several(BTreeSet<AnnotatorName>),
    /// Annotations of which another annotator has one of the same label on the same words.
    Agreed,
    /// Everybody's.
    All,
}

/// A layer that counts, as far as it does.
#[derive(Clone, Debug)]
pub struct Coded<'a> {
    /// Whose, and on which article.
    pub key: &'a LayerKey,
    /// The whole layer.
    pub layer: &'a Arc<Layer>,
    agreed: Option<BTreeSet<AnnotationId>>,
}

impl<'a> Coded<'a> {
    /// Annotations that count, by id.
    pub fn annotations(&self) -> impl Iterator<Item = &'a Arc<Annotation>> + use<'a, '_> {
        self.layer.annotations.values().filter(|annotation| self.counts(annotation.id))
    }

    /// True where the annotation counts.
    pub fn counts(&self, id: AnnotationId) -> bool {
        self.agreed.as_ref().is_none_or(|agreed| agreed.contains(&id))
    }
}

impl Coding {
    /// The layers on an article that count, by annotator.
    pub fn layers<'a>(&self, project: &'a Project, article: ArticleId) -> Vec<Coded<'a>> {
        let of = |annotator: &AnnotatorName| {
            project.layers.get_key_value(&LayerKey { annotator: annotator.clone(), article })
        };
        let layers: Vec<_> = match self {
            Self::One(annotator) => of(annotator).into_iter().collect(),
            Self::Several(annotators) => annotators.iter().filter_map(of).collect(),
            Self::Agreed | Self::All => project.annotators().iter().filter_map(of).collect(),
        };
        self.coded(layers)
    }

    /// All layers that count, by article and then annotator.
    pub fn all_layers<'a>(&self, project: &'a Project) -> Vec<Coded<'a>> {
        if let Self::One(annotator) = self {
            return layers_by(project, annotator).flat_map(|layer| self.coded(vec![layer])).collect();
        }
        let mut by_article: BTreeMap<ArticleId, Vec<_>> = BTreeMap::new();
        for (key, layer) in project.layers.iter().filter(|(key, _)| self.includes(&key.annotator)) {
            by_article.entry(key.article).or_default().push((key, layer));
        }
        by_article.into_values().flat_map(|layers| self.coded(layers)).collect()
    }

    /// True where what this annotator states counts, at least where others agree.
    pub fn includes(&self, annotator: &AnnotatorName) -> bool {
        match self {
            Self::One(one) => one == annotator,
            Self::Several(several) => several.contains(annotator),
            Self::Agreed | Self::All => true,
        }
    }

    /// Annotators who must have read a paragraph before it counts as read.
    pub fn readers(&self) -> usize {
        if *self == Self::Agreed { 2 } else { 1 }
    }

    /// Those whose coding counts, by name.
    pub fn annotators(&self, project: &Project) -> BTreeSet<AnnotatorName> {
        match self {
            Self::One(one) => BTreeSet::from([one.clone()]),
            Self::Several(several) => several.clone(),
            Self::Agreed | Self::All => project.annotators(),
        }
    }

    fn coded<'a>(&self, layers: Vec<(&'a LayerKey, &'a Arc<Layer>)>) -> Vec<Coded<'a>> {
        if *self != Self::Agreed {
            return layers.into_iter().map(|(key, layer)| Coded { key, layer, agreed: None }).collect();
        }
        let coded = |(at, (key, layer)): (usize, &(&'a LayerKey, &'a Arc<Layer>))| {
            let others: Vec<_> =
                layers.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, other)| other.1).collect();
            let agreed = layer.annotations.values().filter(|a| others.iter().any(|other| has_alike(other, a)));
            Coded { key, layer, agreed: Some(agreed.map(|annotation| annotation.id).collect()) }
        };
        layers.iter().enumerate().map(coded).collect()
    }
}

/// The project without the layers that a reader may not see, because she codes the same articles blind.
pub fn seen_by(project: &Project, reader: &AnnotatorName) -> Project {
    let mut seen = project.clone();
    if project.info.blind_draw.is_some() {
        for key in project.layers.keys().filter(|key| project.is_blind(reader, key)) {
            seen.layers.remove_mut(key);
        }
    }
    seen
}

impl fmt::Display for Coding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(one) => write!(f, "{one}"),
            Self::Several(several) => {
                f.write_str(&several.iter().map(AnnotatorName::as_str).collect::<Vec<_>>().join(", "))
            }
            Self::Agreed => f.write_str("agreed"),
            Self::All => f.write_str("all"),
        }
    }
}

/// An annotator's layers, by article.
fn layers_by<'a>(
    project: &'a Project,
    annotator: &AnnotatorName,
) -> impl Iterator<Item = (&'a LayerKey, &'a Arc<Layer>)> {
    let (mut low, mut high) = (None, None);
    for key in [project.articles.keys().next(), project.articles.keys().next_back()].into_iter().flatten() {
        let key = LayerKey { annotator: annotator.clone(), article: *key };
        if low.is_none() { low = Some(key) } else { high = Some(key) }
    }
    let range = low.map(|low| {
        let high = high.unwrap_or_else(|| low.clone());
        project.layers.range((Bound::Included(low), Bound::Included(high)))
    });
    range.into_iter().flatten()
}

/// True where a layer has an annotation of the same label on the same words.
fn has_alike(layer: &Layer, annotation: &Annotation) -> bool {
    layer.annotations.values().any(|other| other.label == annotation.label && overlap(other, annotation) >= SAME_WORDS)
}

/// Bytes that both annotations cover, as a share of those that either does: from 0 to 1.
pub fn overlap(a: &Annotation, b: &Annotation) -> f64 {
    let apart = |a: &Annotation, b: &Annotation| a.cover().zip(b.cover()).is_none_or(|(a, b)| !a.overlaps(b));
    if apart(a, b) {
        return 0.0;
    }
    let parts = a.fragments().iter().flat_map(|f| b.fragments().iter().filter_map(|other| f.intersection(*other)));
    let common: usize = parts.map(crate::text::TextSpan::len).sum();
    common as f64 / ((a.covered_bytes() + b.covered_bytes()).saturating_sub(common)).max(1) as f64
}
