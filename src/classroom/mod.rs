//! What goes from learners to an instructor, and what comes back:
//!
//! submissions → a class (`class.rs`) → units, judged once each (`units.rs`) → grades (`grades.rs`), the one
//! value that all reports are drawn from.

pub mod archive;
pub mod assemble;
pub mod beliefs;
pub mod class;
pub mod copies;
pub mod decisions;
pub mod grades;
pub mod grading;
pub mod inputs;
pub mod outputs;
pub mod rehearsal;
pub mod selftest;
pub mod sheet;
pub mod submissions;
pub mod units;
