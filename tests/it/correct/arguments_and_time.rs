//! Arguments, variables, time.

use std::time::{Duration, Instant, SystemTime};

fn main() {
    let start = Instant::now();
    let arguments: Vec<String> = std::env::args().collect();
    let variables = std::env::vars_os().count();
    let missing = std::env::var("A_VARIABLE_THAT_NOBODY_SETS").is_err();
    std::thread::sleep(Duration::from_millis(1));
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() > 0;
    println!("{} {} {missing} {since} {}", arguments.len(), variables < 1000, start.elapsed().as_nanos() > 0);
}
