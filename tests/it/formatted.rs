//! What `verify` says about the formatting of solutions where line ends are those of Windows, and
//! where rustfmt itself fails.

use crate::samples::solved;
use crate::support::{Env, Kit};
use crate::verify::good;

#[test]
fn line_ends_of_windows_are_no_fault() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    let env = Env::author(&Kit::of(good().solution(&windows(&solved()))));
    env.run(["verify"]).exits(0);
    env.write("rustfmt.toml", "newline_style = \"Auto\"\n");
    env.run(["verify"]).exits(0);
    // The kit itself asks for others.
    env.write("rustfmt.toml", "newline_style = \"Unix\"\n");
    env.run(["verify"]).exits(1).says("twice.rs:1  it is not formatted");
    env.write("rustfmt.toml", "newline_style = \"Windows\"\n");
    env.run(["verify"]).exits(0);
    env.write("rustfmt.toml", "");
    env.write("solutions/01_first/twice.rs", windows(&solved().replace("    n", "  n")));
    env.run(["verify"]).exits(1).says("twice.rs:3  it is not formatted");
}

#[test]
fn settings_that_rustfmt_cannot_read_are_the_kits_fault() {
    let env = Env::author(&Kit::of(good()));
    for (settings, said) in [("max_width = \"abc\"\n", "expected usize"), ("max_width = \n", "line 1")] {
        env.write("rustfmt.toml", settings);
        let error = env.run(["verify", "--format", "json"]).exits(3).error();
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("rustfmt cannot read its settings") && message.contains(said), "{error:#}");
        assert!(error["file"].as_str().unwrap().ends_with("rustfmt.toml"), "{error:#}");
    }
    // A solution that is no Rust is the fault of the solution alone.
    env.write("rustfmt.toml", "");
    env.write("solutions/01_first/twice.rs", "fn main( {\n");
    env.run(["verify"]).exits(1).says_not("formatted").says_not("rustfmt");
}

#[cfg(unix)]
#[test]
fn a_rustfmt_that_fails_proves_nothing() {
    use crate::support::toolchain::{Wrapped, has_clippy, script};
    let mut env = Env::new();
    Wrapped::new(&mut env, has_clippy());
    Kit::of(good()).write(&env.dir());
    let rustfmt = env.path("toolchain/bin/rustfmt");
    for (does, said) in [
        ("echo 'error: no such component' >&2; exit 1", "rustfmt has failed: error: no such component"),
        ("kill -SEGV $$", "rustfmt has failed: it said nothing"),
    ] {
        script(&rustfmt, &format!("#!/bin/sh\n{does}\n"));
        env.run(["verify"]).exits(4).warns(said);
    }
}
