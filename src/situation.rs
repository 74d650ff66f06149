//! The known answers of one household: for every fact the set of values still possible. Data only;
//! `wire` reads answers from outside.

use crate::calendar::Day;
use crate::index::{FactIndex, FieldIndex, MemberIndex, OptionIndex};
use crate::limits;
use crate::possible::{Days, Options, Range};
use crate::rulebook::{City, Fact, Fixed, Kind};
use crate::truth::Truth;
use typed_index_collections::{TiSlice, TiVec, ti_vec};

/// The known answers about a member of a list, one for each field.
pub type Record = TiVec<FieldIndex, Answer>;

/// The known answers of a household, one for each fact of the city.
///
/// ```
/// use iju_check::rulebook::{City, CityRules};
/// use iju_check::situation::Situation;
/// use typed_index_collections::TiVec;
///
/// let rules = CityRules { id: "town".to_owned(), facts: TiVec::new(), years: TiVec::new() };
/// let city = City::new(rules)?;
/// assert!(Situation::unknown(&city).facts.is_empty());
/// # Ok::<(), iju_check::rulebook::Invalid>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// In the order of the city's facts.
    pub facts: TiVec<FactIndex, Answer>,
}

/// The known answer about one fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The values still possible.
    pub known: Known,
    /// Whether the household was asked and does not know more. It is not asked again.
    pub declined: bool,
}

/// The values still possible for a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Of a yes-no fact.
    Truth(Truth),
    /// Of a choice; never empty.
    Options(Options),
    /// Of a number.
    Number(Range),
    /// Of a date.
    Day(Days),
    /// Of a list.
    List(Members),
}

/// The known members of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Members {
    /// The members named so far, the applicant first.
    pub named: TiVec<MemberIndex, Record>,
    /// The number of further members, for each option of the list's key field.
    pub further: TiVec<OptionIndex, Further>,
}

/// The number of members of one sort that are not named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Further {
    /// At least this many.
    pub min: u8,
    /// At most this many; `None` is any number.
    pub max: Option<u8>,
}

impl Further {
    /// Nobody.
    pub const NOBODY: Further = Further { min: 0, max: Some(0) };
    /// Any number.
    pub const ANY: Further = Further { min: 0, max: None };
}

impl Situation {
    /// Nothing is known.
    #[must_use]
    pub fn unknown(city: &City) -> Situation {
        Situation { facts: city.rules().facts.iter().map(Answer::unknown).collect() }
    }
}

impl Answer {
    /// Nothing is known of a fact.
    #[must_use]
    pub fn unknown(fact: &Fact) -> Answer {
        let known = match &fact.kind {
            Kind::YesNo => Known::Truth(Truth::Unknown),
            Kind::Choice { options } => Known::Options(Options::first(options.len())),
            Kind::Number { min, .. } => Known::Number(Range::whole(*min, None)),
            Kind::Date { .. } => Known::Day(Days::ANY),
            Kind::List { fields, key, applicant } => {
                Known::List(unknown_members(fields, *key, applicant))
            }
        };
        Answer { known, declined: false }
    }

    /// A known value.
    #[must_use]
    pub fn of(known: Known) -> Answer {
        Answer { known, declined: false }
    }
}

impl Known {
    /// Whether one value is left.
    #[must_use]
    pub fn is_single(&self) -> bool {
        match self {
            Known::Truth(truth) => *truth != Truth::Unknown,
            Known::Options(options) => options.is_single(),
            Known::Number(range) => range.is_single(),
            Known::Day(days) => days.is_single(),
            Known::List(members) => members.is_complete(),
        }
    }
}

impl Members {
    /// Whether everybody is named.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.further.iter().all(|further| *further == Further::NOBODY)
    }

    /// Whether another member can be named.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.named.len() < limits::MEMBERS
    }
}

/// The applicant's record: the fixed answers, the rest unknown.
#[must_use]
pub fn applicant_record(
    fields: &TiSlice<FieldIndex, Fact>,
    applicant: &TiSlice<FieldIndex, Option<Fixed>>,
) -> Record {
    let mut record = Record::with_capacity(fields.len());
    for (field, fixed) in fields.iter().zip(applicant) {
        record.push(match fixed {
            Some(Fixed::YesNo(value)) => Answer::of(Known::Truth(Truth::known(*value))),
            Some(Fixed::Option(option)) => Answer::of(Known::Options(Options::only(*option))),
            None => Answer::unknown(field),
        });
    }
    record
}

/// Another member's record. Only one thing is known: its sort is not the applicant's.
#[must_use]
pub fn member_record(
    fields: &TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    applicant: &TiSlice<FieldIndex, Option<Fixed>>,
) -> Record {
    let mut record: Record = fields.iter().map(Answer::unknown).collect();
    if let (Some(answer), Some(own)) = (record.get_mut(key), own_sort(key, applicant))
        && let Known::Options(options) = &mut answer.known
    {
        *options = options.without(Options::only(own));
    }
    record
}

fn unknown_members(
    fields: &TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    applicant: &TiSlice<FieldIndex, Option<Fixed>>,
) -> Members {
    Members {
        named: ti_vec![applicant_record(fields, applicant)],
        further: further(fields, key, applicant, Further::ANY),
    }
}

/// The same number of further members of each sort, but nobody of the applicant's own sort.
#[must_use]
pub fn further(
    fields: &TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    applicant: &TiSlice<FieldIndex, Option<Fixed>>,
    each: Further,
) -> TiVec<OptionIndex, Further> {
    let mut further = ti_vec![each; sorts(fields, key).len()];
    if let Some(own) = own_sort(key, applicant).and_then(|own| further.get_mut(own)) {
        *own = Further::NOBODY;
    }
    further
}

/// The sorts of a list's members, which are the options of its key field.
#[must_use]
pub fn sorts(fields: &TiSlice<FieldIndex, Fact>, key: FieldIndex) -> &TiSlice<OptionIndex, String> {
    match fields.get(key).map(|field| &field.kind) {
        Some(Kind::Choice { options }) => options,
        Some(Kind::YesNo | Kind::Number { .. } | Kind::Date { .. } | Kind::List { .. }) | None => {
            Default::default()
        }
    }
}

/// The applicant's sort.
#[must_use]
pub fn own_sort(
    key: FieldIndex,
    applicant: &TiSlice<FieldIndex, Option<Fixed>>,
) -> Option<OptionIndex> {
    match applicant.get(key).copied().flatten() {
        Some(Fixed::Option(own)) => Some(own),
        Some(Fixed::YesNo(_)) | None => None,
    }
}

/// The days of a year, or of a month of a year.
#[must_use]
pub fn rough_days(year: i32, month: Option<i32>) -> Option<Days> {
    let (first, last) = (month.unwrap_or(1), month.unwrap_or(12));
    Some(Days {
        first: Day::civil(year, first, 1)?,
        last: Day::civil(year, last, crate::calendar::days_in_month(year, last))?,
    })
}
