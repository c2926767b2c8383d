//! What of the system itself a sandbox has to let through: the linker, the libraries.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::Phase;

/// Where programs of the system are.
const PROGRAMS: [&str; 2] = ["/usr/bin", "/bin"];

/// Where its libraries are, and the loader.
const LIBRARIES: [&str; 7] =
    ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/nix/store", "/gnu/store"];

/// What a linker needs besides. On Debian `cc` is a link into `/etc/alternatives`.
const LINKING: [&str; 3] = ["/usr/libexec", "/etc/alternatives", "/usr/local/lib"];

/// Files that are no harm: nothing, nulls, random bytes.
pub(super) const DEVICES: [&str; 3] = ["/dev/null", "/dev/zero", "/dev/urandom"];

/// What of the system may be read in this phase; what is not there is left out.
pub(super) fn folders(phase: Phase) -> Vec<PathBuf> {
    let (programs, linking): (&[&str], &[&str]) = match phase {
        Phase::Compile => (&PROGRAMS, &LINKING),
        Phase::Run { .. } => (&[], &[]),
    };
    let all = LIBRARIES.iter().chain(programs).chain(linking).map(PathBuf::from);
    all.filter(|path| path.exists()).collect()
}

/// The loader that the kernel starts for a program that is linked dynamically.
pub(super) fn loaders() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["/lib", "/lib64"] {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        found.extend(entries.filter_map(|entry| {
            let name = entry.file_name();
            name.to_str()?.starts_with("ld-").then(|| entry.path())
        }));
    }
    found.extend(["/nix/store", "/gnu/store"].map(PathBuf::from).into_iter().filter(|path| path.exists()));
    found
}

/// The folder of the linker where it is none of the system's own, to be let through as well.
pub fn linker_folder() -> Option<PathBuf> {
    let found = crate::toolchain::on_path("cc")?;
    let is_systems = |path: &Path| PROGRAMS.iter().any(|folder| path.starts_with(folder));
    if PROGRAMS.iter().any(|folder| Path::new(folder).join("cc").exists()) || is_systems(&found) {
        return None;
    }
    // Its own libraries and helpers stand beside its `bin`.
    let real = found.canonicalize().unwrap_or(found);
    real.parent().map(|bin| if bin.ends_with("bin") { bin.parent().unwrap_or(bin) } else { bin }.to_owned())
}

/// The search path of a compile: the system's own, and where the linker is.
pub(super) fn path() -> OsString {
    let own = linker_folder().map(|folder| [folder.join("bin"), folder]);
    let folders = PROGRAMS.map(PathBuf::from).into_iter().chain(own.into_iter().flatten());
    env::join_paths(folders).unwrap_or_default()
}
