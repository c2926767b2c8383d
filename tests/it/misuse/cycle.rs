use std::cell::RefCell;
use std::rc::Rc;

struct Node {
    next: RefCell<Option<Rc<Node>>>,
    number: u32,
}

fn misuse() -> u32 {
    let first = Rc::new(Node { next: RefCell::new(None), number: 1 });
    let second = Rc::new(Node { next: RefCell::new(Some(first.clone())), number: 2 });
    *first.next.borrow_mut() = Some(second.clone());
    first.number + second.number
}
