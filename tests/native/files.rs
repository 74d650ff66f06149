//! Which files `iju check` opens and how it reads them: plain files in their folder, as the usual
//! editors write them. What a file says is tested in `diagnostics`.

use crate::call::{Done, iju, iju_in};
use crate::folder::Folder;
use iju_check::check::{LANGUAGES, PLAIN_PAGES};
use std::fs;
use std::path::Path;

const TOWN: &str = "tests/broken/base";

fn check(folder: &Folder) -> Done {
    iju(&["check", folder.path().to_str().unwrap()])
}

/// Asserts that the rules have just this problem, without the folder's own name.
fn assert_problem(folder: &Folder, expected: &str) {
    let done = check(folder);
    assert_eq!((done.code, done.out.as_str()), (1, ""), "{}", done.err);
    let own = format!("{}/", folder.path().display());
    let problems: Vec<&str> = done.err.lines().filter(|line| line.contains("error[")).collect();
    assert_eq!(problems.len(), 1, "{}", done.err);
    assert!(done.err.replace(&own, "").starts_with(expected), "{} {expected}", done.err);
}

#[test]
fn a_folder_that_is_no_id_is_no_city() {
    for name in
        ["..x", ".git", "Town", "\"><script>x", "見本", "new town", "-town", "2025", "en-gb"]
    {
        let folder = Folder::copy_of(TOWN, "no-id");
        fs::rename(folder.path().join("town"), folder.path().join(name)).unwrap();
        assert_problem(
            &folder,
            &format!("{name}:1:1: error[id]: a city's folder has the city's id"),
        );
    }
}

#[test]
fn a_name_of_a_folder_cannot_direct_the_terminal() {
    let folder = Folder::copy_of(TOWN, "escape");
    fs::create_dir(folder.path().join("a\u{1b}[31m\u{202e}b")).unwrap();
    assert_problem(&folder, "a\u{fffd}[31m\u{fffd}b:1:1: error[id]: ");
}

#[test]
fn a_city_with_the_name_of_another_folder_of_the_site_is_refused() {
    let told = "city.yaml:2:1: error[reserved-name]: a city cannot be called ";
    for name in LANGUAGES.iter().chain(&PLAIN_PAGES) {
        let folder = Folder::copy_of(TOWN, "reserved");
        fs::rename(folder.path().join("town"), folder.path().join(name)).unwrap();
        assert_problem(&folder, &format!("{name}/{told}`{name}`: that is the folder of "));
    }
    // A language of which nothing else is known.
    let folder = Folder::copy_of(TOWN, "reserved-language");
    folder.replace("town/city.yaml", "languages: [ja]", "languages: [ja, town]").unwrap();
    assert_problem(&folder, &format!("town/{told}`town`: that is the folder of a language"));
}

#[test]
fn every_folder_of_the_site_is_reserved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.map(|name| name.replace(".yaml", "")).collect();
        names.sort();
        names
    };
    assert_eq!(names("www/words"), LANGUAGES);
    let licences = fs::read_to_string(root.join("xtask/src/licences.rs")).unwrap();
    let folder = licences.split("const FOLDER: &str = \"").nth(1).unwrap();
    let mut pages = names("www/site");
    pages.push(folder.split('"').next().unwrap().to_owned());
    pages.sort();
    assert_eq!(pages, PLAIN_PAGES);
}

#[test]
fn a_file_of_words_has_a_language_as_its_name() {
    for name in ["ja.yaml~", ".ja.yaml.swp", "JA.yaml", "a b.yaml"] {
        let words = Folder::copy_of("www/words", "words-name");
        let english = fs::read_to_string(words.path().join("en.yaml")).unwrap();
        words.write(name, &english);
        let done = iju(&["check", TOWN, "--words", words.path().to_str().unwrap()]);
        assert_eq!(done.code, 1, "{name} {}", done.err);
        let told = format!("{}/{name}:1:1: error[file-name]: ", words.path().display());
        assert!(done.err.starts_with(&told), "{name} {}", done.err);
    }
}

#[test]
#[cfg(unix)]
fn only_plain_files_inside_the_folder_are_opened() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let secret = Folder::empty("secret");
    secret.write("secret.yaml", "password: geheim\n");
    let link = "this is a link out of the folder, to ";
    let no_file = "this is a device, pipe or socket, expected a file";
    for (file, told) in [
        ("town/2025/grant.yaml", link),
        ("facts.yaml", link),
        ("town/city.yaml", no_file),
        ("town/2025/rent.yaml", no_file),
        ("town/2025/rulebook.yaml", "this is a folder, expected a file"),
    ] {
        let folder = Folder::copy_of(TOWN, "plain");
        let path = folder.path().join(file);
        fs::remove_file(&path).unwrap();
        match file {
            "town/2025/grant.yaml" => symlink(secret.path().join("secret.yaml"), &path).unwrap(),
            "facts.yaml" => symlink("/dev/null", &path).unwrap(),
            "town/city.yaml" => {
                let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
                assert!(made.success());
            }
            "town/2025/rent.yaml" => drop(UnixListener::bind(&path).unwrap()),
            _ => fs::create_dir(&path).unwrap(),
        }
        assert_problem(&folder, &format!("{file}:1:1: error[file]: {told}"));
        assert!(!check(&folder).err.contains("geheim"), "{file}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_to_a_folder_elsewhere_is_not_entered_and_one_inside_is() {
    use std::os::unix::fs::symlink;
    let elsewhere = Folder::copy_of(TOWN, "elsewhere");
    let folder = Folder::copy_of(TOWN, "linked");
    let (year, kept) = (folder.path().join("town/2025"), folder.path().join("town/kept"));
    fs::rename(&year, &kept).unwrap();
    symlink(elsewhere.path().join("town/2025"), &year).unwrap();
    let told = "town/2025/rulebook.yaml:1:1: error[file]: this is a link out of the folder";
    assert!(check(&folder).err.contains(told));
    fs::remove_file(&year).unwrap();
    symlink(&kept, &year).unwrap();
    let done = check(&folder);
    assert!(!done.err.contains("error[file]"), "{}", done.err);
    assert!(done.err.contains("the folder is called `kept`"), "{}", done.err);
    // The whole folder may be a link.
    let whole = elsewhere.path().join("whole");
    symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join(TOWN), &whole).unwrap();
    let done = iju(&["check", whole.to_str().unwrap()]);
    assert_eq!(done.code, 0, "{}", done.err);
}

/// Every file below a folder.
fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_byte_order_mark_and_the_line_ends_of_windows_change_nothing() {
    let (rules, words) =
        (Folder::copy_of("tests/cases", "bom"), Folder::copy_of("www/words", "bom-words"));
    for path in files_below(rules.path()).iter().chain(&files_below(words.path())) {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    }
    let options =
        ["--rules", rules.path().to_str().unwrap(), "--words", words.path().to_str().unwrap()];
    let site = Folder::empty("bom-site");
    for verb in [&["check"][..], &["test", "--json"]] {
        let (marked, plain) =
            (iju(&[&options, verb].concat()), iju(&[&["--rules", "tests/cases"], verb].concat()));
        // `check` lists dates with the paths of their files.
        let out = marked.out.replace(rules.path().to_str().unwrap(), "tests/cases");
        assert_eq!((marked.code, &out, &marked.err), (0, &plain.out, &plain.err));
    }
    let out = site.path().join("site");
    let done = iju(&[&options[..], &["site", "--out", out.to_str().unwrap()]].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    // The place of a problem is the same too.
    let text = fs::read_to_string(rules.path().join("town/city.yaml")).unwrap();
    rules.write("town/city.yaml", &text.replace("languages:", "langages:"));
    let marked = check(&rules);
    assert_eq!(marked.code, 1);
    assert!(!marked.err.contains('\r') && !marked.err.contains('\u{feff}'), "{:?}", marked.err);
    let first =
        text.trim_start_matches('\u{feff}').lines().position(|line| line.starts_with("languages"));
    let place = format!("town/city.yaml:{}:1: error[unknown-key]", first.unwrap() + 1);
    assert!(marked.err.contains(&place), "{}", marked.err);
}

#[test]
fn a_file_in_another_encoding_is_named_at_its_first_wrong_byte() {
    let told = "is not UTF-8, in which rules are written\n";
    for (bytes, place) in [
        // "# 大分" in Shift_JIS, on the second line.
        (&b"# x\n# \x91\xe5\x95\xaa\n"[..], "town/city.yaml:2:3: error[encoding]: the byte 91"),
        (b"\xff\xfe#\0 \0x\0", "town/city.yaml:1:1: error[encoding]: the byte FF"),
        (b"# \xe5\xa4", "town/city.yaml:1:3: error[encoding]: the byte E5"),
    ] {
        let folder = Folder::copy_of(TOWN, "encoding");
        fs::write(folder.path().join("town/city.yaml"), bytes).unwrap();
        assert_problem(&folder, &format!("{place} {told}"));
        assert!(check(&folder).err.contains("help: save the file as UTF-8"));
    }
}

#[test]
fn a_control_character_is_named_at_its_place_in_every_file() {
    for (character, code) in
        [('\0', "0000"), ('\u{1b}', "001B"), ('\r', "000D"), ('\u{200b}', "200B")]
    {
        for file in
            ["facts.yaml", "town/city.yaml", "town/2025/rulebook.yaml", "town/2025/rent.yaml"]
        {
            let folder = Folder::copy_of(TOWN, "control");
            let text = fs::read_to_string(folder.path().join(file)).unwrap();
            let lines = text.lines().count();
            folder.write(file, &format!("{text}# 見{character}本\n"));
            let place = format!("{file}:{}:4: error[character]", lines + 1);
            assert_problem(&folder, &format!("{place}: the control character U+{code} is here"));
        }
    }
}

#[test]
fn rules_outside_of_the_project_are_checked_without_words() {
    let around = Folder::empty("outside");
    let rules = Folder::copy_of(TOWN, "outside-rules");
    let folder = rules.path().to_str().unwrap();
    let left_out =
        "; the words of the pages were not checked, because there is no folder www/words\n";
    let done = iju_in(around.path(), &["check", folder]);
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    let right = "iju check: no problems (cities: 1, years: 1, programmes: 2)";
    assert_eq!(done.err, format!("{right}{left_out}"));
    let named = iju_in(around.path(), &["check", folder, "--words", "www/words"]);
    assert_eq!(named.code, 2);
    assert_eq!(named.err, "iju: there is no folder www/words; name one with --words\n");
    let site = iju_in(around.path(), &["site", "--rules", folder]);
    assert_eq!((site.code, site.err), (2, named.err));
    rules.replace("town/2025/grant.yaml", "benefit: cash", "benefit: case").unwrap();
    let wrong = iju_in(around.path(), &["check", folder]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.ends_with(&format!("iju: 1 problem in {folder}{left_out}")), "{}", wrong.err);
}
