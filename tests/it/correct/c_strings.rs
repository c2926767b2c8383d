//! Text that ends with a zero, given away and taken back.

use std::ffi::{CStr, CString, c_char};

unsafe extern "C" {
    safe fn abs(number: i32) -> i32;
    unsafe fn strlen(text: *const c_char) -> usize;
}

fn main() {
    let owned = CString::new("Ada").unwrap();
    println!("{}", unsafe { strlen(owned.as_ptr()) });
    let raw = owned.into_raw();
    unsafe { *raw = b'a' as c_char };
    let back = unsafe { CString::from_raw(raw) };
    let borrowed = unsafe { CStr::from_ptr(back.as_ptr()) };
    println!("{} {} {}", borrowed.to_str().unwrap(), c"literal".to_bytes_with_nul().len(), abs(-3));
}
