//! Iterators that are left half used.

fn main() {
    let words: Vec<String> = "one two three four five".split(' ').map(str::to_owned).collect();
    let mut rest = words.clone().into_iter();
    let first = rest.next();
    let mut drained = words.clone();
    let taken: Vec<String> = drained.drain(1..3).take(1).collect();
    let chunks: Vec<String> = words.chunks(2).map(|chunk| chunk.join("+")).collect();
    let mut peeked = words.iter().rev().peekable();
    while peeked.next_if(|word| word.contains('e') || word.contains('u')).is_some() {}
    println!("{first:?} {} {taken:?} {drained:?} {chunks:?} {:?}", rest.len(), peeked.peek());
}
