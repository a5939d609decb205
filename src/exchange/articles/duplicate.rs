//! The same text from the same outlet, address and date is a duplicate; from another outlet it is a reprint.

use crate::model::{Date, Metadata};
use crate::text::{Text, TextHash, fold};

/// What two articles must share for one to be a duplicate of the other; ordered, to look an article up among many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DuplicateKey {
    hash: TextHash,
    outlet: String,
    address: String,
    published: Option<Date>,
}

impl DuplicateKey {
    /// The key of a text with its metadata. Case and accents of the outlet, and how an address begins and ends
    /// (`https://`, `www.`, `#…`, `/`), make no difference.
    pub fn of(text: &Text, metadata: &Metadata) -> Self {
        let address = metadata.url.split('#').next().unwrap_or_default().trim();
        let address = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
        let address = address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/');
        Self {
            hash: text.hash(),
            outlet: fold(metadata.outlet.trim()),
            address: address.to_owned(),
            published: metadata.published,
        }
    }

    /// The address, without what makes no difference.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// True where the two are one article: the same words, outlet, address and date.
pub fn is_duplicate(a: (&Text, &Metadata), b: (&Text, &Metadata)) -> bool {
    DuplicateKey::of(a.0, a.1) == DuplicateKey::of(b.0, b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reprint_is_no_duplicate() {
        let text = Text::new("The same words.");
        let from = |outlet: &str, url: &str| Metadata { outlet: outlet.into(), url: url.into(), ..Metadata::default() };
        let first = from("El País", "https://www.example.org/a/");
        assert!(is_duplicate((&text, &first), (&text, &from("el pais", "http://example.org/a#top"))));
        assert!(!is_duplicate((&text, &first), (&text, &from("El Mundo", "https://example.org/a"))));
        assert!(!is_duplicate((&text, &first), (&text, &from("El País", "https://example.org/b"))));
        assert!(!is_duplicate((&text, &first), (&Text::new("Other words."), &first)));
        let later = Metadata { published: Date::day(2025, 11, 28), ..first.clone() };
        assert!(!is_duplicate((&text, &first), (&text, &later)));
    }
}
