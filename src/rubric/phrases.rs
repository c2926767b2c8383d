//! Phrases of English that say something about the answer itself: that its writer doesn't know, reports, or takes back.

use std::ops::Range;
use std::sync::LazyLock;

use super::hashing::FastMap;
use super::matching::Word;

/// Phrases to look for, by their first word.
pub(super) struct Phrases(FastMap<&'static str, Vec<&'static [&'static str]>>);

impl Phrases {
    fn new(list: &[&'static [&'static str]]) -> Self {
        let mut by_first: FastMap<&str, Vec<&[&str]>> = FastMap::default();
        for phrase in list {
            if let Some(first) = phrase.first() {
                by_first.entry(first).or_default().push(phrase);
            }
        }
        Self(by_first)
    }

    /// Whether one of them stands in the range, word for word.
    pub(super) fn stand_in(&self, words: &[Word], range: &Range<usize>) -> bool {
        range.clone().any(|at| {
            let phrases = words.get(at).and_then(|word| self.0.get(word.token.text.as_str()));
            phrases.into_iter().flatten().any(|phrase| {
                let here = words.get(at..at + phrase.len()).filter(|_| at + phrase.len() <= range.end);
                here.is_some_and(|here| here.iter().zip(*phrase).all(|(word, text)| word.token.text == *text))
            })
        })
    }
}

/// The writer does not know, or guesses.
#[rustfmt::skip]
pub(super) static UNKNOWING: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[
    &["i", "do", "not", "know"], &["i", "do", "not", "really", "know"], &["am", "not", "sure"], &["im", "not", "sure"], &["not", "really", "sure"], &["not", "quite", "sure"], &["no", "idea"], &["no", "clue"], &["always", "forget", "which"], &["always", "forget", "what"],
    &["keep", "forgetting"], &["i", "can", "not", "remember"], &["i", "do", "not", "remember"], &["i", "am", "unsure"], &["always", "confuse"], &["always", "mix"], &["idk"], &["dunno"], &["i", "forget", "which"], &["i", "forget", "what"], &["i", "forget", "how"], &["i", "forgot", "which"], &["i", "forgot", "what"], &["i", "forgot", "how"], &["i", "forgot", "everything"],
    &["i", "forgot", "the", "rest"], &["i", "forgot", "the", "difference"], &["i", "forgot", "this"],
    &["i", "do", "not", "understand"], &["see", "the", "book"], &["no", "answer"], &["not", "certain", "which"], &["never", "understood"], &["just", "guessing"], &["i", "have", "to", "look", "it", "up"], &["i", "must", "look", "it", "up"], &["i", "have", "to", "look", "this", "up"],
    &["which", "is", "which"], &["need", "to", "read"], &["ask", "me", "later"], &["google", "it"], &["look", "it", "up"], &["only", "guess"], &["i", "would", "have", "to", "guess"],
]));

/// Asks the grader for something instead of answering.
#[rustfmt::skip]
pub(super) static ADDRESSES_GRADER: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[
    &["ignore", "previous"], &["ignore", "all", "previous"], &["ignore", "the", "question"], &["ignore", "the", "instructions"], &["ignore", "the", "above"], &["ignore", "your", "instructions"], &["ignore", "all", "instructions"], &["mark", "this"], &["accept", "this"], &["this", "answer"], &["my", "answer", "is", "correct"],
    &["answer", "as", "correct"], &["give", "full"], &["full", "marks"], &["full", "points"], &["dear", "grader"], &["outcome", "accepted"], &["please", "accept"],
    &["this", "as", "correct"], &["me", "as", "correct"], &["mark", "as", "correct"], &["this", "as", "accepted"], &["me", "as", "accepted"], &["system", "prompt"], &["the", "grader"], &["the", "rubric"], &["the", "keywords"], &["keywords", "are"], &["keywords", ":"], &["key", "words"],
    &["verdict"], &["should", "pass"], &["pass", "me"],
]));

/// Somebody else's opinion, reported: neither for the writer nor against them.
#[rustfmt::skip]
pub(super) static REPORTED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[
    &["people", "say"], &["people", "think"], &["people", "believe"], &["some", "say"], &["some", "think"], &["says", "that"], &["says", ":"], &["says", "the"], &["says", "a"], &["says", "everything"], &["book", "says"], &["teacher", "says"], &["friend", "says"], &["colleague", "says"], &["everybody", "says"], &["everyone", "says"], &["said", "that"], &["told", "me"],
    &["i", "thought"], &["used", "to", "think"], &["used", "to", "believe"], &["myth"], &["misconception"], &["they", "say"], &["i", "believed"],
    &["one", "might", "think"], &["you", "might", "think"], &["many", "think"], &["many", "believe"], &["often", "said"], &["i", "assumed"], &["claims", "that"],
    &["once", "thought"], &["claimed", "that"], &["i", "wrote", "that"], &["tempting", "to", "say"], &["tempting", "to", "think"], &["i", "have", "read", "that"], &["i", "read", "that"], &["i", "read", "claims"], &["read", "somewhere"],
]));

/// The writer takes the words before back.
#[rustfmt::skip]
pub(super) static CORRECTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[
    &["no", "wait"], &["wait", "no"], &["sorry"], &["scratch", "that"], &["correction"], &["oops"], &["i", "mean"], &["i", "meant"], &["or", "rather"],
    &["wait", ","], &["wait", "-"], &["wait", "—"], &["my", "mistake"], &["other", "way", "around"], &["other", "way", "round"], &["i", "mixed"], &["nonsense", ","], &["that", "is", "nonsense"], &["strike", "that"], &["hang", "on"], &["no", "no"],
]));
