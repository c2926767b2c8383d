// fails: memory · belief: M11
// A school makes name tags for its guests, and has to know how wide each tag is. A `Guest`
// owns the text of its name.
//
// `guest: &Guest` is a reference: the guest belongs to the caller, who goes on using it.
// `guest.name` is the field behind the reference; you need no `*`.
//
// Goal: `width` reads the name. It takes nothing away from the guest, and it makes no second
// text of the name: the tests count what it asks the allocator for.
// The struct, the signature of `width`, `main` and the tests stay as they are.

struct Guest {
    name: String,
    table: u32,
}

/// The width in millimetres: 4 for each letter, and a margin.
fn width(guest: &Guest) -> usize {
    let name: String = guest.name.clone();
    20 + 4 * name.len()
}

fn main() {
    let guest = Guest { name: String::from("Amina Diallo"), table: 4 };
    println!("The tag is {} mm wide.", width(&guest));
    println!("{} sits at table {}.", guest.name, guest.table);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_only_read() {
        for name in ["Amina Diallo", "Li", ""] {
            for letters in 0..=name.len() {
                let name: &str = &name[..letters];
                let expected: usize = 4 * (5 + letters);
                let guest = Guest { name: String::from(name), table: 7 };
                let (got, used): (usize, _) = memprobe::allocations(|| width(&guest));
                assert_eq!(got, expected, "millimetres for {name:?}");
                let still: &str = &guest.name;
                assert_eq!(still, name, "the guest still has the name");
                used.at_most(0);
            }
        }
    }
}
