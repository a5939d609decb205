//! Edits of the codebook.

use super::{PlanContext, PlanError};
use crate::edit::computed::recompute_in;
use crate::edit::{Draft, Transaction};
use crate::model::{AnnotatorName, AttributeDef, Label, LabelId, LayerKey, Project, RelationType};
use std::collections::BTreeMap;

/// How often a label is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelUse {
    /// Annotations by annotator.
    pub annotations: BTreeMap<AnnotatorName, usize>,
    /// Threads.
    pub threads: usize,
}

impl LabelUse {
    /// Annotations of all annotators together.
    pub fn total(&self) -> usize {
        self.annotations.values().sum()
    }

    /// Annotations of everybody but this annotator.
    pub fn of_others(&self, annotator: &AnnotatorName) -> usize {
        self.annotations.iter().filter(|(name, _)| *name != annotator).map(|(_, n)| n).sum()
    }
}

/// How often each label is used, in one pass over all layers.
pub fn label_uses(project: &Project) -> BTreeMap<LabelId, LabelUse> {
    let mut uses: BTreeMap<LabelId, LabelUse> = BTreeMap::new();
    for (key, layer) in &project.layers {
        for annotation in layer.annotations.values() {
            *uses.entry(annotation.label.clone()).or_default().annotations.entry(key.annotator.clone()).or_default() +=
                1;
        }
    }
    for (_, thread) in project.all_threads() {
        uses.entry(thread.label.clone()).or_default().threads += 1;
    }
    uses
}

fn find<'a>(cx: &'a PlanContext<'_>, id: &LabelId) -> Result<&'a Label, PlanError> {
    let label = cx.project.codebook.label(id).map(|label| &**label);
    label.ok_or_else(|| PlanError::Gone(format!("label {:?}", id.as_str())))
}

/// Adds a label or changes one: name, color, key, definition, examples, attributes, parent, scope.
///
/// # Errors
/// Refused where the name is empty, another label has the key, or the label would be its own ancestor.
pub fn put_label(cx: &PlanContext<'_>, mut label: Label) -> Result<Transaction, PlanError> {
    let codebook = &cx.project.codebook;
    label.name = label.name.trim().into();
    label.key = label.key.map(|key| key.to_lowercase().next().unwrap_or(key));
    if label.name.is_empty() {
        return Err(PlanError::Refused("a label needs a name; type one".into()));
    }
    if let Some(key) = label.key {
        if !key.is_alphabetic() {
            return Err(PlanError::BadValue { value: key.to_string(), expected: "letter; a label's key is a letter" });
        }
        let owner = codebook.offered().find(|other| other.id != label.id && other.key == Some(key) && !label.archived);
        if let Some(owner) = owner {
            return Err(PlanError::KeyTaken { key, owner: owner.name.clone() });
        }
    }
    let mut ancestor = label.parent.clone();
    for _ in 0..=codebook.labels.len() {
        let Some(id) = ancestor else { break };
        if id == label.id {
            return Err(PlanError::Refused("a label can't be a kind of itself; choose another parent".into()));
        }
        ancestor = codebook.label(&id).and_then(|l| l.parent.clone());
    }
    let before = codebook.label(&label.id);
    let what = match before {
        None => format!("add label {:?}", label.name),
        Some(before) if before.name != label.name => format!("rename label {:?} to {:?}", before.name, label.name),
        Some(_) => format!("change label {:?}", label.name),
    };
    let mut draft = cx.draft();
    draft.label(label.id.clone(), Some(label));
    Ok(draft.finish(what, None))
}

/// Archives a label that is used, deletes one that is not.
///
/// # Errors
/// Where it is gone.
pub fn archive_label(cx: &PlanContext<'_>, id: &LabelId) -> Result<Transaction, PlanError> {
    let label = find(cx, id)?;
    let uses = label_uses(cx.project).remove(id).unwrap_or_default();
    let cited = cx.project.codebook.labels.values().any(|other| other.parent.as_ref() == Some(id))
        || cx.project.codebook.relation_types.values().any(|kind| kind.from.contains(id) || kind.to.contains(id));
    let mut draft = cx.draft();
    if uses == LabelUse::default() && !cited {
        draft.label(id.clone(), None);
        return Ok(draft.finish(format!("delete label {:?}", label.name), None));
    }
    let what = format!("archive label {:?} with {} annotations", label.name, uses.total());
    draft.label(id.clone(), Some(Label { archived: true, ..label.clone() }));
    Ok(draft.finish(what, None))
}

/// Offers an archived label again; without its key where another label has it now.
///
/// # Errors
/// Where it is gone.
pub fn restore_label(cx: &PlanContext<'_>, id: &LabelId) -> Result<Transaction, PlanError> {
    let label = find(cx, id)?;
    let taken =
        cx.project.codebook.offered().any(|other| other.id != *id && other.key.is_some() && other.key == label.key);
    let key = label.key.filter(|_| !taken);
    let what = format!("restore label {:?}", label.name);
    let mut draft = cx.draft();
    draft.label(id.clone(), Some(Label { archived: false, key, ..label.clone() }));
    Ok(draft.finish(what, None))
}

/// Makes one label of two: the annotator's own annotations and threads take the other label; those of others keep
/// theirs, which is archived then.
///
/// # Errors
/// Where one is gone, or they are the same.
pub fn merge_labels(cx: &PlanContext<'_>, from: &LabelId, into: &LabelId) -> Result<Transaction, PlanError> {
    let (old, new) = (find(cx, from)?, find(cx, into)?);
    if from == into {
        return Err(PlanError::Refused("choose another label to merge into".into()));
    }
    let mut draft = cx.draft();
    let mut moved = 0;
    let own: Vec<LayerKey> = cx.project.layers.keys().filter(|key| key.annotator == *cx.annotator).cloned().collect();
    for key in &own {
        moved += relabel_layer(&mut draft, key, from, into);
    }
    let threads: Vec<_> =
        cx.project.threads.get(cx.annotator).map(|book| book.threads.values().cloned().collect()).unwrap_or_default();
    for thread in threads.iter().filter(|t| t.label == *from) {
        let mut after = (**thread).clone();
        after.label = into.clone();
        draft.thread(cx.annotator, after.id, Some(after));
    }
    for child in cx.project.codebook.labels.values().filter(|l| l.parent.as_ref() == Some(from)) {
        let parent = (child.id != *into).then(|| into.clone());
        draft.label(child.id.clone(), Some(Label { parent, ..(**child).clone() }));
    }
    let kept = label_uses(draft.project()).remove(from).unwrap_or_default().total();
    draft.label(from.clone(), Some(Label { archived: true, key: None, ..old.clone() }));
    let others = if kept > 0 { format!("; {kept} of others keep it") } else { String::new() };
    Ok(draft.finish(format!("merge label {:?} into {:?}: {moved} annotations{others}", old.name, new.name), None))
}

fn relabel_layer(draft: &mut Draft, key: &LayerKey, from: &LabelId, into: &LabelId) -> usize {
    let Some(layer) = draft.project().layer(key).cloned() else { return 0 };
    let mut moved = 0;
    for annotation in layer.annotations.values().filter(|a| a.label == *from) {
        let mut after = (**annotation).clone();
        after.label = into.clone();
        draft.annotation(key, after.id, Some(after));
        recompute_in(draft, key, annotation.id);
        moved += 1;
    }
    moved
}

/// Moves a label to another place in the order; the others close up.
///
/// # Errors
/// Where it is gone.
pub fn reorder_label(cx: &PlanContext<'_>, id: &LabelId, place: usize) -> Result<Transaction, PlanError> {
    let label = find(cx, id)?.clone();
    let mut order: Vec<LabelId> =
        cx.project.codebook.ordered().iter().map(|l| l.id.clone()).filter(|l| l != id).collect();
    order.insert(place.min(order.len()), id.clone());
    let mut draft = cx.draft();
    for (order, id) in order.iter().enumerate() {
        if let Some(label) = cx.project.codebook.label(id) {
            draft.label(id.clone(), Some(Label { order: order as u32, ..(**label).clone() }));
        }
    }
    Ok(draft.finish(format!("move label {:?}", label.name), None))
}

/// Adds or changes a relation type.
///
/// # Errors
/// Refused without a name.
pub fn put_relation_type(cx: &PlanContext<'_>, kind: RelationType) -> Result<Transaction, PlanError> {
    if kind.name.trim().is_empty() {
        return Err(PlanError::Refused("an arrow type needs a name; type one".into()));
    }
    let what = format!("change arrow type {:?}", kind.name);
    let mut draft = cx.draft();
    draft.relation_type(kind.id.clone(), Some(kind));
    Ok(draft.finish(what, None))
}

/// Adds or changes an article attribute.
///
/// # Errors
/// Refused without a name.
pub fn put_article_attribute(cx: &PlanContext<'_>, def: AttributeDef) -> Result<Transaction, PlanError> {
    if def.name.trim().is_empty() {
        return Err(PlanError::Refused("an attribute needs a name; type one".into()));
    }
    let attributes = &cx.project.codebook.article_attributes;
    let order = attributes.get(&def.id).map_or(attributes.len() as u32, |known| known.0);
    let what = format!("change article attribute {:?}", def.name);
    let mut draft = cx.draft();
    draft.article_attribute(def.id.clone(), Some((order, def)));
    Ok(draft.finish(what, None))
}
