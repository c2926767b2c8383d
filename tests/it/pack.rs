//! `memkata pack`: what is handed in is the learner's work and nothing else, and nothing is lost on the way.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use serde_json::{Value, json};
use zip::{ZipArchive, ZipWriter};

use crate::samples::{program, solved, twice};
use crate::support::{Env, Kit};

const ARCHIVE: &str = "memkata-handin.zip";
const PROGRESS: &str = ".memkata/progress.json";
const TWICE: &str = "exercises/01_first/twice.rs";
const OTHER: &str = "exercises/02_second/other.rs";

/// Two exercises, with a title that is not a folder's name.
fn kit() -> Kit {
    let other = program("other", "fn main() {}").dir("02_second");
    Kit::of(twice()).and(other).head("title = \"Memory: a course 🦀\"").head("version = \"1.2.0\"")
}

const TOP: &str = "Memory-a-course";

/// All that an archive holds.
fn contents(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut all = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        all.insert(file.name().unwrap().into_owned(), bytes);
    }
    all
}

fn names(path: &Path) -> Vec<String> {
    contents(path).into_keys().collect()
}

fn in_top(files: &[&str]) -> Vec<String> {
    files.iter().map(|file| format!("{TOP}/{file}")).collect()
}

/// One more file in an archive.
fn add(path: &Path, name: &str) {
    let file = File::options().read(true).write(true).open(path).unwrap();
    let mut zip = ZipWriter::new_append(file).unwrap();
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"my essay").unwrap();
    zip.finish().unwrap();
}

#[test]
fn the_archive_holds_the_work_and_what_it_belongs_to() {
    let env = Env::with(&kit());
    env.write(TWICE, solved());
    env.write("exercises/01_first/notes.txt", "my own");
    env.write("src/secret.rs", "my own");
    env.verdict("twice").passed();
    env.run(["pack"]).exits(0).says("2 of 2 exercises packed").says("1 done").says("Hand in").says(ARCHIVE);
    let archive = env.dir().join(ARCHIVE);
    let all = contents(&archive);
    assert_eq!(names(&archive), in_top(&[PROGRESS, TWICE, OTHER, "memkata.json"]));
    let of = |file: &str| &all[&format!("{TOP}/{file}")];
    assert_eq!(*of(TWICE), solved().into_bytes());
    assert_eq!(*of(OTHER), b"fn main() {}");
    assert_eq!(*of(PROGRESS), env.read(PROGRESS).into_bytes());
    let progress: Value = serde_json::from_slice(of(PROGRESS)).unwrap();
    assert_eq!(progress["exercises"]["twice"]["passed"], true);
    assert_eq!(
        serde_json::from_slice::<Value>(of("memkata.json")).unwrap(),
        json!({
            "format": 1,
            "kit": {"title": "Memory: a course 🦀", "version": "1.2.0"},
            "exercises": [{"name": "twice", "file": TWICE}, {"name": "other", "file": OTHER}],
        })
    );
    let root = env.path("").display().to_string();
    let leaks = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(root.trim_end_matches('/'));
    assert!(!all.values().any(leaks), "no path of this machine is in it");
}

#[test]
fn the_same_work_is_the_same_archive_wherever_it_was_done() {
    let (env, elsewhere) = (Env::with(&kit()), Env::with(&kit()));
    let pack = |env: &Env, file: &str| {
        env.run(["pack", "--out", file]).exits(0);
        fs::read(env.dir().join(file)).unwrap()
    };
    let first = pack(&env, "one.zip");
    // A file that is written again has another time, and the same bytes.
    env.write(TWICE, env.read(TWICE));
    fs::create_dir_all(env.dir().join("target")).unwrap();
    assert!(first == pack(&env, "two.zip"));
    assert!(first == pack(&env, "one.zip"), "an archive of one's own is replaced");
    assert!(first == pack(&elsewhere, "my work 🦀.zip"));
    env.write(TWICE, solved());
    assert!(first != pack(&env, "one.zip"));
}

#[test]
fn it_goes_into_the_workspace_from_any_folder_of_it() {
    let env = Env::with(&kit());
    env.run_in(env.dir().join("exercises"), ["pack"]).exits(0);
    assert!(env.dir().join(ARCHIVE).is_file());
    env.run_in(env.dir().join("exercises"), ["pack", "--out", "here.zip"]).exits(0).says("here.zip");
    assert!(env.dir().join("exercises/here.zip").is_file());
}

#[test]
fn spaces_and_emoji_are_names_like_others() {
    let env = Env::with(&kit());
    let moved = env.path("my work 🦀");
    fs::rename(env.dir(), &moved).unwrap();
    let answer = env.run_in(&moved, ["pack", "--out", "Ünal's hand in 🎓.zip", "--format", "json"]).exits(0);
    let archive = moved.canonicalize().unwrap().join("Ünal's hand in 🎓.zip");
    let size = fs::metadata(&archive).unwrap().len();
    assert_eq!(
        answer.json(),
        json!({"archive": archive, "exercises": 2, "done": 0, "missing": [], "left_out": [], "bytes": size})
    );
    assert_eq!(names(&archive).len(), 4);
}

#[test]
fn what_is_missing_is_told() {
    let env = Env::with(&kit());
    fs::remove_file(env.dir().join(TWICE)).unwrap();
    env.run(["pack"]).exits(0).says("1 of 2 exercises packed").says("1 missing: twice").says("memkata reset");
    let document = env.run(["pack", "--format", "json"]).exits(0).json();
    assert_eq!((&document["exercises"], &document["missing"]), (&json!(1), &json!(["twice"])));
    assert_eq!(names(&env.dir().join(ARCHIVE)), in_top(&[PROGRESS, OTHER, "memkata.json"]));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_left_out_and_named() {
    let names = ["pipe", "link", "gone", "folder", "huge", "full"];
    let kit = names.iter().map(|name| program(name, "fn main() {}"));
    let env = Env::with(&kit.fold(Kit::default(), Kit::and).and(program("up", "").dir("02_up")));
    let at = |name: &str| env.dir().join(format!("exercises/01_first/{name}.rs"));
    for name in &names[..4] {
        fs::remove_file(at(name)).unwrap();
    }
    env.run_other("mkfifo", [at("pipe")]).exits(0);
    fs::write(env.path("secret"), "not to be handed in").unwrap();
    std::os::unix::fs::symlink(env.path("secret"), at("link")).unwrap();
    std::os::unix::fs::symlink(env.path("nowhere"), at("gone")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("huge"), vec![b' '; 1024 * 1024 + 1]).unwrap();
    fs::write(at("full"), vec![b' '; 1024 * 1024]).unwrap();
    fs::rename(env.dir().join("exercises/02_up"), env.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(env.path("elsewhere"), env.dir().join("exercises/02_up")).unwrap();
    let answer = env.run(["pack"]).exits(0).says("1 of 7 exercises packed").says("6 left out");
    let document = env.run(["pack", "--format", "json"]).exits(0).json();
    let left: Vec<[&str; 3]> = document["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| ["exercise", "file", "why"].map(|key| left[key].as_str().unwrap()))
        .collect();
    let wanted = [
        ("pipe", "pipe"),
        ("link", "link"),
        ("gone", "link"),
        ("folder", "folder"),
        ("huge", "1 MiB"),
        ("up", "`02_up`"),
    ];
    assert_eq!(left.len(), wanted.len(), "{left:?}");
    let mut answer = answer;
    for ([exercise, file, why], (name, word)) in left.into_iter().zip(wanted) {
        assert_eq!(exercise, name);
        assert!(why.contains(word), "{exercise}: {why}");
        answer = answer.says(&format!("{file}: {why}"));
    }
    let all = contents(&env.dir().join(ARCHIVE));
    assert_eq!(all.len(), 3, "{:?}", all.keys());
    assert_eq!(all["kit/exercises/01_first/full.rs"].len(), 1024 * 1024);
}

#[test]
fn what_somebody_else_has_made_is_kept() {
    let env = Env::with(&kit());
    env.write("thesis.zip", "a year of work");
    env.run(["pack", "--out", "thesis.zip"]).exits(2).warns("thesis.zip is there already").warns("--out");
    assert_eq!(env.read("thesis.zip"), "a year of work");
    env.run(["pack", "--out", TWICE]).exits(2);
    assert_eq!(env.read(TWICE), crate::samples::TWICE);
    // An archive of ours that somebody has put an essay into is theirs.
    env.run(["pack"]).exits(0);
    let archive = env.dir().join(ARCHIVE);
    add(&archive, &format!("{TOP}/essay.txt"));
    let before = fs::read(&archive).unwrap();
    let error = env.run(["pack", "--format", "json"]).exits(2).error();
    assert_eq!(error["kind"], "usage");
    assert!(fs::read(&archive).unwrap() == before);
    let beside: Vec<_> = fs::read_dir(env.dir()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!beside.iter().any(|name| name.to_string_lossy().starts_with(".tmp")), "{beside:?}");
}

#[test]
fn a_place_that_cannot_be_is_told() {
    let env = Env::with(&kit());
    env.run(["pack", "--out", "."]).exits(2).warns("is a folder").warns(ARCHIVE);
    env.run(["pack", "--out", "exercises"]).exits(2).warns("exercises is a folder");
    env.run(["pack", "--out", "new/"]).exits(2).warns("is a folder");
    env.run(["pack", "--out", "new/work.zip"]).exits(2).warns("there is no folder new");
    env.run(["pack", "--out", ""]).exits(2);
    env.run(["pack", "--out", &format!("{}.zip", "n".repeat(300))]).exits(4).warns("cannot write");
    env.run(["pack", "--format", "junit"]).exits(2);
    assert!(!env.dir().join("new").exists());
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_in_the_archives_place_stays() {
    let env = Env::with(&kit());
    env.run_other("mkfifo", [env.dir().join("pipe.zip")]).exits(0);
    env.run(["pack", "--out", "pipe.zip"]).exits(2).warns("not a file");
    std::os::unix::fs::symlink(env.path("elsewhere"), env.dir().join(ARCHIVE)).unwrap();
    env.run(["pack"]).exits(2).warns("not a file");
    assert!(!env.path("elsewhere").exists());
}

#[cfg(unix)]
#[test]
fn without_rights_it_is_the_machine_that_lacks_something() {
    use std::os::unix::fs::PermissionsExt;
    if crate::support::is_root() {
        crate::support::skipped("all rights are given here");
        return;
    }
    let env = Env::with(&kit());
    fs::create_dir(env.dir().join("closed")).unwrap();
    fs::set_permissions(env.dir().join("closed"), fs::Permissions::from_mode(0o555)).unwrap();
    env.run(["pack", "--out", "closed/work.zip"]).exits(4).warns("you may write to");
    fs::set_permissions(env.dir().join(TWICE), fs::Permissions::from_mode(0o000)).unwrap();
    env.run(["pack"]).exits(0).says("1 left out").says("cannot be read");
}

#[test]
fn a_damaged_progress_is_put_aside_and_the_work_is_packed() {
    let env = Env::with(&kit());
    env.write(PROGRESS, "{\"version\": 1, \"exer");
    env.run(["pack"]).exits(0).warns("progress.json.damaged").says("2 of 2");
    let all = contents(&env.dir().join(ARCHIVE));
    assert!(serde_json::from_slice::<Value>(&all[&format!("{TOP}/{PROGRESS}")]).is_ok());
}

#[test]
fn there_must_be_a_learners_work() {
    let env = Env::author(&kit());
    env.run(["pack"]).exits(2).warns("this is the kit itself").warns("workspace");
    assert!(!env.dir().join(ARCHIVE).exists());
    Env::new().run(["pack"]).exits(2).warns("no memkata workspace");
}
