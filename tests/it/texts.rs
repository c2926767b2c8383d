//! The official rubrics on labelled answers that are not their own examples: a change of the grader
//! or of a rubric must not make it unfair.

use std::path::Path;

use serde_json::Value;

use crate::support::Env;

/// Of the answers labelled `label`: how many there are, were accepted, and were refused.
fn counts(name: &str, label: &str) -> (u64, u64, u64) {
    let env = Env::new();
    let root = env.path("");
    env.run_in(&root, ["init", "work"]).exits(0);
    let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers").join(format!("{name}.jsonl"));
    let answers = answers.display().to_string();
    let asked = ["rubric", name, "--answers", &answers, "--format", "json"];
    let answer = env.run_in(root.join("work"), asked).exits(0);
    let summary: Value = serde_json::from_str(answer.stdout.lines().last().unwrap()).unwrap();
    let row = &summary["summary"]["by_label"][label];
    let [accepted, unsure, refused] =
        ["accepted", "unsure", "not_yet"].map(|outcome| row[outcome].as_u64().unwrap());
    (accepted + unsure + refused, accepted, refused)
}

#[test]
fn answers_that_are_right_are_accepted() {
    for name in ["why_not_ref_local", "manual_vs_raii", "rc_gc_ownership"] {
        let (all, accepted, refused) = counts(name, "accept");
        assert!(accepted * 100 >= all * 80, "{name}: {accepted} of {all} accepted");
        assert!(refused * 100 <= all * 15, "{name}: {refused} of {all} refused");
    }
}

#[test]
fn answers_that_are_wrong_are_not_accepted() {
    for name in ["why_not_ref_local", "manual_vs_raii", "rc_gc_ownership"] {
        let (all, accepted, _) = counts(name, "reject");
        assert!(accepted * 100 <= all * 10, "{name}: {accepted} of {all} accepted");
    }
}
