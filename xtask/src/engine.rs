//! The engine: rustc's WebAssembly, its JavaScript glue, and the module made small.
//! It does not put a rulebook into the module (`iju site` does, one city at a time).

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::{Failure, Workspace, capture, run, step};

/// What rustc emits for wasm32 without being asked, and nothing newer.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the standard library along with the engine, so that it traps at a panic and brings no
/// messages: six per cent of the module. Cargo offers this to nightly toolchains alone unless it is
/// told otherwise; the toolchain is pinned, so it means the same on every machine.
const STANDARD_LIBRARY: &str = "-Zbuild-std=std,panic_abort";
const TRAP_AT_PANIC: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];
const AS_NIGHTLY: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// Crates that the engine calls at every step, and that are not larger when they are fast. Three of them
/// are packages only here, where the standard library is built along, so `Cargo.toml` cannot name them.
const FAST: [&str; 5] = ["alloc", "compiler_builtins", "core", "rlsf", "rust_decimal"];

/// Compiles the library to WebAssembly, the same bytes in whatever folder it is done.
pub(crate) fn compile(workspace: &Workspace) -> Result<(), Failure> {
    step("engine: compile, the standard library with it");
    let mut flags = OsString::from(TRAP_AT_PANIC.join("\u{1f}"));
    flags.push(path_flags(workspace)?);
    let mut cargo = workspace.cargo();
    for one in FAST {
        cargo.arg("--config").arg(format!("profile.release.package.{one}.opt-level=3"));
    }
    // Linked as nothing but a module: beside a library, what only that could call would stay in it.
    run(cargo
        .args(["rustc", "--release", "--locked", "--lib", "--no-default-features"])
        .args(["--target", "wasm32-unknown-unknown", "--crate-type", "cdylib"])
        .arg(STANDARD_LIBRARY)
        .env(AS_NIGHTLY.0, AS_NIGHTLY.1)
        .env("CARGO_ENCODED_RUSTFLAGS", flags))
}

/// Flags that replace this machine's paths, to follow others in `CARGO_ENCODED_RUSTFLAGS`.
fn path_flags(workspace: &Workspace) -> Result<OsString, Failure> {
    let mut flags = OsString::new();
    for (path, name) in named_paths(workspace)? {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(path);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
}

/// The folders whose paths rustc writes into a module, and what it writes instead.
/// rustc uses the last that fits, so the workspace follows the folders that may hold it.
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
pub(crate) fn bind(workspace: &Workspace) -> Result<(), Failure> {
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

/// Makes the module small.
pub(crate) fn optimise(workspace: &Workspace) -> Result<(), Failure> {
    step("engine: wasm-opt -Oz, until nothing gets smaller");
    let bound = workspace.parts().join("engine/engine_bg.wasm");
    let small = workspace.parts().join("engine.wasm");
    run(workspace
        .npm_tool("wasm-opt")?
        // A function with one caller stays a function: inlined, the module is smaller but gzips worse.
        .arg("--one-caller-inline-max-function-size=0")
        // Branches found anew from plain jumps are fewer.
        .args(["-Oz", "--flatten", "--rereloop", "-Oz", "--converge"])
        // Down there is the last kilobyte of the stack, which nothing points into.
        .arg("--low-memory-unused")
        .args(FEATURES)
        .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
        .arg(&bound)
        .arg("--output")
        .arg(&small))?;
    let bytes = fs::read(&small).map_err(|cause| Failure::at(&small, cause))?;
    if bytes.starts_with(b"\0asm\x01\0\0\0") {
        Ok(())
    } else {
        Err(Failure::at(&small, "wasm-opt wrote something other than a WebAssembly module"))
    }
}
