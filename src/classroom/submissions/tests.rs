//! Classes as instructors have them, and submissions as nobody should send them.

mod owners;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::samples::{gzip, kit, place, tar, write, zip};
use super::{Asked, read};
use crate::classroom::class::{Class, Handed, Learner};
use crate::classroom::inputs::Inputs;
use crate::error::{Error, ErrorKind};

const ONE: &str = "exercises/01_a/one.rs";
const NO_TEXT: &str =
    "(it is a text written in the learning platform, and only files are judged; hand in the files)";
const TWO: &str = "exercises/02_b/two.rs";

/// A folder with what was handed in.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("desk")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        write(&self.path(), path, text);
        self
    }

    fn inputs(&self) -> Inputs {
        Inputs::new(self.folder.path().join("inputs"))
    }

    fn try_read(&self, places: &[&str], roster: Option<&str>) -> Result<Class, Error> {
        let (kit, _folder) = kit();
        let places: Vec<PathBuf> = places.iter().map(|place| self.path().join(place)).collect();
        let roster = roster.map(|text| place(self.folder.path(), "roster.csv", text.as_bytes()));
        read(&Asked { places: &places, roster: roster.as_deref() }, &kit, &self.inputs())
    }

    fn read(&self, places: &[&str], roster: Option<&str>) -> Class {
        self.try_read(places, roster).expect("a class")
    }

    fn text(&self, handed: &Handed) -> String {
        match handed {
            Handed::File(input) => {
                String::from_utf8_lossy(&self.inputs().get(input).expect("it was kept")).into_owned()
            }
            Handed::Missing => "-".into(),
            Handed::Refused(why) => format!("({why})"),
        }
    }

    /// Each learner as `id: one, two`.
    fn told(&self, class: &Class) -> Vec<String> {
        let one = |learner: &Learner| {
            let files: Vec<String> = learner.files.iter().map(|handed| self.text(handed)).collect();
            format!("{}: {}", learner.person.id, files.join(", "))
        };
        class.learners.iter().map(one).collect()
    }
}

/// What was refused, without the folder that it is in.
fn refused(class: &Class, desk: &Desk) -> Vec<String> {
    let folder = format!("{}/", desk.path().display());
    class.refused.iter().map(|one| format!("{}: {}", one.place.replace(&folder, ""), one.why)).collect()
}

#[test]
fn a_workspace_is_found_wherever_it_lies() {
    for (place, path) in
        [("kim", "kim"), ("kim", "kim/homework/memkata"), ("class", "class/kim"), (".", "kim")]
    {
        let desk = Desk::new();
        desk.write(&format!("{path}/{ONE}"), "1").write(
            &format!("{path}/.memkata/workspace.toml"),
            "kit = \"embedded\"\ntitle = \"Small\"\nversion = \"0.9\"\ndigest = \"\"\n",
        );
        desk.write(&format!("{path}/.memkata/originals/{TWO}"), "not this")
            .write(&format!("{path}/memkata-handin.zip"), zip([(ONE, "old")]));
        let class = desk.read(&[place], None);
        assert_eq!(desk.told(&class), ["kim: 1, -"], "{path}");
        assert_eq!(class.learners[0].kit.as_ref().map(|kit| kit.version.as_str()), Some("0.9"));
        assert!(class.refused.is_empty() && class.notices.is_empty(), "{class:?}");
    }
}

#[test]
fn a_class_is_a_folder_or_an_archive_of_folders_archives_and_files() {
    let memkata = |text: &str| {
        zip([
            (format!("Small/{ONE}"), text),
            (
                "Small/memkata.json".into(),
                r#"{"format":1,"kit":{"title":"Small","version":"1.0.0"},"exercises":[]}"#,
            ),
        ])
    };
    let desk = Desk::new();
    desk.write(&format!("class/kim/{ONE}"), "1").write("class/kim/exercises/02_b/two.rs", "2");
    desk.write("class/lee.zip", memkata("l")).write("class/mia/one.rs", "m").write("class/README.md", "x");
    desk.write("class/noa.tgz", gzip(&tar(&[(b"./w/exercises/02_b/two.rs", b'0', b"", b"n")])));
    desk.write("class/tar.tar", tar(&[(b"exercises/01_a/one.rs", b'0', b"", b"t")]));
    let want = ["kim: 1, 2", "lee: l, -", "mia: m, -", "noa: -, n", "tar: t, -"];
    let class = desk.read(&["class"], None);
    assert_eq!(desk.told(&class), want);
    assert!(class.learners[1].kit.is_some());
    assert!(class.learners[1].submission.as_ref().is_some_and(|place| place.ends_with("class/lee.zip")));
    // The same packed, and packed again.
    let packed = zip([
        (format!("class/kim/{ONE}"), b"1".to_vec()),
        (format!("class/kim/{TWO}"), b"2".to_vec()),
        ("class/lee.zip".into(), memkata("l")),
        ("class/mia/one.rs".into(), b"m".to_vec()),
        ("class/noa.tgz".into(), fs::read(desk.path().join("class/noa.tgz")).expect("a file")),
        ("class/tar.tar".into(), fs::read(desk.path().join("class/tar.tar")).expect("a file")),
    ]);
    desk.write("week.zip", &packed).write("again.zip", zip([("week.zip", &packed)]));
    let tarred = tar(&[
        (b"class/kim/exercises/01_a/one.rs", b'0', b"", b"1"),
        (b"class/lee.zip", b'0', b"", &memkata("l")),
    ]);
    desk.write("week.tar.gz", gzip(&tarred));
    for place in ["week.zip", "again.zip"] {
        assert_eq!(desk.told(&desk.read(&[place], None)), want, "{place}");
    }
    assert_eq!(desk.told(&desk.read(&["week.tar.gz"], None)), ["kim: 1, -", "lee: l, -"]);
    assert_eq!(
        desk.told(&desk.read(&["class/kim", "class/lee.zip", "class/mia/one.rs"], None)),
        ["kim: 1, 2", "lee: l, -", "one-rs: m, -"]
    );
}

#[test]
fn exports_of_canvas_are_read_and_the_newest_counts() {
    let work = |text: &str| zip([(format!("memkata/{ONE}"), text)]);
    let desk = Desk::new();
    desk.write(
        "w.zip",
        zip([
            ("leekim_12345_67890_memkata-handin.zip", work("old")),
            ("leekim_LATE_12345_67999_memkata-handin-1.zip", work("new")),
            ("leekim_12346_67891_handin.zip", work("other")),
            ("parkmia_77_500_one.rs", b"m".to_vec()),
            ("parkmia_77_501_two-1.rs", b"m2".to_vec()),
            ("anon_Ab3dE_678_handin.zip", work("a")),
            ("noaroy_99_text.html", b"<p>later".to_vec()),
            ("zoe_98_400_essay.pdf", b"%PDF".to_vec()),
        ]),
    );
    let class = desk.read(&["w.zip"], None);
    let nothing: Vec<&str> =
        class.learners.iter().filter(|one| one.refused.is_some()).map(|one| one.person.id.as_str()).collect();
    assert_eq!(nothing, ["noaroy", "zoe"]);
    assert!(desk.told(&class).iter().any(|one| one == "parkmia: m, m2"), "{class:?}");
    assert_eq!(desk.told(&class)[..3], ["Ab3dE: a, -", "leekim-12345: new, -", "leekim-12346: other, -"]);
    let late: Vec<&str> =
        class.learners.iter().filter(|one| one.late).map(|one| one.person.id.as_str()).collect();
    assert_eq!(late, ["leekim-12345"]);
    assert!(class.notices.iter().any(|notice| notice.contains("the newest counts")), "{:?}", class.notices);
    assert!(class.notices.iter().any(|notice| notice.contains("told apart")), "{:?}", class.notices);
    assert!(class.refused.is_empty(), "{:?}", class.refused);
    let roster = "Student,ID,SIS User ID,SIS Login ID,Section,Memory (88)\n    Points Possible,,,,,75\n\"Lee, Kim\",12345,s1,kim1,A,\n\"Lee, Kim\",12346,s2,kim2,A,\n\"Park, Mía\",77,s3,mia,B,\n\"Roy, Noa\",99,s4,noa,B,\n\"Student, Test\",5,,abc,A,\n";
    let class = desk.read(&["w.zip"], Some(roster));
    assert_eq!(desk.told(&class)[..3], ["12345: new, -", "12346: other, -", "77: m, m2"]);
    assert!(
        class.learners[3].refused.as_ref().is_some_and(|why| why.contains("a text written")),
        "{class:?}"
    );
    assert_eq!(class.learners[2].person.name, "Park, Mía");
    assert_eq!(class.learners[2].person.roster["SIS Login ID"], "mia");
    assert!(
        class.learners[3].submission.as_ref().is_some_and(|place| place.ends_with("noaroy_99_text.html"))
    );
    assert!(class.refused.iter().any(|one| one.why.contains("nobody in the roster")), "{:?}", class.refused);
}

#[test]
fn exports_of_moodle_and_gradescope_are_read() {
    let work = |text: &str| zip([(ONE, text)]);
    let desk = Desk::new();
    desk.write(
        "m.zip",
        zip([
            ("Kim Lee_101_assignsubmission_file_/handin.zip", work("k")),
            ("Kim Lee_102_assignsubmission_file_/one.rs", b"other".to_vec()),
            ("Müller, Mia_103_assignsubmission_file_work.zip", work("m")),
            ("Noa Roy_104_assignsubmission_onlinetext_/onlinetext.html", b"hi".to_vec()),
        ]),
    );
    let class = desk.read(&["m.zip"], None);
    assert_eq!(desk.told(&class)[..3], ["Kim-Lee-101: k, -", "Kim-Lee-102: other, -", "Müller-Mia: m, -"]);
    let roster = "\u{feff}Identifier;\"Full name\";\"Email address\";Status;Grade\r\nParticipant 103;\"Mia Müller\";mia@x.org;ok;-\r\nParticipant 101;\"Kim Lee\";k@x.org;;\r\nParticipant 102;\"Kim Lee\";k2@x.org;;\r\nParticipant 104;\"Noa Roy\";n@x.org;;\r\n";
    let class = desk.read(&["m.zip"], Some(roster));
    assert_eq!(
        desk.told(&class),
        ["103: m, -", "101: k, -", "102: other, -", &format!("104: {NO_TEXT}, {NO_TEXT}")]
    );
    assert_eq!(class.learners[0].person.email.as_deref(), Some("mia@x.org"));
    let desk = Desk::new();
    desk.write(&format!("export/submission_31/{ONE}"), "g")
        .write(&format!("export/submission_32/work/{ONE}"), "h");
    desk.write("export/submission_33/other.py", "").write("export/submission_metadata.yml", "---");
    let class = desk.read(&["export"], None);
    assert_eq!(desk.told(&class)[..2], ["submission_31: g, -", "submission_32: h, -"]);
    assert!(class.learners[2].refused.is_some() && class.refused.is_empty(), "{class:?}");
}

#[test]
fn a_learner_takes_nobodys_place_by_a_name_in_their_own_work() {
    const FOLDER: &str = "Kim Lee_77_assignsubmission_file_/exercises/01_a/one.rs";
    let roster = "id,name\nkim,Kim Lee\nmallory,Mallory M\n";
    let desk = Desk::new();
    let fake = zip([(format!("x/{FOLDER}"), "m")]);
    let direct = zip([(FOLDER, "m"), ("Lee Wu_78_assignsubmission_file_/exercises/01_a/one.rs", "n")]);
    desk.write(&format!("plain/kim/{ONE}"), "k").write("plain/mallory.zip", &fake);
    desk.write("alone/mallory.zip", &fake).write("named/mallory.zip", &direct);
    desk.write(&format!("named/kim/{ONE}"), "k");
    desk.write(&format!("folder/kim/{ONE}"), "k").write(&format!("folder/mallory/x/{FOLDER}"), "m");
    desk.write("moodle/Kim Lee_77_assignsubmission_file_/one.rs", "k")
        .write("moodle/Mallory M_66_assignsubmission_file_/h.zip", &fake);
    desk.write("canvas/leekim_77_501_one.rs", "k")
        .write("canvas/mallorym_66_502_Kim Lee_77_assignsubmission_file_one.rs", "m")
        .write("canvas/mallorym_66_503_two.rs", "m");
    let both = ["kim: k, -", "mallory: m, -"];
    for roster in [None, Some(roster)] {
        for place in ["plain", "folder"] {
            assert_eq!(desk.told(&desk.read(&[place], roster)), both, "{place} {roster:?}");
        }
    }
    // Without a roster, nobody is anybody else.
    assert_eq!(desk.told(&desk.read(&["alone"], None)), ["mallory: m, -"]);
    assert_eq!(desk.told(&desk.read(&["alone"], Some(roster)))[0], "kim: -, -");
    let places = ["named/kim", "named/mallory.zip"];
    assert_eq!(desk.told(&desk.read(&places, Some(roster)))[0], "kim: k, -");
    assert_eq!(desk.told(&desk.read(&["moodle"], None)), ["Kim-Lee: k, -", "Mallory-M: m, -"]);
    let canvas = "Student,ID,SIS Login ID\n\"Lee, Kim\",77,kim\n\"M, Mallory\",66,mal\n";
    assert_eq!(desk.told(&desk.read(&["canvas"], Some(canvas))), ["77: k, -", "66: -, m"]);
    let places = ["moodle/Kim Lee_77_assignsubmission_file_", "moodle/Mallory M_66_assignsubmission_file_"];
    assert_eq!(desk.told(&desk.read(&places, None)), ["Kim-Lee: k, -", "Mallory-M: m, -"]);
    // An export in its folder, or packed once more, is an export.
    let export = zip([(FOLDER, "k"), ("Lee Wu_78_assignsubmission_file_/one.rs", "l")]);
    desk.write("again.zip", zip([("down/export.zip", &export)])).write("down/export.zip", &export);
    for place in ["again.zip", "down", "down/export.zip"] {
        assert_eq!(desk.told(&desk.read(&[place], None)), ["Kim-Lee: k, -", "Lee-Wu: l, -"], "{place}");
    }
}

#[test]
fn a_roster_finds_people_by_all_that_they_are_called() {
    let desk = Desk::new();
    for name in ["kim@x.org", "Park_Mia", "homework-1-noa-r", "team 7", "zoe", "nobody"] {
        desk.write(&format!("class/{name}/{ONE}"), name);
    }
    let roster = "ID,First Name,Last Name,Email,Submission,Room\nk1,Kim,Lee,kim@x.org,,1\nm1,Mia,Park,,,2\nnoa-r,Noa,Roy,,,3\nx1,Xi,Wu,,Team 7,4\nz1,Zoe,Ash,,,5\nz2,Zoe,Ash,zoe@y.org,,5\nq,Quin,Fox,,,\n";
    let class = desk.read(&["class"], Some(roster));
    assert_eq!(
        desk.told(&class),
        [
            "k1: kim@x.org, -",
            "m1: Park_Mia, -",
            "noa-r: homework-1-noa-r, -",
            "x1: team 7, -",
            "z1: -, -",
            "z2: zoe, -",
            "q: -, -"
        ]
    );
    assert_eq!(refused(&class, &desk).len(), 1);
    assert!(class.notices.iter().any(|notice| notice.contains("`Room`")), "{:?}", class.notices);
    // Two that one name fits, and two submissions of one person.
    let class = desk.read(&["class"], Some("name,email\nZoe,a@x\nzoe,b@x\nPark Mia,kim@x.org\nNobody,c@x\n"));
    let refused = refused(&class, &desk).join("\n");
    assert!(refused.contains("Zoe and zoe in the roster"), "{refused}");
    let mia = class.learners[2].refused.as_deref().unwrap_or_default();
    assert!(mia.contains("2 workspaces") && mia.contains("class/Park_Mia"), "{mia}");
}

#[test]
fn a_roster_that_cannot_be_used_says_why() {
    let desk = Desk::new();
    desk.write(&format!("kim/{ONE}"), "1");
    for (roster, says) in [
        ("Colour,Shape\nred,round\n", "no column that names a learner; it has `Colour`, `Shape`"),
        ("id,name\nk,Kim\nm,Mia\nk,Kim\n", "lines 2 and 4"),
        ("name\nKim Lee\nKim Lee\n", "lines 2 and 3"),
        ("id,ID\n1,2\n", "two columns"),
        ("id,name\n", "nobody in it"),
        ("", "no column"),
        ("\u{0}id\n", "UTF-8"),
        ("id,name\n\"k,Kim\n", "no"),
    ] {
        match desk.try_read(&["kim"], Some(roster)) {
            Err(error) => {
                assert_eq!(error.kind, ErrorKind::Usage);
                let text = format!("{error:?}");
                assert!(text.contains(says), "{roster:?}: {text}");
            }
            Ok(class) => panic!("{roster:?}: {class:?}"),
        }
    }
    let missing = read(
        &Asked { places: &[desk.path()], roster: Some(Path::new("no-such.csv")) },
        &kit().0,
        &desk.inputs(),
    );
    assert!(missing.is_err_and(|error| error.kind == ErrorKind::Usage));
}

#[test]
fn nothing_to_judge_says_what_was_looked_at() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path().join("empty")).expect("a folder");
    desk.write("text.txt", "x")
        .write("empty.zip", zip::<&str, &str>([]))
        .write("broken.zip", "PK\u{3}\u{4}xx");
    for (place, says) in [
        ("empty", "nothing to judge"),
        ("text.txt", "no archive"),
        ("empty.zip", "nothing to judge"),
        ("broken.zip", "not a whole zip"),
        ("gone", "there is no"),
    ] {
        let error = desk.try_read(&[place], None).expect_err(place);
        assert_eq!(error.kind, ErrorKind::Usage);
        assert!(
            error.problems[0].message.contains(says) && error.problems[0].help.is_some(),
            "{place}: {error:?}"
        );
        assert!(error.problems[0].message.contains(place), "{error:?}");
    }
    // A place that is not there is a slip of the hand, whatever else there is; one that cannot be read is not.
    desk.write(&format!("kim/{ONE}"), "1");
    assert!(desk.try_read(&["kim", "gone"], None).is_err());
    let class = desk.read(&["kim", "broken.zip", "kim"], None);
    assert_eq!((class.learners.len(), class.refused.len()), (2, 0));
    assert!(class.notices[0].contains("named twice"));
}

#[test]
fn names_of_people_may_have_anything_in_them() {
    let long = "n".repeat(250);
    let desk = Desk::new();
    for name in ["Kim \"K\" Lee", "🦀 crab", "new\nline\u{1b}[31m", "=cmd()", &long] {
        desk.write(&format!("class/{name}/{ONE}"), "1");
    }
    let class = desk.read(&["class"], None);
    let ids: Vec<&str> = class.learners.iter().map(|learner| learner.person.id.as_str()).collect();
    assert_eq!(ids, ["cmd", "Kim-K-Lee", "new-line-31m", &long[..60], "crab"]);
    for learner in &class.learners {
        assert!(!learner.submission.as_deref().unwrap_or_default().contains(['\n', '\u{1b}']), "{learner:?}");
    }
    // Longer than a name can be on the disk.
    let name = format!("class/{}/{ONE}", "n".repeat(300));
    desk.write(
        "w.zip",
        zip([(name.as_str(), "1"), ("class/kim/exercises/01_a/one.rs", "1"), ("class/lee/one.rs", "1")]),
    );
    let class = desk.read(&["w.zip"], None);
    assert_eq!(class.learners.len(), 2);
    assert!(class.refused[0].why.contains("longer than 255"), "{:?}", class.refused);
}

#[test]
fn what_else_is_in_a_workspace_is_told_and_folded() {
    let desk = Desk::new();
    desk.write(&format!("kim/{ONE}"), "1")
        .write("kim/Cargo.toml", "[profile.dev]\n")
        .write("kim/build.rs", "")
        .write("kim/.cargo/config.toml", "");
    for number in 0..300 {
        desk.write(&format!("kim/target/debug/{number}.o"), "")
            .write(&format!("kim/exercises/x{number}/y.rs"), "");
    }
    let (kit, _folder) = kit();
    desk.write(&format!("lee/{ONE}"), "1");
    for (path, bytes) in kit.files_of_workspaces().expect("files") {
        desk.write(&format!("lee/{path}"), bytes);
    }
    let class = desk.read(&["kim", "lee"], None);
    let told: Vec<String> =
        class.learners[0].elsewhere.iter().map(|one| format!("{} {}", one.path, one.why)).collect();
    assert_eq!(told.len(), 21, "{told:?}");
    for start in [".cargo/config ", "Cargo.toml ", "build.rs "] {
        assert!(told.iter().any(|one| one.starts_with(start)), "{start}: {told:?}");
    }
    assert!(told[20].contains("more"), "{told:?}");
    assert_eq!(class.learners[1].elsewhere, []);
}

/// A class of one hostile learner and one neighbour, who gets what is theirs.
fn beside(desk: &Desk, class: &Class) -> String {
    let told = desk.told(class);
    assert!(told.contains(&"lee: l, -".to_owned()), "{told:?}");
    let own = told.into_iter().filter(|one| !one.starts_with("lee")).collect::<Vec<_>>().join("; ");
    format!(
        "{own} | {} | {:?}",
        refused(class, desk).join("; "),
        class.learners.iter().flat_map(|learner| &learner.elsewhere).collect::<Vec<_>>()
    )
}

#[test]
fn a_hostile_archive_is_refused_and_the_neighbour_is_judged() {
    let nested = (0..5).fold(zip([(ONE, "deep")]), |inner, _| zip([("a.zip", inner)]));
    let many = zip((0..60_000).map(|number| (format!("f{number}"), "")));
    let bomb = zip([(ONE, vec![0; 3 << 20]), (TWO, b"2".to_vec())]);
    let huge = zip([("inner.zip", [b"PK\x03\x04".to_vec(), vec![0; 10 << 20]].concat())]);
    let mut encrypted = zip([(ONE, "1")]);
    let central = encrypted.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a list");
    encrypted[6] |= 1;
    encrypted[central + 8] |= 1;
    let mut overlapping = zip([(ONE, "1"), (TWO, "2")]);
    let at = overlapping.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a list");
    overlapping[at + 42..at + 46].fill(0);
    let mut long_end = zip([(ONE, "1")]);
    long_end.splice(
        long_end.len() - 22..long_end.len() - 22,
        [b"PK\x06\x06".to_vec(), vec![0; 2 << 20], b"PK\x06\x07".to_vec(), vec![0; 16]].concat(),
    );
    let tar_bomb =
        gzip(&tar(&[(b"big", b'0', b"", &vec![0; 6 << 20]), (b"exercises/01_a/one.rs", b'0', b"", b"1")]));
    let long_name =
        gzip(&tar(&[(b"././@LongLink", b'L', b"", &vec![b'a'; 1 << 20]), (b"x", b'0', b"", b"1")]));
    for (name, bytes, says) in [
        ("kim.zip", zip([("../../exercises/01_a/one.rs", "1")]), "leads out"),
        ("kim.zip", zip([("/etc/exercises/01_a/one.rs", "1")]), "absolute"),
        ("kim.zip", zip([("C:/exercises/01_a/one.rs", "1")]), "drive"),
        ("kim.zip", zip([("exercises\\01_a\\one.rs", "1")]), "backslash"),
        ("kim.zip", zip([("a\0b", "1")]), "NUL"),
        ("kim.zip", zip([(ONE, "1"), ("EXERCISES/01_A/ONE.rs", "2")]), "differ in case"),
        ("kim.zip", nested, "too many archives"),
        ("kim.zip", many, "60000 entries"),
        ("kim.zip", bomb, "kim: (it is larger than 1 MiB), 2 |"),
        ("kim.zip", huge, "larger than 8 MiB"),
        ("kim.zip", encrypted, "kim: (it is encrypted), - |"),
        ("kim.zip", overlapping, "over each other"),
        ("kim.zip", long_end, "says more about itself"),
        ("kim.zip", b"no archive at all".to_vec(), "is none"),
        ("kim.rar", b"Rar!".to_vec(), "of this kind"),
        ("kim.tgz", tar_bomb, "far larger"),
        ("kim.tgz", long_name, "64 KiB"),
        ("kim.tar", tar(&[(b"exercises/01_a/one.rs", b'2', b"/etc/passwd", b"")]), "kim: (it is a link"),
        ("kim.tar", tar(&[(b"exercises/01_a/one.rs", b'1', b"/etc/passwd", b"")]), "kim: (it is a hard link"),
        ("kim.tar", tar(&[(b"exercises/01_a/one.rs", b'6', b"", b"")]), "kim: (it is not a file"),
        ("kim.tar", tar(&[(b"exercises/01_a/one.rs", b'3', b"", b"")]), "kim: (it is not a file"),
        ("kim.tar", tar(&[(b"exercises", b'2', b"/etc", b"")]), "the folder `exercises` on the way"),
        (
            "kim.tar",
            tar(&[(b"exercises/01_a/one.rs", b'0', b"", b"1"), (b"exercises/01_a/one.rs", b'0', b"", b"2")]),
            "two files of its name",
        ),
        (
            "kim.tar",
            tar(&[(b"exercises/01_a/one.rs", b'0', b"", b"1"), (b"x", b'2', b"/", b"")]),
            "path: \"x\", why: \"it is a link",
        ),
    ] {
        let desk = Desk::new();
        desk.write(&format!("class/{name}"), bytes).write(&format!("class/lee/{ONE}"), "l");
        let class = desk.read(&["class"], None);
        let told = beside(&desk, &class);
        assert!(told.contains(says), "{says}: {told}");
        if says.contains("larger") || says.contains("entries") {
            // Packing those again takes longer than it tells.
            continue;
        }
        // The same inside an archive.
        let names = [format!("class/{name}"), format!("class/lee/{ONE}")];
        let bytes = [fs::read(desk.path().join(&names[0])).expect("a file"), b"l".to_vec()];
        desk.write("w.zip", zip(names.into_iter().zip(bytes)));
        let told = beside(&desk, &desk.read(&["w.zip"], None));
        assert!(told.contains(says), "in an archive: {says}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_folders_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    let desk = Desk::new();
    let secret = place(desk.folder.path(), "secret.rs", b"secret");
    let class = |name: &str| desk.path().join("class").join(name);
    desk.write(&format!("class/lee/{ONE}"), "l")
        .write(&format!("class/kim/{TWO}"), "k")
        .write(&format!("class/pip/{TWO}"), "p")
        .write(&format!("class/soc/{TWO}"), "s")
        .write("class/dir/x", "");
    fs::create_dir_all(class("kim/exercises/01_a")).expect("a folder");
    symlink(&secret, class(&format!("kim/{ONE}"))).expect("a link");
    symlink(desk.path().join("class/lee/exercises"), class("dir/exercises")).expect("a link");
    symlink(desk.path().join("class/lee"), class("ann")).expect("a link");
    symlink(desk.path().join("class"), class("kim/loop")).expect("a link");
    fs::create_dir_all(class("pip/exercises/01_a")).expect("a folder");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        class(&format!("pip/{ONE}")),
        rustix::fs::FileType::Fifo,
        0o644.into(),
        0,
    )
    .expect("a pipe");
    fs::create_dir_all(class("soc/exercises/01_a")).expect("a folder");
    let _socket = UnixListener::bind(class(&format!("soc/{ONE}"))).expect("a socket");
    let found = desk.read(&["class"], None);
    let told = beside(&desk, &found);
    assert!(!told.contains("secret"), "{told}");
    for says in [
        "kim: (it is a link, and links are not followed), k",
        "pip: (it is not a file, but a pipe",
        "dir: (the folder `exercises` on the way",
        "class/ann: it is a link",
        "path: \"loop\"",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    // A link that the shell has put on the command line is one as well.
    let places = ["class/ann", "class/lee"];
    let found = desk.read(&places, None);
    assert_eq!((found.learners.len(), found.refused.len()), (1, 1));
    let unreadable = class("lee/exercises/01_a/one.rs");
    fs::set_permissions(&unreadable, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&unreadable).is_err() {
        assert!(desk.told(&desk.read(&["class"], None)).join(";").contains("lee: (it cannot be read"));
    }
}

#[test]
fn an_archive_that_ends_anywhere_is_no_reason_to_panic() {
    let whole = zip([(ONE, "1"), ("x/exercises/02_b/two.rs", "2")]);
    let tarred = tar(&[(b"exercises/01_a/one.rs", b'0', b"", b"1")]);
    let pax = tar(&[(b"pax", b'x', b"", b"30 path=exercises/01_a/one.rs\n"), (b"short", b'0', b"", b"1")]);
    let gzipped = gzip(&tarred);
    let (kit, _folder) = kit();
    let desk = Desk::new();
    for (name, bytes) in [("a.zip", &whole), ("a.tgz", &gzipped), ("a.tar", &tarred), ("p.tar", &pax)] {
        let steps = if name.ends_with("tar") { 37 } else { 1 };
        for end in (0..=bytes.len()).step_by(steps) {
            let path = place(&desk.path(), name, &bytes[..end]);
            let _ = read(&Asked { places: &[path], roster: None }, &kit, &desk.inputs());
            let mut wrong = bytes.clone();
            if let Some(byte) = wrong.get_mut(end) {
                *byte ^= 0xff;
                let path = place(&desk.path(), name, &wrong);
                let _ = read(&Asked { places: &[path], roster: None }, &kit, &desk.inputs());
            }
        }
    }
    desk.write("p.tar", &pax);
    assert_eq!(desk.told(&desk.read(&["p.tar"], None)), ["p: 1, -"]);
}
