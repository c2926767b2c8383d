//! What a person sees, as text, at the sizes that terminals have.

use std::fmt::Write as _;

use super::*;
use crate::error::{Error, ErrorKind, Problem};
use crate::progress::Progress;
use crate::verdict::{Finding, Reason, TestOutcome, TestResult, Verdict};
use crate::watch::events::{Action, Event};
use crate::watch::state::tests::{failed, kit, passed};

mod beside;

const SIZES: [(u16, u16); 4] = [(40, 20), (80, 24), (120, 30), (20, 6)];

fn state() -> State {
    let mut kit = kit(&["add_the_deref", "return_local", "heap_vs_stack"]);
    kit.welcome = Some("Welcome to a kit of three exercises. Every save of the file is judged.".into());
    kit.chapters[0].intro =
        Some("Every call of a function gets a frame.\nWhen it returns, its frame is gone.".into());
    kit.exercises[0].task = Some("Let `total` begin with the number that `price_ref` refers to.".into());
    kit.exercises[0].explain = Some(
        "`price_ref` holds the address of `price`, and `*price_ref` is the number that is found there. \
         The next exercise asks what becomes of the address when the frame is gone."
            .into(),
    );
    let (state, _) = State::new(kit, Progress::default(), false).expect("the kit has exercises");
    state
}

fn project(state: &State) -> Project {
    Project {
        kit: state.kit.clone(),
        dir: "/home/ada/memkata".into(),
        state: std::path::PathBuf::new(),
        mode: Mode::Workspace,
        notices: Vec::new(),
        renamed: Vec::new(),
    }
}

/// The page at every size, each in a frame that shows where it ends.
fn pages(state: &mut State) -> String {
    let project = project(state);
    let mut text = String::new();
    for (width, height) in SIZES {
        let page = page(state, &project, width, height);
        assert_eq!(page.rows.len(), usize::from(height), "every row is drawn anew");
        let edge = "─".repeat(usize::from(width));
        let _ = writeln!(text, "┌{edge}┐ {width} × {height}");
        for row in &page.rows {
            let row = row.text();
            // Where a row breaks between words, the space stays at its end.
            let row = row.trim_end();
            let columns = row.width();
            assert!(columns <= usize::from(width), "a row of {columns} in {width}: {row}");
            let _ = writeln!(text, "│{row}{}│", " ".repeat(usize::from(width) - columns));
        }
        let _ = writeln!(text, "└{edge}┘");
    }
    text
}

fn save(state: &mut State, verdict: Verdict) {
    state.update(Event::Saved(verdict.exercise.clone()));
    judge(state, verdict);
}

fn judge(state: &mut State, verdict: Verdict) {
    let generation = state.generation();
    state.update(Event::Judged { generation, result: Box::new(Ok(verdict)) });
}

fn key(state: &mut State, action: Action) {
    state.update(Event::Key(action));
}

fn compile_error() -> Finding {
    let mut finding = Finding::error(Reason::Compile, "mismatched types")
        .because("the type that stands here is not the one that is asked for")
        .at("exercises/01_first/add_the_deref.rs", 8, 26);
    finding.code = Some("E0308".into());
    finding.rendered = Some(
        "error[E0308]: mismatched types\n --> exercises/01_first/add_the_deref.rs:8:26\n  |\n8 |     let mut total: u32 = price_ref;\n  |                    ---   ^^^^^^^^^ expected `u32`, found `&u32`\n  |                    |\n  |                    expected due to this\n  |\nhelp: consider dereferencing the borrow\n  |\n8 |     let mut total: u32 = *price_ref;\n  |                          +\n"
            .into(),
    );
    finding
}

#[test]
fn waiting_at_the_start() {
    insta::assert_snapshot!(pages(&mut state()));
}

#[test]
fn judging() {
    let mut state = state();
    state.update(Event::Saved("add_the_deref".into()));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn judging_with_the_first_error_known() {
    let mut state = state();
    state.update(Event::Saved("add_the_deref".into()));
    let generation = state.generation();
    state.update(Event::Early { generation, finding: Box::new(compile_error()) });
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn a_compile_error() {
    let mut state = state();
    let mut verdict = failed("add_the_deref");
    let other = Finding::error(Reason::Compile, "cannot find value `prise` in this scope").at("", 11, 5);
    verdict.findings = vec![compile_error(), other];
    verdict.elapsed_ms = 112;
    verdict.hint = Some("Which type has the left side?".into());
    save(&mut state, verdict);
    key(&mut state, Action::Hint);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn a_compile_error_while_the_next_save_is_judged() {
    let mut state = state();
    save(&mut state, failed("add_the_deref"));
    state.update(Event::Saved("add_the_deref".into()));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn failing_tests() {
    let mut state = state();
    let mut verdict = failed("add_the_deref");
    verdict.reason = Some(Reason::Tests);
    let mut finding = Finding::error(
        Reason::Tests,
        "`tests::adds_up` failed: assertion `left == right` failed",
    )
    .at("exercises/01_first/add_the_deref.rs", 21, 9);
    finding.rendered = Some("  left: 11\n right: 12".into());
    verdict.findings = vec![finding];
    let test = |name: &str, outcome| TestResult { name: name.into(), outcome, message: None };
    verdict.tests = vec![
        test("tests::begins_with_the_price", TestOutcome::Ok),
        test("tests::adds_up", TestOutcome::Failed),
        test("tests::is_for_later", TestOutcome::Ignored),
        test("tests::never_ran", TestOutcome::Missing),
    ];
    verdict.output = Some("total: 11\n".into());
    save(&mut state, verdict);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn passed_and_the_next_one_waits() {
    let mut state = state();
    save(&mut state, passed("add_the_deref"));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn passed_and_waiting_for_the_key() {
    let (mut manual, _) = State::new(state().kit, Progress::default(), true).expect("the kit has exercises");
    save(&mut manual, passed("add_the_deref"));
    insta::assert_snapshot!(pages(&mut manual));
}

#[test]
fn another_exercise_than_the_current_one() {
    let mut state = state();
    save(&mut state, failed("heap_vs_stack"));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn all_done() {
    let mut state = state();
    for name in ["add_the_deref", "return_local", "heap_vs_stack"] {
        save(&mut state, passed(name));
    }
    insta::assert_snapshot!(pages(&mut state));
}

/// The text exercise, refused twice and about to be compared.
fn comparing(state: &mut State) {
    state.kit.exercises[2].kind = crate::kit::Kind::Answer;
    key(state, Action::Next);
    key(state, Action::Next);
    for _ in 0..2 {
        let mut verdict = failed("heap_vs_stack");
        verdict.reason = Some(Reason::Answer);
        let finding = Finding::error(Reason::Answer, "And of a value on the heap: what becomes of it?");
        verdict.findings = vec![finding];
        save(state, verdict);
    }
}

fn compare(state: &mut State) {
    let mine = "The stack is freed when the function returns.\nThe heap is not.".into();
    let model = "A value on the stack is gone with the call of its function.\n\nOne on the heap stays until it is freed.".into();
    state.update(Event::Comparison { name: "heap_vs_stack".into(), texts: Ok((mine, model)) });
}

#[test]
fn a_text_that_was_refused_twice() {
    let mut state = state();
    comparing(&mut state);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_answer_beside_the_model_answer() {
    let mut state = state();
    comparing(&mut state);
    compare(&mut state);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_last_one_done_by_the_learners_own_word() {
    let mut state = state();
    save(&mut state, passed("add_the_deref"));
    save(&mut state, passed("return_local"));
    comparing(&mut state);
    compare(&mut state);
    key(&mut state, Action::Text('y'));
    state.update(Event::Looked { name: "heap_vs_stack".into(), touched: true });
    judge(&mut state, failed("heap_vs_stack"));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_model_answer_is_wrapped_and_a_program_is_cut() {
    let mut state = state();
    let at = state.kit.find("heap_vs_stack").expect("it is in the kit").0;
    state.kit.exercises[at].kind = crate::kit::Kind::Answer;
    let text = "A frame ends with its function, and a block on the heap lives until somebody gives it back. "
        .repeat(2);
    for (name, is_whole) in [("heap_vs_stack", true), ("add_the_deref", false)] {
        let project = project(&state);
        state.update(Event::Solution { name: name.into(), text: Ok(format!("{text}THE END")) });
        let rows = page(&mut state, &project, 80, 30).rows;
        let ends = rows.iter().any(|row| row.text().contains("THE END"));
        assert_eq!(ends, is_whole, "{name}: {rows:?}");
    }
}

#[test]
fn no_word_is_cut_where_the_answers_stand_side_by_side() {
    let text = "one two four eleven fourteen a I seventeen".repeat(8);
    let words = |text: &str| text.chars().filter(|one| one.is_alphabetic()).count();
    for width in 70..130 {
        let lines = compare_lines(&text, &text, width);
        let body = lines.iter().skip(1).map(Line::text).collect::<String>();
        assert_eq!(words(&body), 2 * words(&text), "{width}");
        assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:?}");
    }
}

#[test]
fn the_list_with_a_search() {
    let mut state = state();
    save(&mut state, passed("add_the_deref"));
    save(&mut state, failed("add_the_deref"));
    save(&mut state, passed("heap_vs_stack"));
    key(&mut state, Action::List);
    for character in "/make".chars() {
        key(&mut state, Action::Text(character));
    }
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_list() {
    let mut state = state();
    save(&mut state, passed("add_the_deref"));
    save(&mut state, failed("add_the_deref"));
    key(&mut state, Action::List);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_help() {
    let mut state = state();
    key(&mut state, Action::Help);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn the_question_before_a_reset() {
    let mut state = state();
    save(&mut state, failed("add_the_deref"));
    key(&mut state, Action::Reset);
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn what_check_found() {
    let mut state = state();
    save(&mut state, passed("add_the_deref"));
    key(&mut state, Action::CheckAll);
    let unfinished = Finding::error(Reason::Answer, "there is no answer yet").at("", 7, 1);
    let mut text = failed("heap_vs_stack");
    text.findings = vec![unfinished];
    state.update(Event::Checked(Ok(vec![failed("add_the_deref"), passed("return_local"), text])));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn check_under_way() {
    let mut state = state();
    key(&mut state, Action::CheckAll);
    state.update(Event::Checking { done: 2, total: 3 });
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn trouble_of_the_machine() {
    let mut state = state();
    state.update(Event::Saved("add_the_deref".into()));
    let problem = Problem::new("there is no Rust compiler: `rustc` is not on the PATH")
        .help("install Rust as https://rustup.rs says, then open a new terminal");
    let result = Box::new(Err(Error::new(ErrorKind::Machine, problem)));
    let generation = state.generation();
    state.update(Event::Judged { generation, result });
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn notices_stand_above_the_keys() {
    let mut state = state();
    state.update(Event::Notice("your progress could not be written (the disk is full)".into()));
    state.update(Event::Notice("clippy is not installed".into()));
    insta::assert_snapshot!(pages(&mut state));
}

#[test]
fn every_size_has_a_page_and_no_row_is_too_wide() {
    let mut states = [state(), state(), state(), state(), state()];
    save(&mut states[1], failed("add_the_deref"));
    key(&mut states[2], Action::List);
    key(&mut states[3], Action::Reset);
    key(&mut states[4], Action::Help);
    for state in &mut states {
        let project = project(state);
        for width in (0..30).chain([40, 200, 1000]) {
            for height in (0..15).chain([200]) {
                let page = page(state, &project, width, height);
                assert_eq!(page.rows.len(), usize::from(height.max(1)), "{width} × {height}");
                let widest = page.rows.iter().map(|row| row.text().trim_end().width()).max().unwrap_or(0);
                assert!(widest <= usize::from(width.max(1)), "{width} × {height}: {widest}");
                assert!(page.link.is_none_or(|(row, _)| row < height.max(1)));
            }
        }
    }
}

#[test]
fn scrolling_stops_at_the_end() {
    let mut state = state();
    let project = project(&state);
    key(&mut state, Action::Help);
    for _ in 0..20 {
        key(&mut state, Action::PageDown);
    }
    let end = page(&mut state, &project, 40, 12).rows;
    key(&mut state, Action::Down);
    assert_eq!(page(&mut state, &project, 40, 12).rows, end);
    key(&mut state, Action::Up);
    assert_ne!(page(&mut state, &project, 40, 12).rows, end);
}
