//! Functions and closures as values.

fn twice(number: u32) -> u32 {
    number * 2
}

fn compose(first: fn(u32) -> u32, second: Box<dyn Fn(u32) -> u32>) -> impl Fn(u32) -> u32 {
    move |number| second(first(number))
}

extern "C" fn compare(left: *const u32, right: *const u32) -> i32 {
    unsafe { (*left).cmp(&*right) as i32 }
}

fn main() {
    let offset = Box::new(3);
    let both = compose(twice, Box::new(move |number| number + *offset));
    let address = twice as *const () as usize;
    let again: fn(u32) -> u32 = unsafe { std::mem::transmute(address as *const ()) };
    println!("{} {} {}", both(4), again(4), compare(&1, &2));
}
