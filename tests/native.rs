//! The native tests, one binary. Each module says what it tests.

mod tidy;
