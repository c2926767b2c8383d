//! Systems without any of the layers: limits are all there is.

use std::process::{Child, Command};

use super::{Active, Sandbox};

/// What stands around a job that runs: nothing.
#[derive(Default)]
pub struct Walls {
    /// The first process of a numbering of its own, which there is not.
    pub init: Option<Child>,
}

/// Refuses a sandbox that cannot be had here.
pub fn enter(sandbox: &Sandbox, _tasks: u64) -> Result<(), String> {
    if sandbox.active == Active::default() { Ok(()) } else { Err("it needs Linux".into()) }
}

/// Starts a program.
pub fn start(_sandbox: &Sandbox, command: &mut Command) -> Result<(Child, Walls), String> {
    command.spawn().map(|child| (child, Walls::default())).map_err(|why| why.to_string())
}

/// Nothing starts it here.
pub fn init() {}

/// Files that memkata was started with are marked by those who open them.
pub fn close_inherited() {}
