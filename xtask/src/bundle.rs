//! The scripts and the styles: esbuild bundles each from `www/` into one minified file.
//! It does not put them into a page and does not check what they do.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use crate::workspace::{Failure, Workspace, run, step};

/// The suffix of the file in which esbuild lists the inputs of a bundle.
pub(crate) const INPUTS: &str = ".inputs.json";

/// The script that a city's own pages load.
pub(crate) const LOADER: &str = "embed.js";

/// The oldest browsers that can run the pages, each with its version. The pages' notice reads it too.
const BROWSERS: &str = "www/browsers.json";

/// For scripts that have to tell old browsers what they lack: every browser since 2016 reads it.
const OLD: &str = "es2015";

/// Bundles the page's script as one classic script, the engine's glue included.
pub(crate) fn script(workspace: &Workspace) -> Result<(), Failure> {
    step("script: bundle");
    let glue = workspace.parts().join("engine/engine.js");
    let mut alias = OsString::from("--alias:engine-glue=");
    alias.push(&glue);
    let format = "--format=iife".into();
    bundle(workspace, "www/app/main.js", "app.js", &[alias, format, target(workspace)?])
}

/// Bundles the script that runs before the page is drawn. Browsers that cannot run the page have to read it.
pub(crate) fn first_script(workspace: &Workspace) -> Result<(), Failure> {
    bundle(workspace, "www/app/first.js", "first.js", &[format!("--target={OLD}").into()])
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
    bundle(workspace, entry, name, &["--format=iife".into(), target(workspace)?])?;
    let published = workspace.dist().join(path);
    fs::copy(workspace.parts().join(name), &published)
        .map_err(|cause| Failure::at(&published, cause))?;
    Ok(())
}

/// Bundles the styles of a city's page, and those of the page on which a city is chosen.
pub(crate) fn styles(workspace: &Workspace) -> Result<(), Failure> {
    step("styles: bundle");
    bundle(workspace, "www/base/index.css", "app.css", &[target(workspace)?])?;
    bundle(workspace, "www/base/choose-city.css", "cities.css", &[target(workspace)?])
}

/// Bundles the styles of the plain pages, beside them.
pub(crate) fn plain_styles(workspace: &Workspace) -> Result<(), Failure> {
    let name = "base.css";
    bundle(workspace, "www/base/plain.css", name, &[target(workspace)?])?;
    let published = workspace.dist().join(name);
    fs::copy(workspace.parts().join(name), &published)
        .map_err(|cause| Failure::at(&published, cause))?;
    Ok(())
}

/// The option that makes esbuild write for the oldest browsers that can run the pages.
fn target(workspace: &Workspace) -> Result<OsString, Failure> {
    let path = workspace.root().join(BROWSERS);
    let text = fs::read_to_string(&path).map_err(|cause| Failure::at(&path, cause))?;
    let browsers: BTreeMap<String, String> =
        serde_json::from_str(&text).map_err(|cause| Failure::at(&path, cause))?;
    let named: Vec<String> =
        browsers.iter().map(|(name, version)| format!("{name}{version}")).collect();
    Ok(format!("--target={}", named.join(",")).into())
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
        .args([
            "--bundle",
            "--minify",
            "--log-level=warning",
            "--legal-comments=none",
            "--charset=utf8",
        ])
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
