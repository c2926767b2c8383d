//! A box by hand, also of values that are larger than a page.

use std::alloc::{Layout, alloc, dealloc};
use std::ops::{Deref, DerefMut};

struct MyBox<T>(*mut T);

impl<T> MyBox<T> {
    fn new(value: T) -> Self {
        assert!(size_of::<T>() > 0);
        let block: *mut T = unsafe { alloc(Layout::new::<T>()) }.cast();
        unsafe { block.write(value) };
        Self(block)
    }
}

impl<T> Deref for MyBox<T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.0 }
    }
}

impl<T> DerefMut for MyBox<T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.0 }
    }
}

impl<T> Drop for MyBox<T> {
    fn drop(&mut self) {
        unsafe { self.0.drop_in_place() };
        unsafe { dealloc(self.0.cast(), Layout::new::<T>()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_it_was_given() {
        let mut text = MyBox::new(String::from("a"));
        text.push('b');
        assert_eq!(*text, "ab");
        let mut large = MyBox::new([1_u64; 1000]);
        large[999] = 2;
        assert_eq!(large.iter().sum::<u64>(), 1001);
    }
}

fn main() {}
