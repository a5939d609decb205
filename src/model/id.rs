//! Ids of records: 10 characters of lower-case Crockford base32, a letter first, random, never reused.

use std::fmt;

/// Crockford's base32: no i, l, o, u. Letters come last, so that index 10 and up is a letter.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters in an id.
const LENGTH: usize = 10;

/// The text of an id; each kind of record has its own type around it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; LENGTH]);

impl Id {
    /// The last of all ids in their order.
    pub const LAST: Self = Self([b'z'; LENGTH]);

    /// The id that these random bits spell: 22 letters for the first character, 32 for each other one.
    pub fn from_bits(bits: u64) -> Self {
        let letter = |i: usize| ALPHABET.get(i).copied().unwrap_or(b'a');
        let mut id = [b'a'; LENGTH];
        let mut rest = bits;
        for (i, slot) in id.iter_mut().enumerate() {
            if i == 0 {
                *slot = letter(10 + (rest % 22) as usize);
                rest /= 22;
            } else {
                *slot = letter((rest % 32) as usize);
                rest /= 32;
            }
        }
        Self(id)
    }

    /// Reads an id; `None` where it is not exactly of the form above.
    pub fn parse(text: &str) -> Option<Self> {
        let id: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        let fits = id.iter().all(|b| is_letter(*b)) && id.first().is_some_and(u8::is_ascii_lowercase);
        fits.then_some(Self(id))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// True for a character of [`ALPHABET`].
fn is_letter(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b't' | b'v'..=b'z')
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Id);

        impl $name {
            /// Reads an id of this kind.
            pub fn parse(text: &str) -> Option<Self> {
                Id::parse(text).map(Self)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<Id> for $name {
            fn from(id: Id) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids!(
    /// Names an annotation.
    AnnotationId,
    /// Names an article.
    ArticleId,
    /// Names a family of reprints or rewrites.
    FamilyId,
    /// Names a project.
    ProjectId,
    /// Names a relation between annotations.
    RelationId,
    /// Names a story.
    StoryId,
    /// Names a suggestion.
    SuggestionId,
    /// Names a thread.
    ThreadId,
    /// Names a relation between threads.
    ThreadRelationId,
);

/// Makes ids from a seed that the caller took from the system's randomness, or fixed for a test.
#[derive(Clone, Debug)]
pub struct IdMaker(u64);

impl IdMaker {
    /// A maker whose ids follow from the seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next id (`SplitMix64`: Steele, Lea and Flood 2014).
    pub fn make<T: From<Id>>(&mut self) -> T {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Id::from_bits(z ^ (z >> 31)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_agreed_form() {
        let mut maker = IdMaker::new(7);
        let ids: std::collections::BTreeSet<Id> = (0..10_000).map(|_| maker.make()).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| Id::parse(id.as_str()) == Some(*id)));
        assert!(ids.iter().all(|id| *id < Id::LAST) && Id::parse(Id::LAST.as_str()) == Some(Id::LAST));
        for wrong in ["", "k3f9x2m7q", "k3f9x2m7qaa", "13f9x2m7qa", "k3f9x2m7qi", "K3f9x2m7qa", "k3f9x2m7é"] {
            assert_eq!(Id::parse(wrong), None, "{wrong}");
        }
        assert!((0..=u8::MAX).all(|byte| is_letter(byte) == ALPHABET.contains(&byte)));
    }
}
