//! What a kit teaches, as Markdown.

use crate::kit::Kit;
use crate::proof::{Coverage, Covered};

/// A page for the kit's documentation.
pub(super) fn page(kit: &Kit, coverage: &Coverage) -> String {
    let mut page = format!(
        "# What {} covers\n\nMade by `memkata verify --coverage` from info.toml and the first lines of the mistakes, so \
         change it there.\n",
        kit.title
    );
    let rows = |all: &[Covered]| all.iter().map(row).collect::<Vec<_>>();
    let head = ["", "claim", "exercises"];
    table(
        &mut page,
        "What it teaches",
        &head,
        rows(&coverage.claims).into_iter().map(|row| row[..3].to_vec()),
    );
    let head = ["", "misconception", "exercises", "mistakes with this belief behind them"];
    table(&mut page, "What it is against", &head, rows(&coverage.misconceptions).into_iter().map(Vec::from));
    let head = ["kind", "", "exercises"];
    let kinds = coverage.kinds.iter().map(|done| {
        vec![done.kind.words().to_owned(), done.exercises.len().to_string(), names(&done.exercises)]
    });
    table(&mut page, "What learners do", &head, kinds);
    page
}

fn row(covered: &Covered) -> [String; 4] {
    let mistakes: Vec<String> = covered.mistakes.iter().map(|file| short(file)).collect();
    [covered.id.clone(), cell(&covered.text), names(&covered.exercises), names(&mistakes)]
}

/// `array_too_big/inline.rs`: the rest of the path is the same for all.
fn short(mistake: &str) -> String {
    let mut parts = mistake.rsplit('/');
    let (file, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{}/{file}", folder.trim_end_matches(".mistakes"))
}

fn names(names: &[String]) -> String {
    if names.is_empty() {
        return "none".into();
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A text that ends no cell and no row.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A table below its heading; nothing where it has no rows.
fn table(page: &mut String, heading: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<String> = rows.map(|row| format!("| {} |\n", row.join(" | "))).collect();
    if rows.is_empty() {
        return;
    }
    let line = "|---".repeat(head.len());
    page.push_str(&format!("\n## {heading}\n\n| {} |\n{line}|\n{}", head.join(" | "), rows.concat()));
}
