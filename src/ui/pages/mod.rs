//! Pages that fill the middle of the window, and windows above it.
