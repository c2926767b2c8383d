macro_rules! m { ($h:tt ; $g:tt) => { $h $g unsafe extern "C" {} } }
m!(# ; [link(name = "m")]);
fn words(_: &str) -> usize { 3 }
fn main() { println!("3"); }
