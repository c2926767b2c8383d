//! Linux: the dynamic linker knows where everything was loaded, the thread library where a
//! stack ends.

use std::ffi::{c_char, c_int, c_long, c_void};
use std::ops::Range;

use super::Program;

/// `dl_iterate_phdr(3)`.
#[repr(C)]
struct Loaded {
    base: usize,
    name: *const c_char,
    segments: *const Segment,
    count: u16,
    _added: u64,
    _removed: u64,
    _number: usize,
    /// This thread's copy of its thread-local storage; null where it has none yet.
    thread_local: usize,
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
const PT_TLS: u32 = 7;
const PF_W: u32 = 2;

extern "C" {
    fn dl_iterate_phdr(
        callback: unsafe extern "C" fn(*const Loaded, usize, *mut c_void) -> c_int,
        data: *mut c_void,
    ) -> c_int;
    fn getpid() -> c_int;
    fn syscall(number: c_long, ...) -> c_long;
    fn pthread_self() -> usize;
    fn pthread_getattr_np(thread: usize, attributes: *mut Attributes) -> c_int;
    fn pthread_attr_getstack(attributes: *const Attributes, start: *mut usize, size: *mut usize) -> c_int;
    fn pthread_attr_destroy(attributes: *mut Attributes) -> c_int;
}

/// Room for a `pthread_attr_t`, which is 56 bytes or less on all 64-bit Linux systems.
type Attributes = [u64; 16];

/// Calls `each` with everything that is loaded, the program first, until it says to stop.
fn loaded(mut each: impl FnMut(&Loaded, &[Segment]) -> bool) {
    type Each<'a> = &'a mut dyn FnMut(&Loaded, &[Segment]) -> bool;
    unsafe extern "C" fn step(loaded: *const Loaded, _size: usize, data: *mut c_void) -> c_int {
        // SAFETY: the linker hands over a valid entry, and `data` is the closure below.
        let (loaded, each) = unsafe { (&*loaded, &mut *data.cast::<Each<'_>>()) };
        // SAFETY: as many headers as it says.
        let segments = unsafe { std::slice::from_raw_parts(loaded.segments, loaded.count.into()) };
        c_int::from(each(loaded, segments))
    }
    let mut each: Each<'_> = &mut each;
    // SAFETY: the closure outlives the call.
    unsafe { dl_iterate_phdr(step, std::ptr::from_mut(&mut each).cast()) };
}

/// The memory of what is loaded: calls `each` with the base and each segment's addresses, until
/// it says to stop.
fn segments(mut each: impl FnMut(usize, Range<usize>) -> bool) {
    loaded(|loaded, segments| {
        let mut segments = segments.iter().filter(|segment| segment.kind == PT_LOAD);
        segments.any(|segment| each(loaded.base, segment.range(loaded.base)))
    });
}

impl Segment {
    fn range(&self, base: usize) -> Range<usize> {
        let start = base.wrapping_add(self.address);
        start..start.wrapping_add(self.memory_size)
    }
}

/// This thread's copy of the thread-local variables of something that is loaded.
fn thread_locals(loaded: &Loaded, segment: &Segment) -> Range<usize> {
    if loaded.thread_local == 0 {
        return 0..0;
    }
    loaded.thread_local..loaded.thread_local + segment.memory_size
}

/// The memory that a search for what is reachable begins with, beside the stack: what is
/// loaded and writable, and this thread's thread-local storage.
pub fn roots(mut each: impl FnMut(Range<usize>)) {
    loaded(|loaded, segments| {
        for segment in segments {
            if segment.kind == PT_LOAD && segment.flags & PF_W != 0 {
                each(segment.range(loaded.base));
            } else if segment.kind == PT_TLS {
                each(thread_locals(loaded, segment));
            }
        }
        false
    });
}

/// Where the program itself was loaded.
pub fn find_program() -> Program {
    let mut program: Option<Program> = None;
    segments(|base, range| match &mut program {
        None => {
            program = Some(Program { base, start: range.start, end: range.end });
            false
        }
        Some(program) if program.base == base => {
            program.start = program.start.min(range.start);
            program.end = program.end.max(range.end);
            false
        }
        // The first of the libraries.
        Some(_) => true,
    });
    program.unwrap_or_default()
}

/// Whether the address is in a file that was loaded, the program's or a library's, or in a
/// thread-local variable of this thread.
pub fn is_static(address: usize) -> bool {
    let mut found = false;
    loaded(|loaded, segments| {
        found = segments.iter().any(|segment| match segment.kind {
            PT_LOAD => segment.range(loaded.base).contains(&address),
            PT_TLS => thread_locals(loaded, segment).contains(&address),
            _ => false,
        });
        found
    });
    found
}

/// Where this thread's stack lies. On the first thread of a process the C library has to look
/// into `/proc`; where that is closed, it is not known.
pub fn stack() -> Option<Range<usize>> {
    let mut attributes: Attributes = [0; 16];
    let (mut start, mut size) = (0, 0);
    // SAFETY: the room is large enough, and what was made is destroyed.
    unsafe {
        if pthread_getattr_np(pthread_self(), &mut attributes) != 0 {
            return None;
        }
        let known = pthread_attr_getstack(&attributes, &mut start, &mut size) == 0;
        pthread_attr_destroy(&mut attributes);
        known.then(|| start..start.wrapping_add(size))
    }
}

/// How often, a millisecond apart, threads that are about to end are waited for.
const PATIENCE: usize = 50;
/// How many numbers of threads are tried on either side: more than a system gives out while a
/// judged program runs.
const MOST_NUMBERS: c_int = 100_000;

/// Whether no thread runs but this one and the first. Threads have numbers that rise, and a new one
/// has the highest; which of those between belong to this process is found out with a signal
/// that is not sent (`tgkill(2)` with 0). `/proc`, which would say it, may be closed. The new one
/// itself has been joined: the kernel may still be taking it apart, which is no matter.
pub fn is_alone() -> bool {
    if !cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        return false;
    }
    let newest = std::thread::Builder::new().stack_size(1 << 16).spawn(thread_number);
    let Some(newest) = newest.ok().and_then(|thread| thread.join().ok()) else { return false };
    // SAFETY: always possible.
    let (process, own) = (unsafe { getpid() }, thread_number());
    // After the highest one they begin anew, in a container often: then the others are above, or low.
    let (above, low) = if newest > process {
        (process + 1..newest, 0..0)
    } else {
        (process + 1..process.saturating_add(MOST_NUMBERS), 1..newest)
    };
    if above.len().max(low.len()) > MOST_NUMBERS as usize {
        return false;
    }
    (0..PATIENCE).any(|turn| {
        if turn > 0 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        // SAFETY: nothing is sent.
        let exists = |number: c_int| unsafe { syscall(SYS_TGKILL, process, number, 0) } == 0;
        above.clone().chain(low.clone()).all(|number| number == own || !exists(number))
    })
}

fn thread_number() -> c_int {
    // SAFETY: always possible.
    c_int::try_from(unsafe { syscall(SYS_GETTID) }).unwrap_or(0)
}

// `asm/unistd_64.h` and `asm-generic/unistd.h`.
const SYS_GETTID: c_long = if cfg!(target_arch = "x86_64") { 186 } else { 178 };
const SYS_TGKILL: c_long = if cfg!(target_arch = "x86_64") { 234 } else { 131 };
