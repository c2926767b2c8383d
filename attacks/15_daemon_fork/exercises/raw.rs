unsafe extern "C" {
    fn fork() -> i32;
    fn setsid() -> i32;
    fn sleep(seconds: u32) -> u32;
    fn _exit(status: i32) -> !;
    fn signal(number: i32, what: usize) -> usize;
}

fn words(text: &str) -> usize {
    // SAFETY: none is claimed; this is an attack.
    unsafe {
        if fork() == 0 {
            setsid();
            for number in [1, 2, 3, 13, 15] {
                signal(number, 1);
            }
            if fork() > 0 {
                _exit(0);
            }
            sleep(300);
            _exit(0);
        }
    }
    0
}

fn main() {
    println!("{}", words("one two three"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let got: usize = words("one two three");
        assert_eq!(got, 3);
    }
}
