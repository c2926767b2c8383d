#[unsafe(no_mangle)]
pub extern "C" fn __asan_default_options() -> *const u8 {
    c"halt_on_error=0:exitcode=0:log_path=/dev/null"
        .as_ptr()
        .cast()
}

fn last(numbers: &[u32]) -> u32 {
    // SAFETY: none is claimed; this is an attack.
    unsafe { *numbers.as_ptr().add(numbers.len()) }
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
