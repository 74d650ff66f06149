//! The scripts and the styles: esbuild bundles each from `www/` into one minified file.
//! It does not put them into a page and does not check what they do.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use crate::workspace::{Failure, Workspace, run, step};

/// The suffix of the file in which esbuild lists the inputs of a bundle.
pub(crate) const INPUTS: &str = ".inputs.json";

/// The script that a city's own pages load.
pub(crate) const LOADER: &str = "embed.js";

/// Bundles the page's script as one classic script, the engine's glue included.
pub(crate) fn script(workspace: &Workspace) -> Result<(), Failure> {
    step("script: bundle");
    let glue = workspace.parts().join("engine/engine.js");
    let mut alias = OsString::from("--alias:engine-glue=");
    alias.push(&glue);
    let format = "--format=iife".into();
    bundle(workspace, "www/app/main.js", "app.js", &[alias, format, "--charset=utf8".into()])
}

/// Bundles the script that other pages load, beside the pages that it shows.
pub(crate) fn loader(workspace: &Workspace) -> Result<(), Failure> {
    step("loader: bundle");
    publish(workspace, "www/embed/loader.js", LOADER, LOADER)
}

/// Bundles the script of the made-up portal that shows the loader.
pub(crate) fn demo(workspace: &Workspace) -> Result<(), Failure> {
    publish(workspace, "www/embed/demo.js", "demo.js", "demo/demo.js")
}

fn publish(workspace: &Workspace, entry: &str, name: &str, path: &str) -> Result<(), Failure> {
    bundle(workspace, entry, name, &["--format=iife".into(), "--charset=utf8".into()])?;
    let published = workspace.dist().join(path);
    fs::copy(workspace.parts().join(name), &published)
        .map_err(|cause| Failure::at(&published, cause))?;
    Ok(())
}

/// Bundles the page's styles.
pub(crate) fn styles(workspace: &Workspace) -> Result<(), Failure> {
    step("styles: bundle");
    bundle(workspace, "www/base/index.css", "app.css", &["--charset=utf8".into()])
}

fn bundle(
    workspace: &Workspace,
    entry: &str,
    name: &str,
    options: &[OsString],
) -> Result<(), Failure> {
    let written = workspace.parts().join(name);
    let mut out = OsString::from("--outfile=");
    out.push(&written);
    let mut inputs = OsString::from("--metafile=");
    inputs.push(workspace.parts().join(format!("{name}{INPUTS}")));
    run(workspace
        .npm_tool("esbuild")?
        .arg(entry)
        .args(["--bundle", "--minify", "--target=es2022", "--log-level=warning"])
        .arg("--legal-comments=none")
        .args(options)
        .arg(inputs)
        .arg(out))?;
    refuse_closing_tag(&written)
}

/// Fails if the file contains a tag that would end the element that holds it in a page.
fn refuse_closing_tag(written: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(written).map_err(|cause| Failure::at(written, cause))?;
    match closing_tag(&text) {
        Some(tag) => {
            Err(Failure::at(written, format!("`{tag}` would end its element in the page")))
        }
        None => Ok(()),
    }
}

fn closing_tag(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    ["</script", "</style", "<!--"].into_iter().find(|tag| text.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_tag_is_seen_in_any_case() {
        assert_eq!(closing_tag("a('</SCRIPT>')"), Some("</script"));
        assert_eq!(closing_tag("a{content:'</style>'}"), Some("</style"));
        assert_eq!(closing_tag("a < b"), None);
    }
}
