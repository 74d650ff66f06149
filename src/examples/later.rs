//! Compares what comes after the award: obligations and key dates.

use super::Test;
use super::shown::Ends;
use crate::source::{Node, NodeKind, Word};
use crate::wire::named::{NamedKeyDates, NamedObligation};

impl Test<'_> {
    /// The obligations: `until` is a day or `{ min, max }`, `owed` is written like an amount.
    pub(super) fn obligations(&mut self, key: &Word, expected: &Node, found: &[NamedObligation]) {
        if let NodeKind::List(_) = expected.kind {
            let ids = found.iter().map(|one| one.id.clone()).collect();
            return self.names(key, expected, ids);
        }
        for (id, expected) in self.entries(expected) {
            let Some(found) = found.iter().find(|one| one.id == id.text) else {
                self.fail(id.place, format!("there is no obligation `{}`", id.text));
                continue;
            };
            for (key, expected) in self.entries(expected) {
                let ends = match key.text.as_str() {
                    "until" => Some(Ends::of_days(found.until.min, found.until.max)),
                    "owed" => found.owed.as_ref().map(|owed| Ends::of(owed.min, owed.max, None)),
                    _ => {
                        self.unknown(key);
                        continue;
                    }
                };
                self.range(key, expected, ends);
            }
        }
    }

    /// The key dates: `day`, or `from` and `to`, each a day or `{ min, max }`.
    pub(super) fn key_dates(&mut self, key: &Word, expected: &Node, found: &[NamedKeyDates]) {
        if let NodeKind::List(_) = expected.kind {
            let ids = found.iter().map(|one| one.id.clone()).collect();
            return self.names(key, expected, ids);
        }
        for (id, expected) in self.entries(expected) {
            let Some(found) = found.iter().find(|one| one.id == id.text) else {
                self.fail(id.place, format!("there is no key date `{}`", id.text));
                continue;
            };
            for (key, expected) in self.entries(expected) {
                let days = match (key.text.as_str(), &found.last) {
                    ("day", None) | ("from", Some(_)) => Some(&found.first),
                    ("to", last) => last.as_ref(),
                    _ => None,
                };
                let ends = days.map(|days| Ends::of_days(days.min, days.max));
                self.range(key, expected, ends);
            }
        }
    }
}
