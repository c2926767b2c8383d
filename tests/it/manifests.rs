//! What the Cargo.toml of a format 1 kit says beyond its lints and dependencies, and what of it
//! stands in its own `[workspace]`.

use crate::rustlings::{PACKAGE, kit};
use crate::support::Env;

const EMPTY: &str = "fn main() {}\n";

#[test]
fn lints_of_cargo_itself_are_left_to_cargo() {
    let manifest = format!("{PACKAGE}\n[lints.cargo]\nunknown_lints = \"warn\"\n");
    kit(&manifest, &[("one", "", EMPTY)]).verdict("one").passed();
}

#[test]
fn what_the_workspace_gives_is_the_packages() {
    let manifest = "[package]\nname = \"exercises\"\nedition.workspace = true\nversion = { workspace = true }\n\n\
                    [workspace.package]\nedition = \"2021\"\nversion = \"4.5.6\"\n";
    let text = "async fn later() {}\n\nfn main() {\n    let _ = later();\n    print!(\"{}\", env!(\"CARGO_PKG_VERSION\"));\n}\n";
    assert_eq!(kit(manifest, &[("one", "", text)]).verdict("one").passed().json["output"], "4.5.6");
}

#[test]
fn the_checks_of_the_development_profile_count() {
    let text = "fn main() {\n    let most = std::hint::black_box(u8::MAX);\n    debug_assert!(most < u8::MAX);\n    println!(\"{}\", most + 1);\n}\n";
    let judged = |profile: &str| kit(&format!("{PACKAGE}\n{profile}"), &[("one", "", text)]).verdict("one");
    judged("").failed("run").says("most < u8::MAX");
    judged("[profile.dev]\ndebug-assertions = false\n").failed("run").says("overflow");
    judged("[profile.dev]\noverflow-checks = false\n").failed("run").says("most < u8::MAX");
    let neither = judged("[profile.dev]\ndebug-assertions = false\noverflow-checks = false\n");
    assert_eq!(neither.passed().json["output"], "0\n");
}

#[test]
fn a_program_knows_its_package() {
    let text = "fn main() {\n    println!(\"{} {} {}\", env!(\"CARGO_PKG_NAME\"), env!(\"CARGO_PKG_AUTHORS\"), env!(\"CARGO_BIN_NAME\"));\n    \
                print!(\"{}\", include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/data/words.txt\")));\n    \
                print!(\"{}\", std::fs::read_to_string(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/data/words.txt\")).unwrap());\n}\n";
    let manifest = format!("{PACKAGE}authors = [\"A\", \"B\"]\n");
    let env = kit(&manifest, &[("one", "", text)]);
    env.write("data/words.txt", "hello\n");
    assert_eq!(env.verdict("one").passed().json["output"], "exercises A:B one\nhello\nhello\n");
}

/// A kit whose dependencies are written down in its workspace.
fn shared_dependencies() -> Env {
    let text = "fn main() {\n    println!(\"{} {}\", forms::area(2, 3), forms::names());\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn path() {\n        assert_eq!(path::two(), 2);\n    }\n}\n";
    let manifest = format!(
        "bin = [{{ name = \"one\", path = \"exercises/01_first/one.rs\" }}]\n\n{PACKAGE}\n[dependencies]\nforms = {{ workspace = true, features = [\"names\"] }}\n\n[dev-dependencies]\npath.workspace = true\n\n\
         [workspace.dependencies]\nforms = {{ path = \"shapes\", package = \"shapes\", default-features = false }}\npath = {{ path = \"two\" }}\n"
    );
    let env = kit(&manifest, &[("one", "", text)]);
    env.write(
        "shapes/Cargo.toml",
        "[package]\nname = \"shapes\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[features]\nnames = []\n",
    );
    env.write("shapes/src/lib.rs", "pub fn area(w: u32, h: u32) -> u32 {\n    w * h\n}\n\n#[cfg(feature = \"names\")]\npub fn names() -> &'static str {\n    \"square\"\n}\n");
    env.write("two/Cargo.toml", "[package]\nname = \"path\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    env.write("two/src/lib.rs", "pub fn two() -> u32 {\n    2\n}\n");
    env
}

#[test]
fn dependencies_of_the_workspace_are_the_packages() {
    let env = shared_dependencies();
    let kit = env.dir();
    assert_eq!(env.verdict("one").passed().json["output"], "6 square\n");
    // And cargo can read the manifest of a learner's workspace.
    env.run_in(env.path(""), ["init".as_ref(), "learn".as_ref(), "--kit".as_ref(), kit.as_os_str()]).exits(0);
    let learn = env.path("learn");
    env.run_in(&learn, ["run", "one", "--format", "json"]).exits(0);
    let mut cargo = std::process::Command::new("cargo");
    cargo.args(["metadata", "--offline", "--format-version=1"]).current_dir(&learn);
    let answer = cargo.output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
}
