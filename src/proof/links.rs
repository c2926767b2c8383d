//! Every relative link in the kit's texts leads to a file of the kit.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::files::below;
use super::{Claim, Flaw, Proof};
use crate::kit::project::Project;
use crate::position::line;
use crate::storage::read_file;

pub(super) fn proofs(project: &Project) -> Vec<Proof> {
    let root = fs::canonicalize(&project.dir).unwrap_or_else(|_| project.dir.clone());
    let mut proofs = Vec::new();
    for file in documents(&root) {
        let Ok(Ok(text)) = read_file(&root.join(&file)).map(String::from_utf8) else { continue };
        let folder = root.join(Path::new(&file).parent().unwrap_or(Path::new("")));
        let links = links(&text);
        if links.is_empty() {
            continue;
        }
        let wrong: Vec<Proof> = links
            .into_iter()
            .filter_map(|(line, target)| {
                let flaw = flaw(&root, &folder, &target)?;
                Some(Proof::of_kit(Claim::Links, &file).at(line).failing(flaw))
            })
            .collect();
        proofs.extend(if wrong.is_empty() { vec![Proof::of_kit(Claim::Links, file)] } else { wrong });
    }
    let wrong: Vec<Proof> = texts(project)
        .into_iter()
        .flat_map(|(line, text)| links(text).into_iter().map(move |(_, target)| (line, target)))
        .filter_map(|(line, target)| {
            let proof = Proof::of_kit(Claim::Links, "info.toml").failing(flaw(&root, &root, &target)?);
            Some(Proof { line, ..proof })
        })
        .collect();
    proofs.extend(if wrong.is_empty() { vec![Proof::of_kit(Claim::Links, "info.toml")] } else { wrong });
    proofs
}

/// What is wrong with a link from a folder of the kit. `root` is canonical.
fn flaw(root: &Path, folder: &Path, target: &str) -> Option<Flaw> {
    match fs::canonicalize(folder.join(target)) {
        Err(_) => Some(Flaw::new(
            format!("the link to `{target}` leads nowhere"),
            "mend the path (it counts from this file's folder), or write the file",
        )),
        // Whoever gets the kit does not get what lies beside it.
        Ok(path) if !path.starts_with(root) => Some(Flaw::new(
            format!("the link to `{target}` leads out of the kit"),
            "bring the file into the kit, or link to it on the web",
        )),
        Ok(_) => None,
    }
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
/// line, as paths: without the place inside a document (`#heading`) and without `?raw=1`.
fn links(text: &str) -> Vec<(u32, String)> {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
    // Defined once, wherever they are used.
    let mut found: Vec<(usize, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.span.start, definition.dest.to_string()))
        .collect();
    found.extend(parser.into_offset_iter().filter_map(|(event, place)| match event {
        Event::Start(
            Tag::Link { link_type: LinkType::Inline, dest_url, .. }
            | Tag::Image { link_type: LinkType::Inline, dest_url, .. },
        ) => Some((place.start, dest_url.to_string())),
        _ => None,
    }));
    found.sort();
    found.into_iter().filter_map(|(at, target)| Some((line(text, at), path(&target)?))).collect()
}

/// The path that a target names; `None` where it is on the web, in the same document, or from
/// the root of a site.
fn path(target: &str) -> Option<String> {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let is_path = !target.is_empty() && !target.starts_with('/') && !has_scheme(target);
    is_path.then(|| decoded(target))
}

/// `https://…`, `mailto:…`.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1 && !scheme.contains('/'))
}

/// `%C3%A4` is `ä`. What is no such sign stays as it is.
fn decoded(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits
            .filter(|two| two.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_targets_are_found_and_code_is_left_out() {
        let text = "[a](b.md) ![p](p/q.svg) [w](https://x.org) [h](#here)\n`[c](d.md)` [e](f.md#g)\n\n```text\n[no](no.md)\n```\n    [no](no.md)\n\n[i]: j.md\n";
        let found = links(text);
        let found: Vec<(u32, &str)> = found.iter().map(|(line, target)| (*line, target.as_str())).collect();
        assert_eq!(found, [(1, "b.md"), (1, "p/q.svg"), (2, "f.md"), (9, "j.md")]);
    }

    #[test]
    fn percent_signs_stand_for_bytes() {
        assert_eq!(decoded("a%20%C3%A4.md"), "a ä.md");
        assert_eq!(decoded("100%.md"), "100%.md");
        assert_eq!(decoded("%zz%F"), "%zz%F");
        assert_eq!(decoded("%FF"), "%FF", "no text");
    }
}
