// fails: E0507 · belief: M9
// A school makes name tags for its guests. A `Guest` owns the text of its name.
//
// `guest: &Guest` is a reference: the guest belongs to the caller, who goes on using it.
// `guest.name` is the field behind the reference, without a `*` of yours.
//
// Goal: `tag` puts the name between two stars. It takes nothing away from the guest, and makes
// no second text of the name: it only reads it.
// The struct, the signature of `tag`, `main` and the tests stay as they are.

struct Guest {
    name: String,
    table: u32,
}

fn tag(guest: &Guest) -> String {
    let guest: Guest = *guest;
    let name: String = guest.name;
    let mut text: String = String::from("* ");
    text.push_str(&name);
    text.push_str(" *");
    text
}

fn main() {
    let guest = Guest { name: String::from("Amina Diallo"), table: 4 };
    println!("{}", tag(&guest));
    println!("{} sits at table {}.", guest.name, guest.table);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_between_stars() {
        for (name, expected) in [("Amina Diallo", "* Amina Diallo *"), ("Li", "* Li *")] {
            let guest = Guest { name: String::from(name), table: 7 };
            let got: String = tag(&guest);
            assert_eq!(got, expected, "the tag of {name}");
            let still: &str = &guest.name;
            assert_eq!(still, name, "the guest still has the name");
        }
    }
}
