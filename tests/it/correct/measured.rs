//! What memprobe tells is true under an oracle, too.

fn main() {}

#[cfg(test)]
mod tests {
    #[test]
    fn two_blocks_and_both_freed() {
        let (length, used) = memprobe::allocations(|| {
            let first = Box::new([0_u64; 4]);
            let second = vec![1_u8; 10];
            first.len() + second.len()
        });
        assert_eq!(length, 14);
        assert_eq!((used.count, used.bytes, used.peak_bytes), (2, 42, 42));
        used.at_most(2);
        used.peak_at_most(42);
        used.all_freed();
    }
}
