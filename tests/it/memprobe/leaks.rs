//! Blocks that nothing leads to any more are told at the end; everything else is not.

use super::{judged, main_of};

const MODES: [&str; 3] = ["fence", "guard", "asan"];

#[test]
fn what_nothing_leads_to_is_told() {
    for mode in MODES {
        for (what, blocks, bytes) in [
            ("forget", "1", "8"),
            ("leak", "1", "8"),
            ("into_raw", "1", "32"),
            ("alloc", "1", "8"),
            ("manually", "1", "8"),
            ("thread", "1", "8"),
            ("loop", "5", "40"),
        ] {
            let run = main_of(mode, what);
            assert_eq!(
                (run.status, run.complaints()),
                (Some(0), vec!["leak"]),
                "{mode}, {what}: {}",
                run.stderr
            );
            let leak = &run.reports[0];
            assert_eq!((leak.get("blocks"), leak.get("live")), (Some(blocks), Some(bytes)), "{mode}, {what}");
            assert!(leak.get("cycle").is_none() && leak.get("indirect").is_none(), "{leak:?}");
            assert!(leak.calls("allocated") > 0 && leak.get("test").is_none(), "{leak:?}");
        }
    }
}

#[test]
fn what_only_leaked_blocks_lead_to_is_part_of_their_leak() {
    for mode in MODES {
        let run = main_of(mode, "vec of boxes");
        assert_eq!(run.complaints(), ["leak"], "{mode}: {}", run.stderr);
        assert_eq!(run.reports[0].get("blocks"), Some("1"));
        assert_eq!(run.reports[0].get("indirect"), Some("10 80"));
        let run = main_of(mode, "long list");
        assert_eq!(run.complaints(), ["leak"], "{mode}: {}", run.stderr);
        assert_eq!(run.reports[0].get("indirect"), Some("29999 479984"));
    }
}

#[test]
fn a_ring_is_one_leak() {
    for mode in MODES {
        for (what, blocks) in [("ring", "2"), ("ring of one", "1")] {
            let run = main_of(mode, what);
            assert_eq!(run.complaints(), ["leak"], "{mode}, {what}: {}", run.stderr);
            let leak = &run.reports[0];
            assert_eq!((leak.get("blocks"), leak.get("cycle")), (Some(blocks), Some("")), "{mode}, {what}");
        }
    }
}

#[test]
fn nothing_that_is_still_needed_is_blamed() {
    for mode in MODES {
        for what in [
            "statics",
            "thread locals",
            "the standard library's own",
            "scoped threads",
            "a thread that still runs",
            "a tree",
        ] {
            let run = main_of(mode, what);
            assert_eq!((run.status, run.complaints()), (Some(0), vec![]), "{mode}, {what}: {}", run.stderr);
            assert_eq!(run.about("counted").len(), 1, "{mode}, {what}");
        }
    }
    // It takes very many blocks, which only fences make slow.
    assert_eq!(main_of("guard", "a backtrace").complaints(), [""; 0]);
}

#[test]
fn nothing_is_said_after_a_failure_or_where_nobody_watches() {
    let run = main_of("fence", "a panic");
    assert_eq!((run.status, run.complaints()), (Some(101), vec![]), "{}", run.stderr);
    let run = judged("fence", "a panic", "test 3 BEGIN3 END3\ntest 5 BEGIN5 END5\n");
    assert_eq!((run.status, run.complaints()), (Some(1), vec![]), "{}", run.stderr);
    assert_eq!(main_of("count", "forget").complaints(), [""; 0]);
}

#[test]
fn a_leak_is_that_of_its_test() {
    let run = judged("fence", "leak", "test 3 BEGIN3 END3\ntest 4 BEGIN4 END4\ntest 5 BEGIN5 END5\n");
    assert_eq!((run.status, run.complaints()), (Some(0), vec!["leak", "leak"]), "{}", run.stderr);
    assert_eq!((run.reports[0].get("test"), run.reports[0].get("live")), (Some("3"), Some("1")));
    assert_eq!((run.reports[1].get("test"), run.reports[1].get("live")), (Some("5"), Some("8")));
}
