//! An edit as a line of the journal.

use super::StoreError;
use super::layout::texts_of;
use super::records::{ChangeRecord, EditRecord, LayerTexts, Texts, TextsOfLayers, range_of};
use crate::edit::{Change, Transaction};
use crate::model::{Article, ArticleId, LayerKey, Project};

/// Texts lie in one folder, under names that no other file of a project has.
pub(super) fn check_text_name(file: &str) -> Result<(), StoreError> {
    let name = file.strip_prefix("articles/").and_then(|name| name.strip_suffix(".txt"));
    let fits = name.is_some_and(|name| {
        !name.is_empty() && name.len() <= 200 && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0', '\n'])
    });
    if fits { Ok(()) } else { Err(StoreError::OutsidePath(file.to_owned())) }
}

/// The line of an edit; `after` is the project with the edit done.
pub(super) fn edit_record(
    n: u64,
    when: String,
    base: Vec<(String, String)>,
    transaction: &Transaction,
    after: &Project,
    known: &Texts,
) -> Result<EditRecord, StoreError> {
    let (layers, texts) = layer_texts(transaction, after, known)?;
    let unwritable =
        |change: &Change| StoreError::Unwritable(format!("the text of {} is not at hand", change.record()));
    let changes: Result<Vec<_>, _> = transaction
        .changes
        .iter()
        .map(|change| ChangeRecord::of(change, &layers, &texts).ok_or_else(|| unwritable(change)))
        .collect();
    let spot = transaction.spot.as_ref().and_then(|spot| {
        let article = article_of(spot.article, transaction, after)?;
        Some((spot.article.to_string(), range_of(article.text(), spot.span)))
    });
    let what = transaction.what.clone();
    let mut record = EditRecord { n, when, what, spot, base, changes: changes?, ..EditRecord::default() };
    record.set_layer_texts(&layers);
    Ok(record)
}

/// An article as it is after a transaction, or as it was where the transaction removes it.
fn article_of<'a>(id: ArticleId, transaction: &'a Transaction, after: &'a Project) -> Option<&'a Article> {
    let removed = || {
        transaction.changes.iter().find_map(|change| match change {
            Change::Article(changed, swap) if *changed == id => swap.before.as_deref(),
            _ => None,
        })
    };
    after.article(id).map(|article| &**article).or_else(removed)
}

/// What positions mean in each layer that a transaction touches.
fn layer_texts(
    transaction: &Transaction,
    after: &Project,
    known: &Texts,
) -> Result<(TextsOfLayers, Texts), StoreError> {
    let mut layers = TextsOfLayers::new();
    let mut texts = Texts::default();
    for key in transaction.layers() {
        let article = article_of(key.article, transaction, after);
        let current = article.map(|article| article.text().hash());
        let now = after.layer(key).map(|layer| layer.text).or(current);
        let was = transaction.changes.iter().find_map(|change| match change {
            Change::LayerText(changed, swap) if changed == key => Some(swap.before),
            _ => None,
        });
        let missing = |key: &LayerKey| StoreError::Unwritable(format!("article {} is not in the project", key.article));
        let after = now.ok_or_else(|| missing(key))?;
        for revision in article.into_iter().flat_map(texts_of) {
            texts.add(&revision.text);
        }
        let meant = LayerTexts { before: was.unwrap_or(after), after };
        for hash in [meant.before, meant.after] {
            if let Some(text) = known.get(hash) {
                texts.add(text);
            }
        }
        layers.insert(key.clone(), meant);
    }
    Ok((layers, texts))
}
