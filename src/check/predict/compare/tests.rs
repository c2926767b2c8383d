use super::Weighed::{Part, Right, Several, Unclear, Wrong};
use super::*;

#[track_caller]
fn all(happened: &Value, wanted: Weighed, predictions: &[&str]) {
    for prediction in predictions {
        assert_eq!(weigh(happened, prediction), wanted, "{prediction:?} for {happened:?}");
    }
}

#[track_caller]
fn unclear(happened: &Value, predictions: &[&str]) {
    for prediction in predictions {
        let weighed = weigh(happened, prediction);
        assert!(matches!(weighed, Unclear(_)), "{prediction:?} for {happened:?}: {weighed:?}");
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn a_count_in_all_its_forms() {
    let three = Value::Count(3, &["allocation", "time"]);
    let forms = [
        "3",
        " 3 ",
        "3.",
        "three",
        "Three",
        "`3`",
        "\"3\"",
        "“3”",
        "3 allocations",
        "3 allocs",
        "three times",
        "3 (three)",
        "exactly 3",
        "= 3",
        "it is 3",
        "03",
        "3!",
        "1 + 2 = 3",
        "３",
        "**3**",
    ];
    all(&three, Right, &forms);
    all(&three, Wrong, &["4", "30", "-3", "3 bytes", "thirteen", "thirty", "four", "1 + 3 = 4"]);
    let strange = [
        "3.5",
        "3.0",
        "0x3",
        "not 3",
        "about 3",
        "3 KiB",
        "3 more",
        "~3",
        "many",
        "3+",
        "1 + 2",
        "a hundred",
        "?",
        "3?",
        "3 allocations more",
        "3 things",
    ];
    unclear(&three, &strange);
    all(
        &three,
        Several,
        &[
            "3 or 4",
            "3, 4",
            "3/4",
            "3-4",
            "2 or 3",
            "3 4",
            "between 2 and 4",
            "three or four",
            "3 or so",
            "1..3",
        ],
    );
    let once = Value::Count(1, &["time"]);
    all(&once, Right, &["once", "1", "one time"]);
    all(&Value::Count(0, &[]), Right, &["0", "zero", "none", "never"]);
    all(&Value::Count(20, &[]), Right, &["twenty"]);
}

#[test]
fn large_counts_and_their_units() {
    let kib = Value::Count(1024, &["byte"]);
    all(&kib, Right, &["1024", "1_024", "1,024", "1024 B", "1,024 bytes", "1024b", "1024 byte"]);
    all(&kib, Wrong, &["1025", "1024 allocations"]);
    unclear(&kib, &["1 KiB", "1k", "1024 KiB"]);
    all(&kib, Several, &["1 024", "10,24", "1,024,5", "1,0245"]);
    all(&Value::Count(1_048_576, &["byte"]), Right, &["1,048,576", "1_048_576 B", "1048576"]);
}

#[test]
fn a_line_of_output() {
    all(&text("cap 8"), Right, &["cap 8", "`cap 8`", "Cap  8", "\"cap 8\"", "cap 8."]);
    all(&text("cap 8"), Wrong, &["4", "cap 4", "cap 88", "88", "lid 8", "cap 8 4", "cap -8", "?"]);
    all(&text("cap 8"), Several, &["cap 8 or cap 4", "either cap 8 or 4"]);
    all(&text("[1, 2]"), Right, &["[1,2]", "[1, 2]", "[ 1, 2 ]"]);
    all(&text("[1, 2]"), Wrong, &["[2, 1]", "[12]", "1, 2, 3"]);
    all(&text("a b"), Wrong, &["ab"]);
    all(&text("heap or stack"), Right, &["heap or stack"]);
    all(&text("it's \"x\""), Right, &["it’s \"x\"", "it's \"x\""]);
    all(&text("\"moved\""), Right, &["moved", "\"moved\""]);
}

#[test]
fn a_part_of_a_line_and_more_than_a_line_are_not_called_wrong() {
    let number = Part("The number is right; write the whole line as the program prints it.");
    let part = Part("Write the whole line as the program prints it.");
    all(&text("cap 8"), number, &["8", "eight", "8."]);
    all(&text("cap 8"), part, &["cap", "`cap`"]);
    all(&text("lamp 3 of 8"), part, &["3", "8", "3 of 8", "lamp 3"]);
    all(&text("[1, 2]"), part, &["1, 2", "1"]);
    unclear(&text("cap 8"), &["it prints cap 8", "cap is 8", "cap 8, since it doubles", "not cap 8"]);
    unclear(&text("4"), &["4 lamps", "about 4", "not 4"]);
    all(&text("in 30"), Wrong, &["31", "out 30", "30 31", "nothing"]);
}

#[test]
fn a_line_of_output_that_is_a_word() {
    let heap =
        ["heap", "Heap", "the heap", "on the heap", "it is on the heap", "It's on the heap.", "heap memory"];
    all(&text("heap"), Right, &heap);
    all(&text("stack"), Wrong, &heap);
    all(&text("static"), Right, &["static", "static storage", "in static memory", "a static"]);
    all(&text("near"), Right, &["it prints near", "“near”"]);
    all(&text("in"), Right, &["in"]);
    all(&text("a"), Right, &["a", "the a"]);
    all(&text("b"), Wrong, &["a", "a, c"]);
    for truth in ["heap", "stack", "static"] {
        let several =
            ["stack or heap", "the stack / the heap", "stack/heap", "stack and heap", "either heap"];
        all(&text(truth), Several, &several);
        unclear(&text(truth), &["not heap", "it isn't on the stack", "not the stack but the heap"]);
        all(&text(truth), Wrong, &["somewhere", "memory", "no", "?", "register"]);
    }
    unclear(&text("heap"), &["the heap, because a box owns it", "heap, stack", "heap?!  I think"]);
    all(&text("heap"), Wrong, &["the stack, because it is small", "heapstack"]);
}

#[test]
fn a_line_of_output_that_is_true_or_false() {
    let yes = ["true", "TRUE", "yes", "it is true", "Yes, it is.", "yes, true", "it prints true"];
    all(&text("true"), Right, &yes);
    all(&text("yes"), Right, &yes);
    all(&text("false"), Wrong, &yes);
    all(&text("false"), Right, &["false", "no", "it is false", "no, it is false"]);
    all(&text("true"), Wrong, &["no", "it is false", "panics", "it is"]);
    for truth in ["true", "false"] {
        all(&text(truth), Several, &["true or false", "yes, no", "true, false", "no, true"]);
        unclear(&text(truth), &["not true", "not false", "no, it does not", "true, I think"]);
    }
}

#[test]
fn a_line_of_output_that_is_a_number() {
    all(&text("4"), Right, &["4", "four", "4 elements", "4 bytes", "4."]);
    all(&text("4"), Wrong, &["5", "5 lamps", "4.0", "-4", "lamps"]);
    all(&text("4"), Several, &["4 or 8", "4, 8"]);
    all(&text("96 bytes"), Right, &["96", "96 B", "96 bytes", "96 Bytes"]);
    all(&text("96 bytes"), Wrong, &["96 allocations", "96 bits", "69 bytes"]);
    all(&text("-1"), Right, &["-1"]);
    all(&text("-1"), Wrong, &["1"]);
    all(&text("0.5"), Right, &["0.5"]);
    all(&text("0.5"), Wrong, &["5", "0"]);
}

#[test]
fn an_order() {
    let list = Value::List(["b", "a", "lamp"].map(Into::into).to_vec(), "drop ".into());
    all(
        &list,
        Right,
        &[
            "b, a, lamp",
            "b a lamp",
            "b -> a -> lamp",
            "b→a→lamp",
            "[b, a, lamp]",
            "(b; a; lamp)",
            "b then a then lamp",
            "b, then a, and then lamp",
            "B, A, Lamp",
            "drop b, drop a, drop lamp",
            "`b`, `a`, `lamp`",
            "b > a > lamp",
        ],
    );
    all(&list, Wrong, &["a, b, lamp", "b, a", "b, a, lamp, lamp", "b, a, c", "ba lamp", "nothing", "?"]);
    all(&list, Several, &["b, a, lamp or a, b, lamp"]);
    let none = Value::List(Vec::new(), "drop ".into());
    all(&none, Right, &["nothing", "none", "[]", "no drops", "-", "()"]);
    all(&none, Wrong, &["a", "b, a"]);
    let two_words = Value::List(["old lamp", "new lamp"].map(Into::into).to_vec(), "drop ".into());
    all(&two_words, Right, &["old lamp, new lamp", "old lamp then new lamp"]);
    all(&two_words, Wrong, &["new lamp, old lamp"]);
}

#[test]
fn whether_it_panics() {
    let yes = [
        "yes",
        "y",
        "true",
        "it panics",
        "panics",
        "It does",
        "yes, it panics",
        "it will panic",
        "Yes!",
        "main panics",
    ];
    let no = [
        "no",
        "n",
        "false",
        "does not panic",
        "it doesn't",
        "it does not",
        "no, it doesn’t panic",
        "it won't panic",
        "no panic",
        "never",
        "it doesn't panic",
    ];
    all(&Value::Panics(true), Right, &yes);
    all(&Value::Panics(false), Wrong, &yes);
    all(&Value::Panics(false), Right, &no);
    all(&Value::Panics(true), Wrong, &no);
    for panics in [true, false] {
        all(
            &Value::Panics(panics),
            Several,
            &["yes or no", "yes, no", "no, it panics", "yes, it does not panic", "y/n or"],
        );
        unclear(&Value::Panics(panics), &["maybe", "3", "it", "y/n", "sometimes yes", "no, main returns"]);
    }
}

#[test]
fn an_error_code() {
    let code = Value::Code("E0382".into());
    all(
        &code,
        Right,
        &[
            "E0382",
            "e0382",
            "`E0382`",
            "error[E0382]",
            "0382",
            "382",
            "E382",
            "the code is E0382",
            "E0382: use of moved value",
        ],
    );
    all(&code, Wrong, &["E0499", "499", "E0499: cannot borrow"]);
    unclear(&code, &["not E0382", "E03820", "moved", "probably E0382"]);
    all(&code, Several, &["E0382 or E0499", "E0382, E0499", "either E0382"]);
    let lint = Value::Code("clippy::boxed_local".into());
    all(&lint, Right, &["boxed_local", "clippy::boxed_local", "clippy::boxed-local"]);
    all(&lint, Wrong, &["E0382", "boxed"]);
}

#[test]
fn a_line_of_the_program() {
    let line = Value::Line(Line { number: 12, code: "    show(a[0] + a[1]); // B".into() });
    all(
        &line,
        Right,
        &[
            "12",
            "line 12",
            "Line 12.",
            "twelve",
            "B",
            "b",
            "line B",
            "// B",
            "`show(a[0] + a[1]);`",
            "show(a[0] + a[1]); // B",
        ],
    );
    all(&line, Wrong, &["13", "A", "show", "1", "line 1"]);
    unclear(&line, &["12 lines", "line", "a[1]", "the last one", "?"]);
    all(&line, Several, &["12 or 13", "A or B", "lines 11, 12", "11-12"]);
    let bare = Value::Line(Line { number: 3, code: "let b = a; // the second one".into() });
    all(&bare, Right, &["3", "let b = a;"]);
    unclear(&bare, &["the second one", "let b"]);
}

#[test]
fn what_the_oracles_report() {
    let report = Value::Oracle("heap-use-after-free".into());
    all(
        &report,
        Right,
        &["heap-use-after-free", "heap use after free", "Heap_use_after_free", "`heap-use-after-free`"],
    );
    all(&report, Wrong, &["double-free", "nothing", "use"]);
    all(&report, Several, &["heap-use-after-free or double-free"]);
    all(&Value::Oracle("nothing".into()), Right, &["nothing", "no error", "none"]);
}

#[test]
fn what_happened_in_words() {
    let shown = |value: Value| value.to_string();
    assert_eq!(shown(Value::List(["b", "a"].map(Into::into).to_vec(), String::new())), "b, a");
    assert_eq!(shown(Value::List(Vec::new(), String::new())), "nothing");
    assert_eq!(shown(Value::Panics(false)), "it does not panic");
    assert_eq!(shown(Value::Line(Line { number: 4, code: "  x; // A".into() })), "line 4: x; // A");
}
