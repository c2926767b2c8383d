//! What learning platforms make of a submission's name.
//!
//! | platform | writes |
//! |---|---|
//! | Canvas | `leekim_12345_67890_handin.zip`, late `leekim_LATE_12345_67890_handin.zip`, without names `anon_Ab3dE_67890_handin.zip`; a text `leekim_12345_text.html`; a file handed in again `handin-1.zip` |
//! | Moodle | a folder `Kim Lee_12345_assignsubmission_file_`, or one file `Kim Lee_12345_assignsubmission_file_handin.zip`; a text `…_assignsubmission_onlinetext_` |
//! | Gradescope | a folder `submission_12345` |

use super::paths::without_ending;

/// The platform that has written a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Platform {
    Canvas,
    Moodle,
    Gradescope,
}

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decorated<'a> {
    pub(super) platform: Platform,
    /// The learner's name, as the platform writes it; empty where it keeps it to itself.
    pub(super) name: &'a str,
    /// The learner's id there; Gradescope's is that of the submission.
    pub(super) id: &'a str,
    /// The file as the learner has named it; empty for a folder.
    pub(super) file: &'a str,
    /// A later file has a larger one.
    pub(super) attachment: u64,
    /// Whether the platform says that it came after the deadline.
    pub(super) late: bool,
}

/// What the last part of a path says, if a platform has written it.
pub(super) fn read(name: &str) -> Option<Decorated<'_>> {
    // In an export of Canvas a learner may call a file like one of Moodle's; the other way round nothing fits both.
    gradescope(name).or_else(|| canvas(name)).or_else(|| moodle(name))
}

fn gradescope(name: &str) -> Option<Decorated<'_>> {
    let id = name.strip_prefix("submission_").filter(|id| is_number(id))?;
    Some(Decorated { platform: Platform::Gradescope, name: "", id, file: "", attachment: 0, late: false })
}

fn moodle(name: &str) -> Option<Decorated<'_>> {
    let (who, what) = name.split_once("_assignsubmission_")?;
    let (name, id) = who.rsplit_once('_').filter(|(_, id)| is_number(id))?;
    // What Canvas has written before a learner's own name for a file.
    if canvas(&format!("{name}.x")).is_some() {
        return None;
    }
    let file = what.split_once('_').map_or("", |(_, file)| file);
    Some(Decorated { platform: Platform::Moodle, name, id, file, attachment: 0, late: false })
}

fn canvas(name: &str) -> Option<Decorated<'_>> {
    let late = name.split('_').any(|part| part == "LATE");
    let anonymous = name.strip_prefix("LATE_").unwrap_or(name).strip_prefix("anon_");
    if let Some((id, rest)) = anonymous.and_then(|rest| rest.split_once('_')) {
        let rest = rest.strip_prefix("LATE_").unwrap_or(rest);
        let (attachment, file) = rest.split_once('_').filter(|(number, _)| is_number(number))?;
        let attachment = attachment.parse().ok()?;
        return Some(Decorated { platform: Platform::Canvas, name: "", id, file, attachment, late });
    }
    // The first number is the learner's, wherever the name before it ends.
    let mut at = name.find('_')?;
    loop {
        let (id, rest) = name[at + 1..].split_once('_')?;
        if is_number(id) {
            let who = &name[..at];
            let who = who.strip_suffix("_LATE").unwrap_or(who);
            let (attachment, file) = match rest.split_once('_') {
                Some((attachment, file)) if is_number(attachment) => (attachment.parse().ok()?, file),
                _ if rest == "text.html" || rest == "link.html" => (0, rest),
                _ => return None,
            };
            // A file has a name with an ending, and the learner one with letters. An archive that was unpacked has
            // left a folder without the ending; Canvas writes names in small letters, and a course has a number.
            let is_folder = !file.is_empty()
                && attachment > 9
                && !who.chars().any(|letter| letter.is_uppercase() || letter.is_ascii_digit());
            let fits = (file.contains('.') || is_folder) && who.chars().any(char::is_alphabetic);
            let platform = Platform::Canvas;
            return fits.then_some(Decorated { platform, name: who, id, file, attachment, late });
        }
        at += 1 + id.len();
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A file's name without the number that a platform gives it when it is handed in again, and that number:
/// `handin-2.zip`, `handin (2).zip`.
pub(super) fn version(file: &str) -> (String, u64) {
    let stem = without_ending(file);
    let stem =
        if stem.len() == file.len() { file.rsplit_once('.').map_or(file, |(stem, _)| stem) } else { stem };
    let ending = &file[stem.len()..];
    let bracket = || {
        let (base, number) = stem.strip_suffix(')')?.rsplit_once('(')?;
        Some((base.trim_end(), number))
    };
    let numbered = bracket().or_else(|| stem.rsplit_once('-')).or_else(|| stem.rsplit_once('.'));
    match numbered {
        Some((base, number)) if is_number(number) && number.len() <= 3 && !base.is_empty() => {
            (format!("{base}{ending}"), number.parse().unwrap_or_default())
        }
        _ => (file.to_owned(), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_platforms_are_read() {
        for (name, platform, who, id, file, attachment) in [
            ("leekim_12345_67890_handin.zip", Platform::Canvas, "leekim", "12345", "handin.zip", 67890),
            (
                "leekim_LATE_12345_67890_my_work-1.tar.gz",
                Platform::Canvas,
                "leekim",
                "12345",
                "my_work-1.tar.gz",
                67890,
            ),
            ("van_derleekim_1_2_a.rs", Platform::Canvas, "van_derleekim", "1", "a.rs", 2),
            ("anon_Ab3dE_67890_handin.zip", Platform::Canvas, "", "Ab3dE", "handin.zip", 67890),
            ("LATE_anon_Ab3dE_67890_handin.zip", Platform::Canvas, "", "Ab3dE", "handin.zip", 67890),
            ("leekim_12345_text.html", Platform::Canvas, "leekim", "12345", "text.html", 0),
            ("Kim Lee_77_assignsubmission_file_", Platform::Moodle, "Kim Lee", "77", "", 0),
            ("Kim Lee_77_assignsubmission_file", Platform::Moodle, "Kim Lee", "77", "", 0),
            ("Kim Lee_77_assignsubmission_file_a_b.zip", Platform::Moodle, "Kim Lee", "77", "a_b.zip", 0),
            ("Kim Lee_77_assignsubmission_onlinetext_", Platform::Moodle, "Kim Lee", "77", "", 0),
            ("submission_123", Platform::Gradescope, "", "123", "", 0),
            (
                "berganna_101_55001_memkata-handin",
                Platform::Canvas,
                "berganna",
                "101",
                "memkata-handin",
                55001,
            ),
            ("lee_LATE_1_20_handin", Platform::Canvas, "lee", "1", "handin", 20),
            (
                "leekim_66_502_Mia Park_77_assignsubmission_file_one.rs",
                Platform::Canvas,
                "leekim",
                "66",
                "Mia Park_77_assignsubmission_file_one.rs",
                502,
            ),
            (
                "Kim Lee_77_assignsubmission_file_parkmia_66_502_one.rs",
                Platform::Moodle,
                "Kim Lee",
                "77",
                "parkmia_66_502_one.rs",
                0,
            ),
        ] {
            let late = name.contains("LATE");
            let wanted = Decorated { platform, name: who, id, file, attachment, late };
            assert_eq!(read(name), Some(wanted), "{name}");
        }
        for name in [
            "kim",
            "kim_lee",
            "hw_3",
            "kim_12.zip",
            "01_stack",
            "_1_2_a.zip",
            "",
            "_",
            "submission_x",
            "CS101_2024_1_export",
            "cs101_2024_10_export",
            "é_1",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn a_file_handed_in_again_has_a_number() {
        for (file, base, number) in [
            ("handin.zip", "handin.zip", 0),
            ("handin-1.zip", "handin.zip", 1),
            ("handin-12.tar.gz", "handin.tar.gz", 12),
            ("handin (2).zip", "handin.zip", 2),
            ("handin(3).zip", "handin.zip", 3),
            ("handin.2.zip", "handin.zip", 2),
            ("week-2024.zip", "week-2024.zip", 0),
            ("move_or_clone-1.rs", "move_or_clone.rs", 1),
            ("-1.zip", "-1.zip", 0),
        ] {
            assert_eq!(version(file), (base.to_owned(), number), "{file}");
        }
    }
}
