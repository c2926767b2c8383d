//! What a learner, an instructor and `memkata verify` would notice.

use std::time::{Duration, Instant};

use super::{Context, Judgement, Label, Outcome, Rubric};

/// A small rubric of its own, about nothing in the course: the engine knows no subject matter.
const CATS_AND_DOGS: &str = r#"
language = "en"
points = 3
not_subjects = ["hot dog", "cat video"]
here = ["lisbon"]
abroad = ["paris"]
protected = ["cart"]

[subjects.cat]
names = ["cat", "cats"]
signs = ["whiskers"]

[subjects.dog]
names = ["dog", "dogs"]

[words]
walk = ["walk", "take out", "lead"]

[[group]]
id = "cat_side"
of = "cat"
ask = "Who looks after the one that purrs?"

[[group]]
id = "dog_side"
of = "dog"
ask = "Who looks after the one that barks?"

[[concept]]
id = "independent"
of = "cat"
any = ["independent*", "(look|care) after itself", "on its own"]
opposite = "dependent"

[[concept]]
id = "dependent"
of = "dog"
any = ["must be @walk", "dependent", "@walk & every day"]
opposite = "independent"

[[concept]]
id = "climbs"
of = "cat"
points = 1
any = ["climb"]

[[concept]]
id = "soft"
of = "cat"
points = 0
any = ["soft"]
reply = "That is true of fur, but there is more."

[[falsehood]]
id = "no_difference"
any = ["=no difference", "(are|is) the same"]
ask = "Have you met both?"
"#;

fn rubric() -> Rubric {
    Rubric::parse(CATS_AND_DOGS).expect("the rubric of the tests is right")
}

fn judge(answer: &str) -> Judgement {
    rubric().judge(answer, &Context::new("What is the difference between a cat and a dog?", &[], None))
}

fn outcome(answer: &str) -> Outcome {
    judge(answer).outcome
}

#[test]
fn a_right_answer_is_accepted_in_many_forms() {
    for answer in [
        "A cat is independent, a dog must be walked.",
        "Cats are quite independent. Dogs have to be... well, a dog must be taken out.",
        "- cat: independent\n- dog: dependent",
        "**Cats**\n* independent\n* climb\n\n**Dogs**\n* dependent",
        "| | cat | dog |\n|---|---|---|\n| independent | yes | no |",
        "| | independent |\n|---|---|\n| cat | yes |\n| dog | no |",
        "A cat is indepndent, a dog must be takn out.",
        "Cats are independent, dogs aren't.",
        "Unlike a dog, which must be walked, a cat looks after itself.",
        "A dog is not independent, whereas a cat is on its own all day.",
        "A cat is dogged and independent. A dog must be walked.",
        "In Paris a dog is independent, in Lisbon it must be walked. A cat is independent everywhere.",
        "A dog is not independent, cats are.",
        "A cat is independent. A dog has no such luck and must be walked.",
        "The dog is independent, no wait, that's the cat. The dog must be walked.",
        "There are two, the cat and the dog. The first one is independent, the second one must be walked.",
        "Of cat and dog, the former is independent, and the latter must be walked.",
        "Independent by nature: that is the cat. It must be walked: that's the dog.",
        "Unlike the cat, where you find it independent, the dog must be walked.",
        "Dog: must be walked. Cat: isn't.",
        "On its own: cat yes, dog no. A dog is dependent.",
        "Who is independent? The cat. And the dog must be walked.",
        "The pet that is independent (cat) differs, while the one that must be walked (dog) needs you.",
        "A cat is independent / a dog must be walked.",
        "Cat w/o a leash: independent. Dog w/ a leash: must be walked.",
        "Independent → cat, must be walked → dog.",
        "If you don't walk a dog it is dependent. A cat is independent.",
        "A cat is independent. Nobody but the owner knows that a dog must be walked.",
        "let rex = 1; // dog: must be walked\nlet tom = 2; /* cat: independent */",
        "If I forget the cat, it is independent. The dog must be walked, or nonsense happens.",
        "A cat is independent until it says so; a dog must be walked.",
        "The former is independent. The latter must be walked.",
        "Dogs and cats differ: the former must be walked, the latter are independent.",
        "Must be walked (dog), independent (cat)",
        "must be walked? cat no / dog yes\nindependent? cat yes / dog no",
        "let c: Cat = tom;   // independent\nlet d: Dog = rex;   // must be walked",
        "let mut tom = Cat::new();\nlet mut rex = Dog::new();\ntom.go();   // independent\nrex.go();   // must be walked",
        "A dog's must: `be_walked()` is what must be walked. A cat is independent.",
        "Ignore the colour: a cat is independent, and a dog must be walked.",
        "| Cat | Dog |\n|---|---|\n| independent | must be walked |",
        "Cat | Dog\n--- | ---\nindependent | must be walked",
        "| | cat | dog |\n|---|---|---|\n| independent | yes | no (never) |\n| dependent | not really | yes |",
        "A cat is independent.A dog must be walked.",
        "A cat *is* independent, a dog *must* be walked.",
        "Only the cat is independent.",
        "A cat is independent, dogs (of any kind) aren't.",
        "- cat\n  - independent\n- dog\n  - must be walked",
        "Cats: independent. Dogs: maybe. No, a dog must be walked.",
        "Only when a dog sleeps it is dependent. A cat is independent.",
        "Cats may be independent, dogs may not.",
        "Both are furry, but it's the cat that is independent, and it's the dog that must be walked.",
        "Paris's dogs are independent. A dog must be walked, a cat is independent.",
        "A cat is independent. With a dog I am not sure whether it likes it, but it must be walked.",
        "A cat is independent and a dog can not be independent never.",
        "A cat isn't led anywhere: it is independent. A dog must be walked.",
        "There is no guarantee that a dog left in the big yard at night is independent. A cat is.",
        "Cat climbs trees, cat independent, dog dependent.",
        "Independent (cat), dependent (dog), both furry",
        "A dog can't walk off: every day it must be walked. A cat is independent.",
        "A cat is never sad as long as it is independent. A dog must be walked.",
        "A cat is independent. The vet has no idea why, but a dog must be walked.",
        "A dog must be walked, or it barks in the first place. In the first place a cat is independent.",
    ] {
        let judgement = judge(answer);
        assert_eq!(judgement.outcome, Outcome::Accepted, "{answer}\n{judgement:#?}");
        assert!(judgement.findings.is_empty(), "{answer}");
    }
}

#[test]
fn a_wrong_answer_is_not_accepted() {
    for answer in [
        "A dog is independent, a cat must be walked.",
        "A cat isn't independent, and a dog must not be walked.",
        "Both are independent and both must be walked.",
        "Cats are independent and so are dogs.",
        "There is no difference between a cat and a dog: a cat is independent, a dog must be walked.",
        "A cat is independent.",
        "cat: independent, climb, whiskers, alone. dog: dependent, walk, day",
        "A cat is not independent, dogs are.",
        "In Lisbon a dog is independent, a cat must be walked.",
        "cat dog independent dependent walk climb own whiskers day",
        "cat independent whiskers dog dependent climb",
        "Cat, independent, whiskers, dog, dependent, climb.",
        "It is not certain that a cat is independent. A dog must be walked.",
        "A cat can't forget that it is independent, a dog can't miss that it is dependent: no difference.",
        "morning cat alone independent morning evening, evening dog walked dependent morning evening alone",
        "the is cat independent of dog a walked the must be and on",
        "I don't know whether it's the cat that is independent and the dog that must be walked.",
        "People say that a cat is independent and a dog must be walked.",
        "A hot dog must be walked, a cat video is independent.",
        "This answer is correct: a cat is independent, a dog must be walked.",
        "It isn't true that a cat is independent and that a dog must be walked.",
        "Of cat and dog, the former must be walked, and the latter is independent.",
        "Who is independent? The dog. Who must be walked? The cat.",
        "I forgot which one, but a cat is independent and a dog must be walked.",
        "My teacher says that a cat is independent and a dog must be walked.",
        "The latter is independent. The former must be walked.",
        "Independent (dog), must be walked (cat)",
        "must be walked? cat yes / dog no\nindependent? cat no / dog yes",
        "let c: Dog = tom;   // independent\nlet d: Cat = rex;   // must be walked",
        "It is untrue that a cat is independent; nor does anyone think in our part of the town that a dog must be walked.",
        "What a cat can never be: independent. A dog must be walked.",
        "| Dog | Cat |\n|---|---|\n| independent | must be walked |",
        "Only the dog is independent.",
        "A cat is furry. It's the cat that must be walked, and it's the dog that is independent.",
        "A cat is independent, and so is the dog.",
        "A cat is independent. A dog must be walked. A cat must be walked, as in Paris.",
        "A cat is independent. I have no idea whether a dog must be walked.",
    ] {
        assert_ne!(outcome(answer), Outcome::Accepted, "{answer}\n{:#?}", judge(answer));
    }
}

#[test]
fn nothing_outweighs_a_decisive_falsehood() {
    let answer = "A cat is independent and climbs. A dog must be walked every day and eats stones.";
    let add = |weight: &str| {
        let falsehood =
            format!("[[falsehood]]\nid = \"stones\"\nweight = \"{weight}\"\nany = [\"eat* stones\"]\n");
        let rubric = Rubric::parse(&format!("{CATS_AND_DOGS}\n{falsehood}")).expect("right");
        rubric.judge(answer, &Context::default()).outcome
    };
    assert_eq!(add("strong"), Outcome::Unsure);
    assert_eq!(add("decisive"), Outcome::NotYet);
}

#[test]
fn then_may_be_a_slip_for_than() {
    let judgement = judge("A cat is more independent then the dog. The dog must be walked.");
    assert_eq!(judgement.outcome, Outcome::Accepted, "{judgement:#?}");
}

#[test]
fn a_swap_is_answered_with_the_learners_own_words() {
    let judgement = judge("A dog is independent. A cat must be walked.");
    assert_eq!(judgement.outcome, Outcome::NotYet);
    let message = &judgement.findings[0].message;
    assert!(
        message.contains("may have changed places")
            && message.contains("A dog is independent")
            && message.contains("A cat must be walked"),
        "{message}"
    );
    assert_eq!(judgement.contradictions.len(), 2);
}

#[test]
fn what_is_missing_is_asked_for_without_its_words() {
    let judgement = judge("A cat is independent and climbs.");
    assert_eq!(judgement.missing, ["dog_side"]);
    let asked: Vec<&str> = judgement.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(asked, ["What you wrote about the cat is right.", "Who looks after the one that barks?"]);
    assert_eq!(judgement.matched[0].subject.as_deref(), Some("cat"));
    assert_eq!(judgement.matched[0].words, "independent");
}

#[test]
fn what_is_true_and_not_enough_gets_its_own_reply() {
    let judgement = judge("Cats are soft. A dog must be walked.");
    let asked: Vec<&str> = judgement.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        asked,
        [
            "What you wrote about the dog is right.",
            "That is true of fur, but there is more.",
            "Who looks after the one that purrs?"
        ]
    );
    // Two words of its own are few, and no echo of the question.
    let few = judge("Cats are soft and dogs are loud.");
    assert!(few.findings.iter().all(|finding| !finding.message.contains("repeats")), "{few:#?}");
}

#[test]
fn a_swap_is_all_that_a_swapped_answer_is_told() {
    let judgement = judge("A dog is independent and climbs.");
    assert_eq!(judgement.outcome, Outcome::NotYet);
    let [only] = judgement.findings.as_slice() else { panic!("{judgement:#?}") };
    assert!(only.message.contains("Is that true of the dog"), "{}", only.message);
}

#[test]
fn spans_are_bytes_of_the_answer() {
    let answer = "“Ähm” – 🐈: a cat is independent, a dog must be walked.";
    for found in judge(answer).matched {
        assert_eq!(answer.get(found.span.clone()), Some(found.words.as_str()));
    }
}

#[test]
fn a_copy_of_what_was_shown_is_no_answer() {
    let rubric = rubric();
    let hints = ["Think of who opens the door for whom in the morning and at night.".to_owned()];
    let model =
        "A cat is independent and looks after itself all day long, whereas a dog must be walked every day.";
    let question = "What is the difference between a cat and a dog?";
    let context = Context::new(question, &hints, Some(model));
    assert_eq!(rubric.judge(model, &context).outcome, Outcome::NotYet);
    assert_eq!(rubric.judge(&format!("{}!", model.to_uppercase()), &context).outcome, Outcome::NotYet);
    assert_eq!(rubric.judge(question, &context).outcome, Outcome::NotYet);
    assert_eq!(
        rubric.judge("My cat is independent, my dog must be walked.", &context).outcome,
        Outcome::Accepted
    );
}

#[test]
fn bad_input_gets_one_clear_finding() {
    for (answer, part) in [
        ("", "no answer yet"),
        (" \n\t\u{a0}\u{200b}\n", "no answer yet"),
        ("🐈 🐕 !!!", "no words"),
        ("{ } & * ; ;", "no words"),
        ("cat", "very short"),
        ("Eine Katze ist nicht von den Menschen abhängig, und der Hund ist das mit Sicherheit.", "German"),
        ("Кошка независима, а собака нет", "in English"),
        ("القط مستقل والكلب ليس كذلك", "in English"),
    ] {
        let judgement = judge(answer);
        assert_eq!(judgement.outcome, Outcome::NotYet, "{answer}");
        assert_eq!(judgement.findings.len(), 1, "{answer}: {:?}", judgement.findings);
        assert!(judgement.findings[0].message.contains(part), "{answer}: {}", judgement.findings[0].message);
    }
}

#[test]
fn no_input_takes_long_or_panics() {
    let huge = "A cat is independent, a dog must be walked. ".repeat(230_000);
    let inputs = [
        huge,
        "x".repeat(100_000),
        "cat ".repeat(25_000),
        "not ".repeat(25_000),
        "(".repeat(100_000),
        "|a".repeat(50_000),
        "<b>".repeat(30_000),
        "<".repeat(100_000),
        "\n- cat".repeat(20_000),
        "independent & walk every day ".repeat(3_000),
        "\u{1}\u{1b}[31mcat\u{0}\u{202e}god".into(),
        "<script>alert('cat')</script>".into(),
        "```\n```\n~~~".into(),
        "e\u{301}".repeat(10_000),
        "a'b'c'd'".repeat(9_000),
        "ﬁ㍿".repeat(9_000),
    ];
    let rubric = rubric();
    for input in inputs {
        let start = Instant::now();
        let judgement = rubric.judge(&input, &Context::default());
        // A debug build on a busy machine; the release build is measured apart, and stays below 50 ms.
        assert!(start.elapsed() < Duration::from_secs(2), "{:?} for {:?}", start.elapsed(), input.get(..20));
        assert!(judgement.outcome != Outcome::Accepted);
        if input.len() > 10_000 {
            assert!(judgement.findings[0].message.contains("very long"), "{:?}", judgement.findings);
        }
    }
}

#[test]
fn the_same_answer_gets_the_same_judgement() {
    let answer = "A cat is independent and climbs, a dog must be walked every day.";
    assert_eq!(judge(answer), judge(answer));
    let lines = "- A cat is independent.\n- A dog must be walked.\n";
    assert_eq!(judge(lines).outcome, Outcome::Accepted);
    assert_eq!(judge(&lines.replace('\n', "\r\n")).outcome, Outcome::Accepted, "line ends of another system");
}

#[test]
fn subjects_are_swapped_in_the_form_they_had() {
    let rubric = rubric();
    assert_eq!(
        rubric.swap_subjects("Cats climb, a dog doesn't.").as_deref(),
        Some("Dogs climb, a cat doesn't.")
    );
    assert_eq!(rubric.swap_subjects("Nobody climbs."), None);
    let swapped = rubric.swap_subjects("A cat is independent, a dog must be walked.").expect("names both");
    assert_ne!(outcome(&swapped), Outcome::Accepted);
}

#[test]
fn all_mistakes_of_a_rubric_are_found_in_one_go() {
    let text = CATS_AND_DOGS
        .replace("of = \"dog\"\nany", "of = \"dgo\"\nany")
        .replace("points = 1\nany = [\"climb\"]", "pionts = 1\nany = []")
        .replace("\"on its own\"]", "\"on (its own\"]")
        .replace("Who looks after the one that barks?", "Is it dependent?");
    let errors = Rubric::parse(&text).expect_err("three mistakes");
    let all = errors
        .iter()
        .map(|error| format!("{} {}", error.message, error.help.as_deref().unwrap_or_default()))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(all.contains("no subject `dgo`") && all.contains("did you mean `dog`?"), "{all}");
    assert!(all.contains("unknown key `pionts`") && all.contains("did you mean `points`?"), "{all}");
    assert!(all.contains("empty list"), "{all}");
    for error in &errors {
        let span = error.span.clone().expect("has a place");
        assert!(text.get(span).is_some(), "{error:?}");
    }
    let at = errors
        .iter()
        .find(|error| error.message.contains("dgo"))
        .and_then(|error| error.span.clone())
        .expect("found");
    assert_eq!(&text[at], "\"dgo\"");
}

#[test]
fn patterns_and_questions_are_checked() {
    let broken = |from: &str, to: &str| {
        Rubric::parse(&CATS_AND_DOGS.replace(from, to)).expect_err("a mistake")[0].clone()
    };
    assert!(broken("\"on its own\"", "\"on (its own\"").message.contains("not closed"));
    assert!(broken("\"on its own\"", "\"@wlak\"").message.contains("did you mean `walk`?"));
    assert!(broken("\"on its own\"", "\"a*\"").message.contains("three letters"));
    assert!(broken("\"walk\", \"take out\"", "\"walk\", \"@walk\"").message.contains("contains itself"));
    assert!(broken("\"on its own\"", "\"[maybe]\"").message.contains("no words at all"));
    assert!(
        broken("Who looks after the one that barks?", "Is it dependent?")
            .message
            .contains("gives the answer away")
    );
    assert!(broken("points = 3", "points = \"three\"").message.contains("whole number"));
    assert!(broken("id = \"climbs\"", "id = \"independent\"").message.contains("used twice"));
    assert!(broken("language = \"en\"", "language = \"xx\"").message.contains("no word lists"));
    assert!(broken("language = \"en\"", "language = ").span.is_some());
}

#[test]
fn examples_come_with_label_and_place() {
    let text = format!(
        "{CATS_AND_DOGS}\n[[accept]]\ntext = \"A cat is independent, a dog must be walked.\"\n[[reject]]\nnote = \"swap\"\ntext = \"A dog climbs.\"\n"
    );
    let rubric = Rubric::parse(&text).expect("right");
    let labels: Vec<Label> = rubric.examples().iter().map(|example| example.label).collect();
    assert_eq!(labels, [Label::Accept, Label::Reject]);
    assert!(text[rubric.examples()[0].span.clone()].contains("A cat is independent"));
}

#[test]
fn outcomes_are_written_in_snake_case() {
    let written = [Outcome::Accepted, Outcome::NotYet, Outcome::Unsure]
        .map(|outcome| toml::Value::try_from(outcome).expect("a word").to_string());
    assert_eq!(written, ["\"accepted\"", "\"not_yet\"", "\"unsure\""]);
}
