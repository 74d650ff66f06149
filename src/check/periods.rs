//! Reports requirements with a period that a household meets before the day from which the period
//! runs. `on <= last_day(1 year, from: moved_on, …)` also holds long before the move. A requirement
//! says `early: yes` if its source allows that. Periods that run from a date of a list's member are
//! not looked at.

use super::source_map::SourceMap;
use super::witness::{self, Found};
use crate::diagnostic::Diagnostics;
use crate::index::{ExprIndex, RequirementIndex, Version, YearIndex};
use crate::rulebook::{City, DayOperation, Expr, Requirement, Rulebook, TimeUnit};
use crate::turning::{Leaf, Turning, sides};
use std::collections::{BTreeMap, BTreeSet};
use typed_index_collections::TiSlice;

/// Reports every requirement that can be met too early, and every `early` that allows nothing.
pub(super) fn check(
    city: &City,
    places: &TiSlice<YearIndex, SourceMap>,
    problems: &mut Diagnostics,
) {
    for (year, book) in city.rules().years.iter_enumerated() {
        let Some(source_map) = places.get(year) else { continue };
        let mut of_year = OfYear { city, year, book, source_map, early: BTreeMap::new() };
        let mut told = BTreeSet::new();
        for programme in book.programmes.keys() {
            let version = Version { year, programme };
            let info = city.programme_info(version).into_iter();
            for entry in info.flat_map(|info| &info.requirements) {
                of_year.requirement(version, entry.id, &mut told, problems);
            }
        }
        of_year.report_needless(problems);
    }
}

struct OfYear<'a> {
    city: &'a City,
    year: YearIndex,
    book: &'a Rulebook,
    source_map: &'a SourceMap,
    /// The requirements with `early: yes`, and whether a household can be early.
    early: BTreeMap<RequirementIndex, bool>,
}

impl OfYear<'_> {
    fn requirement(
        &mut self,
        version: Version,
        id: RequirementIndex,
        told: &mut BTreeSet<(RequirementIndex, ExprIndex)>,
        problems: &mut Diagnostics,
    ) {
        let Some(requirement) = self.book.requirements.get(id) else { return };
        let allows_early = self.source_map.early.contains(&id);
        if allows_early {
            self.early.entry(id).or_insert(false);
        }
        let Some(when) = requirement.when() else { return };
        let mut starts = BTreeSet::new();
        self.add_starts(when, &mut starts);
        for start in starts {
            let goal = |book: &mut Rulebook| goal(book, requirement, when, start);
            let found = witness::search(self.city, version, goal);
            if allows_early {
                let is_needed = !matches!(found, Found::Nobody);
                self.early.entry(id).and_modify(|needed| *needed |= is_needed);
                continue;
            }
            let Found::Household(household, on) = found else { continue };
            let Some(place) = self.source_map.requirements.get(id) else { continue };
            if !told.insert((id, start)) {
                continue;
            }
            let household = witness::completed(&household);
            let shown = witness::describe(self.city, (self.year, start), &household, on);
            let name = self.source_map.names.get(&start).map_or("the start", String::as_str);
            let id = &requirement.id;
            let message = format!(
                "`{id}` can be met before `{name}`, from which its period runs: on = {on}, {shown}"
            );
            let help = format!(
                "add the requirement `{name} <= on`; if the source allows it, write `early: yes`"
            );
            problems.add_with_help(*place, "early", message, Some(help));
        }
    }

    /// Reports every `early` of a requirement that nobody can meet before its period begins.
    fn report_needless(&self, problems: &mut Diagnostics) {
        for (id, is_needed) in &self.early {
            if let Some(place) = self.source_map.requirements.get(*id).filter(|_| !is_needed) {
                let message = "`early` allows nothing here: nobody meets the requirement before a \
                               period of it begins";
                let help = Some("leave `early` out".to_owned());
                problems.add_with_help(*place, "early", message, help);
            }
        }
    }

    /// Adds the days from which periods run that a condition compares with the application date.
    fn add_starts(&self, id: ExprIndex, starts: &mut BTreeSet<ExprIndex>) {
        let Some(expr) = self.book.exprs.get(id) else { return };
        if let Some((a, b)) = sides(expr) {
            for (period, other) in [(a, b), (b, a)] {
                if self.reads_on(other) {
                    self.add_period_start(period, starts);
                }
                self.add_count_start(period, starts);
            }
            return;
        }
        // The members of a list have dates of their own.
        if expr.reference().list().is_none() {
            expr.parts().into_iter().for_each(|part| self.add_starts(part, starts));
        }
    }

    /// Adds the day from which a period runs that ends on a day.
    fn add_period_start(&self, id: ExprIndex, starts: &mut BTreeSet<ExprIndex>) {
        if let Some(Expr::Reading { choices, .. }) = self.book.exprs.get(id) {
            choices.iter().for_each(|choice| self.add_period_start(*choice, starts));
        }
        let Some(Expr::DayFrom { day, operation }) = self.book.exprs.get(id) else { return };
        match operation {
            DayOperation::LastDay { .. } if self.is_date_of_household(*day) => {
                starts.insert(*day);
            }
            DayOperation::LastDay { .. }
            | DayOperation::DayReached { .. }
            | DayOperation::FiscalYearStart
            | DayOperation::FirstOfMonth
            | DayOperation::NextMonthDay { .. }
            | DayOperation::FirstDayBefore { .. } => self.add_period_start(*day, starts),
        }
    }

    /// Adds the day from which whole months or days are counted up to the application date.
    fn add_count_start(&self, id: ExprIndex, starts: &mut BTreeSet<ExprIndex>) {
        if let Some(Expr::TimeBetween { from, to, unit: TimeUnit::Months | TimeUnit::Days }) =
            self.book.exprs.get(id)
            && self.reads_on(*to)
            && self.is_date_of_household(*from)
        {
            starts.insert(*from);
        }
    }

    fn reads_on(&self, id: ExprIndex) -> bool {
        self.leaves(id).contains(&Leaf::On)
    }

    /// Whether a day is computed from one date fact or several, and from nothing else.
    fn is_date_of_household(&self, id: ExprIndex) -> bool {
        let leaves = self.leaves(id);
        !leaves.is_empty() && leaves.iter().all(|leaf| matches!(leaf, Leaf::Fact(_)))
    }

    fn leaves(&self, id: ExprIndex) -> Vec<Leaf> {
        let (day, number) = (|_: Leaf| None, |_| None);
        let turning = Turning { book: self.book, day: &day, number: &number, whole: false };
        turning.leaves(id)
    }
}

/// Adds the condition that a household meets a requirement and applies before a day.
fn goal(
    book: &mut Rulebook,
    requirement: &Requirement,
    when: ExprIndex,
    start: ExprIndex,
) -> ExprIndex {
    let on = book.exprs.position(|expr| *expr == Expr::On);
    let on = on.unwrap_or_else(|| book.exprs.push_and_get_key(Expr::On));
    let before = book.exprs.push_and_get_key(Expr::Less(on, start));
    let mut parts = vec![before, when];
    parts.extend(requirement.applies_if);
    book.exprs.push_and_get_key(Expr::All(parts))
}
