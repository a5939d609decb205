//! How sure a suggestion is, in three steps.

/// Least score of each level, in hundredths.
const FROM: [(Level, u8); 3] = [(Level::High, 85), (Level::Middle, 60), (Level::Low, 0)];

/// How sure a suggestion is: three steps, as nobody tells 71 from 73 of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// More likely wrong than not, or nearly so.
    Low,
    /// More likely right than not.
    Middle,
    /// Most are right.
    High,
}

impl Level {
    /// All levels, the surest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Middle, Self::Low];

    /// The level of a score in hundredths.
    pub fn of(percent: u8) -> Self {
        FROM.iter().find(|(_, from)| percent >= *from).map_or(Self::Low, |(level, _)| *level)
    }

    /// As the screen says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "sure",
            Self::Middle => "likely",
            Self::Low => "doubtful",
        }
    }

    /// How many of three marks are filled.
    pub fn marks(self) -> usize {
        match self {
            Self::High => 3,
            Self::Middle => 2,
            Self::Low => 1,
        }
    }
}
