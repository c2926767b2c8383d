//! A hundred kilobytes of output, in lines and in one go, to both streams.

use std::io::Write;

fn main() {
    for line in 0..2000 {
        println!("line {line} of many");
    }
    std::io::stdout().write_all(&[b'x'; 60_000]).unwrap();
    println!();
    for line in 0..500 {
        eprintln!("note {line} of many");
    }
}
