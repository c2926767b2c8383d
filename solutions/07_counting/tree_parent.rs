// In a house, a place is inside another one: a box in the cellar, the cellar in the house. Each
// place owns what is inside it, and knows the place around it, its parent.
//
// A place should not own its parent: a house and the box in it would keep each other for ever.
// A `Weak` refers to a block without owning its value. `Rc::downgrade(&place)` makes one.
// `Weak::new()` refers to nothing: a `Weak` can be empty, so it needs no `Option` around it.
// `weak.upgrade()` gives an `Option`: `Some` with an `Rc` while the value is there, and `None`
// when it is gone, or when there never was one.
//
// Goal: when the owner of the house ends, the house is dropped, also when somebody still keeps a
// box that was in it. `way_to` says where a place is. `things_in`, the signatures and the tests stay as
// they are.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

struct Place {
    name: &'static str,
    parent: RefCell<Weak<Place>>,
    inside: RefCell<Vec<Rc<Place>>>,
}

fn place(name: &'static str) -> Rc<Place> {
    // An empty parent, whatever its type, and an empty list.
    Rc::new(Place { name, parent: RefCell::default(), inside: RefCell::default() })
}

fn put(inner: &Rc<Place>, outer: &Rc<Place>) {
    *inner.parent.borrow_mut() = Rc::downgrade(outer);
    outer.inside.borrow_mut().push(Rc::clone(inner));
}

fn way_to(place: &Place) -> String {
    match place.parent.borrow().upgrade() {
        Some(parent) => format!("{}, {}", way_to(&parent), place.name),
        None => place.name.to_string(),
    }
}

fn things_in(place: &Place) -> Vec<&'static str> {
    place.inside.borrow().iter().map(|thing| thing.name).collect()
}

fn main() {
    let (house, cellar) = (place("house"), place("cellar"));
    put(&cellar, &house);
    println!("{}", way_to(&cellar));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_way() {
        let (house, cellar, shoes) = (place("house"), place("cellar"), place("shoes"));
        put(&shoes, &cellar);
        let got: String = way_to(&shoes);
        assert_eq!(got, "cellar, shoes", "the shoes are in the cellar, and the cellar is nowhere yet");
        put(&cellar, &house);
        let got: String = way_to(&shoes);
        assert_eq!(got, "house, cellar, shoes", "now the cellar is in the house, with the shoes in it");
    }

    #[test]
    fn a_place_owns_what_is_inside() {
        let shed: Rc<Place> = place("shed");
        put(&place("ladder"), &shed);
        put(&place("bucket"), &shed);
        let got: Vec<&str> = things_in(&shed);
        assert_eq!(got, ["ladder", "bucket"], "what was put into the shed");
    }

    #[test]
    fn the_parent_goes_with_its_owner() {
        let (attic, chest) = (place("attic"), place("chest"));
        put(&chest, &attic);
        let watch = Rc::downgrade(&attic);
        drop(attic);
        let kept: bool = watch.upgrade().is_some();
        assert!(!kept, "the only owner of the attic has ended, and the attic is still there");
        let got: String = way_to(&chest);
        assert_eq!(got, "chest", "the attic is gone, the chest was kept");
    }
}
