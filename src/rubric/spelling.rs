//! One form for many spellings: contractions, irregular verbs, British and American, then the Snowball stem.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::hashing::FastMap;
use super::text::Text;

/// Short forms and the commonest mistyped function words, with what they stand for.
#[rustfmt::skip]
const CONTRACTIONS: &[(&str, &str)] = &[
    ("can't", "can not"), ("cant", "can not"), ("cannot", "can not"), ("cannt", "can not"), ("cnat", "can not"), ("won't", "will not"), ("wont", "will not"),
    ("shan't", "shall not"), ("dont", "do not"), ("doesnt", "does not"), ("dosent", "does not"), ("doesent", "does not"), ("dosnt", "does not"), ("didnt", "did not"), ("isnt", "is not"), ("isn", "is not"),
    ("arent", "are not"), ("wasnt", "was not"), ("hasnt", "has not"), ("havent", "have not"), ("couldnt", "could not"), ("shouldnt", "should not"), ("wouldnt", "would not"), ("mustnt", "must not"), ("neednt", "need not"),
    ("ain't", "is not"), ("aint", "is not"), ("teh", "the"), ("hte", "the"), ("adn", "and"), ("nad", "and"), ("jsut", "just"), ("wiht", "with"), ("wich", "which"), ("tehy", "they"), ("thier", "their"),
    ("tht", "that"), ("taht", "that"), ("untill", "until"), ("til", "until"), ("u", "you"), ("ur", "your"), ("w/o", "without"), ("wo", "without"), ("bc", "because"), ("cos", "because"), ("coz", "because"), ("bcause", "because"), ("becouse", "because"), ("canot", "can not"), ("dotn", "do not"), ("donot", "do not"), ("doens't", "does not"), ("doenst", "does not"), ("cuz", "because"),
    ("thats", "that is"), ("theres", "there is"), ("youre", "you are"), ("theyre", "they are"), ("becuase", "because"), ("wheras", "whereas"), ("whearas", "whereas"), ("whilst", "while"), ("alot", "a lot"),
    ("nev", "never"), ("nevr", "never"), ("neve", "never"), ("alwyas", "always"), ("allways", "always"), ("everytime", "every time"), ("yuo", "you"), ("wen", "when"), ("cna", "can"), ("whn", "when"), ("yu", "you"), ("ahve", "have"), ("hav", "have"), ("fro", "for"), ("form", "form"), ("whcih", "which"), ("dose", "does"), ("doesn", "does not"), ("aren", "are not"), ("don", "do not"), ("wehn", "when"), ("whne", "when"), ("fucntion", "function"), ("adress", "address"), ("its'", "its"),
];

/// Irregular forms (any grammar's table), limited to verbs that occur in technical explanations.
#[rustfmt::skip]
const IRREGULAR: &[(&str, &str)] = &[
    ("freed", "free"), ("frees", "free"), ("freeing", "free"), ("kept", "keep"), ("held", "hold"), ("gone", "go"), ("goes", "go"), ("went", "go"), ("known", "know"), ("knew", "know"), ("gave", "give"),
    ("given", "give"), ("took", "take"), ("taken", "take"), ("left", "leave"), ("lost", "lose"), ("losing", "lose"), ("got", "get"), ("gotten", "get"), ("made", "make"), ("built", "build"), ("died", "die"), ("dies", "die"), ("dying", "die"),
    ("dead", "die"), ("lives", "live"), ("lived", "live"), ("living", "live"), ("alive", "live"), ("thrown", "throw"), ("threw", "throw"), ("grew", "grow"), ("grown", "grow"), ("shrunk", "shrink"), ("shrank", "shrink"),
    ("chosen", "choose"), ("chose", "choose"), ("came", "come"), ("began", "begin"), ("begun", "begin"), ("ran", "run"), ("runned", "run"), ("bound", "bind"), ("binds", "bind"), ("told", "tell"), ("said", "say"), ("meant", "mean"),
    ("brought", "bring"), ("bought", "buy"), ("sent", "send"), ("found", "find"), ("swept", "sweep"), ("wiped", "wipe"), ("stuck", "stick"), ("hidden", "hide"), ("broke", "break"), ("broken", "break"), ("written", "write"), ("wrote", "write"),
    ("shown", "show"), ("laid", "lay"), ("spent", "spend"), ("stood", "stand"), ("sat", "sit"), ("led", "lead"), ("lent", "lend"), ("tied", "tie"), ("tying", "tie"), ("ties", "tie"), ("exists", "exist"), ("exsist", "exist"), ("exsists", "exist"),
    ("deallocated", "deallocate"), ("ptr", "pointer"), ("ptrs", "pointer"), ("ref", "reference"), ("refs", "reference"), ("mem", "memory"), ("addr", "address"), ("func", "function"), ("fn", "function"), ("vars", "variable"), ("var", "variable"),
    ("too", "to"), ("saw", "see"), ("seen", "see"), ("fewer", "few"), ("bigger", "big"), ("biggest", "big"), ("larger", "large"), ("smaller", "small"), ("quicker", "quick"), ("faster", "fast"), ("slower", "slow"), ("safer", "safe"), ("easier", "easy"), ("cheaper", "cheap"), ("longer", "long"), ("earlier", "early"),
    ("bytes", "byte"), ("children", "child"), ("lifetimes", "lifetime"),
];

/// The words a contraction stands for: "isn't" → "is", "not". `None` for any other word.
fn expand(word: &str) -> Option<Vec<String>> {
    static SHORT: LazyLock<FastMap<&str, &str>> = LazyLock::new(|| CONTRACTIONS.iter().copied().collect());
    if let Some(full) = SHORT.get(word) {
        return Some(full.split(' ').map(str::to_owned).collect());
    }
    let (stem, end) = word.rsplit_once('\'')?;
    let second = match end {
        "t" if stem.ends_with('n') => {
            return Some(vec![
                stem.trim_end_matches('n').to_owned() + if stem.ends_with("nn") { "n" } else { "" },
                "not".into(),
            ]);
        }
        "re" => "are",
        "ve" => "have",
        "ll" => "will",
        "ed" => return Some(vec![format!("{stem}ed")]),
        "d" if !matches!(
            stem,
            "i" | "you" | "he" | "she" | "it" | "we" | "they" | "who" | "that" | "there"
        ) =>
        {
            // "malloc'd", "free'd"
            return Some(vec![if stem.ends_with('e') { format!("{stem}d") } else { format!("{stem}ed") }]);
        }
        "d" => "would",
        "m" => "am",
        // "It's" is a verb; of a noun it is the possessive, which adds nothing.
        "s" if matches!(stem, "it" | "that" | "there" | "what" | "here" | "who" | "he" | "she") => "is",
        "s" | "" => return Some(vec![stem.to_owned()]),
        _ => return None,
    };
    Some(vec![stem.to_owned(), second.to_owned()])
}

/// Reduces words to stems. Cheap to make; the Snowball English algorithm (Porter 2001) does the work.
pub(super) struct Stems {
    stemmer: Stemmer,
    /// What has been read before: a text repeats most of its words, and stemming is the dearest step of reading one.
    known: RefCell<FastMap<String, Rc<[Read]>>>,
}

/// A word as it is compared, and its stem.
pub(super) type Read = (Text, Text);

thread_local! {
    static STEMS: Rc<Stems> = Rc::new(Stems { stemmer: Stemmer::create(Algorithm::English), known: RefCell::default() });
}

impl Stems {
    /// The stemmer of this thread, with the words it has met.
    pub(super) fn shared() -> Rc<Self> {
        STEMS.with(Rc::clone)
    }

    /// The words that a lower-case one stands for, contractions taken apart, each with its stem: "initialising" and
    /// "initialized" have the stem "initi". None for an empty one.
    pub(super) fn words(&self, word: &str) -> Rc<[Read]> {
        /// Forgets everything beyond this many words, so that no text can make it grow.
        const MOST_KNOWN: usize = 8_000;
        if let Some(known) = self.known.borrow().get(word) {
            return Rc::clone(known);
        }
        let words = match expand(word) {
            _ if word.is_empty() => Vec::new(),
            Some(words) => words,
            None => vec![word.to_owned()],
        };
        let read = |word: String| {
            let stem = self.stem(&word).into();
            (word.into(), stem)
        };
        let words: Rc<[Read]> = words.into_iter().map(read).collect();
        let mut known = self.known.borrow_mut();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(word.to_owned(), Rc::clone(&words));
        words
    }

    fn stem(&self, word: &str) -> String {
        if word.len() < 3 || !word.is_ascii() {
            return word.to_owned();
        }
        let one_spelling = american(written_out(word));
        self.stemmer.stem(&one_spelling).into_owned()
    }
}

/// The singular of a noun, short forms written out: "refs" → "reference", "boxes" → "box". A verb of the same stem
/// ("refer") keeps a form of its own.
pub(super) fn singular(word: &str) -> &str {
    let word = written_out(word);
    let bare = ["sses", "xes", "ches", "shes"]
        .iter()
        .find_map(|end| word.ends_with(end).then(|| word.strip_suffix("es")).flatten());
    bare.or_else(|| word.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with(['s', 'u', 'i'])))
        .unwrap_or(word)
}

/// Irregular and short forms by the word they are forms of.
fn written_out(word: &str) -> &str {
    static FORMS: LazyLock<FastMap<&str, &str>> = LazyLock::new(|| IRREGULAR.iter().copied().collect());
    FORMS.get(word).copied().unwrap_or(word)
}

/// British spellings in one form with the American. It need not be good English ("promize"): both sides go through it.
fn american(word: &str) -> String {
    let mut word = word.to_owned();
    if word.len() >= 6 {
        for (british, ours) in [
            ("isation", "ization"),
            ("ising", "izing"),
            ("ised", "ized"),
            ("ise", "ize"),
            ("ises", "izes"),
            ("iser", "izer"),
            ("yse", "yze"),
            ("ysed", "yzed"),
        ] {
            if word.ends_with(british) {
                word.truncate(word.len() - british.len());
                word.push_str(ours);
                break;
            }
        }
        word = word.replace("our", "or");
        if let Some(stem) =
            word.strip_suffix("lled").or_else(|| word.strip_suffix("lling").filter(|s| s.len() > 3))
        {
            let end = if word.ends_with("ed") { "led" } else { "ling" };
            if stem.len() > 4 {
                word = format!("{stem}{end}");
            }
        }
    }
    word
}
