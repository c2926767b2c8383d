// fails: E0308 · belief: M5, the type in the signature puts the value on the heap
// A camera hangs upside down under a bridge, so each picture is turned before it is shown.
// The display is told the address of the picture once, and reads it there again and again.
//
// `Box::new(x)` asks for a place on the heap, moves `x` there and gives you a `Box`. It is an
// address, and it owns what is there: a `Box<u32>` owns a `u32`, and `*b` gets at it.
//
// Goal: `turned` hands out its picture in a `Box`. The caller owns it then, and when the
// `Box` moves on to another owner, the picture stays at its address.
// The name `turned`, its parameter and the tests stay as they are.

fn turned(camera: &[u8; 8]) -> Box<[u8; 8]> {
    let mut picture: [u8; 8] = *camera; // a copy of the eight rows
    picture.reverse();
    picture
}

fn main() {
    let picture = turned(&[0, 0, 0, 24, 60, 126, 255, 0]);
    for row in *picture {
        println!("{row:08b}"); // one digit for each dot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_the_rows() {
        let got: [u8; 8] = *turned(&[1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(got, [8, 7, 6, 5, 4, 3, 2, 1], "the rows 1 to 8, turned");
        let got: [u8; 8] = *turned(&[0, 0, 0, 0, 0, 0, 9, 0]);
        assert_eq!(got, [0, 9, 0, 0, 0, 0, 0, 0], "the last row but one, turned");
    }

    #[test]
    fn the_picture_stays_when_its_owner_changes() {
        let first = turned(&[1, 0, 0, 0, 0, 0, 0, 0]);
        let display: *const [u8; 8] = &raw const *first; // the address of the picture
        let second = first; // moves the `Box`
        let now: *const [u8; 8] = &raw const *second;
        assert!(now == display, "the display still reads at the address from before the move");
    }
}
