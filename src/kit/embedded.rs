//! The official kit, embedded at build time (see `build.rs`).

mod files {
    include!(concat!(env!("OUT_DIR"), "/kit_files.rs"));
}

/// The bytes of an embedded file, by its path in the kit.
pub fn read(relative: &str) -> Option<&'static [u8]> {
    let at = files::FILES.binary_search_by(|(name, _)| (*name).cmp(relative)).ok()?;
    Some(files::FILES[at].1)
}
