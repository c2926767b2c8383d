//! What is done wrong with blocks is told, and ends the program.

use super::{Report, judged, main_of, plain};

/// The one report of a program that was ended because of it.
fn misuse(mode: &str, what: &str) -> Report {
    let mut run = main_of(mode, what);
    assert_eq!(run.status, Some(66), "{mode}, {what}: {}{}", run.stdout, run.stderr);
    assert_eq!(run.reports.len(), 1, "{mode}, {what}: {}", run.stderr);
    run.reports.remove(0)
}

/// Checks the kind, and lines with their values; an empty value means that the line is not there.
#[track_caller]
fn says(report: &Report, kind: &str, lines: &[(&str, &str)]) {
    assert_eq!(report.what, kind, "{report:?}");
    for (name, value) in lines {
        assert_eq!(report.get(name).unwrap_or(""), *value, "{name} of {report:?}");
    }
}

#[test]
fn a_use_after_free_faults_on_the_spot() {
    for (what, access, block, offset) in [
        ("reads after free", "read", "8 8", "0"),
        // The standard library's code does it: no instrumentation of the program would see it.
        ("prints after free", "read", "24 8", "8"),
        ("writes after free", "write", "8 8", "0"),
        ("reads after growing", "read", "4 4", "0"),
    ] {
        let report = misuse("fence", what);
        says(
            &report,
            "heap-use-after-free",
            &[("access", access), ("block", block), ("offset", offset), ("thread", "")],
        );
        assert!(report.get("late").is_none(), "{report:?}");
        assert!(report.calls("at") > 0 && report.calls("freed") > 0 && report.calls("allocated") > 0);
    }
}

#[test]
fn an_access_beyond_a_block_faults_on_the_spot() {
    for (what, access, block, offset) in [
        ("reads one too far", "read", "40 4", "40"),
        ("writes one too far", "write", "40 4", "40"),
        ("copies too much", "write", "3000 1", "3000"),
    ] {
        let report = misuse("fence", what);
        says(
            &report,
            "heap-buffer-overflow",
            &[("access", access), ("block", block), ("offset", offset), ("freed", "")],
        );
        assert!(report.get("late").is_none() && report.calls("at") > 0 && report.calls("allocated") > 0);
    }
}

#[test]
fn what_no_page_can_guard_is_found_when_the_block_is_freed() {
    for mode in ["fence", "guard"] {
        for (what, offset) in [("writes into the slack", "13"), ("writes before", "-1")] {
            let report = misuse(mode, what);
            says(&report, "heap-buffer-overflow", &[("access", "write"), ("offset", offset)]);
            assert!(report.get("late").is_some() && report.calls("allocated") > 0, "{report:?}");
        }
        let report = misuse(mode, "writes beside what stays");
        says(&report, "heap-buffer-overflow", &[("offset", "-1"), ("at", "")]);
    }
}

#[test]
fn guards_tell_afterwards() {
    says(
        &misuse("guard", "writes one too far"),
        "heap-buffer-overflow",
        &[("offset", "40"), ("block", "40 4")],
    );
    says(&misuse("guard", "copies too much"), "heap-buffer-overflow", &[("offset", "3000")]);
    let report = misuse("guard", "writes after free");
    says(&report, "heap-use-after-free", &[("access", "write"), ("block", "8 8"), ("offset", "0")]);
    assert!(report.get("late").is_some() && report.calls("freed") > 0);
    says(&misuse("guard", "prints after free"), "wild-access", &[("filled", "freed")]);
}

#[test]
fn what_a_free_says_is_compared_with_what_is_known() {
    for mode in ["fence", "guard"] {
        let report = misuse(mode, "frees twice");
        says(&report, "double-free", &[("block", "8 8"), ("by", "free")]);
        assert!(report.calls("at") > 0 && report.calls("freed") > 0 && report.calls("allocated") > 0);
        says(&misuse(mode, "frees the stack"), "invalid-free", &[("region", "stack"), ("block", "")]);
        says(&misuse(mode, "frees a static"), "invalid-free", &[("region", "static"), ("block", "")]);
        says(&misuse(mode, "frees the middle"), "invalid-free", &[("offset", "8"), ("block", "32 8")]);
        let report = misuse(mode, "resizes after free");
        says(&report, "heap-use-after-free", &[("by", "realloc"), ("block", "32 8")]);
    }
    for mode in ["fence", "guard", "asan"] {
        let report = misuse(mode, "frees with another layout");
        says(&report, "wrong-layout", &[("by", "free"), ("block", "32 8"), ("asked", "8 8")]);
        let report = misuse(mode, "resizes with another layout");
        says(&report, "wrong-layout", &[("by", "realloc"), ("block", "32 8"), ("asked", "32 1")]);
    }
}

#[test]
fn addresses_that_belong_to_nothing_are_told_apart() {
    for mode in ["fence", "guard"] {
        says(&misuse(mode, "writes to null"), "null-dereference", &[("access", "write"), ("block", "")]);
        says(&misuse(mode, "reads anywhere"), "wild-access", &[("access", "read"), ("filled", "")]);
        says(&misuse(mode, "follows what was never written"), "wild-access", &[("filled", "new")]);
    }
}

#[test]
fn other_threads_are_named_by_small_numbers() {
    let report = misuse("fence", "another thread reads after free");
    says(&report, "heap-use-after-free", &[("thread", "2"), ("offset", "0")]);
}

#[test]
fn an_overflow_of_the_stack_stays_what_it_is() {
    for mode in ["count", "fence", "guard"] {
        for what in ["overflows the stack", "overflows another stack"] {
            let run = main_of(mode, what);
            assert_eq!((run.status, run.reports.len()), (None, 0), "{mode}: {}", run.stderr);
            assert!(run.stderr.contains("has overflowed its stack"), "{}", run.stderr);
        }
    }
}

#[test]
fn a_test_is_not_proved_where_damage_is_found_after_it() {
    let requests = "test 4 BEGIN4 END4\ntest 5 BEGIN5 END5\n";
    let run = judged("guard", "writes beside what stays", requests);
    assert_eq!((run.status, run.complaints()), (Some(66), vec!["heap-buffer-overflow"]), "{}", run.stderr);
    assert!(run.stdout.contains("END4") && run.stdout.contains("BEGIN5") && !run.stdout.contains("END5"));
    assert_eq!(run.reports[0].get("test"), Some("5"));
}

#[test]
fn without_memkata_a_sentence_tells_it() {
    for (what, sentence) in [
        ("frees twice", "memprobe: this block of 8 bytes was freed twice"),
        ("frees the stack", "memprobe: memory was freed at an address that is not its start"),
        (
            "frees with another layout",
            "was freed or resized with another layout than it was allocated with (8 bytes",
        ),
        ("writes after free", "was used after it was freed. That was noticed only now"),
    ] {
        let run = plain(None, what);
        assert!(run.status.is_none() && run.stderr.contains(sentence), "{what}: {}", run.stderr);
        assert!(run.stderr.ends_with("Run it with memkata to see the lines.\n"), "{}", run.stderr);
    }
}

#[test]
fn who_only_counts_changes_nothing() {
    let run = main_of("count", "writes into the slack");
    assert_eq!((run.status, run.complaints()), (Some(0), vec![]), "{}", run.stderr);
}
