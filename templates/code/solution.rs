// TODO: the setting, in a sentence or two. A shop adds up the prices on a receipt.
//
// TODO: what a learner needs to know for it, and no more. A variable that is declared with `let`
// gets a value once.
//
// Goal: TODO: what is to be reached, and what stays. `total` returns the sum of all prices. Its
// signature and the tests stay as they are.

fn total(prices: &[u32]) -> u32 {
    let mut sum: u32 = 0;
    for price in prices {
        sum += *price;
    }
    sum
}

fn main() {
    println!("{} cents", total(&[250, 120, 30]));
}

// TODO: the tests that decide. The kit's own file counts, whatever the learner does to this copy.
// Bind what you get to a variable with a type, and say in the message what is expected.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_all_prices() {
        let got: u32 = total(&[250, 120, 30]);
        assert_eq!(got, 400, "the sum of 250, 120 and 30");
    }

    #[test]
    fn nothing_costs_nothing() {
        let got: u32 = total(&[]);
        assert_eq!(got, 0, "no prices");
    }
}
