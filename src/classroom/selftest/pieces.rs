//! What a submission consists of, one piece after the other, before it is a folder or an archive.

use std::collections::BTreeSet;

use super::corpus::{Attack, File, Make};
use crate::kit::{Exercise, Kind, Kit};

/// A part of a submission, with its path as bytes: names need not be UTF-8.
#[derive(Debug)]
pub struct Piece {
    /// Its path below the submission; in an archive it may climb out.
    pub path: Vec<u8>,
    /// What stands there.
    pub is: Is,
}

/// What can stand at a path.
#[derive(Debug)]
pub enum Is {
    /// A file with these bytes, its mode, and whether there may be one of that name.
    File(Vec<u8>, u32, bool),
    /// A symbolic link to this path.
    Symlink(String),
    /// A hard link to this path.
    Hardlink(String),
    Fifo,
    Device,
    Socket,
    Folder,
    /// A file of this size, without anything in it.
    Sparse(u64),
    /// A file of this many zeros.
    Zeros(u64),
}

/// What an attack hands in: its own files, what it makes, and the kit's solutions of everything else.
pub fn of(attack: &Attack, kit: &Kit, kit_files: &[File], fill: &dyn Fn(&str) -> String) -> Vec<Piece> {
    let mut pieces: Vec<Piece> =
        attack.files.iter().map(|(path, bytes)| file(fill(path).into(), filled(bytes, fill))).collect();
    for make in &attack.about.make {
        made(make, fill, &mut pieces);
    }
    if !attack.about.alone {
        let there: BTreeSet<Vec<u8>> = pieces.iter().map(|piece| piece.path.clone()).collect();
        let wanted = kit.exercises.iter().filter(|exercise| {
            // Answers that are the same are told as copies.
            exercise.kind != Kind::Answer
                && !attack.about.leave_out.contains(&exercise.name)
                && !there.contains(exercise.file().as_bytes())
        });
        pieces.extend(wanted.filter_map(|exercise| {
            Some(file(exercise.file().into_bytes(), solution(exercise, kit_files)?.to_vec()))
        }));
    }
    pieces
}

/// The kit's solution of an exercise.
pub fn solution<'f>(exercise: &Exercise, kit_files: &'f [File]) -> Option<&'f [u8]> {
    let wanted = exercise.solution_file();
    kit_files.iter().find(|(path, _)| *path == wanted).map(|(_, bytes)| bytes.as_slice())
}

/// An ordinary file.
pub fn file(path: Vec<u8>, bytes: Vec<u8>) -> Piece {
    Piece { path, is: Is::File(bytes, 0o644, false) }
}

/// With what stands between `@` filled in, where it is a text.
fn filled(bytes: &[u8], fill: &dyn Fn(&str) -> String) -> Vec<u8> {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.to_vec(), |text| fill(text).into_bytes())
}

fn made(make: &Make, fill: &dyn Fn(&str) -> String, pieces: &mut Vec<Piece>) {
    let mut add = |path: &str, is: Is| pieces.push(Piece { path: bytes_of(&fill(path)), is });
    match make {
        Make::File { path, text, mode, again } => {
            add(path, Is::File(fill(text).into_bytes(), mode.unwrap_or(0o644), *again));
        }
        Make::Text { path, before, repeat, times, middle, close, after } => {
            let text = [before, &repeat.repeat(*times), middle, &close.repeat(*times), after]
                .map(String::as_str)
                .concat();
            add(path, Is::File(text.into_bytes(), 0o644, false));
        }
        Make::Symlink { path, to } => add(path, Is::Symlink(fill(to))),
        Make::Hardlink { path, to } => add(path, Is::Hardlink(fill(to))),
        Make::Fifo { path } => add(path, Is::Fifo),
        Make::Device { path } => add(path, Is::Device),
        Make::Socket { path } => add(path, Is::Socket),
        Make::Folder { path } => add(path, Is::Folder),
        Make::Sparse { path, size } => add(path, Is::Sparse(*size)),
        Make::Zeros { path, size } => add(path, Is::Zeros(*size)),
        Make::Many { path, times } => {
            for number in 0..*times {
                add(&format!("{path}/{number}"), Is::File(b"x".to_vec(), 0o644, false));
            }
        }
        Make::Deep { path, times } => {
            let inside = format!("{path}{}/file", "/d".repeat(*times));
            add(&inside, Is::File(b"x".to_vec(), 0o644, false));
        }
    }
}

/// A path in which `\xff` stands for that byte.
fn bytes_of(path: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.as_bytes());
        let (digits, tail) = after.split_at_checked(2).unwrap_or((after, ""));
        bytes.extend(u8::from_str_radix(digits, 16));
        rest = tail;
    }
    bytes.extend(rest.as_bytes());
    bytes
}
