//! Scores: whether they mean what they say, and which least score gives what.

/// Proposals of about one score, and how many of them are right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CalibrationBin {
    /// Mean score, 0 to 1.
    pub score: f64,
    /// Share that is right, 0 to 1.
    pub right: f64,
    /// How many.
    pub number: usize,
}

/// A least score and what it gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// Proposals below it are left out.
    pub min_score: f64,
    /// Precision there, 0 to 1.
    pub precision: f64,
    /// Recall there, 0 to 1.
    pub recall: f64,
}

impl Tier {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// A proposal's score and whether it is right.
pub(super) type Judged = (f64, bool);

/// Fewest proposals from which a precision is read.
const FEWEST: usize = 30;

/// The precision that the window's default asks for.
const SURE: f64 = 0.9;

/// All least scores with what they give, from the surest down; equal scores stand or fall together.
fn tiers(judged: &[Judged], gold: usize) -> Vec<(usize, Tier)> {
    let mut sorted = judged.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut found = Vec::new();
    let mut right = 0;
    for (n, (score, hit)) in sorted.iter().enumerate() {
        right += usize::from(*hit);
        if sorted.get(n + 1).is_none_or(|next| next.0 < *score) {
            let (precision, recall) = (right as f64 / (n + 1) as f64, right as f64 / gold.max(1) as f64);
            found.push((n + 1, Tier { min_score: *score, precision, recall }));
        }
    }
    found
}

/// The tier with the best F1; the highest score of those that are equally good.
pub(super) fn best(judged: &[Judged], gold: usize) -> Option<Tier> {
    let all = tiers(judged, gold).into_iter().map(|(_, tier)| tier);
    all.reduce(|best, tier| if tier.f1() > best.f1() { tier } else { best })
}

/// The lowest tier at which nine of ten are right.
pub(super) fn sure(judged: &[Judged], gold: usize) -> Option<Tier> {
    let enough = |(n, tier): &(usize, Tier)| *n >= FEWEST && tier.precision >= SURE;
    tiers(judged, gold).into_iter().rfind(enough).map(|(_, tier)| tier)
}

/// Ten bins of equal width that are not empty.
pub(super) fn calibration(judged: &[Judged]) -> Vec<CalibrationBin> {
    let mut sums = [(0.0, 0_usize, 0_usize); 10];
    for (score, hit) in judged {
        let number = (1..10).take_while(|tenth| *score >= f64::from(*tenth) / 10.0).count();
        if let Some(bin) = sums.get_mut(number) {
            *bin = (bin.0 + score, bin.1 + usize::from(*hit), bin.2 + 1);
        }
    }
    let full = sums.into_iter().filter(|bin| bin.2 > 0);
    full.map(|(sum, right, number)| CalibrationBin {
        score: sum / number as f64,
        right: right as f64 / number as f64,
        number,
    })
    .collect()
}
