//! [`Schema`] → [`Compiled`]: names become numbers, patterns become trees, and follow-up questions are checked.

use toml::Spanned;

use super::RubricError;
use super::hashing::FastMap;
use super::lexicon::Lexicon;
use super::lexset::LexSet;
use super::matching::Names;
use super::pattern::{Compiler, Pattern};
use super::schema::{Readings, Schema, Weight};
use super::spelling::Stems;

/// A rubric ready for judging.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    pub(super) lexicon: Lexicon,
    pub(super) subjects: Vec<Subject>,
    pub(super) not_subjects: Names,
    /// Where the question is asked, and where else things may be otherwise: "in Rust", "in Python".
    pub(super) here: Names,
    pub(super) abroad: Names,
    pub(super) pass_points: u32,
    pub(super) groups: Vec<Group>,
    pub(super) claims: Vec<Claim>,
    /// By the number of a word: which patterns can begin with it.
    pub(super) by_first: Vec<Vec<Candidate>>,
}

/// A pattern that may match where one of its first words stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) claim: usize,
    pub(super) pattern: usize,
    /// The digest of other words of which one must stand there, too: it rules most patterns out before they are
    /// even looked at.
    pub(super) needed: u128,
}

#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) id: String,
    pub(super) names: Names,
    pub(super) signs: Names,
    /// As written, for the swap.
    pub(super) written: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) of: Option<usize>,
    pub(super) points: u32,
    pub(super) ask: String,
}

/// A concept or a falsehood.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) of: Option<usize>,
    pub(super) patterns: Vec<Pattern>,
    /// From this index on, patterns count in favour and never against.
    pub(super) loose_from: usize,
    /// In a piece with one of these the claim is another one.
    pub(super) unless: Vec<Pattern>,
    pub(super) kind: ClaimKind,
}

#[derive(Debug, Clone)]
pub(super) enum ClaimKind {
    Concept {
        group: Option<usize>,
        points: u32,
        opposite: Option<String>,
        reply: Option<String>,
        readings: Readings,
    },
    Falsehood {
        weight: Weight,
        ask: Option<String>,
    },
}

impl Claim {
    /// The points of a concept; a falsehood has none.
    pub(super) fn worth(&self) -> u32 {
        match self.kind {
            ClaimKind::Concept { points, .. } => points,
            ClaimKind::Falsehood { .. } => 0,
        }
    }
}

/// Compiles a rubric. Notes the patterns that can't be read and, in a rubric that is right otherwise, the follow-up
/// questions that give the answer away.
pub(super) fn compile(schema: &Schema, errors: &mut Vec<RubricError>) -> Compiled {
    let stems = Stems::shared();
    let mut lexicon = Lexicon::new(schema.protected.iter().map(|word| word.get_ref().to_lowercase()));
    let families: Vec<(String, Vec<String>)> = schema
        .words
        .iter()
        .map(|(name, all)| (name.get_ref().clone(), all.iter().map(|one| one.get_ref().clone()).collect()))
        .collect();
    let mut compiler =
        Compiler { lexicon: &mut lexicon, stems: &stems, families: &families, compiled: FastMap::default() };

    let subjects: Vec<Subject> = schema
        .subjects
        .iter()
        .map(|subject| Subject {
            id: subject.id.get_ref().clone(),
            names: Names::new(subject.names.iter().map(|name| compiler.name(name.get_ref())).collect()),
            signs: Names::new(subject.signs.iter().map(|sign| compiler.phrase(sign.get_ref())).collect()),
            written: subject.names.iter().map(|name| name.get_ref().clone()).collect(),
        })
        .collect();
    for lex in subjects.iter().flat_map(|subject: &Subject| subject.names.single()) {
        compiler.lexicon.is_name(lex);
    }
    let mut phrases = |list: &[Spanned<String>]| {
        Names::new(list.iter().map(|phrase| compiler.phrase(phrase.get_ref())).collect())
    };
    let (here, abroad) = (phrases(&schema.here), phrases(&schema.abroad));
    let not_subjects =
        Names::new(schema.not_subjects.iter().map(|phrase| compiler.phrase(phrase.get_ref())).collect());
    check_families(schema, &mut compiler, errors);

    let groups: Vec<Group> = schema
        .groups
        .iter()
        .map(|group| Group {
            id: group.id.get_ref().clone(),
            of: position(&subjects, group.of.as_ref()),
            points: group.points,
            ask: group.ask.get_ref().clone(),
        })
        .collect();
    let claims = claims(schema, &subjects, &groups, &mut compiler, errors);
    let ready = Compiled {
        by_first: index(&claims),
        lexicon,
        subjects,
        not_subjects,
        here,
        abroad,
        pass_points: schema.pass_points,
        groups,
        claims,
    };
    if errors.is_empty() {
        check_questions(schema, &ready, errors);
        super::reach::check(schema, &ready, errors);
    }
    ready
}

fn claims(
    schema: &Schema,
    subjects: &[Subject],
    groups: &[Group],
    compiler: &mut Compiler<'_>,
    errors: &mut Vec<RubricError>,
) -> Vec<Claim> {
    let subject = |name: &Option<Spanned<String>>| position(subjects, name.as_ref());
    let mut claims = Vec::new();
    for concept in &schema.concepts {
        let group =
            concept.group.as_ref().and_then(|name| groups.iter().position(|g| g.id == *name.get_ref()));
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.get_ref().clone());
        claims.push(Claim {
            id: concept.id.get_ref().clone(),
            of: subject(&concept.of),
            patterns: concept
                .any
                .iter()
                .chain(&concept.also)
                .filter_map(|text| pattern(text, compiler, errors))
                .collect(),
            loose_from: concept.any.len(),
            unless: patterns(&concept.unless, compiler, errors),
            kind: ClaimKind::Concept {
                group,
                points: concept.points,
                opposite: text(&concept.opposite),
                reply: text(&concept.reply),
                readings: concept.readings,
            },
        });
    }
    for falsehood in &schema.falsehoods {
        claims.push(Claim {
            id: falsehood.id.get_ref().clone(),
            of: subject(&falsehood.of),
            patterns: patterns(&falsehood.any, compiler, errors),
            loose_from: falsehood.any.len(),
            unless: patterns(&falsehood.unless, compiler, errors),
            kind: ClaimKind::Falsehood {
                weight: falsehood.weight,
                ask: falsehood.ask.as_ref().map(|ask| ask.get_ref().clone()),
            },
        });
    }
    claims
}

/// The subject of an id, if there is one.
fn position(subjects: &[Subject], name: Option<&Spanned<String>>) -> Option<usize> {
    name.and_then(|name| subjects.iter().position(|subject| subject.id == *name.get_ref()))
}

fn patterns(
    texts: &[Spanned<String>],
    compiler: &mut Compiler<'_>,
    errors: &mut Vec<RubricError>,
) -> Vec<Pattern> {
    texts.iter().filter_map(|text| pattern(text, compiler, errors)).collect()
}

fn pattern(
    text: &Spanned<String>,
    compiler: &mut Compiler<'_>,
    errors: &mut Vec<RubricError>,
) -> Option<Pattern> {
    match compiler.pattern(text.get_ref()) {
        Ok(pattern) => Some(pattern),
        Err(message) => {
            let message = format!("in the pattern \"{}\": {message}", text.get_ref());
            errors.push(RubricError {
                message,
                span: Some(text.span()),
                help: Some("the pattern language is in docs/rubrics.md".into()),
            });
            None
        }
    }
}

/// A family that nobody uses is compiled too, so that a mistake in it doesn't wait.
fn check_families(schema: &Schema, compiler: &mut Compiler<'_>, errors: &mut Vec<RubricError>) {
    for (name, members) in &schema.words {
        for member in members {
            if let Err(message) = compiler.pattern(member.get_ref()) {
                errors.push(RubricError {
                    message: format!("in the word family `{}`: {message}", name.get_ref()),
                    span: Some(member.span()),
                    help: None,
                });
            }
        }
    }
}

fn index(claims: &[Claim]) -> Vec<Vec<Candidate>> {
    let mut by_first: Vec<Vec<Candidate>> = Vec::new();
    for (claim, entry) in claims.iter().enumerate() {
        for (pattern, tree) in entry.patterns.iter().enumerate() {
            let Some(firsts) = tree.parts.first().map(|part| &part.firsts) else { continue };
            let other = tree.needs.iter().find(|needed| *needed != firsts);
            let candidate = Candidate { claim, pattern, needed: other.map_or(u128::MAX, LexSet::fold) };
            for lex in firsts.iter().map(usize::from) {
                if by_first.len() <= lex {
                    by_first.resize_with(lex + 1, Vec::new);
                }
                if let Some(list) = by_first.get_mut(lex) {
                    list.push(candidate);
                }
            }
        }
    }
    by_first
}

/// A follow-up question that matches one of its own group's concepts names the word that is missing.
fn check_questions(schema: &Schema, compiled: &Compiled, errors: &mut Vec<RubricError>) {
    let stems = Stems::shared();
    for (group, text) in compiled.groups.iter().zip(&schema.groups) {
        let told = super::evidence::claims_in(compiled, &group.ask, &stems);
        let index = compiled.groups.iter().position(|g| g.id == group.id);
        let gives_away = told.into_iter().find(|&claim| match &compiled.claims[claim].kind {
            ClaimKind::Concept { group: own, points, .. } => {
                *points > 0
                    && (own.is_some() && *own == index
                        || compiled.claims[claim].of.is_some() && compiled.claims[claim].of == group.of)
            }
            ClaimKind::Falsehood { .. } => false,
        });
        if let Some(claim) = gives_away {
            errors.push(RubricError {
                message: format!(
                    "the question of the group `{}` gives the answer away: it says what the concept `{}` looks for",
                    group.id, compiled.claims[claim].id
                ),
                span: Some(text.ask.span()),
                help: Some("ask for it without its words: \"When does memory of each kind go away?\"".into()),
            });
        }
    }
}
