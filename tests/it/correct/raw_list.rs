//! A list of nodes by raw pointers, with an end that is known.

use std::ptr;

struct Node {
    text: String,
    next: *mut Node,
}

struct List {
    first: *mut Node,
    last: *mut Node,
}

impl List {
    fn push(&mut self, text: String) {
        let node = Box::into_raw(Box::new(Node { text, next: ptr::null_mut() }));
        if self.last.is_null() {
            self.first = node;
        } else {
            unsafe { (*self.last).next = node };
        }
        self.last = node;
    }

    fn pop(&mut self) -> Option<String> {
        if self.first.is_null() {
            return None;
        }
        let node = unsafe { Box::from_raw(self.first) };
        self.first = node.next;
        if self.first.is_null() {
            self.last = ptr::null_mut();
        }
        Some(node.text)
    }
}

impl Drop for List {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_in_first_out() {
        let mut list = List { first: ptr::null_mut(), last: ptr::null_mut() };
        for number in 0..10 {
            list.push(number.to_string());
        }
        let got: Option<String> = list.pop();
        assert_eq!(got.as_deref(), Some("0"));
        while list.pop().is_some() {}
        list.push("last".into());
    }
}

fn main() {}
