use std::ffi::CStr;

fn misuse() -> u32 {
    let name = Box::new(*b"Ada");
    let text = unsafe { CStr::from_ptr(name.as_ptr().cast()) };
    text.to_bytes().len() as u32
}
