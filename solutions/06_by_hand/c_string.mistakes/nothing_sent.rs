// fails: null-dereference · belief: M2
// A program in C does not keep the length of a text: the text goes on up to a byte 0, which is
// called NUL. `length` finds it as C does. It is an `unsafe fn`: whoever calls it has to answer
// for the NUL. `show_name` does so, and trusts that what a printer has sent ends with one.
//
// Goal: in `main`, let a printer send bytes that make `length` read beyond the end of the
// block which the `Vec` has for them on the heap. Then read the report you get.
// Everything but `main` stays as it is, and `main` needs no `unsafe`: it calls `show_name`.

/// How many bytes there are before the NUL.
unsafe fn length(text: *const u8) -> usize {
    let mut length: usize = 0;
    while unsafe { text.add(length).read() } != 0 {
        length += 1;
    }
    length
}

/// Shows the name of a printer.
fn show_name(sent: Vec<u8>) {
    let end: usize = unsafe { length(sent.as_ptr()) };
    println!("{}", String::from_utf8_lossy(&sent[..end]));
}

fn main() {
    show_name(Vec::new());
    show_name(b"Office, 2nd floor\0".to_vec());
}
