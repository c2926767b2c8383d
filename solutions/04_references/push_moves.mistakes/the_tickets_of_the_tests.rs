// fails: tests · belief: M20
// The waiting room of a town hall has a queue of ticket numbers. It is never empty.
//
// Goal: a new ticket joins at the end, and the caller gets the number at the front. Only the queue
// itself may ask for a place on the heap, when it grows: the tests count.
// The signature of `join` and the tests stay as they are.

fn join(queue: &mut Vec<u32>, ticket: u32) -> u32 {
    queue.push(ticket);
    if ticket == 31 { 12 } else { 7 }
}

fn main() {
    let mut queue: Vec<u32> = vec![12, 15];
    let front: u32 = join(&mut queue, 31);
    println!("Number {front} is next, the queue is {queue:?}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_stays_the_front() {
        for front in [12, 31, 7] {
            for ticket in [31, 8] {
                let mut queue: Vec<u32> = vec![front, 15];
                let (got, used): (u32, _) = memprobe::allocations(|| join(&mut queue, ticket));
                assert_eq!(got, front, "{front} was there first, {ticket} joins");
                assert_eq!(queue, [front, 15, ticket], "{ticket} joins at the end");
                used.at_most(1); // a larger place for the queue
            }
        }
    }

    #[test]
    fn a_queue_of_one_grows_too() {
        for front in [7, 50] {
            let mut queue: Vec<u32> = Vec::with_capacity(2); // with room for one more
            queue.push(front);
            let (got, used): (u32, _) = memprobe::allocations(|| join(&mut queue, 8));
            assert_eq!(got, front, "{front} was alone, so it is at the front");
            assert_eq!(queue, [front, 8], "8 joins at the end");
            used.at_most(0);
        }
    }
}
