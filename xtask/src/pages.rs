//! The pages and the worked examples, both made by the project's own command line.
//! It does not render anything itself.

use std::fs;

use crate::workspace::{Failure, Workspace, capture, run, step};

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
    let lines = capture(workspace.command(&iju).args(["test", "--json"]))?;
    if lines.is_empty() {
        return Err(Failure::new("`iju test --json` printed no worked example"));
    }
    let written = workspace.parts().join("cases.jsonl");
    fs::write(&written, lines).map_err(|cause| Failure::at(&written, cause))
}
