//! A lock that neither allocates nor needs anything from the thread that takes it.

use std::cell::UnsafeCell;
use std::hint;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// A value that one thread at a time may use. A thread that has it must not ask for it again.
pub struct Lock<T> {
    held: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: whoever holds the lock has the value alone.
unsafe impl<T: Send> Sync for Lock<T> {}

/// The right to use the value of a lock, until it is dropped.
pub struct Held<'a, T>(&'a Lock<T>);

/// How often a holder is waited for before it is thought to be gone for good.
const PATIENCE: usize = 20_000;

impl<T> Lock<T> {
    /// A lock that nobody holds.
    pub const fn new(value: T) -> Self {
        Self { held: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Waits until nobody else holds it.
    pub fn lock(&self) -> Held<'_, T> {
        while !self.try_for(PATIENCE) {}
        Held(self)
    }

    /// The same for a thread that ends the process: what holds it may be a frame below, which a
    /// signal has interrupted, so at last it is taken by force.
    pub fn lock_at_last(&self) -> Held<'_, T> {
        self.try_for(PATIENCE);
        self.held.store(true, Ordering::SeqCst);
        Held(self)
    }

    fn try_for(&self, times: usize) -> bool {
        for turn in 0..times {
            if !self.held.swap(true, Ordering::Acquire) {
                return true;
            }
            if turn % 128 == 127 {
                thread::yield_now();
            } else {
                hint::spin_loop();
            }
        }
        false
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the lock is held.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the lock is held.
        unsafe { &mut *self.0.value.get() }
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        self.0.held.store(false, Ordering::Release);
    }
}
