//! The judged source: what of the learner's file and the kit's tests goes to the compiler.
//! Text in, text out; every line and column stays the learner's own.

mod align;
mod edits;
pub mod items;
mod modules;
mod table;
pub mod tokens;
pub mod weave;
