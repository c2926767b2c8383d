// fails: tests · belief: M20
// A chat program writes a message. Its `String` is a handle of three parts, and the text:
//
//   message   [ address | length | capacity ]    the handle, in the frame: 24 bytes
//                  |                             (on a machine with 64 bits)
//                  +--> [ s e e   y o u . . . ]  the text and its reserve, on the heap
//
// The length counts the bytes of the text, not its letters: `é` is one letter and two bytes. The
// capacity counts all bytes reserved for it: `String::with_capacity(64)` makes an empty text with
// 64 of them. `message.len()` and `message.capacity()` ask for these two numbers.
//
// Goal: `room_left` tells how many bytes can be added before the text needs a larger place.
// The signature of `room_left` and the tests stay as they are.

fn room_left(message: &String) -> usize {
    message.capacity() - message.chars().count()
}

fn main() {
    let mut message: String = String::with_capacity(64);
    message.push_str("see you");
    println!("There is room for {} more bytes.", room_left(&message));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_stays_while_there_is_room() {
        for reserved in 40..=200 {
            let text: String = "é".repeat(reserved / 10) + "see you";
            let mut message: String = String::with_capacity(reserved);
            message.push_str(&text);
            let capacity: usize = message.capacity();
            let room: usize = room_left(&message);
            message.push_str(&"!".repeat(room));
            let (length, now): (usize, usize) = (message.len(), message.capacity());
            assert!(now == capacity, "{text:?}: {room} more bytes were too many, the text had to move");
            assert!(length == capacity, "{text:?}: after {room} more bytes there was still room");
        }
    }
}
