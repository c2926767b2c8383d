//! What the grades rest on: the layers of the sandbox, and what was told while they were made.

use maud::{Markup, html};

use super::model::Class;
use super::words::{clean, prose};

pub(super) fn section(class: &Class<'_>) -> Markup {
    let (sandbox, notices) = (&class.grades.sandbox, &class.grades.notices);
    html! {
        footer #foot aria-labelledby="foot-title" {
            h2 #foot-title { "Sandbox and notices" }
            @if sandbox.whole {
                p.about { "Everything was compiled and run in the whole sandbox:" }
            } @else {
                p.notice { "Parts of the sandbox were not there on the machine that has judged. Read what that leaves open before you trust work of people you do not know." }
            }
            ul.layers {
                @for layer in &sandbox.layers {
                    li.off[!layer.active] {
                        span.g.p[layer.active].m[!layer.active] aria-hidden="true" { @if layer.active { "✓" } @else { "–" } }
                        strong { (clean(&layer.name)) } " "
                        span.about { (clean(&layer.about)) }
                        @if !layer.active {
                            span.why { " Not active" @if let Some(why) = &layer.why { ": " (clean(why)) } }
                        }
                    }
                }
            }
            @if !notices.is_empty() {
                h3 { "Notices" }
                ul.notices { @for notice in notices { li { bdi { (prose(notice)) } } } }
            }
        }
    }
}
