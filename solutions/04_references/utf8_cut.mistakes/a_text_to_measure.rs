// fails: memory · belief: M11
// A boarding pass has room for a fixed number of bytes of a name. A longer name is cut at its end.
//
// `&name[..end]` is a slice: it refers to the first `end` bytes of `name`. In UTF-8 a letter
// (a `char`) takes one to four bytes: `Z` one, `ë` two, `李` three. A `&str` has only whole
// letters. Where one letter ends and the next one begins is a char boundary. A cut at any other
// place makes the program panic: the program ends with a message.
//
//   "Zoë B"    [ Z | o | ë ë |   | B ]    the boundaries are 0, 1, 2, 4, 5 and 6
//
// `name.is_char_boundary(end)` tells whether `end` is one of them.
//
// Goal: `fit` returns as many whole letters as fit into `room` bytes, from the beginning on.
// Nothing is copied. The signature of `fit` and the tests stay as they are.

fn fit(name: &str, room: usize) -> &str {
    if name.len() <= room {
        return name;
    }
    let mut short: String = String::new();
    for letter in name.chars() {
        if short.len() + letter.len_utf8() > room {
            break;
        }
        short.push(letter);
    }
    &name[..short.len()]
}

fn main() {
    println!("{}", fit("Amélie Martin", 10));
    println!("{}", fit("Zoë B", 3));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_two_letters() {
        for (name, room, expected) in [
            ("Anna Smith", 6, "Anna S"),
            ("Renée Diaz", 4, "Ren"),
            ("Renée Diaz", 5, "René"),
            ("Nguyễn Thị Hoa", 6, "Nguy"),
            ("Nguyễn Thị Hoa", 7, "Nguyễ"),
            ("李小龙", 8, "李小"),
            ("李小龙", 2, ""),
        ] {
            let got: &str = fit(name, room);
            assert_eq!(got, expected, "{name:?} in {room} bytes");
        }
    }

    #[test]
    fn each_room_is_filled_and_nothing_is_copied() {
        for name in ["Anna Smith", "Zoë B", "Nguyễn Thị Hoa", "李小龙", "a😀b"] {
            for room in 0..=name.len() + 2 {
                let (got, used): (&str, _) = memprobe::allocations(|| fit(name, room));
                used.at_most(0);
                let end: usize = got.len();
                assert!(end <= room, "{name:?} in {room} bytes: {got:?} has {end}");
                let same: bool = got.is_empty() || std::ptr::eq(got, &name[..end]);
                assert!(same, "{name:?} in {room} bytes: {got:?} is not a part of the name itself");
                let next: usize = name[end..].chars().next().map_or(room, |letter| letter.len_utf8());
                assert!(end + next > room || got == name, "{name:?} in {room} bytes: more fits than {got:?}");
            }
        }
    }

    #[test]
    fn a_name_that_fits_stays_whole() {
        for (name, room) in [("Zoë B", 6), ("Li", 20), ("", 0)] {
            let got: &str = fit(name, room);
            assert_eq!(got, name, "{name:?} in {room} bytes");
        }
    }
}
