//! Whose something is that cannot be judged, and which one counts of several.

use super::super::samples::zip;
use super::{Desk, ONE, TWO, refused};
use crate::classroom::class::Class;

const ROSTER: &str = "id,name\nkim,Kim\nlee,Lee\nmia,Mia\nnoa,Noa\npat,Pat\n";

fn pack(text: &str) -> Vec<u8> {
    zip([
        (format!("Small/{ONE}"), text),
        (
            "Small/memkata.json".into(),
            r#"{"format":1,"kit":{"title":"Small","version":"1.0.0"},"exercises":[]}"#,
        ),
    ])
}

/// Those of whose work nothing counts.
fn none_counts(class: &Class) -> Vec<&str> {
    let refused = class.learners.iter().filter(|one| one.refused.is_some());
    refused.map(|one| one.person.id.as_str()).collect()
}

#[test]
fn what_cannot_be_opened_stays_with_its_learner() {
    let desk = Desk::new();
    desk.write(&format!("class/kim/{ONE}"), "k")
        .write("class/lee.zip", b"PK\x03\x04 damaged")
        .write("class/mia.rar", b"Rar!")
        .write("class/noa.zip", zip::<&str, &str>([]))
        .write("class/pat/report.pdf", b"%PDF")
        .write("class/other.7z", b"7z");
    let class = desk.read(&["class"], Some(ROSTER));
    assert_eq!(none_counts(&class), ["lee", "mia", "noa", "pat"]);
    for (at, says) in
        [(1, "damaged"), (2, "hand in a .zip"), (3, "no file of the kit"), (4, "no file of the kit")]
    {
        let learner = &class.learners[at];
        let why = learner.refused.as_deref().unwrap_or_default();
        assert!(why.contains(says) && why.contains("hand"), "{learner:?}");
        assert!(learner.submission.as_ref().is_some_and(|place| place.contains(&learner.person.id)));
        assert!(desk.told(&class)[at].ends_with(&format!("({why}), ({why})")), "{learner:?}");
    }
    let nobodys = refused(&class, &desk);
    assert!(nobodys.len() == 1 && nobodys[0].starts_with("class/other.7z"), "{nobodys:?}");
    // Without a roster archives are learners by their names, and a folder without anything is not.
    let class = desk.read(&["class"], None);
    assert_eq!(none_counts(&class), ["lee", "mia", "noa", "other"]);
    assert_eq!(refused(&class, &desk).len(), 1);
}

#[test]
fn of_several_one_counts_and_that_is_said_once() {
    let desk = Desk::new();
    let copies = [(format!("a/{ONE}"), "1"), (format!("b/{ONE}"), "2"), (format!("b/{TWO}"), "2")];
    desk.write("class/kim.zip", zip(copies.clone()))
        .write(&format!("class/lee/w/{ONE}"), "raw")
        .write("class/lee/memkata-handin.zip", pack("old"))
        .write("class/lee/memkata-handin-1.zip", pack("new"))
        .write(&format!("class/mia/{ONE}"), "m")
        .write(&format!("class/noa/{ONE}"), "n");
    let class = desk.read(&["class"], None);
    assert_eq!(none_counts(&class), ["kim"]);
    assert_eq!(desk.told(&class)[1..], ["lee: new, -", "mia: m, -", "noa: n, -"]);
    let place = format!("`{}/class/lee/memkata-handin-1.zip/Small` counts", desk.path().display());
    assert_eq!(class.notices, [format!("lee has handed in more than once; {place}")]);
    // What is printed can be written into the roster, whole or without the place.
    let why = class.learners[0].refused.clone().unwrap_or_default();
    let printed = format!("{}/class/kim.zip/b", desk.path().display());
    assert!(why.contains(&format!("`{printed}`")), "{why}");
    for written in [printed.as_str(), "class/kim.zip/b", "kim.zip/b", "kim.zip/b/"] {
        let roster = format!("id,submission\nkim,{written}\nlee,\nmia,\n");
        let class = desk.read(&["class"], Some(&roster));
        assert_eq!(desk.told(&class)[0], "kim: 2, 2", "{written}: {class:?}");
        assert_eq!(none_counts(&class), [""; 0]);
    }
    // It wins over what the names say.
    let class = desk.read(&["class"], Some("id,submission\nkim,lee/w\nlee,mia\nmia,kim.zip/a\n"));
    assert_eq!(desk.told(&class), ["kim: raw, -", "lee: m, -", "mia: 1, -"]);
}

#[test]
fn a_canvas_export_that_was_unpacked_is_one_still() {
    let desk = Desk::new();
    desk.write(&format!("w/berganna_101_55001_memkata-handin/memkata/{ONE}"), "old")
        .write(&format!("w/berganna_LATE_101_55002_memkata-handin-1/memkata/{ONE}"), "new")
        .write("w/leekim_102_55003_handin.zip", b"PK\x03\x04")
        .write("w/leekim_102_55000_one.rs", "k");
    let roster = "Student,ID,SIS User ID,SIS Login ID,Section,Small (88),Homework 1 (7),Current Score\n\"Berg, Anna\",101,s1,anna,A,3,5,80\n\"Lee, Kim\",102,s2,kim,A,4,6,90\n";
    let class = desk.read(&["w"], Some(roster));
    assert_eq!(desk.told(&class), ["101: new, -", "102: k, -"]);
    assert_eq!(class.learners.iter().map(|one| one.late).collect::<Vec<_>>(), [true, false]);
    assert!(class.learners[1].elsewhere.iter().any(|one| one.path.contains("handin.zip")), "{class:?}");
    // Other grades are nobody's business here.
    let kept: Vec<_> =
        class.learners[0].person.roster.iter().map(|(column, cell)| format!("{column}={cell}")).collect();
    assert_eq!(
        kept,
        ["ID=101", "SIS Login ID=anna", "SIS User ID=s1", "Section=A", "Small (88)=", "Student=Berg, Anna"]
    );
}

#[test]
fn a_text_beside_a_hand_in_is_told_there() {
    let desk = Desk::new();
    desk.write(&format!("m/Kim Lee_101_assignsubmission_file_/{ONE}"), "k")
        .write("m/Kim Lee_101_assignsubmission_onlinetext_/onlinetext.html", "done");
    let class = desk.read(&["m"], None);
    assert_eq!(desk.told(&class), ["Kim-Lee: k, -"]);
    assert!(class.refused.is_empty() && class.notices.is_empty(), "{class:?}");
    let told = &class.learners[0].elsewhere;
    assert!(told.len() == 1 && told[0].path.contains("onlinetext"), "{told:?}");
}

#[test]
fn what_may_not_be_read_says_what_helps() {
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let told = super::super::folders::unread(&denied);
    assert!(told.contains("Permission denied") && told.contains("chmod"), "{told}");
}
