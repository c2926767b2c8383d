//! What rustlings' format 1 means in our terms.

use toml::Spanned;

use super::keys::Exercise1;
use super::{Exercise, Kind, Limits, Sanitize, Tests};

/// An exercise of format 1: code, judged with the learner's own tests, since some of its
/// exercises ask for writing tests.
pub(super) fn exercise(name: String, keys: Exercise1) -> Exercise {
    let hint = keys.hint.trim();
    Exercise {
        name,
        dir: keys.dir.map(Spanned::into_inner),
        kind: Kind::Code,
        task: None,
        test: keys.test,
        tests: Tests::Learner,
        strict_clippy: keys.strict_clippy,
        allow_lints: Vec::new(),
        fails_with: None,
        hints: if hint.is_empty() { Vec::new() } else { vec![hint.to_owned()] },
        hint_for: Default::default(),
        explain: None,
        forbid: Vec::new(),
        keep: Vec::new(),
        stdout: None,
        sanitize: Sanitize::No,
        witness: None,
        steps: Vec::new(),
        limits: Limits::default(),
        skip_check_unsolved: keys.skip_check_unsolved,
        points: 1,
        credit: Default::default(),
        claims: Vec::new(),
        misconceptions: Vec::new(),
        introduces: Vec::new(),
        needs: Vec::new(),
        line: 0,
    }
}
