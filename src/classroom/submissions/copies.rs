//! Which one of several workspaces counts.

use super::found::{Found, Root, Spot};
use super::lms;
use crate::classroom::class::Handed;

/// How many seconds later a file has to be changed to be newer: unpacking takes some.
const CLEARLY: u64 = 60;

/// The one that counts: what `memkata pack` has made before anything else, then the one that was handed in last,
/// then the one that lies nearest. `None` where nothing tells.
pub(super) fn best<'a>(whole: &[&'a Spot], found: &Found) -> Option<&'a Spot> {
    let packs: Vec<&Spot> = whole.iter().copied().filter(|spot| found.packs.contains(spot)).collect();
    let those = if packs.is_empty() { whole } else { packs.as_slice() };
    let first = *those.first()?;
    let files = |spot: &Spot| -> Vec<(usize, Handed)> {
        let root = found.roots.get(spot).map(Root::effective);
        let files = root.into_iter().flat_map(|files| &files.by_exercise);
        files.map(|(exercise, (_, handed))| (*exercise, handed.clone())).collect()
    };
    if those.iter().all(|spot| files(spot) == files(first)) {
        return Some(first);
    }
    let bases = |spot: &Spot| numbered(spot).0;
    if those.iter().all(|spot| bases(spot) == bases(first))
        && let Some(one) = only_most(those, |spot| numbered(spot).1)
    {
        return Some(one);
    }
    if let Some(times) = those.iter().map(|spot| changed(spot, found)).collect::<Option<Vec<u64>>>() {
        let newest = times.iter().max().copied().unwrap_or_default();
        let mut late = those.iter().zip(&times).filter(|(_, time)| **time + CLEARLY > newest);
        if let (Some((one, _)), None) = (late.next(), late.next()) {
            return Some(one);
        }
    }
    only_most(those, |spot| std::cmp::Reverse(spot.trail.split('/').count()))
}

/// The one that has more than all others.
fn only_most<'a, T: Ord>(those: &[&'a Spot], how: impl Fn(&Spot) -> T) -> Option<&'a Spot> {
    let most = those.iter().map(|spot| how(spot)).max()?;
    let mut best = those.iter().filter(|spot| how(spot) == most);
    let one = best.next()?;
    best.next().is_none().then_some(one)
}

/// The way to a folder without the numbers of what was handed in again, and these.
fn numbered(spot: &Spot) -> (Vec<String>, Vec<u64>) {
    spot.trail.split('/').map(lms::version).unzip()
}

/// When a workspace was last changed: the archive that it is in, or else its files.
fn changed(spot: &Spot, found: &Found) -> Option<u64> {
    super::groups::ancestors(spot).find_map(|around| found.times.get(&around).copied())
}

#[cfg(test)]
mod tests {
    use super::super::found::Root;
    use super::*;
    use crate::classroom::class::Handed;

    /// What counts of these: the way to it, when it was changed, and whether `memkata pack` has made it.
    fn counts(all: &[(&str, u64, bool)]) -> Option<String> {
        let mut found = Found::default();
        for (at, (trail, time, is_pack)) in all.iter().enumerate() {
            let spot = Spot { place: 0, trail: (*trail).to_owned() };
            let mut root = Root::default();
            root.files.put(0, 0, Handed::Refused(at.to_string()));
            found.roots.insert(spot.clone(), root);
            found.note_time(spot.clone(), *time);
            if *is_pack {
                found.packs.insert(spot);
            }
        }
        let spots: Vec<Spot> = found.roots.keys().cloned().collect();
        best(&spots.iter().collect::<Vec<_>>(), &found).map(|spot| spot.trail.clone())
    }

    #[test]
    fn what_pack_has_made_counts_and_then_the_newest() {
        for (all, counted) in [
            (&[("k/a", 9, false), ("k/b.zip/S", 9, true)][..], Some("k/b.zip/S")),
            (&[("k/h.zip/S", 9, true), ("k/h-1.zip/S", 9, true)], Some("k/h-1.zip/S")),
            (&[("k/h (1).zip", 9, true), ("k/h (2).zip", 9, true)], Some("k/h (2).zip")),
            (&[("k/a", 1000, false), ("k/b", 9, false)], Some("k/a")),
            (&[("k/a", 10, false), ("k/b", 9, false)], None),
            (&[("k/a", 9, false), ("k/old/a", 9, false)], Some("k/a")),
        ] {
            assert_eq!(counts(all).as_deref(), counted, "{all:?}");
        }
    }
}
