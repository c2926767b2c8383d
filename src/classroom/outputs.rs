//! The folder of the reports: what is written there, and what an earlier run has left.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::error::Result;
use crate::kit::project::{STATE_DIR, cannot_write};
use crate::storage::{self, Durability, read_file, write_atomically};

/// The list of what was written.
const LIST: &str = "reports.json";

/// Removes what a run that was killed has left half written. Nobody else may write there meanwhile.
pub fn sweep(out: &Path) {
    let state = out.join(STATE_DIR);
    let mut folders = BTreeSet::from([out.to_owned(), state.join("units"), state.join("inputs")]);
    folders.extend(written(out).iter().filter_map(|path| Some(out.join(path).parent()?.to_owned())));
    // What a run was judging.
    let _ = fs::remove_dir_all(state.join("build"));
    folders.insert(state);
    folders.iter().for_each(|folder| storage::sweep(folder));
}

/// What an earlier run has written; nothing where nobody knows.
fn written(out: &Path) -> BTreeSet<String> {
    let list = read_file(&out.join(STATE_DIR).join(LIST));
    list.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Writes the reports, each in one step, and removes those of an earlier run that are no more: a learner who has left
/// the class has no report. Nothing else in the folder is touched.
///
/// # Errors
/// When something cannot be written; the next run writes it again.
pub fn write(out: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
    let list = out.join(STATE_DIR).join(LIST);
    let before = written(out);
    let now: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let keep = |names: &BTreeSet<String>| {
        let bytes = serde_json::to_vec(names).unwrap_or_default();
        write_atomically(&list, &bytes, Durability::Quick).map_err(|error| cannot_write(&list, &error))
    };
    // Whatever ends this run, the next one knows what it may remove.
    keep(&before.union(&now).cloned().collect())?;
    for (path, bytes) in files {
        let place = out.join(path);
        // A second run with nothing new leaves the files as they are.
        if read_file(&place).is_ok_and(|old| old == *bytes) {
            continue;
        }
        write_atomically(&place, bytes, Durability::Quick).map_err(|error| cannot_write(&place, &error))?;
    }
    for gone in before.difference(&now) {
        // If it stays, it is an old report that nothing names.
        let _ = fs::remove_file(out.join(gone));
    }
    keep(&now)
}
