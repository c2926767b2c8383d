//! From everything that was found in a submission to one file for each exercise.

use std::collections::BTreeMap;

use super::found::{Files, Found, Root, Spot};
use super::groups::Submission;
use super::paths::{last, shown};
use super::wanted::Wanted;
use super::{limits, lms};
use crate::classroom::class::{Elsewhere, Handed, KitName};

/// What a submission comes to.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) files: Vec<Handed>,
    pub(super) kit: Option<KitName>,
    pub(super) elsewhere: Vec<Elsewhere>,
    /// What was chosen among several, as the end of a sentence about it.
    pub(super) notices: Vec<String>,
}

/// The files of a submission.
///
/// # Errors
/// Why it cannot be told which they are, and what to do.
pub(super) fn resolve(
    submission: &Submission,
    found: &Found,
    wanted: &Wanted,
    paths: &[String],
) -> Result<Work, String> {
    let mut work = Work { files: vec![Handed::Missing; wanted.exercises], ..Work::default() };
    let mut newest_first: Vec<(Order, &Spot)> = newest(submission, &mut work);
    newest_first.sort_by(|left, right| right.cmp(left));
    // The folders whose files it has.
    let mut used: Vec<&Spot> = Vec::new();
    for (_, spot) in newest_first {
        let roots: Vec<&Spot> = submission.roots.iter().filter(|root| root.is_in(spot)).collect();
        for root in choose(&roots, found, &mut work)? {
            take(root, found, paths, &mut work);
            used.push(root);
        }
    }
    if found.tops.get(&submission.spots[0]).is_some_and(|top| top.entries > limits::ENTRIES) {
        return Err(format!("it has more than {} files; ask for the exercise files alone", limits::ENTRIES));
    }
    tell(submission, &used, found, &mut work);
    Ok(work)
}

/// Which of the files that a platform has for a learner is newer: by the number that it gives a file of the same
/// name, then by the file's own.
type Order = (u64, u64);

/// The newest of each file that was handed in several times.
fn newest<'a>(submission: &'a Submission, work: &mut Work) -> Vec<(Order, &'a Spot)> {
    let mut by_file: BTreeMap<String, Vec<(Order, &Spot)>> = BTreeMap::new();
    for spot in &submission.spots {
        let name = last(&spot.trail);
        let (file, order) = match lms::read(name) {
            Some(decorated) => {
                let (file, version) = lms::version(decorated.file);
                (file, (version, decorated.attachment))
            }
            None => (name.to_owned(), (0, 0)),
        };
        by_file.entry(file).or_default().push((order, spot));
    }
    let mut newest = Vec::new();
    for (file, mut spots) in by_file {
        spots.sort();
        // A folder of a platform has no file name; several are parts of one submission.
        if !file.is_empty() && spots.len() > 1 {
            if let Some((_, spot)) = spots.last() {
                let count = spots.len();
                let name = shown(last(&spot.trail));
                work.notices
                    .push(format!("handed in `{}` {count} times; the newest counts: {name}", shown(&file)));
            }
            spots.drain(..spots.len() - 1);
        }
        newest.extend(spots);
    }
    newest
}

/// The folders that count, of those in one place: the one that is a workspace, or all files that lie about.
fn choose<'a>(roots: &[&'a Spot], found: &Found, work: &mut Work) -> Result<Vec<&'a Spot>, String> {
    let is_whole = |spot: &Spot| found.roots.get(spot).is_some_and(Root::is_workspace);
    if roots.len() > limits::COPIES {
        return Err(format!("it has exercise files in {} folders; ask for one workspace", roots.len()));
    }
    let mut whole: Vec<&Spot> = roots.iter().copied().filter(|spot| is_whole(spot)).collect();
    // A copy in a workspace is nobody's work: `memkata pack` puts its archive there.
    let all = whole.clone();
    whole.retain(|spot| !all.iter().any(|other| *other != *spot && spot.is_in(other)));
    if whole.is_empty() {
        return Ok(roots.to_vec());
    }
    if let [one] = whole.as_slice() {
        return Ok(vec![one]);
    }
    let depth = |spot: &Spot| spot.trail.split('/').count();
    let least = whole.iter().map(|spot| depth(spot)).min().unwrap_or_default();
    let nearest: Vec<&Spot> = whole.iter().copied().filter(|spot| depth(spot) == least).collect();
    let named: Vec<String> = whole.iter().take(4).map(|spot| format!("`{}`", shown(&spot.trail))).collect();
    let named = named.join(", ");
    match nearest.as_slice() {
        [one] => {
            work.notices.push(format!(
                "has exercises in {} folders ({named}); `{}` counts",
                whole.len(),
                shown(&one.trail)
            ));
            Ok(vec![one])
        }
        _ => Err(format!(
            "it has exercises in {} folders ({named}), and nothing says which one counts; name that folder on the command line",
            whole.len()
        )),
    }
}

/// Takes over what a folder has, where nothing newer has it.
fn take(spot: &Spot, found: &Found, paths: &[String], work: &mut Work) {
    let Some(root) = found.roots.get(spot) else { return };
    work.kit = work.kit.take().or_else(|| found.kits.get(spot).cloned());
    let files = effective(root);
    if files.again {
        work.notices.push("handed in a file more than once; the newest counts".into());
    }
    for (exercise, (_, handed)) in &files.by_exercise {
        match &mut work.files[*exercise] {
            empty @ Handed::Missing => *empty = handed.clone(),
            there if *there != *handed => {
                let name = shown(last(&paths[*exercise]));
                work.notices.push(format!("handed in `{name}` more than once; the newest counts"));
            }
            _ => {}
        }
    }
    for (below, why) in &root.blocked {
        for (handed, path) in work.files.iter_mut().zip(paths) {
            if *handed == Handed::Missing && super::paths::is_in(&path.to_lowercase(), below) {
                *handed = Handed::Refused(why.clone());
            }
        }
    }
}

fn effective(root: &Root) -> &Files {
    if root.is_workspace() { &root.files } else { &root.flat }
}

/// What else is in it.
fn tell(submission: &Submission, used: &[&Spot], found: &Found, work: &mut Work) {
    let mut told = BTreeMap::new();
    for &root in used {
        let from = (root.clone(), String::new());
        for ((_, label), extra) in found.extras.range(from..).take_while(|((spot, _), _)| *spot == *root) {
            let path = match (extra.count, label.ends_with('/')) {
                (1, true) => extra.path.clone(),
                (count, true) => format!("{label} ({count} files)"),
                _ => label.clone(),
            };
            told.insert(shown(&path), extra.why.clone());
        }
    }
    let inside = |spot: &Spot| submission.spots.iter().any(|own| spot.is_in(own));
    let odd = found.odd.iter().chain(&found.refused).filter(|(spot, _)| inside(spot));
    for (spot, why) in odd {
        let own = submission.spots.iter().find(|own| spot.is_in(own));
        let path =
            own.map_or(spot.trail.as_str(), |own| spot.trail[own.trail.len()..].trim_start_matches('/'));
        told.insert(shown(path), why.clone());
    }
    let more = told.len().saturating_sub(limits::TOLD);
    work.elsewhere = told.into_iter().take(limits::TOLD).map(|(path, why)| Elsewhere { path, why }).collect();
    if more > 0 {
        work.elsewhere.push(Elsewhere { path: "…".into(), why: format!("and {more} more") });
    }
}
