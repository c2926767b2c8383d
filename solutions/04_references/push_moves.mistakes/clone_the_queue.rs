// fails: rules · belief: M11
// The waiting room of a town hall: a queue of ticket numbers. It is never empty.
//
// Goal: a new ticket joins at the end, and the caller gets the number at the front.
// The signature of `join` and the tests stay as they are.

fn join(queue: &mut Vec<u32>, ticket: u32) -> u32 {
    let before: Vec<u32> = queue.clone();
    let front: &u32 = &before[0];
    queue.push(ticket);
    *front
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
        let mut queue: Vec<u32> = vec![12, 15];
        let got: u32 = join(&mut queue, 31);
        assert_eq!(got, 12, "12 was there first");
        assert_eq!(queue, [12, 15, 31], "31 joins at the end");
    }

    #[test]
    fn a_queue_of_one_grows_too() {
        let mut queue: Vec<u32> = vec![7];
        let got: u32 = join(&mut queue, 8);
        assert_eq!(got, 7, "7 was alone, so it is at the front");
        assert_eq!(queue, [7, 8], "8 joins at the end");
    }
}
