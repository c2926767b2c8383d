//! Tables read aloud: every cell becomes a sentence that begins with its row's and its column's heading.
//!
//! Which of the two is the subject need not be known: "pointer — may be empty — yes" and "may be empty — pointer — yes"
//! name the same subject, make the same claim, and end in the same yes or no.

use super::layout::{Sentence, Style};
use super::text::{Kind, Token};

/// The sentences of a table given as rows of cells of tokens, the first row being its heading. Where `is_name` knows
/// every heading, the first column says something like all others, and labels nothing.
pub(super) fn sentences(rows: &[Vec<Vec<Token>>], is_name: &dyn Fn(&[Token]) -> bool) -> Vec<Sentence> {
    let Some((head, body)) = rows.split_first() else {
        return Vec::new();
    };
    if body.is_empty() {
        return head
            .iter()
            .filter(|cell| !cell.is_empty())
            .map(|cell| sentence(cell.clone(), true))
            .collect();
    }
    let mut out = Vec::new();
    let unlabelled = head.len() > 1 && head.iter().all(|heading| is_name(heading));
    for row in body {
        let label = row.first().map(Vec::as_slice).filter(|_| !unlabelled).unwrap_or_default();
        for (column, cell) in row.iter().enumerate().skip(usize::from(!unlabelled)) {
            if cell.is_empty() {
                continue;
            }
            let heading = head.get(column).map(Vec::as_slice).unwrap_or_default();
            let mut tokens = Vec::new();
            for part in [label, heading, cell] {
                tokens.extend(part.iter().filter(|token| token.kind != Kind::Hard).cloned());
                tokens.extend(part.last().map(border));
            }
            tokens.pop();
            out.push(sentence(tokens, column == usize::from(!unlabelled)));
        }
    }
    out
}

/// A small break after a cell, so that "can be null" and "pointer" don't read as "null pointer".
fn border(last: &Token) -> Token {
    Token { text: ":".into(), stem: ":".into(), kind: Kind::Soft, span: last.span.end..last.span.end }
}

fn sentence(tokens: Vec<Token>, opens_line: bool) -> Sentence {
    Sentence { tokens, style: Style::Table, opens_line, is_code: false, struck: false }
}
