//! Settings of a format: what `--set KEY=VALUE` and the dialog offer.

use super::problem::ExportError;
use std::collections::BTreeMap;

/// One setting of a format.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// What it takes.
    pub values: Values,
    /// What it does, for people: a phrase without a stop.
    pub about: &'static str,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// `true` or `false`, which is the default.
    Flag,
    /// One of these; the first is the default.
    OneOf(&'static [&'static str]),
    /// A whole number of at most so much.
    Number {
        /// The default.
        or: usize,
        /// The most that is taken.
        most: usize,
    },
    /// Any words; empty is the default.
    Words,
}

impl Values {
    /// The default, as it would be written.
    pub fn default(self) -> String {
        match self {
            Self::Flag => "false".to_owned(),
            Self::OneOf(names) => names.first().copied().unwrap_or_default().to_owned(),
            Self::Number { or, .. } => or.to_string(),
            Self::Words => String::new(),
        }
    }

    /// What is taken, in words.
    pub fn in_words(self) -> String {
        match self {
            Self::Flag => "true or false".to_owned(),
            Self::OneOf(names) => names.join(" or "),
            Self::Number { most, .. } => format!("a whole number up to {most}"),
            Self::Words => "words".to_owned(),
        }
    }

    /// True for a value that is taken.
    pub fn takes(self, value: &str) -> bool {
        match self {
            Self::Flag => matches!(value, "true" | "false"),
            Self::OneOf(names) => names.contains(&value),
            Self::Number { most, .. } => value.parse::<usize>().is_ok_and(|n| n <= most),
            Self::Words => true,
        }
    }
}

/// Checks what was set against what a format takes.
///
/// # Errors
/// Names the key or value that is not taken, and what would be.
pub fn check<'s>(
    set: &BTreeMap<String, String>,
    takes: impl Iterator<Item = &'s Setting> + Clone,
) -> Result<(), ExportError> {
    for (key, value) in set {
        let Some(setting) = takes.clone().find(|setting| setting.key == key) else {
            let keys: Vec<&str> = takes.map(|setting| setting.key).collect();
            let what = format!("this format has no setting {key:?}; it takes {}", keys.join(", "));
            return Err(ExportError::Setting(what));
        };
        if !setting.values.takes(value) {
            let what = format!("{key} takes {}, not {value:?}", setting.values.in_words());
            return Err(ExportError::Setting(what));
        }
    }
    Ok(())
}
