//! Text as a row of tokens, so that line breaks, indents and code marks make no difference.

/// Words (letters, digits, `_`) and single signs; white space and backticks are left out.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let end = if is_word(first) {
            rest.find(|character| !is_word(character)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        if !first.is_whitespace() && first != '`' {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

/// How many of them are words.
pub(super) fn words(tokens: &[&str]) -> usize {
    tokens
        .iter()
        .filter(|token| token.starts_with(|first: char| first.is_alphanumeric() || first == '_'))
        .count()
}

/// Whether one row stands in another as it is.
pub(super) fn contains(row: &[&str], part: &[&str]) -> bool {
    !part.is_empty() && row.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_code_marks_make_no_difference() {
        let hint = tokens("Write `let total =\n    *price_ref;` here.");
        assert!(contains(&hint, &tokens("let total = *price_ref")));
        assert!(!contains(&hint, &tokens("let total = *price")), "a word is whole");
        assert_eq!(words(&tokens("n * 2")), 2);
    }
}
