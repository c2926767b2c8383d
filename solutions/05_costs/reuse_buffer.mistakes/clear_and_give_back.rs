// fails: memory · belief: M25
// The sign at a platform shows the stops of the next train and is drawn again every second.
// `draw` does not return a text. It gets a `String` of its caller's and fills it: an
// out-parameter. So the caller can use one and the same `String` for all the trains of a day.
//
// That would save allocations if `draw` did not give back the place of the old text.
//
// Goal: no allocation in `draw` while there is enough room for the text in the caller's `String`.
// The signature of `draw` and the tests stay as they are.

fn draw(line: &mut String, stops: &[&str]) {
    line.clear();
    line.shrink_to_fit();
    for stop in stops {
        line.push_str(" > ");
        line.push_str(stop);
    }
}

fn main() {
    let mut line: String = String::with_capacity(80);
    for stops in [["Moss", "Halden"], ["Ski", "Moss"]] {
        draw(&mut line, &stops);
        println!("{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_text_takes_the_place_of_the_last() {
        let mut line: String = String::with_capacity(60);
        for (stops, text) in [
            (vec!["Moss", "Halden"], " > Moss > Halden"),
            (vec![], ""),
            (vec!["Ski", "Ås", "Vestby", "Moss"], " > Ski > Ås > Vestby > Moss"),
        ] {
            let ((), used) = memprobe::allocations(|| draw(&mut line, &stops));
            let got: &str = &line;
            assert_eq!(got, text, "the stops {stops:?}");
            used.at_most(0);
        }
    }

    #[test]
    fn a_long_text_gets_a_larger_place() {
        let mut line: String = String::from("delayed");
        draw(&mut line, &["Moss"; 70]);
        let got: &str = &line;
        assert_eq!(got, " > Moss".repeat(70), "70 stops, and nothing of the text before");
    }
}
