//! The language of patterns: what an author writes in `any`.
//!
//! ```text
//! free            the word in any form (freed, freeing), typos forgiven      =free   exactly so
//! alloc*          whatever begins so                                         'x'     the sign itself: '&' '*' '}'
//! @release        a family of words from [words]                             (a|b c) one of these
//! [a|the] scope   neither need be there                                      a ... b up to six words between, no comma
//! a b             in this order, little words between them allowed           a & b   near each other, in any order
//! ```

use std::sync::Arc;

use super::hashing::FastMap;
use super::lexicon::{Lex, Lexicon};
use super::lexset::LexSet;
use super::spelling::Stems;
use super::text::{Token, tokens};

/// Words one after the other.
pub(super) type Seq = Vec<Node>;

/// One element of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Word(Lex),
    /// One of several. A family is shared by all patterns that use it.
    Any(Arc<Choice>),
    /// There or not.
    Maybe(Seq),
    /// Up to `matching::LONGEST_GAP` words of any kind.
    Gap,
}

/// The alternatives of one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Those of one word.
    pub(super) single: LexSet,
    /// Longer ones, each with the words it can begin with …
    pub(super) longer: Vec<Part>,
    /// … and the words that any of them can begin with.
    pub(super) begins: LexSet,
    /// Those that may match nothing, so that no word tells where they begin.
    pub(super) empty: Vec<Part>,
    /// Every word in them.
    pub(super) all: LexSet,
}

/// A compiled pattern: parts that must all stand near each other.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) parts: Vec<Part>,
    /// Of each of these a word must stand in the text: most patterns are ruled out by one look at them.
    pub(super) needs: Vec<LexSet>,
    /// All words in it: a "not" that the pattern asks for denies nothing.
    pub(super) lexes: LexSet,
}

/// One part of a pattern, and the words it can begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) seq: Seq,
    pub(super) firsts: LexSet,
}

/// What patterns are compiled with.
pub(super) struct Compiler<'a> {
    pub(super) lexicon: &'a mut Lexicon,
    pub(super) stems: &'a Stems,
    /// Word families: name and alternatives as written.
    pub(super) families: &'a [(String, Vec<String>)],
    /// Those met so far.
    pub(super) compiled: FastMap<String, Node>,
}

/// Families may use families; deeper than this they go round in a circle.
const DEEPEST_FAMILY: usize = 6;

impl Compiler<'_> {
    /// Compiles one pattern.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub(super) fn pattern(&mut self, text: &str) -> Result<Pattern, String> {
        let mut parts = Vec::new();
        for part in text.split(" & ") {
            let seq = self.seq(part, 0)?;
            let (firsts, may_be_empty) = firsts(&seq);
            if may_be_empty {
                return Err(format!("\"{}\" would match no words at all", part.trim()));
            }
            if matches!(seq.first(), Some(Node::Gap)) || matches!(seq.last(), Some(Node::Gap)) {
                return Err("`...` must stand between two words".into());
            }
            parts.push(Part { firsts, seq });
        }
        let mut lexes = LexSet::default();
        parts.iter().for_each(|part: &Part| lexes.extend(&all_lexes(&part.seq)));
        let mut needs: Vec<LexSet> =
            parts.iter().flat_map(|part| part.seq.iter().filter_map(needed)).collect();
        // The fewer words, the likelier it is that none of them stands there.
        needs.sort_by_cached_key(|needed| needed.iter().count());
        Ok(Pattern { parts, needs, lexes })
    }

    fn seq(&mut self, text: &str, depth: usize) -> Result<Seq, String> {
        let mut out = Seq::new();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let taken = match first {
                '(' | '[' => {
                    let close = closing(rest).ok_or_else(|| format!("`{first}` is not closed"))?;
                    let inner = rest.get(1..close).unwrap_or_default();
                    let any = one_of(self.alternatives(inner, depth)?);
                    out.push(if first == '(' { any } else { Node::Maybe(vec![any]) });
                    close + 1
                }
                ')' | ']' | '|' => return Err(format!("`{first}` without an opening bracket")),
                '\'' => {
                    let close = rest.get(1..).and_then(|r| r.find('\'')).ok_or("a `'` is not closed")? + 1;
                    out.push(Node::Word(self.lexicon.add_form(rest.get(1..close).unwrap_or_default())));
                    close + 1
                }
                _ => {
                    let end = rest
                        .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '|'))
                        .unwrap_or(rest.len());
                    let word = rest.get(..end).unwrap_or_default();
                    self.word(word, depth, &mut out)?;
                    end
                }
            };
            rest = rest.get(taken..).unwrap_or_default().trim_start();
        }
        Ok(out)
    }

    fn word(&mut self, word: &str, depth: usize, out: &mut Seq) -> Result<(), String> {
        if word == "..." {
            out.push(Node::Gap);
        } else if let Some(name) = word.strip_prefix('@') {
            if let Some(known) = self.compiled.get(name) {
                out.push(known.clone());
                return Ok(());
            }
            let Some((_, members)) = self.families.iter().find(|(known, _)| known == name) else {
                let help =
                    super::fields::nearest(name, self.families.iter().map(|(known, _)| known.as_str()))
                        .map_or_else(String::new, |near| format!("; {near}"));
                return Err(format!("there is no word family `{name}` in [words]{help}"));
            };
            if depth >= DEEPEST_FAMILY {
                return Err(format!("the word family `{name}` contains itself"));
            }
            let members = members.clone();
            let alternatives: Result<Vec<Seq>, String> =
                members.iter().map(|member| self.seq(member, depth + 1)).collect();
            let family = one_of(alternatives?);
            self.compiled.insert(name.to_owned(), family.clone());
            out.push(family);
        } else if let Some(form) = word.strip_prefix('=') {
            out.push(Node::Word(self.lexicon.add_form(&form.to_lowercase())));
        } else if let Some(prefix) = word.strip_suffix('*') {
            if prefix.chars().count() < 3 {
                return Err(format!("`{word}` would match nearly everything: three letters at least"));
            }
            out.push(Node::Word(self.lexicon.add_prefix(&prefix.to_lowercase())));
        } else {
            let found = tokens(word, 0..word.len(), self.stems);
            if !found.iter().any(Token::is_word) {
                return Err(format!("`{word}` is no word; a sign is written in quotes: '{word}'"));
            }
            out.extend(
                found.iter().filter(|token| token.is_word()).map(|token| Node::Word(self.lexicon.add(token))),
            );
        }
        Ok(())
    }

    fn alternatives(&mut self, text: &str, depth: usize) -> Result<Vec<Seq>, String> {
        split_top(text).into_iter().map(|one| self.seq(one, depth)).collect()
    }

    /// A subject's name: like a phrase, of nouns.
    pub(super) fn name(&mut self, text: &str) -> Vec<Lex> {
        self.in_a_row(text, Lexicon::add_noun)
    }

    /// A phrase: its words and signs one right after the other, nothing between.
    pub(super) fn phrase(&mut self, text: &str) -> Vec<Lex> {
        self.in_a_row(text, Lexicon::add)
    }

    fn in_a_row(&mut self, text: &str, add: fn(&mut Lexicon, &Token) -> Lex) -> Vec<Lex> {
        let found = tokens(text, 0..text.len(), self.stems);
        found
            .iter()
            .filter(|token| !token.is_break())
            .map(
                |token| {
                    if token.is_word() {
                        add(self.lexicon, token)
                    } else {
                        self.lexicon.add_form(&token.text)
                    }
                },
            )
            .collect()
    }
}

/// Alternatives, ordered so that the common case, a family of single words, is one look into a set.
fn one_of(alternatives: Vec<Seq>) -> Node {
    let mut choice = Choice::default();
    for seq in alternatives {
        choice.all.extend(&all_lexes(&seq));
        match seq.as_slice() {
            [Node::Word(lex)] => choice.single.insert(*lex),
            [Node::Any(inner)] => {
                choice.single.extend(&inner.single);
                choice.begins.extend(&inner.begins);
                choice.longer.extend(inner.longer.iter().cloned());
                choice.empty.extend(inner.empty.iter().cloned());
            }
            _ => {
                let (firsts, may_be_empty) = firsts(&seq);
                let part = Part { firsts, seq };
                if may_be_empty {
                    choice.empty.push(part);
                } else {
                    choice.begins.extend(&part.firsts);
                    choice.longer.push(part);
                }
            }
        }
    }
    Node::Any(Arc::new(choice))
}

/// The words of which one must stand there if the node is to match; `None` where it can do without.
fn needed(node: &Node) -> Option<LexSet> {
    match node {
        Node::Word(lex) => Some([*lex].into_iter().collect()),
        Node::Any(choice) if choice.empty.is_empty() => {
            let mut all = choice.single.clone();
            all.extend(&choice.begins);
            Some(all)
        }
        Node::Any(_) | Node::Maybe(_) | Node::Gap => None,
    }
}

/// Every word of a sequence.
fn all_lexes(seq: &[Node]) -> LexSet {
    let mut all = LexSet::default();
    for node in seq {
        match node {
            Node::Word(lex) => all.insert(*lex),
            Node::Gap => {}
            Node::Maybe(inner) => all.extend(&all_lexes(inner)),
            Node::Any(choice) => all.extend(&choice.all),
        }
    }
    all
}

/// Where the bracket that `text` begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Splits at the bars that stand outside inner brackets.
fn split_top(text: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut out) = (0_i32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '|' if depth == 0 => {
                out.push(text.get(begin..at).unwrap_or_default());
                begin = at + 1;
            }
            _ => {}
        }
    }
    out.push(text.get(begin..).unwrap_or_default());
    out
}

/// The words a sequence can begin with, and whether it can match nothing.
fn firsts(seq: &[Node]) -> (LexSet, bool) {
    let mut out = LexSet::default();
    for node in seq {
        let may_be_empty = match node {
            Node::Word(lex) => {
                out.insert(*lex);
                false
            }
            Node::Gap => true,
            Node::Maybe(inner) => {
                out.extend(&firsts(inner).0);
                true
            }
            Node::Any(choice) => {
                out.extend(&choice.single);
                out.extend(&choice.begins);
                choice.empty.iter().for_each(|one| out.extend(&one.firsts));
                !choice.empty.is_empty()
            }
        };
        if !may_be_empty {
            return (out, false);
        }
    }
    (out, true)
}
