//! Blocks aligned to 64 and 4096 bytes, grown and shrunk.

use std::alloc::{Layout, alloc, dealloc, realloc};

#[repr(align(64))]
struct Line([u8; 3]);

#[repr(align(4096))]
struct Page(u8);

fn main() {
    let line = Box::new(Line([1, 2, 3]));
    let pages = vec![Page(1), Page(2), Page(3)];
    assert_eq!((&raw const *line).addr() % 64, 0);
    assert_eq!(pages.as_ptr().addr() % 4096, 0);
    for align in [1, 2, 8, 16, 32, 64, 128, 4096, 65536] {
        let layout = Layout::from_size_align(24, align).unwrap();
        let block = unsafe { alloc(layout) };
        assert_eq!(block.addr() % align, 0);
        unsafe { block.write_bytes(7, 24) };
        let grown = unsafe { realloc(block, layout, 10_000) };
        assert_eq!(grown.addr() % align, 0);
        assert_eq!(unsafe { grown.add(23).read() }, 7);
        unsafe { dealloc(grown, Layout::from_size_align(10_000, align).unwrap()) };
    }
    println!("{} {}", line.0[2], pages[2].0);
}
