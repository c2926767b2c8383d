//! The real compiler, found once, so that tests can give their programs a PATH that leads
//! straight to it, whatever `rustup` and HOME say.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The folder of the toolchain that runs these tests.
pub fn sysroot() -> &'static PathBuf {
    static SYSROOT: OnceLock<PathBuf> = OnceLock::new();
    SYSROOT.get_or_init(|| {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc)
            .args(["--print", "sysroot"])
            .stdin(Stdio::null())
            .output()
            .expect("these tests need a Rust compiler");
        PathBuf::from(String::from_utf8(output.stdout).expect("a path in UTF-8").trim())
    })
}

/// The folder of `rustc`, `cargo` and `clippy-driver` themselves.
pub fn bin() -> PathBuf {
    sysroot().join("bin")
}

/// Whether the compiler refuses unstable features.
pub fn is_stable() -> bool {
    let output = Command::new(bin().join("rustc")).arg("-V").stdin(Stdio::null()).output();
    let answer = String::from_utf8_lossy(&output.expect("the compiler answers").stdout).into_owned();
    !answer.contains("-nightly") && !answer.contains("-dev")
}

/// Whether clippy is installed beside the compiler.
pub fn has_clippy() -> bool {
    bin().join(format!("clippy-driver{}", std::env::consts::EXE_SUFFIX)).is_file()
}

/// Whether programs can be made to run under AddressSanitizer.
pub fn has_sanitizer() -> bool {
    let targets = std::fs::read_dir(sysroot().join("lib/rustlib")).into_iter().flatten().flatten();
    let libraries = targets.filter_map(|target| std::fs::read_dir(target.path().join("lib")).ok());
    let is_runtime = |entry: std::fs::DirEntry| is_sanitizer(&entry.file_name().to_string_lossy());
    cfg!(target_os = "linux") && libraries.flatten().flatten().any(is_runtime)
}

fn is_sanitizer(file: &str) -> bool {
    file.ends_with("_rt.asan.a")
}

/// A toolchain of scripts around the real one, which can lack clippy, and which notes each
/// call of its compilers.
#[cfg(unix)]
pub struct Wrapped {
    root: PathBuf,
}

#[cfg(unix)]
impl Wrapped {
    /// Makes it in an environment and puts it first on the PATH.
    pub fn new(env: &mut super::Env, clippy: bool) -> Self {
        let root = env.path("toolchain");
        std::fs::create_dir_all(&root).expect("a fresh folder takes a folder");
        std::os::unix::fs::symlink(sysroot().join("lib"), root.join("lib")).expect("a link");
        Self::around(env, root, clippy)
    }

    /// One that lacks AddressSanitizer's runtime.
    pub fn without_sanitizer(env: &mut super::Env) -> Self {
        let root = env.path("toolchain");
        link_all_but_sanitizer(&sysroot().join("lib"), &root.join("lib"));
        Self::around(env, root, has_clippy())
    }

    fn around(env: &mut super::Env, root: PathBuf, clippy: bool) -> Self {
        let wrapped = Self { root };
        env.set("XDG_CACHE_HOME", env.path("cache"));
        std::fs::create_dir_all(wrapped.root.join("bin")).expect("a fresh folder takes a folder");
        wrapped.script("rustc");
        if clippy {
            wrapped.script("clippy-driver");
        }
        env.set("PATH", format!("{}:/usr/bin:/bin", wrapped.root.join("bin").display()));
        wrapped
    }

    fn script(&self, name: &str) {
        let (root, real) = (self.root.display(), bin().join(name));
        let text = format!(
            "#!/bin/sh\necho \"{name} $*\" >> '{root}/calls'\ncase \"$*\" in *--sysroot*) exec '{real}' \"$@\";; esac\n\
             exec '{real}' --sysroot '{root}' \"$@\"\n",
            real = real.display()
        );
        script(&self.root.join("bin").join(name), &text);
    }

    /// The calls since the last time.
    pub fn calls(&self) -> Vec<String> {
        let log = self.root.join("calls");
        let text = std::fs::read_to_string(&log).unwrap_or_default();
        let _ = std::fs::remove_file(&log);
        text.lines().map(str::to_owned).collect()
    }

    /// The calls since the last time that compiled something.
    pub fn compiles(&self) -> usize {
        self.calls().iter().filter(|call| call.contains("--crate-name")).count()
    }
}

#[cfg(unix)]
fn link_all_but_sanitizer(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a fresh folder takes a folder");
    for entry in std::fs::read_dir(from).expect("the toolchain can be read").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            link_all_but_sanitizer(&path, &to.join(name));
        } else if !is_sanitizer(&name.to_string_lossy()) {
            std::os::unix::fs::symlink(path, to.join(name)).expect("a link");
        }
    }
}

/// Writes a program that is a script of `sh`.
#[cfg(unix)]
pub fn script(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).expect("the file can be written");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("one's own file");
}
