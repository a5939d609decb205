//! What is exported: the choices that every format shares, and the records that pass them.

use super::unit::OffsetUnit;
use crate::model::{
    Annotation, AnnotatorName, Article, ArticleId, LabelId, Layer, LayerKey, Project, Relation, Thread, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether the words of articles are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// They are.
    #[default]
    Kept,
    /// Positions only, with the hash of the text that they mean: for texts that may not be passed on.
    LeftOut,
}

/// Whether annotators keep their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// They do.
    #[default]
    Kept,
    /// They become `annotator1`, `annotator2`… in the order of their names. Notes and reasons are kept as they are.
    Anonymous,
}

/// Annotations of one annotator on one article that have a place in its text.
#[derive(Debug)]
pub struct Coded<'a> {
    /// What the annotator is called in the export.
    pub annotator: String,
    /// Whose layer it is, and on which article.
    pub key: &'a LayerKey,
    /// Her layer.
    pub layer: &'a Layer,
    /// Her annotations, in text order.
    pub annotations: Vec<&'a Annotation>,
    /// Arrows between them, by id.
    pub relations: Vec<&'a Relation>,
}

/// What to export, and how.
#[derive(Clone, Debug, Default)]
pub struct ExportOptions {
    /// These annotators' coding; empty means everybody's.
    pub annotators: BTreeSet<AnnotatorName>,
    /// Annotations with these labels; empty means all.
    pub labels: BTreeSet<LabelId>,
    /// These articles; empty means all.
    pub articles: BTreeSet<ArticleId>,
    /// Whether the words of articles are written.
    pub texts: Texts,
    /// Whether annotators keep their names.
    pub names: Names,
    /// Settings of one format, by name.
    pub settings: BTreeMap<String, String>,
}

/// The records of a project that pass the options. Every format asks this, so that all agree.
#[derive(Debug)]
pub struct Selection<'a> {
    project: &'a Project,
    options: &'a ExportOptions,
    names: BTreeMap<AnnotatorName, String>,
    threads: BTreeSet<ThreadId>,
}

fn passes<T: Ord>(chosen: &BTreeSet<T>, one: &T) -> bool {
    chosen.is_empty() || chosen.contains(one)
}

impl<'a> Selection<'a> {
    /// Reads the project once for what is linked to.
    pub fn new(project: &'a Project, options: &'a ExportOptions) -> Self {
        let renamed = |(number, name): (usize, AnnotatorName)| {
            let shown = match options.names {
                Names::Kept => name.to_string(),
                Names::Anonymous => format!("annotator{}", number + 1),
            };
            (name, shown)
        };
        let names = project.annotators().into_iter().enumerate().map(renamed).collect();
        let mut selection = Self { project, options, names, threads: BTreeSet::new() };
        selection.threads = selection.chosen_threads();
        selection
    }

    /// The annotators' own threads with a chosen label (where no article is chosen), and all that a written annotation
    /// links to, whoever made them.
    fn chosen_threads(&self) -> BTreeSet<ThreadId> {
        let own = self.project.all_threads().filter(|(annotator, thread)| {
            self.options.articles.is_empty() && self.passes_annotator(annotator) && self.passes_label(&thread.label)
        });
        let mut chosen: BTreeSet<ThreadId> = own.map(|(_, thread)| thread.id).collect();
        for (key, layer) in &self.project.layers {
            if self.passes_annotator(&key.annotator) && passes(&self.options.articles, &key.article) {
                let written = layer.annotations.values().filter(|a| self.passes_label(&a.label));
                chosen.extend(written.flat_map(|a| a.threads.keys().copied()));
            }
        }
        chosen
    }

    /// The project.
    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// True where an annotator's coding is written.
    pub fn passes_annotator(&self, annotator: &AnnotatorName) -> bool {
        passes(&self.options.annotators, annotator)
    }

    /// True where annotations with a label are written.
    pub fn passes_label(&self, label: &LabelId) -> bool {
        passes(&self.options.labels, label)
    }

    /// What an annotator is called in the export; any other name stays.
    pub fn name<'s>(&'s self, annotator: &'s str) -> &'s str {
        let known = AnnotatorName::parse(annotator).and_then(|name| self.names.get(&name));
        known.map_or(annotator, String::as_str)
    }

    /// The articles, by id.
    pub fn articles(&self) -> impl Iterator<Item = &'a Arc<Article>> {
        self.project.articles.values().filter(|article| passes(&self.options.articles, &article.id))
    }

    /// The layers on an article, by annotator.
    pub fn layers(&self, article: ArticleId) -> Vec<(&'a LayerKey, &'a Arc<Layer>)> {
        let names = self.names.keys().filter(|name| self.passes_annotator(name));
        let keys = names.map(|annotator| LayerKey { annotator: annotator.clone(), article });
        keys.filter_map(|key| self.project.layers.get_key_value(&key)).collect()
    }

    /// The annotations of a layer, by id: for counting, where order is of no account.
    pub fn annotations_unordered(&self, layer: &'a Layer) -> impl Iterator<Item = &'a Arc<Annotation>> {
        layer.annotations.values().filter(|annotation| self.passes_label(&annotation.label))
    }

    /// The annotations of a layer, in text order.
    pub fn annotations(&self, layer: &'a Layer) -> impl Iterator<Item = &'a Arc<Annotation>> {
        layer.in_text_order().into_iter().filter(|annotation| self.passes_label(&annotation.label))
    }

    /// The relations of a layer both ends of which are written, by id.
    pub fn relations(&self, layer: &'a Layer) -> impl Iterator<Item = &'a Arc<Relation>> {
        layer.relations.values().filter(|relation| {
            let label = |id| layer.annotations.get(id).map(|annotation| &annotation.label);
            [label(&relation.from), label(&relation.to)].iter().all(|l| l.is_some_and(|l| self.passes_label(l)))
        })
    }

    /// What has a place in an article's text, by annotator. A layer that means an earlier text has none, and nor has an
    /// annotation whose words were lost.
    pub fn coded(&self, article: &Article) -> Vec<Coded<'a>> {
        let current = self.layers(article.id).into_iter().filter(|(_, layer)| layer.text == article.text().hash());
        let coded = |(key, layer): (&'a LayerKey, &'a Arc<Layer>)| {
            let placed = self.annotations(layer).filter(|a| !a.fragments().is_empty());
            let has_place = |id| layer.annotations.get(id).is_some_and(|a| !a.fragments().is_empty());
            Coded {
                annotator: self.name(key.annotator.as_str()).to_owned(),
                key,
                layer,
                annotations: placed.map(AsRef::as_ref).collect(),
                relations: self
                    .relations(layer)
                    .filter(|r| has_place(&r.from) && has_place(&r.to))
                    .map(AsRef::as_ref)
                    .collect(),
            }
        };
        current.map(coded).collect()
    }

    /// The options.
    pub fn options(&self) -> &'a ExportOptions {
        self.options
    }

    /// A setting as it was given; `None` where it was not.
    pub fn setting(&self, key: &str) -> Option<&'a str> {
        self.options.settings.get(key).map(String::as_str)
    }

    /// True where a setting was given as `true`.
    pub fn has_flag(&self, key: &str) -> bool {
        self.setting(key) == Some("true")
    }

    /// The unit of positions that `--set offsets=` asks for, else the format's own.
    pub fn offsets(&self, default: OffsetUnit) -> OffsetUnit {
        self.setting("offsets").and_then(OffsetUnit::named).unwrap_or(default)
    }

    /// The words of a span as the options allow: whole, or where texts are left out their first `quote` words.
    pub fn quote(&self, text: &str) -> String {
        match self.options.texts {
            Texts::Kept => text.to_owned(),
            Texts::LeftOut => {
                let most = self.setting("quote").and_then(|n| n.parse().ok()).unwrap_or(0);
                let words: Vec<&str> = text.split_whitespace().take(most + 1).collect();
                match words.get(..most) {
                    Some(first) if words.len() > most && most > 0 => format!("{} …", first.join(" ")),
                    Some(_) if words.len() > most => String::new(),
                    _ => text.to_owned(),
                }
            }
        }
    }

    /// True where a thread is written.
    pub fn has_thread(&self, id: ThreadId) -> bool {
        self.threads.contains(&id)
    }

    /// The threads, by annotator and id.
    pub fn threads(&self) -> impl Iterator<Item = (&'a AnnotatorName, &'a Arc<Thread>)> {
        self.project.all_threads().filter(|(_, thread)| self.has_thread(thread.id))
    }
}
