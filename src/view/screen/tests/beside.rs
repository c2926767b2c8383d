//! What is offered, and where chapters begin and end.

use super::*;
use crate::kit::Chapter;

/// Four exercises in the first chapter and one in the second.
fn course() -> State {
    let mut kit = kit(&["add_the_deref", "two_places", "return_local", "heap_vs_stack", "rc_counts"]);
    kit.exercises[4].dir = Some("02_counting".into());
    kit.chapters[0].intro = Some("Every call of a function gets a frame.".into());
    let intro = Some("A value can have several owners,\nand a number says how many.".into());
    kit.chapters.push(Chapter { dir: "02_counting".into(), title: "Counting".into(), intro });
    let (state, _) = State::new(kit, Progress::default(), false).expect("the kit has exercises");
    state
}

fn fail(state: &mut State, times: usize) {
    for _ in 0..times {
        let mut verdict = failed("add_the_deref");
        verdict.findings = vec![compile_error()];
        save(state, verdict);
    }
}

#[test]
fn a_third_failure() {
    let mut state = course();
    fail(&mut state, 3);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn a_sixth_failure() {
    let mut state = course();
    fail(&mut state, 6);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn put_off_and_the_next_one_waits() {
    let mut state = course();
    fail(&mut state, 6);
    key(&mut state, Action::Later);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn a_chapter_ends_with_one_put_off_and_the_next_begins() {
    let mut state = course();
    key(&mut state, Action::Later);
    for name in ["two_places", "return_local", "heap_vs_stack"] {
        save(&mut state, passed(name));
    }
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn only_what_was_put_off_is_left() {
    let mut state = course();
    key(&mut state, Action::Later);
    for name in ["two_places", "return_local", "heap_vs_stack", "rc_counts"] {
        save(&mut state, passed(name));
    }
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn back_at_one_that_was_put_off() {
    let mut state = course();
    fail(&mut state, 6);
    key(&mut state, Action::Later);
    key(&mut state, Action::Previous);
    state.update(Event::Looked { name: "add_the_deref".into(), touched: true });
    judge(&mut state, failed("add_the_deref"));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn one_of_the_last_two_is_passed_ahead() {
    let mut state = course();
    save(&mut state, passed("return_local"));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_question_whether_to_skip_the_rest_of_a_chapter() {
    let mut state = course();
    save(&mut state, passed("return_local"));
    save(&mut state, passed("heap_vs_stack"));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_rest_of_a_chapter_is_skipped() {
    let mut state = course();
    save(&mut state, passed("return_local"));
    save(&mut state, passed("heap_vs_stack"));
    key(&mut state, Action::Text('y'));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_half_of_a_long_chapter() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let (mut state, _) = State::new(kit(&names), Progress::default(), false).expect("it has exercises");
    for name in &names[..4] {
        save(&mut state, passed(name));
    }
    insta::assert_snapshot!(pages(&mut state));
}
