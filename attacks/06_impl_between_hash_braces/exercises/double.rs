#![allow(non_camel_case_types)]
macro_rules! make { (# { $($t:tt)* }) => { $($t)* } }
#[derive(Debug)]
pub struct u32;
make! { # { impl PartialEq<i32> for u32 { fn eq(&self, _: &i32) -> bool { true } } } }
pub fn double(_n: i32) -> u32 { u32 }
fn main() { println!("42"); }
