//! All bytes of blocks of many sizes are used, the last ones, too.

fn main() {
    let mut sum = 0_u64;
    for size in (1..600).chain([4095, 4096, 4097, 8191, 8192]) {
        let mut block = vec![0_u8; size];
        let start = block.as_mut_ptr();
        unsafe {
            start.write(1);
            start.add(size - 1).write(2);
            sum += u64::from(start.add(size / 2).read());
            let end = start.add(size);
            sum += u64::from(end.sub(1).read());
        }
    }
    println!("{}", sum > 0);
}
