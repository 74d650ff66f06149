//! The invariants of a city's rules, and the error that names a broken one. The checks themselves are
//! in the neighbouring files.

use core::fmt;
use strum::Display;

/// An invariant that is broken. Each member describes what must hold. It is shown in kebab case.
#[derive(Clone, Copy, Debug, Display, PartialEq, Eq)]
#[strum(serialize_all = "kebab-case")]
pub enum Broken {
    /// An age that is reached is 1 to 150.
    Age,
    /// An amount is a number that is about no member of a list.
    AmountIsANumber,
    /// The applicant's fixed answers fit the list's fields.
    ApplicantFields,
    /// An ordinal ranks by a date.
    BirthIsADate,
    /// A shared cap is a stated number that is about no member of a list.
    CapIsANumber,
    /// A shared cap names programmes of its year.
    CapProgrammeExists,
    /// A question for the desk asks about readings and requirements of its year.
    AskedItemExists,
    /// The calendar has the first and the last day of a date, and the first is earlier.
    DateBounds,
    /// A programme continues one that first occurs before it.
    ContinuesAnEarlierOne,
    /// A year still keeps within [`crate::limits`] if each date that moves when it goes on is a reading: within
    /// [`crate::limits::LATER_COMBINATIONS`] too.
    DatesThatMove,
    /// The calendar has every day that is named.
    DayNumber,
    /// Nothing that needs parts has too few of them.
    EmptyList,
    /// A programme excludes only other programmes of its year.
    ExclusionExists,
    /// An exclusion under a reading of its year holds under some of its choices, and not under all.
    ExclusionUnderSomeChoices,
    /// An expression exists and comes before every expression that it is part of.
    ExpressionOrder,
    /// An expression is no deeper than [`crate::limits::DEPTH`].
    ExpressionTooDeep,
    /// An expression is no larger than [`crate::limits::EXPRESSION_SIZE`].
    ExpressionTooLarge,
    /// An expression's parts have the types of its signature.
    ExpressionType,
    /// A fact that is named exists.
    FactExists,
    /// A field that is named exists.
    FieldExists,
    /// A question stands behind an earlier one that can have the answers that open it. A field stands behind none.
    GateIsAnEarlierFact,
    /// A group of requirements that must all fail is complete.
    IncompleteNone,
    /// The key of a list is a choice.
    KeyIsAChoice,
    /// No expression has a list as its value.
    ListAsAValue,
    /// The end of an obligation and a key date are stated days that are about no member of a list.
    KeyDateIsADay,
    /// A list that is named exists and is a list.
    ListExists,
    /// A list holds no list.
    ListInAList,
    /// A member of an `any` or `none` group applies to every household. Where it did not apply, it would count as met.
    MemberForSome,
    /// An expression about a member occurs only where that member's list is iterated.
    MemberScope,
    /// A month and day exist in a leap year.
    MonthDay,
    /// The answer of somebody who plans nothing is an answer to its fact.
    NoPlanIsAnAnswer,
    /// Only plans are asked together. All of them name the first one, and stand behind the same question if any.
    PlansAreAskedTogether,
    /// A number is within [`crate::limits::NUMBER`], its denominator within bounds.
    Number,
    /// The bounds of a number are in order and within [`crate::limits::NUMBER`].
    NumberBounds,
    /// A reading has 2 to 8 choices, with an expression for each.
    NumberOfChoices,
    /// A list has 1 to [`crate::limits::FIELDS`] fields.
    NumberOfFields,
    /// A schedule has 1 to 1,200 instalments, and a part is paid in some of them.
    NumberOfInstalments,
    /// A programme has at most [`crate::limits::LATER`] obligations and days of key dates.
    NumberOfLater,
    /// A choice has 2 to [`crate::limits::OPTIONS`] options.
    NumberOfOptions,
    /// An amount has 1 to 16 parts.
    NumberOfParts,
    /// A condition on a choice names one option or more, and only options that the choice has.
    OptionsExist,
    /// A period is longer than zero and within the bounds of `Period`.
    Period,
    /// A programme has at most one shared cap, which names it once.
    ProgrammeUnderOneCap,
    /// A year has a programme at most once.
    ProgrammeTwiceInAYear,
    /// Programmes are numbered in the order in which they first occur.
    ProgrammesInOrder,
    /// A reading that is named exists.
    ReadingExists,
    /// A requirement that is named exists.
    RequirementExists,
    /// A condition is a stated truth that is about no member of a list.
    RequirementIsATruth,
    /// A group comes after its members.
    RequirementOrder,
    /// Groups are no deeper than [`crate::limits::DEPTH`].
    RequirementTooDeep,
    /// A requirement occurs in a programme once.
    RequirementUsedTwice,
    /// Rounding is to a unit of 1 to 1,000,000 yen.
    RoundingUnit,
    /// A source that is named exists.
    SourceExists,
    /// There are at most [`crate::limits::FACTS`] facts, and their answers fit into the slots.
    TooManyFacts,
    /// The denominator of an expression's number is at most [`crate::limits::FINEST`], whatever the answers are.
    TooFine,
    /// So are those of an amount, of what is owed of it, and of every sum of amounts of the city.
    SumsTooFine,
    /// At most [`crate::limits::LINKED`] programmes are connected by exclusions and shared caps.
    TooManyLinkedProgrammes,
    /// An evaluation of a household takes at most [`crate::limits::STEPS`].
    TooManySteps,
    /// No list of a year is longer than its limit.
    TooManyNodes,
    /// The readings of one condition or amount have at most
    /// [`crate::limits::READING_COMBINATIONS`] combinations.
    TooManyReadings,
    /// The readings that requirements share have at most
    /// [`crate::limits::READING_COMBINATIONS`] combinations.
    TooManySharedReadings,
    /// The calendar has the first and the last day of a programme's rules, and the last is no earlier.
    Validity,
    /// The fact that decides whether a programme's rules hold is a date.
    ValidityByADate,
    /// One date decides in all years which year's rules of a programme hold.
    ValidityByOneDate,
    /// The calendar has every day of a window.
    WindowDates,
    /// Years are within [`crate::limits::YEARS`] and in ascending order.
    YearsInOrder,
}

/// A broken invariant, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The invariant.
    pub what: Broken,
    /// The fiscal year, or 0 for what concerns all years.
    pub year: i16,
    /// Index of the fact, expression, requirement, programme or cap.
    pub index: usize,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (year {}, index {})", self.what, self.year, self.index)
    }
}

impl core::error::Error for Invalid {}

/// Fails with `otherwise` unless an invariant holds.
pub(super) fn ensure(holds: bool, otherwise: Broken) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// Adds the place to a broken invariant.
pub(super) trait At<T> {
    /// The same result, with the year and the index in it.
    fn at(self, year: i16, index: usize) -> Result<T, Invalid>;
}

impl<T> At<T> for Result<T, Broken> {
    fn at(self, year: i16, index: usize) -> Result<T, Invalid> {
        self.map_err(|what| Invalid { what, year, index })
    }
}
