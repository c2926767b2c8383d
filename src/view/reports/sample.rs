//! A small class by hand, for the tests of every report: what went well, what did not, and a learner whose words
//! attack whatever shows them.

use std::collections::BTreeMap;

use crate::check::answer::UNSURE;
use crate::check::tests::EDITED;
use crate::classroom::class::{Elsewhere, KitName, Person, Refused};
use crate::classroom::grades::{
    Decided, FORMAT, Flag, Graded, Grades, Judged, Layer, LearnerGrades, Matched, Points, Sandbox, Status,
    Unit,
};
use crate::kit::{Credit, Kind};
use crate::verdict::{Finding, Origin, Outcome, Reason, TestOutcome, TestResult, Verdict};

/// Words that try to be a formula, a command of GitHub's, HTML, a link, a mention, XML's end, and more.
pub const HOSTILE: &str = "=HYPERLINK(\"http://evil.example\",\"a\")\n::error::owned\n::stop-commands::x\n##[add-mask]y\n</textarea><script>alert(1)</script> ]]> & \u{1b}[31mred\u{1b}[0m \u{1}\u{fffe}\u{202e}txt [a](javascript:alert(1)) <https://evil.example> https://evil.example www.evil.example @everyone me@evil.example #1 `a` ``` ~~~ | cell <!-- 🦀";

/// The name of the hostile learner.
pub const HOSTILE_NAME: &str = "=cmd|'/C calc'!A0, \"Points Possible\"\n::error::owned <b>@all</b> 🦀";

/// What no learner may read: a model answer.
pub const MODEL: &str = "the model answer itself";

/// What a learner has written, which waits.
pub const TEXT: &str = "The block goes back\n    when <b>its owner</b> goes.";

/// The text of another learner's name, which no learner may read.
pub const COPIED_FROM: &str = "ada";

/// The class: all passed, hostile, nothing handed in, and one of everything else.
pub fn grades() -> Grades {
    let learners = vec![ada(), hostile(), absent(), mixed()];
    Grades {
        format: FORMAT,
        memkata: "0.1.0".into(),
        kit: KitName { title: "How memory works, week 3".into(), version: "1.2.0".into() },
        sandbox: Sandbox {
            whole: false,
            layers: vec![
                layer("Landlock", "files outside its folder are closed", None),
                layer("seccomp", "no sockets", None),
                layer(
                    "namespaces",
                    "processes of its own",
                    Some("the system does not let an ordinary user make them"),
                ),
            ],
        },
        exercises: vec![
            exercise("moves", Kind::Code, 2, Credit::PerTest),
            exercise("why_heap", Kind::Answer, 1, Credit::All),
            exercise("drops", Kind::Predict, 1, Credit::All),
            exercise("loops", Kind::Code, 3, Credit::All),
        ],
        learners,
        verdicts: verdicts(),
        refused: vec![Refused {
            place: "week3.zip/../../etc".into(),
            why: "its path leads out of the archive; ask the learner to hand it in again".into(),
        }],
        notices: vec!["the roster's column `Pronouns` is not used".into()],
    }
}

/// The same for a class of the one who handed in something of everything.
pub fn alone() -> Grades {
    Grades { learners: vec![mixed()], ..grades() }
}

fn layer(name: &str, about: &str, why: Option<&str>) -> Layer {
    Layer { name: name.into(), about: about.into(), active: why.is_none(), why: why.map(str::to_owned) }
}

fn exercise(name: &str, kind: Kind, points: u32, credit: Credit) -> Graded {
    let ending = if matches!(kind, Kind::Code | Kind::Witness) { "rs" } else { "md" };
    Graded {
        name: name.into(),
        file: format!("exercises/03_heap/{name}.{ending}"),
        chapter: Some("The heap".into()),
        kind,
        task: Some(format!("Do what {name} asks for.")),
        points: Points::whole(points),
        credit,
    }
}

fn ada() -> LearnerGrades {
    let mut person = person("ada", "Ada Lund");
    person.email = Some("ada@example.org".into());
    person.roster = roster(&[
        ("Student", "Lund, Ada"),
        ("ID", "1001"),
        ("SIS User ID", "00017"),
        ("SIS Login ID", "ada"),
        ("Section", "A"),
    ]);
    let units = vec![
        unit("moves", Status::Passed, 200, 2, Some("moves-passed")),
        Unit {
            same_as: vec!["mix".into()],
            flags: vec![Flag::Copied],
            ..unit("why_heap", Status::Unsure, 0, 1, Some("heap-passed"))
        },
        unit("drops", Status::Passed, 100, 1, Some("drops-passed")),
        unit("loops", Status::Passed, 300, 3, Some("loops-passed")),
    ];
    let mut ada = learner(person, Some("week3.zip/ada_1001_handin.zip"), units);
    // Her own text is accepted in the end: everything passed.
    ada.units[1].decided = Some(Decided {
        points: Points::whole(1),
        instead_of: Points::default(),
        reason: "hers came first".into(),
    });
    ada.units[1].points = Points::whole(1);
    total(&mut ada);
    ada
}

fn hostile() -> LearnerGrades {
    let mut person = person("../CON/🦀 \"x\"", HOSTILE_NAME);
    person.email = Some("+cmd|' /C calc'!A0@evil.example".into());
    let units = vec![
        Unit {
            flags: vec![Flag::TestsEdited, Flag::LeftEarly],
            ..unit("moves", Status::Failed, 66, 2, Some("moves-hostile"))
        },
        Unit { note: Some(HOSTILE.into()), ..unit("why_heap", Status::Refused, 0, 1, None) },
        Unit { reason: Some(Reason::Predict), ..unit("drops", Status::Failed, 0, 1, Some("drops-hostile")) },
        Unit {
            reason: Some(Reason::Rules),
            flags: vec![Flag::Forbidden],
            ..unit("loops", Status::Failed, 0, 3, Some("loops-forbidden"))
        },
    ];
    let mut hostile = learner(person, Some("week3.zip/::error::x\n<img src=x>.zip"), units);
    hostile.elsewhere = vec![Elsewhere {
        path: "::add-mask::<script>alert(1)</script>\u{1b}]0;x\u{7}`/build.rs".into(),
        why: "the kit's own build was used".into(),
    }];
    hostile
}

fn absent() -> LearnerGrades {
    let mut person = person("noor", "Noor \"N\" O'Hara, jr.");
    person.roster = roster(&[("Student", "O'Hara, Noor \"N\""), ("SIS User ID", "00018"), ("Section", "B")]);
    let units = ["moves", "why_heap", "drops", "loops"];
    let of = [2, 1, 1, 3];
    let units = units.iter().zip(of).map(|(name, of)| unit(name, Status::Missing, 0, of, None)).collect();
    learner(person, None, units)
}

fn mixed() -> LearnerGrades {
    let units = vec![
        Unit {
            reason: Some(Reason::Tests),
            decided: Some(Decided {
                points: points(150),
                instead_of: points(100),
                reason: "the idea is right, and the slip is one of spelling".into(),
            }),
            flags: vec![Flag::TestsEdited],
            ..unit("moves", Status::Failed, 150, 2, Some("moves-part"))
        },
        Unit {
            reason: Some(Reason::Answer),
            same_as: vec![COPIED_FROM.into()],
            flags: vec![Flag::Copied],
            ..unit("why_heap", Status::Unsure, 0, 1, Some("heap-unsure"))
        },
        unit("drops", Status::Untouched, 0, 1, None),
        Unit {
            reason: Some(Reason::Timeout),
            flags: vec![Flag::Limit, Flag::LeftProcesses],
            ..unit("loops", Status::Failed, 0, 3, Some("loops-timeout"))
        },
    ];
    let mut mixed = learner(person("mix", "Mika Sørensen"), Some("mika/"), units);
    mixed.other_kit = Some(KitName { title: "How memory works, week 3".into(), version: "1.1.0".into() });
    mixed.elsewhere =
        vec![Elsewhere { path: "Cargo.toml".into(), why: "the kit's own Cargo.toml was used".into() }];
    mixed
}

fn person(id: &str, name: &str) -> Person {
    Person { id: id.into(), name: name.into(), ..Person::default() }
}

fn roster(cells: &[(&str, &str)]) -> BTreeMap<String, String> {
    cells.iter().map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned())).collect()
}

fn learner(person: Person, submission: Option<&str>, units: Vec<Unit>) -> LearnerGrades {
    let mut learner = LearnerGrades {
        person,
        submission: submission.map(str::to_owned),
        other_kit: None,
        elsewhere: Vec::new(),
        refused: None,
        late: false,
        points: Points::default(),
        of: Points::default(),
        units,
    };
    total(&mut learner);
    learner
}

fn total(learner: &mut LearnerGrades) {
    learner.points = learner.units.iter().map(|unit| unit.points).sum();
    learner.of = learner.units.iter().map(|unit| unit.of).sum();
}

fn points(hundredths: usize) -> Points {
    Points::whole(u32::try_from(hundredths).expect("few points")).part(1, 100)
}

fn unit(exercise: &str, status: Status, hundredths: usize, of: u32, verdict: Option<&str>) -> Unit {
    Unit {
        exercise: exercise.into(),
        status,
        reason: None,
        points: points(hundredths),
        of: Points::whole(of),
        verdict: verdict.map(str::to_owned),
        note: None,
        same_as: Vec::new(),
        decided: None,
        flags: Vec::new(),
    }
}

fn verdicts() -> BTreeMap<String, Judged> {
    let mut all = BTreeMap::new();
    let mut add = |key: &str, verdict: Verdict| {
        all.insert(key.to_owned(), Judged { verdict, text: None, mistake: None });
    };
    let passed = |name: &str| Verdict::new(name, Outcome::Passed, None);
    let failed = |name: &str, reason: Reason, findings: Vec<Finding>| Verdict {
        findings,
        ..Verdict::new(name, Outcome::Failed, Some(reason))
    };
    for (key, name) in [("moves-passed", "moves"), ("drops-passed", "drops"), ("loops-passed", "loops")] {
        add(key, passed(name));
    }
    add("heap-passed", Verdict { model: Some(MODEL.into()), ..passed("why_heap") });
    add("moves-part", moves_part(&failed));
    add("moves-hostile", moves_hostile(&failed));
    add("heap-unsure", heap_unsure(&failed));
    add(
        "drops-hostile",
        failed(
            "drops",
            Reason::Predict,
            vec![
                Finding::error(Reason::Predict, format!("blank 1: you say {HOSTILE}"))
                    .because("When does a value end?"),
            ],
        ),
    );
    add(
        "loops-forbidden",
        failed(
            "loops",
            Reason::Rules,
            vec![
                Finding::error(Reason::Rules, "`unsafe` is not allowed in an exercise")
                    .because("It can be done without.")
                    .at("exercises/03_heap/loops.rs", 3, 1),
            ],
        ),
    );
    add(
        "loops-timeout",
        failed(
            "loops",
            Reason::Timeout,
            vec![
                Finding::error(
                    Reason::Timeout,
                    "your program was still running after 10 seconds and was ended",
                )
                .because("Which line makes the loop end?"),
            ],
        ),
    );
    if let Some(heap) = all.get_mut("heap-unsure") {
        heap.text = Some(TEXT.into());
    }
    if let Some(part) = all.get_mut("moves-part") {
        part.mistake = Some(Matched {
            file: "solutions/03_heap/moves.mistake.rs".into(),
            belief: Some("clone-moves".into()),
            says: Some("A clone takes the value away from its owner.".into()),
        });
    }
    all
}

type Failed<'a> = &'a dyn Fn(&str, Reason, Vec<Finding>) -> Verdict;

fn test(name: &str, outcome: TestOutcome, message: Option<&str>) -> TestResult {
    TestResult { name: name.into(), outcome, message: message.map(str::to_owned) }
}

fn moves_part(failed: Failed<'_>) -> Verdict {
    let mut wrong = Finding::error(Reason::Tests, "tests::keeps_it: left is not right")
        .because("What does the caller still own after the call?")
        .at("exercises/03_heap/moves.rs", 21, 9);
    wrong.origin = Origin::Kit;
    wrong.rendered = Some("assertion `left == right` failed\n  left: 1\n right: 2".into());
    let edited = Finding::note(Reason::Tests, "the tests in your file are not the exercise's own")
        .coded(EDITED)
        .because("The exercise's own were run.");
    Verdict {
        tests: vec![
            test("tests::takes_it", TestOutcome::Ok, None),
            test("tests::keeps_it", TestOutcome::Failed, Some("left is not right")),
        ],
        ..failed("moves", Reason::Tests, vec![wrong, edited])
    }
}

fn moves_hostile(failed: Failed<'_>) -> Verdict {
    let mut wrong = Finding::error(Reason::Tests, format!("tests::keeps_it: {HOSTILE}")).because(HOSTILE).at(
        "exercises/03_heap/a,b:c\n::error::x.rs",
        1,
        1,
    );
    wrong.rendered = Some(format!("{HOSTILE}\n::error file=a::b\n````````\n{HOSTILE}"));
    Verdict {
        tests: vec![
            test("tests::takes_it", TestOutcome::Ok, None),
            test("tests::keeps_it", TestOutcome::Failed, Some(HOSTILE)),
            test("tests::last", TestOutcome::Missing, None),
        ],
        output: Some(HOSTILE.into()),
        hint: Some("Look at the signature.".into()),
        ..failed("moves", Reason::Tests, vec![wrong])
    }
}

fn heap_unsure(failed: Failed<'_>) -> Verdict {
    let file = "exercises/03_heap/why_heap.md";
    let undecided =
        Finding::error(Reason::Answer, "the grader cannot tell whether this answer is right; it may be")
            .because(
                "Add a sentence. Or compare it with the model answer: `memkata solution why_heap --spoil`.",
            )
            .at(file, 5, 1)
            .coded(UNSURE);
    let missing = Finding::error(Reason::Answer, "What happens to the block when its owner goes?")
        .at(file, 5, 1)
        .coded(UNSURE);
    failed("why_heap", Reason::Answer, vec![undecided, missing])
}

/// Two of one name: what one has handed in could not be opened; the other has handed in nothing, and yet got a point.
pub fn unopened() -> Grades {
    let of = |status: Status| {
        let units = [("moves", 2), ("why_heap", 1), ("drops", 1), ("loops", 3)];
        units.map(|(name, of)| unit(name, status, 0, of, None)).to_vec()
    };
    let mut late = learner(person("s1", "Sam Lee"), None, of(Status::Refused));
    late.refused = Some("it is a RAR archive <b>; ask for a ZIP".into());
    late.late = true;
    let mut given = learner(person("s2", "Sam  Lee"), None, of(Status::Missing));
    given.units[1].points = Points::whole(5);
    given.units[1].decided = Some(Decided {
        points: Points::whole(5),
        instead_of: Points::default(),
        reason: "told in class".into(),
    });
    total(&mut given);
    Grades { learners: vec![late, given], ..grades() }
}
