//! `memkata new` among others: runs side by side, links, rights, and folders that rustlings made.

use crate::samples::twice;
use crate::support::{Env, Kit};

#[test]
fn runs_side_by_side_lose_nothing() {
    let env = Env::author(&Kit::of(twice()));
    let wanted: Vec<String> = (0..8).map(|number| format!("together_{number}")).collect();
    let runs: Vec<_> =
        wanted.iter().map(|name| env.start(["new", &format!("01_first/{name}"), "--kind", "code"])).collect();
    runs.into_iter().for_each(|run| drop(run.finish().exits(0)));
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    let mut names: Vec<String> = list["exercises"]
        .as_array()
        .unwrap()
        .iter()
        .map(|exercise| exercise["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, [wanted, vec!["twice".to_owned()]].concat());
}

#[test]
fn of_two_runs_for_one_name_one_is_told() {
    let env = Env::author(&Kit::of(twice()));
    let runs: Vec<_> = (0..4).map(|_| env.start(["new", "01_first/same", "--kind", "code"])).collect();
    let mut answers: Vec<_> = runs.into_iter().map(|run| run.finish().status).collect();
    answers.sort_unstable();
    assert_eq!(answers, [Some(0), Some(2), Some(2), Some(2)]);
    assert_eq!(env.read("info.toml").matches("name = \"same\"").count(), 1);
    env.run(["verify", "same"]).exits(0);
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link_out_of_the_kit() {
    use std::os::unix::fs::symlink;
    for link in ["exercises/02_l", "solutions/02_l"] {
        let env = Env::author(&Kit::of(twice().solution("fn main() {}\n")));
        std::fs::create_dir_all(env.path("outside")).unwrap();
        symlink(env.path("outside"), env.dir().join(link)).unwrap();
        let before = env.read("info.toml");
        env.run(["new", "02_l/a", "--kind", "code"]).exits(2).warns(link).warns("leads out");
        assert_eq!(env.read("info.toml"), before);
        assert_eq!(std::fs::read_dir(env.path("outside")).unwrap().count(), 0);
    }
    // A link that stays inside of the kit is the author's business.
    let env = Env::author(&Kit::of(twice()));
    std::fs::create_dir_all(env.dir().join("shared")).unwrap();
    symlink(env.dir().join("shared"), env.dir().join("exercises/02_l")).unwrap();
    env.run(["new", "02_l/a", "--kind", "code"]).exits(0);
}

#[test]
#[cfg(unix)]
fn the_rights_of_info_toml_stay() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::author(&Kit::of(twice()));
    let info = env.dir().join("info.toml");
    std::fs::set_permissions(&info, std::fs::Permissions::from_mode(0o664)).unwrap();
    env.run(["new", "01_first/a", "--kind", "code"]).exits(0);
    assert_eq!(std::fs::metadata(&info).unwrap().permissions().mode() & 0o777, 0o664);
}

#[test]
fn a_folder_of_rustlings_is_no_kit() {
    let env = Env::new();
    env.write("Cargo.toml", "bin = [{ name = \"one\", path = \"exercises/one.rs\" }]\n");
    env.write("exercises/one.rs", "fn main() {}\n");
    env.run(["new", "01_a/a", "--kind", "code"]).exits(2).warns("`rustlings init`").warns("--kit DIR");
}

#[test]
fn an_exercise_named_twice_counts_once() {
    let env = Env::author(&Kit::of(twice()));
    env.run(["new", "01_first/a", "--kind", "answer"]).exits(0);
    let once = env.run(["verify", "a", "--format", "json"]).exits(0).json();
    let again = env.run(["verify", "a", "a", "a.md", "--format", "json"]).exits(0).json();
    assert_eq!(once, again);
}
