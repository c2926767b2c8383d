// fails: tests · belief: M20
// A camera hangs upside down under a bridge, so each picture is turned before it is shown.
// The display is told the address of the picture once, and reads it there again and again.
//
// `Box::new(x)` asks for a place on the heap, moves `x` there and gives you a `Box`. It is an
// address, and it owns what is there: a `Box<u32>` owns a `u32`, and `*b` gets at it.
//
// Goal: `turned` hands out its picture in a `Box`. The caller owns it then, and when the
// caller gives the `Box` to another variable, the picture stays at its address.
// The name `turned`, its parameter and the tests stay as they are.

fn turned(camera: &[u8; 8]) -> Box<[u8; 8]> {
    let mut picture: [u8; 8] = *camera; // a copy of the eight rows
    picture.reverse();
    Box::new(*camera)
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
        for number in 0..=250 {
            let camera: [u8; 8] = [number, 1, 2, 3, number / 2, 5, 6, number + 5];
            let got: [u8; 8] = *turned(&camera);
            let wanted: [u8; 8] = [number + 5, 6, 5, number / 2, 3, 2, 1, number];
            assert_eq!(got, wanted, "the rows {camera:?}, turned");
        }
    }

    #[test]
    fn hands_out_a_box() {
        let got = turned(&[1, 2, 3, 4, 5, 6, 7, 8]);
        let kind: &str = std::any::type_name_of_val(&got);
        assert!(kind == "alloc::boxed::Box<[u8; 8]>", "the goal is a `Box<[u8; 8]>`, this is: {kind}");
    }

    #[test]
    fn the_picture_stays_when_its_owner_changes() {
        let first = turned(&[1, 0, 0, 0, 0, 0, 0, 0]);
        let display: usize = &raw const *first as usize; // the address of the picture, as a number
        let second = first; // moves the `Box`
        let now: usize = &raw const *second as usize;
        assert!(now == display, "the display still reads at the address from before the move");
    }
}
