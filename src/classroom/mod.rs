//! What goes from a learner to an instructor.

pub mod archive;
