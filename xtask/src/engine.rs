//! The engine: rustc compiles it to WebAssembly, wasm-bindgen writes its JavaScript glue, and
//! wasm-opt makes it smaller. It does not add a rulebook: `iju site` writes one into each city's
//! page.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::{Failure, Workspace, capture, run, step};

/// Builds the engine for every city: `engine.wasm` and the folder `engine` among the parts of the
/// pages. The bytes are the same in every folder.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Failure> {
    compile(workspace)?;
    bind(workspace)?;
    optimise(workspace)
}

fn compile(workspace: &Workspace) -> Result<(), Failure> {
    step("engine: compile");
    run(workspace
        .cargo()
        .args(["rustc", "--release", "--locked", "--lib", "--no-default-features"])
        .args(["--target", "wasm32-unknown-unknown", "--crate-type", "cdylib"])
        .env("CARGO_ENCODED_RUSTFLAGS", path_flags(workspace)?))
}

/// The flags that replace this machine's paths, as `CARGO_ENCODED_RUSTFLAGS` separates them.
fn path_flags(workspace: &Workspace) -> Result<OsString, Failure> {
    let mut flags = OsString::new();
    for (path, name) in named_paths(workspace)? {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(path);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
}

/// The folders whose paths rustc would write into a module, each with the name to write instead.
/// Where several match, rustc uses the last one, so the workspace comes after the folders that may
/// contain it.
fn named_paths(workspace: &Workspace) -> Result<Vec<(PathBuf, String)>, Failure> {
    let version = ask_rustc(workspace, "-vV")?;
    let commit = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .ok_or_else(|| Failure::new("`rustc -vV` names no commit"))?;
    let library =
        Path::new(ask_rustc(workspace, "--print=sysroot")?.trim_end()).join("lib/rustlib/src/rust");
    Ok(vec![
        (cargo_home()?, "/cargo".to_owned()),
        (library, format!("/rustc/{commit}")),
        (workspace.root().to_path_buf(), "/iju-check".to_owned()),
    ])
}

/// What the compiler of this workspace prints for one option.
pub(crate) fn ask_rustc(workspace: &Workspace, question: &str) -> Result<String, Failure> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let answer = capture(rustc.arg(question).current_dir(workspace.root()))?;
    String::from_utf8(answer).map_err(|cause| Failure::new(format!("`rustc {question}`: {cause}")))
}

/// Where cargo keeps the sources of the dependencies.
pub(crate) fn cargo_home() -> Result<PathBuf, Failure> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    std::env::home_dir()
        .map(|home| home.join(".cargo"))
        .ok_or_else(|| Failure::new("there is no home folder: set CARGO_HOME"))
}

/// Writes the JavaScript glue, its types, and the module that fits them.
fn bind(workspace: &Workspace) -> Result<(), Failure> {
    step("engine: JavaScript glue");
    let problem = |cause| Failure::new(format!("wasm-bindgen: {cause:#}"));
    Bindgen::new()
        .input_path(workspace.compiled_engine())
        .out_name("engine")
        .web(true)
        .map_err(problem)?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(workspace.parts().join("engine"))
        .map_err(problem)
}

/// Makes the module smaller. wasm-opt reads from the module which features of WebAssembly it may
/// use. A function that is called once stays one: inlined, it makes the compressed module larger.
fn optimise(workspace: &Workspace) -> Result<(), Failure> {
    step("engine: wasm-opt -Oz --converge");
    run(workspace
        .npm_tool("wasm-opt")?
        .args(["-Oz", "--converge", "--one-caller-inline-max-function-size=0"])
        .arg(workspace.parts().join("engine/engine_bg.wasm"))
        .arg("--output")
        .arg(workspace.parts().join("engine.wasm")))
}
