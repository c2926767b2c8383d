//! `memkata rubric`: what an author is told about a rubric, and about what is wrong with it.

use serde_json::Value;

use crate::support::{Answer, Env, Exercise, Kit};

const RUBRIC: &str = r#"language = "en"
points = 3

[subjects.train]
names = ["train", "trains"]

[subjects.bus]
names = ["bus", "buses"]

[words]
late = ["late", "stuck"]

[[group]]
id = "train_side"
of = "train"
ask = "What does the first of them need?"

[[group]]
id = "bus_side"
of = "bus"
ask = "And what holds up the second?"

[[concept]]
id = "own_track"
of = "train"
any = ["own (track|line)"]

[[concept]]
id = "in_traffic"
of = "bus"
any = ["@late & traffic"]

[[falsehood]]
id = "no_difference"
any = ["(are|is) the same"]
ask = "Which of the two would you take at five?"

[[accept]]
text = "Trains have their own track. A bus gets stuck in traffic."

[[reject]]
text = "The bus has its own track, and the train gets stuck in traffic."

[[reject]]
text = "A train and a bus are the same. A train does not have its own track."
"#;

const QUESTION: &str = "Why is the one on time, and not the other?\n\n## Your answer\n\n";

fn author(rubric: &str) -> Env {
    let mistake = format!("<!-- fails: answer · belief: all roads are equal -->\n{QUESTION}Buses are red.\n");
    let exercise = Exercise::answer("why", QUESTION, rubric)
        .solution(&format!("{QUESTION}Trains have their own line, and buses are often stuck in traffic.\n"));
    let env = Env::author(&Kit::of(exercise));
    env.write(
        "solutions/01_first/why.mistakes/README.md",
        "What people say of buses.\n\n## Your answer\n\nRed.\n",
    );
    env.write("solutions/01_first/why.mistakes/red.md", mistake);
    env
}

/// What is said of a rubric that has one mistake.
#[track_caller]
fn wrong(right: &str, wrong: &str) -> Answer {
    assert!(RUBRIC.contains(right), "{right}");
    author(&RUBRIC.replacen(right, wrong, 1)).run(["rubric", "why"]).exits(3)
}

#[test]
fn without_a_file_it_judges_the_examples_the_solution_and_the_mistakes() {
    let answer = author(RUBRIC).run(["rubric", "why"]).exits(0);
    let rows: Vec<Vec<&str>> =
        answer.stdout.lines().take(5).map(|line| line.split_whitespace().take(2).collect()).collect();
    let line = |start: &str| {
        let text = RUBRIC.lines().position(|line| line.starts_with(start));
        text.expect("it is in the rubric") + 1
    };
    assert_eq!(rows[0], [&format!("accept:{}", line("text = \"Trains")), "accepted"]);
    assert_eq!(rows[1], [&format!("reject:{}", line("text = \"The bus")), "not"]);
    assert_eq!(rows[3], ["solution", "accepted"]);
    assert_eq!(rows[4], ["mistake:red", "not"]);
    assert!(!answer.stdout.contains("mistake:README"), "{}", answer.stdout);
    assert!(!answer.stdout.contains("judged otherwise"), "{}", answer.stdout);
    author(RUBRIC).run(["rubric", "why", "--only", "a=b"]).exits(2);
}

#[test]
fn it_names_what_is_judged_otherwise_than_labelled() {
    let rubric = format!("{RUBRIC}\n[[accept]]\ntext = \"Buses are red.\"\n");
    let line = rubric.lines().count();
    author(&rubric)
        .run(["rubric", "why"])
        .exits(0)
        .says(&format!("judged otherwise than labelled\n  accept:{line}"));
    // What passes with its subjects exchanged has a row of its own.
    let swappable = RUBRIC.replace("of = \"train\"\nany", "group = \"train_side\"\nany");
    let swappable = swappable.replace("of = \"bus\"\nany", "group = \"bus_side\"\nany");
    author(&swappable).run(["rubric", "why"]).exits(0).says("swapped  accepted");
}

#[test]
fn it_explains_the_points_and_the_readings() {
    let env = author(RUBRIC);
    let answer = env.run(["rubric", "why", "--explain"]).exits(0);
    let answer = answer
        .says("train_side 2 of 1 · bus_side 2 of 1 · together 4 of 3")
        .says("+ own_track of train: “own track”")
        .says("- own_track: “own track”  (elsewhere: said of bus,")
        .says("(a falsehood, said of train and bus)")
        .says("- own_track: “own track”  (denied: it is true of train, and denied of it)");
    let falsehoods = answer.stdout.lines().filter(|line| line.contains("- no_difference")).count();
    assert_eq!(falsehoods, 1, "{}", answer.stdout);
    let lines = env.run(["rubric", "why", "--explain", "--format", "json"]).exits(0).stdout;
    let second: Value = serde_json::from_str(lines.lines().nth(1).expect("a second line")).expect("JSON");
    assert_eq!(second["points"][0]["group"], "train_side");
    assert_eq!(second["contradicted"][0]["reading"], "elsewhere");
}

#[test]
fn it_explains_why_an_answer_is_unsure() {
    let rubric =
        RUBRIC.replace("any = [\"own (track|line)\"]", "any = [\"own line\"]\nalso = [\"undisturbed\"]");
    let env = author(&rubric);
    env.write(
        "answers.jsonl",
        "{\"text\": \"Trains are undisturbed.\"}\n{\"text\": \"Buses are undisturbed.\"}\n",
    );
    env.run(["rubric", "why", "--answers", "answers.jsonl", "--explain"])
        .exits(0)
        .says("+ own_track of train: “undisturbed”  (a hint)")
        .says("~ own_track: “undisturbed”  (elsewhere: said of bus,");
}

#[test]
fn a_file_is_judged_alone() {
    let env = author(RUBRIC);
    env.write("answers.jsonl", "{\"id\": \"a1\", \"text\": \"Buses are red.\", \"label\": \"reject\"}\n");
    let answer = env.run(["rubric", "why", "--answers", "answers.jsonl"]).exits(0);
    assert!(answer.stdout.starts_with("a1  not yet"), "{}", answer.stdout);
    assert!(!answer.stdout.contains("solution"), "{}", answer.stdout);
}

#[test]
fn one_slip_has_one_message() {
    for (right, slip) in [
        ("ask = \"And what holds up the second?\"", "ask = \"And what holds up the second?"),
        ("late = [\"late\", ", "late = [\"late, "),
    ] {
        let answer = wrong(right, slip);
        assert_eq!(answer.stderr.matches("error").count(), 1, "{}", answer.stderr);
        assert!(answer.stderr.contains("only one of its two quotes"), "{}", answer.stderr);
    }
    let env = author(&RUBRIC.replace("late = [\"late\", ", "late = [\"late, "));
    let answer = env.run(["verify", "why"]).exits(1).says("write \"…\": a quote before the text");
    assert!(!answer.stdout.contains("mend the file that is named"), "{}", answer.stdout);
}

#[test]
fn points_that_no_answer_can_reach_are_an_error() {
    let answer = wrong("points = 3", "points = 40");
    assert!(
        answer.stderr.contains("40 points are needed, and the concepts give at most 8"),
        "{}",
        answer.stderr
    );
    assert!(answer.stderr.contains("rubric.toml:2:10"), "{}", answer.stderr);
    let answer = wrong("of = \"bus\"\nask", "of = \"bus\"\npoints = 5\nask");
    let said = "the group `bus_side` needs 5 points, and the concepts give it at most 4";
    assert!(answer.stderr.contains(said), "{}", answer.stderr);
    // Just reachable: what is denied of the one counts for the other.
    author(&RUBRIC.replacen("points = 3", "points = 8", 1)).run(["rubric", "why"]).exits(0);
}

#[test]
fn an_unknown_family_is_a_whole_sentence() {
    let answer = wrong("@late", "@lates");
    let said = "there is no word family `lates` in [words]; did you mean `late`?";
    assert!(answer.stderr.contains(said), "{}", answer.stderr);
}
