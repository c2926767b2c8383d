// A family moves house. Each of its boxes has a label: the things in it, one on each line.
//
// `label` begins with an empty text, which has no place on the heap yet. When a push finds no
// room, the `String` asks the allocator for a larger place, and the letters that are already
// there may have to be copied into it. For a full box this happens again and again.
//
// Goal: the same label, with one single allocation. Do not ask for much more than is needed: for at
// most twice the bytes of the label.
// The signature of `label` and the tests stay as they are.

fn label(things: &[&str]) -> String {
    let mut text: String = String::new();
    for thing in things {
        text.push_str(thing);
        text.push('\n');
    }
    text
}

fn main() {
    print!("{}", label(&["two lamps", "a kettle", "jam"]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_takes_one_allocation() {
        let small: [&str; 3] = ["two lamps", "a kettle", "jam"];
        let large: Vec<&str> = ["crème brûlée", "a very long and heavy oak shelf"].repeat(60);
        for things in [&small[..], &large, &large[1..]] {
            let (got, used): (String, _) = memprobe::allocations(|| label(things));
            assert!(got.lines().eq(things.iter().copied()), "each thing on its line: {got:?}");
            assert!(got.ends_with('\n'), "the last line ends like the others: {got:?}");
            used.at_most(1);
            used.peak_at_most(2 * got.len());
        }
    }
}
