//! Embeds the official kit: writes a table of (path, bytes) over `info.toml`, `exercises/`
//! and `solutions/`, so that the binary alone can make workspaces; one over `memprobe/`,
//! which judged programs are linked with; and one over `attacks/`, for the selftest. A plain table rather than a macro, because a macro
//! would not notice a changed exercise.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut files = vec![root.join("info.toml")];
    for folder in ["exercises", "solutions"] {
        println!("cargo:rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files)?;
    }
    println!("cargo:rerun-if-changed=info.toml");
    let mistakes = mistakes(&root)?;
    fs::write(out.join("kit_files.rs"), table(&root, files)? + &mistakes)?;

    println!("cargo:rerun-if-changed=attacks");
    let mut files = Vec::new();
    collect(&root.join("attacks"), &mut files)?;
    fs::write(out.join("attack_files.rs"), table(&root.join("attacks"), files)?)?;

    println!("cargo:rerun-if-changed=memprobe");
    let mut files = Vec::new();
    collect(&root.join("memprobe"), &mut files)?;
    fs::write(out.join("memprobe_files.rs"), table(&root.join("memprobe"), files)?)
}

/// The table over `files`, named relative to `root` and sorted by these names.
fn table(root: &Path, files: Vec<PathBuf>) -> io::Result<String> {
    let mut named = Vec::new();
    for file in files {
        let relative = file.strip_prefix(root).map_err(io::Error::other)?;
        named.push((relative.to_string_lossy().replace('\\', "/"), file));
    }
    named.sort();
    let mut table = String::from("pub(crate) static FILES: &[(&str, &[u8])] = &[\n");
    for (name, file) in named {
        let _ = writeln!(table, "    ({name:?}, include_bytes!({:?})),", file.to_string_lossy());
    }
    table.push_str("];\n");
    Ok(table)
}

/// The authors' mistakes, as numbers of lines: there are hundreds of them, and nearly all of their lines stand in a
/// starter or in another mistake, too.
fn mistakes(root: &Path) -> io::Result<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut files = String::new();
    for path in mistake_files(&root.join("solutions"), false)? {
        let relative =
            path.strip_prefix(root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let mut numbers = String::new();
        for line in fs::read_to_string(&path)?.split_inclusive('\n') {
            let number = *known.entry(line.to_owned()).or_insert_with(|| {
                lines.push(line.to_owned());
                lines.len() - 1
            });
            // More lines than a number has room for would be seen here, when the table is compiled.
            let _ = write!(numbers, "{number},");
        }
        let _ = writeln!(files, "    ({relative:?}, &[{numbers}]),");
    }
    Ok(format!(
        "pub(crate) static LINES: &[&str] = &{lines:?};\npub(crate) static MISTAKES: &[(&str, &[u16])] = &[\n{files}];\n"
    ))
}

/// The files in `.mistakes` folders, sorted by their paths.
fn mistake_files(folder: &Path, inside: bool) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            files.extend(mistake_files(&path, name.ends_with(".mistakes"))?);
        } else if inside
            && !name.starts_with('.')
            && !name.ends_with('~')
            && !name.eq_ignore_ascii_case("readme.md")
        {
            files.push(path);
        }
    }
    files.sort_by_key(|path| path.to_string_lossy().replace('\\', "/"));
    Ok(files)
}

/// Every file below `folder`, but for the authors' `.mistakes` folders.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !name.ends_with(".mistakes") {
                collect(&path, files)?;
            }
        } else if !name.starts_with('.') && !name.ends_with('~') {
            files.push(path);
        }
    }
    Ok(())
}
