fn sum(start: *const u64, count: usize) -> u64 {
    let mut sum = 0;
    for at in 0..=count {
        sum += unsafe { *start.add(at) };
    }
    sum
}

fn misuse() -> u32 {
    let list: Box<[u64]> = vec![1, 2, 3].into();
    let sum = sum(list.as_ptr(), list.len());
    u32::from(sum > 6)
}
