//! Why the compiler refuses something, in one line of words that teach. They stand beside
//! the compiler's own text, so they say the rule, not the place.

/// For each error code that learners of memory management meet: the rule behind it, and
/// where to look next.
const WHY: &[(&str, &str)] = &[
    (
        "E0040",
        "Rust itself calls `drop` when the owner ends; to end a value earlier, give it away: `drop(value)`.",
    ),
    (
        "E0061",
        "A function is called with as many arguments as it has parameters; compare the call with its definition.",
    ),
    (
        "E0072",
        "A type that holds itself would have no end and so no size; put a pointer in between, and the size is known.",
    ),
    (
        "E0106",
        "The compiler cannot tell how long the value behind this reference lives. A lifetime would say it; an owned value needs none.",
    ),
    ("E0133", "Only an `unsafe` block may do this, because the compiler cannot check it for you."),
    ("E0252", "The same name was brought in twice."),
    ("E0255", "The same name is defined here and brought in from elsewhere."),
    ("E0277", "The type lacks an ability (a trait) that this place needs; the message names both."),
    ("E0282", "There is not enough here to tell the type; write it down after a colon."),
    ("E0283", "There is not enough here to tell the type; write it down after a colon."),
    (
        "E0308",
        "The value is of one type, and the place wants another; the compiler names both. `u32`, `&u32` and `&mut u32`, for example, are three types.",
    ),
    ("E0309", "What is borrowed inside must live as long as what holds the borrow."),
    ("E0310", "What is borrowed inside must live as long as what holds the borrow."),
    (
        "E0369",
        "This operator is not defined for these types; a reference may stand where the value is meant.",
    ),
    ("E0370", "The value does not fit into its type."),
    ("E0373", "The closure may live longer than what it borrows; it has to own what it uses."),
    (
        "E0381",
        "The variable has no value yet on some way to this line; memory must be written before it is read.",
    ),
    (
        "E0382",
        "The value has moved to a new owner, and the old name may not be used any more; only one owner frees it.",
    ),
    ("E0384", "A variable without `mut` gets its value once."),
    (
        "E0407",
        "An `impl` of a trait holds only what the trait names; other functions go into an `impl` of the type alone.",
    ),
    ("E0412", "There is no type of this name here; check the spelling, or bring it in with `use`."),
    ("E0423", "This name is a type or a macro, where a value or function is needed."),
    ("E0425", "There is nothing of this name here; check the spelling and the scope it was made in."),
    ("E0428", "Two items of one name stand in the same place."),
    ("E0432", "There is nothing of this name where `use` looks for it."),
    ("E0433", "The path leads nowhere; check the spelling, or bring it in with `use`."),
    (
        "E0499",
        "Two mutable borrows of the same value would be alive at once; the first must have ended before the second begins.",
    ),
    (
        "E0502",
        "The value is borrowed, and this would change it while somebody looks; one of the two has to end first.",
    ),
    ("E0503", "The value is borrowed and cannot be used until the borrow has ended."),
    (
        "E0505",
        "The value would move away while a reference to it is still in use; the reference would then refer to memory that is gone.",
    ),
    ("E0506", "The value is borrowed, and this would overwrite what the reference sees."),
    (
        "E0507",
        "Behind a reference stands somebody else's value; you can refer to it as well, but not take it away.",
    ),
    (
        "E0515",
        "What is returned refers to something this function owns, which is gone once it returns; return the thing itself.",
    ),
    ("E0521", "A borrow from this function's caller would get out to a place that may live longer."),
    ("E0559", "The struct or variant has no field of this name."),
    ("E0560", "The struct has no field of this name."),
    (
        "E0594",
        "This may only be read, because of what leads to it: a variable without `mut`, a `&` reference, or something shared, which `mut` does not change.",
    ),
    (
        "E0596",
        "A mutable borrow needs something that may be changed: `mut` where it is made, `&mut` where it is passed.",
    ),
    (
        "E0597",
        "The reference is used after what it refers to has ended; that has to live for as long as the reference is used.",
    ),
    (
        "E0599",
        "This type has no method of that name; it may be behind a reference, or belong to another type.",
    ),
    ("E0600", "This operator is not defined for the type; a reference may stand where the value is meant."),
    ("E0601", "A program starts in `fn main()`, and this file has none."),
    ("E0604", "This cast is not possible between these types."),
    ("E0605", "This cast is not possible between these types."),
    ("E0606", "This cast is not possible between these types; a reference has to be followed first."),
    ("E0608", "This type cannot be indexed with [ ]."),
    ("E0610", "This type has no fields."),
    ("E0614", "`*` follows a reference or pointer, and this is neither."),
    ("E0615", "This is a method: call it with ( )."),
    ("E0616", "The field is private to where the type is defined."),
    ("E0618", "This is not a function, so it cannot be called."),
    ("E0621", "The lifetimes in the signature promise less than the body needs."),
    ("E0658", "This is not part of stable Rust, and the exercise does not need it."),
    (
        "E0659",
        "Two things of this name meet here; a name of the standard library was taken for something else.",
    ),
    ("E0700", "The returned value borrows from something that its type does not mention."),
    (
        "E0716",
        "A value that nobody owns ends with its statement, and the reference would then refer to memory that is gone; give the value a name with `let`.",
    ),
    ("E0726", "A lifetime has to be written here."),
    ("E0746", "A returned value needs a size that is known when compiling."),
    ("E0753", "A comment with `//!` belongs at the very top of a file."),
    ("E0765", "A text starts with a quote and never ends."),
    ("unsafe_code", "This exercise can be solved without `unsafe`, and is meant to be."),
    ("unconditional_panic", "This line would panic in every run."),
    (
        "unconditional_recursion",
        "The function calls itself whatever happens; each call takes a frame of the stack until none is left.",
    ),
    ("arithmetic_overflow", "The result does not fit into its type in every run."),
    (
        "dangling_pointers_from_temporaries",
        "The pointer would outlive the value it points to, which ends with the statement.",
    ),
    (
        "static_mut_refs",
        "A reference to a mutable static cannot be checked: others may change it at the same time.",
    ),
];

/// For errors without a code, by a part of the compiler's message: mostly the file is no Rust yet.
const WHY_SYNTAX: &[(&str, &str)] = &[
    (
        "conflicts with global allocator",
        "A program has one allocator. Remove the attribute; what is allocated is counted without it.",
    ),
    ("unclosed delimiter", "A bracket was opened and never closed."),
    ("mismatched closing delimiter", "A bracket is closed by one of another kind."),
    ("unexpected closing delimiter", "A bracket is closed that was never opened."),
    ("expected `;`", "A statement ends with `;`."),
    (
        "expected one of",
        "The compiler found something else than can stand here; a `;`, `,` or bracket may be missing just before.",
    ),
    (
        "found keyword `mut`",
        "`mut` stands where a variable is made (`let mut n`) or borrowed (`&mut n`); where its value is used, the name is enough.",
    ),
    ("expected expression", "A value should stand here; a bracket or operator may be too many just before."),
    ("expected identifier", "A name should stand here."),
    (
        "unknown start of token",
        "This character has no meaning in Rust; quotes and dashes from a text program look like others and are not.",
    ),
];

/// For places that own together: whoever shares may only read, and no `mut` changes that.
const SHARED: &str = "What an `Rc` owns is shared, so it may only be read through it, and no `mut` changes that; the value inside would have to be one that can change while it is shared.";

/// What Rust has for functions that other languages have.
const FUNCTIONS: &[(&str, &str)] = &[
    ("range", "Rust writes a range with two dots: `0..n`, as in `for i in 0..n`."),
    ("len", "In Rust a length is asked for with a method: `list.len()`."),
    (
        "print",
        "Rust prints with macros, whose names end in `!`; in their text, `{n}` stands for the value of `n`.",
    ),
    ("str", "In Rust `str` is a type, no function; `value.to_string()` makes a text."),
    ("int", "Rust makes a number of another type with `as` (`n as u32`), and reads one with `text.parse()`."),
    ("list", "A list that grows is a `Vec` in Rust: `vec![1, 2, 3]`, or `iterator.collect()`."),
];

/// What Rust has for values that other languages have.
const VALUES: &[(&str, &str)] = &[
    ("True", "In Rust it is `true`, with a small letter."),
    ("False", "In Rust it is `false`, with a small letter."),
    ("null", "Rust has no null: what may be missing is an `Option`, `None` or `Some(value)`."),
    ("nil", "Rust has no nil: what may be missing is an `Option`, `None` or `Some(value)`."),
    ("this", "In Rust a method's own value is `self`, and stands first among its parameters: `&self`."),
];

/// The line for an error about what its message names, where that says more than the code;
/// `source` is the line of the program.
pub fn why_named(code: Option<&str>, message: &str, source: &str) -> Option<&'static str> {
    let find = |known: &[(&'static str, &'static str)], before: &[&str]| {
        let is_named =
            |name: &str| before.iter().any(|before| message.contains(&format!("{before} `{name}`")));
        known.iter().find(|(name, _)| is_named(name)).map(|(_, why)| *why)
    };
    match code {
        Some("E0425" | "E0423") => find(FUNCTIONS, &["function", "found macro", "found builtin type"])
            .or_else(|| find(VALUES, &["value"])),
        Some("E0594" | "E0596") if message.contains("in an `Rc`") || message.contains("in an `Arc`") => {
            Some(SHARED)
        }
        None if message.starts_with("expected") && source.split_whitespace().any(|word| word == "elif") => {
            Some("In Rust it is `else if`, in two words.")
        }
        _ => None,
    }
}

/// The line for an error without a code, where its message is known.
pub fn why_syntax(message: &str) -> Option<&'static str> {
    WHY_SYNTAX.iter().find(|(part, _)| message.contains(part)).map(|(_, why)| *why)
}

/// The line for an error code or lint, where there is one.
pub fn why(code: &str) -> Option<&'static str> {
    WHY.iter().find(|(known, _)| *known == code).map(|(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::WHY;

    #[test]
    fn each_code_is_explained_once() {
        let codes: HashSet<_> = WHY.iter().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), WHY.len());
    }
}
