//! Calls the command line as an author does and keeps what it leaves behind. It expects nothing.

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The longest that a call may take; one that waits for something would take for ever.
const DEADLINE: Duration = Duration::from_secs(60);

/// What a call left behind.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    /// The last line for people.
    pub(crate) fn closing(&self) -> &str {
        self.err.lines().last().unwrap_or_default()
    }

    /// Each line of standard output as JSON.
    pub(crate) fn reports(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The command line, to be called in the root of the repository with nothing connected to it.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iju"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Calls the command line in the root of the repository.
pub(crate) fn iju(arguments: &[&str]) -> Done {
    iju_with(arguments, "")
}

/// Calls it with something on standard input.
pub(crate) fn iju_with(arguments: &[&str], input: &str) -> Done {
    done(command(arguments), input)
}

/// Calls it in another folder.
pub(crate) fn iju_in(folder: &Path, arguments: &[&str]) -> Done {
    let mut command = command(arguments);
    command.current_dir(folder);
    done(command, "")
}

/// Runs a command to its end.
pub(crate) fn done(mut command: Command, input: &str) -> Done {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A call that is wrong does not wait for its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let _watch = Watch::over(&child);
    let output = child.wait_with_output().unwrap();
    Done {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Ends a call that takes too long, so that whoever waits for it fails.
pub(crate) struct Watch(Option<(Sender<()>, JoinHandle<()>)>);

impl Watch {
    pub(crate) fn over(child: &Child) -> Watch {
        let id = child.id().to_string();
        let (ended, has_ended) = channel::<()>();
        let waiting = std::thread::spawn(move || {
            if has_ended.recv_timeout(DEADLINE) == Err(RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-KILL", &id]).status();
            }
        });
        Watch(Some((ended, waiting)))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some((ended, waiting)) = self.0.take() {
            drop(ended);
            let _ = waiting.join();
        }
    }
}

/// Waits until a call ends by itself.
pub(crate) fn ended(child: &mut Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return status,
            None if start.elapsed() > DEADLINE => {
                child.kill().unwrap();
                panic!("the call does not end");
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}
