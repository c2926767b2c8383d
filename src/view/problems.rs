//! Errors that end a command, with the line, a caret and what to do next.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::error::{Error, Problem};

/// All problems of an error as text.
pub(super) fn render(error: &Error, colors: bool) -> String {
    let renderer = if colors { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for problem in &error.problems {
        text.push_str(&renderer.render(&groups(problem)));
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// One problem as plain text.
pub(super) fn render_one(problem: &Problem) -> String {
    Renderer::plain().render(&groups(problem))
}

fn groups(problem: &Problem) -> Vec<Group<'_>> {
    let title = Level::ERROR.primary_title(&problem.message);
    let mut group = match &problem.snippet {
        Some((text, span)) if !text.is_empty() => {
            let start = text.floor_char_boundary(span.start.min(text.len()));
            let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
            let mut snippet = Snippet::source(text).annotation(AnnotationKind::Primary.span(start..end));
            if let Some(file) = &problem.file {
                snippet = snippet.path(file);
            }
            title.element(snippet)
        }
        _ => {
            let group = Group::with_title(title);
            match &problem.file {
                Some(file) => group.element(Level::NOTE.message(format!("in {file}"))),
                None => group,
            }
        }
    };
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}
