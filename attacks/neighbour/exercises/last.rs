/// The last of the numbers.
fn last(numbers: &[u32]) -> u32 {
    assert!(!numbers.is_empty());
    // SAFETY: there is at least one number.
    unsafe { *numbers.as_ptr().add(numbers.len() - 1) }
}

fn main() {
    println!("{}", last(&[1, 2, 3]));
}

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

// By neighbour number @ROW@.
