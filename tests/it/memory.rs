//! What a program allocates: counted exactly, told in the verdict, and held to budgets.

use serde_json::{Value, json};

use crate::samples::{change, program};
use crate::support::{Env, Exercise, Kit, Verdict, judge, judge_all};

/// The whole `memory` of a verdict.
fn memory(of: &str, allocations: u64, bytes: u64, peak: u64, live: (i64, i64)) -> Value {
    json!({
        "of": of, "allocations": allocations, "bytes": bytes, "peak_bytes": peak,
        "live_blocks": live.0, "live_bytes": live.1,
    })
}

const TWO: &str = "\
fn main() {
    let list: Vec<u32> = Vec::with_capacity(24);
    println!(\"{}\", list.len());
    drop(list);
    let mut boxed = Box::new(1_u8);
    *boxed += 1;
    println!(\"{boxed}\");
}
";

#[test]
fn what_main_allocates_is_counted_to_the_byte() {
    let cases = [
        ("two", TWO, memory("main", 2, 97, 96, (0, 0))),
        ("none", "fn main() {\n    println!(\"{}\", [1, 2].len());\n}\n", memory("main", 0, 0, 0, (0, 0))),
        // A block that grows counts again.
        (
            "grows",
            "fn main() {\n    let mut list = vec![1_u8, 2];\n    list.reserve_exact(8);\n}\n",
            memory("main", 2, 12, 10, (0, 0)),
        ),
        (
            "kept",
            "fn main() {\n    std::mem::forget(vec![1_u8; 100]);\n}\n",
            memory("main", 1, 100, 100, (1, 100)),
        ),
    ];
    let mut exercises: Vec<_> = cases.iter().map(|(name, source, _)| program(name, source)).collect();
    exercises.push(program("two_watched", TWO).key("sanitize = true"));
    let verdicts = judge_all(exercises);
    for (verdict, wanted) in verdicts.iter().zip(cases.iter().chain(&cases[..1])) {
        assert_eq!(verdict.clone().passed().json["memory"], wanted.2, "{:#}", verdict.json);
    }
}

const TESTED: &str = "\
fn pair(n: u32) -> Vec<u32> {
    vec![n, n]
}

fn main() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_two() {
        let got: Vec<u32> = pair(1);
        assert_eq!(got, [1, 1]);
    }

    #[test]
    fn has_two_beside_others() {
        let got: Vec<u32> = pair(2);
        let others = Box::new([0_u8; 32]);
        assert_eq!(got.len() + others.len(), 34);
    }
}
";

#[test]
fn tests_count_together_where_main_does_nothing() {
    let watched = Exercise::new("watched", TESTED).key("sanitize = true");
    for verdict in judge_all(vec![Exercise::new("pair", TESTED), watched]) {
        assert_eq!(verdict.passed().json["memory"], memory("tests", 3, 48, 40, (0, 0)), "nothing else");
    }
}

#[test]
fn threads_count_and_the_numbers_stay_the_same() {
    let source = "\
use std::thread;

fn main() {
    let mut sum = 0;
    for size in 1..=4 {
        sum += thread::spawn(move || vec![1_u8; size].len()).join().unwrap();
    }
    thread::scope(|scope| {
        (0..4).for_each(|n| drop(scope.spawn(move || Box::new(n))));
    });
    println!(\"{sum}\");
}
";
    let env = Env::with(&Kit::of(program("threads", source)));
    let counted = || {
        let memory = env.run(["run", "threads", "--format", "json"]).exits(0).json()["memory"].clone();
        // Which threads are there at the same moment is nobody's choice.
        [&memory["allocations"], &memory["bytes"], &memory["live_blocks"]]
            .map(|number| number.as_i64().unwrap())
    };
    let first = counted();
    assert!(first[0] >= 8 && first[1] >= 10, "{first:?}");
    assert_eq!(first[2], 0);
    for _ in 0..4 {
        assert_eq!(counted(), first);
    }
}

#[test]
fn a_thread_that_is_left_behind_does_not_disturb() {
    let source = "\
use std::{sync::mpsc, thread, time::Duration};

fn main() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let held = vec![1_u8; 1000];
        sender.send(held.len()).unwrap();
        thread::sleep(Duration::from_secs(100));
        drop(held);
    });
    println!(\"{}\", receiver.recv().unwrap());
}
";
    let watched = program("watched", source).key("sanitize = true");
    for verdict in judge_all(vec![program("left", source), watched]) {
        let verdict = verdict.passed();
        let live = verdict.json["memory"]["live_bytes"].as_i64().unwrap();
        assert!(live >= 1000, "{:#}", verdict.json);
    }
}

#[test]
fn what_does_not_come_to_its_end_is_not_counted() {
    let held =
        "fn main() {\n    let held = vec![1_u8; 100];\n    println!(\"{}\", held.len());\n    END\n}\n";
    let ends = [
        ("exits", "std::process::exit(0);", None),
        ("aborts", "std::process::abort();", Some("crash")),
        ("panics", "panic!(\"no\");", Some("run")),
        ("fails", "std::process::exit(3);", Some("run")),
    ];
    let exercise = |(name, end, _): (&str, &str, _)| program(name, &held.replace("END", end));
    for (verdict, (.., reason)) in judge_all(ends.map(exercise).into()).into_iter().zip(ends) {
        let verdict = match reason {
            None => verdict.passed(),
            Some(reason) => verdict.failed(reason),
        };
        assert!(verdict.json["memory"].is_null(), "{:#}", verdict.json);
    }
}

#[test]
fn an_imitated_report_is_output_like_any_other() {
    let source = "\
fn main() {
    eprintln!(\"\\nmemprobe T counted\\ncount 0\\nbytes 0\\npeak 0\\nlive-blocks 0\\nlive 0\\nmemprobe T end\");
    eprintln!(\"\\nmemprobe T heap-use-after-free\\naccess read\\nmemprobe T end\");
    eprintln!(\"=====\\n==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1 at pc 0x2\");
    eprintln!(\"READ of size 4 at 0x1 thread T0\\n    #0 0x3  (exercise+0x3)\\n==1==ABORTING\");
    println!(\"{}\", Box::new(1));
    END
}
";
    let uses_freed = "let p = Box::into_raw(Box::new(1_u64));\n    drop(unsafe { Box::from_raw(p) });\n    println!(\"{}\", unsafe { *p });";
    let cases = [
        ("returns", "", "sanitize = false"),
        ("returns_watched", "", "sanitize = true"),
        ("exits", "std::process::exit(1);", "sanitize = true"),
        ("aborts", "std::process::abort();", "sanitize = true"),
        ("uses_freed", uses_freed, "sanitize = true"),
    ];
    let exercise = |(name, end, key)| program(name, &source.replace("END", end)).key(key);
    let verdicts = judge_all(cases.map(exercise).into());
    for verdict in &verdicts[..2] {
        assert_eq!(verdict.clone().passed().json["memory"], memory("main", 1, 4, 4, (0, 0)));
    }
    verdicts[2].clone().failed("run").says("status 1");
    verdicts[3].clone().failed("crash").says("SIGABRT");
    verdicts[4]
        .clone()
        .failed("memory")
        .code("heap-use-after-free")
        .says("line 9 reads")
        .says("line 8 has freed (allocated on line 7)");
}

/// Each of its tests exceeds a budget.
pub const BUDGETS: &str = "\
fn shout(text: &str) -> String {
    let loud = text.to_uppercase();
    let mut end = String::from(\"!\");
    end.insert_str(0, &loud);
    end
}

fn main() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allocates_once() {
        let (got, used) = memprobe::allocations(|| shout(\"hello\"));
        let got: String = got;
        assert_eq!(got, \"HELLO!\");
        used.at_most(1);
    }

    #[test]
    fn allocates_nothing() {
        memprobe::allocations(|| shout(\"hello\")).1.at_most(0);
    }

    #[test]
    fn takes_little() {
        memprobe::allocations(|| shout(\"hello\")).1.peak_at_most(8);
    }

    #[test]
    fn frees_all() {
        let (_kept, used) = memprobe::allocations(|| shout(\"hello\"));
        used.all_freed();
    }
}
";

#[test]
fn budgets_name_the_lines() {
    let good = change(&change(BUDGETS, "at_most(1)", "at_most(3)"), "at_most(0)", "at_most(3)");
    let good = change(&change(&good, "peak_at_most(8)", "peak_at_most(13)"), "(_kept, used)", "((), used)");
    let good = change(
        &good,
        "|| shout(\"hello\"));\n        used.all_freed",
        "|| drop(shout(\"hello\")));\n        used.all_freed",
    );
    let verdicts = judge_all(vec![Exercise::new("over", BUDGETS), Exercise::new("within", &good)]);
    let over = verdicts[0].clone().failed("memory").in_file_of("learner").at(2, 1);
    let findings = over.json["findings"].as_array().unwrap();
    let told = findings
        .iter()
        .map(|finding| [&finding["code"], &finding["message"]].map(|text| text.as_str().unwrap().to_owned()));
    let lines = "5 B at line 2, 1 B at line 3, 8 B at line 4";
    let largest = "8 B at line 4, 5 B at line 2, 1 B at line 3";
    let wanted = [
        ("allocations", format!("tests::allocates_once: 3 allocations, 2 more than allowed: {lines}")),
        ("allocations", format!("tests::allocates_nothing: 3 allocations more than allowed: {lines}")),
        (
            "peak",
            format!("tests::takes_little: 13 B were allocated at one moment, and 8 B are allowed: {largest}"),
        ),
        (
            "live",
            format!("tests::frees_all: 8 B are still allocated at the end, of what was allocated: {lines}"),
        ),
    ];
    let wanted = wanted.map(|(budget, message)| [format!("budget-{budget}"), message]);
    assert_eq!(told.collect::<Vec<_>>(), wanted);
    let shown = "\
2 | let loud = text.to_uppercase();
  | ^^^ 5 B allocated
3 | let mut end = String::from(\"!\");
  | ^^^ 1 B allocated
4 | end.insert_str(0, &loud);
  | ^^^ 8 B allocated";
    assert_eq!(over.first()["rendered"], shown);
    verdicts[1].clone().passed();
}

/// A test that measures `work`, which has this body.
fn measured(name: &str, body: &str) -> Exercise {
    let source = format!(
        "fn work() -> usize {{\n    {body}\n}}\n\nfn main() {{}}\n\n#[cfg(test)]\nmod tests {{\n    use super::*;\n\n    #[test]\n    fn uses_nothing() {{\n        let (_, used) = memprobe::allocations(work);\n        used.at_most(0);\n        used.all_freed();\n    }}\n}}\n"
    );
    Exercise::new(name, &source)
}

#[test]
fn a_measurement_that_goes_wrong_is_no_pass() {
    let over = [
        ("once", "vec![1, 2].len()"),
        ("forgets", "std::mem::forget(vec![1]);\n    0"),
        ("threads", "std::thread::spawn(|| vec![1].len()).join().unwrap()"),
        ("inside", "memprobe::allocations(|| vec![1].len()).0"),
        ("catches", "usize::from(std::panic::catch_unwind(|| panic!(\"no\")).is_err())"),
        (
            "catches_inside",
            "usize::from(std::panic::catch_unwind(|| memprobe::allocations(|| panic!(\"{}\", 1))).is_err())",
        ),
    ];
    let others = [
        ("nothing", "[1, 2].len()"),
        ("panics", "let list = vec![1, 2];\n    list[list.len()]"),
        ("exits", "std::process::exit(0)"),
    ];
    let all = over.into_iter().chain(others);
    let verdicts = judge_all(all.map(|(name, body)| measured(name, body)).collect());
    for verdict in &verdicts[..over.len()] {
        verdict.clone().failed("memory").code("budget-allocations").in_file_of("learner").at(2, 1);
    }
    let [nothing, panics, exits] = <[Verdict; 3]>::try_from(verdicts[over.len()..].to_vec()).unwrap();
    nothing.passed();
    panics.failed("tests").says("index out of bounds").at(3, 9);
    exits.failed("tests").says("before the test had finished");
}

#[test]
fn an_allocator_of_ones_own_is_refused_by_name() {
    let source = "use std::alloc::System;\n\n#[global_allocator]\nstatic MINE: System = System;\n\nfn main() {\n    println!(\"{}\", vec![1].len());\n}\n";
    judge(program("own", source), source)
        .failed("compile")
        .at(3, 1)
        .in_file_of("learner")
        .says("there can be no `#[global_allocator]`")
        .says("Remove the attribute");
}
