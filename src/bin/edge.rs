//! Writes the JavaScript half of the engine's edge into `www/edge`, from the declarations in `src/wire`. It
//! builds no page and evaluates nothing.

use iju_check::wire::script;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = match script::files() {
        Ok(files) => files,
        Err(problem) => {
            eprintln!("edge: {problem}");
            return ExitCode::FAILURE;
        }
    };
    for (path, text) in &files {
        if let Err(cause) = fs::write(root.join(path), text) {
            eprintln!("edge: cannot write {path}: {cause}");
            return ExitCode::FAILURE;
        }
    }
    println!("edge: {} files written", files.len());
    ExitCode::SUCCESS
}
