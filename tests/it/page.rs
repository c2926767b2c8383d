//! The instructor's page, opened in a real browser.

use std::path::Path;
use std::process::Command;

/// What `tests/browser/run` ends with where the machine cannot have a browser.
const CANNOT: i32 = 77;

#[test]
#[expect(clippy::print_stdout, reason = "that nothing was opened has to be told")]
fn the_page_of_a_class_works_in_a_browser() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run");
    let output = Command::new(script).env("CARGO", env!("CARGO")).output().expect("the script starts");
    let (told, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(CANNOT) {
        println!("{told}");
        return;
    }
    assert!(output.status.success(), "{told}\n{errors}");
    assert!(told.contains("ok      nothing that a learner wrote runs"), "{told}\n{errors}");
}
