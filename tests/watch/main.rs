//! The watch as a learner meets it: the built program in a pseudo-terminal. A binary of its
//! own, because its tests need a terminal each. No test asserts on time.
#![cfg(unix)]

mod course;
mod keys;
mod new;
mod plain;
mod proving;
mod saves;
mod skips;
mod support;
mod terminal;
mod trouble;
mod weight;
