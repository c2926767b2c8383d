compile_error!("No space left on device");
fn main() {}
