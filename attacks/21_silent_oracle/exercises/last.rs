unsafe extern "C" {
    fn close(file: i32) -> i32;
}

fn last(numbers: &[u32]) -> u32 {
    // SAFETY: none is claimed; this is an attack.
    unsafe {
        close(2);
        let beyond = *numbers.as_ptr().add(numbers.len());
        std::hint::black_box(beyond);
        *numbers.as_ptr().add(numbers.len() - 1)
    }
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
