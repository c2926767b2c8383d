//! A small language, cut into borrowed pieces.

#[derive(Debug, PartialEq)]
enum Value<'a> {
    Number(i64),
    Word(&'a str),
    List(Vec<Value<'a>>),
}

fn parse<'a>(text: &mut &'a str) -> Option<Value<'a>> {
    *text = text.trim_start();
    if let Some(rest) = text.strip_prefix('(') {
        *text = rest;
        let mut list = Vec::new();
        while !text.trim_start().starts_with(')') {
            list.push(parse(text)?);
        }
        *text = &text.trim_start()[1..];
        return Some(Value::List(list));
    }
    let end = text.find([' ', '(', ')']).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    *text = rest;
    match word.parse() {
        Ok(number) => Some(Value::Number(number)),
        Err(_) if word.is_empty() => None,
        Err(_) => Some(Value::Word(word)),
    }
}

fn main() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_lists() {
        let got: Option<Value<'_>> = parse(&mut "(add 1 (mul 2 x))");
        let inner = Value::List(vec![Value::Word("mul"), Value::Number(2), Value::Word("x")]);
        assert_eq!(got, Some(Value::List(vec![Value::Word("add"), Value::Number(1), inner])));
    }

    #[test]
    fn half_a_list() {
        assert_eq!(parse(&mut "(add (1"), None);
    }
}
