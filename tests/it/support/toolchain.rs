//! The real compiler, found once, so that tests can give their programs a PATH that leads
//! straight to it, whatever `rustup` and HOME say.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The folder of the toolchain that runs these tests.
pub fn sysroot() -> &'static PathBuf {
    static SYSROOT: OnceLock<PathBuf> = OnceLock::new();
    SYSROOT.get_or_init(|| {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc)
            .args(["--print", "sysroot"])
            .stdin(Stdio::null())
            .output()
            .expect("these tests need a Rust compiler");
        PathBuf::from(String::from_utf8(output.stdout).expect("a path in UTF-8").trim())
    })
}

/// The folder of `rustc`, `cargo` and `clippy-driver` themselves.
pub fn bin() -> PathBuf {
    sysroot().join("bin")
}

/// Whether the compiler refuses unstable features.
pub fn is_stable() -> bool {
    let output = Command::new(bin().join("rustc")).arg("-V").stdin(Stdio::null()).output();
    let answer = String::from_utf8_lossy(&output.expect("the compiler answers").stdout).into_owned();
    !answer.contains("-nightly") && !answer.contains("-dev")
}

/// Whether clippy is installed beside the compiler.
pub fn has_clippy() -> bool {
    bin().join(format!("clippy-driver{}", std::env::consts::EXE_SUFFIX)).is_file()
}
