//! The keys that worked examples can expect: of a report, of a programme, and of what these have. How each is
//! checked is said in `examples`.

/// The keys of what is expected of a programme.
pub(crate) const OF_PROGRAMME: [&str; 21] = [
    "verdict",
    "window",
    "year",
    "decided_by",
    "provisional",
    "amount",
    "parts",
    "instalments",
    "states",
    "conditions",
    "determining",
    "missing",
    "readings",
    "stale",
    "obligations",
    "key_dates",
    "apply",
    "rulings",
    "settles",
    "estimate",
    "reference",
];

/// The keys of what is expected of an obligation.
pub(crate) const OF_OBLIGATION: [&str; 2] = ["until", "owed"];

/// The keys of what is expected of a key date: of a day, or of a period.
pub(crate) const OF_KEY_DATES: [&str; 3] = ["day", "from", "to"];

/// What is expected of the whole report.
pub(crate) const OF_REPORT: [&str; 8] = [
    "best",
    "best_chosen",
    "best_estimate",
    "best_estimate_chosen",
    "questions_left",
    "relevant",
    "decisive",
    "asks",
];

/// The keys of what is expected of an estimate.
pub(crate) const OF_ESTIMATE: [&str; 12] = [
    "verdict",
    "year",
    "amount",
    "parts",
    "states",
    "conditions",
    "determining",
    "readings",
    "dates",
    "apply",
    "settles",
    "rulings",
];

/// The keys of what is expected of the day that decides which rules hold.
pub(crate) const OF_DECIDED_BY: [&str; 2] = ["fact", "days"];

/// The keys of what is expected of the counts of conditions.
pub(crate) const OF_CONDITIONS: [&str; 2] = ["all", "met"];

/// The keys of what is expected of a reference.
pub(crate) const OF_REFERENCE: [&str; 3] = ["year", "amount", "parts"];

/// The keys of what is expected of the best combination of those plans that are chosen, besides [`OF_BEST`].
pub(crate) const OF_CHOSEN: [&str; 2] = ["assuming", "needs_plan"];

/// The keys of what is expected of the days to apply.
pub(crate) const OF_APPLY: [&str; 6] =
    ["first", "last", "possible", "sure", "ends_with_rules", "window_unknown"];

/// The keys of what is expected of the best combination.
pub(crate) const OF_BEST: [&str; 7] =
    ["chosen", "min", "max", "chosen_min", "chosen_max", "by_year", "caps"];
