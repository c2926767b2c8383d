//! What is offered after failures, putting off, and what leads past a chapter.

use super::*;
use crate::progress::Status;
use crate::watch::skips::{Milestone, Offer};

/// A kit of two chapters, with four exercises and two.
pub fn two_chapters() -> Kit {
    let mut kit = kit(&["a", "b", "c", "d", "e", "f"]);
    kit.chapters.push(Chapter { dir: "02_second".into(), title: "The second".into(), intro: None });
    for exercise in &mut kit.exercises[4..] {
        exercise.dir = Some("02_second".into());
    }
    kit
}

fn watch() -> Watch {
    Watch::with(two_chapters(), Progress::default(), false)
}

fn fail(watch: &mut Watch, name: &str, times: u32) {
    for _ in 0..times {
        watch.save_and_judge(failed(name));
    }
}

fn hint() -> Offer {
    Offer::Hint("a".into())
}

fn later() -> Offer {
    Offer::Later { next: "b".into() }
}

fn rest() -> Told {
    Told::Offer(Offer::Rest { chapter: "The first".into(), count: 2 })
}

fn asks(watch: &Watch) -> bool {
    matches!(watch.state.overlay, Overlay::SkipRest(_))
}

fn status(watch: &Watch, name: &str) -> Status {
    watch.state.progress.entry(name).status()
}

#[test]
fn a_hint_is_offered_after_the_third_failure_and_a_skip_after_the_sixth() {
    let mut watch = watch();
    fail(&mut watch, "a", 2);
    assert_eq!(watch.state.offers(), []);
    let effects = watch.save_and_judge(failed("a"));
    assert_eq!(watch.state.offers(), [hint()]);
    assert_eq!(effects.last(), Some(&Effect::Tell(Told::Offer(hint()))), "also where there is no screen");
    fail(&mut watch, "a", 2);
    assert_eq!(watch.state.offers(), [hint()]);
    fail(&mut watch, "a", 1);
    assert_eq!(watch.state.offers(), [hint(), later()]);
    watch.key(Action::Hint);
    assert_eq!(watch.state.offers(), [later()], "a hint is open");
    assert_eq!(watch.at(), ("a", "a"), "nothing is forced");
}

#[test]
fn no_hint_is_offered_where_there_is_none() {
    let mut kit = two_chapters();
    kit.exercises[0].hints.clear();
    let mut watch = Watch::with(kit, Progress::default(), false);
    fail(&mut watch, "a", 6);
    assert_eq!(watch.state.offers(), [later()]);
}

#[test]
fn who_has_passed_it_once_is_offered_nothing_when_it_breaks() {
    let mut watch = watch();
    fail(&mut watch, "a", 6);
    watch.save_and_judge(passed("a"));
    watch.save_and_judge(failed("a"));
    assert_eq!(watch.state.offers(), []);
}

#[test]
fn a_text_is_offered_its_comparison_and_both_others_in_their_time() {
    let watch = text_not_accepted(6, None);
    let (hint, later) = (Offer::Hint("words".into()), Offer::Later { next: "two".into() });
    assert_eq!(watch.state.offers(), [hint, Offer::Compare("words".into()), later]);
}

#[test]
fn what_is_put_off_is_remembered_and_the_next_one_is_the_current_one() {
    let mut watch = watch();
    let effects = watch.key(Action::Later);
    assert_eq!(effects[0], Effect::RememberSkipped(vec!["a".into()]));
    assert!(effects.contains(&Effect::Remember("b".into())));
    assert_eq!(watch.at(), ("b", "b"));
    assert_eq!(status(&watch, "a"), Status::Skipped);
    assert_eq!(watch.state.notices, ["a is skipped for now: it comes back at the end"]);
}

#[test]
fn what_was_put_off_comes_back_when_nothing_else_is_left() {
    let mut watch = watch();
    watch.key(Action::Later);
    for name in ["b", "c", "d", "e"] {
        assert_eq!(watch.at(), (name, name));
        watch.save_and_judge(passed(name));
    }
    let effects = watch.save_and_judge(passed("f"));
    assert!(effects.contains(&Effect::Tell(Told::Milestone(Milestone::OnlyPutOff(vec!["a".into()])))));
    assert_eq!(watch.at(), ("a", "a"));
    assert!(!watch.state.all_done());
    assert!(watch.save_and_judge(passed("a")).contains(&Effect::Tell(Told::Finished)));
    assert_eq!(status(&watch, "a"), Status::Done);
}

#[test]
fn several_that_were_put_off_come_one_after_the_other() {
    let mut watch = Watch::of(&["a", "b", "c"]);
    watch.key(Action::Later);
    watch.key(Action::Later);
    assert_eq!(watch.at().0, "c");
    watch.key(Action::Later);
    assert_eq!(watch.at().0, "a");
    watch.key(Action::Later);
    assert_eq!(watch.at().0, "b");
    watch.save_and_judge(passed("b"));
    watch.save_and_judge(passed("c"));
    assert_eq!(watch.at().0, "a");
    watch.key(Action::Later);
    assert_eq!(watch.at().0, "a", "the last one has nowhere to go");
    assert_eq!(watch.state.notices, ["a is the last one that is not done, and progress is kept"]);
}

#[test]
fn what_is_done_is_not_skipped() {
    let mut watch = watch();
    watch.save_and_judge(passed("a"));
    watch.key(Action::Previous);
    watch.key(Action::Later);
    assert_eq!(status(&watch, "a"), Status::Done);
    assert_eq!(watch.at(), ("b", "a"));
}

#[test]
fn looking_at_another_one_puts_that_one_off_and_comes_back() {
    let mut watch = watch();
    fail(&mut watch, "e", 6);
    assert_eq!(watch.at(), ("a", "e"));
    watch.key(Action::Later);
    assert_eq!(watch.at(), ("a", "a"));
    assert_eq!(status(&watch, "e"), Status::Skipped);
}

#[test]
fn a_text_found_right_by_the_learner_is_not_put_off_any_more() {
    let mut watch = text_not_accepted(2, None);
    watch.key(Action::Later);
    watch.save_and_judge(failed("words"));
    watch.on(Event::Comparison { name: "words".into(), texts: Ok(("mine".into(), "theirs".into())) });
    watch.key(Action::Text('y'));
    assert_eq!(status(&watch, "words"), Status::SelfAssessed);
    assert!(!watch.state.progress.entry("words").skipped);
}

#[test]
fn passing_the_last_two_of_a_chapter_offers_to_skip_the_rest() {
    let mut watch = watch();
    watch.save_and_judge(passed("c"));
    let one_more = Offer::OneMore { other: "d".into(), chapter: "The first".into() };
    assert_eq!(watch.state.offers(), std::slice::from_ref(&one_more));
    assert!(watch.told().contains(&&Told::Offer(one_more)));
    assert!(!asks(&watch));
    watch.save_and_judge(passed("d"));
    assert!(asks(&watch));
    assert_eq!(watch.told().last(), Some(&&rest()));
    assert_eq!(watch.at(), ("a", "d"), "nothing has moved yet");
    let effects = watch.key(Action::Text('y'));
    assert_eq!(effects[0], Effect::RememberSkipped(vec!["a".into(), "b".into()]));
    assert_eq!(watch.at(), ("e", "e"), "the next chapter");
    assert_eq!(watch.state.just_passed, Some(passed("d")));
    assert_eq!(watch.state.chapter_begins().map(|chapter| chapter.title.as_str()), Some("The second"));
}

#[test]
fn the_order_of_the_last_two_does_not_matter() {
    let mut watch = watch();
    watch.save_and_judge(passed("d"));
    watch.save_and_judge(passed("c"));
    assert!(asks(&watch));
    watch.key(Action::Text('y'));
    assert_eq!(watch.at(), ("e", "e"));
}

#[test]
fn who_has_jumped_there_by_the_list_has_moved_on_and_is_asked_all_the_same() {
    let mut progress = Progress::default();
    progress.current = Some("c".into());
    let mut watch = Watch::with(two_chapters(), progress, false);
    watch.save_and_judge(passed("c"));
    watch.save_and_judge(passed("d"));
    assert_eq!(watch.at(), ("e", "e"));
    assert!(asks(&watch));
    watch.looked("e", true);
    assert!(asks(&watch), "looking at the next one takes no question away");
    watch.key(Action::Text('y'));
    assert_eq!(watch.at(), ("e", "e"));
    assert_eq!(status(&watch, "b"), Status::Skipped);
}

#[test]
fn whoever_does_not_want_to_skip_the_rest_goes_on_and_can_be_asked_again() {
    for answer in [Action::Next, Action::Escape] {
        let mut watch = watch();
        watch.save_and_judge(passed("c"));
        watch.save_and_judge(passed("d"));
        assert_eq!(watch.key(answer), []);
        assert!(!asks(&watch));
        assert_eq!(watch.at(), ("a", "d"));
        assert_eq!(status(&watch, "a"), Status::Todo);
        watch.save_and_judge(passed("d"));
        assert!(asks(&watch));
    }
}

#[test]
fn another_key_is_no_answer_and_does_what_it_always_does() {
    let mut watch = watch();
    watch.save_and_judge(passed("c"));
    watch.save_and_judge(passed("d"));
    watch.key(Action::Down);
    assert!(asks(&watch), "one may scroll and read");
    watch.key(Action::List);
    assert!(matches!(watch.state.overlay, Overlay::List(_)));
    assert_eq!(status(&watch, "a"), Status::Todo);
}

#[test]
fn in_the_usual_order_nothing_is_left_to_skip_and_nobody_asks() {
    let mut watch = watch();
    for name in ["a", "b", "c", "d", "e", "f"] {
        watch.save_and_judge(passed(name));
        assert!(!asks(&watch));
    }
    assert!(!watch.told().iter().any(|told| matches!(told, Told::Offer(_))));
}

#[test]
fn a_chapter_elsewhere_is_skipped_without_leaving_the_current_one() {
    let mut progress = Progress::default();
    progress.current = Some("e".into());
    let mut watch = Watch::with(two_chapters(), progress, false);
    watch.save_and_judge(passed("c"));
    watch.save_and_judge(passed("d"));
    watch.key(Action::Text('y'));
    assert_eq!(watch.at(), ("e", "e"));
    assert_eq!(status(&watch, "a"), Status::Skipped);
}

#[test]
fn the_end_of_a_chapter_is_told_with_what_was_put_off_in_it() {
    let mut watch = watch();
    watch.key(Action::Later);
    watch.save_and_judge(passed("b"));
    watch.save_and_judge(passed("c"));
    assert_eq!(watch.state.milestones("c"), []);
    let end = Milestone::Chapter {
        chapter: "The first".into(),
        done: 3,
        of: 4,
        put_off: vec!["a".into()],
        all_done: 3,
        all: 6,
    };
    let effects = watch.save_and_judge(passed("d"));
    assert!(effects.contains(&Effect::Tell(Told::Milestone(end.clone()))));
    assert_eq!(watch.state.milestones("d"), [end]);
}

#[test]
fn the_half_of_a_long_chapter_is_a_place_to_stop() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let watch = Watch::of(&names);
    let half = Milestone::Half { chapter: "The first".into(), at: 5, of: 10 };
    let found: Vec<Milestone> = names.iter().flat_map(|name| watch.state.milestones(name)).collect();
    assert_eq!(found, [half]);
    let short = Watch::of(&names[..7]);
    assert!(names[..7].iter().all(|name| short.state.milestones(name).is_empty()));
}

#[test]
fn a_chapter_begins_with_its_first_exercise_however_one_gets_there() {
    let begins = |watch: &Watch| watch.state.chapter_begins().map(|chapter| chapter.title.clone());
    let mut watch = watch();
    assert_eq!(begins(&watch).as_deref(), Some("The first"));
    watch.save_and_judge(passed("a"));
    assert_eq!(begins(&watch), None);
    // It was looked at before.
    fail(&mut watch, "f", 1);
    for name in ["b", "c", "d"] {
        watch.save_and_judge(passed(name));
    }
    assert_eq!(begins(&watch).as_deref(), Some("The second"));
    // The next day.
    let mut progress = watch.state.progress.clone();
    progress.exercises.remove("f");
    let mut watch = Watch::with(two_chapters(), progress, false);
    assert_eq!(begins(&watch).as_deref(), Some("The second"));
    watch.key(Action::Later);
    assert_eq!(begins(&watch), None, "it was read already");
    watch.save_and_judge(failed("e"));
    assert_eq!(begins(&watch), None);
}

#[test]
fn what_comes_back_leaves_in_view_what_was_just_passed() {
    let mut watch = Watch::of(&["a", "b"]);
    fail(&mut watch, "a", 6);
    watch.key(Action::Later);
    watch.save_and_judge(passed("b"));
    assert_eq!(watch.at(), ("a", "a"));
    assert!(!is_judged(&watch.looked("a", true)));
    assert!(matches!(watch.state.showing, Showing::Waiting));
    assert_eq!(watch.state.just_passed, Some(passed("b")));
    // The next day.
    let mut watch = Watch::with(kit(&["a", "b"]), watch.state.progress.clone(), false);
    assert!(is_judged(&watch.looked("a", true)));
}
