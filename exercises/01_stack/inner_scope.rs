// A swimming pool sells tickets, in cents. Members pay a tenth less.
//
// `let mut to_pay: &u32` is a reference that may refer to another number later.
//
// Goal: for a member, `to_pay` refers to the reduced price until the function returns.
// It is enough to move one line. The signature of `ticket` and the tests stay as they are.

fn ticket(cents: u32, member: bool) -> u32 {
    let mut to_pay: &u32 = &cents;
    if member {
        let reduced: u32 = cents - cents / 10;
        to_pay = &reduced;
    }
    *to_pay
}

fn main() {
    let full: u32 = ticket(500, false);
    let member: u32 = ticket(500, true);
    println!("A ticket is {full} cents, for members {member}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_pay_a_tenth_less() {
        let got: u32 = ticket(500, true);
        assert_eq!(got, 450, "a tenth of 500 is 50, a member pays 450");
        let got: u32 = ticket(820, true);
        assert_eq!(got, 738, "a tenth of 820 is 82, a member pays 738");
    }

    #[test]
    fn others_pay_the_full_price() {
        let got: u32 = ticket(500, false);
        assert_eq!(got, 500, "who is not a member pays all of it");
    }
}
