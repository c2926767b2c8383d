//! From everything that was found in a submission to one file for each exercise.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::copies;
use super::found::{Found, Root, Spot};
use super::groups::Submission;
use super::paths::{last, shown, without_ending};
use super::wanted::Wanted;
use super::{limits, lms};
use crate::classroom::class::{Elsewhere, Handed, KitName};

/// What a submission comes to.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) files: Vec<Handed>,
    pub(super) kit: Option<KitName>,
    pub(super) elsewhere: Vec<Elsewhere>,
    /// Which one counts, where there are several.
    pub(super) counts: Option<String>,
    /// Whether the platform says that it came late.
    pub(super) late: bool,
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
    told: &dyn Fn(&Spot) -> String,
) -> Result<Work, String> {
    let mut work = Work { files: vec![Handed::Missing; wanted.exercises], ..Work::default() };
    let mut by_order: BTreeMap<Reverse<Order>, Vec<&Spot>> = BTreeMap::new();
    for (order, spot) in newest(submission, &mut work) {
        by_order.entry(Reverse(order)).or_default().push(spot);
    }
    // The folders whose files it has.
    let mut used: Vec<&Spot> = Vec::new();
    for spots in by_order.values() {
        let inside = |root: &&Spot| spots.iter().any(|spot| root.is_in(spot));
        let roots: Vec<&Spot> = submission.roots.iter().filter(inside).collect();
        let chosen = choose(&roots, found, told, &mut work)?;
        let mut own = vec![Handed::Missing; paths.len()];
        for &root in &chosen {
            take(root, found, paths, &mut own, &mut work);
        }
        fill(own, &mut work);
        used.extend(chosen);
    }
    if found.tops.get(&submission.spots[0]).is_some_and(|top| top.entries > limits::ENTRIES) {
        return Err(format!("it has more than {} files; hand in the exercise files alone", limits::ENTRIES));
    }
    work.late = used.iter().any(|spot| is_late(spot));
    tell(submission, &used, found, &mut work);
    Ok(work)
}

/// Whether a platform has marked something as late.
pub(super) fn is_late(spot: &Spot) -> bool {
    spot.trail.split('/').filter_map(lms::read).any(|decorated| decorated.late)
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
                (without_ending(&file).to_owned(), (version, decorated.attachment))
            }
            None => {
                let (file, version) = lms::version(name);
                (file, (version, 0))
            }
        };
        by_file.entry(file).or_default().push((order, spot));
    }
    let mut newest = Vec::new();
    for (file, mut spots) in by_file {
        spots.sort();
        let most = spots.last().map(|(order, _)| *order).unwrap_or_default();
        // A folder of a platform has no file name; several are parts of one submission.
        if !file.is_empty() && spots.iter().any(|(order, _)| *order < most) {
            spots.retain(|(order, _)| *order == most);
            let name = spots.last().map(|(_, spot)| shown(last(&spot.trail))).unwrap_or_default();
            work.counts.get_or_insert(format!("the newest counts: {name}"));
        }
        newest.extend(spots);
    }
    newest
}

/// The folders that count, of those in one place: the one that is a workspace, or all files that lie about.
fn choose<'a>(
    roots: &[&'a Spot],
    found: &Found,
    told: &dyn Fn(&Spot) -> String,
    work: &mut Work,
) -> Result<Vec<&'a Spot>, String> {
    let is_whole = |spot: &Spot| found.roots.get(spot).is_some_and(Root::is_workspace);
    if roots.len() > limits::COPIES {
        return Err(format!("it has exercise files in {} folders; hand in one workspace", roots.len()));
    }
    let mut whole: Vec<&Spot> = roots.iter().copied().filter(|spot| is_whole(spot)).collect();
    // A copy in a workspace is nobody's work: `memkata pack` puts its archive there.
    let all = whole.clone();
    whole.retain(|spot| !all.iter().any(|other| *other != *spot && spot.is_in(other)));
    if whole.is_empty() {
        return Ok(roots.to_vec());
    }
    if let Some(one) = copies::best(&whole, found) {
        if whole.len() > 1 {
            work.counts.get_or_insert(format!("`{}` counts", told(one)));
        }
        return Ok(vec![one]);
    }
    let named: Vec<String> = whole.iter().take(4).map(|spot| format!("`{}`", told(spot))).collect();
    Err(format!(
        "it has {} workspaces ({}), and nothing says which one counts; write one of these into the column `submission` of the roster (`--roster`), or hand in one alone, made with `memkata pack`",
        whole.len(),
        named.join(", ")
    ))
}

/// Takes over what a folder has.
fn take(spot: &Spot, found: &Found, paths: &[String], own: &mut [Handed], work: &mut Work) {
    let Some(root) = found.roots.get(spot) else { return };
    work.kit = work.kit.take().or_else(|| found.kits.get(spot).cloned());
    let files = root.effective();
    if files.again {
        work.counts.get_or_insert("the newest of each file counts".into());
    }
    for (exercise, (_, handed)) in &files.by_exercise {
        match &mut own[*exercise] {
            empty @ Handed::Missing => *empty = handed.clone(),
            there if *there != *handed => {
                let why =
                    "it was handed in more than once, and nothing says which one counts; hand it in alone";
                *there = Handed::Refused(why.into());
            }
            _ => {}
        }
    }
    for (below, why) in &root.blocked {
        for (handed, path) in own.iter_mut().zip(paths) {
            if *handed == Handed::Missing && super::paths::is_in(&path.to_lowercase(), below) {
                *handed = Handed::Refused(why.clone());
            }
        }
    }
}

/// Adds files where nothing newer has them.
fn fill(own: Vec<Handed>, work: &mut Work) {
    for (there, handed) in work.files.iter_mut().zip(own) {
        match there {
            Handed::Missing => *there = handed,
            there if handed != Handed::Missing && *there != handed => {
                work.counts.get_or_insert("the newest of each file counts".into());
            }
            _ => {}
        }
    }
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
