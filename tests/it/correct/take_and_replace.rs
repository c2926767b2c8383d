//! Values taken out of places that stay.

#[derive(Default, Debug)]
struct Buffer {
    lines: Vec<String>,
    name: Option<Box<str>>,
}

impl Buffer {
    fn flush(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }
}

fn main() {
    let mut buffer = Buffer { lines: vec!["a".into(), "b".into()], name: Some("first".into()) };
    let lines = buffer.flush();
    let old = std::mem::replace(&mut buffer, Buffer { lines: vec!["c".into()], name: None });
    let mut other = Buffer::default();
    std::mem::swap(&mut buffer, &mut other);
    let number = 3_u32;
    #[allow(forgetting_copy_types)]
    std::mem::forget(number);
    println!("{lines:?} {:?} {other:?} {number}", old.name);
}
