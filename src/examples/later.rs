//! Compares what comes after the award: obligations and key dates.

use super::Test;
use super::shown::Ends;
use crate::source::{Node, NodeKind, Word};
use crate::wire::named::{NamedKeyDates, NamedObligation};

impl Test<'_> {
    /// The obligations: `until` is a day or `{ min, max }`, `owed` is written like an amount.
    pub(super) fn obligations(&mut self, key: &Word, expected: &Node, found: &[NamedObligation]) {
        let ids: Vec<&str> = found.iter().map(|one| one.id.as_str()).collect();
        self.later(key, expected, &ids, |at, key| {
            let NamedObligation { id: _, until, owed } = found.get(at)?;
            match key {
                "until" => Some(Ends::of_days(until.min, until.max)),
                "owed" => owed.as_ref().map(|owed| Ends::of(owed.min, owed.max, None)),
                _ => None,
            }
        });
    }

    /// The key dates: `day`, or `from` and `to`, each a day or `{ min, max }`.
    pub(super) fn key_dates(&mut self, key: &Word, expected: &Node, found: &[NamedKeyDates]) {
        let ids: Vec<&str> = found.iter().map(|one| one.id.as_str()).collect();
        self.later(key, expected, &ids, |at, key| {
            let NamedKeyDates { id: _, first, last } = found.get(at)?;
            let days = match (key, last) {
                ("day", None) | ("from", Some(_)) => Some(first),
                ("to", last) => last.as_ref(),
                _ => None,
            };
            days.map(|days| Ends::of_days(days.min, days.max))
        });
    }

    /// Compares the ids, or what is expected of each: `ends` gives what was found of the one at a place under a key.
    fn later(
        &mut self,
        key: &Word,
        expected: &Node,
        ids: &[&str],
        ends: impl Fn(usize, &str) -> Option<Ends>,
    ) {
        if let NodeKind::List(_) = expected.kind {
            return self.names(key, expected, ids.iter().map(|id| (*id).to_owned()).collect());
        }
        for (id, expected) in self.entries(expected) {
            let Some(at) = ids.iter().position(|known| *known == id.text) else {
                self.fail(id.place, format!("{}: there is no `{}`", key.text, id.text));
                continue;
            };
            for (key, expected) in self.entries(expected) {
                self.range(key, expected, ends(at, &key.text));
            }
        }
    }
}
