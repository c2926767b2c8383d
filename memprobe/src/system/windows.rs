//! Windows: the system knows where a module was loaded and where a stack lies.

use std::ffi::c_void;
use std::ops::Range;

use super::Program;

#[link(name = "kernel32")]
extern "system" {
    fn GetModuleHandleW(name: *const u16) -> *const u8;
    fn GetModuleHandleExW(flags: u32, name: *const c_void, module: *mut *const u8) -> i32;
    fn GetCurrentThreadStackLimits(low: *mut usize, high: *mut usize);
}

const GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT: u32 = 2;
const GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS: u32 = 4;

/// Where a PE file says where its header is, and where that has `SizeOfImage` ("PE Format").
const HEADER: usize = 0x3C;
const SIZE_OF_IMAGE: usize = 24 + 56;

/// Where the program itself was loaded.
pub fn find_program() -> Program {
    // SAFETY: without a name it is the program's own file, mapped with its headers.
    unsafe {
        let start = GetModuleHandleW(std::ptr::null());
        if start.is_null() {
            return Program::default();
        }
        let header = start.add(start.add(HEADER).cast::<u32>().read_unaligned() as usize);
        let size = header.add(SIZE_OF_IMAGE).cast::<u32>().read_unaligned() as usize;
        let start = start as usize;
        Program { base: start, start, end: start + size }
    }
}

/// Whether the address is in a module: the program's file or a library.
pub fn is_static(address: usize) -> bool {
    let flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    let mut module = std::ptr::null();
    // SAFETY: any address may be asked for.
    unsafe { GetModuleHandleExW(flags, address as *const c_void, &mut module) != 0 }
}

/// Where this thread's stack lies.
pub fn stack() -> Option<Range<usize>> {
    let (mut low, mut high) = (0, 0);
    // SAFETY: both can be written.
    unsafe { GetCurrentThreadStackLimits(&mut low, &mut high) };
    (high > low).then_some(low..high)
}

/// What a search for what is reachable would begin with is not known here.
pub fn roots(_each: impl FnMut(Range<usize>)) {}

/// Not known here.
pub fn is_alone() -> bool {
    false
}
