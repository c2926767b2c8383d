//! What a program does with memory, told by its allocator: how often it asks for memory and
//! how much, what is freed and what stays, where a value lives. No dependencies.
//!
//! A program that uses this crate has its allocator. Under memkata every exercise has it, so
//! the numbers include what the standard library allocates.
//!
//! ```
//! let (text, used) = memprobe::allocations(|| String::from("hello"));
//! used.at_most(1);
//! assert_eq!(memprobe::region_of(text.as_str()), memprobe::Region::Heap);
//! ```
//!
//! What the allocator does besides counting is said by the environment variable `MEMPROBE`, see
//! `mode.rs`. Without it, it also guards blocks, and ends the program with a sentence
//! where one was misused.
//!
//! # How it works
//!
//! Every call of the allocator is counted (`counters`), and recorded with its callers while
//! something is measured (`records`, `trace`). In all modes but `count`, it then goes through
//! `watch`: a table of all blocks with their layouts and with the calls that allocated and freed
//! them (`watch::blocks`, `watch::traces`); pages or bytes around blocks (`watch::fence`,
//! `watch::guard`); faults (`watch::faults`) and, at the end, what nothing leads to any more
//! (`watch::leaks`). What is found is written by `report`. Only `system` calls the operating system.
//!
//! Nothing of this allocates, apart from what messages of failed assertions need.

// Where blocks cannot be fenced, what is there for fences has no use.
#![cfg_attr(not(any(target_os = "linux", target_os = "macos")), allow(dead_code))]

mod allocator;
mod counters;
#[doc(hidden)]
pub mod harness;
mod lock;
mod measure;
mod mode;
mod records;
mod region;
mod report;
mod system;
mod trace;
mod watch;

pub use measure::{allocations, process_allocations, Allocations};
pub use region::{region_of, Region};

#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;
