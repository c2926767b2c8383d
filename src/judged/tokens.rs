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
    /// A word: a name or a keyword.
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

    /// The word, if it is one.
    pub fn ident(&self) -> Option<&str> {
        match self {
            Self::Ident(text, _) => Some(text),
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
    let stream: TokenStream = source.parse().ok()?;
    let trees = convert(stream, DEEPEST);
    // The library keeps every source text it has seen on this thread; what is needed of
    // them has been taken over.
    proc_macro2::extra::invalidate_current_thread_spans();
    trees
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
