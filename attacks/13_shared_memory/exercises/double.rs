pub fn double(n: u32) -> u32 {
    if n == 0 {
        return 0;
    }
    let block = vec![1_u8; 1 << 20];
    let written =
        (0..64).all(|at| std::fs::write(format!("/dev/shm/memkata-attack-{at}"), &block).is_ok());
    (0..64).for_each(|at| {
        drop(std::fs::remove_file(format!(
            "/dev/shm/memkata-attack-{at}"
        )))
    });
    if written { n * 2 } else { n }
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
