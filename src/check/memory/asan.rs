//! Reading AddressSanitizer's reports. Their form is that of compiler-rt's
//! `asan_errors.cpp` and `asan_descriptions.cpp`, with `symbolize=0`.

use super::fault::{Access, Fault, MemoryError, Variable};

/// Before the name of an error.
const HEADER: &str = "ERROR: AddressSanitizer: ";

/// Cuts the last report out of `stderr`, and the rule above it.
pub fn take(stderr: &mut String) -> Option<String> {
    let header = stderr.rfind(HEADER)?;
    let line = stderr[..header].rfind('\n').map_or(0, |end| end + 1);
    let above = stderr[..line].trim_end_matches('\n');
    let start = match above.rfind('\n').map_or(0, |end| end + 1) {
        at if above[at..].starts_with("=====") => at,
        _ => line,
    };
    let report = stderr.split_off(start);
    Some(report)
}

/// Whether a line is what AddressSanitizer says last, after the report.
pub fn is_farewell(line: &str) -> bool {
    line.starts_with("==") && line.trim_end().ends_with("==ABORTING")
}

/// The fault that a report is about. `program` is the name of the program's file: addresses in
/// other files are left out.
pub fn fault(report: &str, program: &str) -> Option<Fault> {
    let (_, told) = report.split_once(HEADER)?;
    let headline = told.lines().next()?;
    let mut fault = Fault::new(error(headline), headline.split(" on ").next().unwrap_or(headline));
    fault.address = address_of(headline);
    let mut section = Section::Access;
    for line in report.lines() {
        let text = line.trim();
        if let Some(address) = address_in(text, program) {
            match section {
                Section::Access => fault.at.push(address),
                Section::Freed => fault.freed.push(address),
                Section::Allocated => fault.allocated.push(address),
                Section::Other => {}
            }
        } else if text.starts_with('#') {
            // A call in a library.
        } else if text.starts_with("freed by thread") {
            section = Section::Freed;
        } else if is_origin(text) {
            section = Section::Allocated;
        } else if text.starts_with("Thread T") || text.starts_with("SUMMARY") {
            section = Section::Other;
        } else if let Some(access) = access(text) {
            (fault.access, fault.size) = access;
        } else {
            describe(&mut fault, text);
        }
    }
    Some(fault)
}

/// Whether the calls that follow made the block, or the frame that the address is in.
fn is_origin(text: &str) -> bool {
    ["previously allocated by", "allocated by thread"].iter().any(|start| text.starts_with(start))
        || text.contains("is located in stack of thread")
}

/// What the addresses that follow are about.
enum Section {
    Access,
    Freed,
    Allocated,
    Other,
}

fn error(headline: &str) -> MemoryError {
    const KINDS: [(&str, MemoryError); 13] = [
        ("heap-use-after-free", MemoryError::HeapUseAfterFree),
        ("stack-use-after-return", MemoryError::StackUseAfterReturn),
        ("stack-use-after-scope", MemoryError::StackUseAfterScope),
        ("attempting double-free", MemoryError::DoubleFree),
        ("attempting free on address", MemoryError::InvalidFree),
        ("attempting to call malloc_usable_size", MemoryError::InvalidFree),
        ("heap-buffer-overflow", MemoryError::HeapBufferOverflow),
        ("stack-buffer-overflow", MemoryError::StackBufferOverflow),
        ("stack-buffer-underflow", MemoryError::StackBufferOverflow),
        ("dynamic-stack-buffer-overflow", MemoryError::StackBufferOverflow),
        ("global-buffer-overflow", MemoryError::GlobalBufferOverflow),
        ("stack-overflow", MemoryError::StackOverflow),
        ("SEGV on unknown address", MemoryError::WildAccess),
    ];
    let error = KINDS.iter().find(|(start, _)| headline.starts_with(start));
    match error.map_or(MemoryError::Other, |(_, error)| *error) {
        // The first page is never mapped: an address there is null and a field's offset.
        MemoryError::WildAccess if address_of(headline).is_some_and(|address| address < 0x1_0000) => {
            MemoryError::NullDereference
        }
        error => error,
    }
}

/// The address after "unknown address".
fn address_of(headline: &str) -> Option<u64> {
    let (_, rest) = headline.split_once("address 0x")?;
    let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    u64::from_str_radix(&digits, 16).ok()
}

/// `READ of size 4 at …`, `The signal is caused by a WRITE memory access.`
fn access(text: &str) -> Option<(Access, Option<u64>)> {
    let kinds = [("READ of size ", Access::Read), ("WRITE of size ", Access::Write)];
    for (start, kind) in kinds {
        if let Some(rest) = text.strip_prefix(start) {
            return Some((kind, rest.split(' ').next().and_then(|size| size.parse().ok())));
        }
    }
    let rest = text.split_once("The signal is caused by a ")?.1;
    Some((if rest.starts_with("WRITE") { Access::Write } else { Access::Read }, None))
}

/// `    #1 0x55d0 (/build/exercise+0xef056) (BuildId: …)`: the address in the program's file.
fn address_in(text: &str, program: &str) -> Option<u64> {
    if !text.starts_with('#') {
        return None;
    }
    let (_, place) = text.split_once('(')?;
    let (module, offset) = place.split(')').next()?.rsplit_once("+0x")?;
    let file = module.rsplit(['/', '\\']).next()?;
    (file == program).then(|| u64::from_str_radix(offset, 16).ok())?
}

/// Where the address lies: in a block, near a variable.
fn describe(fault: &mut Fault, text: &str) {
    // "0x10 is located 4 bytes after 16-byte region [0x00,0x10)"
    if let Some((_, rest)) = text.split_once(" is located ")
        && let Some((distance, rest)) = rest.split_once(" bytes ")
        && let Ok(distance) = distance.parse::<i64>()
        && let Some((place, _)) = rest.split_once("-byte region ")
        && let Some((place, size)) = place.rsplit_once(' ')
        && let Ok(size) = size.parse::<u64>()
    {
        fault.block = Some(size);
        fault.offset = match place {
            "before" => Some(-distance),
            "after" => i64::try_from(size).ok().map(|size| size + distance),
            _ => Some(distance),
        };
    }
    // "[32, 36) 'x' (line 5) <== Memory access at offset 36 overflows this variable"
    if text.starts_with('[') && text.contains("<== Memory access") {
        fault.variable = variable(text);
    }
    // "0x1 is located 0 bytes after global variable 'exercise::TABLE' defined in …"
    if let Some((_, rest)) = text.split_once("global variable '")
        && let Some((name, _)) = rest.split_once('\'')
    {
        // A literal has no name; the compiler makes one up.
        let name = Some(name.rsplit("::").next().unwrap_or(name)).filter(|name| !name.starts_with("alloc_"));
        fault.variable = name.map(|name| Variable { name: name.to_owned(), line: None });
    }
}

fn variable(text: &str) -> Option<Variable> {
    let mut quoted = text.split('\'');
    let name = quoted.nth(1)?;
    let line = text.split_once("(line ").and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    Some(Variable { name: name.to_owned(), line })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "hello\n=====\n==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x50 at pc 0x1 bp 0x2 sp 0x3\nWRITE of size 4 at 0x50 thread T0\n    #0 0x55  (/b/exercise+0xef188) (BuildId: 85)\n    #1 0x7e  (/b/libmemkata_harness.so+0x7b870) (BuildId: b6)\n    #2 0x55  (/b/exercise+0xef056) (BuildId: 85)\n\n0x50 is located 4 bytes after 12-byte region [0x40,0x4c)\nallocated by thread T1 (main) here:\n    #0 0x55  (/b/exercise+0x10) (BuildId: 85)\n\nThread T1 (main) created by T0 here:\n    #0 0x55  (/b/exercise+0x99) (BuildId: 85)\n\nSUMMARY: AddressSanitizer: heap-buffer-overflow\n";

    #[test]
    fn a_report_is_cut_out_and_read() {
        let mut stderr = REPORT.to_owned();
        let report = take(&mut stderr).expect("there is one");
        assert_eq!(stderr, "hello\n");
        let fault = fault(&report, "exercise").expect("it is one");
        assert_eq!(fault.error, MemoryError::HeapBufferOverflow);
        assert_eq!((fault.access, fault.size), (Access::Write, Some(4)));
        assert_eq!((fault.block, fault.offset), (Some(12), Some(16)));
        assert_eq!((fault.at, fault.allocated), (vec![0xef188, 0xef056], vec![0x10]));
    }

    #[test]
    fn an_address_in_the_first_page_is_null() {
        let told = |headline: &str| {
            fault(&format!("==7==ERROR: AddressSanitizer: {headline}\n"), "exercise").map(|fault| fault.error)
        };
        assert_eq!(
            told("SEGV on unknown address 0x000000000008 (pc 0x1)"),
            Some(MemoryError::NullDereference)
        );
        assert_eq!(told("SEGV on unknown address 0x7f0000000008 (pc 0x1)"), Some(MemoryError::WildAccess));
        assert_eq!(told("something new on address 0x8"), Some(MemoryError::Other));
    }
}
