//! Standard output: a failed write is an error, and a reader that has gone ends the call quietly.
//! What is written comes from the verbs; messages for people go to standard error.

use crate::{Failure, failed};
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// Writes a line.
pub(crate) fn print(line: impl Display) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}").map_err(not_written)
}

/// Writes what is still kept back.
pub(crate) fn finish() -> Result<(), Failure> {
    io::stdout().flush().map_err(not_written)
}

/// Why standard output was not written.
pub(crate) fn not_written(cause: io::Error) -> Failure {
    if cause.kind() == ErrorKind::BrokenPipe {
        Failure::Closed
    } else {
        failed(format!("cannot write to standard output: {cause}"))
    }
}
