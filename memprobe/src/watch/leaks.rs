//! Leaks.

/// Reports leaks.
pub fn report() {}
