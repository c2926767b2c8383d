//! What the machine lacks, told by a compile that failed.

use super::compile::install_linker;
use super::diagnostics::placeless;
use crate::runner::JobOutcome;
use crate::verdict::Finding;

/// Words by which a file tells the linker what to do, so that it may be the file that makes it fail.
const FOR_THE_LINKER: [&str; 7] =
    ["link", "link_name", "link_section", "export_name", "no_mangle", "extern", "global_asm"];

/// What the machine lacks, when a compile of the learner's text failed for no fault of the learner's.
pub fn fault(outcome: &JobOutcome, findings: &[Finding], learner: &str) -> Option<(String, String)> {
    let (messages, rest) = placeless(&outcome.stderr);
    let linker = messages.iter().find(|said| {
        said.level == "error"
            && (said.message.starts_with("linker `") || said.message.starts_with("linking with `"))
    });
    if let Some(said) = linker.filter(|said| said.message.contains("not found")) {
        return Some((format!("there is no linker: {}", said.message), install_linker().to_owned()));
    }
    let incomplete = findings.iter().find(|finding| {
        finding.code.as_deref() == Some("E0463")
            && ["`std`", "`core`", "`memkata_harness`", "`memprobe`"]
                .iter()
                .any(|name| finding.message.contains(name))
    });
    if let Some(finding) = incomplete {
        return Some((
            format!("the compiler's installation is not whole: {}", finding.message),
            "install it again: `rustup toolchain install stable --force`, or as https://rustup.rs says"
                .into(),
        ));
    }
    let says = |words: &str| {
        rest.contains(words)
            || messages.iter().any(|said| said.message.contains(words) || said.level.contains(words))
    };
    // The linker's own words stand in a note, and quote the names of the file's symbols.
    let linker_is_full = linker.is_some_and(|said| {
        let mut lines = said.rendered.as_deref().unwrap_or_default().lines();
        lines.any(|line| line.trim_end().ends_with("No space left on device"))
    });
    if linker_is_full || says("No space left on device") || says("os error 28") {
        return Some((
            "the disk is full: the compiler could not write".into(),
            "free some room, then try again".into(),
        ));
    }
    if says("internal compiler error") || says("the compiler unexpectedly panicked") {
        return Some((
            "the compiler itself crashed (an internal compiler error)".into(),
            "this is not your fault: undo the last change, or try another compiler with `rustup update`"
                .into(),
        ));
    }
    let mut words = learner.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    if let Some(said) = linker.filter(|_| !words.any(|word| FOR_THE_LINKER.contains(&word))) {
        return Some((
            said.message.clone(),
            "try `rustc` on a small file yourself; the linker's own words are above".into(),
        ));
    }
    None
}
