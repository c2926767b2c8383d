//! What an exercise forbids and what it wants kept.

use crate::support::{Env, Exercise, Kit, Verdict, judge};

const STARTER: &str = "\
#[derive(Clone)]
struct Note {
    text: String,
}

fn read(note: &Note) -> usize {
    note.text.len()
}

fn main() {
    let note = Note { text: \"hi\".to_string() };
    println!(\"{}\", read(&note));
}
";

/// Judges the starter with this in place of `note.text.len()`.
fn forbid(rules: &str, body: &str) -> Verdict {
    let exercise = Exercise::new("rules", STARTER).key(&format!("forbid = {rules}")).key("test = false");
    judge(exercise, STARTER.replace("    note.text.len()\n", body))
}

#[test]
fn a_forbidden_method_is_shown_at_its_place_with_the_reason() {
    forbid("[\"clone\"]", "    note.text.len()\n").passed();
    let verdict = forbid("[\"clone\"]", "    let copy = note.clone();\n    copy.text.len()\n")
        .failed("rules")
        .at(7, 21)
        .code("clone")
        .in_file_of("learner")
        .says("not allowed");
    assert!(verdict.first()["why"].is_string(), "{:#}", verdict.json);
}

#[test]
fn what_has_to_stay_is_compared_with_the_starter_also_where_the_tests_are_a_file_of_their_own() {
    let tests = "#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn empty() {\n        assert_eq!(read(&Note { text: String::new() }), 0);\n    }\n}\n";
    let exercise =
        Exercise::new("rules", STARTER).key("tests = \"tests/rules.rs\"").key("keep = [\"struct Note\"]");
    let file = exercise.file();
    let env = Env::with(&Kit::of(exercise).file("tests/rules.rs", tests));
    env.write(&file, STARTER.replace("note.text.len()", "note.text.chars().count()"));
    env.verdict("rules").passed();
    env.write(&file, STARTER.replace("#[derive(Clone)]", "#[derive(Clone, Default)]"));
    env.verdict("rules").failed("rules").says("`struct Note` has to stay as it was");
}

#[test]
fn a_forbidden_method_is_found_in_macro_calls_and_under_other_names() {
    for body in [
        "    println!(\"{}\", note.clone().text);\n    1\n",
        "    vec![note.clone()].len()\n",
        "    Clone::clone(note).text.len()\n",
        "    <Note as Clone>::clone(note).text.len()\n",
        "    let f = Note::clone;\n    f(note).text.len()\n",
        "    macro_rules! go {\n        ($n:expr, $m:ident) => {\n            $n.$m()\n        };\n    }\n    go!(note, clone).text.len()\n",
    ] {
        forbid("[\"clone\"]", body).failed("rules").code("clone");
    }
}

#[test]
fn a_forbidden_path_is_found_when_it_is_renamed() {
    for body in [
        "    Box::leak(Box::new(1));\n    1\n",
        "    use std::boxed::Box as Crate;\n    Crate::leak(Crate::new(1));\n    1\n",
        "    use std::mem::forget as lose;\n    lose(1);\n    1\n",
        "    type B = Box<u8>;\n    B::leak(B::new(1));\n    1\n",
    ] {
        forbid("[\"Box::leak\", \"mem::forget\"]", body).failed("rules");
    }
}

#[test]
fn statics_and_the_static_lifetime_are_told_apart() {
    let item = "    static N: usize = 1;\n    N + note.text.len()\n";
    let lifetime = "    let s: &'static str = \"a\";\n    s.len() + note.text.len()\n";
    forbid("[\"static\"]", item).failed("rules").at(7, 5);
    forbid("[\"static\"]", lifetime).passed();
    forbid("[\"'static\"]", lifetime).failed("rules").at(7, 13);
    forbid("[\"'static\"]", item).passed();
}

#[test]
fn words_in_comments_texts_and_other_names_are_no_use() {
    let body =
        "    // note.clone() would copy\n    let clone = \"x.clone()\".len();\n    clone + note.text.len()\n";
    forbid("[\"clone\"]", body).passed();
}

#[test]
fn unsafe_is_refused_by_the_compiler_wherever_it_hides() {
    let block = "    unsafe { note.text.as_str().len() }\n";
    forbid("[]", "    note.text.len()\n").passed();
    forbid("[\"unsafe\"]", block).failed("rules").code("unsafe_code").at(7, 5);
    let inside = "    macro_rules! hide {\n        ($e:expr) => {\n            unsafe { $e }\n        };\n    }\n    hide!(note.text.len())\n";
    forbid("[\"unsafe\"]", inside).failed("rules").code("unsafe_code");
    let allowed = "    #[allow(unsafe_code)]\n    unsafe { note.text.as_str().len() }\n";
    assert_ne!(forbid("[\"unsafe\"]", allowed).json["verdict"], "passed");
    let export = "    #[unsafe(no_mangle)]\n    pub extern \"C\" fn exit(_: i32) -> ! {\n        loop {}\n    }\n    note.text.len()\n";
    forbid("[\"unsafe\"]", export).failed("rules").code("unsafe_code");
}

#[test]
fn what_has_to_stay_may_move_and_be_laid_out_anew_but_not_change() {
    let keep = |source: &str| {
        let exercise = Exercise::new("keeps", STARTER)
            .key("keep = [\"fn main\", \"struct Note\", \"sig read\"]")
            .key("test = false");
        judge(exercise, source)
    };
    keep(STARTER).passed();
    keep(&STARTER.replace("    text: String,\n", "\n    text:String , // the text\n")).passed();
    keep(&STARTER.replace("note.text.len()", "note.text.chars().count()")).passed();
    keep(
        &STARTER
            .replace("    text: String,\n", "    text: String,\n    other: (),\n")
            .replace("to_string() }", "to_string(), other: () }"),
    )
    .failed("rules")
    .code("keep fn main")
    .at(11, 1);
    keep(&STARTER.replace("println!(\"{}\", read(&note));", "let _ = read(&note);"))
        .failed("rules")
        .says("has to stay");
    keep(
        &STARTER
            .replace("fn read(note: &Note)", "fn read(note: &'static Note)")
            .replace("read(&note)", "read(Box::leak(Box::new(note)))"),
    )
    .failed("rules");
    // What a caller does not see is no part of a signature.
    let again = "    note = std::convert::identity(note);\n    note.text";
    keep(
        &STARTER
            .replace("fn read(note: &Note) -> usize", "fn read(mut note: &Note) -> usize")
            .replace("    note.text", again),
    )
    .passed();
    keep(
        &STARTER
            .replace("fn read(note: &Note) -> usize", "fn read(note: &mut Note) -> usize")
            .replace("    let note = Note", "    let mut note = Note"),
    )
    .failed("compile");
}

#[test]
fn an_item_that_is_switched_off_does_not_stand_for_the_real_one() {
    let exercise = Exercise::new("keeps", STARTER).key("keep = [\"sig read\"]").key("test = false");
    let source = STARTER
        .replace("fn read(note: &Note)", "fn read(_: u8, note: &Note)")
        .replace("read(&note)", "read(1, &note)");
    let decoy = "#[cfg(any())]\nfn read(note: &Note) -> usize {\n    0\n}\n\n";
    judge(exercise, format!("{decoy}{source}")).failed("rules").says("it was: fn read(note: &Note) -> usize");
}

#[test]
fn rules_and_compiler_errors_are_told_together() {
    let verdict = forbid("[\"clone\"]", "    note.clone();\n    \"a\"\n").failed("compile").code("E0308");
    assert_eq!(verdict.errors(), 2, "{:#}", verdict.json);
}
