//! GUIDs that follow from our ids: equal projects write equal files, and the parts of a split share their codes.

use crate::model::Project;
use uuid::Uuid;

/// Makes the GUIDs of one project.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guids(Uuid);

impl Guids {
    pub(super) fn of(project: &Project) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("byline:{}", project.info.id).as_bytes()))
    }

    /// The GUID of a record: its kind, then what names it.
    pub(super) fn make(&self, path: &[&str]) -> String {
        let mut name = String::new();
        for part in path {
            name.push_str(part);
            // A character that no id holds keeps the parts apart.
            name.push('\u{1f}');
        }
        Uuid::new_v5(&self.0, name.as_bytes()).to_string()
    }
}
