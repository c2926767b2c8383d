//! Whose a folder of exercise files is: which part of the way to it names the learner.

use std::collections::BTreeMap;

use super::exports::Level;
use super::found::{Found, Spot};
use super::lms::Platform;
use super::paths::last;
use super::roster::Roster;

/// What one learner has handed in, before it is known who that is.
#[derive(Debug, Clone, Default)]
pub(super) struct Submission {
    /// The folder or archive of the learner; a platform may have written several.
    pub(super) spots: Vec<Spot>,
    /// By which the platform knows the learner.
    pub(super) lms: Option<(Platform, String)>,
    /// The folders of exercise files in it.
    pub(super) roots: Vec<Spot>,
    /// Whose the roster says it is: the number of the line's person.
    pub(super) named: Option<usize>,
    /// Why nothing of it can be judged.
    pub(super) refused: Option<String>,
    /// What came from the same learner and does not count, and why.
    pub(super) others: Vec<(Spot, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Named(usize),
    Lms(Platform, String),
    Spot(Spot),
}

/// All submissions, by their places.
pub(super) fn submissions(
    found: &Found,
    roster: Option<&Roster>,
    levels: &[Level],
    told: &dyn Fn(&Spot) -> String,
) -> Vec<Submission> {
    let mut groups: BTreeMap<Key, Submission> = BTreeMap::new();
    let mut rest: BTreeMap<usize, Vec<&Spot>> = BTreeMap::new();
    let mut add = |key: Key, spot: Spot, root: &Spot| {
        let named = if let Key::Named(entry) = &key { Some(*entry) } else { None };
        let lms = if let Key::Lms(platform, id) = &key { Some((*platform, id.clone())) } else { None };
        let group = groups.entry(key).or_insert_with(|| Submission { lms, named, ..Submission::default() });
        if !group.spots.contains(&spot) {
            group.spots.push(spot);
        }
        group.roots.push(root.clone());
    };
    let mut inside: Vec<(&Spot, &Spot)> = Vec::new();
    for root in found.roots.keys() {
        // What the instructor has written counts more than all that follows.
        if let Some((entry, at)) = roster.and_then(|roster| named(root, roster, told)) {
            add(Key::Named(entry), up_to(root, at), root);
            continue;
        }
        // A copy in a workspace belongs to whom the workspace does: `memkata pack` puts its archive there.
        if let Some(around) = around(root, found) {
            inside.push((root, around));
            continue;
        }
        let parts: Vec<&str> = root.trail.split('/').collect();
        let level = levels[root.place];
        if let Some((at, name)) = level.decorated(&parts) {
            add(Key::Lms(name.platform, name.id.to_owned()), up_to(root, at), root);
        } else if let Some(at) =
            level.names(&parts).find(|at| roster.is_some_and(|roster| !roster.matches(parts[*at]).is_empty()))
        {
            let spot = up_to(root, at);
            add(Key::Spot(spot.clone()), spot, root);
        } else {
            rest.entry(root.place).or_default().push(root);
        }
    }
    // Archives that have nothing, or cannot be read, show where a class divides as well.
    let empty = |spot: &&Spot| !found.roots.keys().any(|root| root.is_in(spot) || spot.is_in(root));
    let ghosts: Vec<&Spot> =
        found.archives.iter().chain(found.refused.iter().map(|(spot, _)| spot)).filter(empty).collect();
    for (place, roots) in rest {
        let ghosts = ghosts.iter().copied().filter(|ghost| ghost.place == place && ghost.trail.contains('/'));
        let ghosts: Vec<&Spot> = ghosts.collect();
        let mut at = Vec::new();
        match roots.as_slice() {
            [one] if levels.len() == 1 && (ghosts.is_empty() || is_work(last(&one.trail), one, found)) => {
                at.push((*one, alone(one, found)));
            }
            _ => split(&[roots, ghosts].concat(), 0, &mut at),
        }
        for (root, at) in at.into_iter().filter(|(root, _)| found.roots.contains_key(root)) {
            let spot = up_to(root, at);
            add(Key::Spot(spot.clone()), spot, root);
        }
    }
    for (root, around) in inside {
        if let Some(group) = groups.values_mut().find(|group| group.roots.contains(around)) {
            group.roots.push(root.clone());
        }
    }
    let mut submissions: Vec<Submission> = groups.into_values().collect();
    submissions.sort_by(|left, right| left.spots.cmp(&right.spots));
    submissions
}

/// Whom the roster's column `submission` names for something, and which part of the way it names.
pub(super) fn named(spot: &Spot, roster: &Roster, told: &dyn Fn(&Spot) -> String) -> Option<(usize, usize)> {
    if !roster.names_submissions() {
        return None;
    }
    let parts = spot.trail.split('/').count();
    (0..parts).rev().find_map(|at| {
        let whole = up_to(spot, at);
        let rest = whole.trail.split_once('/').map(|(_, rest)| rest.to_owned());
        let forms = [Some(told(&whole)), Some(whole.trail.clone()), rest];
        forms.iter().flatten().find_map(|form| roster.named(form)).map(|entry| (entry, at))
    })
}

/// The spot itself, and all folders around it.
pub(super) fn ancestors(spot: &Spot) -> impl Iterator<Item = Spot> + use<> {
    std::iter::successors(Some(spot.clone()), |spot| {
        Some(spot.parent()).filter(|parent| !parent.trail.is_empty())
    })
}

/// The spot of the part `at` of the way.
pub(super) fn up_to(spot: &Spot, at: usize) -> Spot {
    let trail: Vec<&str> = spot.trail.split('/').take(at + 1).collect();
    Spot { place: spot.place, trail: trail.join("/") }
}

/// The outermost workspace that something is in, if there is one.
fn around<'a>(spot: &Spot, found: &'a Found) -> Option<&'a Spot> {
    let mut around = None;
    let mut parent = spot.parent();
    while !parent.trail.is_empty() {
        let whole = found.roots.get_key_value(&parent);
        around = whole.filter(|(_, root)| root.is_workspace()).map(|(spot, _)| spot).or(around);
        parent = parent.parent();
    }
    around
}

/// Whether a folder is called like the work itself, and not like a learner.
fn is_work(part: &str, root: &Spot, found: &Found) -> bool {
    const WORK: [&str; 12] = [
        "memkata",
        "homework",
        "work",
        "workspace",
        "exercises",
        "submission",
        "submissions",
        "assignment",
        "handin",
        "hand-in",
        "code",
        "project",
    ];
    let plain = |text: &str| -> String { text.chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let is_title = found.kits.get(root).is_some_and(|kit| plain(&kit.title) == plain(part));
    is_title || WORK.contains(&part.to_lowercase().as_str())
}

/// Which part names the only learner of the only place: the archive, if it is one; else the first folder that
/// is not called like the work itself.
fn alone(root: &Spot, found: &Found) -> usize {
    let parts: Vec<&str> = root.trail.split('/').collect();
    let is_archive = |part: &str| super::paths::without_ending(part).len() < part.len();
    if let Some(at) = parts.iter().rposition(|part| is_archive(part)) {
        return at;
    }
    (1..parts.len()).find(|at| !is_work(parts[*at], root, found)).unwrap_or(0)
}

/// Which part names the learner, where nothing else tells: the first in which the ways differ, unless most of what
/// is there has several submissions itself, as the groups of a class have.
fn split<'a>(roots: &[&'a Spot], at: usize, learners: &mut Vec<(&'a Spot, usize)>) {
    let part = |root: &'a Spot| root.trail.split('/').nth(at + 1);
    let mut children: BTreeMap<&str, Vec<&'a Spot>> = BTreeMap::new();
    for root in roots {
        match part(root) {
            Some(part) => children.entry(part).or_default().push(root),
            // It ends here, so everything here is one learner's.
            None => return learners.extend(roots.iter().map(|root| (*root, at))),
        }
    }
    if children.len() == 1 {
        // Several places are several learners; so is a place with one submission.
        match roots {
            [one] => learners.push((one, at)),
            _ => split(roots, at + 1, learners),
        }
        return;
    }
    let alone = children.values().filter(|roots| roots.len() == 1).count();
    for roots in children.values() {
        if alone * 2 >= children.len() || roots.len() == 1 {
            learners.extend(roots.iter().map(|root| (*root, at + 1)));
        } else {
            split(roots, at + 1, learners);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::found::Root;
    use super::*;
    use crate::classroom::class::Handed;

    fn learners(trails: &[&str], places: usize) -> Vec<String> {
        let mut found = Found::default();
        for trail in trails {
            let mut root = Root::default();
            root.files.put(0, 0, Handed::Missing);
            found.roots.insert(Spot { place: 0, trail: (*trail).to_owned() }, root);
        }
        let submissions = submissions(
            &found,
            None,
            &crate::classroom::submissions::exports::levels(&found, None, places),
            &|spot| spot.trail.clone(),
        );
        submissions.into_iter().map(|one| one.spots[0].trail.clone()).collect()
    }

    #[test]
    fn the_part_of_the_way_that_tells_learners_apart_names_them() {
        for (trails, named) in [
            (&["kim"][..], &["kim"][..]),
            (&["kim.zip/memkata"], &["kim.zip"]),
            (&["class/kim"], &["class/kim"]),
            (&["homework/memkata"], &["homework"]),
            (&["class.zip/kim/memkata", "class.zip/lee"], &["class.zip/kim", "class.zip/lee"]),
            (&["w/kim.zip/memkata", "w/lee.zip/memkata"], &["w/kim.zip", "w/lee.zip"]),
            (&["w/a/kim", "w/a/lee", "w/b/mia", "w/b/noa"], &["w/a/kim", "w/a/lee", "w/b/mia", "w/b/noa"]),
            (&["w/kim/one", "w/kim/two", "w/lee"], &["w/kim", "w/lee"]),
            (&["kim", "kim/old", "kim/old/handin.zip/memkata"], &["kim"]),
            (&["w.zip/leekim_1_2_a.zip/memkata", "w.zip/leekim_1_3_b.rs"], &["w.zip/leekim_1_2_a.zip"]),
            (
                &["w_1_2_x.zip/Kim_7_assignsubmission_file_/memkata"],
                &["w_1_2_x.zip/Kim_7_assignsubmission_file_"],
            ),
            (&["leekim_1_2_a.zip/memkata"], &["leekim_1_2_a.zip"]),
        ] {
            assert_eq!(learners(trails, 1), named, "{trails:?}");
        }
        assert_eq!(learners(&["class/kim"], 2), ["class"]);
        assert_eq!(learners(&["kim/homework/memkata", "kim/homework/memkata/h.zip/memkata"], 1), ["kim"]);
    }
}
