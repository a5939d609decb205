//! Names that people choose and records cite: annotators, labels, attributes, relation types.

use std::fmt;
use std::sync::Arc;

/// Longest name, in characters.
const LONGEST: usize = 40;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident $extra:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads a name that has the form already: a lower-case ASCII letter or digit first, then letters, digits
            /// and `_`
            #[doc = concat!("(or any of `", $extra, "`), at most 40 characters.")]
            pub fn parse(text: &str) -> Option<Self> {
                let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || $extra.contains(c);
                let first = text.chars().next()?;
                let fits = text.len() <= LONGEST && text.chars().all(allowed) && first.is_ascii_alphanumeric();
                fits.then(|| Self(text.into()))
            }

            /// The nearest name of that form to what somebody typed; `None` where nothing of it can be kept.
            pub fn from_typed(text: &str) -> Option<Self> {
                let folded = crate::text::fold(text.trim());
                let mut name = String::new();
                for c in folded.chars() {
                    if c.is_ascii_alphanumeric() || c == '_' || $extra.contains(c) {
                        name.push(c);
                    } else if !name.ends_with('_') {
                        name.push('_');
                    }
                }
                let kept: String = name.trim_matches(|c: char| !c.is_ascii_alphanumeric()).chars().take(LONGEST).collect();
                Self::parse(&kept)
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )*};
}

names!(
    /// The short name of an annotator, which is also the name of her folder.
    AnnotatorName "-",
    /// The id of a label in the codebook, by which annotations cite it.
    LabelId "",
    /// The id of an attribute.
    AttributeId "",
    /// The id of a type of relation.
    RelationTypeId "",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_names_are_made_to_fit() {
        let name = |typed| AnnotatorName::from_typed(typed).map(|n| n.to_string());
        assert_eq!(name(" Ána María ").as_deref(), Some("ana_maria"));
        assert_eq!(name("../etc").as_deref(), Some("etc"));
        assert_eq!(name("j.-p. b").as_deref(), Some("j_-p_b"));
        assert_eq!(name("…"), None);
        assert_eq!(AnnotatorName::parse("Ana"), None);
        assert_eq!(LabelId::parse("a-b"), None);
    }
}
