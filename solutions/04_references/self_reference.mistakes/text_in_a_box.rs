// fails: E0597 · belief: M3, what is on the heap may be referred to for ever
// A reader of e-books marks a passage: the bytes of the page from `start` up to `end`. Later the
// page gets more text: `add` writes it behind the end.
//
// The page is one value: it owns its text, and it knows the passage. Whoever wrote this file has
// stored a reference into the text, and has promised rustc that it is good until the program ends.
//
// Goal: `marked` returns the passage, at any time. `mark` copies nothing: it asks for no place on
// the heap. The field `text`, `add`, the signatures of `mark` and `marked` and the tests stay.

struct Page {
    text: Box<String>,
    passage: &'static str,
}

fn mark(text: String, start: usize, end: usize) -> Page {
    let text: Box<String> = Box::new(text);
    let passage: &str = &text[start..end];
    Page { text, passage }
}

impl Page {
    fn marked(&self) -> &str {
        self.passage
    }

    fn add(&mut self, more: &str) {
        self.text.push_str(more);
    }
}

fn main() {
    let mut page: Page = mark(String::from("Call me when the sea is calm."), 13, 20);
    page.add(" I will come.");
    println!("{:?} on the page {:?}", page.marked(), page.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_passage() {
        for (text, start, end, expected) in [
            ("Call me when the sea is calm.", 13, 20, "the sea"),
            ("Un été à la mer", 3, 8, "été"),
            ("all of it", 0, 9, "all of it"),
        ] {
            let page: Page = mark(String::from(text), start, end);
            let got: &str = page.marked();
            assert_eq!(got, expected, "the bytes {start} to {end} of {text:?}");
            let whole: &str = &page.text;
            assert_eq!(whole, text, "the page keeps its whole text");
        }
    }

    #[test]
    fn the_passage_stays_when_the_text_grows() {
        let page: Page = mark(String::from("the quiet harbour"), 4, 9);
        let mut shelf: Vec<Page> = vec![page];
        shelf[0].add(&" and its boats".repeat(50));
        let got: &str = shelf[0].marked();
        assert_eq!(got, "quiet", "the bytes 4 to 9 of \"the quiet harbour…\"");
    }

    #[test]
    fn to_mark_copies_nothing() {
        let text: String = String::from("the quiet harbour");
        let (page, used): (Page, _) = memprobe::allocations(|| mark(text, 4, 9));
        let got: &str = page.marked();
        assert_eq!(got, "quiet", "the bytes 4 to 9 of \"the quiet harbour\"");
        used.at_most(0);
    }
}
