// fails: tests · belief: M19, to be equal is to be the same
// A running track. The times of a race, in seconds, are in one list. `laps` holds references to
// those times in the list that belong to one runner.
//
// Rust follows references by itself, as many as there are in a row, in these places:
//
//   race.record         a field         `race` is a `&Race`: follows one
//   lap.pow(2)          a method call   `lap` is a `&&u32`: follows two
//   show(&race.name)    an argument     a `&String` fits where a `&str` is asked for
//
// `==` needs as many `&` on the left as on the right, and then it compares the values at the end.
//
// Goal: `report` counts the laps that have the time of the record. It makes a text, and nothing else.
// The signature of `report`, everything around it and the tests stay as they are.

struct Race {
    name: String,
    record: u32,
}

fn show(name: &str, count: u32) -> String {
    format!("{name}, laps with the record: {count}")
}

fn report(race: &Race, laps: &[&u32]) -> String {
    let mut count: u32 = 0;
    for lap in laps {
        if std::ptr::eq(*lap, &race.record) {
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
        for record in [58, 61, 70] {
            let race: Race = Race { name: String::from("Evening run"), record };
            let times: [u32; 5] = [record + 6, record, record + 3, record, record];
            let laps: [&u32; 5] = [&times[0], &times[1], &times[2], &times[3], &times[4]];
            for (first, expected) in [(0, 3), (2, 2), (4, 1), (5, 0)] {
                let (text, needed): (String, _) = memprobe::allocations(|| show(&race.name, expected));
                let (got, used): (String, _) = memprobe::allocations(|| report(&race, &laps[first..]));
                assert_eq!(got, text, "laps of {:?}; the record is {record}", &times[first..]);
                used.at_most(needed.count); // for the text of the report, and for nothing else
            }
        }
    }

    #[test]
    fn other_laps_do_not_count() {
        let times: [u32; 2] = [64, 70];
        let race: Race = Race { name: String::from("Spring run"), record: 63 };
        let got: String = report(&race, &[&times[0], &times[1]]);
        assert_eq!(got, "Spring run, laps with the record: 0", "laps of 64, 70; the record is 63");
    }
}
