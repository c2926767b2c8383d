//! Faults: what an access meant that the processor has refused.
//!
//! The handler runs in the thread that has faulted, on the stack that the standard library gives
//! each thread for signals. Layouts are those of `sys/ucontext.h` and `sigaction(2)` for Linux on
//! x86-64 and AArch64, and of `mach/*/_structs.h` for macOS; elsewhere nothing is installed.

#[cfg(all(
    any(target_os = "linux", target_os = "macos"),
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub use handler::install;

/// Nothing can be found out here about a fault.
#[cfg(not(all(
    any(target_os = "linux", target_os = "macos"),
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
pub fn install() {}

#[cfg(all(
    any(target_os = "linux", target_os = "macos"),
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod handler;

#[cfg(all(
    any(target_os = "linux", target_os = "macos"),
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod context;
