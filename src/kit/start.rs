//! A whole new kit: a chapter with an exercise of each of three kinds, and what goes around it.

use std::path::{Component, Path, PathBuf};
use std::{env, fs};

use super::create::{self, NewFile};
use super::project::{is_kit, is_workspace};
use super::{Kind, entry, templates};
use crate::error::{Error, Result};

/// The licences that a new kit can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Licence {
    /// Do what you want, name the authors
    #[value(name = "mit")]
    Mit,
    /// The same with a grant of patents
    #[value(name = "apache-2.0")]
    Apache2,
    /// For texts: share and change, name the authors
    #[value(name = "cc-by-4.0")]
    CcBy4,
    /// No licence file: nobody else may copy the kit
    #[value(name = "none")]
    None,
}

/// A kit that does not exist yet.
#[derive(Debug, Clone)]
pub struct NewKit {
    /// Its title.
    pub title: String,
    /// Its licence.
    pub licence: Licence,
    /// Who the licence names.
    pub holder: String,
    /// The year that the licence names.
    pub year: u64,
}

/// The chapter and the exercises that a new kit begins with.
const CHAPTER: &str = "01_start";
const EXERCISES: [(Kind, &str); 3] =
    [(Kind::Code, "sum_of_prices"), (Kind::Predict, "two_lists"), (Kind::Answer, "move_or_clone")];

/// Whether a kit can be started in this folder.
///
/// # Errors
/// A usage error when the folder is not empty, or lies in a kit or workspace.
pub fn check_place(dir: &Path) -> Result<()> {
    // A repository that was just made is as good as empty.
    let occupied =
        fs::read_dir(dir).is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name() != ".git"));
    if occupied || dir.is_file() {
        return Err(Error::usage(format!("{} is not empty", dir.display()))
            .help("name a folder that does not exist yet"));
    }
    let absolute = absolute(dir);
    if absolute.components().any(|part| part == Component::ParentDir) {
        return Err(Error::usage(format!("{} goes up from a folder that does not exist", dir.display()))
            .help("name the folder without `..`"));
    }
    match absolute.ancestors().skip(1).find(|above| is_kit(above) || is_workspace(above)) {
        Some(above) => {
            let what = if is_kit(above) { "kit" } else { "workspace" };
            Err(Error::usage(format!("{} lies in the {what} {}", dir.display(), above.display()))
                .help("a kit inside of another one would confuse both: name a folder outside of it"))
        }
        None => Ok(()),
    }
}

/// The whole path with its links followed, as far as it exists.
fn absolute(dir: &Path) -> PathBuf {
    let whole = env::current_dir().map_or_else(|_| dir.to_owned(), |current| current.join(dir));
    let existing = whole.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    match existing {
        Some((above, real)) => whole.strip_prefix(above).map_or(real.clone(), |rest| real.join(rest)),
        None => whole,
    }
}

/// A title made from the folder's name.
pub fn title_of(dir: &Path) -> String {
    let absolute = absolute(dir);
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|name| create::check_title(name).is_ok());
    name.map_or_else(|| "My kit".into(), |name| create::title_of(&name))
}

/// Writes a kit into an empty folder, and says which files.
///
/// # Errors
/// When something cannot be written; then nothing is left of it.
pub fn write(dir: &Path, kit: &NewKit) -> Result<Vec<String>> {
    let files = files(kit)?;
    create::write_files(dir, &files)?.keep();
    Ok(files.into_iter().map(|file| file.path).collect())
}

fn files(kit: &NewKit) -> Result<Vec<NewFile>> {
    let licence = match kit.licence {
        Licence::Mit => Some(("MIT", templates::MIT)),
        Licence::Apache2 => Some(("Apache-2.0", templates::APACHE)),
        Licence::CcBy4 => Some(("CC BY 4.0", templates::CC_BY)),
        Licence::None => None,
    };
    let note = licence.map(|(name, _)| format!("\n## Licence\n\n{name}, see [LICENSE](LICENSE).\n"));
    let year = kit.year.to_string();
    let values = [
        ("title", kit.title.as_str()),
        ("holder", kit.holder.as_str()),
        ("year", year.as_str()),
        ("licence", note.as_deref().unwrap_or_default()),
        ("version", env!("CARGO_PKG_VERSION")),
    ];
    let file = |path: &str, template: &str| NewFile {
        path: path.into(),
        text: templates::filled(template, &values),
    };
    let mut readme = file("README.md", templates::README);
    readme.text.truncate(readme.text.trim_end().len());
    readme.text.push('\n');
    let mut files = vec![
        NewFile { path: "info.toml".into(), text: info(&kit.title)? },
        readme,
        file(".gitignore", templates::GITIGNORE),
        file(".github/workflows/verify.yml", templates::WORKFLOW),
    ];
    files.extend(templates::SCHEMAS.map(|(path, text)| NewFile { path: path.into(), text: text.into() }));
    files.extend(licence.map(|(_, text)| file("LICENSE", text)));
    files.extend(EXERCISES.iter().flat_map(|(kind, name)| templates::files(*kind, CHAPTER, name)));
    Ok(files)
}

/// The new `info.toml`: its head, and the exercises as `new` would add them.
fn info(title: &str) -> Result<String> {
    let title = toml::Value::from(title).to_string();
    let mut text = templates::filled(templates::INFO, &[("title", &title)]);
    for (at, (kind, name)) in EXERCISES.iter().enumerate() {
        let chapter = create::chapter_entry(CHAPTER, "First steps");
        let exercise = templates::entry(*kind, CHAPTER, name);
        let addition =
            entry::Addition { dir: CHAPTER, exercise: &exercise, chapter: (at == 0).then_some(&chapter) };
        let added = entry::add(&text, &addition);
        text = added.ok_or_else(|| Error::kit("the new kit's info.toml could not be put together"))?.text;
    }
    Ok(text)
}
