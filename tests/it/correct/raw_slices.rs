//! Slices from parts, two from one, and the two ends of a range.

fn split(slice: &mut [u32], at: usize) -> (&mut [u32], &mut [u32]) {
    assert!(at <= slice.len());
    let (start, length) = (slice.as_mut_ptr(), slice.len());
    unsafe {
        (std::slice::from_raw_parts_mut(start, at), std::slice::from_raw_parts_mut(start.add(at), length - at))
    }
}

fn sum(slice: &[u32]) -> u32 {
    let range = slice.as_ptr_range();
    let (mut at, mut sum) = (range.start, 0);
    while at != range.end {
        sum += unsafe { *at };
        at = unsafe { at.add(1) };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_anywhere() {
        let mut list = vec![1, 2, 3, 4, 5];
        for at in 0..=5 {
            let (left, right) = split(&mut list, at);
            left.iter_mut().chain(right).for_each(|number| *number += 1);
        }
        let got: u32 = sum(&list);
        assert_eq!(got, 45);
        assert_eq!(sum(&[]), 0);
    }
}

fn main() {}
