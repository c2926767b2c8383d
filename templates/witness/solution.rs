// TODO: the setting, in a sentence or two. A shop looks up its lowest price; the list of prices is
// sorted, and it is given up when the shop closes.
//
// Goal: TODO: what is to be seen, and what stays. Write a call in `main` that makes `cheapest`
// read a block that was freed. `cheapest` stays as it is, and `main` needs no `unsafe`.

/// The first price, in cents.
fn cheapest(prices: Vec<u32>, closed: bool) -> u32 {
    let first: *const u32 = prices.as_ptr();
    if closed {
        drop(prices);
    }
    unsafe { *first }
}

fn main() {
    println!("{} cents", cheapest(vec![120, 250], true));
}
