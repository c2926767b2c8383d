//! The automatic attack: an answer with its subjects exchanged must not be accepted.

use super::clause::Topic;
use super::compile::Compiled;
use super::evidence::read;
use super::spelling::Stems;

/// The answer with every subject's name replaced by the next subject's. `None` when none is named.
pub(super) fn swap_subjects(rubric: &Compiled, answer: &str) -> Option<String> {
    let stems = Stems::shared();
    let (passages, _) = read(rubric, answer, &stems);
    let mut names: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    for passage in &passages {
        for at in 0..passage.words.len() {
            for (subject, entry) in rubric.subjects.iter().enumerate() {
                // Single words are enough: "call stack" becomes "call heap".
                let name = entry
                    .names
                    .single()
                    .any(|name| passage.words.get(at).is_some_and(|word| word.lexes.contains(&name)));
                if let Some(word) = passage.words.get(at).filter(|word| name && !word.no_subject) {
                    names.push((word.token.span.clone(), subject));
                }
            }
        }
        for mention in passage.mentions.iter().filter(|mention| mention.by_name && mention.range.len() > 1) {
            let spans = passage.words.get(mention.range.clone()).unwrap_or_default();
            if let (Topic::One(subject), Some(first), Some(last)) =
                (mention.topic, spans.first(), spans.last())
            {
                let span = first.token.span.start..last.token.span.end;
                if !names.iter().any(|(known, _)| known.start < span.end && span.start < known.end) {
                    names.push((span, subject));
                }
            }
        }
    }
    // A table's headings stand in several of its sentences.
    names.sort_by_key(|(span, _)| (span.start, span.end));
    names.dedup_by_key(|(span, _)| span.clone());
    if names.is_empty() || rubric.subjects.len() < 2 {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    for (span, subject) in names {
        if span.start < at {
            continue;
        }
        out.push_str(answer.get(at..span.start)?);
        let next = rubric.subjects.get((subject + 1) % rubric.subjects.len())?;
        out.push_str(&like(answer.get(span.clone())?, next.written.first()?));
        at = span.end;
    }
    out.push_str(answer.get(at..)?);
    Some(out)
}

/// The new name in the old one's form: capital letter, plural.
fn like(old: &str, new: &str) -> String {
    let mut out = if old.starts_with(char::is_uppercase) {
        let mut letters = new.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    } else {
        new.to_owned()
    };
    let old = old.to_lowercase();
    if old.ends_with('s') && !old.ends_with("ss") && old.len() > 3 {
        out.push('s');
    }
    out
}
