//! A list of traps.
