//! Every relative link in the kit's texts leads to a file of the kit.

use std::fs;
use std::path::Path;

use super::files::below;
use super::{Claim, Flaw, Proof};
use crate::kit::project::Project;

pub(super) fn proofs(project: &Project) -> Vec<Proof> {
    let mut proofs = Vec::new();
    for file in documents(&project.dir) {
        let Ok(text) = fs::read_to_string(project.dir.join(&file)) else { continue };
        let folder = Path::new(&file).parent().unwrap_or(Path::new(""));
        let links = links(&text);
        if links.is_empty() {
            continue;
        }
        let dead: Vec<Proof> = links
            .into_iter()
            .filter(|(_, target)| !project.dir.join(folder).join(target).exists())
            .map(|(line, target)| flawed(Proof::of_kit(Claim::Links, &file).at(line), &target))
            .collect();
        proofs.extend(if dead.is_empty() { vec![Proof::of_kit(Claim::Links, file)] } else { dead });
    }
    let dead: Vec<Proof> = texts(project)
        .into_iter()
        .flat_map(|(line, text)| links(text).into_iter().map(move |(_, target)| (line, target)))
        .filter(|(_, target)| !project.dir.join(target).exists())
        .map(|(line, target)| Proof { line, ..flawed(Proof::of_kit(Claim::Links, "info.toml"), &target) })
        .collect();
    proofs.extend(if dead.is_empty() { vec![Proof::of_kit(Claim::Links, "info.toml")] } else { dead });
    proofs
}

fn flawed(proof: Proof, target: &str) -> Proof {
    let what = format!("the link to `{target}` leads nowhere");
    proof.failing(Flaw::new(what, "mend the path (it counts from this file's folder), or write the file"))
}

/// The kit's Markdown files. A mistake is an answer, and links to nothing.
fn documents(root: &Path) -> Vec<String> {
    let is_other = |file: &str| !file.ends_with(".md") || file.contains(".mistakes/");
    let at_root = fs::read_dir(root).into_iter().flatten().flatten();
    let mut files: Vec<String> = at_root
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|file| !is_other(file))
        .collect();
    files.sort();
    for folder in ["docs", "exercises", "solutions"] {
        files.extend(below(root, folder, is_other));
    }
    files
}

/// The texts of `info.toml`, each with the line of the exercise that it belongs to.
fn texts(project: &Project) -> Vec<(Option<u32>, &str)> {
    let kit = &project.kit;
    let mut texts: Vec<(Option<u32>, &str)> = Vec::new();
    texts.extend(kit.welcome.iter().chain(&kit.final_message).map(|text| (None, text.as_str())));
    texts.extend(kit.chapters.iter().filter_map(|chapter| Some((None, chapter.intro.as_deref()?))));
    for exercise in &kit.exercises {
        let own = exercise.task.iter().chain(&exercise.hints).chain(exercise.hint_for.values());
        texts.extend(own.chain(&exercise.explain).map(|text| (Some(exercise.line), text.as_str())));
    }
    texts
}

/// The relative targets of `[text](target)`, `![…](target)` and `[name]: target`, each with its
/// line. Code is left out, and so is the place inside a document (`#heading`).
fn links(text: &str) -> Vec<(u32, String)> {
    let mut links = Vec::new();
    let mut fence: Option<usize> = None;
    for (line, number) in text.lines().zip(1_u32..) {
        let ticks = line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            Some(open) if ticks >= open => fence = None,
            Some(_) => {}
            None if ticks >= 3 => fence = Some(ticks),
            None => {
                // Four spaces make code, too.
                if !line.starts_with("    ") {
                    links.extend(in_line(line).into_iter().map(|target| (number, target)));
                }
            }
        }
    }
    links
}

fn in_line(line: &str) -> Vec<String> {
    // Every second piece stands between backticks.
    let plain: String = line.split('`').step_by(2).collect::<Vec<_>>().join("");
    let mut targets: Vec<&str> =
        plain.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let named = plain.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    targets.extend(named.map(|(_, target)| target));
    targets
        .into_iter()
        .filter_map(|target| target.trim().trim_start_matches('<').split(['#', ' ', '>']).next())
        .filter(|target| !target.is_empty() && !target.starts_with('/') && !has_scheme(target))
        .map(|target| target.replace("%20", " "))
        .collect()
}

/// `https://…`, `mailto:…`.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1 && !scheme.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_targets_are_found_and_code_is_left_out() {
        let text = "[a](b.md) ![p](p/q.svg) [w](https://x.org) [h](#here)\n`[c](d.md)` [e](f.md#g)\n\n```text\n[no](no.md)\n```\n    [no](no.md)\n[i]: j.md\n";
        let found = links(text);
        let found: Vec<(u32, &str)> = found.iter().map(|(line, target)| (*line, target.as_str())).collect();
        assert_eq!(found, [(1, "b.md"), (1, "p/q.svg"), (2, "f.md"), (8, "j.md")]);
    }
}
