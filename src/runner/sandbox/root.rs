//! A root of its own: an empty file system in memory, with what a job may read bound into it at the same
//! paths. What is not in it has no name there.

use std::collections::BTreeSet;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};
use std::{env, fs, io};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::unistd::pivot_root;
use rustix::fs::{StatVfsMountFlags, statvfs};

use super::{Phase, Sandbox, system};

/// Where the new root is made: nothing that a job needs is below it.
const PLACE: &str = "/proc";

/// Where what was compiled is in the new root while it runs. The folder that it runs in holds links to it,
/// and what the program writes there is in memory.
pub(super) const BUILT: &str = "/.built";

/// What a program may write while it runs: bytes, and files.
const SCRATCH: &str = "mode=755,size=64m,nr_inodes=4096";

/// While compiling nothing is written into the root itself.
const BARE: &str = "mode=755,size=4m,nr_inodes=4096";

/// Makes the root, beside the old one.
pub(super) fn build(sandbox: &Sandbox) -> Result<(), String> {
    let failed = |what: &Path, why: &dyn std::fmt::Display| format!("{}: {why}", what.display());
    let (size, is_run) = match sandbox.phase {
        Phase::Compile => (BARE, false),
        Phase::Run { .. } => (SCRATCH, true),
    };
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    mount(None::<&str>, "/", None::<&str>, MsFlags::MS_REC | MsFlags::MS_PRIVATE, None::<&str>)
        .and_then(|()| mount(Some("root"), PLACE, Some("tmpfs"), flags, Some(size)))
        .map_err(|why| failed(Path::new(PLACE), &why))?;
    let mut root = Root { bound: BTreeSet::new() };
    for path in system::folders(sandbox.phase).iter().chain(&sandbox.read) {
        root.add(path, true).map_err(|why| failed(path, &why))?;
    }
    for device in system::DEVICES.map(Path::new) {
        if device.exists() {
            root.add(device, false).map_err(|why| failed(device, &why))?;
        }
    }
    let result = if is_run { root.add_built(&sandbox.build) } else { root.add(&sandbox.build, false) };
    result
        .and_then(|()| fs::create_dir_all(at(Path::new("/proc"))))
        .map_err(|why| failed(&sandbox.build, &why))
}

/// Makes it the root of this process and of all that it starts; the old one is gone.
pub(super) fn enter() -> io::Result<()> {
    env::set_current_dir(PLACE)?;
    pivot_root(".", ".")?;
    // It lies on top of the new one now.
    umount2(".", MntFlags::MNT_DETACH)?;
    env::set_current_dir("/")
}

/// Where a path is in the root that is being made.
pub(super) fn at(path: &Path) -> PathBuf {
    Path::new(PLACE).join(path.strip_prefix("/").unwrap_or(path))
}

struct Root {
    /// What is there already, and all below it.
    bound: BTreeSet<PathBuf>,
}

impl Root {
    /// Lets a file or folder through at its own path, with the links that lead to it.
    fn add(&mut self, path: &Path, read_only: bool) -> io::Result<()> {
        let mut open: Vec<PathBuf> = vec![path.to_owned()];
        // More links than this are a circle.
        for _ in 0..40 {
            let Some(path) = open.pop() else { return Ok(()) };
            match self.way_to(&path)? {
                Some(link) => open.push(link),
                None if self.bound.iter().any(|bound| path.starts_with(bound)) => {}
                None => {
                    bind(&path, &at(&path), read_only)?;
                    self.bound.insert(path);
                }
            }
        }
        Ok(())
    }

    /// Makes the folders above `path`. Where one is a link, it becomes one here, and the rest of the way is
    /// returned.
    fn way_to(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        let mut so_far = PathBuf::from("/");
        let mut parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
        while let Some(part) = parts.next() {
            so_far.push(part);
            if self.bound.contains(&so_far) {
                return Ok(None);
            }
            let data = fs::symlink_metadata(&so_far)?;
            let here = at(&so_far);
            if data.is_symlink() {
                let target = fs::read_link(&so_far)?;
                match symlink(&target, &here) {
                    Err(why) if why.kind() != io::ErrorKind::AlreadyExists => return Err(why),
                    _ => {}
                }
                let rest = so_far.canonicalize()?.join(parts.collect::<PathBuf>());
                return Ok(Some(rest));
            }
            match if data.is_dir() { fs::create_dir(&here) } else { fs::write(&here, "") } {
                Err(why) if why.kind() != io::ErrorKind::AlreadyExists => return Err(why),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The folder that a program runs in: links to what was compiled, in a folder in memory.
    fn add_built(&mut self, build: &Path) -> io::Result<()> {
        let built = at(Path::new(BUILT));
        fs::create_dir(&built)?;
        bind(build, &built, true)?;
        let here = at(build);
        fs::create_dir_all(&here)?;
        for entry in fs::read_dir(build)? {
            let name = entry?.file_name();
            symlink(Path::new(BUILT).join(&name), here.join(&name))?;
        }
        Ok(())
    }
}

fn bind(from: &Path, to: &Path, read_only: bool) -> io::Result<()> {
    let none = None::<&str>;
    mount(Some(from), to, none, MsFlags::MS_BIND | MsFlags::MS_REC, none)?;
    if read_only {
        // What the old mount forbids must be forbidden here, too, or the kernel refuses.
        let flags = kept(statvfs(to)?.f_flag) | MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
        mount(none, to, none, MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | flags, none)?;
    }
    Ok(())
}

fn kept(flags: StatVfsMountFlags) -> MsFlags {
    let known = [
        (StatVfsMountFlags::NOEXEC, MsFlags::MS_NOEXEC),
        (StatVfsMountFlags::NOATIME, MsFlags::MS_NOATIME),
        (StatVfsMountFlags::NODIRATIME, MsFlags::MS_NODIRATIME),
        (StatVfsMountFlags::RELATIME, MsFlags::MS_RELATIME),
    ];
    known.into_iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, flag)| flag).collect()
}
