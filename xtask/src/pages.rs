//! The pages and the worked examples: the project's own command line, `iju`, writes both.
//! It renders nothing itself.

use std::fs;
use std::path::Path;

use crate::workspace::{Failure, Workspace, capture, files_below, run, step};

/// The rules of a made-up town that uses the whole rule language.
const MADE_UP: &str = "tests/cases";

/// Pages that need no rules, in the form in which they are published.
const PLAIN: &str = "www/site";

/// Names the command line if it is built already.
const BUILT: &str = "IJU";

/// Renders every page into `dist/`.
pub(crate) fn render(workspace: &Workspace) -> Result<(), Failure> {
    step("pages: iju site");
    let mut iju = if let Some(built) = std::env::var_os(BUILT) {
        workspace.command(Path::new(&built))
    } else {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--locked", "--bin", "iju", "--"]);
        cargo
    };
    run(iju.arg("site").arg("--parts").arg(workspace.parts()).arg("--out").arg(workspace.dist()))
}

/// Copies the pages that are the same for every city: the made-up portal and how to check the site.
pub(crate) fn copy_plain(workspace: &Workspace) -> Result<(), Failure> {
    step("plain pages: copy");
    let from = workspace.root().join(PLAIN);
    for file in files_below(&from)? {
        let path = file.strip_prefix(&from).map_err(|cause| Failure::at(&file, cause))?;
        let to = workspace.dist().join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|cause| Failure::at(folder, cause))?;
        }
        fs::copy(&file, &to).map_err(|cause| Failure::at(&to, cause))?;
    }
    Ok(())
}

/// Writes each worked example with its native report, which the tests compare with the page's.
pub(crate) fn work_examples(workspace: &Workspace) -> Result<(), Failure> {
    step("worked examples: iju test --json");
    let iju = workspace.native().join(format!("iju{}", std::env::consts::EXE_SUFFIX));
    for (rules, file) in [("rules", "cases.jsonl"), (MADE_UP, "made_up.jsonl")] {
        let call = ["--rules", rules, "test", "--json"];
        let lines = capture(workspace.command(&iju).args(call))?;
        if lines.is_empty() {
            return Err(Failure::new(format!("{rules}: no worked example was printed")));
        }
        let written = workspace.parts().join(file);
        fs::write(&written, lines).map_err(|cause| Failure::at(&written, cause))?;
    }
    // The made-up town's page is for the tests only, so it is not published.
    run(workspace
        .command(&iju)
        .args(["--rules", MADE_UP, "site", "--parts"])
        .arg(workspace.parts())
        .arg("--out")
        .arg(workspace.made_up()))
}
