//! `main` that returns a result, and errors in boxes on the way.

use std::error::Error;

fn number(text: &str) -> Result<u32, Box<dyn Error>> {
    let number: u32 = text.trim().parse()?;
    if number > 100 {
        return Err(format!("{number} is too much").into());
    }
    Ok(number)
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("{} {:?} {:?}", number("7")?, number("x").is_err(), number("101").map_err(|error| error.to_string()));
    Ok(())
}
