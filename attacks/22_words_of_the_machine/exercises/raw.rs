macro_rules! m { ($h:tt ; $g:tt) => { $h $g unsafe extern "C" {} } }
m!(# ; [link(name = "nope")]);
fn words(_: &str) -> usize { 2 }
fn main() {}
