//! Makes the pictures of the README from a real session: runs `memkata watch` in a pseudo-terminal,
//! edits an exercise as a learner would, and writes what the screen shows as SVG.
//!
//!     cargo run --release --manifest-path bench/Cargo.toml --bin screenshot

use std::error::Error;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use vt100::{Color, Parser};

const ROWS: u16 = 27;
const COLUMNS: u16 = 92;

fn main() -> Result<(), Box<dyn Error>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("bench has a parent")?;
    let memkata = repository.join("target/release/memkata");
    let built = Command::new("cargo").args(["build", "--release"]).current_dir(repository).status()?;
    if !built.success() {
        return Err("memkata does not build".into());
    }
    let work = env::temp_dir().join(format!("memkata-screenshot-{}", std::process::id()));
    fs::create_dir_all(&work)?;
    let result = session(repository, &memkata, &work);
    let _ = fs::remove_dir_all(&work);
    result
}

fn session(repository: &Path, memkata: &Path, work: &Path) -> Result<(), Box<dyn Error>> {
    let made = Command::new(memkata).args(["init", "my-memkata"]).current_dir(work).output()?;
    if !made.status.success() {
        return Err("no workspace".into());
    }
    let workspace = work.join("my-memkata");
    for name in ["add_the_deref.rs", "mut_needs_mut.rs", "two_places.md", "inner_scope.rs"] {
        let file = format!("01_stack/{name}");
        fs::copy(repository.join("solutions").join(&file), workspace.join("exercises").join(&file))?;
    }
    Command::new(memkata).arg("check").current_dir(&workspace).output()?;

    let pty = native_pty_system().openpty(PtySize {
        rows: ROWS,
        cols: COLUMNS,
        pixel_width: 0,
        pixel_height: 0,
    })?;
    let mut command = CommandBuilder::new(memkata);
    command.args(["watch", "my-memkata"]);
    command.cwd(work);
    command.env("TERM", "xterm-256color");
    let mut child = pty.slave.spawn_command(command)?;
    drop(pty.slave);
    let parser = Arc::new(Mutex::new(Parser::new(ROWS, COLUMNS, 0)));
    let mut reader = pty.master.try_clone_reader()?;
    let feed = Arc::clone(&parser);
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            feed.lock().unwrap_or_else(PoisonError::into_inner).process(&buffer[..read]);
        }
    });

    let exercise: PathBuf = workspace.join("exercises/01_stack/return_local.rs");
    wait(&parser, "waiting for your first save")?;
    // A learner's first save: the file as it is.
    fs::write(&exercise, fs::read(&exercise)?)?;
    wait(&parser, "E0515")?;
    write_svg(&parser, &repository.join("docs/watch-error.svg"))?;
    fs::copy(repository.join("solutions/01_stack/return_local.rs"), &exercise)?;
    wait(&parser, "now: ")?;
    write_svg(&parser, &repository.join("docs/watch-passed.svg"))?;
    // Memory by hand: the starter reads where a block has been.
    let exercise = workspace.join("exercises/06_by_hand/realloc_moves.rs");
    fs::write(&exercise, format!("{}\n", fs::read_to_string(&exercise)?))?;
    wait(&parser, "[heap-use-after-free]")?;
    write_svg(&parser, &repository.join("docs/watch-memory.svg"))?;
    child.kill()?;
    child.wait()?;
    Ok(())
}

fn wait(parser: &Mutex<Parser>, text: &str) -> Result<(), Box<dyn Error>> {
    let end = Instant::now() + Duration::from_secs(30);
    while Instant::now() < end {
        thread::sleep(Duration::from_millis(50));
        if parser.lock().unwrap_or_else(PoisonError::into_inner).screen().contents().contains(text) {
            // The rest of the page may still be on its way.
            thread::sleep(Duration::from_millis(200));
            return Ok(());
        }
    }
    Err(format!("the screen never showed {text:?}").into())
}

fn write_svg(parser: &Mutex<Parser>, file: &Path) -> Result<(), Box<dyn Error>> {
    const CELL: (u32, u32) = (9, 19);
    let parser = parser.lock().unwrap_or_else(PoisonError::into_inner);
    let screen = parser.screen();
    let (width, height) = (u32::from(COLUMNS) * CELL.0 + 32, u32::from(ROWS) * CELL.1 + 28);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#1d2230\"/>\n"
    );
    for row in 0..ROWS {
        let y = u32::from(row) * CELL.1 + 29;
        let mut column = 0;
        while column < COLUMNS {
            let Some(cell) = screen.cell(row, column) else { break };
            let look = (cell.fgcolor(), cell.bold(), cell.dim());
            let start = column;
            let mut text = String::new();
            while let Some(cell) =
                screen.cell(row, column).filter(|cell| (cell.fgcolor(), cell.bold(), cell.dim()) == look)
            {
                text.push_str(if cell.has_contents() { cell.contents() } else { " " });
                column += 1;
            }
            if text.trim().is_empty() {
                continue;
            }
            let weight = if look.1 { " font-weight=\"bold\"" } else { "" };
            let x = u32::from(start) * CELL.0 + 16;
            let length = u32::from(column - start) * CELL.0;
            writeln!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" xml:space=\"preserve\" fill=\"{}\"{weight}>{}</text>",
                hex(look.0, look.2),
                text.replace('&', "&amp;").replace('<', "&lt;")
            )?;
        }
    }
    svg.push_str("</svg>\n");
    fs::write(file, svg)?;
    Ok(())
}

fn hex(color: Color, dim: bool) -> &'static str {
    match color {
        Color::Idx(1) => "#ff7b72",
        Color::Idx(2) => "#7ee787",
        Color::Idx(3) => "#e3b341",
        Color::Idx(6) => "#76d9e6",
        _ if dim => "#8b93a7",
        _ => "#e6e9f0",
    }
}
