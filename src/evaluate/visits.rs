//! Counts the nodes that evaluations visit, so that a test can compare them with the bound of
//! [`City::steps`](crate::rulebook::City::steps). Only debug builds count.

#[cfg(debug_assertions)]
use core::cell::Cell;

#[cfg(debug_assertions)]
std::thread_local! {
    static VISITS: Cell<u64> = const { Cell::new(0) };
}

/// Counts a node of an expression, or a requirement.
pub(super) fn count() {
    #[cfg(debug_assertions)]
    VISITS.set(VISITS.get().saturating_add(1));
}

/// The nodes that this thread has visited since the last call.
#[cfg(debug_assertions)]
#[must_use]
pub fn taken() -> u64 {
    VISITS.take()
}
