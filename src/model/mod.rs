//! What a project is: plain data and its invariants. No input or output, no serialization, nothing of the window.

mod annotation;
mod article;
mod attribute;
mod blind_share;
mod codebook;
mod default_codebook;
mod id;
mod layer;
mod layer_index;
mod name;
mod project;
mod suggestion;
#[cfg(test)]
pub(crate) mod testing;
mod thread;
mod time;
mod violation;

pub use annotation::{Annotation, Extra, How, LinkStance, Place, Provenance, Relation};
pub use article::{Article, Metadata, MetadataField, Revision, Zone, ZoneKind};
pub use attribute::{AttributeDef, AttributeKind, AttributeValue, Attributes, Choice};
pub use blind_share::BlindShare;
pub use codebook::{Codebook, Color, Label, LabelRole, MarkScope, RelationType};
pub use default_codebook::default_codebook;
pub use id::{
    AnnotationId, ArticleId, FamilyId, Id, IdMaker, ProjectId, RelationId, StoryId, SuggestionId, ThreadId,
    ThreadRelationId,
};
pub use layer::{Layer, LayerKey, Rejection};
pub use layer_index::LayerIndex;
pub use name::{AnnotatorName, AttributeId, LabelId, RelationTypeId};
pub use project::{BlindDraw, Family, FamilyKind, Map, Project, ProjectInfo, Story};
pub use suggestion::{Meant, SuggestedRelation, Suggestion, SuggestionSet, is_one_place};
pub use thread::{Contradiction, Thread, ThreadBook, ThreadRelation, ThreadRelationKind};
pub use time::{Date, Timestamp};
pub use violation::{Violation, violations};
