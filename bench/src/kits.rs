//! The kits that are measured with: the same exercise for memkata and for rustlings.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;

/// The exercise's name and chapter.
pub const NAME: &str = "counter";
pub const DIR: &str = "01_queue";

/// The line that an edit changes; the number is different each time.
const MARK: &str = "    let edit: u32 = ";

/// As long as a usual exercise, with tests and a `main` that prints.
const SOURCE: &str = r#"// People come to a counter, and whoever came first is served first.

use std::collections::VecDeque;

#[derive(Debug, Default)]
struct Counter {
    waiting: VecDeque<String>,
    served: usize,
}

impl Counter {
    fn arrive(&mut self, name: &str) {
        self.waiting.push_back(name.to_string());
    }

    fn serve(&mut self) -> Option<String> {
        let next = self.waiting.pop_front()?;
        self.served += 1;
        Some(next)
    }

    fn longest_name(&self) -> Option<&str> {
        self.waiting.iter().map(String::as_str).max_by_key(|name| name.len())
    }
}

fn main() {
    let edit: u32 = 100000;
    let mut counter = Counter::default();
    for name in ["Ada", "Grace", "Barbara"] {
        counter.arrive(name);
    }
    println!("longest name: {:?}", counter.longest_name());
    while let Some(name) = counter.serve() {
        println!("served {name} after edit {edit}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_come_first_served() {
        let mut counter = Counter::default();
        counter.arrive("Ada");
        counter.arrive("Grace");
        assert_eq!(counter.serve().as_deref(), Some("Ada"));
        assert_eq!(counter.serve().as_deref(), Some("Grace"));
        assert_eq!(counter.serve(), None);
    }

    #[test]
    fn counts_whom_it_served() {
        let mut counter = Counter::default();
        counter.arrive("Ada");
        counter.serve();
        counter.serve();
        assert_eq!(counter.served, 1);
    }

    #[test]
    fn finds_the_longest_name() {
        let mut counter = Counter::default();
        assert_eq!(counter.longest_name(), None);
        counter.arrive("Ada");
        counter.arrive("Barbara");
        assert_eq!(counter.longest_name(), Some("Barbara"));
    }
}
"#;

/// An exercise that prints `mib` MiB.
pub fn flood_source(mib: u64) -> String {
    format!(
        "// Prints more than anybody reads.\n\nuse std::io::Write;\n\nfn main() {{\n{MARK}100000;\n    \
         let line = format!(\"{{edit}} {{}}\\n\", \"x\".repeat(120));\n    \
         let block = line.repeat((1 << 20) / line.len());\n    \
         let mut out = std::io::stdout().lock();\n    \
         for _ in 0..{mib} {{\n        out.write_all(block.as_bytes()).expect(\"somebody reads\");\n    }}\n}}\n"
    )
}

/// What an edit makes of the exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Passes,
    TypeError,
}

/// The number that an edit of this round writes: never the same twice.
pub fn number(round: usize) -> String {
    (100_001 + round).to_string()
}

/// The source with the marked line written anew.
pub fn edited(source: &str, round: usize, edit: Edit) -> String {
    let number = number(round);
    let line = match edit {
        Edit::Passes => format!("{MARK}{number};"),
        Edit::TypeError => format!("{MARK}\"{number}\";"),
    };
    let lines = source.lines().map(|old| if old.starts_with(MARK) { line.as_str() } else { old });
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// An exercise of a kit.
pub struct Exercise {
    pub name: String,
    pub source: String,
    pub test: bool,
    /// Whether the oracles of memory errors judge it; rustlings has none.
    pub sanitize: bool,
}

/// The one that is edited, and one behind it, so that a pass is never the end of the course.
pub fn pair() -> Vec<Exercise> {
    let exercise =
        |name: &str| Exercise { name: name.into(), source: SOURCE.into(), test: true, sanitize: false };
    vec![exercise(NAME), exercise("the_next_one")]
}

/// The same pair, the first one judged by the oracles.
pub fn sanitized() -> Vec<Exercise> {
    let mut exercises = pair();
    exercises[0].sanitize = true;
    exercises
}

/// As many different exercises, all solved.
pub fn many(count: usize) -> Vec<Exercise> {
    let exercise = |at| Exercise {
        name: format!("counter_{at:03}"),
        source: edited(SOURCE, at, Edit::Passes),
        test: true,
        sanitize: false,
    };
    (0..count).map(exercise).collect()
}

/// The same pair, the first one without tests and still empty.
pub fn flood() -> Vec<Exercise> {
    let mut exercises = pair();
    exercises[0].source = "fn main() {}\n".into();
    exercises[0].test = false;
    exercises
}

/// Writes a kit of memkata's format 2.
pub fn write_memkata(dir: &Path, exercises: &[Exercise]) -> Result<()> {
    let mut info = format!(
        "format_version = 2\ntitle = \"bench\"\nversion = \"1.0.0\"\n\n[[chapters]]\ndir = \"{DIR}\"\ntitle = \"A queue\"\n"
    );
    for Exercise { name, test, sanitize, .. } in exercises {
        let _ = write!(
            info,
            "\n[[exercises]]\nname = \"{name}\"\ndir = \"{DIR}\"\nkind = \"code\"\ntest = {test}\nsanitize = {sanitize}\n\
             task = \"Serve in order.\"\nhints = [\"Who came first?\"]\n"
        );
    }
    write_files(dir, exercises, &info)
}

/// Writes a kit of rustlings' format 1, with the Cargo.toml that it needs.
pub fn write_rustlings(dir: &Path, exercises: &[Exercise]) -> Result<()> {
    let mut info = "format_version = 1\n".to_owned();
    let mut bins = String::new();
    for Exercise { name, test, .. } in exercises {
        let _ = write!(
            info,
            "\n[[exercises]]\nname = \"{name}\"\ndir = \"{DIR}\"\ntest = {test}\nhint = \"Who came first?\"\n"
        );
        let _ = writeln!(bins, "  {{ name = \"{name}\", path = \"exercises/{DIR}/{name}.rs\" }},");
    }
    write_files(dir, exercises, &info)?;
    let manifest = format!(
        "bin = [\n{bins}]\n\n[package]\nname = \"exercises\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\n[workspace]\n"
    );
    fs::write(dir.join("Cargo.toml"), manifest)?;
    Ok(())
}

fn write_files(dir: &Path, exercises: &[Exercise], info: &str) -> Result<()> {
    for top in ["exercises", "solutions"] {
        let folder = dir.join(top).join(DIR);
        fs::create_dir_all(&folder)?;
        for Exercise { name, source, .. } in exercises {
            fs::write(folder.join(format!("{name}.rs")), source)?;
        }
    }
    fs::write(dir.join("info.toml"), info)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_changes_one_line_and_only_that() {
        for source in [SOURCE.to_owned(), flood_source(1)] {
            let edited = edited(&source, 7, Edit::TypeError);
            let changed: Vec<_> =
                source.lines().zip(edited.lines()).filter(|(old, new)| old != new).collect();
            assert_eq!(changed, [("    let edit: u32 = 100000;", "    let edit: u32 = \"100008\";")]);
            assert_eq!(source.lines().count(), edited.lines().count());
        }
    }
}
