mod tests {
    pub fn keeps_zero() {}
    pub fn doubles() {}
}

pub fn double(n: u32) -> u32 {
    n
}

fn main() {
    println!("42");
}
