//! A small, fast, fixed hash (FNV-1a: Fowler, Noll and Vo, 1991). Keys are the rubric's words, not an attacker's, so the
//! standard library's guard against chosen collisions only costs time here.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;
pub(super) type FastSet<K> = HashSet<K, BuildHasherDefault<Fnv>>;

/// The state of the hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fnv(u64);

impl Fnv {
    /// One step with a whole number instead of a byte.
    pub(super) fn step(&mut self, next: u64) {
        self.0 = (self.0 ^ next).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.step(u64::from(*byte));
        }
    }
}
