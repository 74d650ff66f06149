//! The pages and the worked examples, both made by the project's own command line.
//! It does not render anything itself.

use std::fs;

use crate::workspace::{Failure, Workspace, capture, run, step};

/// The rules of a town that uses the whole language.
const MADE_UP: &str = "tests/cases";

/// Renders every page into `dist/`.
pub(crate) fn render(workspace: &Workspace) -> Result<(), Failure> {
    step("pages: iju site");
    run(workspace
        .cargo()
        .args(["run", "--locked", "--bin", "iju", "--", "site"])
        .arg("--parts")
        .arg(workspace.parts())
        .arg("--out")
        .arg(workspace.dist()))
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
    // The made-up town's page is for the tests alone: nobody is to be sent there.
    run(workspace
        .command(&iju)
        .args(["--rules", MADE_UP, "site", "--parts"])
        .arg(workspace.parts())
        .arg("--out")
        .arg(workspace.parts().join("made_up")))
}
