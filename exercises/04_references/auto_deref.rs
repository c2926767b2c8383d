// A running track. `laps` refers to the laps of one runner; the times themselves, in seconds,
// are in the list of the whole race.
//
// Rust follows references by itself, as many as there are in a row, in these places:
//
//   race.record         a field         `race` is a `&Race`: follows one
//   lap.pow(2)          a method call   `lap` is a `&&u32`: follows two
//   show(&race.name)    an argument     a `&String` fits where a `&str` is asked for
//
// `==` follows none: a number is compared with a number, a `&u32` with a `&u32`.
//
// Goal: `report` counts the laps that have the time of the record.
// The signature of `report`, everything around it and the tests stay as they are.

struct Race {
    name: String,
    record: u32,
}

fn show(name: &str, count: u32) -> String {
    format!("{name}: the record {count} times")
}

fn report(race: &Race, laps: &[&u32]) -> String {
    let mut count: u32 = 0;
    for lap in laps {
        if lap == race.record {
            count += 1;
        }
    }
    show(&race.name, count)
}

fn main() {
    let times: [u32; 4] = [64, 58, 61, 58];
    let race: Race = Race { name: String::from("Evening run"), record: 58 };
    println!("{}", report(&race, &[&times[1], &times[2]]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_laps_with_the_time_of_the_record() {
        let times: [u32; 5] = [64, 58, 61, 58, 58];
        let race: Race = Race { name: String::from("Evening run"), record: 58 };
        let got: String = report(&race, &[&times[0], &times[1], &times[4]]);
        assert_eq!(got, "Evening run: the record 2 times", "laps of 64, 58, 58; the record is 58");
    }

    #[test]
    fn other_laps_do_not_count() {
        let times: [u32; 2] = [64, 70];
        let race: Race = Race { name: String::from("Spring run"), record: 63 };
        let got: String = report(&race, &[&times[0], &times[1]]);
        assert_eq!(got, "Spring run: the record 0 times", "laps of 64, 70; the record is 63");
    }
}
