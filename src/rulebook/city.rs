//! A city's rules after validation, with what validation worked out about them. The checks themselves
//! are in `validate`.

use super::continued::{Origin, continued, date, dates_that_move, days_read};
use super::course::Course;
use super::programme::Programme;
use super::rules::CityRules;
use super::rulings::Rulings;
use super::same::same_requirement;
use super::validate::{
    Broken, Derived, ExprInfo, Invalid, ProgrammeInfo, RulingRead, check_years, validate,
};
use crate::calendar::Day;
use crate::index::{
    ExprIndex, FactIndex, FactSet, ProgrammeIndex, ReadingIndex, ReadingSet, RequirementIndex,
    Slot, Version, YearIndex,
};
use crate::limits;
use crate::possible::Days;
use typed_index_collections::{TiSlice, TiVec};

/// The steps of a programme by all of its rules.
#[derive(Default)]
struct StepsBy {
    sum: u32,
    most: u32,
    /// The dearest of the registered rules.
    dearest: Option<Version>,
    /// How many of the rules have an amount with a number that no source states.
    unknown: u32,
    is_by_fact: bool,
    continues: Option<ProgrammeIndex>,
}

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
    /// The rules after the registered years. Absent if these are such rules themselves.
    pub(super) continued: Option<Box<Continued>>,
    /// Whether the rules of programmes go on after the registered years, as far as the desk has ruled.
    going_on: Vec<(ProgrammeIndex, bool)>,
}

impl City {
    /// Validates rules and keeps what validation works out.
    ///
    /// # Errors
    /// Names the first invariant that does not hold, and where. The rules are dropped.
    pub fn new(rules: CityRules) -> Result<City, Invalid> {
        City::with_rulings(rules, &Rulings::default())
    }

    /// A city whose rules go on as is ruled. `rules` are those after all other rulings.
    pub(super) fn with_rulings(rules: CityRules, rulings: &Rulings) -> Result<City, Invalid> {
        let mut city = City::derive(rules, limits::READING_COMBINATIONS)?;
        check_years(&city.rules)?;
        city.continued = Some(Box::new(Continued::of(&city, rulings)?));
        city.check_steps()?;
        city.going_on.clone_from(&rulings.going_on);
        Ok(city)
    }

    /// Notes in the rules that go on which of their items are ruled, as it is noted in the registered rules, and which
    /// of their dates are.
    pub(super) fn note_rulings_in_continued(&mut self, rulings: &Rulings) {
        let City { rules, derived, continued: Some(continued), .. } = self else { return };
        let later = &mut continued.city.derived.programmes;
        for (origin, programmes) in continued.origins.iter().zip(later) {
            let year = origin.year;
            let Some(registered) = derived.programmes.get(year) else { continue };
            let both = programmes.iter_mut().zip(registered.iter_enumerated());
            for (info, (programme, known)) in both {
                info.rulings.clone_from(&known.rulings);
                if origin.years_later > 0 {
                    let dates = dates_that_move(rules, derived, Version { year, programme });
                    let ruled =
                        dates.into_iter().filter(|day| rulings.date(day.number()).is_some());
                    info.rulings.extend(ruled.map(|day| RulingRead::Date { day }));
                }
                for (entry, known) in info.requirements.iter_mut().zip(&known.requirements) {
                    entry.ruled = known.ruled;
                }
            }
        }
    }

    /// A city whose years and days in force are not checked, and that does not go on. No place has more than so many
    /// combinations of readings.
    pub(super) fn derive(rules: CityRules, combinations: usize) -> Result<City, Invalid> {
        let derived = validate(&rules, combinations)?;
        Ok(City { rules, derived, continued: None, going_on: Vec::new() })
    }

    /// Whether the desk has ruled that the rules of a programme go on after its registered years, or that they do not.
    #[must_use]
    pub fn goes_on(&self, programme: ProgrammeIndex) -> Option<bool> {
        self.going_on.iter().find(|(one, _)| *one == programme).map(|(_, goes_on)| *goes_on)
    }

    /// The most steps that an evaluation of a household takes, by the registered rules and by those that would go on.
    #[must_use]
    pub fn steps(&self) -> u32 {
        let programmes = self.programmes().keys().map(|programme| self.steps_of(programme).0);
        programmes.fold(self.derived.steps_together, u32::saturating_add)
    }

    /// The most steps of the report of a programme, and its dearest rules among the registered ones.
    fn steps_of(&self, programme: ProgrammeIndex) -> (u32, Option<Version>) {
        let all = self.steps_by(programme);
        // The application date is known, so that it chooses one year. A fact may choose any.
        let mut steps = if all.is_by_fact { all.sum } else { all.most };
        if all.unknown > 0 {
            // By the rules of other years, and by those of the programme that it continues.
            let before = all.continues.map_or(0, |before| self.steps_by(before).sum);
            let times = if all.is_by_fact { all.unknown } else { 1 };
            steps = steps.saturating_add(all.sum.saturating_add(before).saturating_mul(times));
        }
        (steps, all.dearest)
    }

    /// The steps of a programme by its rules in every year, and by those that would go on.
    fn steps_by(&self, programme: ProgrammeIndex) -> StepsBy {
        let mut all = StepsBy::default();
        let later = self.continued().map(|later| &later.city);
        for city in [Some(self), later].into_iter().flatten() {
            for version in city.versions(programme) {
                let rules = city.programme(*version).zip(city.programme_info(*version));
                let Some((rules, info)) = rules else { continue };
                all.sum = all.sum.saturating_add(info.steps);
                if info.steps > all.most {
                    all.most = info.steps;
                    all.dearest =
                        Some(*version).filter(|_| city.continued.is_some()).or(all.dearest);
                }
                all.unknown = all.unknown.saturating_add(u32::from(info.has_unstated));
                all.is_by_fact |= rules.valid_by.is_some();
                all.continues = all.continues.or(rules.continues);
            }
        }
        all
    }

    /// Checks that an evaluation takes no more than [`limits::STEPS`]. The error names the dearest programme.
    fn check_steps(&self) -> Result<(), Invalid> {
        if self.steps() <= limits::STEPS {
            return Ok(());
        }
        let programmes = self.programmes().keys().map(|programme| self.steps_of(programme));
        let dearest = programmes.max_by_key(|(steps, _)| *steps).and_then(|(_, version)| version);
        let year = dearest.and_then(|version| self.rules.years.get(version.year));
        Err(Invalid {
            what: Broken::TooManySteps,
            year: year.map_or(0, |year| year.fiscal_year),
            index: dearest.map_or(0, |version| version.programme.into()),
        })
    }

    /// Every date in the rules of a programme that moves if they go on in a later year.
    #[must_use]
    pub fn dates_that_move(&self, version: Version) -> Vec<Day> {
        dates_that_move(&self.rules, &self.derived, version)
    }

    /// Every date in the rules that moves if they go on in a later year.
    #[must_use]
    pub fn moving_dates(&self) -> Vec<Day> {
        let versions = self.programmes().iter().flatten();
        versions.flat_map(|version| self.dates_that_move(*version)).collect()
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &CityRules {
        &self.rules
    }

    /// What the rules would be if they went on after the registered years. Absent if these are such rules themselves.
    #[must_use]
    pub fn continued(&self) -> Option<&Continued> {
        self.continued.as_deref()
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

    /// The readings that occur in an expression and the facts that it reads, if computing it takes so many steps that its
    /// value is worth remembering.
    pub(crate) fn costly(&self, year: YearIndex, expr: ExprIndex) -> Option<(ReadingSet, FactSet)> {
        let info = self.expr_info(year, expr)?;
        info.is_costly().then_some((info.readings, info.facts))
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

/// The rules of a city as they would be in the years after the registered ones. Each registered year gives one year of
/// rules, or one for each number of years by which the dates in them move.
#[derive(Debug)]
pub struct Continued {
    /// The rules. A programme holds on the days on which it would go on, without a window. Each date that moves is a
    /// reading: its meanings are the written date and the same date in each year up to the one asked about.
    pub city: City,
    /// Where the rules of each year come from.
    origins: TiVec<YearIndex, Origin>,
}

impl Continued {
    /// The rules of a valid city after its registered years.
    fn of(city: &City, rulings: &Rulings) -> Result<Continued, Invalid> {
        let (rules, origins) = continued(&city.rules, &city.derived, rulings);
        let city = City::derive(rules, limits::LATER_COMBINATIONS)
            .map_err(|invalid| Invalid { what: Broken::DatesThatMove, ..invalid })?;
        Ok(Continued { city, origins })
    }

    /// The registered rules that go on as some rules of [`Continued::city`].
    #[must_use]
    pub fn registered(&self, later: Version) -> Option<Version> {
        Some(Version { year: self.origin(later.year)?, programme: later.programme })
    }

    /// The registered year whose rules go on as those of a year of [`Continued::city`].
    #[must_use]
    pub fn origin(&self, later: YearIndex) -> Option<YearIndex> {
        Some(self.origins.get(later)?.year)
    }

    /// The rules into which registered rules of a city turn if a day of `days` decides that they are read, each with
    /// the days among them for which they are. Whether rules hold on these days does not matter.
    pub fn read_on(
        &self,
        city: &City,
        registered: Version,
        days: Days,
    ) -> impl Iterator<Item = (Version, Days)> {
        let moves = city.derived.moves(&city.rules, registered);
        let book = city.rules.years.get(registered.year);
        self.origins.iter_enumerated().filter_map(move |(year, origin)| {
            let read = book.filter(|_| origin.year == registered.year);
            let read = days_read(read?, moves, origin.years_later)?.common(days)?;
            Some((Version { year, programme: registered.programme }, read))
        })
    }

    /// The date that a reading of a year stands for, as it is written. `None` for a reading of the registered rules.
    #[must_use]
    pub fn date(&self, year: YearIndex, reading: ReadingIndex) -> Option<Day> {
        date(self.city.rules.years.get(year)?, *self.origins.get(year)?, reading)
    }
}
