//! `memkata grade` on what should not be there: it is told, and nobody else's result is lost.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::samples::{TWICE, change, solved, twice};
use crate::support::{Answer, Env, Kit, toolchain};

const FILE: &str = "exercises/01_first/twice.rs";

/// A kit, and nobody's work yet.
fn env() -> Env {
    let env = Env::new();
    Kit::of(twice()).write(&env.kit_dir());
    fs::create_dir(env.dir().join("class")).unwrap();
    env
}

fn grade(env: &Env, more: &[&str]) -> Answer {
    let kit = env.kit_dir();
    let mut args =
        vec!["grade", "--kit", kit.to_str().unwrap(), "class", "--out", "out", "--sandbox=best-effort"];
    args.extend(more);
    env.run(args)
}

fn grades(env: &Env, more: &[&str], status: i32) -> Value {
    grade(env, &[more, &["--format", "json"]].concat()).exits(status).json()
}

fn names(grades: &Value) -> Vec<&str> {
    let learners = grades["learners"].as_array().unwrap();
    learners.iter().map(|learner| learner["name"].as_str().unwrap()).collect()
}

/// A zip with these entries.
fn zip(path: &Path, entries: &[(&str, &[u8])]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn an_export_of_a_platform_becomes_its_gradebook() {
    let env = env();
    let solved = solved();
    let hand_in = |text: &str| {
        let path = env.path("tmp/one.zip");
        zip(&path, &[(&format!("kit/{FILE}"), text.as_bytes())]);
        fs::read(path).unwrap()
    };
    let (right, wrong) = (hand_in(&solved), hand_in(TWICE));
    zip(
        &env.dir().join("submissions.zip"),
        &[
            ("lovelaceada_101_9001_memkata-handin.zip", &right),
            ("turingalan_LATE_102_9002_memkata-handin.zip", &wrong),
            ("hopper_103_9003_broken.zip", b"this is no zip"),
        ],
    );
    env.write(
        "gradebook.csv",
        "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n\"Lovelace, Ada\",101,s1,ada,A\n\
         \"Turing, Alan\",102,s2,alan,A\n\"Hopper, Grace\",103,s3,grace,A\n\"Church, Alonzo\",104,s4,alonzo,A\n",
    );
    let kit = env.kit_dir();
    let args = [
        "grade",
        "--kit",
        kit.to_str().unwrap(),
        "submissions.zip",
        "--roster",
        "gradebook.csv",
        "--out",
        "out",
        "--sandbox=best-effort",
    ];
    env.run(args)
        .exits(1)
        .says("Hopper, Grace: handed in, and could not be opened")
        .says("nothing was handed in");
    let mut table = csv::Reader::from_path(env.dir().join("out/canvas.csv")).unwrap();
    let rows: Vec<Vec<String>> =
        table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let points =
        |name: &str| rows.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{rows:?}"))[5].clone();
    assert_eq!(points("Lovelace, Ada"), "1");
    assert_eq!(points("Turing, Alan"), "0");
    assert_eq!(points("Church, Alonzo"), "0");
}

#[test]
fn names_may_hold_anything_and_each_has_a_report() {
    let env = env();
    let long = "n".repeat(200);
    let odd =
        ["with space", "it's \"quoted\"", "🦀 ünï", "two\nlines", "-rf", "=1+1", "CON", "a<b>&c", &long];
    for name in odd {
        env.write(format!("class/{name}/{FILE}"), solved());
    }
    let grades = grades(&env, &[], 0);
    assert_eq!(grades["learners"].as_array().unwrap().len(), odd.len(), "{grades:#}");
    assert!(names(&grades).contains(&"🦀 ünï"), "{grades:#}");
    assert_eq!(fs::read_dir(env.dir().join("out/feedback")).unwrap().count(), odd.len());
}

#[test]
fn two_learners_of_one_name_stay_two() {
    let env = env();
    for (folder, text) in
        [("Kim_101_assignsubmission_file_", solved()), ("Kim_102_assignsubmission_file_", TWICE.to_owned())]
    {
        env.write(format!("class/{folder}/{FILE}"), text);
    }
    let grades = grades(&env, &[], 1);
    assert_eq!(names(&grades), ["Kim", "Kim"]);
    let points: Vec<&Value> =
        grades["learners"].as_array().unwrap().iter().map(|learner| &learner["points"]).collect();
    assert_eq!(points, [&Value::from(1), &Value::from(0)]);
}

#[test]
fn a_hostile_archive_costs_nobody_but_whose_it_is() {
    let env = env();
    env.write(format!("class/ada/{FILE}"), solved());
    let bomb = vec![0_u8; 40 << 20];
    let path = env.dir().join("class/bob.zip");
    let mut writer = ZipWriter::new(File::create(&path).unwrap());
    writer.start_file(FILE, SimpleFileOptions::default()).unwrap();
    writer.write_all(&bomb).unwrap();
    writer.finish().unwrap();
    zip(&env.dir().join("class/eve.zip"), &[("../../../evil.rs", b"x"), (FILE, solved().as_bytes())]);
    let grades = grades(&env, &[], 1);
    let learner = |id: &str| grades["learners"].as_array().unwrap().iter().find(|one| one["id"] == id);
    assert_eq!(learner("ada").unwrap()["points"], 1);
    // The one path is told and not followed; what else is in it counts.
    let eve = learner("eve").unwrap();
    assert_eq!((&eve["points"], &eve["elsewhere"][0]["path"]), (&1.into(), &"../../../evil.rs".into()));
    assert!(!env.path("evil.rs").exists() && !env.path("work/evil.rs").exists());
    let bob = learner("bob").map(|bob| bob["units"][0]["note"].clone());
    assert!(
        bob.is_some_and(|note| note.is_string()) || grades["refused"][0]["place"] == "class/bob.zip",
        "{grades:#}"
    );
}

#[test]
fn a_class_of_nobody_is_told_with_where_was_looked() {
    let env = env();
    grade(&env, &[]).exits(2).warns("class");
    env.write("class/readme.txt", "later");
    grade(&env, &[]).exits(2);
    let kit = env.kit_dir();
    let missing = ["grade", "--kit", kit.to_str().unwrap(), "clas", "--out", "out"];
    env.run(missing).exits(2).warns("clas");
    let no_kit = ["grade", "--kit", "class", "class", "--out", "out"];
    env.run(no_kit).exits(2).warns("there is no kit in class");
}

#[test]
fn a_roster_that_cannot_be_used_is_told_before_anything_is_judged() {
    let env = env();
    env.write(format!("class/ada/{FILE}"), solved());
    env.write("roster.csv", "shoe size,height\n38,170\n");
    grade(&env, &["--roster", "roster.csv"]).exits(2).warns("shoe size");
    env.write("roster.csv", "id,name\nada,Ada\nada,Other\n");
    grade(&env, &["--roster", "roster.csv"]).exits(2).warns("ada");
    assert!(!env.dir().join("out/grades.json").exists());
}

#[test]
fn what_a_killed_run_has_left_half_written_is_swept_and_nothing_else() {
    let env = env();
    env.write(format!("class/ada/{FILE}"), solved());
    grades(&env, &[], 0);
    let left = [
        "out/.tmpAbC123",
        "out/feedback/.tmpAbC123",
        "out/.memkata/units/.tmpAbC123",
        "out/.memkata/.tmpAbC123",
    ];
    for file in left {
        env.write(file, "half");
    }
    env.write("out/.tmp-notes.txt", "mine");
    grades(&env, &[], 0);
    for file in left {
        assert!(!env.dir().join(file).exists(), "{file}");
    }
    assert_eq!(env.read("out/.tmp-notes.txt"), "mine");
}

/// Where results cannot be kept, the run ends with that, and what was judged is there for the next.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_the_machines_fault_and_the_next_run_goes_on() {
    let env = env();
    for at in 0..4 {
        let text = change(TWICE, "    n\n", &format!("    n * 2 + {at} - {at}\n"));
        env.write(format!("class/learner{at}/{FILE}"), text);
    }
    let script = "mkdir -p \"$work/out\"; mount -t tmpfs -o size=64k tmpfs \"$work/out\"; mkdir \"$work/out/.memkata\"; cd \"$work\"; \
                  \"$memkata\" grade --kit ../kit class --out out --sandbox=best-effort";
    if let Some(answer) = crate::disks::with_mounts(&env, script) {
        let answer = answer.exits(4);
        assert!(
            answer.stderr.contains("No space left") || answer.stderr.contains("full"),
            "{}",
            answer.stderr
        );
    }
    grades(&env, &[], 0);
}

#[test]
fn in_a_job_of_githubs_findings_points_and_summary_go_where_the_runner_looks() {
    let mut env = env();
    env.write(format!("class/{FILE}"), change(TWICE, "    n\n", "    n + 1\n"));
    for (name, file) in [("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_OUTPUT", "output")] {
        let path = env.path(file);
        fs::write(&path, "before\n").unwrap();
        env.set(name, path);
    }
    env.set("GITHUB_ACTIONS", "true");
    // The very lines of the action.
    let action = include_str!("../../action.yml");
    let (_, script) = action.split_once("      run: |\n").expect("the action runs a script");
    let (bin, kit) = (Env::program().parent().unwrap().to_owned(), env.kit_dir());
    let outer = std::env::var_os("PATH").unwrap();
    let path = [bin, toolchain::bin()].into_iter().chain(std::env::split_paths(&outer));
    env.set("PATH", std::env::join_paths(path).unwrap());
    for (name, value) in [
        ("SUBMISSION", "class"),
        ("KIT", kit.to_str().unwrap()),
        ("ONLY", ""),
        ("OUT", "report"),
        ("SANDBOX", "best-effort"),
    ] {
        env.set(name, value);
    }
    let answer = env.run_other("bash", ["-e", "-c", script]).exits(1);
    let answer = answer.says("::error file=exercises/01_first/twice.rs,line=");
    let _ = answer.says("twice");
    let summary = fs::read_to_string(env.path("summary")).unwrap();
    assert!(summary.starts_with("before\n") && summary.contains("twice"), "{summary}");
    assert_eq!(fs::read_to_string(env.path("output")).unwrap(), "before\npoints=0\nof=1\n");
    env.set("SUBMISSION", "nowhere");
    env.run_other("bash", ["-e", "-c", script]).exits(2).says("::error title=memkata::").says("nowhere");
}
