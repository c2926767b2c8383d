// fails: tests · belief: M7
// A notebook: its notes link to each other, in both directions and in cycles. No note owns another
// one, so a `Box` does not fit. All notes are in one list of slots, an arena, which owns them. A
// link is not a reference but an id: two numbers. An id is `Copy`, and it borrows nothing.
//
//     slots:   0                    1                    2
//            +--------------------+--------------------+--------------------+
//            | generation 0       | generation 3       | generation 1       |
//            | "tea", links [2.1] | no note            | "cup", links [0.0] |
//            +--------------------+--------------------+--------------------+
//     empty: [1]                           2.1 is the id of "cup": slot 2, generation 1
//
// A slot is used again after its note was removed. Then it has another generation, so an old id,
// which somebody may still have, does not fit any more: it is stale.
//
// - `self.slots.get(i)` is an `Option`: `None` if there is no slot `i`.
// - `slot.note.as_ref()` makes an `Option<&Note>` from an `Option<Note>`, and moves nothing.
//   `slot.note.as_mut()` makes an `Option<&mut Note>`, to change the note where it is.
//
// Goal: `add` and `note`, then the others; five steps. The signatures, `text`, `room` and the tests
// stay as they are.

#[derive(Clone, Copy, Debug, PartialEq)]
struct Id {
    slot: usize,
    generation: u32,
}

struct Note {
    text: String,
    links: Vec<Id>,
}

struct Slot {
    generation: u32,
    note: Option<Note>,
}

#[derive(Default)] // makes `Notebook::default()`: two empty lists
struct Notebook {
    slots: Vec<Slot>,
    empty: Vec<usize>,
}

impl Notebook {
    fn add(&mut self, text: &str) -> Id {
        let note = Note { text: text.to_string(), links: vec![] };
        let slot: usize = self.empty.pop().unwrap_or(self.slots.len());
        if slot == self.slots.len() {
            self.slots.push(Slot { generation: 0, note: None });
        }
        self.slots[slot].note = Some(note);
        Id { slot, generation: self.slots[slot].generation }
    }

    /// The note with this id, as long as it has not been removed.
    fn note(&self, id: Id) -> Option<&Note> {
        let slot: &Slot = self.slots.get(id.slot)?;
        if slot.generation == id.generation { slot.note.as_ref() } else { None }
    }

    fn text(&self, id: Id) -> Option<&str> {
        self.note(id).map(|note| note.text.as_str())
    }

    /// Adds a link. `false`, and no link, if one of the two notes is not there (any more).
    fn link(&mut self, from: Id, to: Id) -> bool {
        if self.note(from).is_none() || self.note(to).is_none() {
            return false;
        }
        if let Some(note) = &mut self.slots[from.slot].note {
            note.links.push(to);
        }
        true
    }

    /// The notes that this one links to, in the order in which they were linked, without those
    /// that have been removed.
    fn links(&self, from: Id) -> Vec<Id> {
        let Some(note) = self.note(from) else { return vec![] };
        note.links.iter().copied().filter(|to| self.note(*to).is_some()).collect()
    }

    /// Frees a note. `false` if it was not there (any more).
    fn remove(&mut self, id: Id) -> bool {
        if self.note(id).is_none() {
            return false;
        }
        self.slots.swap_remove(id.slot);
        true
    }

    /// How many slots there are.
    fn room(&self) -> usize {
        self.slots.len()
    }
}

fn main() {
    let mut book = Notebook::default();
    let (tea, cup): (Id, Id) = (book.add("tea"), book.add("cup"));
    println!("linked: {} {}", book.link(tea, cup), book.link(cup, tea));
    println!("removed: {}", book.remove(cup));
    let milk: Id = book.add("milk");
    println!("{:?}, {:?}, {} slots", book.text(milk), book.text(cup), book.room());
}

#[cfg(test)]
mod step_1 {
    use super::*;

    #[test]
    fn a_note_is_found_by_its_id() {
        let mut book = Notebook::default();
        let ids: [Id; 3] = ["tea", "cup", "tea"].map(|text| book.add(text));
        let got: [Option<&str>; 3] = ids.map(|id| book.text(id));
        assert_eq!(got, [Some("tea"), Some("cup"), Some("tea")], "the notes that were added");
        assert!(ids[0] != ids[2], "two notes have two ids, even if their text is the same");
    }

    #[test]
    fn another_notebook_has_no_such_note() {
        let mut book = Notebook::default();
        let ids: [Id; 2] = [book.add("tea"), book.add("cup")];
        let empty = Notebook::default();
        let got: [Option<&str>; 2] = ids.map(|id| empty.text(id));
        assert_eq!(got, [None, None], "ids of a book with two notes, used in an empty book");
    }
}

#[cfg(test)]
mod step_2 {
    use super::*;

    #[test]
    fn links_go_in_circles() {
        let mut book = Notebook::default();
        let [tea, cup, milk]: [Id; 3] = ["tea", "cup", "milk"].map(|text| book.add(text));
        for (from, to) in [(tea, cup), (cup, milk), (milk, tea), (tea, milk), (cup, cup)] {
            let linked: bool = book.link(from, to);
            assert!(linked, "both notes are there: {from:?} and {to:?}");
        }
        let got: [Vec<Id>; 3] = [tea, cup, milk].map(|id| book.links(id));
        assert_eq!(got, [vec![cup, milk], vec![milk, cup], vec![tea]], "the links of tea, cup and milk");
    }

    #[test]
    fn both_ends_have_to_be_there() {
        let mut other = Notebook::default();
        let ids: [Id; 2] = ["tea", "cup"].map(|text| other.add(text));
        let mut book = Notebook::default();
        let tea: Id = book.add("tea");
        let got: [bool; 2] = [book.link(tea, ids[1]), book.link(ids[1], tea)];
        assert_eq!(got, [false, false], "links to and from a note that this book does not have");
        let (of_tea, of_cup): (Vec<Id>, Vec<Id>) = (book.links(tea), book.links(ids[1]));
        assert_eq!((of_tea, of_cup), (vec![], vec![]), "no link was made");
    }
}

#[cfg(test)]
mod step_3 {
    use super::*;

    #[test]
    fn what_was_removed_is_gone() {
        let mut book = Notebook::default();
        let [tea, cup, milk]: [Id; 3] = ["tea", "cup", "milk"].map(|text| book.add(text));
        let linked: [bool; 3] = [book.link(tea, cup), book.link(tea, milk), book.link(cup, tea)];
        assert_eq!(linked, [true, true, true], "all notes are there");
        let removed: [bool; 2] = [book.remove(cup), book.remove(cup)];
        assert_eq!(removed, [true, false], "the same note is removed two times");
        let texts: [Option<&str>; 3] = [tea, cup, milk].map(|id| book.text(id));
        assert_eq!(texts, [Some("tea"), None, Some("milk")], "after cup was removed");
        let links: [Vec<Id>; 2] = [book.links(tea), book.links(cup)];
        assert_eq!(links, [vec![milk], vec![]], "the links of tea and cup, after cup was removed");
        let again: bool = book.link(tea, cup);
        assert!(!again, "a link to a note that was removed");
    }

    #[test]
    fn its_memory_is_freed() {
        let long: String = "tea ".repeat(2_500); // 10,000 bytes
        let mut book = Notebook::default();
        let ids: Vec<Id> = (0..100).map(|_| book.add(&long)).collect();
        for id in ids.repeat(500) {
            let linked: bool = book.link(id, id);
            assert!(linked, "the note is there: {id:?}");
        }
        let (removed, used) = memprobe::allocations(|| ids.iter().filter(|id| book.remove(**id)).count());
        assert_eq!(removed, 100, "each of 100 notes was there, and is removed once");
        let freed: isize = -used.live_bytes;
        assert!(
            freed >= 1_700_000,
            "100 notes were removed, each with 10,000 bytes of text and 500 links: {freed} B were freed"
        );
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;

    #[test]
    fn the_book_does_not_grow() {
        let mut book = Notebook::default();
        for round in 1..=1_000 {
            let id: Id = book.add("tea");
            let removed: bool = book.remove(id);
            assert!(removed, "the note of round {round} was there");
        }
        let got: usize = book.room();
        assert_eq!(got, 1, "slots, after 1,000 notes, with only one there at a time");
    }

    #[test]
    fn each_new_note_has_a_slot() {
        let mut book = Notebook::default();
        let ids: [Id; 4] = ["a", "b", "c", "d"].map(|text| book.add(text));
        let removed: [bool; 3] = [ids[0], ids[2], ids[1]].map(|id| book.remove(id));
        assert_eq!(removed, [true, true, true], "the notes a, c and b");
        let more: [Id; 4] = ["e", "f", "g", "h"].map(|text| book.add(text));
        let got: [Option<&str>; 4] = more.map(|id| book.text(id));
        assert_eq!(got, [Some("e"), Some("f"), Some("g"), Some("h")], "the notes that were added later");
        let (old, room): (Option<&str>, usize) = (book.text(ids[3]), book.room());
        assert_eq!((old, room), (Some("d"), 5), "d is still there, and five notes need five slots");
    }

    #[test]
    fn a_slot_is_empty_once() {
        let mut book = Notebook::default();
        let tea: Id = book.add("tea");
        let removed: [bool; 2] = [book.remove(tea), book.remove(tea)];
        assert_eq!(removed, [true, false], "tea is removed two times");
        let more: [Id; 2] = ["cup", "milk"].map(|text| book.add(text));
        let got: [Option<&str>; 2] = more.map(|id| book.text(id));
        assert_eq!(got, [Some("cup"), Some("milk")], "two more notes: one slot was empty, not two");
    }
}

#[cfg(test)]
mod step_5 {
    use super::*;

    #[test]
    fn a_stale_id_is_noticed() {
        let mut book = Notebook::default();
        let (tea, cup): (Id, Id) = (book.add("tea"), book.add("cup"));
        let done: [bool; 3] = [book.link(tea, cup), book.link(cup, cup), book.remove(cup)];
        assert_eq!(done, [true, true, true], "linked, linked, and removed");
        let milk: Id = book.add("milk");
        assert_eq!(milk.slot, cup.slot, "milk is in the slot that cup had");
        let got: Option<&str> = book.text(cup);
        assert_eq!(got, None, "cup was removed, and its id must not find milk");
        let links: [Vec<Id>; 3] = [tea, cup, milk].map(|id| book.links(id));
        assert_eq!(
            links,
            [vec![], vec![], vec![]],
            "tea was linked to cup, not to milk, and milk to nothing"
        );
        let linked: [bool; 2] = [book.link(tea, cup), book.link(cup, tea)];
        assert_eq!(linked, [false, false], "links to and from a stale id");
        let removed: bool = book.remove(cup);
        assert!(!removed, "a stale id removes nothing");
        let still: Option<&str> = book.text(milk);
        assert_eq!(still, Some("milk"), "milk was not removed");
        let jam: Id = book.add("jam");
        let both: [Option<&str>; 2] = [milk, jam].map(|id| book.text(id));
        assert_eq!(both, [Some("milk"), Some("jam")], "a `remove` that was refused leaves no empty slot");
    }

    #[test]
    fn once_stale_always_stale() {
        let mut book = Notebook::default();
        let mut stale: Vec<Id> = vec![];
        for round in 1..=300 {
            let id: Id = book.add("tea");
            let found: Option<&Id> = stale.iter().find(|old| book.text(**old).is_some());
            assert_eq!(found, None, "in round {round}, an id of an earlier round finds the new note");
            book.remove(id);
            stale.push(id);
        }
    }
}
