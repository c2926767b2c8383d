//! What was handed in and has nothing that can be judged: whose it is nevertheless.

use std::collections::{BTreeMap, BTreeSet};

use super::exports::Level;
use super::found::{Found, Spot};
use super::groups::{Submission, ancestors, named, up_to};
use super::lms::{self, Platform};
use super::paths::last;
use super::roster::Roster;
use super::wanted::is_archive;

const NOTHING: &str = "no file of the kit's exercises is in it; hand in the exercise files with their names";
const TEXT: &str =
    "it is a text written in the learning platform, and only files are judged; hand in the files";

/// Adds what cannot be opened, or has nothing, to the submissions of those whose it is, or as submissions of their
/// own. What belongs to nobody comes back.
pub(super) fn add(
    submissions: &mut Vec<Submission>,
    found: &Found,
    roster: Option<&Roster>,
    exports: &[Level],
    told: &dyn Fn(&Spot) -> String,
) -> Vec<(Spot, String)> {
    let owned: BTreeSet<Spot> = submissions.iter().flat_map(|one| one.spots.iter().cloned()).collect();
    let around: BTreeSet<Spot> = owned.iter().flat_map(ancestors).collect();
    let finder =
        Finder { roster, told, exports, levels: owned.iter().map(Spot::parent).collect(), around: &around };
    let mut nobodys = Vec::new();
    let mut seen = BTreeSet::new();
    for (spot, why) in evidence(found, &owned, &around, roster) {
        if !seen.insert(spot.clone()) {
            continue;
        }
        let Some(ghost) = finder.owner(&spot) else {
            nobodys.push((spot, why));
            continue;
        };
        let same = |one: &&mut Submission| match (&one.lms, &ghost.lms) {
            (Some(own), Some(other)) => own == other,
            _ => one.spots == ghost.spots,
        };
        match submissions.iter_mut().find(same) {
            // Of one thing that cannot be opened the first reason is enough.
            Some(own) if own.spots == ghost.spots => {}
            Some(own) => own.others.extend(ghost.spots.into_iter().map(|spot| (spot, why.clone()))),
            None => submissions.push(Submission { refused: Some(why), ..ghost }),
        }
    }
    nobodys
}

/// Everything that is no part of any submission, and why.
fn evidence(
    found: &Found,
    owned: &BTreeSet<Spot>,
    around: &BTreeSet<Spot>,
    roster: Option<&Roster>,
) -> Vec<(Spot, String)> {
    let mut all: Vec<(Spot, String)> = found.refused.iter().chain(&found.odd).cloned().collect();
    let explained: BTreeSet<Spot> = all.iter().flat_map(|(spot, _)| ancestors(spot)).collect();
    let opened: BTreeSet<Spot> = found.archives.iter().flat_map(ancestors).collect();
    let is_new = |spot: &Spot| !around.contains(spot) && !explained.contains(spot);
    let empty = found.archives.iter().filter(|spot| is_new(spot));
    all.extend(empty.map(|spot| (spot.clone(), NOTHING.to_owned())));
    // Beside learners there are learners.
    let levels: BTreeSet<Spot> =
        owned.iter().map(Spot::parent).filter(|spot| !spot.trail.is_empty()).collect();
    let mut tops: Vec<_> = found.tops.iter().collect();
    tops.sort_by_key(|(spot, _)| *spot);
    for (spot, top) in tops {
        let name = last(&spot.trail);
        let decorated = lms::read(name);
        let is_visible = !name.starts_with('.') && name != "__MACOSX";
        let is_known = || roster.is_some_and(|roster| !roster.matches(name).is_empty());
        let is_learner = decorated.is_some() || (is_visible && (top.is_folder || is_known()));
        let is_place = !spot.trail.contains('/');
        let is_beside = levels.contains(&spot.parent()) || (!is_place && (decorated.is_some() || is_known()));
        if is_learner && is_beside && is_new(spot) && !opened.contains(spot) {
            let is_text = decorated.is_some_and(|one| match one.platform {
                Platform::Canvas => one.attachment == 0 && one.file.ends_with(".html"),
                Platform::Moodle => name.contains("_onlinetext"),
                Platform::Gradescope => false,
            });
            all.push((spot.clone(), if is_text { TEXT } else { NOTHING }.to_owned()));
        }
    }
    all.retain(|(spot, _)| !ancestors(spot).any(|around| owned.contains(&around)));
    all
}

struct Finder<'a> {
    roster: Option<&'a Roster>,
    told: &'a dyn Fn(&Spot) -> String,
    /// Where in each place names are read.
    exports: &'a [Level],
    /// The folders in which learners are.
    levels: BTreeSet<Spot>,
    around: &'a BTreeSet<Spot>,
}

impl Finder<'_> {
    /// Whether learners are in it; beside a place that is a learner's, the others are learners', too.
    fn is_level(&self, spot: &Spot) -> bool {
        self.levels.contains(spot)
            || (spot.trail.is_empty() && self.levels.iter().any(|level| level.trail.is_empty()))
    }

    /// Whose something is: a submission without anything in it.
    fn owner(&self, spot: &Spot) -> Option<Submission> {
        let parts: Vec<&str> = spot.trail.split('/').collect();
        let whole = |at: usize| Some(up_to(spot, at)).filter(|whole| !self.around.contains(whole));
        if let Some((entry, at)) = self.roster.and_then(|roster| named(spot, roster, self.told)) {
            return Some(Submission {
                spots: vec![up_to(spot, at)],
                named: Some(entry),
                ..Submission::default()
            });
        }
        let level = self.exports[spot.place];
        if let Some((at, decorated)) = level.decorated(&parts)
            && let Some(whole) = whole(at)
            // An export has a number, too.
            && (at > 0 || parts.len() == 1)
        {
            let lms = Some((decorated.platform, decorated.id.to_owned()));
            return Some(Submission { spots: vec![whole], lms, ..Submission::default() });
        }
        let plain = |at: usize| match self.roster {
            Some(roster) => !roster.matches(parts[at]).is_empty(),
            None => {
                self.is_level(&up_to(spot, at).parent())
                    && (is_archive(parts[at]) || (is_archive(last(&spot.trail)) && at > 0))
            }
        };
        let at = level.names(&parts).find(|at| plain(*at) && whole(*at).is_some())?;
        Some(Submission { spots: vec![up_to(spot, at)], ..Submission::default() })
    }
}

/// Several submissions of one person as one; those without anything are told beside the others.
pub(super) fn together(submissions: Vec<Submission>) -> Option<Submission> {
    let has_named = submissions.iter().any(|one| one.named.is_some());
    let counts = |one: &Submission| one.named.is_some() || !has_named;
    let has_work = submissions.iter().any(|one| one.refused.is_none() && counts(one));
    let mut all: BTreeMap<bool, Vec<Submission>> = BTreeMap::new();
    for one in submissions {
        let is_main = counts(&one) && (one.refused.is_none() || !has_work);
        all.entry(is_main).or_default().push(one);
    }
    let mut main = all.remove(&true)?.into_iter();
    let mut whole = main.next()?;
    for one in main {
        if whole.refused.is_none() {
            whole.spots.extend(one.spots);
            whole.roots.extend(one.roots);
        } else {
            whole
                .others
                .extend(one.spots.into_iter().map(|spot| (spot, one.refused.clone().unwrap_or_default())));
        }
        whole.others.extend(one.others);
    }
    for one in all.remove(&false).unwrap_or_default() {
        let why =
            one.refused.unwrap_or_else(|| "the column `submission` of the roster names another one".into());
        whole.others.extend(one.spots.into_iter().map(|spot| (spot, why.clone())));
        whole.others.extend(one.others);
    }
    Some(whole)
}
