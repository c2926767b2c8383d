//! Both programs: built from the repository, and installed from crates.io.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::{command, run};

/// The rustlings that memkata is measured beside.
pub const RUSTLINGS: &str = "6.5.0";

/// Builds the repository's memkata.
pub fn build_memkata(repository: &Path) -> Result<PathBuf> {
    eprintln!("building memkata …");
    let target = repository.join("target");
    let mut cargo = command(Path::new("cargo"), repository);
    run(cargo.args(["build", "--release", "--locked", "--target-dir"]).arg(&target), 0)?;
    Ok(target.join("release").join(format!("memkata{}", std::env::consts::EXE_SUFFIX)))
}

/// Installs rustlings below `root`, unless it is there.
pub fn install_rustlings(root: &Path) -> Result<PathBuf> {
    let program = root.join("bin").join(format!("rustlings{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        eprintln!("installing rustlings {RUSTLINGS} into {} …", root.display());
        let mut cargo = command(Path::new("cargo"), root.parent().unwrap_or(root));
        run(cargo.args(["install", "rustlings", "--version", RUSTLINGS, "--locked", "--root"]).arg(root), 0)?;
    }
    Ok(program)
}
