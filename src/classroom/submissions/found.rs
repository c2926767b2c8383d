//! What was found in the places, before it belongs to anybody.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::paths::{join, parent};
use crate::classroom::class::{Handed, KitName};

/// Where something is: in which of the places that the instructor has named, and the way to it from there. The
/// first part of the way is the place's own name; an archive is a part like a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub(super) place: usize,
    pub(super) trail: String,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Folders that have exercise files.
    pub(super) roots: BTreeMap<Spot, Root>,
    /// The kit that a folder says it was made from.
    pub(super) kits: BTreeMap<Spot, KitName>,
    /// Folders that `memkata pack` has made.
    pub(super) packs: BTreeSet<Spot>,
    /// When archives, and the newest exercise files of folders, were last changed: seconds.
    pub(super) times: BTreeMap<Spot, u64>,
    /// What is not used, by its folder and label.
    pub(super) extras: BTreeMap<(Spot, String), Extra>,
    /// What is not taken: links, pipes, names that lead elsewhere.
    pub(super) odd: Vec<(Spot, String)>,
    /// Archives that were opened.
    pub(super) archives: Vec<Spot>,
    /// Archives that were not, and why.
    pub(super) refused: Vec<(Spot, String)>,
    /// The folders and files at the top of each place, and those in them.
    pub(super) tops: HashMap<Spot, Top>,
    /// How much of what is only told is noted.
    pub(super) most: usize,
}

/// A folder that has exercise files.
#[derive(Debug, Default)]
pub(super) struct Root {
    /// Those where a workspace has them.
    pub(super) files: Files,
    /// Those that have only the name.
    pub(super) flat: Files,
    /// Folders on the way to them that are none, and what they are.
    pub(super) blocked: Vec<(String, String)>,
}

/// Files of exercises: the newest of those that have a number, and whether there were others.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) by_exercise: BTreeMap<usize, (u64, Handed)>,
    pub(super) again: bool,
}

/// Something that is not used.
#[derive(Debug, Clone)]
pub(super) struct Extra {
    /// How many files.
    pub(super) count: usize,
    /// One of them.
    pub(super) path: String,
    pub(super) why: String,
}

/// What stands at the top of a place.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Top {
    pub(super) entries: usize,
    pub(super) is_folder: bool,
}

impl Files {
    pub(super) fn put(&mut self, exercise: usize, version: u64, handed: Handed) {
        match self.by_exercise.get_mut(&exercise) {
            None => {
                self.by_exercise.insert(exercise, (version, handed));
            }
            Some((there, _)) if *there > version => self.again = true,
            Some(there) if there.0 < version => {
                *there = (version, handed);
                self.again = true;
            }
            Some(there) => {
                let why = "there are two files of its name, or of names that differ in case only, and nothing says which one counts";
                there.1 = Handed::Refused(why.into());
            }
        }
    }
}

impl Root {
    /// Whether exercise files are where a workspace has them, or something is in their way.
    pub(super) fn is_workspace(&self) -> bool {
        !self.files.by_exercise.is_empty() || !self.blocked.is_empty()
    }

    /// The files that count.
    pub(super) fn effective(&self) -> &Files {
        if self.is_workspace() { &self.files } else { &self.flat }
    }
}

impl Found {
    pub(super) fn note_extra(&mut self, spot: Spot, label: String, path: String, why: &str) {
        let is_full = self.extras.len() >= self.most;
        let key = (spot, label);
        if let Some(extra) = self.extras.get_mut(&key) {
            extra.count += 1;
        } else if !is_full {
            self.extras.insert(key, Extra { count: 1, path, why: why.to_owned() });
        }
    }

    pub(super) fn note_odd(&mut self, spot: Spot, why: &str) {
        if self.odd.len() < self.most {
            self.odd.push((spot, why.to_owned()));
        }
    }

    /// Notes when something was last changed.
    pub(super) fn note_time(&mut self, spot: Spot, time: u64) {
        let own = self.times.entry(spot).or_default();
        *own = time.max(*own);
    }

    /// Counts an entry for the place, for what it is in at the top, and for the level below: where learners are.
    pub(super) fn count(&mut self, place: usize, base: &str, path: &str, is_folder: bool) {
        let own = self.tops.entry(Spot { place, trail: base.to_owned() }).or_default();
        own.entries += 1;
        own.is_folder = true;
        let mut trail = base.to_owned();
        for (level, part) in path.split('/').take(2).enumerate() {
            trail = join(&trail, part);
            let is_last = path.split('/').nth(level + 1).is_none();
            let is_full = self.tops.len() >= self.most;
            let spot = Spot { place, trail: trail.clone() };
            if let Some(top) = self.tops.get_mut(&spot) {
                top.entries += 1;
                top.is_folder |= is_folder || !is_last;
            } else if !is_full {
                self.tops.insert(spot, Top { entries: 1, is_folder: is_folder || !is_last });
            }
        }
    }

    /// Adds what another worker has found.
    pub(super) fn merge(&mut self, other: Self) {
        for (spot, root) in other.roots {
            let own = self.roots.entry(spot).or_default();
            for (own, files) in [(&mut own.files, root.files), (&mut own.flat, root.flat)] {
                own.again |= files.again;
                for (exercise, (version, handed)) in files.by_exercise {
                    own.put(exercise, version, handed);
                }
            }
            own.blocked.extend(root.blocked);
        }
        self.kits.extend(other.kits);
        self.packs.extend(other.packs);
        for (spot, time) in other.times {
            self.note_time(spot, time);
        }
        for (key, extra) in other.extras {
            self.extras.entry(key).and_modify(|own| own.count += extra.count).or_insert(extra);
        }
        self.odd.extend(other.odd);
        self.archives.extend(other.archives);
        self.refused.extend(other.refused);
        for (spot, top) in other.tops {
            let own = self.tops.entry(spot).or_default();
            own.entries += top.entries;
            own.is_folder |= top.is_folder;
        }
    }
}

impl Spot {
    /// The folder around it.
    pub(super) fn parent(&self) -> Self {
        Self { place: self.place, trail: parent(&self.trail).to_owned() }
    }

    /// Whether it is `other`, or in it.
    pub(super) fn is_in(&self, other: &Self) -> bool {
        self.place == other.place && super::paths::is_in(&self.trail, &other.trail)
    }
}
