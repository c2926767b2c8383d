//! A Rust file as a tree of tokens with their places. Tokens rather than a syntax tree:
//! what a macro call or definition holds is then seen like everything else, and a file
//! that does not parse yet can still be looked at.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Deeper nesting than this is refused; the compiler's own limit is lower.
const DEEPEST: usize = 500;

/// A token, or what stands between two brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A word: a name or a keyword. Of `r#type` it is `type`, and its place is longer than it.
    Ident(String, Range<usize>),
    /// A lifetime with its quote: `'static`.
    Lifetime(String, Range<usize>),
    /// Punctuation; `::` is one of them, all others are single characters.
    Punct(&'static str, Range<usize>),
    /// A literal as it is written.
    Literal(String, Range<usize>),
    /// Brackets and what they hold.
    Group(Group),
}

/// Brackets and what they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `(`, `[`, `{`, or ` ` for brackets that cannot be seen.
    pub open: char,
    /// From the opening bracket to after the closing one, in bytes.
    pub range: Range<usize>,
    /// What stands inside.
    pub trees: Vec<Tree>,
}

impl Tree {
    /// Where it stands, in bytes.
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Ident(_, range)
            | Self::Lifetime(_, range)
            | Self::Punct(_, range)
            | Self::Literal(_, range) => range.clone(),
            Self::Group(group) => group.range.clone(),
        }
    }

    /// The word, if it is one. To ask for a keyword there is `keyword`.
    pub fn ident(&self) -> Option<&str> {
        match self {
            Self::Ident(text, _) => Some(text),
            _ => None,
        }
    }

    /// The word, if it is one that may be a keyword: `r#type` is a name and nothing else.
    pub fn keyword(&self) -> Option<&str> {
        match self {
            Self::Ident(text, range) if range.len() == text.len() => Some(text),
            _ => None,
        }
    }

    /// Whether it is this punctuation.
    pub fn is_punct(&self, wanted: &str) -> bool {
        matches!(self, Self::Punct(text, _) if *text == wanted)
    }

    /// The group, if it is one with this opening bracket.
    pub fn group(&self, open: char) -> Option<&Group> {
        match self {
            Self::Group(group) if group.open == open => Some(group),
            _ => None,
        }
    }
}

/// The tokens of a file, or `None` where it cannot be cut into tokens (an unclosed bracket,
/// an unfinished string): the compiler will say so better.
pub fn read(source: &str) -> Option<Vec<Tree>> {
    let line = shebang(source);
    let stream: TokenStream = match line.is_empty() {
        true => source.parse().ok()?,
        // As many bytes as before, so that every place stays.
        false => format!("{}{}", " ".repeat(line.end), &source[line.end..]).parse().ok()?,
    };
    let trees = convert(stream, DEEPEST);
    // The library keeps every source text it has seen on this thread; what is needed of
    // them has been taken over.
    proc_macro2::extra::invalidate_current_thread_spans();
    trees
}

/// The bytes of a first line that the compiler leaves out because a shell would read it (`#!/usr/bin/env …`): empty
/// where there is none. What it holds is no code, so it must not open a text that hides code.
pub fn shebang(source: &str) -> Range<usize> {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(after) = source[start..].strip_prefix("#!") else { return start..start };
    if first_token(after).starts_with('[') {
        return start..start;
    }
    start..start + 2 + after.find('\n').unwrap_or(after.len())
}

/// The text from its first token on: what stands before it is white space and comments, as the compiler has them.
/// Documentation is a token.
fn first_token(mut text: &str) -> &str {
    const SPACES: [char; 11] =
        ['\t', '\n', '\u{b}', '\u{c}', '\r', ' ', '\u{85}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}'];
    loop {
        text = text.trim_start_matches(SPACES);
        let is_doc = |mark: &str, more: &str| text.starts_with(mark) && !text.starts_with(more);
        if text.starts_with("//") && !is_doc("///", "////") && !text.starts_with("//!") {
            text = text.find('\n').map_or("", |end| &text[end..]);
        } else if text.starts_with("/*")
            && !text.starts_with("/*!")
            && (!is_doc("/**", "/***") || text.starts_with("/**/"))
        {
            text = after_comment(text);
        } else {
            return text;
        }
    }
}

/// What follows a comment between `/*` and `*/`, which may hold others.
fn after_comment(text: &str) -> &str {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => depth += 1,
            Some(b"*/") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return &text[at..];
        }
    }
    ""
}

/// The byte of the first C string (`c"…"`, `cr"…"`): before the edition of 2021 the compiler reads a name and
/// a plain string there, so that it may end elsewhere.
pub fn first_c_string(trees: &[Tree]) -> Option<usize> {
    trees.iter().find_map(|tree| match tree {
        Tree::Literal(text, range) if text.starts_with('c') => Some(range.start),
        Tree::Group(group) => first_c_string(&group.trees),
        _ => None,
    })
}

fn convert(stream: TokenStream, depth: usize) -> Option<Vec<Tree>> {
    let depth = depth.checked_sub(1)?;
    let mut trees: Vec<Tree> = Vec::new();
    for token in stream {
        let tree = match token {
            TokenTree::Group(group) => Tree::Group(Group {
                open: match group.delimiter() {
                    Delimiter::Parenthesis => '(',
                    Delimiter::Bracket => '[',
                    Delimiter::Brace => '{',
                    Delimiter::None => ' ',
                },
                range: group.span().byte_range(),
                trees: convert(group.stream(), depth)?,
            }),
            TokenTree::Ident(ident) => {
                let range = ident.span().byte_range();
                let text = ident.to_string();
                let text = text.strip_prefix("r#").map_or(text.clone(), str::to_owned);
                match trees.last() {
                    Some(Tree::Punct("'", quote)) => {
                        let range = quote.start..range.end;
                        trees.pop();
                        Tree::Lifetime(format!("'{text}"), range)
                    }
                    _ => Tree::Ident(text, range),
                }
            }
            TokenTree::Punct(punct) => {
                let range = punct.span().byte_range();
                match (trees.last(), punct.as_char()) {
                    (Some(Tree::Punct(":", before)), ':') if before.end == range.start => {
                        let range = before.start..range.end;
                        trees.pop();
                        Tree::Punct("::", range)
                    }
                    (_, character) => Tree::Punct(name_of(character), range),
                }
            }
            TokenTree::Literal(literal) => Tree::Literal(literal.to_string(), literal.span().byte_range()),
        };
        trees.push(tree);
    }
    Some(trees)
}

fn name_of(character: char) -> &'static str {
    const NAMES: &str = "~!@#$%^&*-=+|;:,<.>/?'";
    NAMES.find(character).map_or("", |at| &NAMES[at..=at])
}

/// The tokens as text with single spaces, to compare two pieces of code whatever their layout.
pub fn text_of(trees: &[Tree]) -> String {
    let mut words = Vec::new();
    collect_words(trees, &mut words);
    words.join(" ")
}

fn collect_words(trees: &[Tree], words: &mut Vec<String>) {
    for tree in trees {
        match tree {
            Tree::Ident(text, _) | Tree::Lifetime(text, _) | Tree::Literal(text, _) => {
                words.push(text.clone());
            }
            Tree::Punct(text, _) => words.push((*text).to_owned()),
            Tree::Group(group) => {
                words.push(group.open.to_string());
                collect_words(&group.trees, words);
                words.push(match group.open {
                    '(' => ")".into(),
                    '[' => "]".into(),
                    '{' => "}".into(),
                    other => other.to_string(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_a_shell_is_no_code() {
        for (source, line) in [
            ("#!r##\"\nfn f() {} // \"##", 6),
            ("\u{feff}#!/bin/sh é\r\nfn f() {}", 16),
            ("#! /* a /* b */ c */ x\nfn f() {}", 22),
            ("#!/** d */[a]\nfn f() {}", 13),
            ("#!", 2),
            ("#![allow(x)]\nfn f() {}", 0),
            ("#! // a\n/* b /* c */ */\n[allow(x)]\nfn f() {}", 0),
            ("#!/**/[allow(x)]\nfn f() {}", 0),
            (" #!x\nfn f() {}", 0),
        ] {
            let found = shebang(source);
            assert_eq!(if found.is_empty() { 0 } else { found.end }, line, "{source:?}");
        }
        let trees = read("#!r##\"\nfn f() {} // \"##").expect("the line is left out");
        assert_eq!((text_of(&trees).as_str(), trees[0].range()), ("fn f ( ) { }", 7..9));
    }

    #[test]
    fn c_strings_are_found_wherever_they_stand() {
        let at = |source: &str| first_c_string(&read(source).expect("the source has balanced brackets"));
        assert_eq!(at("m! { a cr\"\\\" }"), Some(7));
        assert_eq!(at("m! { c\"a\" }"), Some(5));
        assert_eq!(at("let c = ('c', \"c\", b\"c\", r\"c\", 0xc);"), None);
    }

    #[test]
    fn a_raw_word_is_no_keyword() {
        let trees = read("r#type type").expect("two words");
        let words: Vec<_> = trees.iter().map(|tree| (tree.ident(), tree.keyword())).collect();
        assert_eq!(words, [(Some("type"), None), (Some("type"), Some("type"))]);
    }
}
