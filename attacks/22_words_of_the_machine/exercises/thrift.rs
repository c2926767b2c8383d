fn words(_: &str) -> usize { internal compiler error }
fn main() {}
