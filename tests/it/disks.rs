//! Folders that cannot be written to and disks that are full, in a mount namespace of the
//! test's own. Where the system gives none, the test says so and checks what it can.

use crate::samples::{solved, twice};
use crate::support::{Answer, Env, Kit, is_root};

/// Runs a script of `sh` in a mount namespace of its own; `$memkata` and `$work` are set.
/// `None` where the system does not allow that.
pub fn with_mounts(env: &Env, script: &str) -> Option<Answer> {
    let flags = if is_root() { "-m" } else { "-rm" };
    let script = format!("set -e; cd /; {script}");
    let mut command = env.other_command("unshare", [flags, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]);
    let allowed = command.output().is_ok_and(|output| output.status.success());
    if !allowed {
        crate::support::skipped("this system gives no mount namespace");
        return None;
    }
    let mut command = env.other_command("unshare", [flags, "sh", "-c", &script]);
    command.env("memkata", Env::program()).env("work", env.dir()).env("tmp", env.path("tmp"));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Some(Answer { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) })
}

#[test]
fn a_workspace_that_cannot_be_written_to_is_still_judged_and_told() {
    let env = Env::with(&Kit::of(twice()));
    env.write("exercises/01_first/twice.rs", solved());
    let script = "mount --bind \"$work\" \"$work\"; mount -o remount,ro,bind \"$work\"; cd \"$work\"; \"$memkata\" run twice";
    if let Some(answer) = with_mounts(&env, script) {
        answer.exits(0).says("passed").warns("progress could not be written");
    }
}

#[test]
fn a_workspace_without_the_right_to_write_is_still_judged_and_told() {
    use std::os::unix::fs::PermissionsExt;
    if is_root() {
        crate::support::skipped("nothing is closed to root");
        return;
    }
    let env = Env::with(&Kit::of(twice()));
    env.write("exercises/01_first/twice.rs", solved());
    let close = |mode| {
        for folder in [".memkata", "exercises/01_first", "exercises", ""] {
            std::fs::set_permissions(env.dir().join(folder), std::fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    close(0o555);
    let answer = env.run(["run", "twice"]);
    let reset = env.run(["reset", "twice"]);
    close(0o755);
    answer.exits(0).says("passed").warns("progress could not be written");
    reset.exits(4);
    assert_eq!(env.read("exercises/01_first/twice.rs"), solved());
}

#[test]
fn a_full_disk_is_the_machines_fault_and_loses_nothing() {
    let env = Env::with(&Kit::of(twice().key("hints = [\"one\", \"two\"]")));
    env.run(["hint", "twice"]).exits(0);
    let script = "mount -t tmpfs -o size=32m tmpfs /mnt; cp -r \"$work/.\" /mnt; cd /mnt; export TMPDIR=/mnt; \
                  dd if=/dev/zero of=/mnt/filler bs=4k 2>/dev/null || true; \
                  \"$memkata\" run twice && echo run 0 || echo run $?; \
                  \"$memkata\" hint twice && echo hint 0 || echo hint $?; \
                  \"$memkata\" init /mnt/new && echo init 0 || echo init $?; \
                  echo changed > exercises/01_first/twice.rs || true; \
                  rm filler; \"$memkata\" hint twice; cat .memkata/progress.json";
    let Some(answer) = with_mounts(&env, script) else { return };
    answer
        .exits(0)
        .says("run 4")
        .says("hint 0")
        .says("init 4")
        .says("\"hints_shown\": 2")
        .warns("progress could not be written")
        .warns("free some room");
}

#[test]
fn a_reset_on_a_full_disk_keeps_the_learners_work() {
    let env = Env::with(&Kit::of(twice()));
    let work = format!("{}{}", solved(), "// my notes\n".repeat(2000));
    env.write("exercises/01_first/twice.rs", &work);
    let script = "mount -t tmpfs -o size=32m tmpfs /mnt; cp -r \"$work/.\" /mnt; cd /mnt; \
                  dd if=/dev/zero of=/mnt/filler bs=4k 2>/dev/null || true; \
                  \"$memkata\" reset twice && echo reset 0 || echo reset $?; cat exercises/01_first/twice.rs";
    let Some(answer) = with_mounts(&env, script) else { return };
    answer.exits(0).says("reset 4").says(&work);
}

#[test]
fn a_disk_that_allows_no_programs_is_the_machines_fault() {
    let env = Env::with(&Kit::of(twice()));
    env.write("exercises/01_first/twice.rs", solved());
    let script =
        "mount -t tmpfs -o noexec tmpfs /mnt; cp -r \"$work/.\" /mnt; cd /mnt; \"$memkata\" run twice";
    let Some(answer) = with_mounts(&env, script) else { return };
    answer.exits(4).warns("cannot be started").warns("disk");
}

#[test]
fn an_archive_that_cannot_be_written_leaves_the_older_one() {
    let env = Env::with(&Kit::of(twice()));
    let script = "mount -t tmpfs -o size=32m tmpfs /mnt; cp -r \"$work/.\" /mnt; cd /mnt; \
                  \"$memkata\" pack; cp memkata-handin.zip \"$tmp/older\"; echo '// more' >> exercises/01_first/twice.rs; \
                  dd if=/dev/zero of=/mnt/filler bs=4k 2>/dev/null || true; \
                  \"$memkata\" pack && echo full 0 || echo full $?; \
                  cmp memkata-handin.zip \"$tmp/older\" && echo as it was; ls -A; \
                  rm filler; mount -o remount,ro /mnt; \"$memkata\" pack && echo closed 0 || echo closed $?; \
                  \"$memkata\" pack --out \"$tmp/elsewhere.zip\" && echo elsewhere 0";
    let Some(answer) = with_mounts(&env, script) else { return };
    answer
        .exits(0)
        .says("full 4")
        .says("as it was")
        .says_not(".tmp")
        .says("closed 4")
        .says("elsewhere 0")
        .warns("free some room")
        .warns("you may write to");
}
