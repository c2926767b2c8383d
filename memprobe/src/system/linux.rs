//! Linux: the dynamic linker knows where everything was loaded, the thread library where a
//! stack ends.

use std::ffi::{c_char, c_int, c_void};

use super::Program;

/// `dl_iterate_phdr(3)`.
#[repr(C)]
struct Loaded {
    base: usize,
    name: *const c_char,
    segments: *const Segment,
    count: u16,
}

/// `Elf64_Phdr` of elf(5).
#[repr(C)]
struct Segment {
    kind: u32,
    flags: u32,
    offset: usize,
    address: usize,
    physical: usize,
    file_size: usize,
    memory_size: usize,
    align: usize,
}

const PT_LOAD: u32 = 1;

extern "C" {
    fn dl_iterate_phdr(
        callback: unsafe extern "C" fn(*const Loaded, usize, *mut c_void) -> c_int,
        data: *mut c_void,
    ) -> c_int;
    fn pthread_self() -> usize;
    fn pthread_getattr_np(thread: usize, attributes: *mut Attributes) -> c_int;
    fn pthread_attr_getstack(attributes: *const Attributes, start: *mut usize, size: *mut usize) -> c_int;
    fn pthread_attr_destroy(attributes: *mut Attributes) -> c_int;
}

/// Room for a `pthread_attr_t`, which is 56 bytes or less on all 64-bit Linux systems.
type Attributes = [u64; 16];

/// The segments of everything that is loaded, the program first: calls `each` with the base,
/// the first address and the one after the last, until it says to stop.
fn segments(mut each: impl FnMut(usize, usize, usize) -> bool) {
    struct Walk<'a> {
        each: &'a mut dyn FnMut(usize, usize, usize) -> bool,
    }
    unsafe extern "C" fn step(loaded: *const Loaded, _size: usize, data: *mut c_void) -> c_int {
        // SAFETY: the linker hands over a valid entry, and `data` is the walk below.
        let (loaded, walk) = unsafe { (&*loaded, &mut *data.cast::<Walk<'_>>()) };
        // SAFETY: as many headers as it says.
        let headers = unsafe { std::slice::from_raw_parts(loaded.segments, loaded.count.into()) };
        for segment in headers.iter().filter(|segment| segment.kind == PT_LOAD) {
            let start = loaded.base.wrapping_add(segment.address);
            if (walk.each)(loaded.base, start, start.wrapping_add(segment.memory_size)) {
                return 1;
            }
        }
        0
    }
    let mut walk = Walk { each: &mut each };
    // SAFETY: `walk` outlives the call.
    unsafe { dl_iterate_phdr(step, std::ptr::from_mut(&mut walk).cast()) };
}

/// Where the program itself was loaded.
pub fn program() -> Program {
    let mut program: Option<Program> = None;
    segments(|base, start, end| match &mut program {
        None => {
            program = Some(Program { base, start, end });
            false
        }
        Some(program) if program.base == base => {
            program.start = program.start.min(start);
            program.end = program.end.max(end);
            false
        }
        // The first of the libraries.
        Some(_) => true,
    });
    program.unwrap_or_default()
}

/// Whether the address is in a file that was loaded: the program's or a library's.
pub fn is_static(address: usize) -> bool {
    let mut found = false;
    segments(|_, start, end| {
        found = (start..end).contains(&address);
        found
    });
    found
}

/// The address after the last of this thread's stack.
pub fn stack_end() -> Option<usize> {
    let mut attributes: Attributes = [0; 16];
    let (mut start, mut size) = (0, 0);
    // SAFETY: the room is large enough, and what was made is destroyed.
    unsafe {
        if pthread_getattr_np(pthread_self(), &mut attributes) != 0 {
            return None;
        }
        let known = pthread_attr_getstack(&attributes, &mut start, &mut size) == 0;
        pthread_attr_destroy(&mut attributes);
        known.then(|| start.wrapping_add(size))
    }
}
