//! Whether a kit's files are there, and inside of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Reader;
use crate::kit::{Kind, Kit, Source, Tests};

impl Reader<'_> {
    pub(super) fn check_files(&mut self, kit: &Kit) {
        let Source::Folder(root) = &kit.source else {
            // The build put them there; looking again would only cost time at each start.
            return;
        };
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.clone());
        for exercise in &kit.exercises {
            let mut wanted = vec![exercise.file()];
            if let Tests::File(path) = &exercise.tests {
                wanted.push(path.clone());
            }
            match exercise.kind {
                Kind::Code | Kind::Witness => {}
                Kind::Answer => wanted.push(exercise.rubric_file()),
                Kind::Predict => wanted.push(exercise.predict_file()),
            }
            for path in wanted {
                let Some((fault, help)) = fault(&root, &path) else { continue };
                let span = self.span_of_name(&exercise.name);
                self.report(format!("`{}` needs {path}, which {fault}", exercise.name), span, help);
            }
        }
        self.check_folders(kit, &root);
    }

    /// The folders of the chapters: inside of the kit, and no kits themselves.
    fn check_folders(&mut self, kit: &Kit, root: &Path) {
        let dirs: BTreeSet<&str> =
            kit.exercises.iter().filter_map(|exercise| exercise.dir.as_deref()).collect();
        for dir in dirs {
            for top in ["exercises", "solutions"] {
                let path = format!("{top}/{dir}");
                let folder = root.join(&path);
                if fs::canonicalize(&folder).is_ok_and(|real| !real.starts_with(root)) {
                    let span = self.span_of_name(dir);
                    let help = "put the folder itself there in the place of the link";
                    self.report(format!("{path} is a link that leads out of the kit"), span, help);
                } else if folder.join("info.toml").exists() {
                    let span = self.span_of_name(dir);
                    let help = "a kit has one info.toml: move the inner kit out of this one";
                    self.report(format!("{path}/info.toml makes a kit inside this kit"), span, help);
                }
            }
        }
    }
}

/// What is wrong with a file of the kit, and what to do.
fn fault(root: &Path, path: &str) -> Option<(&'static str, &'static str)> {
    let whole = root.join(path);
    let Ok(data) = fs::symlink_metadata(&whole) else {
        return Some(("is not there", "create the file, or mend `name` and `dir`"));
    };
    if data.is_file() {
        return None;
    }
    if !data.is_symlink() {
        return Some(("is no file", "create the file, or mend `name` and `dir`"));
    }
    match fs::canonicalize(&whole) {
        Err(_) => Some((
            "is a link that leads nowhere, or in a circle",
            "put the file itself in the place of the link",
        )),
        Ok(real) if !real.starts_with(root) => {
            Some(("is a link that leads out of the kit", "put the file itself in the place of the link"))
        }
        Ok(real) if !real.is_file() => {
            Some(("is a link to something that is no file", "put the file itself in the place of the link"))
        }
        Ok(_) => None,
    }
}
