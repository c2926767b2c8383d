//! The official kit, embedded at build time (see `build.rs`).

mod files {
    include!(concat!(env!("OUT_DIR"), "/kit_files.rs"));
}

/// The bytes of an embedded file, by its path in the kit.
pub fn read(relative: &str) -> Option<&'static [u8]> {
    let at = files::FILES.binary_search_by(|(name, _)| (*name).cmp(relative)).ok()?;
    Some(files::FILES[at].1)
}

/// The mistakes in a folder, by their paths in the kit, in their order.
pub fn mistakes(folder: &str) -> Vec<String> {
    let inside = |file: &&str| file.rsplit_once('/').is_some_and(|(parent, _)| parent == folder);
    files::MISTAKES.iter().map(|(file, _)| *file).filter(inside).map(str::to_owned).collect()
}

/// The text of a mistake. They are kept as lines, each once: most of their lines are the starters' own.
pub fn mistake(file: &str) -> Option<String> {
    let at = files::MISTAKES.binary_search_by(|(name, _)| (*name).cmp(file)).ok()?;
    let lines = files::MISTAKES[at].1.iter().filter_map(|line| files::LINES.get(usize::from(*line)));
    Some(lines.copied().collect())
}
