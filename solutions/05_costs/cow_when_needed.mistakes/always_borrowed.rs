// fails: tests · belief: M20
// A chat shows each message in one line, so a line break in it becomes a space. Few messages
// have one, and there are millions of messages.
//
// A `Cow<str>` is a text of one of two kinds, and both are read like a `&str`:
//
//   Cow::Borrowed(text)    a reference to a text that somebody else has
//   Cow::Owned(text)       a `String`, a text of its own
//
// In the signature, `'_` says that the result may refer into `message`. Whether a text has a
// letter in it is told by `contains`: `"tea".contains('e')` is `true`.
//
// Goal: a new text is made for a message only if something in it has to change.
// The signature of `in_one_line` and the tests stay as they are.

use std::borrow::Cow;

fn in_one_line(message: &str) -> Cow<'_, str> {
    Cow::Borrowed(message)
}

fn main() {
    println!("{}", in_one_line("good morning"));
    println!("{}", in_one_line("see you\nat six"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_becomes_a_space() {
        for room in 1..20 {
            let place: String = format!("in room {room}");
            let all_parts: [&[&str]; 4] =
                [&["see you", &place, ""], &["", &place], &["à demain", &place], &[&place, "", "b"]];
            for parts in all_parts {
                let message: String = parts.join("\n");
                let expected: String = parts.join(" ");
                let ((), used) = memprobe::allocations(|| {
                    let got: Cow<'_, str> = in_one_line(&message);
                    assert_eq!(&got[..], expected, "{message:?} in one line");
                });
                used.all_freed();
            }
        }
    }

    #[test]
    fn what_does_not_change_is_not_made_anew() {
        for message in ["good morning", "", &"à demain ".repeat(50), "see you in room 4"] {
            let (got, used): (Cow<'_, str>, _) = memprobe::allocations(|| in_one_line(message));
            assert_eq!(&got[..], message, "nothing in it has to change");
            used.at_most(0);
            let (again, used) = memprobe::allocations(|| got.clone());
            assert_eq!(&again[..], message, "a clone is the same text");
            used.at_most(0);
        }
    }
}
