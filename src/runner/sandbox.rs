//! What keeps untrusted code from the machine, and from each other.
#![allow(dead_code, reason = "not all of it is reached yet")]

/// A layer of the sandbox, and whether this machine has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name: "Landlock".
    pub name: &'static str,
    /// What it is for, in a few words: "files outside its folder are closed".
    pub about: &'static str,
    /// Why it is missing here; `None` where it is active.
    pub missing: Option<String>,
}

/// The layers, tried on this machine.
pub fn layers() -> Vec<Layer> {
    Vec::new()
}
