//! The chapters, and that each exercise is in one of them.

use std::collections::hash_map::Entry;

use toml::Spanned;

use super::Reader;
use crate::kit::keys::{Chapter2, Exercise2};
use crate::kit::{Chapter, names};

impl Reader<'_> {
    /// The chapters, and whether none was left out for want of a folder.
    pub(super) fn chapters(&mut self, chapters: Vec<Spanned<Chapter2>>) -> (Vec<Chapter>, bool) {
        let mut kept = Vec::new();
        let mut are_all = true;
        for chapter in chapters {
            let entry = chapter.span();
            let chapter = chapter.into_inner();
            let title = self.needed(chapter.title, "title", &entry);
            let Some(dir) = self.needed(chapter.dir, "dir", &entry) else {
                are_all = false;
                continue;
            };
            self.check_plain(&dir, "a folder name");
            if !self.check_folder(&dir) {
                let message = format!("two chapters have the folder `{}`", dir.get_ref());
                self.report(message, dir.span(), "give each chapter a folder of its own");
            }
            let dir = dir.into_inner();
            kept.push(Chapter { title: title.unwrap_or_else(|| dir.clone()), dir, intro: chapter.intro });
        }
        (kept, are_all)
    }

    pub(super) fn check_chapter(&mut self, exercise: &Exercise2, chapters: &[Chapter], are_all: bool) {
        let Some(dir) = &exercise.dir else { return };
        self.check_plain(dir, "a folder name");
        if chapters.is_empty() {
            self.check_folder(dir);
            return;
        }
        let known = chapters.iter().map(|chapter| chapter.dir.as_str());
        if are_all && !known.clone().any(|known| known == dir.get_ref()) {
            let help = match names::near_folder(dir.get_ref(), known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add a [[chapters]] entry with this dir".into(),
            };
            let message = format!("no chapter has the folder `{}`", dir.get_ref());
            self.report(message, dir.span(), help);
        }
    }

    /// Whether a folder is named for the first time. One that differs from another in capital letters only is
    /// reported: two folders on one system are one on the next.
    fn check_folder(&mut self, dir: &Spanned<String>) -> bool {
        let other = match self.folders.entry(dir.get_ref().to_lowercase()) {
            Entry::Vacant(free) => {
                free.insert(dir.get_ref().clone());
                return true;
            }
            Entry::Occupied(known) if known.get() == dir.get_ref() => return false,
            Entry::Occupied(known) => known.get().clone(),
        };
        let message =
            format!("the folder `{}` differs from `{other}` only in capital letters", dir.get_ref());
        self.report(message, dir.span(), "they are one folder on macOS and Windows: write it in one way");
        true
    }
}
