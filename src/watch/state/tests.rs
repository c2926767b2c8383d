//! The watch's rules, one event after the other.

use super::*;
use crate::check::answer;
use crate::error::Error;
use crate::kit::{Chapter, Kind, Limits, Source, Tests};
use crate::verdict::{Finding, Outcome, Reason};
use crate::watch::events::Action;
use crate::watch::overlay::Filter;

mod skips;

/// An exercise with two hints.
pub fn exercise(name: &str) -> Exercise {
    Exercise {
        name: name.into(),
        dir: Some("01_first".into()),
        kind: Kind::Code,
        task: Some(format!("Make {name} right.")),
        test: true,
        tests: Tests::Kit,
        strict_clippy: false,
        allow_lints: Vec::new(),
        fails_with: None,
        hints: vec!["a question".into(), "the idea".into()],
        hint_for: std::collections::BTreeMap::new(),
        explain: Some(format!("what {name} did")),
        forbid: Vec::new(),
        keep: Vec::new(),
        stdout: None,
        sanitize: crate::kit::Sanitize::No,
        witness: None,
        steps: Vec::new(),
        limits: Limits::default(),
        skip_check_unsolved: false,
        points: 1,
        credit: Default::default(),
        claims: Vec::new(),
        misconceptions: Vec::new(),
        introduces: Vec::new(),
        needs: Vec::new(),
        line: 1,
    }
}

/// A kit of one chapter.
pub fn kit(names: &[&str]) -> Kit {
    Kit {
        title: "a kit".into(),
        version: "1".into(),
        welcome: None,
        final_message: Some("well done".into()),
        chapters: vec![Chapter { dir: "01_first".into(), title: "The first".into(), intro: None }],
        exercises: names.iter().map(|name| exercise(name)).collect(),
        claims: Vec::new(),
        misconceptions: Vec::new(),
        edition: "2024".into(),
        cargo: Default::default(),
        format: 2,
        notices: Vec::new(),
        source: Source::Embedded,
    }
}

pub fn passed(name: &str) -> Verdict {
    Verdict::new(name, Outcome::Passed, None)
}

pub fn failed(name: &str) -> Verdict {
    let mut verdict = Verdict::new(name, Outcome::Failed, Some(Reason::Compile));
    verdict.findings.push(Finding::error(Reason::Compile, "mismatched types"));
    verdict
}

/// A watch whose effects are gathered, and some of which are done on the spot.
struct Watch {
    state: State,
    effects: Vec<Effect>,
}

impl Watch {
    fn of(names: &[&str]) -> Self {
        Self::with(kit(names), Progress::default(), false)
    }

    fn with(kit: Kit, progress: Progress, manual: bool) -> Self {
        let (state, effects) = State::new(kit, progress, manual).expect("the kit has exercises");
        Self { state, effects }
    }

    /// What an event leads to.
    fn on(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.state.update(event);
        self.effects.extend(effects.iter().cloned());
        effects
    }

    fn key(&mut self, action: Action) -> Vec<Effect> {
        self.on(Event::Key(action))
    }

    fn keys(&mut self, text: &str) {
        for character in text.chars() {
            self.key(Action::Text(character));
        }
    }

    fn save(&mut self, name: &str) -> u64 {
        self.on(Event::Saved(name.into()));
        self.state.generation()
    }

    /// The verdict on the judging under way.
    fn judged(&mut self, verdict: Verdict) -> Vec<Effect> {
        let generation = self.state.generation();
        self.on(Event::Judged { generation, result: Box::new(Ok(verdict)) })
    }

    fn save_and_judge(&mut self, verdict: Verdict) -> Vec<Effect> {
        self.save(&verdict.exercise.clone());
        self.judged(verdict)
    }

    fn looked(&mut self, name: &str, touched: bool) -> Vec<Effect> {
        self.on(Event::Looked { name: name.into(), touched })
    }

    /// Current and shown exercise.
    fn at(&self) -> (&str, &str) {
        (&self.state.current, &self.state.shown)
    }

    fn told(&self) -> Vec<&Told> {
        let mut told = Vec::new();
        for effect in &self.effects {
            if let Effect::Tell(one) = effect {
                told.push(one);
            }
        }
        told
    }

    fn list(&self) -> Vec<&str> {
        let Overlay::List(list) = &self.state.overlay else { panic!("the list is not open") };
        let rows = list.rows(&self.state.kit, &self.state.progress);
        rows.iter().map(|row| row.name.as_str()).collect()
    }
}

fn is_judged(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Judge { .. }))
}

fn is_recorded(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Record(..)))
}

#[test]
fn nothing_is_judged_before_the_first_save() {
    let mut watch = Watch::of(&["one", "two"]);
    assert!(!is_judged(&watch.effects));
    assert!(!is_judged(&watch.looked("one", false)));
    assert!(matches!(watch.state.showing, Showing::Waiting));
}

#[test]
fn work_of_the_day_before_is_judged_at_the_start_and_is_no_attempt() {
    let mut watch = Watch::of(&["one", "two"]);
    assert_eq!(
        watch.looked("one", true).last(),
        Some(&Effect::Judge { name: "one".into(), generation: 2, reuse: true })
    );
    assert!(!is_recorded(&watch.judged(failed("one"))));
    assert_eq!(watch.state.progress.entry("one").failures, 0);
}

#[test]
fn what_was_solved_while_no_watch_looked_counts() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.looked("one", true);
    assert!(is_recorded(&watch.judged(passed("one"))));
    assert_eq!(watch.at(), ("two", "two"));
}

#[test]
fn a_starter_brought_back_after_its_pass_waits() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.save_and_judge(passed("one"));
    watch.key(Action::Previous);
    watch.state.after_reset("one");
    assert!(!is_judged(&watch.looked("one", false)));
    assert!(matches!(watch.state.showing, Showing::Waiting));
}

#[test]
fn a_save_is_told_judged_and_recorded_in_this_order() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.save_and_judge(failed("one"));
    watch.save_and_judge(passed("one"));
    let verdict = |verdict| Told::Verdict(Box::new(verdict));
    let expected = [
        Told::Current("one".into()),
        Told::Saved("one".into()),
        Told::Judging("one".into()),
        verdict(failed("one")),
        Told::Saved("one".into()),
        Told::Judging("one".into()),
        verdict(passed("one")),
        Told::Advanced { from: "one".into(), to: "two".into() },
        Told::Current("two".into()),
    ];
    assert_eq!(watch.told(), expected.iter().collect::<Vec<_>>());
}

#[test]
fn a_failure_stays_where_it_is() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.save_and_judge(failed("one"));
    assert_eq!(watch.at(), ("one", "one"));
    assert_eq!(watch.state.progress.entry("one").failures, 1);
    assert_eq!(watch.state.verdict(), Some(&failed("one")));
}

#[test]
fn a_pass_moves_on_and_is_still_in_view() {
    let mut watch = Watch::of(&["one", "two"]);
    let effects = watch.save_and_judge(passed("one"));
    assert_eq!(watch.at(), ("two", "two"));
    assert_eq!(watch.state.just_passed, Some(passed("one")));
    assert!(matches!(watch.state.showing, Showing::Waiting));
    assert!(effects.contains(&Effect::Remember("two".into())));
    assert!(effects.contains(&Effect::Look("two".into())));
}

#[test]
fn the_first_save_of_the_next_one_takes_what_was_passed_out_of_view() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.save_and_judge(passed("one"));
    watch.save("two");
    assert_eq!(watch.state.just_passed, None);
}

#[test]
fn moving_on_passes_over_what_is_done_and_comes_round_to_what_was_left_out() {
    let mut progress = Progress::default();
    progress.current = Some("two".into());
    progress.entry_mut("three").passed = true;
    let mut watch = Watch::with(kit(&["one", "two", "three"]), progress, false);
    watch.save_and_judge(passed("two"));
    assert_eq!(watch.at(), ("one", "one"));
}

#[test]
fn what_was_done_elsewhere_is_not_what_the_watch_opens_with() {
    let mut progress = Progress::default();
    progress.current = Some("two".into());
    for done in ["one", "two", "three"] {
        progress.entry_mut(done).passed = true;
    }
    let names = ["one", "two", "three", "four"];
    assert_eq!(Watch::with(kit(&names), progress.clone(), false).at(), ("four", "four"));
    // What broke again is open.
    progress.entry_mut("two").regressed = true;
    assert_eq!(Watch::with(kit(&names), progress.clone(), false).at(), ("two", "two"));
    progress.entry_mut("two").regressed = false;
    progress.entry_mut("four").passed = true;
    assert_eq!(Watch::with(kit(&names), progress, false).at(), ("two", "two"), "all are done");
}

#[test]
fn in_manual_a_pass_waits_for_the_key() {
    let mut watch = Watch::with(kit(&["one", "two"]), Progress::default(), true);
    watch.save_and_judge(passed("one"));
    assert_eq!(watch.at(), ("one", "one"));
    assert_eq!(watch.state.verdict(), Some(&passed("one")));
    watch.key(Action::Next);
    assert_eq!(watch.at(), ("two", "two"));
    assert_eq!(watch.state.just_passed, Some(passed("one")));
}

#[test]
fn what_was_just_passed_can_be_looked_at_and_is_not_left_again_by_itself() {
    let mut watch = Watch::of(&["one", "two", "three"]);
    watch.save_and_judge(passed("one"));
    watch.key(Action::Previous);
    assert_eq!(watch.at(), ("two", "one"));
    assert!(is_judged(&watch.looked("one", true)));
    let cached = Verdict { cached: true, ..passed("one") };
    assert!(!is_recorded(&watch.judged(cached)));
    assert_eq!(watch.at(), ("two", "one"));
    watch.save_and_judge(passed("one"));
    assert_eq!(watch.at(), ("two", "one"), "its warnings were mended");
    watch.key(Action::Next);
    assert_eq!(watch.at(), ("two", "two"));
}

#[test]
fn another_exercises_save_is_judged_and_shown_and_moves_nothing() {
    let mut watch = Watch::of(&["one", "two", "three"]);
    watch.save_and_judge(passed("three"));
    assert_eq!(watch.at(), ("one", "three"));
    assert!(watch.state.progress.entry("three").passed);
    watch.key(Action::Next);
    assert_eq!(watch.at(), ("one", "one"));
}

#[test]
fn a_file_that_is_no_exercise_changes_nothing() {
    let mut watch = Watch::of(&["one"]);
    assert_eq!(watch.on(Event::Saved("other".into())), []);
}

#[test]
fn only_the_newest_judging_counts() {
    let mut watch = Watch::of(&["one", "two"]);
    let old = watch.save("one");
    let new = watch.save("one");
    assert_eq!(watch.on(Event::Judged { generation: old, result: Box::new(Ok(passed("one"))) }), []);
    assert_eq!(watch.at(), ("one", "one"));
    let finding = Box::new(Finding::error(Reason::Compile, "old"));
    watch.on(Event::Early { generation: old, finding });
    assert!(matches!(watch.state.showing, Showing::Judging(None)));
    watch.on(Event::Judged { generation: new, result: Box::new(Ok(failed("one"))) });
    assert_eq!(watch.state.verdict(), Some(&failed("one")));
}

#[test]
fn a_result_that_comes_after_going_elsewhere_is_dropped() {
    let mut watch = Watch::of(&["one", "two"]);
    let generation = watch.save("one");
    assert!(watch.key(Action::Next).contains(&Effect::Cancel));
    watch.on(Event::Judged { generation, result: Box::new(Ok(passed("one"))) });
    assert_eq!(watch.at(), ("two", "two"));
    assert!(!watch.state.progress.entry("one").passed);
}

#[test]
fn the_first_error_is_shown_while_the_first_judging_runs_and_never_over_a_verdict() {
    let mut watch = Watch::of(&["one"]);
    let early = |watch: &mut Watch, text: &str| {
        let finding = Box::new(Finding::error(Reason::Compile, text));
        watch.on(Event::Early { generation: watch.state.generation, finding });
    };
    early(&mut watch, "nobody asked");
    assert!(matches!(watch.state.showing, Showing::Waiting));
    watch.save("one");
    early(&mut watch, "mismatched types");
    assert!(
        matches!(&watch.state.showing, Showing::Judging(Some(found)) if found.message == "mismatched types")
    );
    watch.judged(failed("one"));
    early(&mut watch, "too late");
    assert_eq!(watch.state.verdict(), Some(&failed("one")));
    watch.save("one");
    early(&mut watch, "of the next judging");
    assert_eq!(watch.state.verdict(), Some(&failed("one")), "nothing flickers");
    assert!(watch.state.judging);
}

#[test]
fn trouble_of_the_machine_is_no_attempt_and_the_next_save_tries_again() {
    let mut watch = Watch::of(&["one", "two"]);
    let generation = watch.save("one");
    let result = Box::new(Err(Error::machine("there is no compiler")));
    let effects = watch.on(Event::Judged { generation, result });
    assert!(!is_recorded(&effects));
    assert!(matches!(watch.state.showing, Showing::Trouble(_)));
    assert!(matches!(watch.told().last(), Some(Told::Trouble(_))));
    watch.save_and_judge(passed("one"));
    assert_eq!(watch.at(), ("two", "two"));
}

#[test]
fn hints_come_one_at_a_time_the_errors_own_first() {
    let mut watch = Watch::of(&["one"]);
    let own = Verdict { hint: Some("for E0308".into()), ..failed("one") };
    watch.save_and_judge(own);
    assert_eq!(watch.state.hints(), [""; 0]);
    assert_eq!(watch.key(Action::Hint), [], "the error's own is no step of the ladder");
    assert_eq!(watch.state.hints(), ["for E0308"]);
    assert_eq!(watch.key(Action::Hint), [Effect::RememberHints("one".into(), 1)]);
    watch.key(Action::Hint);
    assert_eq!(watch.state.hints(), ["for E0308", "a question", "the idea"]);
    watch.key(Action::Hint);
    assert_eq!(watch.state.hints().len(), 3);
    assert_eq!(watch.state.notices, ["these are all the hints there are"]);
    watch.save_and_judge(failed("one"));
    assert_eq!(watch.state.hints(), [""; 0], "a new verdict, and new thoughts");
    assert_eq!(watch.key(Action::Hint), [], "this step is known already");
}

#[test]
fn an_exercise_without_hints_says_where_to_look() {
    let mut kit = kit(&["one"]);
    kit.exercises[0].hints.clear();
    let mut watch = Watch::with(kit, Progress::default(), false);
    watch.key(Action::Hint);
    assert!(watch.state.notices[0].contains("no hints"), "{:?}", watch.state.notices);
}

#[test]
fn next_and_previous_go_through_the_kit_and_stop_at_its_ends() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.key(Action::Previous);
    assert_eq!(watch.state.notices, ["this is the first exercise"]);
    assert_eq!(watch.key(Action::Next)[0], Effect::Remember("two".into()));
    assert_eq!(watch.state.notices, [""; 0]);
    watch.key(Action::Next);
    assert_eq!(watch.state.notices, ["this is the last exercise"]);
    watch.key(Action::Previous);
    assert_eq!(watch.at(), ("two", "one"), "looking back moves nothing");
    watch.key(Action::Next);
    assert_eq!(watch.at(), ("two", "two"));
}

#[test]
fn the_list_jumps() {
    let mut watch = Watch::of(&["one", "two", "three"]);
    watch.key(Action::List);
    assert_eq!(watch.list(), ["one", "two", "three"]);
    for action in [Action::Down, Action::Down, Action::Down, Action::Up] {
        assert_eq!(watch.key(action), []);
    }
    watch.key(Action::Enter);
    assert_eq!(watch.at(), ("two", "two"));
    assert!(matches!(watch.state.overlay, Overlay::None));
}

#[test]
fn the_list_is_searched_by_name_and_task_and_letters_are_letters_then() {
    let mut watch = Watch::of(&["quiet", "loud", "last"]);
    watch.state.kit.exercises[2].task = Some("Be QUIET, too.".into());
    watch.key(Action::List);
    watch.keys("/");
    assert!(watch.state.takes_text());
    watch.keys("quiet");
    assert_eq!(watch.list(), ["quiet", "last"]);
    watch.keys("x");
    assert_eq!(watch.list(), [""; 0]);
    watch.key(Action::Enter);
    assert_eq!(watch.at().0, "quiet", "there is nothing to jump to");
    watch.key(Action::Backspace);
    watch.key(Action::Down);
    watch.key(Action::Enter);
    assert_eq!(watch.at(), ("last", "last"));
}

#[test]
fn escape_ends_the_search_first_and_then_the_list() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.key(Action::List);
    watch.keys("/two");
    watch.key(Action::Escape);
    assert!(!watch.state.takes_text());
    assert_eq!(watch.list(), ["one", "two"]);
    watch.key(Action::Escape);
    assert!(matches!(watch.state.overlay, Overlay::None));
}

#[test]
fn the_list_is_filtered() {
    let mut watch = Watch::of(&["one", "two", "three"]);
    watch.state.progress.entry_mut("two").passed = true;
    watch.key(Action::List);
    watch.keys("f");
    assert_eq!(watch.list(), ["one", "three"]);
    watch.state.progress.entry_mut("three").skipped = true;
    watch.keys("f");
    assert_eq!(watch.list(), ["three"]);
    watch.keys("f");
    assert_eq!(watch.list(), ["two"]);
    assert!(matches!(&watch.state.overlay, Overlay::List(list) if list.filter == Filter::Done));
    watch.key(Action::Enter);
    assert_eq!(watch.at(), ("two", "two"));
}

#[test]
fn closing_the_list_leaves_the_verdict_where_it_begins() {
    let mut watch = Watch::of(&["one"]);
    watch.key(Action::List);
    watch.state.scroll = 40;
    watch.key(Action::List);
    assert_eq!(watch.state.scroll, 0);
}

#[test]
fn reset_asks_first() {
    for (answer, resets) in [
        (Action::Text('y'), true),
        (Action::Enter, true),
        (Action::Next, false),
        (Action::Escape, false),
        (Action::Quit, false),
    ] {
        let mut watch = Watch::of(&["one", "two"]);
        assert_eq!(watch.key(Action::Reset), []);
        let expected = if resets { vec![Effect::Reset("one".into())] } else { Vec::new() };
        assert_eq!(watch.key(answer.clone()), expected, "{answer:?}");
        assert_eq!(watch.at(), ("one", "one"));
    }
}

#[test]
fn a_reset_takes_the_verdict_off_the_screen() {
    let mut watch = Watch::of(&["one"]);
    watch.save_and_judge(failed("one"));
    assert_eq!(watch.state.after_reset("other"), []);
    assert!(watch.state.after_reset("one").contains(&Effect::Look("one".into())));
    assert!(matches!(watch.state.showing, Showing::Waiting));
}

#[test]
fn check_counts_and_shows_its_verdicts_and_untouched_failures_are_no_attempts() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.state.progress.entry_mut("one").passed = true;
    assert_eq!(watch.key(Action::CheckAll), [Effect::CheckAll]);
    watch.on(Event::Checking { done: 1, total: 2 });
    assert!(matches!(watch.state.overlay, Overlay::Check { done: 1, total: 2, verdicts: None, .. }));
    watch.on(Event::Checked(Ok(vec![failed("one"), failed("two")])));
    let Overlay::Check { verdicts: Some(verdicts), before, .. } = &watch.state.overlay else {
        panic!("{:?}", watch.state.overlay)
    };
    assert_eq!(verdicts.len(), 2);
    assert!(before.entry("one").is_done());
    assert!(watch.state.progress.entry("one").regressed);
    assert_eq!(watch.state.progress.entry("two").failures, 0);
}

#[test]
fn a_check_that_is_closed_or_left_ends() {
    for action in [Action::Escape, Action::CheckAll, Action::Next] {
        let mut watch = Watch::of(&["one", "two"]);
        watch.key(Action::CheckAll);
        assert_eq!(watch.key(action)[0], Effect::CancelCheck);
    }
    let mut watch = Watch::of(&["one"]);
    watch.key(Action::CheckAll);
    assert_eq!(watch.on(Event::Saved("one".into()))[0], Effect::CancelCheck);
    watch.on(Event::Checked(Err(Error::machine("too late"))));
    assert!(!matches!(watch.state.showing, Showing::Trouble(_)));
}

#[test]
fn keys_in_the_help_do_what_they_always_do() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.key(Action::Help);
    watch.key(Action::Down);
    assert!(matches!(watch.state.overlay, Overlay::Help));
    watch.key(Action::Help);
    assert!(matches!(watch.state.overlay, Overlay::None));
    watch.key(Action::Help);
    assert_eq!(watch.key(Action::Quit), [Effect::Quit]);
    let mut watch = Watch::of(&["one", "two"]);
    watch.key(Action::Help);
    watch.key(Action::Next);
    assert_eq!(watch.at(), ("two", "two"));
}

#[test]
fn a_save_puts_its_verdict_in_front_of_everything() {
    for action in [Action::Help, Action::List, Action::Reset] {
        let mut watch = Watch::of(&["one"]);
        watch.key(action);
        watch.save("one");
        assert!(matches!(watch.state.overlay, Overlay::None));
    }
}

#[test]
fn the_solution_opens_after_the_pass() {
    let mut watch = Watch::of(&["one", "two"]);
    assert_eq!(watch.key(Action::Solution), []);
    assert!(watch.state.notices[0].contains("after the pass"));
    watch.save_and_judge(passed("one"));
    assert_eq!(watch.key(Action::Solution), [Effect::ReadSolution("one".into())]);
    watch.on(Event::Solution { name: "one".into(), text: Ok("fn main() {}".into()) });
    assert!(matches!(&watch.state.overlay, Overlay::Solution { name, .. } if name == "one"));
    watch.key(Action::Solution);
    assert!(matches!(watch.state.overlay, Overlay::None));
}

#[test]
fn the_last_pass_finishes_the_kit_and_stays_in_view() {
    let mut watch = Watch::of(&["one"]);
    let effects = watch.save_and_judge(passed("one"));
    assert!(effects.contains(&Effect::Tell(Told::Finished)));
    assert_eq!(watch.state.verdict(), Some(&passed("one")));
    assert!(watch.state.all_done());
    let again = watch.save_and_judge(passed("one"));
    assert!(!again.contains(&Effect::Tell(Told::Finished)), "only once");
}

#[test]
fn what_was_passed_and_breaks_is_open_again() {
    let mut watch = Watch::of(&["one", "two", "three"]);
    watch.save_and_judge(passed("one"));
    watch.save_and_judge(failed("one"));
    assert_eq!(watch.at(), ("two", "one"));
    assert!(watch.state.progress.entry("one").regressed);
    assert_eq!(watch.state.progress.entry("one").failures, 0, "failures count before the first pass");
    watch.save_and_judge(passed("two"));
    watch.save_and_judge(passed("three"));
    assert_eq!(watch.at(), ("one", "one"), "the last one open");
    assert!(watch.save_and_judge(passed("one")).contains(&Effect::Tell(Told::Finished)));
}

#[test]
fn notices_stay_until_a_key_or_a_save_and_are_said_once() {
    let mut watch = Watch::of(&["one"]);
    let notice = || Event::Notice("the disk is full".into());
    assert_eq!(watch.on(notice()), [Effect::Tell(Told::Notice("the disk is full".into()))]);
    assert_eq!(watch.on(notice()), []);
    assert_eq!(watch.state.notices.len(), 1);
    watch.key(Action::Down);
    assert_eq!(watch.state.notices, [""; 0]);
    watch.on(notice());
    watch.save("one");
    assert_eq!(watch.state.notices, [""; 0]);
}

#[test]
fn judging_once_more_counts_and_uses_nothing_old() {
    let mut watch = Watch::of(&["one"]);
    let effects = watch.key(Action::Again);
    assert!(matches!(effects.last(), Some(Effect::Judge { reuse: false, .. })));
    assert!(is_recorded(&watch.judged(failed("one"))));
}

#[test]
fn what_the_watch_remembers_is_what_it_asks_to_be_written() {
    let mut watch = Watch::of(&["one", "two"]);
    watch.key(Action::Hint);
    watch.save_and_judge(passed("one"));
    assert_eq!(watch.state.progress.current.as_deref(), Some("two"));
    assert_eq!(watch.state.progress.entry("one").hints_shown, 1);
    assert!(watch.state.progress.entry("one").passed);
}

/// A watch of a text exercise and one more, with the text not accepted this often.
fn text_not_accepted(times: usize, code: Option<&str>) -> Watch {
    let mut kit = kit(&["words", "two"]);
    kit.exercises[0].kind = Kind::Answer;
    let mut watch = Watch::with(kit, Progress::default(), false);
    for _ in 0..times {
        let mut verdict = failed("words");
        verdict.findings[0].kind = Reason::Answer;
        verdict.findings[0].code = code.map(str::to_owned);
        watch.save_and_judge(verdict);
    }
    watch
}

#[test]
fn a_text_can_be_compared_once_the_rubric_is_unsure_or_has_refused_twice() {
    assert!(!text_not_accepted(1, None).state.may_compare());
    assert!(text_not_accepted(2, None).state.may_compare());
    assert!(text_not_accepted(1, Some(answer::UNSURE)).state.may_compare());
    let mut program = Watch::of(&["one"]);
    program.save_and_judge(failed("one"));
    program.save_and_judge(failed("one"));
    assert!(!program.state.may_compare(), "a program is right or wrong");
}

#[test]
fn a_text_that_the_learner_finds_right_is_done() {
    let mut watch = text_not_accepted(2, None);
    assert_eq!(watch.key(Action::Solution), [Effect::ReadComparison("words".into())]);
    let texts = || Ok(("mine".to_owned(), "the kit's".to_owned()));
    watch.on(Event::Comparison { name: "words".into(), texts: texts() });
    watch.key(Action::Escape);
    assert_eq!(watch.at(), ("words", "words"));
    watch.on(Event::Comparison { name: "words".into(), texts: texts() });
    let effects = watch.key(Action::Text('y'));
    assert_eq!(effects[0], Effect::RememberSelfAssessed("words".into()));
    assert_eq!(watch.at(), ("two", "two"));
    assert!(watch.state.progress.entry("words").is_done());
}
