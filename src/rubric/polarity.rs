//! Whether a claim is affirmed or denied where it stands.

use std::ops::Range;

use super::english;
use super::matching::{Found, Word, text_at};
use super::pattern::Pattern;
use super::text::Kind;

/// A denial reaches this many words to the right.
const REACH: usize = 7;

/// What stands for certainty: "nobody promises that …".
const ASSURANCES: &[&str] = &[
    "guarantee",
    "guarantees",
    "guaranteed",
    "promise",
    "promises",
    "promised",
    "assurance",
    "ensures",
    "ensured",
    "proof",
    "proves",
    "proved",
    "proven",
    "certain",
    "certainty",
    "sure",
];

/// True when an odd number of denials reaches the claim.
pub(super) fn denied(
    words: &[Word],
    piece: &Range<usize>,
    pattern: &Pattern,
    found: &Found,
    in_table: bool,
) -> bool {
    let whole = found.whole();
    if in_table && let Some(said) = ends_in_no(words.get(piece.clone()).unwrap_or_default()) {
        // "dangling: no (borrow checked)": the note says why, and is not denied.
        return whole.start < piece.start + said;
    }
    let before = before(words, piece, &whole);
    let mut denials = before;
    // "Needs no lead neither a whistle": the second "no" only repeats the first.
    let repeats = |at: usize| {
        matches!(text_at(words, at), "neither" | "nor")
            && (whole.start..at).any(|before| {
                words.get(before).is_some_and(|word| word.negator) && found.asks_for(pattern, words, before)
            })
    };
    denials += whole
        .clone()
        .filter(|&at| !repeats(at))
        .filter(|&at| {
            !found.asks_for(pattern, words, at)
                && !words.get(at).is_some_and(|word| word.token.is("non"))
                && denies(words, piece, at)
                && !told_anew(words, at + 1..whole.end)
                // "Who frees it: nobody (automatic)": an answer of one word, which denies nothing behind it.
                && !words.get(at + 1).is_some_and(|next| next.token.is_break())
        })
        .count();
    // "It can not be empty never": many languages say it twice and mean it once.
    denials += usize::from(before == 0 && after(words, piece, whole.end));
    denials % 2 == 1
}

/// "A dog can't fly: the vet says so": a match that is denied, and reaches behind the end of the denied clause, takes
/// words from two statements, and makes neither. A comma ends no clause, see `Sighting::loose`.
pub(super) fn straddles(words: &[Word], piece: &Range<usize>, pattern: &Pattern, found: &Found) -> bool {
    let whole = found.whole();
    let ends = |at: usize| {
        words.get(at).is_some_and(|word| {
            matches!(word.token.text.as_str(), ":" | "–" | "—" | "because") && !leads_on(words, at)
        })
    };
    (whole.start.saturating_sub(REACH).max(piece.start)..whole.end).any(|at| {
        words.get(at).is_some_and(|word| word.negator)
            && !found.asks_for(pattern, words, at)
            && (whole.start.max(at + 1)..whole.end).any(ends)
            && !(at + 1..whole.start).any(ends)
    })
}

/// "…: no", "…: no (they are kept)", "…: not needed": a cell or a note that denies its heading. Returns how many words
/// it denies; what a cell goes on to say is its own.
fn ends_in_no(piece: &[Word]) -> Option<usize> {
    let denies = |word: &Word| matches!(word.token.text.as_str(), "no" | "never" | "not" | "none" | "false");
    let cell = piece.iter().rposition(|word| word.token.is(":")).map(|border| border + 1);
    if let Some(cell) = cell.filter(|cell| piece.get(*cell).is_some_and(denies)) {
        return Some(cell);
    }
    let last = piece.iter().rfind(|word| word.token.is_word())?;
    denies(last).then_some(piece.len())
}

/// Denials to the left, as far as they reach: to the last comma, "because", or "and" with a new verb.
fn before(words: &[Word], piece: &Range<usize>, whole: &Range<usize>) -> usize {
    let mut count = 0;
    for at in (piece.start..whole.start).rev() {
        let Some(word) = words.get(at) else { break };
        let text = word.token.text.as_str();
        if word.token.is_break() && !parenthesis(words, at) && !leads_on(words, at)
            || english::NEGATION_ENDS_AT.contains(&text)
        {
            break;
        }
        // "It can't stop as long as the dog barks": the bark is not denied.
        if text == "as" && text_at(words, at + 1) == "long" && at + 3 <= whole.start {
            break;
        }
        if matches!(text, "it" | "they") && new_statement(words, piece, at) {
            break;
        }
        // "It can't outlive what it borrows": the clause names the thing, and is true.
        if text == "what" && words.get(at + 1).is_some_and(|next| is_pronoun(&next.token.text)) {
            break;
        }
        if matches!(text, "and" | "plus")
            && (words.get(at + 1).is_some_and(|next| begins_statement(&next.token.text))
                || has_verb(words, at + 1..whole.start))
        {
            break;
        }
        // "non null and valid" denies the one word only.
        let reaches = text != "non" || at + 1 == whole.start;
        // "neither … nor": one denial in two words.
        let reaches = reaches
            && !(text == "neither"
                && (at..whole.end).any(|next| words.get(next).is_some_and(|word| word.token.is("nor"))));
        let near = whole.start - at <= REACH || reaches_far(words, at);
        if reaches && near && denies(words, piece, at) && !relative(words, at, whole.start) {
            count += 1;
        }
    }
    count
}

/// "It isn't moved anywhere: it is destroyed", where both belong to one claim: behind the colon begins another
/// statement, which is not denied.
fn told_anew(words: &[Word], behind: Range<usize>) -> bool {
    behind.clone().any(|at| {
        words.get(at).is_some_and(|word| word.token.is(":") || word.token.is_break())
            && at + 2 < behind.end
            && is_pronoun(text_at(words, at + 1))
            && english::VERBS_OF_STRUCTURE.contains(&text_at(words, at + 2))
    })
}

/// "It is untrue that …", "nor does it …", "no guarantee that …": these reach to the end of the statement.
fn reaches_far(words: &[Word], at: usize) -> bool {
    let text = |at: usize| text_at(words, at);
    match text(at) {
        "nor" | "neither" => english::STANDS_FOR_VERB.contains(&text(at + 1)),
        "not" => matches!(text(at + 1), "true" | "so" | "right" | "correct") && text(at + 2) == "that",
        _ => judged_untrue(words, at) || uncertain(words, at),
    }
}

/// "No guarantee that …", "nobody promises that …", "not certain whether …": what follows is not claimed.
fn uncertain(words: &[Word], at: usize) -> bool {
    /// "not at all certain that", "nobody can ever promise that".
    const BETWEEN: usize = 3;
    let assured = (at + 1..at + 1 + BETWEEN)
        .find(|&next| words.get(next).is_some_and(|word| ASSURANCES.contains(&word.token.text.as_str())));
    assured.is_some_and(|assured| matches!(text_at(words, assured + 1), "that" | "whether" | "if"))
}

/// "False that …", "wrong to say that …": a judgement on what follows.
fn judged_untrue(words: &[Word], at: usize) -> bool {
    let text = |at: usize| text_at(words, at);
    matches!(text(at), "untrue" | "false" | "wrong" | "incorrect")
        && (text(at + 1) == "that"
            || text(at + 1) == "to" && matches!(text(at + 2), "say" | "think" | "believe"))
}

/// "What it can never be: null": a colon right after little words announces what they are about.
fn leads_on(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.token.is(":"))
        && at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| {
            english::BE.contains(&word.token.text.as_str())
                || matches!(word.token.text.as_str(), "these" | "following" | "things" | "do" | "have")
        })
}

/// "What isn't used is freed", "those that don't fit are kept": the denial ends with the relative clause.
fn relative(words: &[Word], negator: usize, claim: usize) -> bool {
    let verb = |at: usize| {
        words.get(at).is_some_and(|word| english::VERBS_OF_STRUCTURE.contains(&word.token.text.as_str()))
    };
    let opens = (negator.saturating_sub(2)..negator).any(|at| {
        words
            .get(at)
            .is_some_and(|word| matches!(word.token.text.as_str(), "that" | "which" | "who" | "what"))
    });
    opens && (negator + 2..claim).any(|at| verb(at) && words.get(at - 1).is_some_and(|word| !word.function))
}

/// "If you don't call free it is leaked": a pronoun with its verb right behind a word of content begins anew; behind
/// "think" and "say" it doesn't.
fn new_statement(words: &[Word], piece: &Range<usize>, pronoun: usize) -> bool {
    let verb = words
        .get(pronoun + 1)
        .is_some_and(|next| english::VERBS_OF_STRUCTURE.contains(&next.token.text.as_str()));
    let before = pronoun.checked_sub(1).filter(|at| piece.contains(at)).and_then(|at| words.get(at));
    verb && before.is_some_and(|word| {
        word.token.is_word()
            && !word.function
            && !word.negator
            && !matches!(
                word.token.stem.as_str(),
                "think" | "mean" | "say" | "believ" | "know" | "guess" | "matter"
            )
    })
}

/// "not (ever) null": a bracket right after the negator doesn't end its reach; after "nobody (" it does, and so it
/// does where nothing follows the bracket: "cats can't (in wild woods)".
fn parenthesis(words: &[Word], at: usize) -> bool {
    let says_more = |at: usize| {
        let behind = words.get(at..).unwrap_or_default().iter().skip_while(|word| !word.token.is(")"));
        behind.skip(1).take_while(|word| !word.token.is_break()).any(|word| word.token.is_word())
    };
    words.get(at).is_some_and(|word| word.token.is(")") || word.token.is("(") && says_more(at))
        && at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| {
            word.negator && matches!(word.token.text.as_str(), "not" | "never" | "cannot" | "no")
        })
}

/// "No such rule, and reading it is unsafe": a verb of its own makes it another statement.
fn has_verb(words: &[Word], range: Range<usize>) -> bool {
    words
        .get(range)
        .unwrap_or_default()
        .iter()
        .any(|word| english::VERBS_OF_STRUCTURE.contains(&word.token.text.as_str()))
}

fn is_pronoun(text: &str) -> bool {
    matches!(text, "it" | "they" | "i" | "you" | "we" | "he" | "she")
}

fn begins_statement(text: &str) -> bool {
    english::VERBS_OF_STRUCTURE.contains(&text)
        || english::PRONOUNS.contains(&text)
        || matches!(
            text,
            "always"
                | "therefore"
                | "then"
                | "also"
                | "instead"
                | "only"
                | "you"
                | "i"
                | "we"
                | "must"
                | "needs"
                | "need"
                | "even"
                | "the"
                | "a"
                | "an"
        )
}

/// "I can't forget it" denies; "don't forget it" and "you must not miss it" don't.
fn cannot_slip(words: &[Word], at: usize) -> bool {
    let able = at.checked_sub(1).is_some_and(|before| {
        matches!(text_at(words, before), "can" | "could" | "may" | "might" | "able" | "will" | "would")
    });
    able && matches!(text_at(words, at + 1), "forget" | "miss")
}

/// Whether the word at hand denies what follows: "not", but neither "not only" nor "not … until".
fn denies(words: &[Word], piece: &Range<usize>, at: usize) -> bool {
    let Some(word) = words.get(at).filter(|word| word.negator) else {
        return false;
    };
    let text = |at: usize| text_at(words, at);
    if english::NEGATION_CANCELLED_BY.contains(&text(at + 1))
        && !cannot_slip(words, at)
        && !uncertain(words, at)
    {
        return false;
    }
    if judged_untrue(words, at) {
        return true;
    }
    // "Wrong" and "false" deny a claim only as a judgement on it, see `after`.
    if english::DENIALS_AFTER.contains(&word.token.text.as_str())
        && !matches!(word.token.text.as_str(), "impossible" | "forbidden")
    {
        return false;
    }
    let limited =
        (at + 1..(at + REACH).min(piece.end)).any(|next| english::NEGATION_LIMITED_BY.contains(&text(next)));
    // "No lead without a dog": there is a dog on every lead.
    let no_without = word.token.is("no") && (at + 2..at + 4).any(|next| text(next) == "without");
    !limited && !no_without
}

/// "… is not possible", "… is forbidden", "…: no", "… isn't".
fn after(words: &[Word], piece: &Range<usize>, end: usize) -> bool {
    let text = |at: usize| text_at(words, at);
    let mut at = end;
    let mut steps = 0;
    while at < piece.end && steps < 4 {
        let Some(word) = words.get(at) else { return false };
        let here = word.token.text.as_str();
        if english::DENIALS_AFTER.contains(&here) {
            return true;
        }
        if word.negator && matches!(here, "not" | "no" | "never" | "nope") {
            let next = text(at + 1);
            let nothing_follows =
                at + 1 >= piece.end || words.get(at + 1).is_some_and(|word| word.token.is_break());
            let judged = matches!(
                next,
                "possible"
                    | "allowed"
                    | "permitted"
                    | "ok"
                    | "okay"
                    | "legal"
                    | "needed"
                    | "necessary"
                    | "required"
                    | "true"
                    | "supported"
                    | "promised"
                    | "guaranteed"
                    | "the"
                    | "an"
                    | "done"
                    | "an option"
            );
            return nothing_follows
                || (judged && next != "the" && next != "an")
                || (next == "an" && text(at + 2) == "option")
                || (next == "the" && text(at + 2) == "case");
        }
        let passes = english::BE.contains(&here)
            || word.token.kind == Kind::Sign
            || matches!(
                here,
                ":" | "="
                    | "("
                    | "does"
                    | "do"
                    | "has"
                    | "can"
                    | "will"
                    | "would"
                    | "it"
                    | "that"
                    | "this"
                    | "simply"
                    | "just"
                    | "a"
            );
        if !passes {
            return false;
        }
        at += 1;
        steps += 1;
    }
    false
}
