//! What must hold of any city's rules, one by one. It checks nothing: its neighbours do, and say
//! which of these does not hold.

use core::fmt;

/// Something that must hold and does not, each said as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// An age that is reached is 1 to 150.
    Age,
    /// An amount is a number that hangs on no member.
    AmountIsANumber,
    /// What the first member is fits each of the list's fields.
    ApplicantFields,
    /// Ordinals go by a date.
    BirthIsADate,
    /// A shared cap is a stated number that hangs on no member.
    CapIsANumber,
    /// A shared cap stands over programmes of its year.
    CapProgrammeExists,
    /// The days of a date are known, the first before the last.
    DateBounds,
    /// A day is one that the calendar has.
    DayNumber,
    /// What has parts has enough of them.
    EmptyList,
    /// A programme excludes others of its year, and not itself.
    ExclusionExists,
    /// An expression that is named is there, and before what it is part of.
    ExpressionOrder,
    /// An expression is no deeper than [`super::super::limits::DEPTH`].
    ExpressionTooDeep,
    /// An expression is no larger than [`super::super::limits::EXPRESSION_SIZE`].
    ExpressionTooLarge,
    /// An expression's parts are of the kind that it works with.
    ExpressionType,
    /// A fact that is named is there.
    FactExists,
    /// A field that is named is there.
    FieldExists,
    /// A list of which none may hold is complete.
    IncompleteNone,
    /// Members are told apart by a choice.
    KeyIsAChoice,
    /// A list is no value.
    ListAsAValue,
    /// A list that is named is there, and a list.
    ListExists,
    /// A list holds no list.
    ListInAList,
    /// What hangs on a member stands under that member's list.
    MemberScope,
    /// A day of a month is one that a leap year has.
    MonthDay,
    /// A number is within [`super::super::limits::NUMBER`], its denominator within bounds.
    Number,
    /// The bounds of a number are in order and within [`super::super::limits::NUMBER`].
    NumberBounds,
    /// A reading has two choices or more, an expression for each.
    NumberOfChoices,
    /// A list has a field, and at most [`super::super::limits::FIELDS`].
    NumberOfFields,
    /// A schedule has 1 to 1,200 instalments.
    NumberOfInstalments,
    /// A programme has at most [`super::super::limits::OBLIGATIONS`] obligations.
    NumberOfObligations,
    /// A choice has two options or more, at most [`super::super::limits::OPTIONS`].
    NumberOfOptions,
    /// An amount has 1 to 16 parts.
    NumberOfParts,
    /// An obligation is over a share above 0 and at most the whole.
    ObligationShare,
    /// An obligation ends on a stated day that hangs on no member.
    ObligationUntilADay,
    /// Some options are asked about, and only those that the choice has.
    OptionsExist,
    /// A period is longer than nothing and within bounds.
    Period,
    /// A programme stands under one shared cap at most, and once.
    ProgrammeUnderOneCap,
    /// A year has one version of a programme.
    ProgrammeTwiceInAYear,
    /// Programmes are numbered in the order in which they first come.
    ProgrammesInOrder,
    /// A reading that is named is there.
    ReadingExists,
    /// A requirement that is named is there.
    RequirementExists,
    /// A requirement is a stated truth that hangs on no member.
    RequirementIsATruth,
    /// A group comes after its members.
    RequirementOrder,
    /// Groups are no deeper than [`super::super::limits::DEPTH`].
    RequirementTooDeep,
    /// A requirement stands in a programme once.
    RequirementUsedTwice,
    /// Rounding is to a unit of 1 to 1,000,000 yen.
    RoundingUnit,
    /// A source that is named is there.
    SourceExists,
    /// There are at most [`super::super::limits::FACTS`] facts, and slots for their answers.
    TooManyFacts,
    /// At most [`super::super::limits::LINKED`] programmes are linked.
    TooManyLinkedProgrammes,
    /// A year has no more of anything than `limits` has.
    TooManyNodes,
    /// There are at most [`super::super::limits::READING_COMBINATIONS`] ways to read one condition or amount.
    TooManyReadings,
    /// There are at most [`super::super::limits::READING_COMBINATIONS`] ways to read what requirements share.
    TooManySharedReadings,
    /// A programme's rules hold from a known day to no earlier one.
    Validity,
    /// What the rules hold by is a date.
    ValidityByADate,
    /// The days of a window are known.
    WindowDates,
    /// Years are within [`super::super::limits::YEARS`], and in order.
    YearsInOrder,
}

/// Its name in kebab case.
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = String::new();
        for character in format!("{self:?}").chars() {
            if character.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(character.to_ascii_lowercase());
        }
        f.write_str(&name)
    }
}
