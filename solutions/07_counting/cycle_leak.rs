// Dancers meet, and each of them remembers the other one. Later they go home, and their memory
// should be free again. But the dancers refer to each other: they are a cycle.
//
// A block has leaked when the program can never get to it again. The checks look for such blocks
// at the end: they start from what is still there, variables and statics, follow all addresses,
// and report each block that they did not find on this way.
//
// Goal: when both have gone home, both are freed. While they are at the dance, each has a link to
// the other one (to the same block, not to a copy), and `partner_of` returns the name of the
// other one. The signatures and the tests stay as they are.

use std::cell::RefCell;
use std::rc::Rc;

struct Dancer {
    name: &'static str,
    partner: RefCell<Option<Rc<Dancer>>>,
}

fn arrive(name: &'static str) -> Rc<Dancer> {
    Rc::new(Dancer { name, partner: RefCell::new(None) })
}

fn meet(one: &Rc<Dancer>, other: &Rc<Dancer>) {
    *one.partner.borrow_mut() = Some(Rc::clone(other));
    *other.partner.borrow_mut() = Some(Rc::clone(one));
}

fn partner_of(dancer: &Rc<Dancer>) -> Option<&'static str> {
    dancer.partner.borrow().as_ref().map(|partner| partner.name)
}

fn go_home(dancer: Rc<Dancer>) {
    dancer.partner.take();
}

fn main() {
    let (mia, leo) = (arrive("Mia"), arrive("Leo"));
    meet(&mia, &leo);
    println!("{:?} and {:?}", partner_of(&leo), partner_of(&mia));
    go_home(mia);
    go_home(leo);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dance_and_go_home() {
        let (ana, sam) = (arrive("Ana"), arrive("Sam"));
        meet(&ana, &sam);
        let got: Option<&str> = partner_of(&ana);
        assert_eq!(got, Some("Sam"), "Ana dances with Sam");
        let got: Option<&str> = partner_of(&sam);
        assert_eq!(got, Some("Ana"), "Sam dances with Ana");
        for (dancer, other) in [(&ana, &sam), (&sam, &ana)] {
            let links: usize = Rc::strong_count(dancer) + Rc::weak_count(dancer) - 1; // one is the variable
            assert!(links > 0, "{} does not have a link to the block of {}", other.name, dancer.name);
        }
        go_home(ana);
        go_home(sam);
    }

    #[test]
    fn one_comes_alone() {
        let eva: Rc<Dancer> = arrive("Eva");
        let got: Option<&str> = partner_of(&eva);
        assert_eq!(got, None, "Eva has met nobody");
        go_home(eva);
    }
}
