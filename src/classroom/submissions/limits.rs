//! How much of a submission is read. Each limit is far beyond what work on a kit needs, and small enough that
//! nothing that a learner sends can fill the machine's memory, disk or afternoon.

/// Bytes of an exercise file: what `memkata pack` takes as well.
pub const FILE: u64 = crate::classroom::archive::FILE_LIMIT;
/// Bytes of one part of a path: what file systems allow.
pub const NAME: usize = 255;
/// Bytes of a path in a submission: four times what the deepest kit needs.
pub const PATH: usize = 1024;
/// Entries of one submission. A workspace with everything that cargo has built in it stays below.
pub const ENTRIES: usize = 50_000;
/// Entries of what the instructor names: a class of workspaces with everything that cargo has built.
pub const CLASS_ENTRIES: usize = 2_000_000;
/// Archives in archives: an export, in it a learner's archive, in that the one that `pack` has made, and one more.
pub const DEPTH: usize = 3;
/// Archives below one archive of an export. The export may have been packed once more, so that it is a class.
pub const ARCHIVES: usize = 2_000;
/// The same below one archive of those.
pub const ARCHIVES_INSIDE: usize = 100;
/// Bytes of an archive in another one: a workspace with its `target` folder, packed.
/// Tests have a smaller one, because they have to make what exceeds it.
pub const NESTED: u64 = if cfg!(test) { 8 << 20 } else { 256 << 20 };
/// Bytes of all archives below one archive of an export.
pub const NESTED_TOGETHER: u64 = 1 << 30;
/// Bytes of an archive in another one that are kept in memory; a larger one lies in a nameless temporary file.
pub const IN_MEMORY: usize = 512 << 10;
/// Bytes that a compressed tar archive may become, which has to be read through to its end.
pub const UNPACKED: u64 = 4 << 30;
/// How many times as large as its archive, once it is beyond `UNPACKED_ALWAYS`: text and programs stay below 20.
pub const RATIO: u64 = 200;
/// What text and programs stay below. What all archives of one learner become beyond it comes out of
/// `UNPACKED_ALWAYS`, however many they are.
pub const PLAIN_RATIO: u64 = 20;
/// Bytes that any archive may become.
pub const UNPACKED_ALWAYS: u64 = if cfg!(test) { 4 << 20 } else { 64 << 20 };
/// Files of the kit's names in one archive: a class of 500 with 100 exercises each.
pub const TAKEN: usize = 50_000;
/// Bytes that a zip archive's own list may have for the entries that are wanted.
pub const LIST: u64 = 16 << 20;
/// Bytes of exercise files that one archive of an export may have.
pub const TAKEN_BYTES: u64 = 256 << 20;
/// Workspaces in one submission that are compared with each other.
pub const COPIES: usize = 100;
/// Folders below the place in which a submission is looked for.
pub const FOLDERS: usize = 12;
/// Things noted of one place that is a class: what is not used in it, and what stands at its top.
pub const NOTED: usize = 20_000;
/// The same of an archive in it: of one submission nobody reads more.
pub const NOTED_INSIDE: usize = 500;
/// Things told about one learner.
pub const TOLD: usize = 20;
/// Bytes of what a submission says about itself.
pub const ABOUT: u64 = 1 << 20;
