//! The bytes of each file, and the three-way merge of the files that everybody changes.

use super::StoreError;
use super::layout::FileKey;
use super::notation::read;
use super::records::{ArticleRecord, ArticlesFile, LayerFile, ProjectFile, SuggestionsFile, Texts, ThreadsFile};
use crate::model::{Project, SuggestionSet};
use std::collections::BTreeMap;

/// True where the project has something for a file to hold.
pub(super) fn is_held(project: &Project, key: &FileKey) -> bool {
    match key {
        FileKey::Project | FileKey::Articles => true,
        FileKey::Layer(key) => project.layer(key).is_some_and(|layer| !layer.is_empty()),
        FileKey::Threads(by) => project.threads.contains_key(by),
    }
}

/// A file of the project; `None` where nothing is left that it would hold. A layer over a text that is not its article's
/// current one needs that text.
pub(super) fn render(project: &Project, key: &FileKey, texts: &Texts) -> Result<Option<String>, StoreError> {
    Ok(match key {
        FileKey::Project => Some(ProjectFile::of(project).render()),
        FileKey::Articles => Some(ArticlesFile::render(&article_records(project))),
        FileKey::Layer(key) => match project.layer(key).filter(|layer| !layer.is_empty()) {
            None => None,
            Some(layer) => {
                let current = project.article(key.article).map(|article| article.text());
                let text = current.filter(|text| text.hash() == layer.text).or_else(|| texts.get(layer.text));
                let missing =
                    || StoreError::Unwritable(format!("the text of {}'s layer is not at hand", key.annotator));
                Some(LayerFile::render(key, layer, text.ok_or_else(missing)?))
            }
        },
        FileKey::Threads(by) => project.threads.get(by).map(|book| ThreadsFile::render(by, book)),
    })
}

/// The file of an article's suggestions; `None` where the project has not their article or text.
pub(super) fn render_suggestions(project: &Project, set: &SuggestionSet) -> Option<String> {
    let text = project.article(set.article)?.text();
    (text.hash() == set.text).then(|| SuggestionsFile::render(set, text))
}

fn article_records(project: &Project) -> Vec<ArticleRecord> {
    project.articles.values().map(|article| ArticleRecord::of(article)).collect()
}

/// What a file that everybody changes becomes: our changes since `common`, on what stands there now (`theirs`).
pub(super) fn merge(key: &FileKey, common: &Project, ours: &Project, theirs: &str) -> Result<String, StoreError> {
    if *key == FileKey::Articles {
        let theirs: ArticlesFile = understood(key, theirs)?;
        let id = |record: &ArticleRecord| record.id.clone();
        let merged = merge_by(&article_records(common), article_records(ours), theirs.articles, id);
        return Ok(ArticlesFile::render(&merged));
    }
    let theirs: ProjectFile = understood(key, theirs)?;
    Ok(merge_projects(&ProjectFile::of(common), ProjectFile::of(ours), theirs.with_orders()).render())
}

/// Reads what stands there; a file that is not wholly understood is kept.
fn understood<T: serde::de::DeserializeOwned>(key: &FileKey, text: &str) -> Result<T, StoreError> {
    let kept = |why: String| StoreError::KeptFile { why, file: key.name() };
    if super::notation::format_of(text).is_none_or(|format| format > super::records::FORMAT) {
        return Err(kept("somebody wrote it with a later version of Byline".into()));
    }
    let (file, unknown) = read::<T>(text).map_err(|error| kept(format!("it can't be read: {}", error.message)))?;
    if unknown.is_empty() {
        Ok(file)
    } else {
        Err(kept(format!("it has {}, which this version does not know", unknown.join(", "))))
    }
}

fn merge_projects(common: &ProjectFile, ours: ProjectFile, theirs: ProjectFile) -> ProjectFile {
    ProjectFile {
        format: ours.format,
        id: pick(&common.id, ours.id, theirs.id),
        title: pick(&common.title, ours.title, theirs.title),
        labels: merge_by(&common.labels, ours.labels, theirs.labels, |r| r.id.clone()),
        relation_types: merge_by(&common.relation_types, ours.relation_types, theirs.relation_types, |r| r.id.clone()),
        article_attributes: merge_by(
            &common.article_attributes,
            ours.article_attributes,
            theirs.article_attributes,
            |r| r.id.clone(),
        ),
        stories: merge_by(&common.stories, ours.stories, theirs.stories, |r| r.id.clone()),
        families: merge_by(&common.families, ours.families, theirs.families, |r| r.id.clone()),
        settings: merge_maps(&common.settings, ours.settings, theirs.settings),
        blind_draw: pick(&common.blind_draw, ours.blind_draw, theirs.blind_draw),
    }
}

/// Ours where we changed it, else theirs.
fn pick<T: PartialEq>(common: &T, ours: T, theirs: T) -> T {
    if ours == *common { theirs } else { ours }
}

fn merge_maps<T: PartialEq + Clone>(
    common: &BTreeMap<String, T>,
    mut ours: BTreeMap<String, T>,
    mut theirs: BTreeMap<String, T>,
) -> BTreeMap<String, T> {
    let keys: std::collections::BTreeSet<String> = ours.keys().chain(theirs.keys()).cloned().collect();
    let pick_key = |key: String| {
        let merged = pick(&common.get(&key), ours.get(&key), theirs.get(&key)).is_some();
        let value = if ours.get(&key) == common.get(&key) { theirs.remove(&key) } else { ours.remove(&key) };
        value.filter(|_| merged).map(|value| (key, value))
    };
    keys.into_iter().filter_map(pick_key).collect()
}

/// Records merged three ways by id, in the order of their ids.
fn merge_by<T: PartialEq + Clone>(common: &[T], ours: Vec<T>, theirs: Vec<T>, id: impl Fn(&T) -> String) -> Vec<T> {
    let map = |records: Vec<T>| -> BTreeMap<String, T> { records.into_iter().map(|r| (id(&r), r)).collect() };
    merge_maps(&map(common.to_vec()), map(ours), map(theirs)).into_values().collect()
}
