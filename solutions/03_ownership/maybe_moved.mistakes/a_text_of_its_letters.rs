// fails: tests · belief: M11
// A notary sends letters. An urgent letter gets a stamp first, and is sent after that.
//
// `stamp` takes a letter: to call it is to move the letter into it. What it returns is moved
// out to the caller. `send` puts a letter into the mailbox, which then owns it.
//
// Goal: `post` sends each letter once, with a stamp if it is urgent, and copies none of them:
// the tests see whether it asks the allocator for memory.
// `stamp`, `send`, the signature of `post` and the tests stay as they are.

fn stamp(mut letter: String) -> String {
    letter.insert_str(0, "URGENT ");
    letter
}

fn send(letter: String, mailbox: &mut Vec<String>) {
    mailbox.push(letter);
}

fn post(letter: String, urgent: bool, mailbox: &mut Vec<String>) {
    if urgent {
        send(stamp(letter.to_string()), mailbox);
    }
    if !urgent {
        send(letter, mailbox);
    }
}

fn main() {
    let mut mailbox: Vec<String> = Vec::new();
    post(String::from("The house is sold."), false, &mut mailbox);
    post(String::from("Do not sign!"), true, &mut mailbox);
    println!("{mailbox:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_is_sent_once() {
        for (letter, urgent, sent) in [("Come.", true, "URGENT Come."), ("Stay.", false, "Stay.")] {
            let mut given: String = String::with_capacity(40); // with room for a stamp
            given.push_str(letter);
            let letters: *const u8 = given.as_ptr(); // where they are: those of a copy are elsewhere
            let mut mailbox: Vec<String> = Vec::with_capacity(1); // with room for the letter
            let ((), used) = memprobe::allocations(|| post(given, urgent, &mut mailbox));
            let got: Vec<String> = mailbox;
            assert_eq!(got, [sent], "the mailbox after {letter:?}, urgent: {urgent}");
            let same: bool = got[0].as_ptr() == letters;
            assert!(same, "{letter:?}, urgent: {urgent}: a copy was sent, not the letter itself");
            used.at_most(0);
        }
    }
}
