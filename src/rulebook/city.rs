//! A city's rules after validation, with what validation worked out about them. The checks themselves
//! are in `validate`.

use super::course::Course;
use super::programme::Programme;
use super::rules::CityRules;
use super::same::same_requirement;
use super::validate::{Derived, ExprInfo, Invalid, ProgrammeInfo, validate};
use crate::index::{
    ExprIndex, FactIndex, FactSet, ProgrammeIndex, ReadingSet, RequirementIndex, Slot, Version,
    YearIndex,
};
use typed_index_collections::TiSlice;

/// A city's rules, valid by construction: every index is in bounds, every expression is well typed,
/// and nothing is deeper, longer or more numerous than [`crate::limits`] allows.
///
/// ```
/// use iju_check::rulebook::{City, CityRules};
/// use typed_index_collections::TiVec;
///
/// let rules = CityRules { id: "town".to_owned(), facts: TiVec::new(), years: TiVec::new() };
/// let city = City::new(rules)?;
/// assert!(city.programmes().is_empty());
/// # Ok::<(), iju_check::rulebook::Invalid>(())
/// ```
#[derive(Debug)]
pub struct City {
    pub(super) rules: CityRules,
    pub(super) derived: Derived,
}

impl City {
    /// Validates rules and keeps what validation works out.
    ///
    /// # Errors
    /// Names the first invariant that does not hold, and where. The rules are dropped.
    pub fn new(rules: CityRules) -> Result<City, Invalid> {
        let derived = validate(&rules)?;
        Ok(City { rules, derived })
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &CityRules {
        &self.rules
    }

    /// The first answer slot of a fact; the further slots of a list follow it.
    #[must_use]
    pub fn slot(&self, fact: FactIndex) -> Slot {
        self.derived.slots.get(fact).copied().unwrap_or(crate::possible::NO_SLOT)
    }

    /// The city's programmes in the author's order over all years, each with its rules in the years
    /// that have it.
    #[must_use]
    pub fn programmes(&self) -> &TiSlice<ProgrammeIndex, Vec<Version>> {
        &self.derived.versions
    }

    /// A programme's rules in the years that have it. The list is empty for an unknown programme.
    #[must_use]
    pub fn versions(&self, programme: ProgrammeIndex) -> &[Version] {
        self.programmes().get(programme).map_or(&[], Vec::as_slice)
    }

    /// The rules of a programme in a year.
    #[must_use]
    pub fn programme(&self, version: Version) -> Option<&Programme> {
        self.rules.years.get(version.year)?.programmes.get(version.programme)
    }

    /// What validation worked out about the rules of a programme in a year.
    #[must_use]
    pub fn programme_info(&self, version: Version) -> Option<&ProgrammeInfo> {
        self.derived.programmes.get(version.year)?.get(version.programme)
    }

    /// Whether two requirements, perhaps of different years, have the same id and the same rule.
    #[must_use]
    pub fn same_requirement(
        &self,
        (year, a): (YearIndex, RequirementIndex),
        (other, b): (YearIndex, RequirementIndex),
    ) -> bool {
        let books = self.rules.years.get(year).zip(self.rules.years.get(other));
        books.is_some_and(|(book, other)| same_requirement((book, a), (other, b)))
    }

    /// The facts that a programme's rules of any year read.
    #[must_use]
    pub fn facts_read_by_programme(&self, programme: ProgrammeIndex) -> FactSet {
        let mut found = FactSet::EMPTY;
        for version in self.versions(programme) {
            let facts = self.programme_info(*version).map(|one| one.facts);
            found = found.union(facts.unwrap_or_default());
        }
        found
    }

    fn expr_info(&self, year: YearIndex, expr: ExprIndex) -> Option<&ExprInfo> {
        self.derived.exprs.get(year)?.get(expr)
    }

    /// The facts that an expression and its parts read.
    #[must_use]
    pub fn facts_read_by(&self, year: YearIndex, expr: ExprIndex) -> FactSet {
        self.expr_info(year, expr).map(|info| info.facts).unwrap_or_default()
    }

    /// How the value of an expression changes while the application date moves on.
    #[must_use]
    pub fn course(&self, year: YearIndex, expr: ExprIndex) -> Course {
        self.expr_info(year, expr).map_or(Course::Varies, |info| info.course)
    }

    /// The readings that occur in an expression and its parts.
    #[must_use]
    pub fn readings_in(&self, year: YearIndex, expr: ExprIndex) -> ReadingSet {
        self.expr_info(year, expr).map(|info| info.readings).unwrap_or_default()
    }
}
