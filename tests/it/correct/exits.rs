//! Ends from within, while memory is still in use.

fn main() {
    let held = vec![String::from("still in use")];
    println!("{}", held[0]);
    std::process::exit(0);
}
