//! Compiling and linting, in one call of the compiler.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use super::diagnostics::{Diagnostic, Span, is_error_code, placeless};
use super::words;
use crate::judged::items::all_items;
use crate::judged::tokens::read;
use crate::judged::weave::{KIT_PREFIX, ROOT, Woven};
use crate::kit::{Cargo, Exercise, Limits};
use crate::runner::{Job, JobLimits, JobOutcome, MemoryLimit, inherited_env};
use crate::toolchain::Toolchain;
use crate::verdict::{Finding, Origin, Reason, Severity};

/// What compiling may use. The compiler maps far more address space than it touches.
const LIMITS: JobLimits = JobLimits {
    // The exercise's own limit takes its place.
    wall: Duration::from_secs(60),
    memory: MemoryLimit::AddressSpace(8 << 30),
    output: 16 << 20,
    processes: 64,
};

/// The folder in the harness's that has the toolchain's libraries, but for the standard
/// library's shared object, which must not be there twice.
pub const SYSROOT: &str = "sysroot";

/// The name of the compiled program in the build folder.
pub fn program_name() -> String {
    format!("exercise{}", std::env::consts::EXE_SUFFIX)
}

/// How the compiler is called for a whole kit.
#[derive(Debug, Clone)]
pub struct Compiler<'a> {
    /// Which compiler.
    pub toolchain: &'a Toolchain,
    /// The kit's edition.
    pub edition: &'a str,
    /// What the kit's own Cargo.toml sets.
    pub cargo: &'a Cargo,
    /// How the compiler finds what the kit depends on.
    pub dependencies: &'a [OsString],
    /// Whether `cfg(test)` is so.
    pub with_cfg: bool,
    /// The folder of the compiled harness.
    pub harness: &'a Path,
    /// Whether the program is made for AddressSanitizer.
    pub sanitized: bool,
    /// Whether `unsafe` is an error.
    pub refuses_unsafe: bool,
    /// Whether the compiler gets memkata's own environment.
    pub inherits: bool,
}

impl Compiler<'_> {
    /// Compiles and lints what was woven into `build`, to a program there.
    /// With `lines`, an address in the program leads to a line.
    pub fn program(&self, exercise: &Exercise, build: &Path, lines: bool) -> Job {
        let mut args = self.common(exercise);
        if exercise.is_watched() && !self.refuses_unsafe && !exercise.strict_clippy {
            // clippy's driver leaves out the compiler's check of alignment, which here is worth more than lints.
            args.insert(0, "--rustc".into());
        }
        if lines || self.sanitized {
            args.extend(
                ["-C", "debuginfo=line-tables-only", "-C", "force-frame-pointers=yes"].map(Into::into),
            );
        }
        if self.sanitized {
            // The name is that of an unstable option; no unstable feature of the language is
            // allowed by it.
            args.extend(["-Zsanitizer=address", "-Zallow-features="].map(Into::into));
            // A panic would come before the sanitizer's report, which knows more.
            args.push("-Zmir-enable-passes=-CheckNull".into());
            args.extend(["--extern", "memkata_asan"].map(Into::into));
        }
        args.extend(["-o".into(), program_name().into(), "--extern".into(), "memkata_harness".into()]);
        args.push(ROOT.into());
        self.job(args, exercise, build)
    }

    /// Only checks a learner's file as it is, as plain cargo would see it.
    pub fn bare_check(&self, exercise: &Exercise, build: &Path) -> Job {
        let mut args = self.common(exercise);
        args.extend(["--emit=metadata".into(), "-o".into(), "exercise.rmeta".into(), exercise.file().into()]);
        self.job(args, exercise, build)
    }

    fn common(&self, exercise: &Exercise) -> Vec<OsString> {
        let mut args: Vec<OsString> =
            ["--error-format=json", "--crate-type=bin", "--edition", self.edition].map(Into::into).to_vec();
        args.extend(["--crate-name".into(), exercise.name.replace('-', "_").into()]);
        // The harness brings the standard library along, as one shared object with memprobe's
        // allocator in it: linking that takes a third less time than linking an archive.
        args.extend(["-C".into(), "prefer-dynamic".into()]);
        args.extend(["--sysroot".into(), self.harness.join(SYSROOT).into()]);
        args.extend(["-L".into(), self.harness.into(), "--extern".into(), "memprobe".into()]);
        args.extend_from_slice(self.dependencies);
        if self.with_cfg {
            // Only `--test` is meant to set it, and that would link another harness.
            args.extend(["--cfg", "test", "-A", "explicit_builtin_cfgs_in_flags"].map(Into::into));
        }
        // Before what strictness asks for, as cargo gives them.
        args.extend(self.cargo.lints.iter().chain(&self.cargo.flags).map(Into::into));
        if self.refuses_unsafe {
            args.extend(["-F".into(), "unsafe_code".into()]);
        }
        if exercise.strict_clippy {
            args.extend(["-D".into(), "warnings".into()]);
        }
        if !exercise.allow_lints.is_empty() {
            // Named without its tool, a lint may be the compiler's or clippy's: the one of the
            // two that is unknown must not become an error by `-D warnings`.
            args.extend(["-A", "unknown_lints", "-A", "renamed_and_removed_lints"].map(Into::into));
        }
        for lint in &exercise.allow_lints {
            args.extend(["-A".into(), lint.into()]);
            if !lint.contains("::") {
                args.extend(["-A".into(), format!("clippy::{lint}").into()]);
            }
        }
        args
    }

    fn job(&self, args: Vec<OsString>, exercise: &Exercise, build: &Path) -> Job {
        // Settings of the user's own Rust projects must not change a verdict.
        let mut env = inherited_env(|name| {
            let settings = ["RUST", "CARGO", "CLIPPY", "LD_", "DYLD_", "__CARGO"];
            !self.inherits || settings.iter().any(|prefix| name.starts_with(prefix))
        });
        env.push(("CLIPPY_CONF_DIR".into(), build.into()));
        if !self.cargo.env.is_empty() {
            env.extend(self.cargo.env.iter().map(|(name, value)| (name.into(), value.into())));
            env.push(("CARGO_BIN_NAME".into(), exercise.name.clone().into()));
            env.push(("CARGO_CRATE_NAME".into(), exercise.name.replace('-', "_").into()));
            // Everything of the kit's own folder is there.
            let package = std::path::absolute(build).unwrap_or_else(|_| build.to_owned());
            env.push(("CARGO_MANIFEST_PATH".into(), package.join("Cargo.toml").into()));
            env.push(("CARGO_MANIFEST_DIR".into(), package.into()));
        }
        if self.sanitized {
            env.push(("RUSTC_BOOTSTRAP".into(), "1".into()));
        }
        Job {
            program: self.toolchain.driver().to_owned(),
            args,
            dir: build.to_owned(),
            env,
            stdin: String::new(),
            without_proc: false,
            sandbox: None,
            limits: JobLimits { wall: exercise.limits.compile_wall(), ..LIMITS },
        }
    }
}

/// What one of the compiler's messages means for the learner; `None` for messages about
/// the code that memkata itself has added.
pub fn finding(
    diagnostic: &Diagnostic,
    exercise: &Exercise,
    woven: Option<&Woven>,
    learner: &str,
) -> Option<Finding> {
    let severity = match diagnostic.level.as_str() {
        level if level.starts_with("error") => Severity::Error,
        "warning" => Severity::Warning,
        _ => return None,
    };
    let code = diagnostic.code().map(str::to_owned);
    let mut finding = Finding::error(kind_of(code.as_deref()), restore_main(&diagnostic.message, woven));
    finding.severity = severity;
    finding.rendered = diagnostic.rendered.as_deref().map(|text| tidy(text, woven));
    let source = diagnostic.place().and_then(|span| span.text.first()).map_or("", |line| line.text.as_str());
    let why = words::why_named(code.as_deref(), &diagnostic.message, source)
        .or_else(|| code.as_deref().map_or_else(|| words::why_syntax(&diagnostic.message), words::why));
    finding.why = why.map(str::to_owned);
    finding.code = code;
    let Some(span) = diagnostic.place().map(Span::in_source) else {
        let finding = name_allocator(finding, exercise, learner);
        return (severity == Severity::Error).then_some(finding);
    };

    let (line, column) = (span.line_start, span.column_start);
    if span.file_name == ROOT {
        if line > woven?.lifted_lines {
            return None;
        }
        finding = finding.at(exercise.file(), line, column);
    } else if let Some(path) = span.file_name.strip_prefix(KIT_PREFIX) {
        // Warnings about the kit's tests are the kit's business.
        if severity != Severity::Error {
            return None;
        }
        finding = finding.at(path, line, column);
        finding.origin = Origin::Kit;
        // What the compiler would change there is not the learner's to change.
        finding.rendered =
            finding.rendered.map(|text| text.split("\nhelp: ").next().unwrap_or_default().to_owned());
        if let Some(name) = learners_item(diagnostic, learner) {
            finding.why = Some(format!(
                "Look at the tests below your code: they say how `{name}` is called and what they expect back."
            ));
            finding.message = format!("the tests do not fit `{name}`: {}", finding.message);
        }
    } else {
        finding = finding.at(span.file_name.replace('\\', "/"), line, column);
    }
    Some(finding)
}

/// Says where the learner's own allocator stands, which the compiler does not.
fn name_allocator(finding: Finding, exercise: &Exercise, learner: &str) -> Finding {
    if !finding.message.contains("conflicts with global allocator") {
        return finding;
    }
    let line = learner.lines().position(|line| line.contains("global_allocator"));
    let message = "memkata counts with an allocator of its own, so there can be no `#[global_allocator]`";
    let finding = Finding { message: message.into(), ..finding };
    match line.and_then(|line| u32::try_from(line + 1).ok()) {
        Some(line) => finding.at(exercise.file(), line, 1),
        None => finding,
    }
}

/// Errors of the language are `compile`, `unsafe` where it is refused is a rule, all other
/// codes are lints.
fn kind_of(code: Option<&str>) -> Reason {
    match code {
        Some("unsafe_code") => Reason::Rules,
        Some(code) if !is_error_code(code) => Reason::Lint,
        _ => Reason::Compile,
    }
}

/// The compiler's text with the learner's own names and paths.
fn tidy(rendered: &str, woven: Option<&Woven>) -> String {
    let text = restore_main(rendered, woven);
    let Some(woven) = woven else { return text };
    let path = woven.files.last().map_or("", |(path, _)| path.as_str());
    // The attributes at the top stand in the root where they stand in the learner's file.
    let text = text.replace(&format!("--> {ROOT}:"), &format!("--> {path}:"));
    if woven.lower.is_some() { in_plain_places(&text) } else { text }
}

/// Names places in the kit's tests by the exercise's file, and says whose they are.
fn in_plain_places(text: &str) -> String {
    let plain = |line: &str| match line.split_once(KIT_PREFIX) {
        Some((head, place)) if ["-->", ":::"].contains(&head.trim()) => {
            format!("{head}{} (in the exercise's tests)\n", place.trim_end())
        }
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(plain).collect()
}

fn restore_main(text: &str, woven: Option<&Woven>) -> String {
    match woven {
        Some(woven) => text.replace(woven.stand_in, "main"),
        None => text.to_owned(),
    }
}

/// The learner's item that an error inside the kit's tests is about: the first of its items
/// that the place names, or the name that the compiler could not find.
fn learners_item(diagnostic: &Diagnostic, learner: &str) -> Option<String> {
    let trees = read(learner)?;
    let names: Vec<String> = all_items(&trees)
        .into_iter()
        .filter(|item| {
            matches!(
                item.keyword.as_str(),
                "fn" | "struct" | "enum" | "trait" | "const" | "static" | "type" | "mod"
            )
        })
        .filter(|item| !item.is_for_tests())
        .map(|item| item.name)
        .collect();
    let words = |text: &str| -> Vec<String> {
        text.split(|character: char| !(character.is_alphanumeric() || character == '_'))
            .map(str::to_owned)
            .collect()
    };
    let source = diagnostic.spans.iter().filter(|span| span.is_primary).flat_map(|span| &span.text);
    let named = source.flat_map(|line| words(&line.text)).find(|word| names.contains(word));
    named.or_else(|| {
        let quoted = diagnostic.message.split('`').nth(1)?;
        diagnostic.message.contains("cannot find").then(|| quoted.to_owned())
    })
}

/// The finding for a compiler that did not come to its end by itself, and `None` when it did.
pub fn cut_short(outcome: &JobOutcome, limits: &Limits) -> Option<Finding> {
    use crate::runner::End;
    let (kind, message, why) = match &outcome.end {
        End::TimedOut => (
            Reason::Timeout,
            format!("the compiler was still at work after {} seconds and was ended", limits.compile_seconds),
            "Something makes it compute without end: a `const`, a macro that calls itself, a type that nests without end.",
        ),
        End::TooMuchOutput => (
            Reason::OutputLimit,
            "the compiler printed more than 16 MiB and was ended".into(),
            "Mend the first error; the others often follow from it.",
        ),
        End::TooMuchMemory => (
            Reason::MemoryLimit,
            "the compiler ran out of memory and was ended".into(),
            "Something makes it build without end: a macro that doubles its input, a type that nests without end.",
        ),
        End::TooManyProcesses => (
            Reason::Timeout,
            "the compiler started too many processes and was ended".into(),
            "Undo the last change and try again.",
        ),
        End::Signaled(_) if ran_out_of_memory(outcome) => (
            Reason::MemoryLimit,
            "the compiler ran out of memory and was ended".into(),
            "Something makes it build without end: a macro that doubles its input, a type that nests without end.",
        ),
        End::Signaled(signal) => (
            Reason::Crash,
            format!("the compiler was ended by {}", crate::runner::signal_name(*signal)),
            "Very deep nesting can do that; undo the last change and try again.",
        ),
        _ => return None,
    };
    Some(Finding::error(kind, message).because(why))
}

fn ran_out_of_memory(outcome: &JobOutcome) -> bool {
    let (_, text) = placeless(&outcome.stderr);
    text.contains("memory allocation of") || text.contains("out of memory")
}

/// How to get a linker.
pub fn install_linker() -> &'static str {
    if cfg!(target_os = "macos") {
        "`xcode-select --install` installs one"
    } else if cfg!(windows) {
        "install the Visual Studio Build Tools with the C++ workload"
    } else {
        "install a C compiler, which brings one: `sudo apt install gcc` on Debian and Ubuntu, `sudo dnf install gcc` on Fedora"
    }
}
