//! From sentences to pieces, each about one subject: the last one named, unless it names its own.

use std::ops::Range;

use super::compile::Compiled;
use super::cuts::cut;
use super::english;
use super::frames;
use super::labels;
use super::layout::{Sentence, Style};
use super::matching::{Word, name_at, text_at};
use super::mentions::{Mention, Role, mentions};
use super::phrases;
use super::places::places;
use super::text::{Kind, Token};

/// What a piece is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Nothing has been named yet.
    Unknown,
    One(usize),
    /// "both", "neither", "the stack and the heap".
    All,
}

/// A stretch of a sentence about one subject.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) topic: Topic,
    /// It names its subject itself.
    pub(super) named: bool,
    /// A subject that it says to be different: "unlike the heap".
    pub(super) unlike: Option<usize>,
    /// It tells what others say.
    pub(super) reported: bool,
    /// It takes back what was said before it.
    pub(super) corrects: bool,
    /// It speaks of another world than the question: "in Python …".
    pub(super) abroad: bool,
    /// "It isn't true that …" stands before it.
    pub(super) denied: bool,
}

/// A sentence with its pieces.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub(super) words: Vec<Word>,
    pub(super) pieces: Vec<Piece>,
    pub(super) mentions: Vec<Mention>,
    pub(super) style: Style,
    /// One piece, with a label before it that holds for it: "size: …".
    pub(super) labelled: bool,
}

/// What is carried from one sentence to the next.
#[derive(Debug)]
struct Memory {
    current: Topic,
    /// What a list is about, named in the line above it.
    section: Topic,
    in_list: bool,
    /// The last two different subjects: "the former", "the latter".
    pair: Pair,
    /// What the notes of this line are about: "size: …".
    label: Vec<Word>,
    /// The label is a question, and holds beyond its line.
    asked: bool,
    /// How many subjects the rubric has.
    subjects: usize,
    /// Names that code has given: after `let cat = …`, `cat` is what that line shows.
    variables: Vec<(String, usize)>,
}

/// The last two different subjects, the older one first.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// All sentences of an answer, in pieces.
pub(super) fn passages(rubric: &Compiled, sentences: Vec<Sentence>) -> Vec<Passage> {
    let mut memory = Memory {
        current: Topic::Unknown,
        section: Topic::Unknown,
        in_list: false,
        pair: (None, None),
        label: Vec::new(),
        asked: false,
        subjects: rubric.subjects.len(),
        variables: Vec::new(),
    };
    let mut out = Vec::new();
    for sentence in sentences {
        let opens_line = sentence.opens_line;
        let passage = passage(rubric, sentence, &mut memory);
        let own = labels::label(&passage.words, &passage.mentions);
        if let Some(end) = own {
            memory.label = passage.words.get(..end).unwrap_or_default().to_vec();
        } else if opens_line && !memory.asked || !is_note(&passage) {
            memory.label.clear();
        }
        memory.asked =
            passage.words.last().is_some_and(|last| last.token.is("?")) || memory.asked && own.is_none();
        out.extend(labels::labelled(passage, &memory.label, own.unwrap_or(0)));
    }
    frames::tie_back(&mut out);
    out
}

/// Whether a subject is named within the first few words, and no verb makes a statement of its own.
fn is_note(passage: &Passage) -> bool {
    let verb = |word: &Word| english::VERBS_OF_STRUCTURE.contains(&word.token.text.as_str());
    passage.mentions.first().is_some_and(|mention| mention.range.start < 4) && !passage.words.iter().any(verb)
}

fn passage(rubric: &Compiled, sentence: Sentence, memory: &mut Memory) -> Passage {
    let sentence_kind = (sentence.style, sentence.is_code);
    let mut tokens = sentence.tokens;
    for at in 1..tokens.len() {
        if frames::is_than(&tokens, at)
            && let Some(token) = tokens.get_mut(at)
        {
            (token.text, token.stem) = ("than".into(), "than".into());
        }
    }
    let mut words = known_words(rubric, tokens);
    let listed = sentence.style == Style::List;
    if sentence.opens_line {
        if listed {
            if !memory.in_list {
                memory.section = memory.current;
            }
            memory.current = memory.section;
        } else if sentence.style == Style::Heading {
            memory.current = Topic::Unknown;
            memory.section = Topic::Unknown;
        }
        memory.in_list = listed;
    }
    let under_heading = listed && memory.section != Topic::Unknown;
    let denied_from = frames::denial_of_all(&mut words);
    let mut found = mentions(rubric, &words, under_heading, sentence.is_code, &mut memory.pair);
    if under_heading && found.is_empty() {
        // A list inside a list: its own heading may be a sign.
        let signs = mentions(rubric, &words, false, sentence.is_code, &mut memory.pair);
        if is_title(&words, &signs) {
            found = signs;
        }
    }
    let summaries = frames::summaries_inside(&words, &found);
    for at in summaries.iter().map(|at| at + 1).chain([0]) {
        if let Some(name) = frames::summary(&words, &found, at).and_then(|name| found.get_mut(name)) {
            name.role = Role::Topic;
        }
    }
    let places = places(rubric, &words);
    if sentence.is_code {
        found = shown(&words, found, memory);
    }
    if found.is_empty() {
        memory.current = without_name(&words, &sentence_kind, memory);
    }
    // A cell says one thing of one subject, however often its row and column name it.
    let whole = sentence.style == Style::Table && same_subject(&found);
    let ranges = if whole {
        std::iter::once(0..words.len()).collect()
    } else {
        cut(&words, &found, &places, summaries)
    };
    let mut pieces = Vec::new();
    let mut unlike = None;
    // A place at the start of a sentence holds for all of it; a later one for its own piece.
    let opening = places.iter().find(|place| place.at == 0 && place.wide).is_some_and(|place| place.abroad);
    for range in ranges {
        let mut piece = piece(&words, &found, range, memory);
        piece.abroad = places
            .iter()
            .rfind(|place| piece.range.contains(&place.at))
            .map_or(opening, |place| place.abroad);
        piece.denied = denied_from.is_some_and(|end| frames::reached(&words, &piece, end));
        // "Unlike a dog, which …, a cat …": the contrast waits for the statement.
        if piece.named {
            piece.unlike = piece.unlike.or(unlike.take());
        } else {
            unlike = piece.unlike.or(unlike);
        }
        piece.reported |= sentence.struck;
        pieces.push(piece);
    }
    look_ahead(&mut pieces);
    if sentence.is_code {
        declare(&words, &pieces, memory);
    }
    if sentence.opens_line && is_title(&words, &found) {
        memory.section = memory.current;
    }
    Passage { words, pieces, mentions: found, style: sentence.style, labelled: false }
}

/// The tokens with what the rubric knows about them.
fn known_words(rubric: &Compiled, tokens: Vec<Token>) -> Vec<Word> {
    let known = |token: Token| Word {
        lexes: rubric.lexicon.look_up(&token),
        function: token.is_word() && english::is_function_word(&token.text),
        negator: token.is_word() && english::is_negator(&token.text),
        no_subject: false,
        token,
    };
    let mut words: Vec<Word> = tokens.into_iter().map(known).collect();
    mark_no_subjects(rubric, &mut words);
    words
}

/// Whether a subject's name stands among the tokens.
pub(super) fn names_subject(rubric: &Compiled, tokens: &[Token]) -> bool {
    let words = known_words(rubric, tokens.to_vec());
    let named = |at: usize| {
        !words.get(at).is_some_and(|word| word.no_subject)
            && rubric.subjects.iter().any(|subject| {
                [&subject.names, &subject.signs].into_iter().any(|names| name_at(names, &words, at).is_some())
            })
    };
    (0..words.len()).any(named)
}

/// Whether all mentions are of one subject.
fn same_subject(mentions: &[Mention]) -> bool {
    let mut topics = mentions.iter().map(|mention| mention.topic);
    topics.next().is_some_and(|first| matches!(first, Topic::One(_)) && topics.all(|topic| topic == first))
}

/// Of the subjects in a line of code, the one that it shows: what is assigned to a name that is known, what a cast
/// makes, else the first.
fn shown(words: &[Word], mut found: Vec<Mention>, memory: &Memory) -> Vec<Mention> {
    let text = |at: usize| text_at(words, at);
    let assigned = (0..words.len()).any(|at| {
        text(at + 1) == "="
            && !matches!(at.checked_sub(1).map(text), Some("let" | "mut"))
            && memory.variables.iter().any(|(name, _)| name == text(at))
    });
    // "println!("{}", *cat)": the name says more than the sign before it.
    let known = |word: &Word| memory.variables.iter().any(|(name, _)| word.token.is(name));
    let used = words.iter().any(known) && !found.iter().any(|mention| mention.by_name);
    if assigned || used && !words.iter().any(|word| matches!(word.token.text.as_str(), "let" | "as")) {
        return Vec::new();
    }
    if !words.iter().any(|word| word.token.is("as")) {
        found.truncate(1);
    }
    // What it describes in its line is what the line is about: "let cat = pet as Cat".
    found.pop().map(|one| Mention { role: Role::Topic, ..one }).into_iter().collect()
}

/// What a sentence that names no subject is about.
fn without_name(words: &[Word], kind: &(Style, bool), memory: &Memory) -> Topic {
    /// "Needs walks? Cat no, dog yes": so short a question waits for its answers.
    const SHORT_QUESTION: usize = 6;
    if words.len() <= SHORT_QUESTION && words.last().is_some_and(|word| word.token.is("?")) {
        return Topic::Unknown;
    }
    let variable = |word: &Word| memory.variables.iter().rfind(|(name, _)| word.token.is(name));
    let used = words.iter().find_map(variable).filter(|_| matches!(kind.0, Style::Code | Style::Comment));
    used.map_or(memory.current, |(_, subject)| Topic::One(*subject))
}

/// Notes what a line of code calls the subject that it shows: `let mut name = …`.
fn declare(words: &[Word], pieces: &[Piece], memory: &mut Memory) {
    let text = |at: usize| text_at(words, at);
    let Some(found) = words.iter().position(|word| word.token.is("let")) else { return };
    let name = text(found + 1 + usize::from(text(found + 1) == "mut"));
    // "a" and "i" are words of comments, too.
    if let Some(Topic::One(subject)) = pieces.iter().find(|piece| piece.named).map(|piece| piece.topic)
        && !english::is_function_word(name)
    {
        memory.variables.push((name.to_owned(), subject));
    }
}

/// Phrases that only look like a subject ("stack overflow") name none.
fn mark_no_subjects(rubric: &Compiled, words: &mut [Word]) {
    let mut at = 0;
    while at < words.len() {
        let length = name_at(&rubric.not_subjects, words, at).unwrap_or(0);
        for word in words.iter_mut().skip(at).take(length) {
            word.no_subject = true;
        }
        at += length.max(1);
    }
}

/// A line that says nothing but what the next ones are about.
fn is_title(words: &[Word], mentions: &[Mention]) -> bool {
    let named = |at: usize| mentions.iter().any(|mention| mention.range.contains(&at));
    let rest = words.iter().enumerate().filter(|(at, word)| !named(*at) && word.token.is_word());
    same_subject(mentions)
        && rest.filter(|(_, word)| !word.function || word.negator).count() <= 1
        && words.len() <= 6 * mentions.len()
}

fn piece(words: &[Word], mentions: &[Mention], range: Range<usize>, memory: &mut Memory) -> Piece {
    let here = |mention: &&Mention| range.contains(&mention.range.start);
    let named = mentions.iter().filter(here).find(|mention| mention.role == Role::Topic);
    let mut topic = named.map_or(memory.current, |mention| mention.topic);
    if named.is_none() && says_both(words, &range) {
        topic = Topic::All;
    }
    let described = relative_to(words, mentions, range.start).filter(|_| named.is_none());
    if let Some(mention) = described {
        topic = mention.topic;
    }
    if described.is_none_or(|mention| mention.role == Role::Topic) {
        memory.current = topic;
    }
    let unlike = mentions.iter().filter(here).find_map(|mention| match (mention.role, mention.topic) {
        (Role::Unlike, Topic::One(subject)) => Some(subject),
        _ => None,
    });
    let unlike = unlike.or_else(|| {
        let Topic::One(subject) = named.filter(|mention| alone(words, &range, mention))?.topic else {
            return None;
        };
        (memory.subjects == 2).then(|| 1 - subject.min(1))
    });
    Piece {
        topic,
        named: named.is_some(),
        unlike,
        reported: phrases::REPORTED.stand_in(words, &range),
        corrects: phrases::CORRECTS.stand_in(words, &(range.start..(range.start + 4).min(range.end))),
        abroad: false,
        denied: false,
        range,
    }
}

/// "Only the heap …", "only of a pointer …": what is said of it is not true of the other.
fn alone(words: &[Word], range: &Range<usize>, mention: &Mention) -> bool {
    let text = |at: usize| text_at(words, at);
    let start = mention.range.start;
    let before = start.saturating_sub(3).max(range.start)..start;
    let opens =
        |at: usize| !(range.start..at).any(|at| words.get(at).is_some_and(|word| word.token.is_word()));
    before.clone().rev().find(|&at| text(at) == "only").is_some_and(|only| {
        let for_it = matches!(text(only + 1), "for" | "of" | "with" | "on" | "in" | "through");
        // "Only when the cat sleeps" limits the time, not the animal.
        let timed = english::SUBORDINATORS.contains(&text(only + 1)) && !for_it || text(only + 1) == "after";
        (only + 1..start).all(|at| words.get(at).is_some_and(|word| word.function && !word.negator))
            && !timed
            && (opens(only) || for_it && only.checked_sub(1).is_none_or(|at| text(at) != "not"))
    })
}

/// The mention that a relative clause at `at` describes: "…, unlike the heap, which must be freed".
pub(super) fn relative_to<'m>(words: &[Word], mentions: &'m [Mention], at: usize) -> Option<&'m Mention> {
    if !words
        .get(at)
        .is_some_and(|word| matches!(word.token.text.as_str(), "which" | "who" | "where" | "whose"))
    {
        return None;
    }
    let comma = at
        .checked_sub(1)
        .is_some_and(|before| words.get(before).is_some_and(|word| word.token.kind == Kind::Soft));
    mentions.iter().find(|mention| mention.range.end + usize::from(comma) == at)
}

/// "Both are …", "neither can …" at the start of a piece.
fn says_both(words: &[Word], range: &Range<usize>) -> bool {
    words
        .get(range.clone())
        .unwrap_or_default()
        .iter()
        .take(4)
        .any(|word| matches!(word.token.text.as_str(), "both" | "neither" | "either" | "each"))
}

/// The first pieces of an answer may come before the name: "Fast and short-lived: that is the stack."
fn look_ahead(pieces: &mut [Piece]) {
    let Some(first) = pieces.iter().position(|piece| piece.topic != Topic::Unknown) else {
        return;
    };
    let topic = pieces.get(first).map_or(Topic::Unknown, |piece| piece.topic);
    for piece in pieces.iter_mut().take(first) {
        piece.topic = topic;
    }
}
