macro_rules! make { ($($t:tt)*) => { $($t)* } }
make! { fn last(numbers: &[u32]) -> <[u32] as std::ops::Index<usize>>::Output { numbers[numbers.len() - 1] } }
mod decoy { fn last(numbers: &[u32]) -> u32 { numbers[0] } }
fn main() { println!("{}", last(&[1, 2, 3])); }
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_last() {
        let numbers = vec![4, 5, 6];
        let got: u32 = last(&numbers);
        assert_eq!(got, 6);
    }
}
