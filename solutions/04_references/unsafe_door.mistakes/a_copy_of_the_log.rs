// fails: tests · belief: M11
// The gate of a botanical garden counts visitors. Its driver, a program in C, gives us the address
// of the counter: a raw pointer, `*const u32`. Nobody guarantees that a `u32` is there.
//
// To make, pass on or compare a raw pointer is safe, whatever address it holds. To read what is at
// this address you write `unsafe { … }`. It allows this, and a few other things that rustc cannot
// check. Whoever writes it is responsible: if nothing is there, the program may do anything, which
// is called undefined behaviour.
//
// `log[0]` is the total; after it there is one number for each day.
//
// Goal: `close` adds a day to the end of the log, and its visitors to the total. When the gate is
// switched off, maybe nothing is at the address: then nothing is read, and the log stays as it is.
// The log is not copied. The signature of `close` and the tests stay as they are.

fn close(log: &mut Vec<u32>, counter: *const u32, switched_on: bool) {
    if switched_on {
        let mut copy: Vec<u32> = log.clone();
        let total: &mut u32 = &mut copy[0];
        let today: u32 = unsafe { *counter };
        log.push(today);
        *total += today;
    }
}

fn main() {
    let counter: u32 = 240;
    let mut log: Vec<u32> = vec![900, 500, 400];
    close(&mut log, &raw const counter, true);
    println!("{log:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_joins_the_log() {
        let mut counter: u32 = 240;
        let mut log: Vec<u32> = vec![900, 500, 400];
        close(&mut log, &raw const counter, true);
        assert_eq!(log, [1140, 500, 400, 240], "900 and 240 are 1140, 240 is the new day");
        counter += 10;
        close(&mut log, &raw const counter, true);
        assert_eq!(log, [1390, 500, 400, 240, 250], "1140 and 250 are 1390, 250 is the new day");
    }

    #[test]
    fn each_day_has_its_own_number() {
        for counter in [0, 7, 95, 310] {
            for days in [0, 1, 6] {
                let mut log: Vec<u32> = Vec::with_capacity(8); // with room for the new day
                log.push(30 * days);
                log.resize(1 + days as usize, 30);
                let mut expected: Vec<u32> = log.clone();
                expected[0] = 30 * days + counter;
                expected.push(counter);
                let ((), used) = memprobe::allocations(|| close(&mut log, &raw const counter, true));
                assert_eq!(log, expected, "{days} days of 30 visitors, and then {counter}");
                used.at_most(0);
            }
        }
    }

    #[test]
    fn switched_off_nothing_is_read() {
        let counter: Box<u32> = Box::new(70);
        let address: *const u32 = &raw const *counter;
        drop(counter); // from here on nothing is at the address
        let mut log: Vec<u32> = vec![12, 12];
        close(&mut log, address, false);
        assert_eq!(log, [12, 12], "the gate is switched off, the log stays");
    }
}
