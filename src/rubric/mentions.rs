//! Where subjects are named, and whether the sentence is about them or only compares with them.

use std::ops::Range;

use super::clause::{Pair, Topic};
use super::compile::Compiled;
use super::english;
use super::matching::{Word, name_at, text_at};
use super::text::Kind;

/// One naming of a subject, or of several at once.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    pub(super) topic: Topic,
    pub(super) role: Role,
    /// By its own name, not by a sign or "the latter".
    pub(super) by_name: bool,
}

/// Whether nothing else stands in the brackets around it.
pub(super) fn in_brackets(words: &[Word], range: &Range<usize>) -> bool {
    let is = |at: Option<usize>, sign: &str| {
        at.and_then(|at| words.get(at)).is_some_and(|word| word.token.is(sign))
    };
    is(range.start.checked_sub(1), "(") && is(Some(range.end), ")")
}

/// What a mention does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What is said is said of it.
    Topic,
    /// "slower than the heap", "like a pointer".
    Compared,
    /// "unlike the heap": what is said is denied of it.
    Unlike,
    /// "a reference is a pointer that …".
    Described,
}

/// All mentions of a sentence. `under_heading`: signs don't count, the heading says what it is about.
/// `in_code`: all of them count.
pub(super) fn mentions(
    rubric: &Compiled,
    words: &[Word],
    under_heading: bool,
    in_code: bool,
    pair: &mut Pair,
) -> Vec<Mention> {
    let mut found = named(rubric, words, pair);
    if !under_heading {
        let first = found.is_empty();
        for sign in signs(rubric, words) {
            // "The cat's paws dig": of two signs in one statement, the first says what it is about.
            let others: Vec<Mention> =
                found.iter().filter(|other| !first || other.topic != sign.topic).cloned().collect();
            if others.is_empty() || in_code || speaks_for_itself(words, &sign, &others) {
                found.push(sign);
            }
        }
        found.sort_by_key(|mention| mention.range.start);
    }
    for at in 0..found.len() {
        let before = at.checked_sub(1).and_then(|at| found.get(at)).map(|mention| mention.range.end);
        if let Some(range) = found.get(at).map(|mention| mention.range.clone()) {
            let role = role(words, &range, before);
            if let Some(mention) = found.get_mut(at) {
                mention.role = role;
            }
        }
    }
    join(words, found)
}

fn named(rubric: &Compiled, words: &[Word], pair: &mut Pair) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words.get(at).is_some_and(|word| word.no_subject) {
            at += 1;
            continue;
        }
        let name = rubric
            .subjects
            .iter()
            .enumerate()
            .filter_map(|(subject, names)| Some((name_at(&names.names, words, at)?, subject)))
            .max();
        if let Some((length, _)) = name.filter(|(length, _)| *length == 1 && is_verb(words, at)) {
            at += length;
            continue;
        }
        if let Some((length, subject)) = name {
            out.push(Mention {
                range: at..at + length,
                topic: Topic::One(subject),
                role: Role::Topic,
                by_name: true,
            });
            if pair.1 != Some(subject) {
                *pair = (pair.1, Some(subject));
            }
            at += length;
            continue;
        }
        if let Some(subject) = back_reference(rubric, words, at, out.last(), *pair) {
            out.push(Mention {
                range: at..at + 1,
                topic: Topic::One(subject),
                role: Role::Topic,
                by_name: false,
            });
        }
        at += 1;
    }
    out
}

/// "It references the value": between a pronoun and an article stands a verb, whatever noun it looks like.
fn is_verb(words: &[Word], at: usize) -> bool {
    let text = |at: usize| text_at(words, at);
    text(at).ends_with('s')
        && at.checked_sub(1).is_some_and(|before| matches!(text(before), "it" | "which" | "that" | "who"))
        && english::DETERMINERS.contains(&text(at + 1))
}

/// "the former", "the latter", "the other".
fn back_reference(
    rubric: &Compiled,
    words: &[Word],
    at: usize,
    last: Option<&Mention>,
    pair: Pair,
) -> Option<usize> {
    let word = |at: usize| text_at(words, at);
    if at == 0 || word(at - 1) != "the" {
        return None;
    }
    let two = rubric.subjects.len() == 2;
    let kind = |at: usize| {
        words.get(at).is_none_or(|next| next.function || next.token.is_break())
            || matches!(word(at), "type" | "area" | "region" | "place" | "variety" | "memory" | "form")
    };
    let unnamed = pair == (None, None) && two;
    match word(at) {
        // Before any is named, the order is that of the question, which is the rubric's.
        "former" => pair.0.or_else(|| unnamed.then_some(0)),
        "latter" => pair.1.or_else(|| unnamed.then_some(1)),
        // "The first one … The second one …", where one of them may not have been named yet.
        // "In the first place" names nothing.
        "first" if word(at + 1) == "place" && at > 1 && word(at - 2) == "in" => None,
        "first" if kind(at + 1) => pair.0.or(pair.1),
        "second" if kind(at + 1) => match pair {
            (None, Some(first)) if two => Some(1 - first.min(1)),
            (first, second) => first.and(second),
        },
        // "from one to the other" speaks of something else.
        "other" if (at.saturating_sub(5)..at).any(|before| word(before) == "one") => None,
        // "on the other hand", "the other way round", "the other variable" name nothing.
        "other" if kind(at + 1) => {
            let current = match last.map(|mention| mention.topic) {
                Some(Topic::One(subject)) => subject,
                _ => pair.1?,
            };
            two.then(|| 1 - current.min(1))
        }
        _ => None,
    }
}

fn signs(rubric: &Compiled, words: &[Word]) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let sign = rubric
            .subjects
            .iter()
            .enumerate()
            .filter_map(|(subject, names)| Some((name_at(&names.signs, words, at)?, subject)))
            .max();
        let denied =
            (at.saturating_sub(3)..at).any(|before| words.get(before).is_some_and(|word| word.negator));
        match sign {
            Some((length, subject)) if !denied && !words.get(at).is_some_and(|word| word.no_subject) => {
                out.push(Mention {
                    range: at..at + length,
                    topic: Topic::One(subject),
                    role: Role::Topic,
                    by_name: false,
                });
                at += length;
            }
            _ => at += 1,
        }
    }
    out
}

/// Beside names, a sign counts only as the subject of a statement of its own: "locals vanish on return, objects stay on
/// the heap". In "local variables live on the heap" it is no more than a word.
fn speaks_for_itself(words: &[Word], sign: &Mention, named: &[Mention]) -> bool {
    if in_brackets(words, &sign.range) {
        return true;
    }
    let joins = |word: &Word| matches!(word.token.text.as_str(), "," | "and" | "but" | "while" | "whereas");
    let separates =
        |at: usize| words.get(at).is_some_and(|word| word.token.kind == Kind::Soft || joins(word));
    let little = |at: usize| words.get(at).is_some_and(|word| word.function && !separates(at));
    let mut start = sign.range.start;
    while start > 0 && sign.range.start - start < 2 && (little(start - 1) || !separates(start - 1)) {
        start -= 1;
    }
    let opens = start == 0 || separates(start - 1);
    let apart = |mention: &Mention| {
        let between = if mention.range.start > sign.range.start {
            sign.range.end..mention.range.start
        } else {
            mention.range.end..sign.range.start
        };
        // "The dog: barking" says it of the dog.
        between.into_iter().any(|at| words.get(at).is_some_and(joins))
    };
    opens && named.iter().all(|mention| mention.topic != sign.topic && apart(mention))
}

/// Looks at the few words before a name. `before`: where the mention before it ends.
fn role(words: &[Word], range: &Range<usize>, before: Option<usize>) -> Role {
    /// "than a plain raw pointer": so many words may stand between.
    const REACH: usize = 4;
    let word = |at: usize| text_at(words, at);
    let mut at = range.start;
    for step in 0..=REACH {
        let Some(previous) = at.checked_sub(1) else { break };
        at = previous;
        let text = word(at);
        if text == "=" && before.is_some() {
            // "reference = safe pointer"
            return Role::Described;
        }
        if words.get(at).is_some_and(|word| word.token.kind == Kind::Soft || word.token.kind == Kind::Hard)
            || before == Some(at + 1)
            || english::CONTRASTS.contains(&text) && !english::COMPARES.contains(&text) && text != "instead"
        {
            break;
        }
        let two = at.checked_sub(1).map(|first| (word(first), text));
        if english::COMPARES.contains(&text)
            || two.is_some_and(|two| english::COMPARES_TWO.contains(&two))
            || (text == "as" && step <= 2 && has_as_before(words, at))
        {
            let unlike = english::CONTRASTS_WITH.contains(&text)
                || two.is_some_and(|(first, _)| english::CONTRASTS_WITH.contains(&first));
            return if unlike { Role::Unlike } else { Role::Compared };
        }
        let inverted = at.checked_sub(1).is_some_and(|first| matches!(word(first), "neither" | "nor" | "so"));
        if inverted {
            // "and neither are pointers"
            break;
        }
        if english::BE.contains(&text) {
            let first = at.checked_sub(1).map_or("", word);
            // "It's the dog that must be walked", "it is the cat you never need to lead".
            let cleft = first == "it"
                && word(range.start.saturating_sub(1)) == "the"
                && matches!(word(range.end), "that" | "which" | "who" | "one" | "you" | "we" | "i");
            if cleft {
                return Role::Topic;
            }
            let pronoun = english::PRONOUNS.contains(&first);
            return if pronoun || before.is_some() { Role::Described } else { Role::Topic };
        }
        if matches!(text, "on" | "in" | "into" | "onto") && step <= 2 && not_placed(words, at) {
            return Role::Unlike;
        }
        let place = matches!(
            text,
            "on" | "in"
                | "at"
                | "to"
                | "from"
                | "by"
                | "of"
                | "with"
                | "for"
                | "into"
                | "onto"
                | "and"
                | "or"
                | "while"
        );
        let content = words.get(at).is_some_and(|word| !word.function);
        if place || (content && step > 1) {
            break;
        }
    }
    Role::Topic
}

/// "It can't be on the stack", "they must not go in there": what is said is said of the others.
fn not_placed(words: &[Word], preposition: usize) -> bool {
    let word = |at: usize| text_at(words, at);
    let places = |text: &str| {
        english::BE.contains(&text)
            || matches!(
                text,
                "live" | "go" | "stay" | "sit" | "put" | "kept" | "stored" | "placed" | "fit" | "made"
            )
    };
    let mut at = preposition;
    let mut placed = false;
    while at > 0 && preposition - at < 4 {
        at -= 1;
        match word(at) {
            "not" | "never" | "cannot" => return placed,
            text if places(text) => placed = true,
            _ => return false,
        }
    }
    false
}

/// "as fast as the heap": the second "as" compares; a single one ("implemented as") may not.
fn has_as_before(words: &[Word], at: usize) -> bool {
    (at.saturating_sub(4)..at).any(|before| words.get(before).is_some_and(|word| word.token.text == "as"))
}

/// "the stack and the heap", "stack, heap", "neither references nor pointers": one mention of all.
fn join(words: &[Word], found: Vec<Mention>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for mention in found {
        let together = out.last().is_some_and(|last| {
            last.topic != mention.topic
                && last.role == mention.role
                && coordinated(words, last.range.end..mention.range.start, mention.range.end)
        });
        match out.last_mut() {
            Some(last) if together => {
                last.range.end = mention.range.end;
                last.topic = Topic::All;
            }
            _ => out.push(mention),
        }
    }
    out
}

fn coordinated(words: &[Word], between: Range<usize>, end: usize) -> bool {
    let Some(inner) = words.get(between) else { return false };
    let joined =
        inner.iter().any(|word| matches!(word.token.text.as_str(), "and" | "or" | "nor" | "vs" | "versus"));
    let small = inner.iter().all(|word| {
        matches!(
            word.token.text.as_str(),
            "," | "and" | "or" | "nor" | "vs" | "versus" | "the" | "a" | "an" | "both" | "of" | "*"
        )
    });
    // "…on the stack, heap blocks …" begins a new statement; "stack, heap, automatic" is a list.
    let listed = inner.is_empty()
        || words.get(end).is_none_or(|next| next.token.text == "," || next.token.kind == Kind::Hard);
    small && (joined || listed)
}
