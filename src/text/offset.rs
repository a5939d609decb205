//! Positions in a text, one type for each unit.

use std::fmt;

macro_rules! offset {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The start of every text.
            pub const ZERO: Self = Self(0);

            #[doc = concat!("A position that counts ", $unit, "; saturates at `u32::MAX`, which no text reaches.")]
            pub fn new(value: usize) -> Self {
                Self(u32::try_from(value).unwrap_or(u32::MAX))
            }

            #[doc = concat!("The position as a count of ", $unit, ".")]
            pub fn get(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

offset!(
    /// A position in UTF-8 bytes, always on a character boundary of its text.
    ByteOffset,
    "UTF-8 bytes"
);
offset!(
    /// A position in Unicode code points: the unit of every file and command.
    CharOffset,
    "Unicode code points"
);
offset!(
    /// A position in UTF-16 code units: the unit of formats from Java and browsers.
    Utf16Offset,
    "UTF-16 code units"
);
