//! At which level of a place the names of learners stand. Only there is a platform's way of writing names read: below
//! it are the learners' own folders and archives, in which a learner writes whatever names they like.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Found, Spot};
use super::lms::{self, Decorated, Platform};
use super::paths::{join, last, without_ending};
use super::roster::Roster;

/// The level of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    /// Which part of a way stands there; the place itself is 0.
    pub(super) at: usize,
    /// The platform that has written the names there: an export is of one.
    pub(super) platform: Option<Platform>,
}

/// Folders and archives around an export: it may have been packed once more.
const AROUND: usize = 3;

impl Level {
    /// What the platform says in a way, and which part of it says that.
    pub(super) fn decorated<'a>(&self, parts: &[&'a str]) -> Option<(usize, Decorated<'a>)> {
        let name = lms::read(parts.get(self.at)?)?;
        (Some(name.platform) == self.platform).then_some((self.at, name))
    }

    /// Which parts of a way may name a learner: none that is inside an archive of this level.
    pub(super) fn names(&self, parts: &[&str]) -> std::ops::Range<usize> {
        let is_archive = |at: &usize| without_ending(parts[*at]).len() < parts[*at].len();
        let inside = (self.at..parts.len()).find(is_archive).map_or(parts.len(), |at| at + 1);
        0..inside.min(parts.len())
    }
}

/// The levels of all places.
pub(super) fn levels(found: &Found, roster: Option<&Roster>, places: usize) -> Vec<Level> {
    let mut ways: Vec<BTreeMap<&str, bool>> = vec![BTreeMap::new(); places];
    let tops = found.tops.iter().map(|(spot, top)| (spot, top.is_folder));
    let whole = found.roots.keys().chain(&found.archives).chain(found.refused.iter().map(|(spot, _)| spot));
    for (spot, holds) in tops.chain(whole.map(|spot| (spot, true))) {
        if let Some(ways) = ways.get_mut(spot.place) {
            *ways.entry(&spot.trail).or_default() |= holds;
        }
    }
    let base = |ways: &BTreeMap<&str, bool>| -> String {
        let first = ways.keys().next().copied().unwrap_or_default();
        first.split('/').next().unwrap_or_default().to_owned()
    };
    let bases: Vec<String> = ways.iter().map(base).collect();
    // Where the instructor has named the entries of an export one by one, the places are the level.
    let mut ids: BTreeMap<Platform, BTreeSet<&str>> = BTreeMap::new();
    for name in bases.iter().filter_map(|base| lms::read(base)) {
        ids.entry(name.platform).or_default().insert(name.id);
    }
    let several = ids.into_iter().find(|(_, ids)| ids.len() > 1).map(|(platform, _)| platform);
    let is_known = |name: &str| roster.is_some_and(|roster| !roster.matches(name).is_empty());
    let level = |(place, base): (usize, &String)| {
        let own = lms::read(base).map(|name| name.platform);
        if own.is_some() && own == several {
            return Level { at: 0, platform: own };
        }
        if places > 1 && is_known(base) {
            return Level { at: 0, platform: own };
        }
        let level = below(place, base, &ways[place], found, places, &is_known);
        match level.platform {
            None if own.is_some() => Level { at: 0, platform: own },
            _ => level,
        }
    };
    bases.iter().enumerate().map(level).collect()
}

/// The level in a place: the first at which a platform has written the names, or at which there is more than one.
fn below(
    place: usize,
    base: &str,
    ways: &BTreeMap<&str, bool>,
    found: &Found,
    places: usize,
    is_known: &dyn Fn(&str) -> bool,
) -> Level {
    let mut around = base.to_owned();
    // One learner's archive beside others is no export because of one name in it.
    let mut least = if places > 1 { 2 } else { 1 };
    for at in 1..=AROUND {
        let mut children: BTreeMap<&str, bool> = BTreeMap::new();
        let below = |way: &&str| super::paths::is_in(way, &around) && way.len() > around.len();
        for (way, holds) in ways.iter().filter(|(way, _)| below(way)) {
            let (child, holds) = match way[around.len() + 1..].split_once('/') {
                Some((child, _)) => (child, true),
                None => (&way[around.len() + 1..], *holds),
            };
            *children.entry(child).or_default() |= holds;
        }
        if let Some(platform) = platform(children.keys().copied(), least) {
            return Level { at, platform: Some(platform) };
        }
        let mut holding = children.into_iter().filter(|(name, holds)| *holds && !is_junk(name));
        let (Some((only, _)), None) = (holding.next(), holding.next()) else {
            return Level { at, platform: None };
        };
        let inner = Spot { place, trail: join(&around, only) };
        let is_archive = without_ending(only).len() < only.len();
        if is_known(only) || found.roots.contains_key(&inner) || (is_archive && places > 1) {
            return Level { at, platform: None };
        }
        // The one folder of an export, as it was packed, is part of it; what else is alone may be a learner's.
        if at > 1 || is_archive {
            least = 2;
        }
        around = inner.trail;
    }
    Level { at: AROUND, platform: None }
}

/// The platform that has written most of these names, if there are at least so many learners in them.
fn platform<'a>(names: impl Iterator<Item = &'a str>, least: usize) -> Option<Platform> {
    let mut ids: BTreeMap<Platform, BTreeSet<&str>> = BTreeMap::new();
    for name in names.filter_map(lms::read) {
        ids.entry(name.platform).or_default().insert(name.id);
    }
    let (platform, ids) = ids.into_iter().rev().max_by_key(|(_, ids)| ids.len())?;
    (ids.len() >= least).then_some(platform)
}

fn is_junk(name: &str) -> bool {
    name.starts_with('.') || last(name) == "__MACOSX"
}
