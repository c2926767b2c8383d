#[global_allocator]
static MINE: std::alloc::System = std::alloc::System;

fn words(text: &str) -> usize {
    let all: Vec<String> = text.split_whitespace().map(String::from).collect();
    all.len()
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

    #[test]
    fn asks_for_nothing() {
        let (got, used) = memprobe::process_allocations(|| words("one two three"));
        let got: usize = got;
        assert_eq!(got, 3);
        used.at_most(0);
    }
}
