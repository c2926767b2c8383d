//! Whose each submission is, and what nobody's is told of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::found::{Found, Spot};
use super::groups::Submission;
use super::lms;
use super::paths::{last, shown, without_ending};
use super::resolve::{Work, resolve};
use super::roster::Roster;
use super::wanted::Wanted;
use crate::classroom::class::{Class, Handed, Learner, Person, Refused};

/// Things that are told about a class as a whole.
const TOLD: usize = 100;

/// Everything that a class is made of.
pub(super) struct Material<'a> {
    pub(super) found: &'a Found,
    pub(super) submissions: &'a [Submission],
    pub(super) wanted: &'a Wanted,
    /// The files of the exercises, in their order.
    pub(super) paths: &'a [String],
    /// How a spot is named to the instructor.
    pub(super) told: &'a dyn Fn(&Spot) -> String,
}

impl Material<'_> {
    /// The class, with those of the roster, or else with those who have handed in.
    pub(super) fn class(&self, roster: Option<Roster>) -> Class {
        let mut class = Class::default();
        match roster {
            Some(roster) => self.by_roster(roster, &mut class),
            None => self.by_names(&mut class),
        }
        self.refuse_the_rest(&mut class);
        class.notices.dedup();
        cut(&mut class.notices, |more| format!("and {more} more things like these"));
        cut(&mut class.refused, |more| Refused { place: "…".into(), why: format!("and {more} more") });
        class
    }

    fn by_roster(&self, roster: Roster, class: &mut Class) {
        let mut of: Vec<Vec<&Submission>> = roster.people.iter().map(|_| Vec::new()).collect();
        for submission in self.submissions {
            let fits: BTreeSet<usize> =
                submission.spots.iter().flat_map(|spot| roster.matches(last(&spot.trail))).collect();
            let fits: Vec<usize> = fits.into_iter().collect();
            let help = "write its name into the column `submission` of the learner's line";
            match fits.as_slice() {
                [one] => of[*one].push(submission),
                [] => self.refuse(submission, &format!("nobody in the roster fits its name; {help}"), class),
                several => {
                    let names: Vec<String> =
                        several.iter().map(|at| shown(&roster.people[*at].person.name)).take(4).collect();
                    let why = format!("{} in the roster fit its name; {help}", names.join(" and "));
                    self.refuse(submission, &why, class);
                }
            }
        }
        class.notices.extend(roster.notices);
        for (entry, submissions) in roster.people.into_iter().zip(of) {
            let person = entry.person;
            let mut learner = None;
            match submissions.as_slice() {
                [] => {}
                [one] => learner = self.learner(one, person.clone(), class),
                several => {
                    for one in several {
                        let why = format!(
                            "{} submissions fit {}; leave one of them there, or name it in the column `submission`",
                            several.len(),
                            shown(&person.name)
                        );
                        self.refuse(one, &why, class);
                    }
                }
            }
            class.learners.push(learner.unwrap_or_else(|| Learner {
                person,
                files: vec![Handed::Missing; self.paths.len()],
                ..Learner::default()
            }));
        }
    }

    fn by_names(&self, class: &mut Class) {
        for (submission, person) in self.submissions.iter().zip(self.persons(&mut class.notices)) {
            let learner = self.learner(submission, person, class);
            class.learners.extend(learner);
        }
        class
            .learners
            .sort_by_cached_key(|learner| (learner.person.name.to_lowercase(), learner.person.id.clone()));
    }

    /// A person for each submission, by its name.
    fn persons(&self, notices: &mut Vec<String>) -> Vec<Person> {
        let named: Vec<(String, String)> = self.submissions.iter().map(name_of).collect();
        let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, (_, id)) in named.iter().enumerate() {
            same.entry(id.to_lowercase()).or_default().push(at);
        }
        let mut ids: Vec<String> = named.iter().map(|(_, id)| id.clone()).collect();
        let mut taken: BTreeSet<String> =
            same.iter().filter(|(_, those)| those.len() == 1).map(|(id, _)| id.clone()).collect();
        for those in same.values().filter(|those| those.len() > 1) {
            for &at in those {
                let submission = &self.submissions[at];
                let long = match &submission.lms {
                    Some((_, id)) => format!("{}-{id}", named[at].1),
                    None => slug(&(self.told)(&submission.spots[0])),
                };
                let mut id = long.clone();
                for number in 2.. {
                    if taken.insert(id.to_lowercase()) {
                        break;
                    }
                    id = format!("{long}-{number}");
                }
                ids[at] = id;
            }
            let apart: Vec<String> = those.iter().take(5).map(|at| format!("`{}`", ids[*at])).collect();
            let name = shown(&named[those[0]].0);
            notices.push(format!(
                "{} learners are called {name}; they are told apart as {}",
                those.len(),
                apart.join(", ")
            ));
        }
        let person = |((name, _), id)| Person { id, name, ..Person::default() };
        named.into_iter().zip(ids).map(person).collect()
    }

    fn learner(&self, submission: &Submission, person: Person, class: &mut Class) -> Option<Learner> {
        let Work { files, kit, elsewhere, notices } =
            match resolve(submission, self.found, self.wanted, self.paths) {
                Ok(work) => work,
                Err(why) => {
                    self.refuse(submission, &why, class);
                    return None;
                }
            };
        let name = shown(&person.name);
        class.notices.extend(notices.into_iter().map(|notice| format!("{name} has {notice}")));
        Some(Learner {
            person,
            submission: Some(self.place(submission)),
            kit,
            files,
            elsewhere,
            ..Learner::default()
        })
    }

    /// Where a submission is, in one line.
    fn place(&self, submission: &Submission) -> String {
        let first = (self.told)(&submission.spots[0]);
        match submission.spots.len() {
            1 => first,
            count => format!("{first} (and {} more)", count - 1),
        }
    }

    fn refuse(&self, submission: &Submission, why: &str, class: &mut Class) {
        class.refused.push(Refused { place: self.place(submission), why: why.to_owned() });
    }

    /// What was found and is no part of any submission.
    fn refuse_the_rest(&self, class: &mut Class) {
        let owned: Vec<&Spot> = self.submissions.iter().flat_map(|submission| &submission.spots).collect();
        let own: HashMap<&Spot, ()> = owned.iter().map(|spot| (*spot, ())).collect();
        // Around a spot there are few folders, and beside it there may be many.
        let is_owned = |spot: &Spot| ancestors(spot).any(|around| own.contains_key(&around));
        let around: BTreeSet<Spot> = owned.iter().flat_map(|spot| ancestors(spot)).collect();
        let mut told: BTreeSet<Spot> = BTreeSet::new();
        let mut refuse = |spot: &Spot, why: &str| {
            if !is_owned(spot) && told.insert(spot.clone()) {
                class.refused.push(Refused { place: (self.told)(spot), why: why.to_owned() });
            }
            told.len()
        };
        for (spot, why) in self.found.refused.iter().chain(&self.found.odd) {
            refuse(spot, why);
        }
        let explained: BTreeSet<Spot> =
            self.found.refused.iter().chain(&self.found.odd).flat_map(|(spot, _)| ancestors(spot)).collect();
        let nothing = "no file of the kit's exercises is in it; ask for the exercise files with their names";
        for spot in &self.found.archives {
            if !around.contains(spot) && !explained.contains(spot) {
                refuse(spot, nothing);
            }
        }
        let opened: BTreeSet<Spot> = self.found.archives.iter().flat_map(ancestors).collect();
        // Beside learners there are learners.
        let levels: BTreeSet<Spot> =
            owned.iter().map(|spot| spot.parent()).filter(|spot| !spot.trail.is_empty()).collect();
        let mut tops: Vec<_> = self.found.tops.iter().collect();
        tops.sort_by_key(|(spot, _)| *spot);
        for (spot, top) in tops {
            let name = last(&spot.trail);
            let is_learner =
                (top.is_folder && !name.starts_with('.') && name != "__MACOSX") || lms::read(name).is_some();
            let is_known = around.contains(spot) || explained.contains(spot) || opened.contains(spot);
            if is_learner && !is_known && levels.contains(&spot.parent()) {
                refuse(spot, nothing);
            }
        }
    }
}

/// The spot itself, and all folders around it.
fn ancestors(spot: &Spot) -> impl Iterator<Item = Spot> {
    std::iter::successors(Some(spot.clone()), |spot| {
        Some(spot.parent()).filter(|parent| !parent.trail.is_empty())
    })
}

/// A learner's name and id, as the submission's own name has them.
fn name_of(submission: &Submission) -> (String, String) {
    let raw = last(&submission.spots[0].trail);
    let name = match lms::read(raw) {
        Some(decorated) if !decorated.name.is_empty() => decorated.name,
        Some(decorated) if decorated.platform == lms::Platform::Canvas => {
            return (format!("anon_{}", decorated.id), slug(decorated.id));
        }
        _ => without_ending(raw),
    };
    (name.to_owned(), slug(name))
}

/// A name as an id: short, and without anything that a path or a table would trip over.
fn slug(name: &str) -> String {
    const LONGEST: usize = 60;
    let allowed = |letter: char| letter.is_alphanumeric() || letter == '_';
    let words: Vec<&str> = name.split(|letter| !allowed(letter)).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(LONGEST).collect();
    if slug.is_empty() { "learner".into() } else { slug }
}

/// No more than `TOLD` of them, and how many more there are.
fn cut<T>(told: &mut Vec<T>, more: impl Fn(usize) -> T) {
    if told.len() > TOLD {
        let left = told.len() - TOLD;
        told.truncate(TOLD);
        told.push(more(left));
    }
}
