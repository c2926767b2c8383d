//! memkata from the outside: the really built program, real compilers, files and processes.
//! One binary, because each would be linked anew; a module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test, what cannot be has to fail the test"
)]

mod attacks;
mod authors;
#[cfg(target_os = "linux")]
mod bounds;
#[cfg(unix)]
mod check;
mod cli;
mod course;
mod coverage;
#[cfg(target_os = "linux")]
mod detection;
#[cfg(target_os = "linux")]
mod disks;
mod fair;
mod faults;
mod files;
mod forgery;
mod formatted;
mod grade;
mod grade_bad;
#[cfg(unix)]
mod grade_killed;
mod info;
mod kits;
mod ladder;
mod limits;
#[cfg(unix)]
mod machine;
mod manifests;
mod memory;
#[cfg(target_os = "linux")]
mod memprobe;
mod new;
mod new_beside;
mod no_false_alarm;
mod pack;
#[cfg(unix)]
mod page;
mod predict;
mod progress;
mod rubric;
mod rules;
mod run;
mod rustlings;
mod samples;
#[cfg(target_os = "linux")]
mod sandbox;
mod schemas;
mod screens;
mod shapes;
mod steps;
mod support;
mod texts;
mod tidy;
mod tricks;
mod update;
mod verify;
mod verify_answer;
mod verify_files;
mod verify_predict;
mod verify_rules;
mod verify_texts;
mod witness;
mod workspace;
