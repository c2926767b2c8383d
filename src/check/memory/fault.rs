//! A memory error that an oracle reported, whichever oracle it was.

use super::report::Report;

/// The kinds of memory errors. Their names are AddressSanitizer's where it has one, because
/// these are the names that the learner will meet elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoryError {
    HeapUseAfterFree,
    StackUseAfterReturn,
    StackUseAfterScope,
    DoubleFree,
    InvalidFree,
    HeapBufferOverflow,
    StackBufferOverflow,
    GlobalBufferOverflow,
    WrongLayout,
    Leak,
    NullDereference,
    WildAccess,
    StackOverflow,
    UninitialisedRead,
    Other,
}

use MemoryError::{
    DoubleFree, GlobalBufferOverflow, HeapBufferOverflow, HeapUseAfterFree, InvalidFree, Leak,
    NullDereference, Other, StackBufferOverflow, StackOverflow, StackUseAfterReturn, StackUseAfterScope,
    UninitialisedRead, WildAccess, WrongLayout,
};

impl MemoryError {
    /// Those with a name of their own.
    pub const NAMED: [Self; 14] = [
        HeapUseAfterFree,
        StackUseAfterReturn,
        StackUseAfterScope,
        DoubleFree,
        InvalidFree,
        HeapBufferOverflow,
        StackBufferOverflow,
        GlobalBufferOverflow,
        WrongLayout,
        Leak,
        NullDereference,
        WildAccess,
        StackOverflow,
        UninitialisedRead,
    ];

    /// The name in findings, in `witness` and in predictions.
    pub fn name(self) -> &'static str {
        match self {
            HeapUseAfterFree => "heap-use-after-free",
            StackUseAfterReturn => "stack-use-after-return",
            StackUseAfterScope => "stack-use-after-scope",
            DoubleFree => "double-free",
            InvalidFree => "invalid-free",
            HeapBufferOverflow => "heap-buffer-overflow",
            StackBufferOverflow => "stack-buffer-overflow",
            GlobalBufferOverflow => "global-buffer-overflow",
            WrongLayout => "wrong-layout",
            Leak => "leak",
            NullDereference => "null-dereference",
            WildAccess => "wild-access",
            StackOverflow => "stack-overflow",
            UninitialisedRead => "uninitialised-read",
            Other => "memory-error",
        }
    }

    /// The error of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.into_iter().find(|error| error.name() == name)
    }

    /// Whether only AddressSanitizer reports it: the others are reported by memprobe, too.
    pub fn needs_sanitizer(self) -> bool {
        matches!(
            self,
            StackUseAfterReturn
                | StackUseAfterScope
                | StackBufferOverflow
                | GlobalBufferOverflow
                | StackOverflow
        )
    }
}

/// What the program did with the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
    Unknown,
}

/// A local variable that an access was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The line it was declared in, where that is known.
    pub line: Option<u32>,
}

/// One report of an oracle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What was wrong.
    pub error: MemoryError,
    /// The oracle's own name for it.
    pub told: String,
    /// What the program did.
    pub access: Access,
    /// The address that was touched, where it is no block's.
    pub address: Option<u64>,
    /// How many bytes it touched.
    pub size: Option<u64>,
    /// Bytes from the beginning of the block to the access.
    pub offset: Option<i64>,
    /// The block's size.
    pub block: Option<u64>,
    /// The block's alignment.
    pub align: Option<u64>,
    /// What a free said of the block: size and alignment.
    pub asked: Option<(u64, u64)>,
    /// The function of the allocator that noticed it: `alloc`, `free` or `realloc`.
    pub by: Option<String>,
    /// The local variable that it is about.
    pub variable: Option<Variable>,
    /// Whether it was noticed only later, when the block was freed or at the end.
    pub late: bool,
    /// For leaks: how many blocks.
    pub blocks: u64,
    /// For leaks: whether the blocks hold one another.
    pub cycle: bool,
    /// For leaks: the index of the test that allocated them.
    pub test: Option<usize>,
    /// The calls that led to the access.
    pub at: Vec<u64>,
    /// The calls that freed the block.
    pub freed: Vec<u64>,
    /// The calls that allocated the block, or the frame that the variable was in.
    pub allocated: Vec<u64>,
}

impl Fault {
    /// A fault of which nothing more is known.
    pub fn new(error: MemoryError, told: &str) -> Self {
        Self {
            error,
            told: told.to_owned(),
            access: Access::Unknown,
            address: None,
            size: None,
            offset: None,
            block: None,
            align: None,
            asked: None,
            by: None,
            variable: None,
            late: false,
            blocks: 1,
            cycle: false,
            test: None,
            at: Vec::new(),
            freed: Vec::new(),
            allocated: Vec::new(),
        }
    }

    /// Whether a block of no bytes was asked for; in other wrong layouts there is a block.
    pub fn asks_for_nothing(&self) -> bool {
        self.block.is_none() && matches!(self.asked, Some((0, _)))
    }

    /// Whether the allocator has noticed it in a free.
    pub fn is_free(&self) -> bool {
        self.by.as_deref() == Some("free")
    }

    /// The fault that a report of memprobe's is about; `None` for reports that are about none.
    pub fn of_memprobe(report: &Report) -> Option<Self> {
        let error = match MemoryError::named(&report.what)? {
            // The address itself is made of bytes that nobody has written.
            WildAccess | InvalidFree if report.word("filled") == Some("new") => UninitialisedRead,
            error => error,
        };
        let pair = |name: &str| {
            let (size, align) = report.word(name)?.split_once(' ')?;
            Some((size.parse().ok()?, align.parse().ok()?))
        };
        let block: Option<(u64, u64)> = pair("block");
        // What only the leaked blocks lead to is leaked with them.
        let indirect: Option<(u64, u64)> = pair("indirect");
        let mut at: Vec<u64> =
            report.word("pc").and_then(|pc| u64::from_str_radix(pc, 16).ok()).into_iter().collect();
        at.extend(report.calls("at"));
        Some(Self {
            access: match report.word("access") {
                Some("read") => Access::Read,
                Some("write") => Access::Write,
                _ => Access::Unknown,
            },
            offset: report.word("offset").and_then(|offset| offset.parse().ok()),
            block: block
                .map(|(size, _)| size)
                .or_else(|| Some(report.number("live")? + indirect.map_or(0, |(_, bytes)| bytes))),
            align: block.map(|(_, align)| align),
            asked: pair("asked"),
            by: report.word("by").map(str::to_owned),
            late: report.word("late").is_some(),
            blocks: report.number("blocks").unwrap_or(1) + indirect.map_or(0, |(blocks, _)| blocks),
            cycle: report.word("cycle").is_some(),
            test: report.word("test").and_then(|test| test.parse().ok()),
            at,
            freed: report.calls("freed"),
            allocated: report.calls("allocated"),
            ..Self::new(error, &report.what)
        })
    }
}
