//! Who watches a program's memory while it runs, and how that is switched on.

use std::ffi::OsString;

/// What a run is watched by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watcher {
    /// memprobe counts, and nothing else changes.
    Count,
    /// AddressSanitizer watches every access of the learner's own code; memprobe knows the
    /// layouts and the leaks.
    Sanitizer,
    /// memprobe puts every block on pages of its own, which also shows what the standard
    /// library's own code does to it.
    Fence,
}

/// The byte that new memory is filled with where a watcher watches: the same as in
/// `memprobe/src`.
pub const FILL: u8 = 0xA7;

impl Watcher {
    /// Its name in a verdict; `None` for one that judges nothing.
    pub fn oracle(self) -> Option<&'static str> {
        match self {
            Self::Count => None,
            Self::Sanitizer => Some("address-sanitizer"),
            Self::Fence => Some("memprobe"),
        }
    }

    /// Whether it reserves address space without using it, so that what can be limited is the
    /// memory that is really used.
    pub fn reserves(self) -> bool {
        self != Self::Count
    }

    /// The variables that switch it on. `sanitized` says whether the program was made for
    /// AddressSanitizer, whose own handlers must then stay away while memprobe watches.
    pub fn variables(self, sanitized: bool) -> Vec<(OsString, OsString)> {
        let mode = match self {
            Self::Count => "count",
            Self::Sanitizer => "asan",
            Self::Fence => "fence",
        };
        let mut variables = vec![("MEMPROBE".into(), mode.into())];
        if sanitized {
            let fill = u32::from(FILL);
            // Leaks are memprobe's: LeakSanitizer needs /proc, which is closed. Where it writes and
            // how it ends are said because the program could say otherwise (`__asan_default_options`).
            let common = "log_path=stderr:exitcode=1:symbolize=0:detect_leaks=0:detect_odr_violation=0:allocator_may_return_null=1:print_legend=0:print_module_map=0";
            let options = match self {
                Self::Sanitizer => format!(
                    "{common}:detect_stack_use_after_return=1:max_malloc_fill_size=268435456:malloc_fill_byte={fill}"
                ),
                Self::Count | Self::Fence => format!(
                    "{common}:detect_stack_use_after_return=0:handle_segv=0:handle_sigbus=0:handle_abort=0"
                ),
            };
            variables.push(("ASAN_OPTIONS".into(), options.into()));
        }
        variables
    }
}
