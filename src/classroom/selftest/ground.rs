//! Where the selftest happens: a folder that is thrown away, and around the class what attacks are after: files
//! outside that must stay as they are, a secret, and somebody who listens.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::net::{TcpListener, UdpSocket};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use super::corpus::File;

/// What stands in the files that must not change.
const CANARY: &str = "as it was\n";
/// The variable with the secret. Its name tells nothing; its value must not appear anywhere.
const SECRET: &str = "MEMKATA_SELFTEST_PLANTED";

/// The folder and what stands in it.
pub struct Ground {
    root: TempDir,
    /// The files that must not change, with what they hold.
    canaries: BTreeMap<PathBuf, Vec<u8>>,
    /// In the user's home, where one may be made there.
    home: Option<NamedTempFile>,
    tcp: TcpListener,
    udp: UdpSocket,
    #[cfg(unix)]
    sockets: Vec<std::os::unix::net::UnixListener>,
    secret: String,
}

impl Ground {
    /// A new one, with this kit in it.
    ///
    /// # Errors
    /// When there is no room for it, or nothing can listen.
    pub fn new(kit: &[File]) -> io::Result<Self> {
        let root = TempDir::with_prefix("memkata-selftest.")?;
        let home = std::env::home_dir()
            .and_then(|home| NamedTempFile::with_prefix_in(".memkata-selftest.", home).ok());
        let tcp = TcpListener::bind("127.0.0.1:0")?;
        tcp.set_nonblocking(true)?;
        let udp = UdpSocket::bind("127.0.0.1:0")?;
        udp.set_nonblocking(true)?;
        let secret = blake3::hash(root.path().as_os_str().as_encoded_bytes()).to_hex()[..24].to_owned();
        let mut ground = Self {
            root,
            canaries: BTreeMap::new(),
            home,
            tcp,
            udp,
            #[cfg(unix)]
            sockets: Vec::new(),
            secret,
        };
        for folder in ["outside/tmp", "hostile/class", "quiet/class"] {
            fs::create_dir_all(ground.path(folder))?;
        }
        for (path, bytes) in kit {
            ground.canary(ground.path("kit").join(path), bytes)?;
        }
        for path in ["outside/canary", "hostile/beside", "outside/tmp/canary"] {
            ground.canary(ground.path(path), CANARY.as_bytes())?;
        }
        let hidden = format!("compile_error!(\"{}\");\n", ground.secret);
        ground.canary(ground.path("outside/secret"), hidden.as_bytes())?;
        if let Some(home) = ground.home.as_ref().map(|home| home.path().to_owned()) {
            ground.canary(home, CANARY.as_bytes())?;
        }
        ground.listen()?;
        Ok(ground)
    }

    fn canary(&mut self, path: PathBuf, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes)?;
        self.canaries.insert(path, bytes.to_vec());
        Ok(())
    }

    #[cfg(unix)]
    fn listen(&mut self) -> io::Result<()> {
        let listener = std::os::unix::net::UnixListener::bind(self.path("outside/socket"))?;
        self.sockets.push(listener);
        #[cfg(target_os = "linux")]
        {
            use std::os::linux::net::SocketAddrExt;
            let address = std::os::unix::net::SocketAddr::from_abstract_name(self.name())?;
            self.sockets.push(std::os::unix::net::UnixListener::bind_addr(&address)?);
        }
        self.sockets.iter().try_for_each(|socket| socket.set_nonblocking(true))
    }

    #[cfg(not(unix))]
    fn listen(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// A name that nothing else on the machine has.
    fn name(&self) -> String {
        self.root.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A path in it.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.path().join(relative)
    }

    /// The variables that the grader has besides its own.
    pub fn variables(&self) -> BTreeMap<String, String> {
        BTreeMap::from([(SECRET.to_owned(), format!("planted-{}", self.secret))])
    }

    /// Takes one more file among those that must not change.
    pub fn watch(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.canaries.insert(path, bytes);
    }

    /// An attack's text with what an attacker is granted to know: where everything is.
    pub fn fill(&self, text: &str, own: &Path, neighbour: &Path) -> String {
        if !text.contains('@') {
            return text.to_owned();
        }
        let tcp = self.tcp.local_addr().map(|at| at.to_string()).unwrap_or_default();
        let udp = self.udp.local_addr().map(|at| at.to_string()).unwrap_or_default();
        let home = self.home.as_ref().map_or_else(|| self.path("outside/canary"), |home| home.path().into());
        let places: [(&str, PathBuf); 10] = [
            ("@KIT@", self.path("kit")),
            ("@CANARY@", self.path("outside/canary")),
            ("@CANARYFOLDER@", self.path("outside")),
            ("@HOMECANARY@", home),
            ("@OUT@", self.path("hostile/out")),
            ("@TEMP@", self.path("outside/tmp")),
            ("@SECRETFILE@", self.path("outside/secret")),
            ("@SOCKET@", self.path("outside/socket")),
            ("@HOME@", std::env::home_dir().unwrap_or_else(|| self.path("outside"))),
            ("@NEIGHBOUR@", neighbour.to_owned()),
        ];
        let words = [
            ("@OWN@", slashed(own)),
            ("@SECRETNAME@", SECRET.to_owned()),
            ("@TCP@", tcp),
            ("@UDP@", udp),
            ("@ABSTRACT@", self.name()),
        ];
        let places = places.into_iter().map(|(name, path)| (name, slashed(&path)));
        places.chain(words).fold(text.to_owned(), |text, (name, value)| text.replace(name, &value))
    }

    /// What has happened that must not: files that have changed, calls that have come through.
    pub fn harm(&self) -> Vec<String> {
        let mut harm = Vec::new();
        for (path, bytes) in &self.canaries {
            match fs::read(path) {
                Ok(now) if now == *bytes => {}
                Ok(_) => harm.push(format!("{} has changed", path.display())),
                Err(error) => harm.push(format!("{} cannot be read any more: {error}", path.display())),
            }
        }
        for folder in ["outside", "outside/tmp"] {
            for entry in fs::read_dir(self.path(folder)).into_iter().flatten().flatten() {
                let known = ["canary", "secret", "socket", "tmp"];
                if !known.iter().any(|name| entry.file_name() == *name) {
                    harm.push(format!("{} was written", entry.path().display()));
                }
            }
        }
        if self.tcp.accept().is_ok() {
            harm.push("the listener for TCP was called".into());
        }
        if self.udp.recv(&mut [0; 64]).is_ok() {
            harm.push("the listener for UDP has got a datagram".into());
        }
        #[cfg(unix)]
        if self.sockets.iter().any(|socket| socket.accept().is_ok()) {
            harm.push("a socket of this machine was called".into());
        }
        harm
    }

    /// Whether the secret stands in these bytes.
    pub fn is_told(&self, bytes: &[u8]) -> bool {
        let secret = self.secret.as_bytes();
        bytes.windows(secret.len()).any(|window| window == secret)
    }

    /// Processes that work in this folder, or were started from it.
    pub fn processes(&self) -> Vec<String> {
        let Ok(root) = fs::canonicalize(self.root.path()) else { return Vec::new() };
        let own = std::process::id().to_string();
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == own || !name.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let is_below =
                |link: &str| fs::read_link(entry.path().join(link)).is_ok_and(|path| path.starts_with(&root));
            if is_below("cwd") || is_below("exe") || is_below("root") {
                let words = fs::read(entry.path().join("cmdline")).unwrap_or_default();
                let words = String::from_utf8_lossy(&words).replace('\0', " ");
                found.push(format!("process {name} ({})", words.trim()));
            }
        }
        found
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
