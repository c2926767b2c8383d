//! What is counted is exact, the same every time, and the same in every mode.

use super::{main_of, plain};

const MODES: [&str; 4] = ["count", "fence", "guard", "asan"];

/// What the program printed between the harness's marks.
fn printed(mode: &str, what: &str) -> String {
    let run = main_of(mode, what);
    assert_eq!(run.status, Some(0), "{mode}, {what}: {}{}", run.stdout, run.stderr);
    run.stdout.trim().trim_start_matches("BEGIN").trim().to_owned()
}

#[test]
fn one_thread_is_counted_exactly() {
    for mode in MODES {
        assert_eq!(
            printed(mode, "one thread"),
            "3 allocations, 1019 B, peak 1000 B, 1 blocks of 16 B live",
            "{mode}"
        );
        assert_eq!(
            printed(mode, "nested"),
            "1 allocations, 50 B, peak 50 B, 0 blocks of 0 B live\n\
             2 allocations, 1050 B, peak 1000 B, 0 blocks of 0 B live",
            "{mode}"
        );
    }
}

#[test]
fn threads_are_counted_the_same_every_time() {
    let first = printed("count", "spawned and joined");
    assert!(first.ends_with(" 0 0"), "{first}");
    for _ in 0..5 {
        for mode in MODES {
            assert_eq!(printed(mode, "spawned and joined"), first, "{mode}");
        }
    }
    let each = printed("count", "on several threads at once");
    let expected: Vec<_> = (1..5)
        .map(|size| format!("50 allocations, {} B, peak {size} B, 0 blocks of 0 B live", 50 * size))
        .collect();
    assert_eq!(each, expected.join("\n"));
}

#[test]
fn the_whole_program_is_counted_the_same_in_every_mode() {
    let counted = |mode: &str, what: &str| {
        let run = main_of(mode, what);
        let about = run.about("counted");
        assert_eq!(about.len(), 1, "{mode}, {what}: {}", run.stderr);
        format!("{:?}", about[0].lines)
    };
    for what in ["spawned and joined", "leak", "scoped threads", "raw blocks"] {
        let lines = |mode: &str| {
            let all = counted(mode, what);
            // Which of the threads were there at the same time is luck.
            if what.contains("threads") || what.contains("spawned") {
                let peak = all.find("(\"peak\"").expect("a peak");
                let after = all[peak..].find(')').expect("its end");
                format!("{}{}", &all[..peak], &all[peak + after..])
            } else {
                all
            }
        };
        let first = lines("count");
        for mode in MODES {
            assert_eq!(lines(mode), first, "{mode}, {what}");
        }
    }
}

#[test]
fn a_panic_or_an_exit_inside_a_measurement_harms_nobody() {
    for mode in MODES {
        assert_eq!(
            printed(mode, "a panic inside"),
            "1 allocations, 1 B, peak 1 B, 0 blocks of 0 B live",
            "{mode}"
        );
        assert_eq!(main_of(mode, "exit inside").status, Some(7));
    }
}

#[test]
fn a_budget_says_what_was_allocated() {
    for (what, sentence) in [
        ("a budget", "2 allocations, and at most 1 may be: 1 B, 18 B"),
        ("a peak", "100 B at the peak, and at most 99 B may be: 100 B"),
        ("not freed", "1 block of 8 B not freed"),
    ] {
        let run = main_of("count", what);
        assert_eq!((run.status, run.complaints()), (Some(101), vec!["budget"]), "{}", run.stderr);
        assert!(run.stderr.contains(sentence), "{}", run.stderr);
        assert!(run.stderr.contains("counts.rs"), "the line is the caller's: {}", run.stderr);
        assert!(plain(None, what).stderr.contains(sentence));
    }
    let run = main_of("count", "a budget after many");
    let sizes: Vec<_> = run.reports[0].lines.iter().filter(|(name, _)| name == "allocation").collect();
    assert!(!sizes.is_empty() && sizes.iter().all(|(_, size)| size == "3"), "{sizes:?}");
}

#[test]
fn where_a_value_lives_is_known_in_every_mode() {
    for mode in MODES {
        assert_eq!(printed(mode, "regions"), "[Stack, Heap, Stack, Stack]", "{mode}");
    }
    for mode in [None, Some("fence"), Some("count")] {
        let run = plain(mode, "regions");
        assert_eq!(run.status, Some(0), "{}", run.stderr);
    }
}

#[test]
fn blocks_are_as_they_were_asked_for() {
    for mode in MODES {
        assert_eq!(printed(mode, "raw blocks"), "", "{mode}");
        assert_eq!(printed(mode, "very many"), "1799970000", "{mode}");
        assert_eq!(plain(Some(mode), "raw blocks").status, Some(0));
    }
}
