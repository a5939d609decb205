//! The share of articles that are kept blind: no suggestion is shown on them, so that one can see what suggestions do.

use super::{ArticleId, ProjectInfo};

/// Where the share stands among a project's settings.
const SETTING: &str = "no_suggestions_on";

/// Articles drawn at random to be coded without suggestions. An article's lot depends on its id and the seed alone: a
/// larger share keeps those that were drawn, and articles that are added later take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlindShare {
    /// How many of a hundred articles.
    pub percent: u8,
    /// What the draw follows from.
    pub seed: u64,
}

impl BlindShare {
    /// True where the article is drawn.
    pub fn holds(self, article: ArticleId) -> bool {
        // FNV-1a over seed and id (Fowler, Noll and Vo), then the mixing of SplitMix64.
        let bytes = self.seed.to_le_bytes().into_iter().chain(article.as_str().bytes());
        let mut z =
            bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % 100 < u64::from(self.percent)
    }
}

impl ProjectInfo {
    /// The share of articles that no suggestion is shown on; `None` where all have them.
    pub fn blind_share(&self) -> Option<BlindShare> {
        let (percent, seed) = self.settings.get(SETTING)?.split_once("% of articles, seed ")?;
        let percent = percent.parse().ok().filter(|percent| (1..=100).contains(percent))?;
        Some(BlindShare { percent, seed: seed.parse().ok()? })
    }

    /// What the project says about itself with another share.
    #[must_use]
    pub fn with_blind_share(&self, share: Option<BlindShare>) -> Self {
        let mut info = self.clone();
        info.settings.remove(SETTING);
        if let Some(BlindShare { percent, seed }) = share.filter(|share| share.percent > 0) {
            info.settings.insert(SETTING.into(), format!("{}% of articles, seed {seed}", percent.min(100)));
        }
        info
    }

    /// True where no suggestion is shown on an article.
    pub fn hides_suggestions(&self, article: ArticleId) -> bool {
        self.blind_share().is_some_and(|share| share.holds(article))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdMaker, Project, default_codebook};

    #[test]
    fn a_share_is_drawn_and_kept() {
        let mut ids = IdMaker::new(5);
        let articles: Vec<ArticleId> = (0..2_000).map(|_| ids.make()).collect();
        let drawn = |percent| {
            let share = BlindShare { percent, seed: 7 };
            articles.iter().filter(move |id| share.holds(**id)).copied().collect::<Vec<_>>()
        };
        let (ten, twenty) = (drawn(10), drawn(20));
        assert!(
            (150..250).contains(&ten.len()) && (330..470).contains(&twenty.len()),
            "{} {}",
            ten.len(),
            twenty.len()
        );
        assert!(ten.iter().all(|id| twenty.contains(id)), "a larger share keeps what was drawn");
        assert_eq!((drawn(0).len(), drawn(100).len()), (0, 2_000));
        let other = BlindShare { percent: 10, seed: 8 };
        assert_ne!(ten, articles.iter().filter(|id| other.holds(**id)).copied().collect::<Vec<_>>());
    }

    #[test]
    fn it_stands_among_the_settings() {
        let info = Project::new(IdMaker::new(1).make(), "T", default_codebook()).info;
        let share = BlindShare { percent: 10, seed: u64::MAX };
        let with = info.with_blind_share(Some(share));
        assert_eq!((with.blind_share(), info.blind_share()), (Some(share), None));
        assert_eq!(with.with_blind_share(None), *info);
        let mut broken = with.clone();
        broken.settings.insert(SETTING.into(), "a tenth".into());
        assert_eq!(broken.blind_share(), None);
    }
}
