//! File names for learners, whose ids may hold anything.

use std::collections::HashSet;

use crate::classroom::grades::LearnerGrades;

/// How much of an id is kept in a file name.
const LENGTH: usize = 40;

/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name for the files of each learner, without an ending: lower-case letters, digits, `-` and `_`. It depends on
/// the id alone, so that it stays the same whoever else is in the class, and no two are the same.
pub(super) fn slugs(learners: &[LearnerGrades]) -> Vec<String> {
    let mut taken = HashSet::new();
    learners
        .iter()
        .map(|learner| {
            let id = &learner.person.id;
            let mut name = slug(id);
            // Only an id that was chosen to look like another's name gets here, or one that is there twice.
            let mut number = 2;
            while !taken.insert(name.clone()) {
                name = format!("{}-{number}", hashed(id, 32));
                number += 1;
            }
            name
        })
        .collect()
}

fn slug(id: &str) -> String {
    let is_plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    let mut name = String::new();
    for character in id.chars().map(|character| character.to_ascii_lowercase()) {
        if is_plain(character) || character == '_' {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name: String = name.trim_matches('-').chars().take(LENGTH).collect();
    let name = name.trim_end_matches('-');
    // What was changed or cut could be the same as somebody else's.
    if name == id && !name.is_empty() && !is_device(name) {
        name.to_owned()
    } else {
        format!("{name}-{}", hashed(id, 8)).trim_start_matches('-').to_owned()
    }
}

fn is_device(name: &str) -> bool {
    let port = |word: &str| {
        name.strip_prefix(word)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    DEVICES.contains(&name) || port("com") || port("lpt")
}

fn hashed(id: &str, digits: usize) -> String {
    blake3::hash(id.as_bytes()).to_hex().chars().take(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn named(ids: &[&str]) -> Vec<String> {
        let one = sample::grades().learners.remove(0);
        let learners: Vec<LearnerGrades> = ids
            .iter()
            .map(|id| {
                let mut learner = one.clone();
                (*id).clone_into(&mut learner.person.id);
                learner
            })
            .collect();
        slugs(&learners)
    }

    #[test]
    fn plain_ids_stay_as_they_are() {
        assert_eq!(named(&["s12345", "kim-lee", "a_b"]), ["s12345", "kim-lee", "a_b"]);
    }

    #[test]
    fn whatever_an_id_holds_its_name_is_one_safe_part_of_a_path() {
        let long = "x".repeat(300);
        let ids = [
            "",
            "..",
            "/etc/passwd",
            "../../x",
            "con",
            "CON",
            "com1",
            "lpt9",
            "🦀",
            "漢字",
            "a\nb",
            ".hidden",
            "a.",
            "a ",
            "Kim",
            "kim",
            "KIM",
            "k:im",
            &long,
            "-rf",
            "a\u{202e}b",
            "é",
            "e\u{301}",
        ];
        let names = named(&ids);
        let mut seen = HashSet::new();
        for (id, name) in ids.iter().zip(&names) {
            assert!(!name.is_empty() && name.len() <= 60, "{id:?}: {name}");
            assert!(
                name.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)),
                "{id:?}: {name}"
            );
            assert!(!name.starts_with('-') && !is_device(name), "{id:?}: {name}");
            assert!(seen.insert(name.clone()), "{id:?}: {name} is there twice");
        }
        // Whoever else is there.
        let mut turned = ids;
        turned.reverse();
        let mut again = named(&turned);
        again.reverse();
        assert_eq!(again, names);
    }

    #[test]
    fn an_id_that_looks_like_the_name_of_another_gets_one_of_its_own() {
        let names = named(&["Kim"]);
        let both = named(&["Kim", &names[0], "Kim"]);
        assert_eq!(both[0], names[0]);
        assert_eq!(both.iter().collect::<HashSet<_>>().len(), 3, "{both:?}");
    }
}
