// fails: memory · belief: M5
// A step counter knows the steps of every day, and shows the best seven days in a row.
//
// `windows(7)` gives all the runs of seven days, one after another, each as a reference into
// `steps`. An iterator is lazy: it makes its next value when somebody asks for it. `collect`
// asks for all of them and keeps them at the same time.
//
// Goal: the same number, and at no moment more than 100 bytes on the heap, however many days
// there are. What has been freed before that moment does not count.
// The signature of `best_week` and the tests stay as they are.

fn best_week(steps: &[u32]) -> u32 {
    let sums: Vec<u32> = steps.windows(7).map(|week| week.iter().sum()).collect();
    sums.into_iter().max().unwrap_or(0)
}

fn main() {
    let steps: Vec<u32> = (1..=365).map(|day| day * 7919 % 20_000).collect();
    println!("Best week: {} steps.", best_week(&steps));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_best_week_with_little_room() {
        for (days, first, low) in [(7, 0, 2_000), (30, 20, 1_000), (365, 100, 7_500), (20_000, 19_993, 3_000)]
        {
            let mut steps: Vec<u32> = vec![100; days];
            steps[5] = low + 900; // one long day
            for day in 0..7 {
                steps[first + day] = low + 10 * day as u32; // the best week
            }
            let (got, used): (u32, _) = memprobe::allocations(|| best_week(&steps));
            let best: u32 = 7 * low + 210;
            assert_eq!(got, best, "of {days} days, the best week begins after {first} days");
            used.peak_at_most(100);
        }
    }

    #[test]
    fn six_days_are_no_week() {
        for days in 0..7 {
            let steps: Vec<u32> = vec![9_000; days];
            let got: u32 = best_week(&steps);
            assert_eq!(got, 0, "in {days} days there is no run of seven");
        }
    }
}
