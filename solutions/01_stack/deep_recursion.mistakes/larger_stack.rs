// fails: rules · belief: M20
// A lottery has sold the tickets 1, 2, 3 and so on. Those that end in 7 or in 33 win.
//
// `count_winners` calls itself for all the tickets before the last one. Each call waits in
// a call frame of its own. That works for a hundred tickets, not for five million.
//
// `for ticket in 1..=last { … }` is a loop: it goes from 1 to `last`, and `ticket` has another
// number in each round. `u32::from(…)` makes a number of a `bool`: 1 of `true`, 0 of `false`.
//
// Goal: the same answers, with a few call frames, however many tickets there are.
// The signature of `count_winners`, the function `wins` and the tests stay as they are.

fn wins(ticket: u32) -> bool {
    ticket % 10 == 7 || ticket % 100 == 33
}

fn count_winners(last: u32) -> u32 {
    std::thread::Builder::new()
        .stack_size(400 * 1024 * 1024)
        .spawn(move || count_all(last))
        .expect("a thread can start")
        .join()
        .expect("the thread ends")
}

fn count_all(last: u32) -> u32 {
    if last == 0 {
        return 0;
    }
    count_all(last - 1) + u32::from(wins(last))
}

fn main() {
    println!("{} tickets win.", count_winners(5_000_000));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_up_to_and_with_the_last_ticket() {
        let got: u32 = count_winners(37);
        assert_eq!(got, 5, "up to 37 the tickets 7, 17, 27, 33, 37 win");
        let mut before: u32 = 0; // the answer for one ticket less
        for last in 0..=300 {
            let got: u32 = count_winners(last);
            assert_eq!(got, before + u32::from(wins(last)), "the tickets up to {last}");
            before = got;
        }
    }

    #[test]
    fn counts_five_million_tickets() {
        for last in [4_999_933, 4_999_996, 5_000_000] {
            let got: u32 = count_winners(last);
            let mut expected: u32 = 0;
            for end in [7, 17, 27, 33, 37, 47, 57, 67, 77, 87, 97] {
                expected += (last + 100 - end) / 100; // the tickets up to `last` with these last digits
            }
            assert_eq!(got, expected, "the tickets up to {last}");
        }
    }
}
