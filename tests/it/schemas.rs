//! The schemas that editors go by accept what memkata accepts, and refuse what it refuses.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

/// All files below a folder of the repository whose names end so.
pub fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    assert!(!found.is_empty(), "{folder} has no {end}");
    found
}

/// A committed schema: "info", "rubric" or "predict".
pub fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn validator(name: &str) -> Validator {
    jsonschema::draft7::new(&schema(name)).expect("a schema that is one")
}

/// A TOML text as the validator sees it.
fn read(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{error}:\n{text}"));
    serde_json::to_value(table).unwrap()
}

#[track_caller]
fn accepts(validator: &Validator, text: &str) {
    let errors: Vec<String> = validator.iter_errors(&read(text)).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

#[track_caller]
fn refuses(validator: &Validator, text: &str, says: &str) {
    let value = read(text);
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.iter().any(|error| error.contains(says)), "{says:?} is not in {errors:#?}\n{text}");
}

#[test]
fn every_file_of_ours_is_valid() {
    let (info, rubric, predict) = (validator("info"), validator("rubric"), validator("predict"));
    let text = |path: &Path| fs::read_to_string(path).unwrap();
    let own = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("info.toml"));
    assert!(own.starts_with("#:schema ./schemas/info.schema.json\n"));
    accepts(&info, &own);
    for (end, validator) in [(".rubric.toml", &rubric), (".predict.toml", &predict)] {
        for path in files("solutions", end) {
            let directive = format!("#:schema ../../schemas/{}\n", end.trim_start_matches('.'));
            let directive = directive.replace(".toml", ".schema.json");
            assert!(
                text(&path).starts_with(&directive),
                "{} does not begin with {directive}",
                path.display()
            );
            accepts(validator, &text(&path));
        }
    }
}

#[test]
fn what_new_writes_is_valid_and_names_its_schema() {
    let env = crate::support::Env::new();
    env.run(["new", "--kit", "."]).exits(0);
    env.run(["new", "01_start/freed", "--kind", "witness"]).exits(0);
    env.run(["new", "02_more/said", "--kind", "answer"]).exits(0);
    env.run(["new", "02_more/seen", "--kind", "predict"]).exits(0);
    let info = env.read("info.toml");
    assert!(info.starts_with("#:schema ./schemas/info.schema.json\n"), "{info}");
    accepts(&validator("info"), &info);
    for (dir, name, kind) in [
        ("01_start", "move_or_clone", "rubric"),
        ("02_more", "said", "rubric"),
        ("01_start", "two_lists", "predict"),
        ("02_more", "seen", "predict"),
    ] {
        let text = env.read(format!("solutions/{dir}/{name}.{kind}.toml"));
        assert!(text.starts_with(&format!("#:schema ../../schemas/{kind}.schema.json\n")), "{text}");
        accepts(&validator(kind), &text);
    }
    for kind in ["info", "rubric", "predict"] {
        let written: Value = serde_json::from_str(&env.read(format!("schemas/{kind}.schema.json"))).unwrap();
        assert_eq!(written, schema(kind));
    }
}

#[test]
fn a_kit_without_schemas_gets_no_line_about_them() {
    let env = crate::support::Env::author(&crate::support::Kit::of(crate::samples::twice()));
    env.run(["new", "01_first/said", "--kind", "answer"]).exits(0);
    assert!(!env.read("solutions/01_first/said.rubric.toml").contains("#:schema"));
}

#[test]
fn what_memkata_refuses_the_schemas_refuse() {
    let info = validator("info");
    let head = "format_version = 2\n\n[[exercises]]\nname = \"a\"\n";
    accepts(&info, head);
    for (key, says) in [
        ("strict_clipy = true", "strict_clipy"),
        ("test = \"no\"", "boolean"),
        ("hints = \"one\"", "array"),
        ("kind = \"quiz\"", "quiz"),
        ("dir = \"a b\"", "a b"),
        ("tests = \"mine\"", "mine"),
        ("sanitize = \"yes\"", "yes"),
        ("limits = { second = 1 }", "second"),
        ("limits = { seconds = 0 }", "minimum"),
        ("limits = { seconds = 601 }", "maximum"),
        ("points = -1", "minimum"),
        ("hint_for = { E0515 = 1 }", "string"),
    ] {
        refuses(&info, &format!("{head}{key}\n"), says);
    }
    refuses(&info, &head.replace('2', "1"), "format_version");
    refuses(&info, "format_version = 2\n", "exercises");
    refuses(&info, &format!("edition = \"2023\"\n{head}"), "2023");
    refuses(&info, &format!("{head}[[chapters]]\ndir = \"a\"\n"), "title");

    accepts(&info, &format!("{head}[[claims]]\nid = \"C1\"\ntext = \"x\"\n"));
    refuses(&info, &format!("{head}[[claims]]\nid = \"C1\"\n"), "text");
    refuses(&info, &format!("{head}[[misconceptions]]\nid = \"M 1\"\ntext = \"x\"\n"), "M 1");

    let rubric = validator("rubric");
    let head = "[[group]]\nid = \"a\"\nask = \"?\"\n[[concept]]\nid = \"b\"\nany = [\"x\"]\n";
    accepts(&rubric, head);
    accepts(&rubric, &format!("subjects = {{ stack = [\"stack\"] }}\n{head}"));
    for (key, says) in [
        ("anny = [\"x\"]", "anny"),
        ("points = 101", "maximum"),
        ("also = []", "also"),
        ("also = [\" \"]", "also"),
        ("denied = \"perhaps\"", "perhaps"),
        ("of = 1", "string"),
    ] {
        refuses(&rubric, &format!("{head}{key}\n"), says);
    }
    refuses(&rubric, &format!("language = \"de\"\n{head}"), "de");
    refuses(&rubric, &head.replace("ask = \"?\"\n", ""), "ask");
    refuses(&rubric, &head.replace("[[concept]]", "[[accept]]"), "concept");
    refuses(&rubric, &format!("{head}[words]\nlate = \"late\"\n"), "late");

    let predict = validator("predict");
    let blank = |truth: &str| format!("[[blank]]\nn = 1\ntruth = {{ {truth} }}\nquestion = \"?\"\n");
    accepts(&predict, &blank("stdout_line = 1"));
    accepts(&predict, &blank("panics = true"));
    for truth in ["stdout_line = 0", "panics = false", "value = 3", "", "panics = true, oracle = true"] {
        refuses(&predict, &blank(truth), "truth");
    }
}
