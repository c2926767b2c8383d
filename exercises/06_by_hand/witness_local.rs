// A shop pays for deliveries. It takes the cheapest of the offers, or uses its own car when
// that costs less. `cheapest` returns the address of the lowest price.
//
// With references rustc would refuse this function. It accepts raw pointers, and for some
// arguments nothing goes wrong. For others, the result is the address of a local variable, whose
// frame is gone when `cents` reads there.
//
// Goal: write a call in `main` that makes `cents` do that, and read the report you get.
// Everything but `main` stays as it is, and `main` needs no `unsafe`.

/// The address of the lowest price, in cents, for a way of `km` kilometres.
fn cheapest(offers: &[u32], km: u32) -> *const u32 {
    let own: u32 = 40 * km;
    let mut best: *const u32 = &raw const own; // the address of `own`
    for offer in offers {
        if *offer < unsafe { *best } {
            best = offer;
        }
    }
    best
}

/// The price at this address.
fn cents(price: *const u32) -> u32 {
    unsafe { *price }
}

fn main() {
    let offers: Vec<u32> = vec![900, 650, 700];
    let price: *const u32 = cheapest(&offers, 20);
    println!("The delivery costs {} cents.", cents(price));
}
