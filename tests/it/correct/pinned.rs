//! A value that holds a pointer to itself, and so never moves.

use std::marker::PhantomPinned;
use std::pin::Pin;
use std::ptr;

struct Sentence {
    text: String,
    first_word: *const str,
    _pinned: PhantomPinned,
}

impl Sentence {
    fn new(text: &str) -> Pin<Box<Self>> {
        let mut sentence =
            Box::pin(Self { text: text.into(), first_word: ptr::from_ref(""), _pinned: PhantomPinned });
        let word = ptr::from_ref(sentence.text.split(' ').next().unwrap_or(""));
        unsafe { sentence.as_mut().get_unchecked_mut() }.first_word = word;
        sentence
    }

    fn first_word(&self) -> &str {
        unsafe { &*self.first_word }
    }
}

fn main() {
    let sentences: Vec<_> = ["one two", "three"].map(Sentence::new).into();
    for sentence in &sentences {
        println!("{}", sentence.first_word());
    }
}
