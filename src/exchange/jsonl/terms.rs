//! Labels, arrow types and attributes that a file uses and the project lacks.

use super::codebook::{NEUTRAL, readable};
use super::read::{CodebookPolicy, Reader, UnknownLabels};
use crate::model::{
    AttributeDef, AttributeId, AttributeKind, AttributeValue, Attributes, Label, LabelId, LabelRole, MarkScope,
    RelationType, RelationTypeId,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the label of an annotation became.
pub(super) enum Chosen {
    Label(LabelId),
    /// Annotations with it are not wanted.
    LeftOut,
    /// No codebook takes the name.
    Impossible,
}

impl Reader<'_, '_> {
    /// True where a codebook that a file of another format holds would say something new: the project takes one over,
    /// or lacks one of these labels. Codebooks are long, and a corpus may have one for each of its articles.
    pub(in crate::exchange) fn needs_codebook<'l>(&self, labels: impl IntoIterator<Item = &'l str>) -> bool {
        let lacks = |name: &str| LabelId::parse(name).is_some_and(|id| !self.codebook.labels.contains_key(&id));
        (self.policy == CodebookPolicy::Adopt && !self.adopted) || labels.into_iter().any(lacks)
    }

    /// The label of an annotation as the policy has it; one that the project lacks is counted.
    pub(super) fn chosen_label(&mut self, name: &str) -> Chosen {
        if self.labels.map.contains_key(name) {
            *self.chosen.entry(name.to_owned()).or_default() += 1;
        }
        match self.labels.map.get(name) {
            Some(Some(label)) => {
                let label = label.clone();
                self.need_label(&label, label.as_str());
                return Chosen::Label(label);
            }
            Some(None) => return Chosen::LeftOut,
            None => {}
        }
        let Some(id) = LabelId::parse(name).or_else(|| LabelId::from_typed(name)) else { return Chosen::Impossible };
        let is_known = self.cx.project.codebook.labels.contains_key(&id)
            || (self.adopted && (self.file.has_codebook || self.adopted_labels.contains(&id)));
        if !is_known {
            *self.unknown.entry(name.to_owned()).or_default() += 1;
            if self.labels.others == UnknownLabels::Skipped {
                return Chosen::LeftOut;
            }
        }
        self.need_label(&id, name);
        Chosen::Label(id)
    }

    /// The label that a name of the file means; one that the project lacks is added, from the file's codebook where
    /// that has it. `None` where the name cannot be a label.
    pub(super) fn label(&mut self, name: &str) -> Option<LabelId> {
        let id = LabelId::parse(name).or_else(|| LabelId::from_typed(name))?;
        self.need_label(&id, name);
        Some(id)
    }

    /// Adds all of the file's codebook that the project lacks, whether or not an annotation uses it.
    pub(in crate::exchange) fn add_codebook(&mut self) {
        let codebook = self.file.codebook.clone();
        for label in codebook.ordered() {
            self.need_label(&label.id, label.id.as_str());
        }
        for id in codebook.relation_types.keys() {
            self.relation_type(id.as_str());
        }
        let attributes = codebook.article_attributes.keys();
        let none = AttributeValue::Text(String::new());
        self.need_article_attributes(&attributes.map(|id| (id.clone(), none.clone())).collect());
    }

    fn need_label(&mut self, id: &LabelId, name: &str) {
        let mut next = Some((id.clone(), name.to_owned()));
        // A chain of parents may be as long as a file.
        while let Some((id, name)) = next {
            next = self.add_label(&id, &name).map(|parent| (parent.clone(), parent.to_string()));
        }
    }

    /// Adds a label that the codebook lacks; gives its parent, which is needed too.
    fn add_label(&mut self, id: &LabelId, name: &str) -> Option<LabelId> {
        if self.codebook.labels.contains_key(id) {
            return None;
        }
        // The last label added has the highest place: a file of very many labels is not gone through for each.
        let last = self.out.labels.last().map(|label| label.order + 1);
        let order = last.or_else(|| self.codebook.labels.values().map(|l| l.order + 1).max()).unwrap_or_default();
        let mut label = match self.file.codebook.labels.get(id) {
            Some(label) => (**label).clone(),
            None => unknown_label(id.clone(), name),
        };
        label.order = order;
        label.key = label.key.filter(|key| self.codebook.labels.values().all(|l| l.key != Some(*key)));
        self.codebook.labels.insert(id.clone(), Arc::new(label.clone()));
        let parent = label.parent.clone();
        self.out.labels.push(label);
        parent
    }

    /// Takes the file's codebook for the project's. What earlier lines, and files without a codebook, use and it does
    /// without is kept.
    pub(super) fn adopt_codebook(&mut self) {
        let annotated = self.layers.values().flat_map(|layer| &layer.annotations).map(|one| &one.label);
        let threads = self.out.threads.iter().map(|(_, thread)| &thread.label);
        let suggested = self.suggestions.iter().flat_map(|set| &set.suggestions).map(|one| &one.label);
        let added = self.out.labels.iter().map(|label| &label.id);
        let labels: BTreeSet<LabelId> = annotated.chain(threads).chain(suggested).chain(added).cloned().collect();
        let drawn = self.layers.values().flat_map(|layer| &layer.relations).map(|arrow| &arrow.kind);
        let added = self.out.relation_types.iter().map(|kind| &kind.id);
        let kinds: BTreeSet<RelationTypeId> = drawn.chain(added).cloned().collect();
        let none = AttributeValue::Text(String::new());
        let valued = self.out.articles.iter().flat_map(|article| article.attributes.keys());
        let added = self.out.article_attributes.iter().map(|(_, def)| &def.id);
        let attributes = valued.chain(added).map(|id| (id.clone(), none.clone())).collect();
        // What was added before counts as the adopted codebook has it.
        self.out.labels.clear();
        self.out.relation_types.clear();
        self.out.article_attributes.clear();
        let before = std::mem::replace(&mut self.codebook, self.file.codebook.clone());
        let adopted = std::mem::replace(&mut self.file.codebook, before);
        for id in labels {
            self.need_label(&id, id.as_str());
        }
        for id in kinds {
            self.relation_type(id.as_str());
        }
        self.need_article_attributes(&attributes);
        self.file.codebook = adopted;
    }

    /// The arrow type that a name of the file means, as [`Self::label`].
    pub(super) fn relation_type(&mut self, name: &str) -> Option<RelationTypeId> {
        let id = RelationTypeId::parse(name).or_else(|| RelationTypeId::from_typed(name))?;
        if !self.codebook.relation_types.contains_key(&id) {
            let order = self.codebook.relation_types.values().map(|k| k.order + 1).max().unwrap_or_default();
            let kind = match self.file.codebook.relation_types.get(&id) {
                Some(kind) => RelationType { order, ..(**kind).clone() },
                None => RelationType {
                    name: readable(name),
                    definition: String::new(),
                    from: Vec::new(),
                    to: Vec::new(),
                    archived: false,
                    order,
                    id: id.clone(),
                },
            };
            self.codebook.relation_types.insert(id.clone(), Arc::new(kind.clone()));
            self.out.relation_types.push(kind);
        }
        Some(id)
    }

    /// Adds what the file's codebook says about attributes of articles that the project does not have.
    pub(super) fn need_article_attributes(&mut self, attributes: &Attributes) {
        for id in attributes.keys() {
            let described = self.file.codebook.article_attributes.contains_key(id);
            // A codebook that does without a definition is left as it is; the value is kept all the same.
            if self.codebook.article_attributes.contains_key(id) || (self.file.has_codebook && !described) {
                continue;
            }
            let order = self.codebook.article_attributes.values().map(|a| a.0 + 1).max().unwrap_or_default();
            let def = self.file.codebook.article_attributes.get(id).map(|a| a.1.clone());
            let def = def.unwrap_or_else(|| unknown_attribute(id));
            self.codebook.article_attributes.insert(id.clone(), Arc::new((order, def.clone())));
            self.out.article_attributes.push((order, def));
        }
    }
}

fn unknown_attribute(id: &AttributeId) -> AttributeDef {
    AttributeDef {
        id: id.clone(),
        name: readable(id.as_str()),
        definition: String::new(),
        kind: AttributeKind::Text,
        archived: false,
    }
}

fn unknown_label(id: LabelId, name: &str) -> Label {
    Label {
        id,
        name: readable(name),
        role: LabelRole::Other,
        definition: String::new(),
        examples: Vec::new(),
        color: NEUTRAL,
        key: None,
        parent: None,
        attributes: Vec::new(),
        thread_attributes: Vec::new(),
        scope: MarkScope::Everything,
        archived: false,
        order: 0,
    }
}
