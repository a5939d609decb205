//! Identifiers on disk, with a place for those of later versions.

use super::notation::{Put, options, put_str};
use serde::de::{self, DeserializeOwned, Deserializer};

/// An identifier, perhaps with values in parentheses: `for`, `accepted("model")`. Any name can be read, so that one of a
/// later version is noted and not refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The identifier; empty where the field is left out.
    pub(super) name: String,
    /// What stands in the parentheses, as written.
    pub(super) args: String,
}

impl Word {
    /// An identifier alone.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.into(), args: String::new() }
    }

    /// An identifier with strings in parentheses; empty ones at the end are left out.
    pub(super) fn with_strings(name: &str, args: &[&str]) -> Self {
        let kept = args.iter().rposition(|a| !a.is_empty()).map_or(0, |last| last + 1);
        let mut written = String::new();
        for (i, arg) in args.iter().take(kept).enumerate() {
            if i > 0 {
                written.push_str(", ");
            }
            put_str(arg, &mut written);
        }
        Self { name: name.into(), args: written }
    }

    /// What stands in the parentheses, as a list of values; `None` where it is something else.
    pub(super) fn list<T: DeserializeOwned>(&self) -> Option<Vec<T>> {
        options().from_str(&format!("[{}]", self.args)).ok()
    }

    /// The word as written.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        self.put(&mut out);
        out
    }

    fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let end = written.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(written.len());
        let (name, rest) = written.split_at_checked(end)?;
        let rest = rest.trim();
        let args = if rest.is_empty() { "" } else { rest.strip_prefix('(')?.strip_suffix(')')?.trim() };
        (!name.is_empty()).then(|| Self { name: name.into(), args: args.trim_end_matches(',').into() })
    }
}

impl Put for Word {
    fn put(&self, out: &mut String) {
        out.push_str(&self.name);
        if !self.args.is_empty() {
            out.push('(');
            out.push_str(&self.args);
            out.push(')');
        }
    }

    fn is_absent(&self) -> bool {
        self.name.is_empty()
    }
}

impl<'de> de::Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<ron::value::RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get_ron()).ok_or_else(|| de::Error::custom("expected an identifier"))
    }
}
