//! Giving the kit's tests the lines that they have in the learner's file, so that every message
//! about them names lines that the learner sees.

use super::items::Item;
use super::tokens::read;

/// The woven text of the kit's file with its tests at the lines where the learner's copy of them
/// stands, and how many lines lower that is; `None` where that copy is another or is not there. In
/// `woven` nothing is left of the kit's items but the tests.
pub(super) fn aligned(
    woven: &str,
    kit: (&str, &[Item<'_>]),
    learner: (&str, &[Item<'_>]),
) -> Option<(String, i64)> {
    let theirs: Vec<&Item> = learner.1.iter().filter(|item| item.is_for_tests()).collect();
    if theirs.len() != kit.1.len() {
        return None;
    }
    let (first, mine) = (kit.1.first()?, theirs.first()?);
    let (from, to) = (line_of(first, kit.0), line_of(mine, learner.0));
    for (item, copy) in kit.1.iter().zip(&theirs) {
        let is_there = line_of(item, kit.0) + to == line_of(copy, learner.0) + from;
        if !is_there || !lines(item, kit.0).eq(lines(copy, learner.0)) {
            return None;
        }
    }
    let lower = i64::try_from(to).ok()? - i64::try_from(from).ok()?;
    let (head, tests) = woven.split_at(woven.split_inclusive('\n').take(from).map(str::len).sum());
    // Above the tests comments are left, and they have to be whole to be left out.
    let is_nothing = read(head).is_some_and(|trees| trees.is_empty());
    is_nothing.then(|| ("\n".repeat(to) + tests, lower))
}

fn line_of(item: &Item<'_>, source: &str) -> usize {
    source[..item.range.start].matches('\n').count()
}

fn lines<'a>(item: &Item<'_>, source: &'a str) -> impl Iterator<Item = &'a str> {
    source[item.range.clone()].lines().map(str::trim_end)
}
