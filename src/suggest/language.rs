//! Which language a text is written in: suggesters that know English only say so instead of guessing.

use whatlang::{Lang, detect};

/// Bytes of a text that are looked at: two paragraphs of news tell.
const SAMPLE: usize = 2_000;

/// Letters below which nothing is concluded against what the article's metadata say.
const FEWEST: usize = 60;

/// The language of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Another one, by its English name or, where only metadata tell, its code.
    Other(String),
    /// Too little text to tell, and no metadata.
    Unknown,
}

impl Language {
    /// The language of a text: as detected where that is certain, else as its metadata say (a BCP 47 tag).
    pub fn of(text: &str, tag: Option<&str>) -> Self {
        // A headline in capitals or a list of names at the start misleads; the middle is prose.
        let middle = text.floor_char_boundary((text.len() / 3).min(text.len().saturating_sub(SAMPLE)));
        let sample = text.get(middle..text.ceil_char_boundary((middle + SAMPLE).min(text.len()))).unwrap_or_default();
        if sample.chars().filter(|c| c.is_alphabetic()).take(FEWEST).count() == FEWEST
            && let Some(found) = detect(sample).filter(whatlang::Info::is_reliable)
        {
            return if found.lang() == Lang::Eng { Self::English } else { Self::Other(found.lang().eng_name().into()) };
        }
        let primary = tag.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "" | "und" => Self::Unknown,
            "en" | "eng" | "english" => Self::English,
            _ => Self::Other(primary),
        }
    }

    /// What to say where no suggester knows the language, as a sentence without its stop; `None` where they do.
    pub fn refusal(&self) -> Option<String> {
        let Self::Other(name) = self else { return None };
        Some(format!("The text seems to be in {name}: suggesters know English, and elsewhere quotation marks only"))
    }

    /// True where suggesters that know English only may speak: English, or too little text to tell.
    pub fn is_english(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news() {
        let english = "The harbour will stay closed until Friday, the mayor said, because the crane cannot be repaired sooner. \
            Nobody knows yet what went wrong last week, and the people who work there have had to stay at home since then.";
        let german = "Der Hafen bleibt bis Freitag geschlossen, sagte die Bürgermeisterin, weil der Kran noch repariert wird. \
            Niemand weiß bisher, was in der vergangenen Woche geschehen ist, und die Leute, die dort arbeiten, müssen zu Hause bleiben.";
        assert_eq!(Language::of(english, None), Language::English);
        assert_eq!(Language::of(english, Some("de")), Language::English, "the text counts");
        assert_eq!(Language::of(german, Some("en-GB")), Language::Other("German".into()));
        assert_eq!(Language::of("Hafen", None), Language::Unknown);
        assert_eq!(Language::of("Hafen", Some("de-AT")), Language::Other("de".into()));
        assert!(Language::of(german, None).refusal().is_some_and(|said| said.contains("in German")));
        assert_eq!((Language::English.refusal(), Language::Unknown.refusal()), (None, None));
        assert!(Language::Unknown.is_english() && !Language::of(german, None).is_english());
    }
}
