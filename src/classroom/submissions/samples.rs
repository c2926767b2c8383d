//! A small kit, and submissions for it, for tests.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::kit::{Kit, Source, manifest};

/// A kit of two exercises in chapters, and the folder that it lies in.
pub(super) fn kit() -> (Kit, TempDir) {
    let folder = TempDir::new().expect("a temporary folder");
    write(
        folder.path(),
        "info.toml",
        "format_version = 2\ntitle = \"Small\"\nversion = \"1.0.0\"\n\n[[chapters]]\ndir = \"01_a\"\ntitle = \"A\"\n\n[[chapters]]\ndir = \"02_b\"\ntitle = \"B\"\n\n[[exercises]]\nname = \"one\"\ndir = \"01_a\"\n\n[[exercises]]\nname = \"two\"\ndir = \"02_b\"\n",
    );
    for file in ["01_a/one.rs", "02_b/two.rs"] {
        write(folder.path(), &format!("exercises/{file}"), "fn main() {}\n");
        write(folder.path(), &format!("solutions/{file}"), "fn main() {}\n");
    }
    let kit = manifest::load(Source::Folder(folder.path().to_owned())).expect("a kit");
    (kit, folder)
}

/// Writes a file and the folders on its way.
pub(super) fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

/// The path of a file with these bytes in a folder.
pub(super) fn place(root: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    write(root, name, bytes);
    root.join(name)
}

/// A zip archive of these files.
pub(super) fn zip<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(name.as_ref(), options).expect("an entry");
        zip.write_all(bytes.as_ref()).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// The start of a tar entry, with any name: the crate that writes archives refuses hostile ones.
pub(super) fn tar_header(name: &[u8], kind: u8, link: &[u8], size: usize) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name);
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(format!("{size:011o}\0").as_bytes());
    header[136..148].copy_from_slice(b"00000000000\0");
    header[148..156].copy_from_slice(b"        ");
    header[156] = kind;
    header[157..157 + link.len()].copy_from_slice(link);
    header[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

/// An entry of a tar archive: its name, its type, the target of a link, its bytes.
pub(super) type Entry<'a> = (&'a [u8], u8, &'a [u8], &'a [u8]);

/// A tar archive.
pub(super) fn tar(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, kind, link, bytes) in entries {
        tar.extend(tar_header(name, *kind, link, bytes.len()));
        tar.extend(*bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// The same bytes, compressed.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).expect("its bytes");
    gzip.finish().expect("an archive")
}
