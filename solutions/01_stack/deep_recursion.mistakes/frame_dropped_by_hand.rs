// fails: crash · belief: M14b
// A lottery has sold the tickets 1, 2, 3 and so on. Those that end in 7 or in 33 win.
//
// `count_winners` calls itself for all the tickets before the last one. Each call waits in
// a call frame of its own. That works for a hundred tickets, not for five million.
//
// Goal: the same answers, with a few call frames, however many tickets there are.
// The signature of `count_winners`, the function `wins` and the tests stay as they are.

fn wins(ticket: u32) -> bool {
    ticket % 10 == 7 || ticket % 100 == 33
}

fn count_winners(last: u32) -> u32 {
    if last == 0 {
        return 0;
    }
    let here: u32 = u32::from(wins(last));
    let before: u32 = last - 1;
    drop(last);
    count_winners(before) + here
}

fn main() {
    println!("{} tickets win.", count_winners(5_000_000));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_up_to_and_with_the_last_ticket() {
        let got: [u32; 3] = [count_winners(0), count_winners(7), count_winners(37)];
        assert_eq!(got, [0, 1, 5], "up to 37 the tickets 7, 17, 27, 33, 37 win");
    }

    #[test]
    fn counts_five_million_tickets() {
        let got: u32 = count_winners(5_000_000);
        assert_eq!(got, 550_000, "of every hundred tickets, 11 win");
    }
}
