// fails: tests · belief: M21
// A small script language. Its objects are in an arena and refer to each other by ids. A script
// never frees anything: from time to time, a collector does. Each object that a script still has a
// variable for is a root. What can be reached from the roots is needed, all the rest is not.
//
//     roots: 0
//            |
//            v
//         +--------+     +-------+     +---------+      +---------+
//         | 0 cart | --> | 1 pen |     | 2 left  | <--> | 3 right |      4 (empty)
//         +--------+     +-------+     +---------+      +---------+
//            reachable: marked         referred to, but not reachable: swept
//
// - `mark` sets `marked` in each object that can be reached. It keeps a list of ids that it still
//   has to follow, and takes one after another from it. People often use three colours: a white
//   object was not found yet, a grey one is in the list, and a black one is marked and its
//   references have been followed.
// - `sweep` goes through all slots, and frees the objects without a mark.
// - `list.extend(&other)` adds copies of all ids of another list. `slots.iter_mut().enumerate()`
//   gives the index of each slot, and a `&mut` reference to it.
//
// Goal: `mark`, then `sweep`; six steps. All other functions and the tests stay as they are.

#[derive(Clone, Copy, Debug, PartialEq)]
struct Id {
    slot: usize,
    generation: u32,
}

struct Object {
    name: String,
    refers_to: Vec<Id>,
    marked: bool,
}

struct Slot {
    generation: u32,
    object: Option<Object>,
}

#[derive(Default)]
struct Heap {
    slots: Vec<Slot>,
    /// The slots without an object: `alloc` takes the last one of them, if there is one.
    empty: Vec<usize>,
    roots: Vec<Id>,
}

impl Heap {
    /// Marks what can be reached from the roots, through any number of references.
    fn mark(&mut self) {
        for root in self.roots.clone() {
            if let Some(object) = self.object_mut(root) {
                object.marked = true;
            }
        }
    }

    /// Frees what is not marked, and returns how many objects it has freed. After that, no mark is left.
    fn sweep(&mut self) -> usize {
        let mut freed: usize = 0;
        for (index, slot) in self.slots.iter_mut().enumerate() {
            match &mut slot.object {
                Some(object) if object.marked => object.marked = false,
                Some(_) => {
                    slot.object = None;
                    slot.generation += 1;
                    self.empty.push(index);
                    freed += 1;
                }
                None => {} // empty already, and in the list of those
            }
        }
        freed
    }

    fn collect(&mut self) -> usize {
        self.mark();
        self.sweep()
    }

    fn alloc(&mut self, name: &str) -> Id {
        let object = Object { name: name.to_string(), refers_to: vec![], marked: false };
        let slot: usize = self.empty.pop().unwrap_or(self.slots.len());
        if slot == self.slots.len() {
            self.slots.push(Slot { generation: 0, object: None });
        }
        self.slots[slot].object = Some(object);
        Id { slot, generation: self.slots[slot].generation }
    }

    fn object(&self, id: Id) -> Option<&Object> {
        let slot: &Slot = self.slots.get(id.slot)?;
        if slot.generation == id.generation { slot.object.as_ref() } else { None }
    }

    fn object_mut(&mut self, id: Id) -> Option<&mut Object> {
        let slot: &mut Slot = self.slots.get_mut(id.slot)?;
        if slot.generation == id.generation { slot.object.as_mut() } else { None }
    }

    fn refer(&mut self, from: Id, to: Id) {
        if let Some(object) = self.object_mut(from) {
            object.refers_to.push(to);
        }
    }

    fn add_root(&mut self, id: Id) {
        self.roots.push(id);
    }

    fn remove_root(&mut self, id: Id) {
        self.roots.retain(|root| *root != id); // keeps all others
    }

    fn name(&self, id: Id) -> Option<&str> {
        self.object(id).map(|object| object.name.as_str())
    }

    fn is_marked(&self, id: Id) -> bool {
        self.object(id).is_some_and(|object| object.marked)
    }
}

fn main() {
    let mut heap = Heap::default();
    let [cart, pen, left, right]: [Id; 4] = ["cart", "pen", "left", "right"].map(|name| heap.alloc(name));
    for (from, to) in [(cart, pen), (left, right), (right, left)] {
        heap.refer(from, to);
    }
    heap.add_root(cart);
    println!("freed: {}", heap.collect());
    println!("pen: {:?}, left: {:?}", heap.name(pen), heap.name(left));
}

#[cfg(test)]
mod step_1 {
    use super::*;

    #[test]
    fn what_the_roots_lead_to() {
        let mut heap = Heap::default();
        let ids: [Id; 7] = ["a", "b", "c", "d", "e", "f", "g"].map(|name| heap.alloc(name));
        let [a, b, c, d, e, f, g] = ids;
        for (from, to) in [(a, b), (b, c), (c, d), (a, d), (f, g), (g, d)] {
            heap.refer(from, to);
        }
        heap.add_root(a);
        heap.add_root(e);
        heap.mark();
        let got: [bool; 7] = ids.map(|id| heap.is_marked(id));
        let expected: [bool; 7] = [true, true, true, true, true, false, false];
        assert_eq!(got, expected, "marks of a to g; roots: a, e; references: ab, bc, cd, ad, fg, gd");
    }

    #[test]
    fn no_roots_no_marks() {
        let mut heap = Heap::default();
        let ids: [Id; 2] = ["a", "b"].map(|name| heap.alloc(name));
        heap.refer(ids[0], ids[1]);
        heap.mark();
        let got: [bool; 2] = ids.map(|id| heap.is_marked(id));
        assert_eq!(got, [false, false], "marks of a and b, without any root");
    }
}

#[cfg(test)]
mod step_2 {
    use super::*;

    #[test]
    fn circles_come_to_an_end() {
        let mut heap = Heap::default();
        let ids: [Id; 5] = ["a", "b", "c", "d", "e"].map(|name| heap.alloc(name));
        let [a, b, c, d, e] = ids;
        for (from, to) in [(a, b), (b, c), (c, a), (c, c), (d, e), (e, d)] {
            heap.refer(from, to);
        }
        heap.add_root(b);
        heap.mark();
        let got: [bool; 5] = ids.map(|id| heap.is_marked(id));
        let expected: [bool; 5] = [true, true, true, false, false];
        assert_eq!(got, expected, "marks of a to e; root: b; references: ab, bc, ca, cc, de, ed");
    }
}

#[cfg(test)]
mod step_3 {
    use super::*;

    #[test]
    fn a_long_chain_is_followed_to_its_end() {
        let mut heap = Heap::default();
        let ids: Vec<Id> = (0..200_000).map(|_| heap.alloc("")).collect();
        // All of them are one chain, which goes up and down between the slots: 0, 100,001, 2, …
        let mut at: usize = 0;
        for _ in 1..200_000 {
            let next: usize = (at + 100_001) % 200_000;
            heap.refer(ids[at], ids[next]);
            at = next;
        }
        heap.add_root(ids[0]);
        heap.mark();
        let got: usize = ids.iter().filter(|id| heap.is_marked(**id)).count();
        assert_eq!(got, 200_000, "marks in a chain of 200,000 objects, where each one refers to the next");
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;

    #[test]
    fn only_what_is_reachable_stays() {
        let mut heap = Heap::default();
        let ids: [Id; 6] = ["a", "b", "c", "d", "e", "f"].map(|name| heap.alloc(name));
        let [a, b, c, d, e, f] = ids;
        for (from, to) in [(a, b), (b, a), (c, d), (d, c), (d, a), (e, e)] {
            heap.refer(from, to);
        }
        heap.add_root(a);
        let freed: usize = heap.collect();
        let got: [Option<&str>; 6] = ids.map(|id| heap.name(id));
        let expected: [Option<&str>; 6] = [Some("a"), Some("b"), None, None, None, None];
        assert_eq!(
            got, expected,
            "names of a to f; root: a; references: ab, ba, cd, dc, da, ee, none to {f:?}"
        );
        assert_eq!(freed, 4, "how many were freed: the cycle of c and d, and e, and f");
    }

    #[test]
    fn its_memory_is_freed() {
        let long: String = "pen ".repeat(2_500); // 10,000 bytes
        let mut heap = Heap::default();
        let ids: Vec<Id> = (0..100).map(|_| heap.alloc(&long)).collect();
        for id in ids.repeat(500) {
            heap.refer(id, id);
        }
        let (count, used) = memprobe::allocations(|| heap.collect());
        assert_eq!(count, 100, "how many were freed, of 100 objects and without a root");
        let freed: isize = -used.live_bytes;
        assert!(
            freed >= 1_700_000,
            "100 objects were swept, each with a name of 10,000 bytes and 500 references: {freed} B were freed"
        );
        let again: usize = heap.collect();
        assert_eq!(again, 0, "a second collection finds nothing more: the slots are empty");
    }
}

#[cfg(test)]
mod step_5 {
    use super::*;

    #[test]
    fn each_collection_looks_anew() {
        let mut heap = Heap::default();
        let ids: [Id; 3] = ["a", "b", "c"].map(|name| heap.alloc(name));
        let [a, b, c] = ids;
        heap.refer(a, b);
        heap.add_root(a);
        heap.add_root(c);
        let freed: [usize; 2] = [heap.collect(), heap.collect()];
        assert_eq!(freed, [0, 0], "two collections; roots: a, c; references: ab");
        let marks: [bool; 3] = ids.map(|id| heap.is_marked(id));
        assert_eq!(marks, [false, false, false], "marks of a, b and c after a collection; all of them stay");
        heap.remove_root(a);
        let freed: usize = heap.collect();
        assert_eq!(freed, 2, "a is not a root any more, so b cannot be reached either");
        let got: [Option<&str>; 3] = ids.map(|id| heap.name(id));
        assert_eq!(got, [None, None, Some("c")], "the names of a, b and c");
        let freed: usize = heap.collect();
        assert_eq!(freed, 0, "nothing has changed since the last collection");
    }
}

#[cfg(test)]
mod step_6 {
    use super::*;

    #[test]
    fn the_heap_does_not_grow() {
        let mut heap = Heap::default();
        let kept: Id = heap.alloc("kept");
        heap.add_root(kept);
        for _ in 0..1_000 {
            let (left, right): (Id, Id) = (heap.alloc("left"), heap.alloc("right"));
            heap.refer(left, right);
            heap.refer(right, left);
            heap.collect();
        }
        let got: usize = heap.slots.len();
        assert_eq!(got, 3, "slots, with three objects at one time at the most");
    }

    #[test]
    fn each_new_object_has_a_slot() {
        let mut heap = Heap::default();
        let _: [Id; 3] = ["a", "b", "c"].map(|name| heap.alloc(name));
        let freed: [usize; 3] = [heap.collect(), heap.collect(), heap.collect()];
        assert_eq!(freed, [3, 0, 0], "three collections, and no roots");
        let ids: [Id; 5] = ["d", "e", "f", "g", "h"].map(|name| heap.alloc(name));
        let got: [Option<&str>; 5] = ids.map(|id| heap.name(id));
        assert_eq!(got, [Some("d"), Some("e"), Some("f"), Some("g"), Some("h")], "objects allocated later");
    }

    #[test]
    fn a_stale_id_is_noticed() {
        let mut heap = Heap::default();
        let old: Id = heap.alloc("old");
        let freed: usize = heap.collect();
        let new: Id = heap.alloc("new");
        assert_eq!((freed, new.slot), (1, old.slot), "one was freed, and its slot used again");
        heap.add_root(old);
        let got: [Option<&str>; 2] = [heap.name(old), heap.name(new)];
        assert_eq!(got, [None, Some("new")], "the object `old` was freed, and its id must not find `new`");
        let freed: usize = heap.collect();
        assert_eq!(freed, 1, "a root with a stale id keeps nothing");
    }
}
