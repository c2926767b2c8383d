//! Whose each submission is, and what nobody's is told of.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Found, Spot};
use super::groups::Submission;
use super::paths::{last, shown, without_ending};
use super::resolve::{Work, is_late, resolve};
use super::roster::Roster;
use super::wanted::Wanted;
use super::{limits, lms, unopened};
use crate::classroom::class::{Class, Elsewhere, Handed, Learner, Person, Refused};

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
    /// What was found and belongs to nobody, and why it is not taken.
    pub(super) nobodys: Vec<(Spot, String)>,
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
        let mut of: Vec<Vec<Submission>> = roster.people.iter().map(|_| Vec::new()).collect();
        for submission in self.submissions {
            let fits: BTreeSet<usize> = match submission.named {
                Some(entry) => BTreeSet::from([entry]),
                None => submission.spots.iter().flat_map(|spot| roster.matches(last(&spot.trail))).collect(),
            };
            let fits: Vec<usize> = fits.into_iter().collect();
            let help = format!(
                "write `{}` into the column `submission` of the learner's line",
                (self.told)(&submission.spots[0])
            );
            let before = submission.refused.as_ref().map(|why| format!("{why}; ")).unwrap_or_default();
            match fits.as_slice() {
                [one] => of[*one].push(submission.clone()),
                [] => {
                    let why = format!("{before}nobody in the roster fits its name; {help}");
                    self.refuse(submission, &why, class);
                }
                several => {
                    let names: Vec<String> =
                        several.iter().map(|at| shown(&roster.people[*at].person.name)).take(4).collect();
                    let why = format!("{before}{} in the roster fit its name; {help}", names.join(" and "));
                    self.refuse(submission, &why, class);
                }
            }
        }
        class.notices.extend(roster.notices);
        for (entry, submissions) in roster.people.into_iter().zip(of) {
            let learner = match unopened::together(submissions) {
                Some(submission) => self.learner(&submission, entry.person, class),
                None => Learner {
                    person: entry.person,
                    files: vec![Handed::Missing; self.paths.len()],
                    ..Learner::default()
                },
            };
            class.learners.push(learner);
        }
    }

    fn by_names(&self, class: &mut Class) {
        for (submission, person) in self.submissions.iter().zip(self.persons(&mut class.notices)) {
            let learner = self.learner(submission, person, class);
            class.learners.push(learner);
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

    fn learner(&self, submission: &Submission, person: Person, class: &mut Class) -> Learner {
        let name = shown(&person.name);
        let work = match &submission.refused {
            Some(why) => Err(why.clone()),
            None => resolve(submission, self.found, self.wanted, self.paths, self.told),
        };
        let submission_place = Some(self.place(submission));
        let mut learner = match work {
            Ok(Work { files, kit, elsewhere, counts, late }) => {
                if let Some(counts) = counts {
                    class.notices.push(format!("{name} has handed in more than once; {counts}"));
                }
                Learner {
                    person,
                    submission: submission_place,
                    late,
                    kit,
                    files,
                    elsewhere,
                    ..Learner::default()
                }
            }
            Err(why) => Learner {
                person,
                submission: submission_place,
                late: submission.spots.iter().any(is_late),
                files: vec![Handed::Refused(why.clone()); self.paths.len()],
                refused: Some(why),
                ..Learner::default()
            },
        };
        let others = submission.others.iter().take(limits::TOLD);
        learner
            .elsewhere
            .extend(others.map(|(spot, why)| Elsewhere { path: shown(last(&spot.trail)), why: why.clone() }));
        learner
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
        for (spot, why) in &self.nobodys {
            class.refused.push(Refused { place: (self.told)(spot), why: why.clone() });
        }
    }
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
