//! The folders of the workspace, how to run a tool, and how a step fails.
//! It knows none of the steps.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use iju_output::Output;

/// Why a step failed, in one sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A failure to read or write `path`.
    pub(crate) fn at(path: &Path, cause: impl fmt::Display) -> Self {
        Self(format!("{}: {cause}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The folder of the workspace, and the folders that a build writes.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    parts: PathBuf,
    dist: PathBuf,
}

impl Workspace {
    /// Finds the workspace of the running `cargo xtask`.
    pub(crate) fn find() -> Result<Self, Failure> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR")
            .ok_or_else(|| Failure::new("run this as `cargo xtask`"))?;
        let root = Path::new(&own)
            .parent()
            .ok_or_else(|| Failure::new("the folder of xtask has no parent"))?
            .to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self::at(root, target))
    }

    /// The workspace in the folder `root`, for which cargo writes into the folder `target`.
    pub(crate) fn at(root: PathBuf, target: PathBuf) -> Self {
        let (parts, dist) = (root.join("target/site"), root.join("dist"));
        Self { root, target, parts, dist }
    }

    /// Begins a folder that takes the place of `folder` when it is complete.
    pub(crate) fn begin(&self, folder: &Path) -> Result<Output, Failure> {
        let inputs = ["rules", "src", "www"].map(|name| (name, self.root.join(name)));
        let inputs = inputs.each_ref().map(|(name, input)| (*name, input.as_path()));
        Output::start(folder, &inputs).map_err(|cause| Failure::new(cause.to_string()))
    }

    /// This workspace while its parts and its site are built in other folders.
    pub(crate) fn building(&self, parts: &Path, dist: &Path) -> Self {
        let (root, target) = (self.root.clone(), self.target.clone());
        Self { root, target, parts: parts.to_owned(), dist: dist.to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The programs that cargo built for this machine, in the profile of the tests: they run
    /// briefly.
    pub(crate) fn native(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// The engine as rustc writes it.
    pub(crate) fn compiled_engine(&self) -> PathBuf {
        self.target.join("wasm32-unknown-unknown/release/iju_check.wasm")
    }

    /// The parts of the pages, which `iju site` puts together.
    pub(crate) fn parts(&self) -> PathBuf {
        self.parts.clone()
    }

    /// The page of the made-up town, which is for the tests only.
    pub(crate) fn made_up(&self) -> PathBuf {
        self.root.join("target/made_up")
    }

    /// The published files.
    pub(crate) fn dist(&self) -> PathBuf {
        self.dist.clone()
    }

    /// The cargo that runs this program, so that the toolchain is the same.
    pub(crate) fn cargo(&self) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        self.command(Path::new(&cargo))
    }

    /// A tool that npm installed.
    pub(crate) fn npm_tool(&self, name: &str) -> Result<Command, Failure> {
        let tool = self.root.join("node_modules/.bin").join(name);
        if tool.exists() {
            Ok(self.command(&tool))
        } else {
            Err(Failure::new(format!("`{name}` is not installed: run `npm ci`")))
        }
    }

    /// A command that runs in the root.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }
}

/// Announces a step.
pub(crate) fn step(name: &str) {
    println!("── {name}");
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let program = program_name(command);
    let status = command
        .status()
        .map_err(|cause| Failure::new(format!("`{program}` cannot be run: {cause}")))?;
    if status.success() { Ok(()) } else { Err(failed(&program, status)) }
}

/// Runs a command to its end and returns its output.
pub(crate) fn capture(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let program = program_name(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| Failure::new(format!("`{program}` cannot be run: {cause}")))?;
    if output.status.success() { Ok(output.stdout) } else { Err(failed(&program, output.status)) }
}

fn program_name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

fn failed(program: &str, status: std::process::ExitStatus) -> Failure {
    Failure::new(format!("`{program}` failed ({status}): its message is above"))
}

/// Every file below `folder`, sorted.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|cause| Failure::at(&folder, cause))?;
        for entry in entries {
            let path = entry.map_err(|cause| Failure::at(&folder, cause))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named() {
        let missing = Command::new("./no/such/program").status();
        assert!(missing.is_err());
        let failure = run(&mut Command::new("./no/such/program")).unwrap_err();
        assert!(failure.to_string().starts_with("`program` cannot be run: "), "{failure}");
    }

    #[test]
    fn files_are_found_at_every_depth() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = files_below(own).unwrap();
        assert!(found.contains(&own.join("Cargo.toml")));
        assert!(found.contains(&own.join("src/workspace.rs")));
    }
}
