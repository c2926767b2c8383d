// fails: budget-live · belief: M23, what is safe to write is freed
// A train is either at its end, or a wagon with some seats and the rest of the train.
//
// An `enum` lists the kinds of values that a type has, and `match` asks which kind it is. In
// `Train::Wagon(here, rest) => …` the two parts of a wagon get the names `here` and `rest`.
//
// Goal: every `Train` has a size that the compiler can know. Each wagon owns the rest of its
// train: when a train ends, all of it is freed.
// The function `seats`, the signature of `hook` and the tests stay as they are.

enum Train {
    End,
    Wagon(u32, std::mem::ManuallyDrop<Box<Train>>),
}

fn hook(new_seats: u32, rest: Train) -> Train {
    Train::Wagon(new_seats, std::mem::ManuallyDrop::new(Box::new(rest)))
}

fn seats(train: &Train) -> u32 {
    match train {
        Train::End => 0,
        Train::Wagon(here, rest) => here + seats(rest),
    }
}

fn main() {
    let train: Train = hook(60, hook(40, Train::End));
    println!("The train has {} seats.", seats(&train));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_the_seats_of_every_wagon() {
        let got: u32 = seats(&hook(60, hook(40, hook(8, Train::End))));
        assert_eq!(got, 108, "60, 40 and 8 seats are 108");
        for last in 0..=50 {
            let mut train: Train = Train::End;
            for new_seats in 1..=last {
                train = hook(new_seats, train);
            }
            let got: u32 = seats(&train);
            assert_eq!(got, last * (last + 1) / 2, "wagons with 1, 2 and so on to {last} seats");
        }
    }

    #[test]
    fn frees_the_whole_train() {
        // Runs what is in the braces, and counts what stays on the heap after it.
        let (got, used): (u32, _) = memprobe::allocations(|| {
            let train: Train = hook(60, hook(40, Train::End));
            seats(&train)
        });
        assert_eq!(got, 100, "60 and 40 seats are 100");
        used.all_freed();
    }
}
