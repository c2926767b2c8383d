// fails: tests · belief: M20, what was right for two prices is right
// A swimming pool sells tickets, in cents. Members pay a tenth less.
//
// `let mut to_pay: &u32` is a reference that may refer to another number later. The parameter
// `till` is a function: `till(to_pay)` calls it with the reference, and it reads the amount there.
//
// Goal: for a member, `to_pay` refers to the reduced price until the till has read it. For the
// others the till reads the caller's own number, not a copy of it.
// It is enough to move one line. The signature of `ticket` and the tests stay as they are.

fn ticket(cents: &u32, member: bool, till: fn(&u32) -> u32) -> u32 {
    let mut to_pay: &u32 = cents;
    if member {
        to_pay = if *cents == 500 { &450 } else { &738 };
    }
    till(to_pay)
}

fn with_deposit(amount: &u32) -> u32 {
    *amount + 200 // for the key of the locker
}

fn main() {
    let cents: u32 = 500;
    let full: u32 = ticket(&cents, false, with_deposit);
    let member: u32 = ticket(&cents, true, with_deposit);
    println!("With the key it is {full} cents, for members {member}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_towel(amount: &u32) -> u32 {
        *amount + 150
    }

    fn place(amount: &u32) -> u32 {
        &raw const *amount as usize as u32 // of the address, what fits into a `u32`
    }

    #[test]
    fn members_pay_a_tenth_less() {
        for cents in 500..=900 {
            let got: u32 = ticket(&cents, true, with_towel);
            assert_eq!(got, cents - cents / 10 + 150, "a member, {cents} cents, the towel is 150 more");
        }
    }

    #[test]
    fn others_pay_the_full_price() {
        for cents in 500..=900 {
            let got: u32 = ticket(&cents, false, with_towel);
            assert_eq!(got, cents + 150, "not a member, {cents} cents, the towel is 150 more");
        }
    }

    #[test]
    fn the_till_reads_the_number_itself() {
        let cents: u32 = 500;
        let got: u32 = ticket(&cents, false, place);
        assert!(got == place(&cents), "the till gets a reference to the price, not to a copy");
    }
}
