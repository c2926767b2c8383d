//! A class as large as they get, made by a rule: the same each time.

use std::collections::BTreeMap;

use crate::classroom::class::{Elsewhere, KitName, Person};
use crate::classroom::grades::{
    Decided, FORMAT, Flag, Graded, Grades, Judged, Layer, LearnerGrades, Matched, Points, Sandbox, Status,
    Unit,
};
use crate::kit::{Credit, Kind};
use crate::verdict::{Finding, Outcome, Reason, TestOutcome, TestResult, Verdict};

const FIRST: [&str; 20] = [
    "Amal", "Bao", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hiro", "Ines", "Jonas", "Kavya", "Liam",
    "Mei", "Noor", "Oskar", "Priya", "Quynh", "Rosa", "Sami", "Zoë",
];
const LAST: [&str; 10] =
    ["Adeyemi", "Berg", "Castillo", "Dvořák", "Eriksen", "Fontaine", "Gupta", "Haddad", "Ito", "Kowalczyk"];
const CHAPTERS: [(&str, &str); 9] = [
    ("The stack", "frames"),
    ("The heap", "heap"),
    ("Ownership", "moves"),
    ("References", "borrows"),
    ("Costs", "costs"),
    ("By hand", "malloc"),
    ("Counting", "counts"),
    ("Build", "build"),
    ("Garbage collection", "gc"),
];
const ENDINGS: [&str; 9] = [
    "first_look",
    "two_places",
    "inner_scope",
    "return_local",
    "why_not",
    "predict",
    "sizes",
    "deep_recursion",
    "choose_a_home",
];
const BELIEFS: [(&str, &str); 5] = [
    ("M3", "An assignment copies what is on the heap."),
    ("M4", "A value can be used after it was moved, as long as nobody has changed it."),
    ("M7", "A reference keeps the value that it refers to alive."),
    ("M12", "`drop` only marks a value; its memory is freed when the function returns."),
    ("M19", "A reference and the value behind it are the same thing."),
];

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// So many learners with so many exercises: a third of the work is untouched, half is solved, the rest is everything
/// else.
pub(super) fn class(learners: usize, exercises: usize) -> Grades {
    let mut chance = Chance(7);
    let exercises: Vec<Graded> = (0..exercises).map(exercise).collect();
    let mut verdicts = BTreeMap::new();
    let of = exercises.iter().map(|graded| graded.points).sum();
    let learners = (0..learners)
        .map(|at| {
            let skill = 30 + chance.below(65);
            let reached = if at % 23 == 5 { 0 } else { exercises.len() * (40 + chance.below(70)) / 100 };
            let is_absent = at % 31 == 7;
            let units: Vec<Unit> = exercises
                .iter()
                .enumerate()
                .map(|(number, graded)| match (is_absent, number < reached) {
                    (true, _) => unit(graded, Status::Missing),
                    (_, false) => unit(graded, Status::Untouched),
                    _ => tried(graded, number, skill, &mut chance, &mut verdicts),
                })
                .collect();
            LearnerGrades {
                person: person(at),
                submission: (!is_absent).then(|| format!("week3.zip/{}_handin.zip", person(at).id)),
                other_kit: (at % 60 == 11)
                    .then(|| KitName { title: "memkata".into(), version: "0.0.9".into() }),
                refused: None,
                late: false,
                elsewhere: if at % 40 == 3 {
                    vec![changed("Cargo.toml"), changed("build.rs")]
                } else {
                    Vec::new()
                },
                points: units.iter().map(|unit| unit.points).sum(),
                of,
                units,
            }
        })
        .collect();
    Grades {
        format: FORMAT,
        memkata: "0.1.0".into(),
        kit: KitName { title: "How memory works".into(), version: "1.2.0".into() },
        sandbox: Sandbox { whole: true, layers: layers() },
        exercises,
        learners,
        verdicts,
        refused: Vec::new(),
        notices: vec!["the roster has 7 learners who have handed in nothing".into()],
    }
}

fn layers() -> Vec<Layer> {
    [
        ("Landlock", "files outside its folder are closed"),
        ("seccomp", "no sockets, no tracing"),
        ("namespaces", "processes of its own, /proc closed"),
        ("limits", "time, memory, output, processes"),
    ]
    .map(|(name, about)| Layer { name: name.into(), about: about.into(), active: true, why: None })
    .into()
}

fn changed(path: &str) -> Elsewhere {
    Elsewhere { path: path.into(), why: format!("the kit's own {path} was used") }
}

fn person(at: usize) -> Person {
    let name = format!("{} {}", FIRST[at % FIRST.len()], LAST[at / FIRST.len() % LAST.len()]);
    Person { id: format!("s{:05}", 10_000 + at * 37), name, ..Person::default() }
}

fn exercise(at: usize) -> Graded {
    let (chapter, word) = CHAPTERS[at / ENDINGS.len() % CHAPTERS.len()];
    let ending = ENDINGS[at % ENDINGS.len()];
    let kind = match ending {
        "why_not" => Kind::Answer,
        "predict" | "sizes" => Kind::Predict,
        _ => Kind::Code,
    };
    let credit = if ending == "deep_recursion" { Credit::PerTest } else { Credit::All };
    Graded {
        name: format!("{word}_{ending}"),
        file: format!("exercises/{word}/{ending}.rs"),
        chapter: Some(chapter.into()),
        kind,
        task: Some("Make the function return its own text, without a copy.".into()),
        points: Points::whole(if credit == Credit::PerTest { 3 } else { 1 }),
        credit,
    }
}

fn unit(graded: &Graded, status: Status) -> Unit {
    let points = if status == Status::Passed { graded.points } else { Points::default() };
    Unit {
        exercise: graded.name.clone(),
        status,
        reason: None,
        points,
        of: graded.points,
        verdict: None,
        note: None,
        same_as: Vec::new(),
        decided: None,
        flags: Vec::new(),
    }
}

fn tried(
    graded: &Graded,
    number: usize,
    skill: usize,
    chance: &mut Chance,
    verdicts: &mut BTreeMap<String, Judged>,
) -> Unit {
    let roll = chance.below(1000);
    if roll < 2 {
        let note = Some("the linker was ended by the system, three times".into());
        return Unit { note, ..unit(graded, Status::Broken) };
    }
    if roll < 4 {
        return Unit {
            note: Some("it is a link, and links are not followed".into()),
            ..unit(graded, Status::Refused)
        };
    }
    if chance.below(100) < skill {
        let decided = (roll > 996).then(|| Decided {
            points: graded.points,
            instead_of: Points::default(),
            reason: "right in class, and only the name of the file was wrong".into(),
        });
        return Unit { decided, ..unit(graded, Status::Passed) };
    }
    let way = chance.below(5);
    let (status, reason) = match (graded.kind, way) {
        (Kind::Answer, 0..=1) => (Status::Unsure, Reason::Answer),
        (Kind::Answer, _) => (Status::Failed, Reason::Answer),
        (Kind::Predict, _) => (Status::Failed, Reason::Predict),
        (_, 0..=1) => (Status::Failed, Reason::Compile),
        (_, 2) if roll.is_multiple_of(7) => (Status::Failed, Reason::Timeout),
        _ => (Status::Failed, Reason::Tests),
    };
    // Texts are all different; what is in code fails in a few ways.
    let variant = if graded.kind == Kind::Answer { chance.below(100_000) } else { way * 4 + chance.below(4) };
    let key = format!("{}-{variant}-{}", graded.name, reason.name());
    verdicts.entry(key.clone()).or_insert_with(|| judged(graded, number, way, reason, variant));
    let flags = match reason {
        Reason::Timeout => vec![Flag::Limit],
        Reason::Tests if roll.is_multiple_of(29) => vec![Flag::TestsEdited],
        Reason::Compile if roll.is_multiple_of(67) => vec![Flag::Forbidden],
        Reason::Tests if roll.is_multiple_of(83) => vec![Flag::LeftEarly],
        _ => Vec::new(),
    };
    let points = match graded.credit {
        Credit::PerTest if reason == Reason::Tests => graded.points.part(1 + way % 2, 3),
        _ => Points::default(),
    };
    Unit { reason: Some(reason), verdict: Some(key), flags, points, ..unit(graded, status) }
}

fn judged(graded: &Graded, number: usize, way: usize, reason: Reason, variant: usize) -> Judged {
    let mut verdict = Verdict::new(&graded.name, Outcome::Failed, Some(reason));
    let finding = match reason {
        Reason::Compile => rejected(graded, variant),
        Reason::Answer => Finding::error(Reason::Answer, format!("nothing is said of who frees it, in words {variant}"))
            .because("Who frees a value on the heap, and when? Your text tells where the value is, and not yet how long."),
        Reason::Predict => Finding::error(Reason::Predict, format!("blank {} is not what happened", way + 1))
            .because("Follow the value: which variable owns it at that line?"),
        Reason::Timeout => Finding::error(Reason::Timeout, "it was ended after 10 seconds"),
        _ => Finding::error(Reason::Tests, format!("tests::keeps_the_text_{way} failed")).at(&graded.file, 31, 9),
    };
    if reason == Reason::Tests {
        for test in 0..3 {
            let outcome = if test < way { TestOutcome::Ok } else { TestOutcome::Failed };
            let message = (test >= way).then(|| {
                format!("assertion `left == right` failed: the text of note {test}\n  left: \"ab{variant}\"\n right: \"abc\"")
            });
            verdict.tests.push(TestResult {
                name: format!("tests::keeps_the_text_{test}"),
                outcome,
                message,
            });
        }
    }
    verdict.findings.push(finding);
    let (belief, says) = BELIEFS[(number + way) % BELIEFS.len()];
    let mistake = (way < 3 && graded.kind == Kind::Code).then(|| Matched {
        file: format!("solutions/{}.mistakes/{way}.rs", graded.name),
        belief: Some(belief.into()),
        says: Some(says.into()),
    });
    Judged { verdict, text: None, mistake }
}

fn rejected(graded: &Graded, variant: usize) -> Finding {
    let mut finding =
        Finding::error(Reason::Compile, format!("borrow of moved value: `note{}`", variant % 3))
            .because("`note` was moved in line 12; whoever has moved a value has given it away.")
            .coded("E0382")
            .at(&graded.file, 14, 20);
    finding.rendered = Some(format!(
        "error[E0382]: borrow of moved value: `note{0}`\n  --> {1}:14:20\n   |\n11 |     let note{0} = String::from(\"milk {2}\");\n   |         ----- move occurs because `note{0}` has type `String`, which does not implement the `Copy` trait\n12 |     let kept = note{0};\n   |                ----- value moved here\n13 |\n14 |     println!(\"{{note{0}}} {{kept}}\");\n   |                ^^^^^ value borrowed here after move\n   |\nhelp: consider cloning the value if the performance cost is acceptable\n   |\n12 |     let kept = note{0}.clone();\n   |                      ++++++++\n",
        variant % 3,
        graded.file,
        variant
    ));
    finding
}
