//! macOS: the dynamic linker knows where everything was loaded (dyld(3), dladdr(3)), the thread
//! library where a stack lies (`pthread_get_stackaddr_np`).

use std::ffi::{c_char, c_int, c_void};
use std::ops::Range;

use super::Program;

/// `Dl_info` of `dlfcn.h`.
#[repr(C)]
struct Info {
    file: *const c_char,
    base: *mut c_void,
    symbol: *const c_char,
    address: *mut c_void,
}

/// `struct mach_header_64` of `mach-o/loader.h`.
#[repr(C)]
struct Header {
    magic: u32,
    cpu: u32,
    cpu_kind: u32,
    kind: u32,
    commands: u32,
    commands_size: u32,
    flags: u32,
    reserved: u32,
}

/// The beginning of `struct segment_command_64`.
#[repr(C)]
struct Command {
    kind: u32,
    size: u32,
    name: [u8; 16],
    address: u64,
    memory_size: u64,
}

const LC_SEGMENT_64: u32 = 0x19;

extern "C" {
    fn _dyld_get_image_header(image: u32) -> *const Header;
    fn _dyld_get_image_vmaddr_slide(image: u32) -> isize;
    fn dladdr(address: *const c_void, info: *mut Info) -> c_int;
    fn pthread_self() -> *mut c_void;
    fn pthread_get_stackaddr_np(thread: *mut c_void) -> *mut c_void;
    fn pthread_get_stacksize_np(thread: *mut c_void) -> usize;
}

/// Where the program itself was loaded: it is the first image.
pub fn find_program() -> Program {
    // SAFETY: there is always a first image, and its commands follow its header.
    unsafe {
        let (header, slide) = (_dyld_get_image_header(0), _dyld_get_image_vmaddr_slide(0) as usize);
        if header.is_null() {
            return Program::default();
        }
        let mut program = Program { base: slide, start: header as usize, end: header as usize };
        let mut at = header.add(1).cast::<u8>();
        for _ in 0..(*header).commands {
            let command = &*at.cast::<Command>();
            // Not the inaccessible page at zero.
            if command.kind == LC_SEGMENT_64 && !command.name.starts_with(b"__PAGEZERO") {
                let end = (command.address + command.memory_size) as usize;
                program.end = program.end.max(end.wrapping_add(slide));
            }
            at = at.add(command.size as usize);
        }
        program
    }
}

/// Whether the address is in a file that was loaded: the program's or a library's.
pub fn is_static(address: usize) -> bool {
    let (text, place) = (std::ptr::null(), std::ptr::null_mut());
    let mut info = Info { file: text, base: place, symbol: text, address: place };
    // SAFETY: any address may be asked for.
    unsafe { dladdr(address as *const c_void, &mut info) != 0 }
}

/// Where this thread's stack lies.
pub fn stack() -> Option<Range<usize>> {
    // SAFETY: this thread exists. The address is the one after the highest.
    let (end, size) = unsafe {
        let own = pthread_self();
        (pthread_get_stackaddr_np(own) as usize, pthread_get_stacksize_np(own))
    };
    (end > size).then(|| end - size..end)
}

/// What a search for what is reachable would begin with is not known here.
pub fn roots(_each: impl FnMut(Range<usize>)) {}

/// Not known here.
pub fn is_alone() -> bool {
    false
}
