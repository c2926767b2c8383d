//! What the program did with memory: memprobe's reports, and what they mean for the learner.

pub mod report;
