//! Keys of an exercise whose values are one of a few, or in a range.

use std::path::Path;

use toml::Spanned;

use super::Reader;
use crate::check::diagnostics::{is_error_code, is_lint};
use crate::check::memory;
use crate::error::did_you_mean;
use crate::kit::keys::{Limits2, MOST_SECONDS, MOST_SIZE};
use crate::kit::{Credit, Kind, Limits, Tests};
use crate::verdict::Reason;

impl Reader<'_> {
    pub(super) fn kind(&mut self, kind: Option<&Spanned<String>>) -> Kind {
        let Some(kind) = kind else { return Kind::Code };
        Kind::named(kind.get_ref()).unwrap_or_else(|| {
            let kinds = Kind::ALL.map(Kind::name);
            let help = match did_you_mean(kind.get_ref(), kinds) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a kind is one of: {}", kinds.join(", ")),
            };
            self.report(format!("there is no kind `{}`", kind.get_ref()), kind.span(), help);
            Kind::Code
        })
    }

    pub(super) fn tests(&mut self, tests: Option<&Spanned<String>>) -> Tests {
        let Some(tests) = tests else { return Tests::Kit };
        match tests.get_ref().as_str() {
            "kit" => Tests::Kit,
            "learner" => Tests::Learner,
            path if path.ends_with(".rs") && stays_inside(path) => Tests::File(path.to_owned()),
            other => {
                let message = format!("`{other}` does not say whose tests count");
                let help = "write \"kit\", \"learner\", or the path of a .rs file inside the kit";
                self.report(message, tests.span(), help);
                Tests::Kit
            }
        }
    }

    pub(super) fn steps(&mut self, kind: Kind, test: bool, steps: Vec<Spanned<String>>) -> Vec<String> {
        if let Some(first) = steps.first()
            && (kind != Kind::Code || !test)
        {
            let help = "remove the key, or write tests into modules `step_1`, `step_2`, …";
            self.report("only code with tests can have steps", first.span(), help);
        }
        for step in steps.iter().filter(|step| step.get_ref().trim().is_empty()) {
            self.report("a step without a title", step.span(), "say in a few words what it is about");
        }
        steps.into_iter().map(Spanned::into_inner).collect()
    }

    pub(super) fn credit(&mut self, credit: Option<Spanned<String>>) -> Credit {
        let Some(credit) = credit else { return Credit::default() };
        let known = Credit::ALL.into_iter().find(|known| known.name() == credit.get_ref());
        known.unwrap_or_else(|| {
            let message = format!("`{}` is nothing that points are given for", credit.get_ref());
            self.report(message, credit.span(), "write \"all\" or \"per-test\"");
            Credit::default()
        })
    }

    pub(super) fn limits(&mut self, keys: Option<Limits2>) -> Limits {
        let mut limits = Limits::default();
        let Some(keys) = keys else { return limits };
        for (key, target, most) in [
            (keys.seconds, &mut limits.seconds, MOST_SECONDS),
            (keys.memory_mib, &mut limits.memory_mib, MOST_SIZE),
            (keys.output_kib, &mut limits.output_kib, MOST_SIZE),
            (keys.compile_seconds, &mut limits.compile_seconds, MOST_SECONDS),
        ] {
            let Some(key) = key else { continue };
            if (1..=most).contains(key.get_ref()) {
                *target = *key.get_ref();
            } else {
                let help = format!("write a number from 1 to {most}");
                self.report("this limit is out of range", key.span(), help);
            }
        }
        limits
    }

    pub(super) fn check_fails_with(&mut self, reason: &Spanned<String>) {
        let text = reason.get_ref();
        let reasons = Reason::ALL.map(Reason::name);
        if !is_error_code(text)
            && !is_lint(text)
            && !memory::is_code(text)
            && !reasons.contains(&text.as_str())
        {
            let help = match did_you_mean(text, reasons) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "an error code (E0515), a lint, a memory error (leak), or one of: {}",
                    reasons.join(", ")
                ),
            };
            self.report(format!("`{text}` is no way to fail"), reason.span(), help);
        }
    }
}

/// Whether a path with forward slashes stays below the folder it is relative to.
fn stays_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}
