//! The blanks of a prediction are empty in the starter, and each is about something that the
//! program does. That each has a truth at all is proved by judging the solution.

use super::words::{contains, tokens};
use super::{Claim, Flaw, Proof};
use crate::check::predict::blanks::{self, Truth};
use crate::check::predict::parts::parts;
use crate::kit::Exercise;
use crate::kit::project::Project;

/// Empty where a file cannot be read: that is another claim's flaw.
pub(super) fn proofs(project: &Project, exercise: &Exercise) -> Vec<Proof> {
    let read = |file: String| String::from_utf8(project.kit.source.read(&file).ok()?.into_owned()).ok();
    let (Some(starter), Some(toml)) = (read(exercise.file()), read(exercise.predict_file())) else {
        return Vec::new();
    };
    let Ok(blanks) = blanks::read(&toml, "") else { return Vec::new() };
    let cut = parts(&starter);
    let program = cut.programs.first().map(|program| program.lines.join("\n")).unwrap_or_default();
    let mut proofs = Vec::new();
    for blank in blanks {
        let Some(mark) = cut.marks.iter().find(|mark| mark.n == blank.n) else { continue };
        let proof = Proof::of(exercise, Claim::Blanks, exercise.file()).at(mark.line);
        let mut flaws = Vec::new();
        if !mark.text.is_empty() {
            flaws.push(Flaw::new(
                format!("the starter has filled in `{}>` already", blank.n),
                "remove what stands behind the mark, or below it",
            ));
        }
        if mark.below.is_some() {
            flaws.push(Flaw::new(
                format!("the starter has text below `{}>`, where learners may write", blank.n),
                "move it above the heading",
            ));
        }
        if let Truth::Drops(prefix) = &blank.truth
            && !contains(&tokens(&program), &tokens(prefix))
        {
            flaws.push(Flaw::new(
                format!("the program prints no line that begins with `{prefix}`, as blank {} asks", blank.n),
                format!("mend `drops` in {}, or the program", exercise.predict_file()),
            ));
        }
        proofs.extend(proof.with_all(flaws));
    }
    proofs
}
