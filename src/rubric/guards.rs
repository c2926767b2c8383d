//! What is no answer, whatever words are in it: copied, stuffed, shuffled, evasive, or in another language.

use std::hash::Hasher;
use std::ops::Range;

use super::clause::{Passage, Topic};
use super::english;
use super::hashing::{FastSet, Fnv};
use super::layout::Style;
use super::matching::Word;
use super::phrases;
use super::spelling::Stems;
use super::text::{Text, tokens};

/// What the learner had before them, so that copying it can be told from answering.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The stems of the question's words.
    asked: FastSet<Text>,
    /// The runs of words of each hint, and of the model answer.
    texts: Vec<FastSet<u64>>,
}

impl Context {
    /// What was asked, the hints of the exercise, and the model answer, if the kit has one. Made once for many answers.
    #[must_use]
    pub fn new(question: &str, hints: &[String], model_answer: Option<&str>) -> Self {
        let words = tokens(question, 0..question.len(), &Stems::shared());
        let texts = model_answer.into_iter().chain(hints.iter().map(String::as_str));
        Self { asked: words.into_iter().map(|token| token.stem).collect(), texts: texts.map(runs).collect() }
    }
}

/// Something about the answer as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing to read.
    Empty,
    /// Code or signs without words.
    NoWords,
    /// Fewer words than any statement has.
    TooShort,
    /// In another language; its name if it could be told.
    Foreign(Option<&'static str>),
    /// The question again, or hardly more.
    EchoesQuestion,
    /// The model answer or a hint again.
    Copied,
    /// Words in a row, no statement.
    Stuffed,
    /// Words in no order.
    Shuffled,
    /// Talks to the grader.
    AddressesGrader,
    /// Says that the writer doesn't know.
    DoesNotKnow,
}

impl Guard {
    /// Whether it rules out a pass and a doubt alike.
    pub(super) fn decides(self) -> bool {
        !matches!(self, Self::DoesNotKnow)
    }
}

/// Fewer words can't say something about two things ("Pointers may lead nowhere; references never do" has seven).
const FEWEST_WORDS: usize = 4;
/// With so many words of its own, beside those of the question, an answer is no echo.
const FEWEST_OWN_WORDS: usize = 3;
/// Nor with one word of its own in so many words of content: "the stack is fast, the heap is slow".
const OWN_SHARE: usize = 4;
/// Share of four-word runs that the model answer or a hint may have in common with an answer.
const MOST_COPIED: f64 = 0.6;
/// Below this share of little words, a text of some length is a list.
const FEWEST_LITTLE_WORDS: f64 = 0.16;

/// The guards that apply, most telling first.
pub(super) fn guards(answer: &str, passages: &[Passage], context: &Context) -> Vec<Guard> {
    if answer
        .chars()
        .all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
    {
        return vec![Guard::Empty];
    }
    let words: Vec<&Word> =
        passages.iter().flat_map(|passage| &passage.words).filter(|word| word.token.is_word()).collect();
    if words.is_empty() {
        return vec![Guard::NoWords];
    }
    if let Some(guard) = foreign(&words) {
        return vec![guard];
    }
    let mut out = Vec::new();
    if words.len() < FEWEST_WORDS {
        out.push(Guard::TooShort);
    }
    let content: FastSet<&str> =
        words.iter().filter(|word| !word.function).map(|word| word.token.stem.as_str()).collect();
    let own = content.iter().filter(|stem| !context.asked.contains(**stem)).count();
    if own < FEWEST_OWN_WORDS && own * OWN_SHARE < content.len() {
        out.push(Guard::EchoesQuestion);
    }
    let mine = runs(answer);
    if context.texts.iter().any(|text| copied(&mine, text)) {
        out.push(Guard::Copied);
    }
    if stuffed(passages) || keywords(passages) {
        out.push(Guard::Stuffed);
    }
    if shuffled(passages) {
        out.push(Guard::Shuffled);
    }
    let anywhere = |phrases: &phrases::Phrases| {
        passages.iter().any(|passage| phrases.stand_in(&passage.words, &(0..passage.words.len())))
    };
    if anywhere(&phrases::ADDRESSES_GRADER) {
        out.push(Guard::AddressesGrader);
    }
    if passages.iter().any(does_not_know) {
        out.push(Guard::DoesNotKnow);
    }
    out
}

/// Whether the writer says of themselves that they don't know. "With a pointer I am not sure whether …" says it of the
/// pointer.
fn does_not_know(passage: &Passage) -> bool {
    /// "With a raw pointer": so far from the start of its piece a name opens it.
    const OPENING: usize = 4;
    let opens = |start: usize| {
        passage
            .mentions
            .iter()
            .any(|mention| mention.by_name && (start..start + OPENING).contains(&mention.range.start))
    };
    // "The cat has no idea" tells of the cat, "I have no idea" of the writer.
    let third = |at: usize| {
        let idea = |word: &Word| matches!(word.token.text.as_str(), "idea" | "clue");
        passage.words.get(at).is_some_and(|word| word.token.is("no"))
            && passage.words.get(at + 1).is_some_and(idea)
            && at
                .checked_sub(1)
                .is_some_and(|at| passage.words.get(at).is_some_and(|word| word.token.is("has")))
    };
    let unknown = |range: &Range<usize>| {
        phrases::UNKNOWING.stand_in(&passage.words, range) && !range.clone().any(third)
    };
    unknown(&(0..passage.words.len()))
        && !passage.pieces.iter().any(|piece| unknown(&piece.range) && opens(piece.range.start))
}

/// The guard against a text that isn't English, naming its language where that can be told.
fn foreign(words: &[&Word]) -> Option<Guard> {
    let letters = || words.iter().flat_map(|word| word.token.text.chars()).filter(|c| c.is_alphabetic());
    let other_script = |c: &char| !('a'..='\u{24f}').contains(c);
    if words.iter().any(|word| !word.token.text.is_ascii())
        && letters().filter(other_script).count() * 2 > letters().count()
    {
        return Some(Guard::Foreign(None));
    }
    let english = words.iter().filter(|word| word.function || word.negator).count();
    // One in five is far below any English text, and above any other language's accidental share.
    if english * 5 >= words.len() {
        return None;
    }
    let best = english::FOREIGN
        .iter()
        .map(|(language, list)| {
            (words.iter().filter(|word| list.contains(&word.token.text.as_str())).count(), *language)
        })
        .max_by_key(|(count, _)| *count)?;
    (best.0 >= 3 && best.0 > english).then_some(Guard::Foreign(Some(best.1)))
}

/// A bare list of words: hardly a little word in it, and no list marks or "word: …" to make it terse notes.
fn stuffed(passages: &[Passage]) -> bool {
    /// Below this length, terse is normal.
    const FEWEST: usize = 8;
    /// So many words without a single little one, in one run or one by one between commas, are a list already.
    const FEWEST_BARE: usize = 6;
    let prose = || passages.iter().filter(|passage| passage.style == Style::Prose);
    let words = || prose().flat_map(|passage| &passage.words).filter(|word| word.token.is_word());
    let little = words().filter(|word| word.function || word.negator).count();
    let all_at_once = prose().flat_map(|passage| &passage.pieces).any(|piece| piece.topic == Topic::All);
    // Notes say of what they speak before a colon or dash.
    let marked = |passage: &Passage| {
        passage.words.iter().any(|word| matches!(word.token.text.as_str(), ":" | "=" | "-" | "—" | "–" | "→"))
    };
    let notes = prose().any(|passage| marked(passage) && passage.pieces.iter().any(|piece| piece.named));
    let count = words().count();
    #[expect(clippy::cast_precision_loss, reason = "a count of words is small")]
    let share = little as f64 / count.max(1) as f64;
    // "stack gone after return, heap gone after free" is terse; one word between two commas is a list.
    let items = prose()
        .flat_map(|passage| passage.words.split(|word| word.token.is_break()))
        .map(<[Word]>::len)
        .filter(|length| *length > 0);
    let (items, longest) = items.fold((0, 0), |(items, longest), length| (items + 1, longest.max(length)));
    let bare = little == 0 && count >= FEWEST + FEWEST / 2;
    // A bracket or a sign says what belongs to what.
    let signs = prose()
        .flat_map(|passage| &passage.words)
        .any(|word| !word.token.is_word() && !matches!(word.token.text.as_str(), "," | "." | ";"));
    let short =
        little == 0 && !signs && count >= FEWEST_BARE && (longest >= FEWEST_BARE || count < items * 2);
    let listed = count * 2 < items * 5 || longest >= FEWEST || bare;
    let long = count >= FEWEST && share < FEWEST_LITTLE_WORDS && listed;
    (short || long) && (!notes || all_at_once)
}

/// "Heap: allocator, free, slow": behind each colon words in a row, most of them alone, nothing said with them.
fn keywords(passages: &[Passage]) -> bool {
    /// "Ref: checked. Ptr: null." is a terse statement.
    const FEWEST: usize = 5;
    let (mut items, mut single, mut little, mut count) = (0, 0, 0, 0);
    for passage in passages.iter().filter(|passage| matches!(passage.style, Style::Prose | Style::List)) {
        little += passage.words.iter().filter(|word| word.function || word.negator).count();
        count += passage.words.iter().filter(|word| word.token.is_word()).count();
        let mark = passage
            .words
            .iter()
            .position(|word| matches!(word.token.text.as_str(), ":" | "=" | "-" | "—" | "–"));
        let Some(said) = mark.and_then(|mark| passage.words.get(mark + 1..)) else { continue };
        for item in said.split(|word| word.token.is_break()).filter(|item| !item.is_empty()) {
            items += 1;
            single += usize::from(item.len() == 1);
        }
    }
    items >= FEWEST && 2 * single > items && little * 10 < count
}

/// Shuffled words put "the" before "is" and end in "of the"; writers, learners of English too, hardly ever do.
fn shuffled(passages: &[Passage]) -> bool {
    /// One slip in so many words is forgiven.
    const WORDS_PER_SLIP: usize = 14;
    let (mut slips, mut count) = (0, 0);
    for passage in passages.iter().filter(|passage| matches!(passage.style, Style::Prose | Style::List)) {
        let words: Vec<&Word> = passage.words.iter().collect();
        count += words.iter().filter(|word| word.token.is_word()).count();
        for pair in words.windows(2) {
            let [one, next] = pair else { continue };
            if english::DETERMINERS.contains(&one.token.text.as_str())
                && english::NOT_AFTER_DETERMINER.contains(&next.token.text.as_str())
            {
                slips += 1;
            }
        }
        let last = words.iter().rev().find(|word| word.token.is_word());
        slips += usize::from(last.is_some_and(|word| {
            matches!(
                word.token.text.as_str(),
                "the" | "a" | "an" | "and" | "or" | "of" | "is" | "its" | "their"
            )
        }));
    }
    slips >= 2 && slips * WORDS_PER_SLIP > count
}

/// Whether an answer repeats a text that the learner was shown.
fn copied(mine: &FastSet<u64>, theirs: &FastSet<u64>) -> bool {
    mine.len() >= 3 && !theirs.is_empty() && share(mine, theirs) >= MOST_COPIED
}

fn share(of: &FastSet<u64>, among: &FastSet<u64>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of words is small")]
    let share = of.intersection(among).count() as f64 / of.len().max(1) as f64;
    share
}

/// All runs of four words, in lower case, as hashes: two texts' runs are only ever compared with each other.
fn runs(text: &str) -> FastSet<u64> {
    const RUN: usize = 4;
    const MOST: usize = 4_000;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MOST);
    let words: Vec<u64> = words
        .map(|word| match word.is_ascii() {
            true => hash(word.bytes().map(|c| u64::from(c.to_ascii_lowercase()))),
            false => hash(word.chars().flat_map(char::to_lowercase).map(u64::from)),
        })
        .collect();
    words.windows(RUN.min(words.len().max(1))).map(|run| hash(run.iter().copied())).collect()
}

fn hash(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut hash = Fnv::default();
    numbers.for_each(|number| hash.step(number));
    hash.finish()
}
