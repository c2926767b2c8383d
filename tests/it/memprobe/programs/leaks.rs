// One way to leak, or to keep, per name.

use std::alloc::{Layout, alloc};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::mem::{ManuallyDrop, forget};
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

struct Node {
    next: RefCell<Option<Rc<Node>>>,
    name: String,
}

impl Node {
    fn new(name: &str) -> Rc<Self> {
        Rc::new(Self { next: RefCell::new(None), name: name.into() })
    }
}

pub fn run(what: &str) -> bool {
    match what {
        "forget" => forget(Box::new(7_u64)),
        "leak" => println!("{}", Box::leak(Box::new(7_u64))),
        "into_raw" => println!("{:?}", unsafe { *Box::into_raw(Box::new([7_u64; 4])) }),
        "alloc" => unsafe { *alloc(Layout::new::<u64>()) = 1 },
        "manually" => println!("{}", ManuallyDrop::new(vec![1_u64]).len()),
        "thread" => thread::spawn(|| forget(Box::new(5_u64))).join().unwrap(),
        "loop" => (0..5_u64).for_each(|number| forget(Box::new(number))),
        "vec of boxes" => forget((0..10_u64).map(Box::new).collect::<Vec<_>>()),
        "ring" => {
            let (first, second) = (Node::new("first"), Node::new("second"));
            *first.next.borrow_mut() = Some(Rc::clone(&second));
            *second.next.borrow_mut() = Some(first);
            println!("{}", second.name);
        }
        "ring of one" => {
            let node = Node::new("");
            *node.next.borrow_mut() = Some(Rc::clone(&node));
        }
        "long list" => {
            struct Link(#[allow(dead_code)] Option<Box<Link>>, #[allow(dead_code)] u64);
            let list = (0..30_000).fold(None, |rest, number| Some(Box::new(Link(rest, number))));
            forget(list);
        }

        "statics" => {
            static ONCE: OnceLock<Vec<u64>> = OnceLock::new();
            static LAZY: LazyLock<HashMap<String, Vec<u8>>> =
                LazyLock::new(|| HashMap::from([("a".to_string(), vec![1])]));
            static MUTEX: Mutex<Vec<Box<u64>>> = Mutex::new(Vec::new());
            static POINTER: AtomicPtr<u64> = AtomicPtr::new(std::ptr::null_mut());
            static TEXT: OnceLock<&'static str> = OnceLock::new();
            static KEPT: OnceLock<ManuallyDrop<Vec<String>>> = OnceLock::new();
            ONCE.get_or_init(|| vec![1, 2]);
            println!("{}", LAZY.len());
            (0..9).for_each(|number| MUTEX.lock().unwrap().push(Box::new(number)));
            POINTER.store(Box::leak(Box::new(6)), Ordering::SeqCst);
            TEXT.set(String::from("leaked").leak()).unwrap();
            KEPT.get_or_init(|| ManuallyDrop::new(vec!["kept".to_string()]));
        }
        "thread locals" => {
            thread_local!(static LAZY: RefCell<Vec<String>> = RefCell::new(vec!["x".into()]));
            thread_local!(static LEAKED: Cell<Option<&'static String>> = const { Cell::new(None) });
            LAZY.with(|list| list.borrow_mut().push("y".into()));
            LEAKED.with(|cell| cell.set(Some(Box::leak(Box::new("z".to_string())))));
        }
        "the standard library's own" => {
            std::panic::set_hook(Box::new(|_| {}));
            let _ = std::panic::catch_unwind(|| panic!("x {}", 1));
            println!("{} {:?}", std::env::vars().count(), thread::current().id());
            unsafe { std::env::set_var("SET_BY_A_TEST", "1") };
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || sender.send(vec![1])).join().unwrap().unwrap();
            println!("{:?}", receiver.recv());
        }
        "a backtrace" => println!("{}", std::backtrace::Backtrace::force_capture()),
        "scoped threads" => {
            thread_local!(static LAZY: RefCell<Vec<String>> = RefCell::new(vec!["x".into()]));
            for _ in 0..10 {
                thread::scope(|scope| {
                    (0..4).for_each(|_| drop(scope.spawn(|| LAZY.with(|list| list.borrow_mut().push("y".into())))))
                });
            }
        }
        "a thread that still runs" => {
            let shared = Arc::new(vec![1]);
            thread::spawn(move || {
                thread::sleep(Duration::from_secs(1000));
                drop(shared);
            });
        }
        "a tree" => {
            struct Tree {
                children: RefCell<Vec<Rc<Tree>>>,
                parent: Weak<Tree>,
            }
            let root = Rc::new(Tree { children: RefCell::default(), parent: Weak::new() });
            let child = Rc::new(Tree { children: RefCell::default(), parent: Rc::downgrade(&root) });
            println!("{}", child.parent.strong_count());
            root.children.borrow_mut().push(child);
        }
        "a panic" => panic!("nothing is said of leaks after it: {}", Box::leak(Box::new(3))),
        _ => return false,
    }
    true
}
