//! What the programmes of a combination pay in each year after their first payment. It chooses no programme.

use crate::amount::Exact;
use crate::possible::Range;
use crate::rulebook::{Amount, Every};

/// The most years that are told apart.
const LONGEST: usize = 30;

/// What one programme of a combination pays.
pub(super) struct Paid<'a> {
    pub(super) amount: &'a Amount,
    /// All instalments together.
    pub(super) total: Range,
    /// One instalment of each run; empty if all are alike.
    pub(super) instalments: &'a [Range],
    /// Whether it pays at most that much.
    pub(super) ceiling: bool,
}

/// The sums of several programmes in each year after the first payment of each. Empty if all is paid within a year, or
/// if more years than [`LONGEST`] are needed.
pub(super) fn by_year(programmes: &[Paid<'_>]) -> Vec<Range> {
    let mut found: Vec<Range> = Vec::new();
    for paid in programmes {
        let Some(years) = paid.by_year() else { return Vec::new() };
        for (at, year) in years.into_iter().enumerate() {
            match found.get_mut(at) {
                Some(sum) => *sum = sum.plus(year),
                None => found.push(year),
            }
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

impl Paid<'_> {
    /// What it pays in each year. `None` if it takes more years than are told apart.
    fn by_year(&self) -> Option<Vec<Range>> {
        let Some(schedule) = self.amount.schedule else {
            return Some(vec![self.counted(self.total)]);
        };
        let in_a_year = match schedule.every {
            Every::Month => 12,
            Every::Year => 1,
        };
        let mut years = vec![Range::ZERO; usize::from(schedule.times.div_ceil(in_a_year))];
        if years.len() > LONGEST {
            return None;
        }
        let share = Exact::new(1, schedule.times.into())?;
        let alike = self.total.times(Range { low: Some(share), high: Some(share) });
        let runs = self.amount.runs();
        for (at, year) in years.iter_mut().enumerate() {
            let instalments = (1..=schedule.times).skip(at.saturating_mul(in_a_year.into()));
            for instalment in instalments.take(in_a_year.into()) {
                let run = runs.iter().position(|run| instalment <= run.last);
                let one = run.and_then(|run| self.instalments.get(run));
                *year = year.plus(one.copied().unwrap_or(alike));
            }
            *year = self.counted(*year);
        }
        Some(years)
    }

    /// The sum of a year. Like every sum of programmes, it counts a ceiling as 0 at its lower end.
    fn counted(&self, sum: Range) -> Range {
        if self.ceiling { Range { low: Some(Exact::ZERO), ..sum } } else { sum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::ExprIndex;
    use crate::rulebook::{Instalments, Part, Schedule};

    fn whole(yen: i64) -> Range {
        Range::whole(yen, Some(yen))
    }

    /// An amount in so many instalments. The first ones have a part of their own.
    fn amount(every: Every, times: u16, first_ones: Option<u16>) -> Amount {
        let part = |instalments| Part {
            id: String::new(),
            value: ExprIndex::default(),
            ceiling: false,
            instalments,
            payer: None,
            payee: None,
        };
        let own = first_ones.map(|last| part(Some(Instalments { first: 1, last })));
        let parts = [part(None)].into_iter().chain(own).collect();
        Amount { parts, then: Vec::new(), schedule: Some(Schedule { every, times }) }
    }

    fn years(amount: &Amount, total: i64, instalments: &[Range], ceiling: bool) -> Vec<Range> {
        by_year(&[Paid { amount, total: whole(total), instalments, ceiling }])
    }

    #[test]
    fn months_are_added_up_to_years() {
        // 30 months of 1,000: 12, 12 and 6 of them.
        let alike = amount(Every::Month, 30, None);
        let expected = [whole(12_000), whole(12_000), whole(6_000)];
        assert_eq!(years(&alike, 30_000, &[], false), expected);
        // 15 months of 2,000, then 15 of 500: 12 * 2,000; 3 * 2,000 + 9 * 500; 6 * 500.
        let differing = amount(Every::Month, 30, Some(15));
        let runs = [whole(2_000), whole(500)];
        let expected = [whole(24_000), whole(10_500), whole(3_000)];
        assert_eq!(years(&differing, 37_500, &runs, false), expected);
        // 12 months are one year.
        assert_eq!(years(&amount(Every::Month, 12, None), 12_000, &[], false), []);
    }

    #[test]
    fn a_ceiling_guarantees_nothing_in_any_year() {
        let yearly = amount(Every::Year, 2, None);
        let half = Range::whole(0, Some(500));
        assert_eq!(years(&yearly, 1_000, &[], true), [half, half]);
    }

    #[test]
    fn several_programmes_start_in_the_first_year() {
        let (once, yearly) = (
            Amount { schedule: None, ..amount(Every::Year, 1, None) },
            amount(Every::Year, 3, None),
        );
        let paid =
            |amount, total| Paid { amount, total: whole(total), instalments: &[], ceiling: false };
        let found = by_year(&[paid(&once, 700), paid(&yearly, 300)]);
        assert_eq!(found, [whole(800), whole(100), whole(100)]);
    }

    #[test]
    fn more_years_than_are_told_apart_are_not_told() {
        assert_eq!(years(&amount(Every::Year, 30, None), 30, &[], false), vec![whole(1); LONGEST]);
        assert_eq!(years(&amount(Every::Year, 31, None), 31, &[], false), []);
    }
}
