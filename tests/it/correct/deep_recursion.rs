//! Ten thousand frames at once are fine.

fn depth(left: u32) -> u32 {
    let here = [left; 4];
    if left == 0 { 0 } else { 1 + depth(here[left as usize % 4] - 1) }
}

fn main() {
    println!("{}", depth(10_000));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back() {
        let got: u32 = depth(10_000);
        assert_eq!(got, 10_000);
    }
}
