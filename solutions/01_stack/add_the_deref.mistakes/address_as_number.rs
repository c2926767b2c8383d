// fails: tests · belief: M19
// A café bill, in cents.
//
// In Rust each variable has a type: `let price: u32 = 350;` makes a variable of the type
// `u32`, a whole number. `&price` makes a reference to it, of the type `&u32`: it says where
// the number is, it is not the number. (A last line without `;` is what a function returns.)
//
// Goal: `total` gets the number that `price_ref` refers to.
// One line in the body of `bill` changes. Its signature (the line with `fn`), `add_tip` and
// the tests (all that is below `#[cfg(test)]`) stay as they are.

fn add_tip(total: u32, tip: u32) -> u32 {
    total + tip
}

fn bill(price_ref: &u32, tip: u32) -> u32 {
    let total: u32 = price_ref as *const u32 as usize as u32;
    add_tip(total, tip)
}

fn main() {
    let price: u32 = 350;
    let with_tip: u32 = bill(&price, 50);
    println!("The coffee is {price} cents, with the tip {with_tip}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_the_tip_to_the_price() {
        let price: u32 = 350;
        let got: u32 = bill(&price, 50);
        assert_eq!(got, 400, "a price of 350 and a tip of 50 are 400");
    }

    #[test]
    fn follows_the_reference_to_any_price() {
        for price in 1..=500 {
            let got: u32 = bill(&price, 30);
            assert_eq!(got, price + 30, "a price of {price} and a tip of 30");
        }
    }
}
