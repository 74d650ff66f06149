//! Where `iju site` writes: only into its own folder, and only a whole site. What the pages contain
//! is tested elsewhere.

use crate::call::{Done, command, done, iju};
use crate::folder::Folder;
use iju_output::MARKER;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The folders from which a site of the made-up town is built, and room beside them.
struct Inputs(Folder);

impl Inputs {
    fn new(test: &str) -> Inputs {
        let around = Folder::empty(test);
        for (original, name) in
            [("tests/broken/base", "rules"), ("www/words", "words"), ("www", "templates")]
        {
            let copy = Folder::copy_of(original, &format!("{test}-{name}"));
            fs::rename(copy.path(), around.path().join(name)).unwrap();
        }
        let parts = around.path().join("parts");
        fs::create_dir(&parts).unwrap();
        for part in ["first.js", "app.js", "app.css", "cities.css"] {
            fs::write(parts.join(part), "").unwrap();
        }
        // The smallest module.
        fs::write(parts.join("engine.wasm"), b"\0asm\x01\0\0\0").unwrap();
        Inputs(around)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The call that writes the site.
    fn call(&self, out: &Path) -> Vec<String> {
        let mut call = vec!["site".to_owned()];
        for name in ["rules", "words", "templates", "parts"] {
            call.extend([format!("--{name}"), self.path(name).display().to_string()]);
        }
        call.extend(["--out".to_owned(), out.display().to_string()]);
        call
    }

    fn write(&self, out: &Path) -> Done {
        let call = self.call(out);
        let call: Vec<&str> = call.iter().map(String::as_str).collect();
        iju(&call)
    }
}

/// Every file below a folder with its bytes, and every link with its target.
fn held(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_symlink() {
                let target = fs::read_link(&path).unwrap().into_os_string();
                found.insert(path, target.into_encoded_bytes());
            } else if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Asserts that a place is refused with this, and that no file changes.
fn assert_refused(inputs: &Inputs, out: &Path, told: &str) {
    let before = held(inputs.0.path());
    let done = inputs.write(out);
    assert_eq!((done.code, done.out.as_str()), (2, ""), "{} {}", out.display(), done.err);
    assert!(done.closing().contains(told), "{} {}", out.display(), done.err);
    assert!(done.closing().starts_with(&format!("iju: {}", out.display())), "{}", done.err);
    assert!(held(inputs.0.path()) == before, "{}", out.display());
}

#[test]
fn a_site_is_written_into_a_new_an_empty_or_its_own_folder() {
    let inputs = Inputs::new("site-own");
    let (new, empty) = (inputs.path("a/new/site"), inputs.path("empty"));
    fs::create_dir(&empty).unwrap();
    for out in [&new, &empty] {
        for _ in 0..2 {
            let done = inputs.write(out);
            assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
            let names: Vec<_> = held(out).into_keys().collect();
            let expected = [MARKER, "index.html", "rules.txt", "town/index.html"];
            assert_eq!(names, expected.map(|name| out.join(name)));
            // A page that there is no more is removed with the next site.
            fs::write(out.join("town/old.html"), "").unwrap();
        }
    }
    assert_eq!(fs::read_dir(new.parent().unwrap()).unwrap().count(), 1, "something is left over");
}

#[test]
fn a_folder_with_other_files_is_not_touched() {
    let inputs = Inputs::new("site-others");
    let out = inputs.path("home");
    fs::create_dir_all(out.join(".git")).unwrap();
    assert_refused(&inputs, &out, "holds files that are not an earlier output");
    // A folder with the marker's name is not the marker.
    fs::create_dir(out.join(MARKER)).unwrap();
    assert_refused(&inputs, &out, "holds files that are not an earlier output");
    let file = inputs.path("file");
    fs::write(&file, "mine").unwrap();
    assert_refused(&inputs, &file, "is not a folder");
}

#[test]
fn a_folder_around_or_inside_what_a_site_is_built_from_is_not_touched() {
    let inputs = Inputs::new("site-inputs");
    // The marker does not make a folder of rules an output.
    fs::write(inputs.path(MARKER), "").unwrap();
    let long = inputs.path("rules/../words/../rules");
    for name in ["rules", "words", "templates", "parts"] {
        let path = inputs.path(name);
        fs::write(inputs.path(name).join(MARKER), "").unwrap();
        assert_refused(&inputs, &path, &format!("is the folder of the {name}"));
        fs::remove_file(inputs.path(name).join(MARKER)).unwrap();
        assert_refused(
            &inputs,
            &path.join("new/site"),
            &format!("is inside the folder of the {name}"),
        );
    }
    assert_refused(&inputs, &long, "is the folder of the rules");
    assert_refused(&inputs, inputs.0.path(), "contains the folder of the rules");
    assert_refused(&inputs, &inputs.path("new/../rules"), "name it without `..`");
}

#[test]
#[cfg(unix)]
fn a_link_is_not_followed() {
    use std::os::unix::fs::symlink;
    let inputs = Inputs::new("site-link");
    let (link, way) = (inputs.path("link"), inputs.path("way"));
    let site = inputs.path("site");
    assert_eq!(inputs.write(&site).code, 0);
    symlink(&site, &link).unwrap();
    assert_refused(&inputs, &link, "is a symbolic link");
    assert_refused(&inputs, &link.join(""), "is a symbolic link");
    symlink(inputs.path("rules"), &way).unwrap();
    assert_refused(&inputs, &way.join("new"), "is inside the folder of the rules");
    fs::remove_file(&link).unwrap();
    symlink(inputs.path("nowhere"), &link).unwrap();
    assert_refused(&inputs, &link, "is a symbolic link");
}

#[test]
fn wrong_rules_leave_the_last_site() {
    let inputs = Inputs::new("site-wrong");
    let out = inputs.path("site");
    assert_eq!(inputs.write(&out).code, 0);
    fs::write(inputs.path("words/ja.yaml"), "kanji: yes\n").unwrap();
    let before = held(inputs.0.path());
    assert_eq!(inputs.write(&out).code, 1);
    fs::write(inputs.path("templates/pages/page.html"), "{{ nothing }}").unwrap();
    assert_eq!(inputs.write(&out).code, 1);
    fs::copy("www/pages/page.html", inputs.path("templates/pages/page.html")).unwrap();
    assert!(held(inputs.0.path()) == before);
}

#[test]
fn what_is_wrong_in_several_cities_is_all_told_and_leaves_the_last_site() {
    let inputs = Inputs::new("site-cities");
    let out = inputs.path("site");
    for town in ["hamlet", "village"] {
        for file in ["city.yaml", "2025/rulebook.yaml", "2025/grant.yaml", "2025/rent.yaml"] {
            let text = fs::read_to_string(inputs.path("rules/town").join(file)).unwrap();
            inputs.0.write(&format!("rules/{town}/{file}"), &text);
        }
    }
    assert_eq!(inputs.write(&out).code, 0);
    let children = ["when: children >= 1", "when: childern >= 1"];
    for town in ["village", "town"] {
        inputs
            .0
            .replace(&format!("rules/{town}/2025/rent.yaml"), children[0], children[1])
            .unwrap();
    }
    let before = held(inputs.0.path());
    let done = inputs.write(&out);
    assert_eq!((done.code, done.out.as_str()), (1, ""), "{}", done.err);
    let told: Vec<&str> = done.err.lines().filter(|line| line.contains(": error[")).collect();
    assert_eq!(told.len(), 2, "{}", done.err);
    for (told, town) in told.iter().zip(["town", "village"]) {
        let rent = inputs.path("rules").join(town).join("2025/rent.yaml");
        assert!(told.starts_with(&rent.display().to_string()), "{}", done.err);
    }
    assert_eq!(done.err.matches(children[1]).count(), 2, "{}", done.err);
    assert!(held(inputs.0.path()) == before, "the last site has changed, or something is left");
}

#[test]
#[cfg(unix)]
fn a_failed_write_names_the_file_and_leaves_the_last_site() {
    let inputs = Inputs::new("site-full");
    let out = inputs.path("site");
    assert_eq!(inputs.write(&out).code, 0);
    let before = held(inputs.0.path());
    // No file may be larger than 20 blocks of 512 bytes.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 20; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_iju")]);
    shell.args(inputs.call(&out)).current_dir(env!("CARGO_MANIFEST_DIR"));
    let done = done(shell, "");
    assert_eq!((done.code, done.out.as_str()), (1, ""), "{}", done.err);
    assert!(done.closing().starts_with("iju: cannot write "), "{}", done.err);
    assert!(done.closing().contains("index.html: "), "{}", done.err);
    assert!(held(inputs.0.path()) == before, "something is left over");
}

#[test]
#[cfg(unix)]
fn the_site_is_whole_at_every_moment_and_after_a_killed_call() {
    let inputs = Inputs::new("site-killed");
    let out = inputs.path("site");
    let start = Instant::now();
    assert_eq!(inputs.write(&out).code, 0);
    let once = start.elapsed();
    let before = held(&out);
    let page = out.join("town/index.html");
    let call = inputs.call(&out);
    let call: Vec<&str> = call.iter().map(String::as_str).collect();
    for sixteenths in 0..32 {
        let limit = once * sixteenths / 16;
        // What takes long to remove.
        let old = out.join("a-old");
        fs::create_dir_all(&old).unwrap();
        (0..500).for_each(|at| fs::write(old.join(at.to_string()), "").unwrap());
        let mut child = command(&call).stderr(Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(fs::read(&page).ok().as_ref() == before.get(&page), "the page is not whole");
            if start.elapsed() > limit {
                let _ = child.kill();
            }
        }
        let mut after = held(&out);
        after.retain(|path, _| !path.starts_with(&old));
        assert!(after == before, "killed after {limit:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_site_can_be_read_by_whoever_can_read_the_folder_around_it() {
    use std::os::unix::fs::PermissionsExt;
    let inputs = Inputs::new("site-readable");
    let (out, other) = (inputs.path("site"), inputs.path("other"));
    assert_eq!(inputs.write(&out).code, 0);
    fs::create_dir(&other).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&out), mode(&other));
}
