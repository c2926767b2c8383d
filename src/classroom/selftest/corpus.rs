//! The attacks as data: a folder for each, with what is handed in and an `attack.toml` that says what is
//! expected. A new attack is a new folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde::Deserialize;

use crate::error::{Error, Result, did_you_mean, toml_help};
use crate::kit::project::STATE_DIR;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/attack_files.rs"));
}

/// The name of the file that describes an attack.
const ABOUT: &str = "attack.toml";
/// The folder of the kit that attacks are judged by.
const KIT: &str = "kit/";
/// The folder of what an honest learner hands in.
const NEIGHBOUR: &str = "neighbour/";

/// A file by its path, with forward slashes, and its bytes.
pub type File = (String, Vec<u8>);

/// All attacks, and the kit that they are judged by.
#[derive(Debug)]
pub struct Corpus {
    /// The files of the kit.
    pub kit: Vec<File>,
    /// What an honest learner hands in; `@ROW@` stands for a number of their own.
    pub neighbour: Vec<File>,
    /// By their names.
    pub attacks: Vec<Attack>,
}

/// One attack.
#[derive(Debug, Clone)]
pub struct Attack {
    /// The name of its folder, which begins with its row.
    pub name: String,
    /// What its `attack.toml` says.
    pub about: About,
    /// What is handed in.
    pub files: Vec<File>,
}

/// What an `attack.toml` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The kind of attack, by its number.
    pub row: u32,
    /// What is tried, in words.
    pub about: String,
    /// What must come of it, exercise by exercise. Those that are not named must pass, with the kit's solution.
    #[serde(default)]
    pub expect: BTreeMap<String, Expected>,
    /// What must come of the submission as a whole.
    #[serde(default)]
    pub submission: Whole,
    /// What cannot be a file among others.
    #[serde(default)]
    pub make: Vec<Make>,
    /// The archive that it is handed in as; without one, a folder.
    #[serde(default)]
    pub pack: Option<Pack>,
    /// After how many bytes the archive is cut off.
    #[serde(default)]
    pub cut: Option<usize>,
    /// Whether what is called an archive is none.
    #[serde(default)]
    pub garbage: bool,
    /// Whether nothing else is handed in: no solutions of the other exercises.
    #[serde(default)]
    pub alone: bool,
    /// Exercises that are not handed in at all.
    #[serde(default)]
    pub leave_out: Vec<String>,
    /// What the learner's name begins with.
    #[serde(default)]
    pub learner: Option<String>,
    /// Variables of the environment that the grader is started with.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// By the end of a report's name: what must not stand in it.
    #[serde(default)]
    pub never: BTreeMap<String, Vec<String>>,
    /// Whether it would do harm where a layer of the sandbox is missing.
    #[serde(default)]
    pub harmful: bool,
}

/// What must come of an exercise.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// One of these.
    pub status: Many,
    /// One of these, where it was judged.
    #[serde(default)]
    pub reason: Many,
    /// The code of one of the findings.
    #[serde(default)]
    pub code: Option<String>,
    /// Words that are told.
    #[serde(default)]
    pub says: Option<String>,
    /// Each of them is raised.
    #[serde(default)]
    pub flags: Vec<String>,
    /// What is given for it.
    #[serde(default)]
    pub points: Option<f64>,
}

/// What must come of a submission as a whole.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// Whether it is taken.
    #[serde(default)]
    pub refused: Refusal,
    /// Paths that are told as not used.
    #[serde(default)]
    pub elsewhere: Vec<String>,
}

/// How a submission is refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// It is taken.
    #[default]
    No,
    /// As a whole, with the reason.
    Whole,
    /// As a whole or in parts: no exercise passes.
    Somehow,
}

/// One, or one of several.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
pub enum Many {
    /// Nothing is asked for.
    #[default]
    Any,
    /// This one.
    One(String),
    /// One of these.
    OneOf(Vec<String>),
}

impl Many {
    /// Whether this is one of them.
    pub fn has(&self, found: &str) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => one == found,
            Self::OneOf(all) => all.iter().any(|one| one == found),
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Any => "anything".into(),
            Self::One(one) => one.clone(),
            Self::OneOf(all) => all.join(" or "),
        }
    }
}

/// The archives that submissions come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Pack {
    #[serde(rename = "zip")]
    Zip,
    #[serde(rename = "tar.gz")]
    TarGz,
}

/// Something that is made when the submission is.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Make {
    /// A file. In its path, `\xff` stands for that byte. `again`: though there is one of that name.
    File {
        path: String,
        text: String,
        #[serde(default)]
        mode: Option<u32>,
        #[serde(default)]
        again: bool,
    },
    /// A text with a part that is repeated, and closed as often.
    Text {
        path: String,
        before: String,
        repeat: String,
        times: usize,
        #[serde(default)]
        middle: String,
        #[serde(default)]
        close: String,
        after: String,
    },
    /// A symbolic link.
    Symlink { path: String, to: String },
    /// A hard link.
    Hardlink { path: String, to: String },
    /// A pipe with a name.
    Fifo { path: String },
    /// A character device: the one that `/dev/zero` is.
    Device { path: String },
    /// A socket.
    Socket { path: String },
    /// A folder.
    Folder { path: String },
    /// A file that is long and has nothing in it.
    Sparse { path: String, size: u64 },
    /// A file of zeros.
    Zeros { path: String, size: u64 },
    /// Many small files in a folder.
    Many { path: String, times: usize },
    /// Folders in folders.
    Deep { path: String, times: usize },
}

impl Corpus {
    /// The one that is built in, or one in a folder.
    ///
    /// # Errors
    /// When the folder cannot be read, or an `attack.toml` is wrong.
    pub fn read(folder: Option<&Path>) -> Result<Self> {
        let files = match folder {
            None => {
                embedded::FILES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
            }
            Some(folder) => {
                let mut files = Vec::new();
                collect(folder, "", &mut files).map_err(|error| {
                    Error::usage(format!("the attacks in {} cannot be read: {error}", folder.display()))
                        .help("name a folder like memkata's own `attacks`")
                })?;
                files
            }
        };
        Self::of(files)
    }

    fn of(mut files: Vec<File>) -> Result<Self> {
        files.sort();
        let mut corpus = Self { kit: Vec::new(), neighbour: Vec::new(), attacks: Vec::new() };
        let mut submissions: BTreeMap<String, Vec<File>> = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(path) = path.strip_prefix(KIT) {
                // What memkata keeps in a kit's folder is none of its files.
                if !path.starts_with(STATE_DIR) {
                    corpus.kit.push((path.to_owned(), bytes));
                }
            } else if let Some(path) = path.strip_prefix(NEIGHBOUR) {
                corpus.neighbour.push((path.to_owned(), bytes));
            } else if let Some((name, path)) = path.split_once('/') {
                submissions.entry(name.to_owned()).or_default().push((path.to_owned(), bytes));
            }
        }
        for (name, mut files) in submissions {
            let Some(at) = files.iter().position(|(path, _)| path == ABOUT) else { continue };
            let (_, bytes) = files.remove(at);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let about: About = toml::from_str(&text).map_err(|error| {
                let file = format!("{name}/{ABOUT}");
                let span = error.span().unwrap_or(0..0);
                let mut wrong = Error::usage(error.message().to_owned()).in_file(file);
                if let Some(problem) = wrong.problems.first_mut() {
                    problem.help = toml_help(error.message());
                    problem.snippet = Some((text.clone(), span));
                }
                wrong
            })?;
            corpus.attacks.push(Attack { name, about, files });
        }
        if corpus.kit.is_empty() || corpus.attacks.is_empty() {
            return Err(Error::usage("there are no attacks, or no `kit` that they are judged by")
                .help("name a folder like memkata's own `attacks`"));
        }
        Ok(corpus)
    }

    /// Only these attacks: by their names, the rest of their names after the row, or their rows.
    ///
    /// # Errors
    /// A usage error for a name that none has.
    pub fn choose(&mut self, names: &[String]) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        let meant = |attack: &Attack, name: &str| {
            let short = attack.name.split_once('_').map_or("", |(_, short)| short);
            attack.name == name || short == name || name.parse() == Ok(attack.about.row)
        };
        for name in names {
            if !self.attacks.iter().any(|attack| meant(attack, name)) {
                let error = Error::usage(format!("there is no attack `{name}`"));
                let all = self.attacks.iter().map(|attack| attack.name.as_str());
                return Err(match did_you_mean(name, all) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help("a row's number stands for all of it"),
                });
            }
        }
        self.attacks.retain(|attack| names.iter().any(|name| meant(attack, name)));
        Ok(())
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if !name.starts_with('.') {
                collect(&entry.path(), &format!("{path}/"), files)?;
            }
        } else if !name.starts_with('.') && !name.ends_with('~') {
            files.push((path, fs::read(entry.path())?));
        }
    }
    Ok(())
}
