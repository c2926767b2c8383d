//! `memkata grade`: a class is judged by the kit's own files, each gets what it has earned, and nobody's result hangs on
//! another's.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Answer, Env, Exercise, Kit};

const TWICE_FILE: &str = "exercises/01_first/twice.rs";

/// A class beside a kit.
struct Class {
    env: Env,
}

impl Class {
    fn new(kit: &Kit) -> Self {
        let env = Env::new();
        kit.write(&env.kit_dir());
        Self { env }
    }

    /// A learner with these files.
    fn learner(&self, name: &str, files: &[(&str, &str)]) {
        for (file, text) in files {
            self.env.write(format!("class/{name}/{file}"), text);
        }
    }

    fn answer(&self, more: &[&str]) -> Answer {
        let kit = self.env.kit_dir();
        let mut args = vec!["grade", "--kit", kit.to_str().unwrap(), "class", "--sandbox=best-effort"];
        if !more.contains(&"--dry-run") {
            args.extend(["--out", "out"]);
        }
        args.extend(more);
        self.env.run(args)
    }

    /// The grades, as JSON.
    fn grades(&self, status: i32) -> Value {
        self.answer(&["--format", "json"]).exits(status).json()
    }

    fn out(&self, file: &str) -> Vec<u8> {
        fs::read(self.env.dir().join("out").join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }
}

/// The unit of a learner and an exercise.
fn unit<'g>(grades: &'g Value, learner: &str, exercise: &str) -> &'g Value {
    let learners = grades["learners"].as_array().unwrap();
    let learner = learners.iter().find(|one| one["id"] == learner).unwrap_or_else(|| panic!("{grades:#}"));
    let units = learner["units"].as_array().unwrap();
    units.iter().find(|unit| unit["exercise"] == exercise).unwrap_or_else(|| panic!("{grades:#}"))
}

fn two() -> Kit {
    Kit::of(twice().key("points = 2")).and(prints())
}

fn prints() -> Exercise {
    program("prints", "fn main() {}\n")
        .key("stdout = \"hello\"")
        .solution("fn main() {\n    println!(\"hello\");\n}\n")
}

#[test]
fn everybody_gets_what_they_have_earned() {
    let class = Class::new(&two());
    let prints = ("exercises/01_first/prints.rs", "fn main() {\n    println!(\"hello\");\n}\n");
    class.learner("ada", &[(TWICE_FILE, &solved()), prints]);
    class.learner("ben", &[(TWICE_FILE, TWICE), prints]);
    class.learner("cem", &[(TWICE_FILE, &change(TWICE, "    n\n", "    n + 3\n"))]);
    let grades = class.grades(1);
    let earned: Vec<(&Value, &Value, &Value)> = grades["learners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|learner| (&learner["id"], &learner["points"], &learner["of"]))
        .collect();
    assert_eq!(
        earned,
        [
            (&"ada".into(), &3.into(), &3.into()),
            (&"ben".into(), &1.into(), &3.into()),
            (&"cem".into(), &0.into(), &3.into())
        ]
    );
    assert_eq!(unit(&grades, "ben", "twice")["status"], "untouched");
    assert_eq!(unit(&grades, "cem", "twice")["status"], "failed");
    assert_eq!(unit(&grades, "cem", "twice")["reason"], "tests");
    assert_eq!(unit(&grades, "cem", "prints")["status"], "missing");
    // What was the same was judged once.
    assert_eq!(unit(&grades, "ada", "prints")["verdict"], unit(&grades, "ben", "prints")["verdict"]);
    assert_eq!(serde_json::from_slice::<Value>(&class.out("grades.json")).unwrap(), grades);
}

#[test]
fn tests_that_pass_count_where_the_kit_says_so_and_never_as_a_whole() {
    let partial = || twice().key("points = 3").key("credit = \"per-test\"");
    let class = Class::new(&Kit::of(partial()));
    // Keeps zero, as the starter does, and does not double.
    class.learner("half", &[(TWICE_FILE, &change(TWICE, "    n\n", "    n * 3\n"))]);
    class.learner("none", &[(TWICE_FILE, &change(TWICE, "    n\n", "    n + 1\n"))]);
    class.learner("untouched", &[(TWICE_FILE, TWICE)]);
    let grades = class.grades(1);
    assert_eq!(unit(&grades, "half", "twice")["points"], 0);
    assert_eq!(unit(&grades, "none", "twice")["points"], 0);
    // Its starter keeps zero, too, and nothing was done.
    assert_eq!(unit(&grades, "untouched", "twice")["points"], 0);

    // Every test passes, and what main prints does not: that is no pass.
    let class = Class::new(&Kit::of(partial().key("stdout = \"4\"")));
    class.learner("silent", &[(TWICE_FILE, &solved().replace("println!(\"{}\", twice(2));", "twice(2);"))]);
    assert_eq!(unit(&class.grades(1), "silent", "twice")["points"], 0);

    // A starter that passes nothing: now each test counts.
    let wrong = change(TWICE, "    n\n", "    n + 1\n");
    let exercise = Exercise::new("twice", &wrong).solution(&solved());
    let class = Class::new(&Kit::of(exercise.key("points = 3").key("credit = \"per-test\"")));
    class.learner("half", &[(TWICE_FILE, TWICE)]);
    class.learner("comment", &[(TWICE_FILE, &format!("// done\n{wrong}"))]);
    let grades = class.grades(1);
    assert_eq!(unit(&grades, "half", "twice")["points"], 1.5);
    assert_eq!(unit(&grades, "comment", "twice")["points"], 0);
}

#[test]
fn the_kits_tests_are_run_and_an_edit_is_told() {
    let class = Class::new(&Kit::of(twice()));
    let easy = change(TWICE, "assert_eq!(twice(3), 6, \"three and three\");", "");
    class.learner("sly", &[(TWICE_FILE, &easy), ("Cargo.toml", "[package]\nname = \"mine\"\n")]);
    let grades = class.grades(1);
    let unit = unit(&grades, "sly", "twice");
    assert_eq!(
        (&unit["status"], &unit["flags"][0]),
        (&"failed".into(), &"tests-edited".into()),
        "{grades:#}"
    );
}

#[test]
fn a_second_run_judges_only_what_is_new_and_says_the_same() {
    let class = Class::new(&two());
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class.learner("ben", &[(TWICE_FILE, &change(TWICE, "    n\n", "    n + 3\n"))]);
    let first = class.grades(1);
    let kept = || {
        let folder = class.env.dir().join("out/.memkata/units");
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
            .into_iter()
            .map(|file| (fs::metadata(&file).unwrap().modified().unwrap(), file))
            .collect::<Vec<_>>()
    };
    let before = kept();
    assert_eq!(before.len(), 2);
    assert_eq!(class.grades(1), first);
    assert_eq!(kept(), before, "nothing was judged again");
    // A unit that was lost, or damaged, is judged again, and only that one.
    fs::write(&before[0].1, "half a fi").unwrap();
    assert_eq!(class.grades(1), first);
    assert_eq!(kept()[1], before[1]);
    // Points decide no verdict: nothing is judged again, and everything counts otherwise.
    Kit::of(twice().key("points = 5")).and(prints()).write(&class.env.kit_dir());
    let richer = class.grades(1);
    assert_eq!(unit(&richer, "ada", "twice")["points"], 5);
    assert_eq!(kept()[1], before[1]);
}

#[test]
fn a_report_of_somebody_who_is_gone_goes_too_and_what_is_not_ours_stays() {
    let class = Class::new(&Kit::of(twice()));
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class.learner("ben", &[(TWICE_FILE, &solved())]);
    class.grades(0);
    let feedback = |name: &str| class.env.dir().join(format!("out/feedback/{name}.md"));
    assert!(feedback("ada").is_file() && feedback("ben").is_file());
    class.env.write("out/my-notes.txt", "mine");
    fs::remove_dir_all(class.env.dir().join("class/ben")).unwrap();
    class.grades(0);
    assert!(feedback("ada").is_file() && !feedback("ben").exists());
    assert_eq!(class.out("my-notes.txt"), b"mine");
}

#[test]
fn the_instructors_decisions_stand_above_the_judge_and_are_shown_as_such() {
    let class = Class::new(&two());
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class.learner("ben", &[(TWICE_FILE, TWICE)]);
    class.env.write("mine.csv", "learner,exercise,points,reason\nben,twice,0.5,\"was ill, and told me\"\n");
    let grades = class.answer(&["--format", "json", "--overrides", "mine.csv"]).exits(1).json();
    let unit = unit(&grades, "ben", "twice");
    assert_eq!(unit["points"], 0.5);
    assert_eq!(unit["decided"]["instead_of"], 0);
    assert_eq!(unit["decided"]["reason"], "was ill, and told me");
    let feedback = String::from_utf8(class.out("feedback/ben.md")).unwrap();
    assert!(feedback.contains("was ill, and told me"), "{feedback}");
    // Forgotten, they are gone, but not without a word.
    class.answer(&[]).exits(1).warns("decisions of the last run are not in this one (ben, twice)");
    class.answer(&[]).exits(1).warns_not("decisions of the last run");
}

#[test]
fn each_decision_that_says_nothing_is_told_with_its_line() {
    let class = Class::new(&two());
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    let rows = "learner,exercise,points,reason\nadda,twice,1,x\nada,twise,1,x\nada,twice,many,x\nada,twice,1,\nada,twice,1,x\nada,twice,2,y\n";
    class.env.write("mine.csv", rows);
    let answer = class.answer(&["--overrides", "mine.csv"]).exits(2);
    for (line, words) in [
        (2, "did you mean `ada`?"),
        (3, "did you mean `twice`?"),
        (4, "`many` is no number of points"),
        (5, "without a reason"),
        (7, "a second decision on `twice` of ada"),
    ] {
        let answer = answer.clone().warns(&format!("mine.csv:{line}"));
        answer.warns(words);
    }
    // As a spreadsheet writes it where decimals have a comma.
    class.env.write("mine.csv", "\u{feff}learner;exercise;points;reason\r\nada;twice;2,5;said it aloud\r\n");
    let bonus = class.answer(&["--overrides", "mine.csv", "--format", "json"]).exits(1).json();
    assert_eq!(unit(&bonus, "ada", "twice")["points"], 2.5);
    let notices = bonus["notices"].to_string();
    assert!(notices.contains("gives ada 2.5 of 2 points for twice"), "{notices}");
    fs::remove_dir_all(class.env.dir().join("out")).unwrap();
    class.env.write("mine.csv", "learner,exercise,points,reason\nada,twice,1,\"not closed\n");
    class.answer(&["--overrides", "mine.csv"]).exits(2).warns("a quote is opened and not closed");
    class.env.write("mine.csv", "who,what\n");
    class.answer(&["--overrides", "mine.csv"]).exits(2).warns("learner,exercise,points,reason");
    assert!(!class.env.dir().join("out").exists(), "nothing was graded by half of what was asked");
}

#[test]
fn a_rehearsal_shows_what_would_be_judged_and_judges_nothing() {
    let class = Class::new(&two());
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class
        .answer(&["--dry-run"])
        .exits(0)
        .says("Nothing was judged")
        .says("twice: changed")
        .says("tests of exercises/01_first/twice.rs")
        .says("prints: missing");
    assert!(!class.env.dir().join("out").exists());
}

#[test]
fn a_kit_that_does_not_hold_what_it_claims_judges_nobody() {
    let broken = Kit::of(twice().solution(TWICE));
    let class = Class::new(&broken);
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class.answer(&[]).exits(3).warns("the kit does not verify").warns("solutions/01_first/twice.rs");
    assert!(!class.env.dir().join("out/grades.json").exists());
}

#[test]
fn only_some_exercises_are_graded_where_that_is_asked() {
    let class = Class::new(&two());
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    let grades = class.answer(&["--only", "twice", "--format", "json"]).exits(0).json();
    assert_eq!(grades["exercises"].as_array().unwrap().len(), 1);
    class.answer(&["--only", "twise"]).exits(2).warns("did you mean `twice`?");
    class.answer(&["--only", "prints, twice", "--dry-run"]).exits(0);
}

#[test]
fn reports_go_nowhere_where_something_else_is_kept() {
    let class = Class::new(&Kit::of(twice()));
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class.env.write("out/thesis.txt", "mine");
    class.answer(&[]).exits(2).warns("holds something else than reports");
    assert_eq!(class.out("thesis.txt"), b"mine");
    assert!(!class.env.dir().join("out/.memkata").exists());
    let kit = class.env.kit_dir();
    let args = ["grade", "--kit", kit.to_str().unwrap(), "class", "--out", kit.to_str().unwrap()];
    class.env.run(args).exits(2).warns("holds something else than reports");
}

#[test]
fn the_kits_folder_is_left_as_it_is() {
    let class = Class::new(&Kit::of(twice()));
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    let listing = |folder: &Path| {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| name != ".memkata");
        names.sort();
        names
    };
    let before = listing(&class.env.kit_dir());
    class.grades(0);
    assert_eq!(listing(&class.env.kit_dir()), before);
    assert_eq!(listing(&class.env.dir().join("class/ada")), ["exercises"]);
}

#[test]
fn a_second_grader_in_the_same_folder_waits_its_turn() {
    let class = Class::new(&Kit::of(twice()));
    class.learner("ada", &[(TWICE_FILE, &solved())]);
    class.grades(0);
    let lock = fs::File::open(class.env.dir().join("out/.memkata/lock")).unwrap();
    lock.lock().unwrap();
    class.answer(&[]).exits(2).warns("another `memkata grade` is at work");
}

/// A question, its rubric, and an answer that is right.
fn why() -> Exercise {
    let rubric = "language = \"en\"\n[[group]]\nid = \"who\"\nask = \"Who frees it?\"\n\
                  [[concept]]\nid = \"owner\"\ngroup = \"who\"\nany = [\"owner\"]\n";
    Exercise::answer("why", QUESTION, rubric)
        .solution(&format!("{QUESTION}It is freed by whoever is its owner.\n"))
}

const QUESTION: &str = "Who frees it?\n\n## Your answer\n\n";
const RIGHT: &str = "The heap block is given back when its owner goes out of scope.";

#[test]
fn the_same_words_of_two_learners_wait_for_the_instructor() {
    let class = Class::new(&Kit::of(why()));
    let file = "exercises/01_first/why.md";
    class.learner("ada", &[(file, &format!("{QUESTION}{RIGHT}\n"))]);
    // Case, line ends and commas make no words of one's own.
    let same = RIGHT.replace("back when", "back,\n\nwhen").to_uppercase();
    class.learner("ben", &[(file, &format!("{QUESTION}{same}\n"))]);
    class
        .learner("cem", &[(file, &format!("{QUESTION}Its owner frees it, at the very end of the block.\n"))]);
    let grades = class.grades(1);
    for (learner, other) in [("ada", "ben"), ("ben", "ada")] {
        let unit = unit(&grades, learner, "why");
        assert_eq!((&unit["status"], &unit["points"]), (&"unsure".into(), &0.into()), "{grades:#}");
        assert_eq!(unit["same_as"], serde_json::json!([other]));
        let feedback = String::from_utf8(class.out(&format!("feedback/{learner}.md"))).unwrap();
        assert!(!feedback.contains(other), "who else has written it is for the instructor: {feedback}");
    }
    assert_eq!(unit(&grades, "cem", "why")["status"], "passed");
}
