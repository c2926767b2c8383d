//! The JSON schemas that editors complete and check an author's files with. They are made from what
//! the readers of these files go by, and committed; this test compares the two.

use std::path::Path;
use std::{env, fs};

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// What is written over the generated files.
const COMMAND: &str = "UPDATE_SCHEMAS=1 cargo test --bin memkata schemas";

/// Makes schemas as editors of TOML read them: draft 7, without references inside.
fn generator() -> SchemaGenerator {
    SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(plain))
        .into_generator()
}

/// TOML has no null, and its numbers have no sizes. A key that may be left out needs neither.
fn plain(schema: &mut Schema) {
    schema.remove("format");
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::String(about)) = schema.get_mut("description") {
        // The line ends of a comment in the source mean nothing.
        *about = about.replace('\n', " ");
    }
}

/// A schema with a title, as text.
fn text(mut schema: Schema, title: &str) -> String {
    schema.insert("title".into(), title.into());
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

#[test]
fn the_committed_schemas_are_those_of_the_readers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, text) in [
        ("info", text(crate::kit::schema(generator()), "info.toml of a memkata kit")),
        (
            "predict",
            text(crate::check::predict::blanks::schema(generator()), "The blanks of a memkata prediction"),
        ),
        ("rubric", text(crate::rubric::schema(), "The rubric of a memkata text answer")),
    ] {
        let file = folder.join(format!("{name}.schema.json"));
        if env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::write(&file, &text).expect("the schema can be written");
        }
        let committed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(committed == text, "{name}.schema.json is not what is read any more: {COMMAND}");
    }
}
