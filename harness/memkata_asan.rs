//! Linked with judged programs that run under AddressSanitizer: proves its reports.

use std::ffi::c_char;
use std::sync::OnceLock;

use memprobe::harness::Reporter;

extern "C" {
    /// `sanitizer/asan_interface.h`: called with the text of a report that was printed.
    fn __asan_set_error_report_callback(callback: extern "C" fn(*const c_char));
}

static REPORTER: OnceLock<Reporter> = OnceLock::new();

/// From now on a report of AddressSanitizer's is followed by a proof that it is one.
pub fn install(reporter: Reporter) {
    let _ = REPORTER.set(reporter);
    // SAFETY: the runtime is linked with this program, and the callback lives as long.
    unsafe { __asan_set_error_report_callback(prove) };
}

extern "C" fn prove(_report: *const c_char) {
    if let Some(reporter) = REPORTER.get() {
        reporter.sanitizer_reported();
    }
}
