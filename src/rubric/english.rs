//! Lists of English: words that carry structure rather than subject matter. Closed classes, written out by hand
//! from any grammar's tables of function words; the engine's only knowledge of the language besides the stemmer.

use std::sync::LazyLock;

use super::hashing::FastSet;

/// Whether a word carries structure rather than subject matter.
pub(super) fn is_function_word(word: &str) -> bool {
    static WORDS: LazyLock<FastSet<&str>> = LazyLock::new(|| FUNCTION_WORDS.iter().copied().collect());
    WORDS.contains(word)
}

/// Whether a word turns a claim into its denial.
pub(super) fn is_negator(word: &str) -> bool {
    static WORDS: LazyLock<FastSet<&str>> = LazyLock::new(|| NEGATORS.iter().copied().collect());
    WORDS.contains(word)
}

/// All words of structure, for the lexicon: none is a typo of anything.
pub(super) fn structure_words() -> impl Iterator<Item = &'static str> {
    [FUNCTION_WORDS, NEGATORS, CONTRASTS, COORDINATORS, PRONOUNS].into_iter().flatten().copied()
}

/// Words without subject matter: patterns may step over them, and a text without any is a list, not a statement.
const FUNCTION_WORDS: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "my",
    "your",
    "his",
    "her",
    "its",
    "our",
    "their",
    "it",
    "they",
    "them",
    "he",
    "she",
    "we",
    "you",
    "i",
    "me",
    "us",
    "one",
    "ones",
    "who",
    "which",
    "what",
    "whose",
    "where",
    "there",
    "here",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "am",
    "has",
    "have",
    "had",
    "having",
    "do",
    "does",
    "did",
    "doing",
    "can",
    "could",
    "may",
    "might",
    "must",
    "shall",
    "should",
    "will",
    "would",
    "ought",
    "need",
    "needs",
    "get",
    "gets",
    "got",
    "of",
    "to",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "into",
    "onto",
    "about",
    "as",
    "over",
    "under",
    "through",
    "within",
    "inside",
    "upon",
    "up",
    "down",
    "out",
    "off",
    "and",
    "or",
    "but",
    "so",
    "if",
    "then",
    "than",
    "because",
    "since",
    "when",
    "whenever",
    "while",
    "whereas",
    "until",
    "till",
    "once",
    "though",
    "although",
    "unless",
    "also",
    "too",
    "just",
    "only",
    "very",
    "really",
    "quite",
    "rather",
    "always",
    "usually",
    "often",
    "mostly",
    "normally",
    "typically",
    "generally",
    "simply",
    "basically",
    "actually",
    "still",
    "even",
    "already",
    "again",
    "ever",
    "some",
    "any",
    "every",
    "each",
    "all",
    "both",
    "either",
    "such",
    "same",
    "other",
    "another",
    "own",
    "more",
    "most",
    "much",
    "many",
    "lot",
    "lots",
    "less",
    "few",
    "itself",
    "themselves",
    "however",
    "therefore",
    "thus",
    "hence",
    "like",
    "kind",
    "sort",
    "now",
    "ok",
    "yes",
    "well",
    "thing",
    "things",
    "something",
    "let",
    "lets",
    "essentially",
    "effectively",
    "probably",
    "maybe",
    "perhaps",
    "completely",
    "totally",
    "fully",
    "directly",
    "after",
    "before",
    "during",
    "between",
    "certainly",
    "surely",
    "definitely",
    "exactly",
    "especially",
    "merely",
    "immediately",
    "instantly",
    "right",
    "straight",
];

/// Words that turn a claim into its denial.
const NEGATORS: &[&str] = &[
    "not",
    "never",
    "no",
    "none",
    "nobody",
    "nothing",
    "nowhere",
    "neither",
    "nor",
    "without",
    "cannot",
    "unable",
    "hardly",
    "impossible",
    "lack",
    "lacks",
    "lacking",
    "forbidden",
    "forbids",
    "forbid",
    "prevents",
    "prevent",
    "prevented",
    "prohibits",
    "refuses",
    "disallows",
    "disallowed",
    "prohibited",
    "false",
    "wrong",
    "untrue",
    "stops",
    "rarely",
    "seldom",
    "nope",
    "non",
];

/// After a claim, these deny it: "re-aiming is impossible", "null: forbidden".
pub(super) const DENIALS_AFTER: &[&str] = &[
    "impossible",
    "forbidden",
    "disallowed",
    "prohibited",
    "false",
    "wrong",
    "untrue",
    "unsupported",
    "illegal",
    "banned",
];

/// "Not only", "not just": no denial at all.
pub(super) const NEGATION_CANCELLED_BY: &[&str] = &[
    "only",
    "just",
    "merely",
    "simply",
    "until",
    "till",
    "matter",
    "wonder",
    "sure",
    "problem",
    "forget",
    "fail",
    "miss",
    "forgetting",
];

/// "Not … until", "not … unless": said of what happens after all.
pub(super) const NEGATION_LIMITED_BY: &[&str] = &["until", "till", "unless"];

/// A denial does not reach past these.
pub(super) const NEGATION_ENDS_AT: &[&str] = &[
    "because",
    "so",
    "since",
    "but",
    "although",
    "though",
    "therefore",
    "thus",
    "hence",
    "whereas",
    "instead",
    "however",
    "yet",
    "then",
];

/// Always begin a new piece, with a subject of its own or the one before.
pub(super) const CONTRASTS: &[&str] = &[
    "whereas",
    "but",
    "although",
    "though",
    "however",
    "conversely",
    "meanwhile",
    "contrarily",
    "yet",
    "instead",
    "unlike",
    "except",
];

/// Begin a new piece when both sides of them name a subject.
pub(super) const COORDINATORS: &[&str] =
    &["and", "or", "while", "then", "plus", "versus", "vs", "against", "nor"];

/// Like coordinators, but only when a subject follows closely.
pub(super) const SUBORDINATORS: &[&str] =
    &["because", "since", "as", "so", "if", "when", "where", "until", "once", "unless", "for", "with"];

/// Before a subject: it is only compared with, the sentence is about the other one.
pub(super) const COMPARES: &[&str] =
    &["than", "like", "unlike", "versus", "contrary", "resemble", "resembles"];

/// Two-word forms of the same.
#[rustfmt::skip]
pub(super) const COMPARES_TWO: &[(&str, &str)] = &[
    ("compared", "to"), ("compared", "with"), ("contrast", "to"), ("contrast", "with"), ("opposed", "to"), ("instead", "of"),
    ("rather", "than"), ("contrary", "to"), ("similar", "to"), ("different", "from"), ("differs", "from"), ("differ", "from"),
    ("comparison", "to"), ("comparison", "with"), ("in", "contrast"), ("just", "as"),
    ("implemented", "as"), ("seen", "as"), ("thought", "as"),
];

/// Of the above, those that say that the other one is different: the claim is denied of it.
pub(super) const CONTRASTS_WITH: &[&str] =
    &["unlike", "contrary", "contrast", "opposed", "rather", "instead"];

/// Stand for a subject named before.
pub(super) const PRONOUNS: &[&str] =
    &["it", "they", "this", "these", "those", "that", "its", "their", "them", "he", "she", "one", "which"];

/// Forms of "to be": a noun after them describes, it is not what the sentence is about.
pub(super) const BE: &[&str] = &["is", "are", "was", "were", "be", "being", "been", "becomes", "isn", "aren"];

/// Verbs whose presence between a comma and a noun shows that the noun is not the start of a new statement.
pub(super) const VERBS_OF_STRUCTURE: &[&str] = &[
    "is", "are", "was", "were", "be", "has", "have", "had", "do", "does", "did", "can", "could", "may",
    "might", "must", "will", "would", "should", "shall", "gets", "goes", "go", "lives", "live", "stays",
    "stay", "points", "point", "holds", "hold",
];

/// Determiners: the next word must be something that can be named.
pub(super) const DETERMINERS: &[&str] = &["a", "an", "the", "its", "their", "my", "your", "our", "every"];

/// After a determiner or at the end of a sentence no writer puts these; shuffled words do.
pub(super) const NOT_AFTER_DETERMINER: &[&str] = &[
    "is", "are", "was", "were", "of", "to", "in", "at", "by", "from", "into", "the", "a", "an", "and", "or",
    "but", "when", "while", "it", "they", "them", "if", "because", "than", "has", "have", "does", "do",
    "can", "must", "be", "been", "that", "which", "until", "you", "with", "for", "on", "its",
];

/// Verbs that repeat the one before: "pointers can", "a pointer lets me".
pub(super) const STANDS_FOR_VERB: &[&str] = &[
    "can", "could", "may", "might", "must", "do", "does", "is", "are", "will", "would", "has", "have",
    "lets", "let", "allow", "allows", "maybe", "perhaps", "possibly",
];

/// "X too", "so does X": the claim before is said of X as well.
pub(super) const SAME_AGAIN: &[&str] = &["too", "also", "likewise", "equally", "same", "similarly"];

/// Words that other European languages use all the time and English does not; to tell which language a text is in.
#[rustfmt::skip]
pub(super) const FOREIGN: &[(&str, &[&str])] = &[
    ("German", &["der", "die", "das", "und", "ist", "nicht", "ein", "eine", "auf", "wird", "dem", "den", "mit", "von", "sich", "wenn", "werden", "sind", "im"]),
    ("French", &["le", "la", "les", "est", "une", "des", "et", "dans", "pas", "que", "qui", "sur", "pour", "un", "du", "sont"]),
    ("Spanish", &["el", "los", "las", "es", "una", "que", "en", "por", "con", "del", "se", "para", "y", "la", "un", "son"]),
    ("Italian", &["il", "lo", "gli", "una", "che", "di", "non", "per", "sono", "viene", "della", "nel", "e", "la", "un"]),
    ("Portuguese", &["o", "os", "uma", "que", "não", "em", "do", "da", "para", "são", "é", "na", "e", "um"]),
    ("Dutch", &["het", "een", "niet", "van", "wordt", "en", "op", "zijn", "de", "dat", "met", "voor"]),
    ("Polish", &["jest", "nie", "na", "się", "że", "i", "w", "do", "są", "przez"]),
];
