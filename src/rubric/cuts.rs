//! Where a sentence is cut: at contrasts, corrections, relative clauses, and between two subjects' statements.

use std::ops::Range;

use super::clause::relative_to;
use super::english;
use super::matching::{Word, text_at};
use super::mentions::{Mention, Role, in_brackets};
use super::phrases;
use super::places::{Place, border_before};
use super::text::Kind;

/// Cuts a sentence where a contrast begins, where the writer corrects, and between two subjects.
pub(super) fn cut(
    words: &[Word],
    mentions: &[Mention],
    places: &[Place],
    summaries: Vec<usize>,
) -> Vec<Range<usize>> {
    let mut cuts = summaries;
    cuts.extend(places.iter().filter_map(|place| border_before(words, place.at)));
    for (at, word) in words.iter().enumerate().skip(1) {
        let before = text_at(words, at - 1);
        let next = text_at(words, at + 1);
        let text = word.token.text.as_str();
        let contrast = english::CONTRASTS.contains(&text)
            && !(text == "instead" && next == "of")
            && !(text == "yet" && before == "not")
            // "nobody but the owner"
            && !(text == "but" && excepts(words, at));
        // "…, none of which is true of a reference"
        let sums_up = before == ","
            && (matches!(text, "neither" | "both")
                || (matches!(text, "none" | "nothing" | "all") && next == "of"));
        if contrast
            || sums_up
            || (word.token.kind == Kind::Soft
                && phrases::CORRECTS.stand_in(words, &(at + 1..(at + 4).min(words.len()))))
        {
            cuts.push(at);
        }
    }
    for at in (0..words.len()).filter(|&at| relative_to(words, mentions, at).is_some()) {
        cuts.push(at);
        cuts.extend(
            (at..words.len()).find(|&end| words.get(end).is_some_and(|word| word.token.kind == Kind::Soft)),
        );
    }
    let topics: Vec<&Mention> = mentions.iter().filter(|mention| mention.role == Role::Topic).collect();
    // "Walked every day (dog), independent (cat)": each name stands behind what is said of it.
    if topics.iter().all(|mention| in_brackets(words, &mention.range)) {
        cuts.extend(topics.iter().map(|mention| mention.range.end + 1));
        return cut_at(cuts, words.len());
    }
    for pair in topics.windows(2) {
        let [one, other] = pair else { continue };
        // A cut that is there already may leave the second name behind a comma: "… but an alias, a pointer is …".
        let last_cut =
            cuts.iter().copied().filter(|cut| (one.range.end..=other.range.start).contains(cut)).max();
        match last_cut {
            None => cuts.extend(border(words, &(one.range.end..other.range.start))),
            Some(cut) if cut + 1 < other.range.start => {
                cuts.extend(border_close(words, &(cut + 1..other.range.start)));
            }
            Some(_) => {}
        }
    }
    cut_at(cuts, words.len())
}

fn cut_at(mut cuts: Vec<usize>, length: usize) -> Vec<Range<usize>> {
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::new();
    let mut begin = 0;
    for cut in cuts.into_iter().chain([length]) {
        if cut > begin {
            out.push(begin..cut);
            begin = cut;
        }
    }
    out
}

/// "Nobody … but", "nothing but": what follows is excepted, not contrasted.
fn excepts(words: &[Word], but: usize) -> bool {
    (but.saturating_sub(3)..but).any(|at| {
        words.get(at).is_some_and(|word| {
            matches!(word.token.text.as_str(), "nobody" | "nothing" | "anything" | "none")
        })
    })
}

/// Whether a smaller break stands at `at`, between two names. "Automatic storage (stack) ends", "any size → heap": these
/// before a name open no statement.
fn divides(words: &[Word], between: &Range<usize>, at: usize) -> bool {
    words.get(at).is_some_and(|word| word.token.kind == Kind::Soft)
        && (!matches!(text_at(words, at), "(" | "→") || at + 1 < between.end)
}

/// Whether a conjunction stands at `at`.
fn joins(words: &[Word], at: usize) -> bool {
    english::COORDINATORS.contains(&text_at(words, at))
}

/// The likeliest border between two subjects' statements: a break close before the second name; else a comma with a
/// conjunction; else a conjunction; else the last comma. None of them: it is one statement.
fn border(words: &[Word], between: &Range<usize>) -> Option<usize> {
    let soft = |at: usize| divides(words, between, at);
    let joins = |at: usize| joins(words, at);
    let candidates = || between.clone().rev();
    border_close(words, between)
        .or_else(|| candidates().find(|&at| soft(at) && at + 1 < between.end && joins(at + 1)))
        .or_else(|| {
            // "The stack is small and emptied on return, the objects are on the heap": the comma divides.
            let join = candidates().find(|&at| joins(at))?;
            let comma = candidates().find(|&at| soft(at)).filter(|comma| *comma > join + 3);
            Some(comma.unwrap_or(join))
        })
        .or_else(|| candidates().find(|&at| soft(at)))
}

/// A border close before a name, with no verb between: "…, and on the heap", "…; data on the heap".
fn border_close(words: &[Word], between: &Range<usize>) -> Option<usize> {
    let word = |at: usize| text_at(words, at);
    let soft = |at: usize| divides(words, between, at);
    let joins = |at: usize| joins(words, at);
    let subordinates = |at: usize| english::SUBORDINATORS.contains(&word(at));
    let mut at = between.end;
    for _ in 0..5 {
        if at == between.start {
            break;
        }
        at -= 1;
        if english::VERBS_OF_STRUCTURE.contains(&word(at)) {
            break;
        }
        if soft(at) || joins(at) || subordinates(at) {
            let with_comma = at > between.start && soft(at - 1);
            let prepositional = matches!(word(at), "for" | "with" | "as") && !with_comma;
            if prepositional && at > between.start && !soft(at - 1) && !joins(at - 1) {
                continue;
            }
            return Some(if with_comma || (at > between.start && joins(at - 1)) { at - 1 } else { at });
        }
    }
    None
}
