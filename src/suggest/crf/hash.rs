//! Hashes of words and features: the same on every machine and in every version of a model file.

/// A feature: a template's number and what fills it, hashed to 32 bits.
pub(super) type Feature = u32;

/// The hash of bytes (FNV-1a, 32 bits: Fowler, Noll and Vo), with its bits spread.
pub(super) fn of_bytes(bytes: impl IntoIterator<Item = u8>) -> u32 {
    spread(bytes.into_iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
}

/// Spreads the bits of a number (the finalizer of `MurmurHash3`).
pub(super) fn spread(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x85EB_CA6B);
    x ^= x >> 13;
    x = x.wrapping_mul(0xC2B2_AE35);
    x ^ (x >> 16)
}

/// Two numbers as one.
pub(super) fn both(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9E37_79B1).rotate_left(15).wrapping_add(a)
}

/// A template filled with one value.
pub(super) fn filled(template: u32, value: u32) -> Feature {
    spread(value.wrapping_add(template.wrapping_mul(0x9E37_79B9)))
}
