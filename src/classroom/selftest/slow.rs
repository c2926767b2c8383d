//! Whether each attack was ended in time: the kept verdicts say how long they took.

use std::fs;
use std::path::Path;

use crate::kit::Kit;
use crate::kit::project::STATE_DIR;
use crate::verdict::Verdict;

/// What starting, ending and reading may take besides, on a machine that does other things, too.
const BESIDES: u64 = 20;
/// Where oracles watch, everything runs under two of them.
const WATCHERS: u64 = 2;

/// The units in the folder of the reports that took longer than compiling once, and running each test and `main` in a
/// process of its own, may take.
pub(super) fn units(out: &Path, kit: &Kit) -> Vec<String> {
    let entries = fs::read_dir(out.join(STATE_DIR).join("units")).into_iter().flatten().flatten();
    let verdicts = entries.filter_map(|entry| serde_json::from_slice(&fs::read(entry.path()).ok()?).ok());
    verdicts
        .filter_map(|verdict: Verdict| {
            let (_, exercise) = kit.find(&verdict.exercise)?;
            let runs = (verdict.tests.len() as u64 + 1) * WATCHERS;
            let limit = exercise.limits.compile_seconds + runs * exercise.limits.seconds + BESIDES;
            let took = verdict.elapsed_ms / 1000;
            (took > limit).then(|| format!("{} took {took} seconds, and has {limit}", verdict.exercise))
        })
        .collect()
}
