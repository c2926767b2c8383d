// fails: tests · belief: M17, each owner has a value of its own inside
// Two drivers share a van. Each of them adds the kilometres of a trip to the same number.
//
// An `Rc` has many owners, so it gives out only `&` references. A `Cell` is a place for a
// value that may be changed through a `&`: `cell.get()` copies the value out, `cell.set(7)`
// puts another one in. A `RefCell` lends its value: `*cell.borrow()` is the value, and
// `*cell.borrow_mut()` may be changed. It checks at run time that nobody else uses the value
// at the same time. (Both are in `std::cell`.)
//
// Goal: after a trip, both drivers read the new number. `share_a_van` gives out two `Driver`s;
// its signature, those of `drive` and `read`, and the tests stay as they are.

use std::cell::Cell;
use std::rc::Rc;

struct Van {
    kilometres: u32,
}

struct Driver {
    van: Rc<Van>,
    own: Cell<u32>,
}

fn share_a_van() -> (Driver, Driver) {
    let van: Rc<Van> = Rc::new(Van { kilometres: 0 });
    let second: Rc<Van> = Rc::clone(&van);
    (Driver { van, own: Cell::new(0) }, Driver { van: second, own: Cell::new(0) })
}

impl Driver {
    fn drive(&self, kilometres: u32) {
        self.own.set(self.own.get() + kilometres);
    }

    fn read(&self) -> u32 {
        self.van.kilometres + self.own.get()
    }
}

fn main() {
    let (early, late) = share_a_van();
    early.drive(120);
    late.drive(80);
    println!("The van has gone {} kilometres.", early.read());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_add_to_the_same_number() {
        let (early, late) = share_a_van();
        early.drive(120);
        let got: u32 = late.read();
        assert_eq!(got, 120, "the late driver reads what the early one has added");
        late.drive(80);
        let got: u32 = early.read();
        assert_eq!(got, 200, "120 and 80 kilometres, read by the early driver");
    }

    #[test]
    fn each_van_has_its_own_number() {
        let (first, _) = share_a_van();
        let (second, _) = share_a_van();
        first.drive(35);
        let got: u32 = second.read();
        assert_eq!(got, 0, "the other van has not moved");
    }
}
