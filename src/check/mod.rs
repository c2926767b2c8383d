//! One file per kind of check. Each says what to run (a job) and turns what came of it into
//! findings. Nothing here starts a process, reads a file or prints.

pub mod answer;
pub mod compile;
pub mod diagnostics;
pub mod ends;
pub mod keep;
pub mod machine;
pub mod memory;
pub mod panics;
pub mod predict;
pub mod rules;
pub mod run;
pub mod runtime;
pub mod standing;
pub mod steps;
pub mod tests;
pub mod text;
pub mod witness;
pub mod words;
