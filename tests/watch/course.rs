//! From the first start to the last exercise.

use crate::support::{Env, a_while, one_solved, two_solved, words_solved};

#[test]
fn the_first_start_makes_a_workspace_and_nothing_is_red() {
    let env = Env::empty();
    let mut watch = env.watch_in(&env.path(""), &["watch", "mine"], 80, 24);
    watch.sees("waiting for your first save: open mine/exercises/01_stack/add_the_deref.rs");
    watch.sees("Welcome to memkata");
    watch.sees("q quit");
    a_while();
    assert!(!watch.has("✗") && !watch.has("error"), "{}", watch.screen());
    assert!(env.path("mine/exercises/01_stack/add_the_deref.rs").is_file());
    watch.quit();
}

#[test]
fn without_a_folder_it_is_made_under_its_usual_name() {
    let env = Env::empty();
    let mut watch = env.watch_in(&env.path(""), &[], 80, 24);
    watch.sees("memkata/exercises/01_stack/add_the_deref.rs");
    assert!(env.path("memkata/.memkata/workspace.toml").is_file());
    watch.quit();
}

#[test]
fn a_save_is_judged_and_a_pass_moves_on_with_what_was_learnt_in_view() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("exercises/01_first/one.rs");
    watch.sees("Make answer return 42.");
    env.save("one", &crate::support::ONE.replace("41", "40"));
    watch.sees("✗ not yet one (tests)");
    watch.sees("it_is_42");
    watch.sees("the answer is 40");
    env.save("one", &one_solved());
    watch.sees("✓ passed one");
    watch.sees("The number went through a register.");
    watch.sees("now: two");
    watch.sees("waiting for your first save: open exercises/01_first/two.rs");
    assert!(!watch.has("✗"), "{}", watch.screen());
    watch.quit();
    assert!(watch.has("1 of 3 done"), "{}", watch.screen());
}

#[test]
fn the_whole_kit_from_the_first_to_the_last() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &one_solved());
    watch.sees("now: two");
    env.save("two", &two_solved());
    watch.sees("now: words");
    env.save("words", "# Who?\n\n## Your answer\n\nThe sea is deep and wide, and so is memory.\n");
    watch.sees("Who frees it?");
    env.save("words", &words_solved());
    watch.sees("all exercises are done");
    watch.sees("Those were the three numbers.");
    watch.sees("3/3 done");
    watch.quit();
    assert!(watch.has("3 of 3 done"), "{}", watch.screen());
}

#[test]
fn the_next_day_it_goes_on_where_it_stopped() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &one_solved());
    watch.sees("now: two");
    env.save("two", &crate::support::TWO.replace("Two.", "Two and a half."));
    watch.sees("✗ not yet two (compile)");
    watch.quit();
    let mut watch = env.watch();
    watch.sees("✗ not yet two (compile)");
    watch.sees("1/3 done");
    assert!(!watch.has("Welcome"), "{}", watch.screen());
    watch.quit();
}

#[test]
fn in_manual_the_pass_waits_for_the_key() {
    let env = Env::new();
    let mut watch = env.watch_with(&["watch", "--manual"], 80, 24);
    watch.sees("waiting for your first save");
    env.save("one", &one_solved());
    watch.sees("✓ passed one");
    watch.sees("n goes on, s shows one way to solve it");
    a_while();
    assert!(!watch.has("now: two"), "{}", watch.screen());
    watch.keys("n");
    watch.sees("now: two");
    watch.quit();
}

#[test]
fn in_the_kit_itself_it_says_so_and_judges_in_place() {
    let env = Env::empty();
    env.write_kit();
    let kit = env.path("kit");
    let mut watch = env.watch_in(&kit, &["watch"], 80, 24);
    watch.sees("author mode");
    watch.sees("waiting for your first save");
    std::fs::write(kit.join("exercises/01_first/one.rs"), one_solved()).expect("one's own file");
    watch.sees("now: two");
    std::fs::write(kit.join("exercises/01_first/two.rs"), "fn main() { mine }\n").expect("one's own file");
    watch.sees("mine");
    watch.keys("x");
    watch.keys("y");
    watch.sees("this is the kit itself");
    let kept = std::fs::read_to_string(kit.join("exercises/01_first/two.rs")).expect("one's own file");
    assert_eq!(kept, "fn main() { mine }\n");
    watch.quit();
}

#[test]
fn a_text_never_blocks_the_way() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    watch.keys("nn");
    watch.sees("open exercises/01_first/words.md, edit, save");
    for number in 1..=2 {
        let text = "The sea is deep and wide, and so is memory, as everybody knows.";
        env.save("words", &format!("# Who?\n\n## Your answer\n\n{text} {number}\n"));
        crate::support::wait_until("it was judged", || {
            env.progress()["exercises"]["words"]["failures"] == number
        });
    }
    watch.sees("s shows the model answer beside yours");
    watch.keys("s");
    watch.sees("The sea is deep");
    watch.sees("Whoever is the owner frees it.");
    watch.keys("y");
    crate::support::wait_until("it counts", || env.progress()["exercises"]["words"]["self_assessed"] == true);
    watch.sees("open exercises/01_first/one.rs, edit, save");
    watch.sees("1/3 done");
    watch.quit();
}

#[test]
fn a_wrong_prediction_is_answered_with_its_question() {
    let env = Env::empty();
    let work = env.work();
    let text = "```rust\nfn main() {\n    println!(\"{}\", 3 + 4);\n}\n```\n\n## Your prediction\n\n1>\n";
    let put = |path: &str, text: &str| {
        let path = work.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    put(
        "info.toml",
        "format_version = 2\n[[exercises]]\nname = \"words\"\ndir = \"01_first\"\nkind = \"predict\"\n",
    );
    put("exercises/01_first/words.md", text);
    put(
        "solutions/01_first/words.predict.toml",
        "[[blank]]\nn = 1\ntruth = { stdout_line = 1 }\nquestion = \"What is added?\"\n",
    );
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("words", &format!("{text}\n"));
    watch.sees("there is no prediction yet");
    env.save("words", &text.replace("1>", "1> 34"));
    watch.sees("1> “34” is not what happens");
    watch.sees("What is added?");
    env.save("words", &text.replace("1>", "1> seven"));
    watch.sees("predicted seven");
    watch.sees("happened 7");
    watch.quit();
}
