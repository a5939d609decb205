//! `project.ron`: what the project says about itself, its codebook, stories and families.

use super::codebook::{AttributeRecord, LabelRecord, RelationTypeRecord};
use super::{FORMAT, known};
use crate::model::{
    AnnotatorName, ArticleId, BlindDraw, Codebook, Family, FamilyId, FamilyKind, Map, Project, ProjectId, ProjectInfo,
    Story, StoryId,
};
use crate::store::notation::{FileText, Word, record};
use std::collections::BTreeMap;
use std::sync::Arc;

record! {
    /// The whole file.
    ProjectFile = "Project" {
        format: u32,
        id: String,
        title: String,
        labels: Vec<LabelRecord>,
        relation_types: Vec<RelationTypeRecord>,
        article_attributes: Vec<AttributeRecord>,
        stories: Vec<StoryRecord>,
        families: Vec<FamilyRecord>,
        settings: BTreeMap<String, String>,
        blind_draw: Option<BlindDrawRecord>,
    }
}

record! {
    /// A story.
    StoryRecord = "Story" {
        id: String,
        title: String,
        note: String,
        foreign_id: String,
    }
}

record! {
    /// A family of articles.
    FamilyRecord = "Family" {
        id: String,
        kind as "type": Word,
        articles: Vec<String>,
    }
}

record! {
    /// The blind draw.
    BlindDrawRecord = "BlindDraw" {
        articles: Vec<String>,
        annotators: Vec<String>,
        seed: u64,
    }
}

record! {
    /// Title, settings and blind draw, in a journal.
    InfoRecord = "Info" {
        id: String,
        title: String,
        settings: BTreeMap<String, String>,
        blind_draw: Option<BlindDrawRecord>,
    }
}

impl InfoRecord {
    pub(in crate::store) fn of(info: &ProjectInfo) -> Self {
        let draw = info.blind_draw.as_ref().map(|draw| BlindDrawRecord {
            articles: draw.articles.iter().map(ToString::to_string).collect(),
            annotators: draw.annotators.iter().map(ToString::to_string).collect(),
            seed: draw.seed,
        });
        Self { id: info.id.to_string(), title: info.title.clone(), settings: info.settings.clone(), blind_draw: draw }
    }

    pub(in crate::store) fn read(self) -> Option<ProjectInfo> {
        let draw = self.blind_draw.map(|draw| BlindDraw {
            articles: draw.articles.iter().filter_map(|id| known(ArticleId::parse(id), "article id", id)).collect(),
            annotators: draw
                .annotators
                .iter()
                .filter_map(|name| known(AnnotatorName::parse(name), "annotator", name))
                .collect(),
            seed: draw.seed,
        });
        let id = known(ProjectId::parse(&self.id), "project id", &self.id)?;
        Some(ProjectInfo { id, title: self.title, settings: self.settings, blind_draw: draw })
    }
}

impl StoryRecord {
    pub(in crate::store) fn of(story: &Story) -> Self {
        let Story { id, title, note, foreign_id } = story.clone();
        Self { id: id.to_string(), title, note, foreign_id }
    }

    pub(in crate::store) fn read(self) -> Option<Story> {
        let id = known(StoryId::parse(&self.id), "story id", &self.id)?;
        Some(Story { id, title: self.title, note: self.note, foreign_id: self.foreign_id })
    }
}

impl FamilyRecord {
    pub(in crate::store) fn of(family: &Family) -> Self {
        Self {
            id: family.id.to_string(),
            kind: Word::new(family.kind.name()),
            articles: family.articles.iter().map(ToString::to_string).collect(),
        }
    }

    pub(in crate::store) fn read(self) -> Option<Family> {
        let articles = self.articles.iter().filter_map(|id| known(ArticleId::parse(id), "article id", id)).collect();
        Some(Family {
            id: known(FamilyId::parse(&self.id), "family id", &self.id)?,
            kind: known(FamilyKind::parse(&self.kind.name), "family", &self.kind.name)?,
            articles,
        })
    }
}

impl ProjectFile {
    /// The records of a project, places in the order spelled out.
    pub(in crate::store) fn of(project: &Project) -> Self {
        let InfoRecord { id, title, settings, blind_draw } = InfoRecord::of(&project.info);
        let mut attributes: Vec<_> = project.codebook.article_attributes.values().collect();
        attributes.sort_unstable_by_key(|a| (a.0, a.1.id.clone()));
        let mut types: Vec<_> = project.codebook.relation_types.values().collect();
        types.sort_unstable_by_key(|kind| (kind.order, kind.id.clone()));
        Self {
            format: FORMAT,
            id,
            title,
            labels: project.codebook.ordered().into_iter().map(|label| LabelRecord::of(label)).collect(),
            relation_types: types.into_iter().map(|kind| RelationTypeRecord::of(kind)).collect(),
            article_attributes: attributes
                .into_iter()
                .map(|a| AttributeRecord { order: Some(a.0), ..AttributeRecord::of(&a.1) })
                .collect(),
            stories: project.stories.values().map(|story| StoryRecord::of(story)).collect(),
            families: project.families.values().map(|family| FamilyRecord::of(family)).collect(),
            settings,
            blind_draw,
        }
    }

    /// Spells out every place in the order.
    pub(in crate::store) fn with_orders(mut self) -> Self {
        self.labels.iter_mut().zip(0..).for_each(|(r, i)| r.order = r.order.or(Some(i)));
        self.relation_types.iter_mut().zip(0..).for_each(|(r, i)| r.order = r.order.or(Some(i)));
        self.article_attributes.iter_mut().zip(0..).for_each(|(r, i)| r.order = r.order.or(Some(i)));
        self
    }

    /// The whole file; records are put in order, and a place is left out where the file's order says it.
    pub(in crate::store) fn render(mut self) -> String {
        self.labels.sort_unstable_by_key(|r| (r.order, r.id.clone()));
        self.relation_types.sort_unstable_by_key(|r| (r.order, r.id.clone()));
        self.article_attributes.sort_unstable_by_key(|r| (r.order, r.id.clone()));
        self.labels.iter_mut().zip(0..).for_each(|(r, i)| r.order = r.order.filter(|o| *o != i));
        self.relation_types.iter_mut().zip(0..).for_each(|(r, i)| r.order = r.order.filter(|o| *o != i));
        self.article_attributes.iter_mut().zip(0..).for_each(|(r, i)| r.order = r.order.filter(|o| *o != i));
        let mut file = FileText::new("Project", FORMAT);
        file.field("id", &self.id);
        file.field("title", &self.title);
        file.rows("labels", &self.labels);
        file.rows("relation_types", &self.relation_types);
        file.rows("article_attributes", &self.article_attributes);
        file.rows("stories", &self.stories);
        file.rows("families", &self.families);
        file.line("settings", &self.settings);
        file.line("blind_draw", &self.blind_draw);
        file.finish()
    }

    /// A project with everything but articles, layers and threads.
    pub(in crate::store) fn read(self) -> Option<Project> {
        let file = self.with_orders();
        let mut codebook = Codebook::default();
        for label in file.labels.into_iter().filter_map(LabelRecord::read) {
            codebook.labels.insert(label.id.clone(), Arc::new(label));
        }
        for kind in file.relation_types.into_iter().filter_map(RelationTypeRecord::read) {
            codebook.relation_types.insert(kind.id.clone(), Arc::new(kind));
        }
        for record in file.article_attributes {
            let order = record.order.unwrap_or_default();
            if let Some(def) = record.read() {
                codebook.article_attributes.insert(def.id.clone(), Arc::new((order, def)));
            }
        }
        let info = InfoRecord { id: file.id, title: file.title, settings: file.settings, blind_draw: file.blind_draw };
        let info = info.read()?;
        let mut project = Project::new(info.id, "", codebook);
        project.info = Arc::new(info);
        project.stories = by_id(file.stories.into_iter().filter_map(StoryRecord::read), |story| story.id);
        project.families = by_id(file.families.into_iter().filter_map(FamilyRecord::read), |family| family.id);
        Some(project)
    }
}

/// Records in a map by their id.
pub(super) fn by_id<K: Ord, T>(records: impl Iterator<Item = T>, id: impl Fn(&T) -> K) -> Map<K, Arc<T>> {
    let mut map = Map::new_sync();
    for record in records {
        map.insert_mut(id(&record), Arc::new(record));
    }
    map
}
