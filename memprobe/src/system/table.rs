//! Arrays that are not in any block: their memory comes straight from the system.

use std::mem::size_of;
use std::ops::{Deref, DerefMut};

/// An array of values for which all bits zero are one.
pub struct Table<T> {
    start: *mut T,
    count: usize,
}

/// Values for which all bits zero are one, and which need no dropping.
///
/// # Safety
/// Exactly that.
pub unsafe trait Zero: Copy {}
// SAFETY: numbers.
unsafe impl Zero for u32 {}
// SAFETY: numbers.
unsafe impl Zero for usize {}
// SAFETY: numbers.
unsafe impl Zero for (u64, u32) {}

impl<T: Zero> Table<T> {
    /// `count` zeros; `None` where there is no memory.
    pub fn new(count: usize) -> Option<Self> {
        let size = count.max(1).checked_mul(size_of::<T>())?;
        Some(Self { start: super::zeroed(size)? as *mut T, count })
    }
}

impl<T> Drop for Table<T> {
    fn drop(&mut self) {
        super::release(self.start as usize, self.count.max(1) * size_of::<T>());
    }
}

impl<T> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: as many values, and all of them exist.
        unsafe { std::slice::from_raw_parts(self.start, self.count) }
    }
}

impl<T> DerefMut for Table<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above, and nobody else has them.
        unsafe { std::slice::from_raw_parts_mut(self.start, self.count) }
    }
}
