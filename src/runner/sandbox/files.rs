//! Landlock: what a program may do with which files, kept by the kernel.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr,
    RulesetError, RulesetStatus, Scope, path_beneath_rules,
};

use super::{Phase, Sandbox, root, system};

/// Closes all other files to this thread and what it starts, and with them what the kernel can close besides:
/// TCP, signals to others, sockets of others. The newest that the kernel has.
pub(super) fn close(sandbox: &Sandbox) -> Result<(), String> {
    let status = restrict(sandbox).map_err(|error| error.to_string())?;
    match status {
        RulesetStatus::NotEnforced => Err("the kernel does not have it".into()),
        _ => Ok(()),
    }
}

fn restrict(sandbox: &Sandbox) -> Result<RulesetStatus, RulesetError> {
    let newest = ABI::V10;
    let mut rules = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))?
        .handle_access(AccessNet::from_all(newest))?
        .scope(Scope::from_all(newest))?
        .create()?;
    let reading = AccessFs::ReadFile | AccessFs::ReadDir;
    let running = reading | AccessFs::Execute;
    // Without devices, sockets, and the right to control them: files, folders, links.
    let writing = reading
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::MakeSym
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir
        | AccessFs::Refer;
    let system = system::folders(sandbox.phase);
    match sandbox.phase {
        Phase::Compile => {
            rules = allow(rules, &system, running)?;
            rules = allow(rules, &sandbox.read, running)?;
            rules = allow(rules, [&sandbox.build], writing)?;
        }
        Phase::Run { .. } => {
            rules = allow(rules, &system, reading)?;
            rules = allow(rules, &sandbox.read, reading)?;
            rules = allow(rules, system::loaders(), running)?;
            if sandbox.active.root {
                rules = allow(rules, [root::BUILT], running)?;
                rules = allow(rules, [&sandbox.build], writing)?;
            } else {
                // It may not replace itself between two runs.
                rules = allow(rules, [&sandbox.build], running)?;
            }
        }
    }
    if sandbox.phase.reads_proc() {
        rules = allow(rules, ["/proc"], reading)?;
    }
    rules = allow(rules, system::DEVICES, AccessFs::ReadFile.into())?;
    rules = allow(rules, ["/dev/null"], AccessFs::ReadFile | AccessFs::WriteFile)?;
    Ok(rules.restrict_self()?.ruleset)
}

/// What is not there is left out.
fn allow(
    rules: RulesetCreated,
    paths: impl IntoIterator<Item = impl AsRef<Path>>,
    access: BitFlags<AccessFs>,
) -> Result<RulesetCreated, RulesetError> {
    rules.add_rules(path_beneath_rules(paths, access))
}
