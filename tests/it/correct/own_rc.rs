//! A counted pointer by hand.

use std::cell::Cell;
use std::ops::Deref;
use std::ptr::NonNull;

struct Inner<T> {
    count: Cell<usize>,
    value: T,
}

struct MyRc<T>(NonNull<Inner<T>>);

impl<T> MyRc<T> {
    fn new(value: T) -> Self {
        Self(NonNull::from(Box::leak(Box::new(Inner { count: Cell::new(1), value }))))
    }

    fn inner(&self) -> &Inner<T> {
        unsafe { self.0.as_ref() }
    }
}

impl<T> Clone for MyRc<T> {
    fn clone(&self) -> Self {
        self.inner().count.set(self.inner().count.get() + 1);
        Self(self.0)
    }
}

impl<T> Deref for MyRc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner().value
    }
}

impl<T> Drop for MyRc<T> {
    fn drop(&mut self) {
        let left = self.inner().count.get() - 1;
        self.inner().count.set(left);
        if left == 0 {
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_frees() {
        let first = MyRc::new(String::from("shared"));
        let second = first.clone();
        drop(first);
        let got: usize = second.clone().len();
        assert_eq!(got, 6);
        assert_eq!(second.inner().count.get(), 1);
    }
}

fn main() {}
