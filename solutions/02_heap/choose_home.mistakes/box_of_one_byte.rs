// fails: E0599 · belief: M5, a `Box` has as many elements as come into it
// A museum keeps four things. Somebody has put each of them into a `Vec`, which is right
// for one of them only.
//
// `type Week = X;` makes `Week` another name of the type X, and `Week::from(…)` makes an X
// from what it gets. So each of the four lines with `type` decides where a thing is kept.
//
// Goal: each thing has the type that fits, an array, a `Vec`, a `Box` or a `String`:
//   Week       seven numbers, always seven; in the variable itself
//   Visitors   a number for each visitor, and more come: `push` adds one at the end
//   Plan       an array of 4096 bytes, kept in a `Box`; the variable is one address
//   Title      a text that is put together while the program runs
// Only the lines with `type` change.

type Week = [u32; 7];
type Visitors = Vec<u32>;
type Plan = Box<u8>;
type Title = String;

fn week(opening_hours: [u32; 7]) -> Week {
    Week::from(opening_hours)
}

fn visitors(ages: [u32; 3]) -> Visitors {
    Visitors::from(ages)
}

fn plan(floor: u8) -> Plan {
    Plan::from([floor; 4096])
}

fn title(room: u32) -> Title {
    Title::from(format!("Room {room}: maps"))
}

fn main() {
    println!("A week has {} bytes,", size_of_val(&week([0, 8, 8, 8, 8, 6, 6])));
    println!("a plan has {},", size_of_val(&plan(1)));
    println!("{} visitors are in {:?}", visitors([30, 8, 71]).len(), title(4));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_in_the_variable_itself() {
        let week: Week = week([0, 8, 8, 8, 8, 6, 6]);
        assert_eq!((week[0], week[6]), (0, 6), "the first day and the last one");
        let bytes: usize = size_of_val(&week);
        assert_eq!(bytes, 28, "Week: seven numbers of 4 bytes, side by side in the variable");
    }

    #[test]
    fn more_visitors_come() {
        let mut visitors: Visitors = visitors([30, 8, 71]);
        for age in 1..=100 {
            visitors.push(age);
        }
        assert_eq!(visitors.len(), 103, "Visitors: three, and a hundred more");
        let (third, last): (u32, u32) = (visitors[2], visitors[102]);
        assert_eq!((third, last), (71, 100), "Visitors: who comes last is at the end");
    }

    #[test]
    fn a_plan_is_behind_one_address() {
        let plan: Plan = plan(2);
        assert_eq!((plan.len(), plan[4095]), (4096, 2), "the bytes of the plan");
        let bytes: usize = size_of_val(&plan);
        assert_eq!(bytes, 8, "Plan: one address of 8 bytes (16 are an address and a length)");
    }

    #[test]
    fn a_title_is_a_text() {
        let (first, second): (Title, Title) = (title(4), title(12));
        let shown: String = format!("{first:?} {second:?}");
        assert_eq!(shown, r#""Room 4: maps" "Room 12: maps""#, "Title: letters, not numbers");
    }
}
