#[must_use = "aborting due to me"]
fn f() -> u32 { 3 }
pub fn double(n: u32) -> u32 { f(); n }
fn main() { println!("42"); }
