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
    let weeks: Vec<&[u32]> = steps.windows(7).collect();
    let sums: Vec<u32> = weeks.iter().map(|week| week.iter().sum()).collect();
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
        for (days, first) in [(7, 0), (30, 20), (365, 100), (20_000, 19_993)] {
            let mut steps: Vec<u32> = vec![100; days];
            steps[first..first + 7].fill(2_000);
            let (got, used): (u32, _) = memprobe::allocations(|| best_week(&steps));
            assert_eq!(got, 14_000, "of {days} days, the best week begins after {first} days");
            used.peak_at_most(100);
        }
    }

    #[test]
    fn six_days_are_no_week() {
        let got: u32 = best_week(&[9_000; 6]);
        assert_eq!(got, 0, "there is no run of seven days");
    }
}
