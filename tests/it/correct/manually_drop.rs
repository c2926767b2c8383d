//! Values whose drop is called by hand, or whose parts are taken.

use std::mem::ManuallyDrop;

struct Slot {
    name: ManuallyDrop<String>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        unsafe { ManuallyDrop::drop(&mut self.name) };
    }
}

fn main() {
    let slot = Slot { name: ManuallyDrop::new(String::from("a name on the heap")) };
    println!("{}", *slot.name);
    let mut taken = ManuallyDrop::new(vec![1, 2, 3]);
    let list = unsafe { ManuallyDrop::take(&mut taken) };
    let mut parts = ManuallyDrop::new(list);
    let again = unsafe { Vec::from_raw_parts(parts.as_mut_ptr(), parts.len(), parts.capacity()) };
    println!("{again:?}");
}
