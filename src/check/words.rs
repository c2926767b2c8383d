//! Why the compiler refuses something, in one line of words that teach. They stand beside
//! the compiler's own text, so they say the rule, not the place.

/// For each error code that learners of memory management meet: the rule behind it, and
/// where to look next.
const WHY: &[(&str, &str)] = &[
    (
        "E0061",
        "a function is called with as many arguments as it has parameters; compare the call with its definition",
    ),
    (
        "E0072",
        "a type that holds itself would have no end and so no size; put a pointer in between, and the size is known",
    ),
    (
        "E0106",
        "a returned reference borrows from something; the compiler cannot see from what. A lifetime names it, or an owned value needs none",
    ),
    ("E0133", "only an `unsafe` block may do this, because the compiler cannot check it for you"),
    ("E0252", "the same name was brought in twice"),
    ("E0255", "the same name is defined here and brought in from elsewhere"),
    ("E0277", "the type lacks an ability (a trait) that this place needs; the message names both"),
    ("E0282", "there is not enough here to tell the type; write it down after a colon"),
    ("E0283", "there is not enough here to tell the type; write it down after a colon"),
    (
        "E0308",
        "the value is of one type, the place wants another: a reference is not the value it refers to, an owned value is not a borrow of it",
    ),
    ("E0309", "what is borrowed inside must live as long as what holds the borrow"),
    ("E0310", "what is borrowed inside must live as long as what holds the borrow"),
    ("E0369", "this operator is not defined for these types; a reference may stand where the value is meant"),
    ("E0370", "the value does not fit into its type"),
    ("E0373", "the closure may live longer than what it borrows; it has to own what it uses"),
    (
        "E0381",
        "the variable has no value yet on some way to this line; memory must be written before it is read",
    ),
    (
        "E0382",
        "the value has moved to a new owner, and the old name may not be used any more; only one owner frees it",
    ),
    ("E0384", "a variable without `mut` gets its value once"),
    ("E0412", "there is no type of this name here; check the spelling, or bring it in with `use`"),
    ("E0423", "this name is a type or a macro, where a value or function is needed"),
    ("E0425", "there is nothing of this name here; check the spelling and the scope it was made in"),
    ("E0428", "two items of one name stand in the same place"),
    ("E0432", "there is nothing of this name where `use` looks for it"),
    ("E0433", "the path leads nowhere; check the spelling, or bring it in with `use`"),
    (
        "E0499",
        "two mutable borrows of the same value would be alive at once; the first must have ended before the second begins",
    ),
    (
        "E0502",
        "the value is borrowed, and this would change it while somebody looks; one of the two has to end first",
    ),
    ("E0503", "the value is borrowed and cannot be used until the borrow has ended"),
    (
        "E0505",
        "the value would move away while a reference to it is still in use; the reference would dangle",
    ),
    ("E0506", "the value is borrowed, and this would overwrite what the reference sees"),
    (
        "E0507",
        "behind a reference stands somebody else's value; it can be looked at or copied, not taken away",
    ),
    (
        "E0515",
        "what is returned refers to something this function owns, which is gone once it returns; return the thing itself",
    ),
    ("E0521", "a borrow from this function's caller would get out to a place that may live longer"),
    ("E0559", "the struct or variant has no field of this name"),
    ("E0560", "the struct has no field of this name"),
    ("E0594", "this is borrowed or bound for looking only; changing it takes `mut` on the way to it"),
    (
        "E0596",
        "a mutable borrow needs something that may be changed: `mut` where it is made, `&mut` where it is passed",
    ),
    (
        "E0597",
        "the reference is used after what it refers to has ended; the owner has to live at least as long as the borrow",
    ),
    (
        "E0599",
        "this type has no method of that name; it may be behind a reference, or belong to another type",
    ),
    ("E0600", "this operator is not defined for the type; a reference may stand where the value is meant"),
    ("E0601", "a program starts in `fn main()`, and this file has none"),
    ("E0604", "this cast is not possible between these types"),
    ("E0605", "this cast is not possible between these types"),
    ("E0606", "this cast is not possible between these types; a reference has to be followed first"),
    ("E0608", "this type cannot be indexed with [ ]"),
    ("E0610", "this type has no fields"),
    ("E0614", "`*` follows a reference or pointer, and this is neither"),
    ("E0615", "this is a method: call it with ( )"),
    ("E0616", "the field is private to where the type is defined"),
    ("E0618", "this is not a function, so it cannot be called"),
    ("E0621", "the lifetimes in the signature promise less than the body needs"),
    ("E0658", "this is not part of stable Rust, and the exercise does not need it"),
    (
        "E0659",
        "two things of this name meet here; a name of the standard library was taken for something else",
    ),
    ("E0700", "the returned value borrows from something that its type does not mention"),
    (
        "E0716",
        "a value that nobody owns ends with its statement, and the reference to it would dangle; give it a name with `let`",
    ),
    ("E0726", "a lifetime has to be written here"),
    ("E0746", "a returned value needs a size that is known when compiling"),
    ("E0753", "a comment with `//!` belongs at the very top of a file"),
    ("E0765", "a text starts with a quote and never ends"),
    ("unsafe_code", "this exercise can be solved without `unsafe`, and is meant to be"),
    ("unconditional_panic", "this line would panic in every run"),
    (
        "unconditional_recursion",
        "the function calls itself whatever happens; each call takes a frame of the stack until none is left",
    ),
    ("arithmetic_overflow", "the result does not fit into its type in every run"),
    (
        "dangling_pointers_from_temporaries",
        "the pointer would outlive the value it points to, which ends with the statement",
    ),
    (
        "static_mut_refs",
        "a reference to a mutable static cannot be checked: others may change it at the same time",
    ),
];

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
