//! Standard input is empty, and can be read.

use std::io::{self, BufRead, Read};

fn main() {
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line).unwrap();
    let mut rest = Vec::new();
    io::stdin().read_to_end(&mut rest).unwrap();
    println!("{read} {} {}", rest.len(), io::stdin().lines().count());
}
