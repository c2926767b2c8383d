//! The sources of memprobe, the crate that judged programs are linked with and that exercises
//! may use; embedded at build time (see `build.rs`).

mod files {
    include!(concat!(env!("OUT_DIR"), "/memprobe_files.rs"));
}

/// The name under which its Cargo.toml is kept: a folder with a file of that very name would
/// not be packaged with memkata.
const MANIFEST: &str = "manifest.toml";

/// Its files, by their paths in the crate.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    files::FILES.iter().map(|(path, bytes)| (if *path == MANIFEST { "Cargo.toml" } else { path }, *bytes))
}
