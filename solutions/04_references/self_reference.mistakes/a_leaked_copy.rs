// fails: rules · belief: M12, `'static` has to be made true by leaking
// A reader of e-books marks a passage: the bytes of the page from `start` up to `end`. Later the
// page gets more text: `add` writes it after the end.
//
// The page is one value: it owns its text, and it knows the passage. The author of this file has
// stored a reference into the text, and has promised rustc that it is good until the program ends.
// No lifetime makes this right: the struct needs something other than a reference.
//
// Goal: `marked` returns the passage, a part of the text, at any time. Nothing is copied: neither
// `mark` nor `marked` asks for a place on the heap.
// The field `text`, `add`, the signatures of `mark` and `marked` and the tests stay.

struct Page {
    text: String,
    passage: &'static str,
}

fn mark(text: String, start: usize, end: usize) -> Page {
    let passage: &'static str = text[start..end].to_string().leak();
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

    /// The passage of `page` has to be these bytes of its text themselves: a copy is elsewhere.
    fn check(page: &Page, start: usize, end: usize) {
        let (got, used): (&str, _) = memprobe::allocations(|| page.marked());
        let whole: &str = &page.text;
        assert_eq!(got, &whole[start..end], "the bytes {start} to {end} of the text");
        used.at_most(0);
        let same: bool = std::ptr::eq(got, &whole[start..end]);
        assert!(same, "the bytes {start} to {end}: this {got:?} is not a part of the page's text");
    }

    #[test]
    fn knows_the_passage() {
        for (text, start, end, expected) in [
            ("Call me when the sea is calm.", 13, 20, "the sea"),
            ("Un été à la mer", 3, 8, "été"),
            ("all of it", 0, 9, "all of it"),
        ] {
            let given: String = String::from(text);
            let (page, used): (Page, _) = memprobe::allocations(|| mark(given, start, end));
            used.at_most(0);
            check(&page, start, end);
            let got: &str = page.marked();
            assert_eq!(got, expected, "the bytes {start} to {end} of {text:?}");
            let whole: &str = &page.text;
            assert_eq!(whole, text, "the page keeps its whole text");
        }
    }

    #[test]
    fn the_passage_stays_when_the_text_grows() {
        for (start, end) in [(0, 3), (4, 9), (10, 17)] {
            let page: Page = mark(String::from("the quiet harbour"), start, end);
            let mut shelf: Vec<Page> = vec![page];
            let more: String = " and the quiet boats".repeat(50);
            shelf[0].add(&more);
            let grown: String = format!("the quiet harbour{more}");
            let whole: &str = &shelf[0].text;
            assert_eq!(whole, grown, "the text after `add`");
            check(&shelf[0], start, end);
        }
    }
}
