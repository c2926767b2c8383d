//! The command line: its words and nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCandidates;

use crate::commands::completions::{chapters, exercise_names};
use crate::kit::Kind;
use crate::kit::start::Licence;

/// Learn how memory works in Rust: edit an exercise, save, read the verdict.
#[derive(Debug, Parser)]
#[command(name = "memkata", version, arg_required_else_help = false, propagate_version = true)]
pub struct Cli {
    /// What to do; without a command: `watch`
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub output: Output,
}

/// How to answer.
#[derive(Debug, Clone, Copy, Args)]
pub struct Output {
    /// How to answer: for people or for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to use colours; the variable NO_COLOR turns them off, too
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// The shapes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: a line per event in `watch`, one document elsewhere
    Json,
    /// For build servers; `check`, `grade` and `verify` only
    Junit,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What memkata can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge at each save and move on by itself: the main job
    Watch(Watch),
    /// Make a workspace, a folder of your own to work in
    Init {
        /// Where; it must not exist yet, or be empty
        #[arg(default_value = crate::kit::project::DEFAULT_DIR)]
        dir: PathBuf,
        /// The folder of another kit than the built-in one
        #[arg(long)]
        kit: Option<PathBuf>,
    },
    /// Judge one exercise once
    Run {
        /// Which; without it: the current one
        #[arg(add = ArgValueCandidates::new(exercise_names))]
        name: Option<String>,
    },
    /// Judge all exercises (or some), and reuse what is known already
    Check {
        /// Which; without any: all
        #[arg(add = ArgValueCandidates::new(exercise_names))]
        names: Vec<String>,
        /// Judge everything anew
        #[arg(long)]
        no_cache: bool,
    },
    /// Show all exercises and how far you are
    List {
        /// Only this chapter: its folder or title
        #[arg(long)]
        chapter: Option<String>,
    },
    /// Show the next hint of an exercise
    Hint {
        /// Which; without it: the current one
        #[arg(add = ArgValueCandidates::new(exercise_names))]
        name: Option<String>,
    },
    /// Show the solution of an exercise that you have passed
    Solution {
        /// Which
        #[arg(add = ArgValueCandidates::new(exercise_names))]
        name: String,
        /// Show it before the pass, too
        #[arg(long)]
        spoil: bool,
    },
    /// Bring back the starter; what was there is kept as a backup
    Reset {
        /// Which
        #[arg(required_unless_present = "all", add = ArgValueCandidates::new(exercise_names))]
        names: Vec<String>,
        /// Every exercise
        #[arg(long, conflicts_with = "names")]
        all: bool,
    },
    /// Pack your exercise files and progress into one archive, to hand in
    Pack {
        /// Where; without it: memkata-handin.zip in the workspace
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// For classrooms: judge everybody's work, and write gradebooks and reports
    Grade(Grade),
    /// For classrooms: attack the grader on this machine, and show what it withstands
    Selftest(Selftest),
    /// For authors: make an exercise that works, to be replaced; or a whole kit
    New(New),
    /// For authors: prove that a kit is what it claims to be
    Verify {
        /// Which; without any: all
        #[arg(add = ArgValueCandidates::new(exercise_names))]
        names: Vec<String>,
        /// Go on: prove again what a save has changed
        #[arg(long)]
        watch: bool,
        /// Prove nothing: print what the kit teaches and which exercises are about it, as Markdown
        #[arg(long, conflicts_with_all = ["names", "watch"])]
        coverage: bool,
    },
    /// For authors: try a rubric on its own examples, or on real answers
    Rubric {
        /// Which text exercise
        #[arg(add = ArgValueCandidates::new(exercise_names))]
        name: String,
        /// A file with a line of JSON per answer: {"id", "text", "label"}; without it, the rubric's own
        /// examples, the solution and the mistakes
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// Only the answers of the file whose field has this value: FIELD=VALUE
        #[arg(long, requires = "answers", value_name = "FIELD=VALUE")]
        only: Option<String>,
        /// Show the points of each group, and which concept has matched which words
        #[arg(long)]
        explain: bool,
    },
    /// Print what makes your shell complete memkata's words
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Run one program under limits (memkata starts itself like this)
    #[command(name = crate::runner::SUPERVISE, hide = true)]
    Supervise,
}

/// The arguments of `watch`.
#[derive(Debug, Clone, Default, Args)]
pub struct Watch {
    /// A workspace or a kit; made from the built-in kit when it does not exist
    pub dir: Option<PathBuf>,
    /// Stay on an exercise after a pass, until `n` is pressed
    #[arg(long)]
    pub manual: bool,
    /// Look for saves by comparing files, where the file system gives no events
    #[arg(long)]
    pub poll: bool,
}

/// The arguments of `grade`.
#[derive(Debug, Clone, Args)]
pub struct Grade {
    /// Folders and archives: of one learner, or of a whole class as a learning platform exports it
    #[arg(required = true, value_name = "SUBMISSION")]
    pub submissions: Vec<PathBuf>,
    /// The folder of the kit to judge by; without it: the built-in kit
    #[arg(long)]
    pub kit: Option<PathBuf>,
    /// Where the reports go; results are kept there, too, so that a second run only judges what is new
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    pub out: Option<PathBuf>,
    /// Who is in the class: a CSV file, such as the gradebook that the learning platform exports
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// Your own decisions: a CSV file with the columns learner, exercise, points and reason
    #[arg(long, value_name = "FILE")]
    pub overrides: Option<PathBuf>,
    /// Only these exercises or chapters
    #[arg(long, value_name = "NAME", value_delimiter = ',', add = ArgValueCandidates::new(exercise_names))]
    pub only: Vec<String>,
    /// What to do where this machine lacks a layer of the sandbox
    #[arg(long, value_enum, default_value_t = SandboxMode::Full)]
    pub sandbox: SandboxMode,
    /// Judge nothing: show what would be judged, and how
    #[arg(long)]
    pub dry_run: bool,
}

/// The arguments of `selftest`.
#[derive(Debug, Clone, Args)]
pub struct Selftest {
    /// Which attacks, by their names, or rows by their numbers; without any: all
    pub names: Vec<String>,
    /// A folder of attacks like the built-in one
    #[arg(long, value_name = "DIR")]
    pub attacks: Option<PathBuf>,
    /// What to do where this machine lacks a layer of the sandbox
    #[arg(long, value_enum, default_value_t = SandboxMode::Full)]
    pub sandbox: SandboxMode,
}

/// What to do where a layer of the sandbox is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SandboxMode {
    /// Refuse to judge
    Full,
    /// Judge with the layers that are there, and say so in each report
    BestEffort,
}

/// The arguments of `new`.
#[derive(Debug, Clone, Args)]
pub struct New {
    /// The chapter's folder and the exercise's name; asked for on a terminal
    #[arg(value_name = "CHAPTER/NAME", conflicts_with = "kit", add = ArgValueCandidates::new(chapters))]
    pub place: Option<String>,
    /// Its kind; asked for on a terminal
    #[arg(long, value_enum, conflicts_with = "kit")]
    pub kind: Option<Kind>,
    /// The title of a new chapter or kit; made from its folder's name when it is not given
    #[arg(long)]
    pub title: Option<String>,
    /// Start a whole kit in this folder, which must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub kit: Option<PathBuf>,
    /// The licence of the new kit; without it: mit
    #[arg(long, alias = "license", value_enum, requires = "kit")]
    pub licence: Option<Licence>,
}

/// Shells that completion is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
