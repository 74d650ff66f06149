//! Answers in numbers, as they cross from JavaScript in one step, checked against the city's facts:
//! all of them are taken in, or none. `www/js/answers.js` writes them, a number in the place of each
//! name; the order here is the contract.

use super::fit::{self, Misfit};
use crate::calendar::Day;
use crate::index::{FactIndex, FieldIndex, MemberIndex, OptionIndex};
use crate::possible::{Options, Range};
use crate::rulebook::{City, Fact, Fixed, Kind, limits};
use crate::situation::{self, Answer, Further, Known, Members, Situation};
use crate::truth::Truth;
use typed_index_collections::{TiSlice, TiVec};

/// What is said of a fact begins with one of these.
const NOTHING: i32 = 0;
const TRUTH: i32 = 1;
const OPTIONS: i32 = 2;
const NUMBER: i32 = 3;
const DAYS: i32 = 4;
const LIST: i32 = 5;

/// A number crosses as its billions and the rest.
const BILLION: i64 = 1_000_000_000;

/// Why answers are not taken in.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// The numbers are no answers at all.
    Damaged,
    /// Some answers do not fit their facts.
    Misfits(Vec<(Place, Misfit)>),
}

/// Where an answer stands: its fact, and in a list of which member which field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The fact.
    pub fact: FactIndex,
    /// The member.
    pub member: Option<MemberIndex>,
    /// The field.
    pub field: Option<FieldIndex>,
}

/// Reads a household's answers.
///
/// # Errors
/// [`Refused`]; the situation is then not made.
pub fn read(city: &City, numbers: &[i32]) -> Result<Situation, Refused> {
    let mut reader =
        Reader { rest: numbers, damaged: false, at: Place::default(), misfits: vec![] };
    let mut situation = Situation::unknown(city);
    for _ in 0..reader.count() {
        reader.at = Place { fact: reader.size().into(), ..Place::default() };
        let fact = city.rules().facts.get(reader.at.fact);
        match (fact, situation.facts.get_mut(reader.at.fact)) {
            (Some(fact), Some(answer)) => *answer = reader.answer(fact),
            _ => reader.damage(),
        }
    }
    if reader.damaged || !reader.rest.is_empty() {
        Err(Refused::Damaged)
    } else if reader.misfits.is_empty() {
        Ok(situation)
    } else {
        Err(Refused::Misfits(reader.misfits))
    }
}

/// The numbers that are left. Where they are no answers they are damaged, and none are left: what is
/// read from there on is 0s and means nothing.
struct Reader<'a> {
    rest: &'a [i32],
    damaged: bool,
    /// Where what is read now stands.
    at: Place,
    misfits: Vec<(Place, Misfit)>,
}

impl Reader<'_> {
    fn damage(&mut self) {
        (self.rest, self.damaged) = (&[], true);
    }

    fn next(&mut self) -> i32 {
        if let Some((next, rest)) = self.rest.split_first() {
            self.rest = rest;
            return *next;
        }
        self.damage();
        0
    }

    fn size(&mut self) -> usize {
        usize::try_from(self.next()).unwrap_or(usize::MAX)
    }

    /// How many things follow, each of a number at least.
    fn count(&mut self) -> usize {
        let count = self.size();
        if count <= self.rest.len() {
            return count;
        }
        self.damage();
        0
    }

    /// An end of a range, where there is one.
    fn end<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.next() != 0).then(|| read(self))
    }

    fn whole(&mut self) -> i64 {
        let billions = i64::from(self.next()).saturating_mul(BILLION);
        billions.saturating_add(i64::from(self.next()))
    }

    fn misfit(&mut self, code: Misfit) {
        self.misfits.push((self.at, code));
    }

    /// An answer, or what is known without it where it does not fit.
    fn answer(&mut self, fact: &Fact) -> Answer {
        let unknown = Answer::unknown(fact);
        let declined = self.next() != 0;
        match self.known(fact) {
            Ok(known) => Answer { known: known.unwrap_or(unknown.known), declined },
            Err(code) => {
                self.misfit(code);
                unknown
            }
        }
    }

    /// What is said of a fact, if anything is. All of it is read even where it does not fit.
    fn known(&mut self, fact: &Fact) -> Result<Option<Known>, Misfit> {
        let known = match self.next() {
            NOTHING => return Ok(None),
            TRUTH => {
                let truth = Truth::known(self.next() != 0);
                matches!(fact.kind, Kind::YesNo).then_some(Known::Truth(truth))
            }
            OPTIONS => {
                let said = Options::from_bits(u64::from(self.next().cast_unsigned()));
                options(fact, said)?.map(Known::Options)
            }
            NUMBER => {
                let (low, high) = (self.end(Self::whole), self.end(Self::whole));
                number(fact, low, high)?
            }
            DAYS => {
                let (first, last) = (self.end(Self::next), self.end(Self::next));
                days(fact, first, last)?
            }
            LIST => {
                if let Kind::List { fields, key, applicant } = &fact.kind {
                    Some(Known::List(self.members(fields, *key, applicant)))
                } else {
                    self.damage();
                    None
                }
            }
            _ => {
                self.damage();
                None
            }
        };
        known.map(Some).ok_or(fit::WRONG_TYPE)
    }

    fn members(
        &mut self,
        fields: &TiSlice<FieldIndex, Fact>,
        key: FieldIndex,
        applicant: &TiSlice<FieldIndex, Option<Fixed>>,
    ) -> Members {
        let mut named = TiVec::new();
        for at in 0..self.count() {
            self.at.member = Some(at.into());
            let mut record = if at == 0 {
                situation::applicant_record(fields, applicant)
            } else {
                situation::member_record(fields, key, applicant)
            };
            for _ in 0..self.count() {
                let field = self.size().into();
                self.at.field = Some(field);
                match (fields.get(field), record.get_mut(field)) {
                    (Some(field), Some(answer)) => self.narrow(field, answer),
                    _ => self.damage(),
                }
            }
            named.push(record);
        }
        (self.at.member, self.at.field) = (None, None);
        if named.len() > limits::MEMBERS {
            self.misfit(fit::TOO_MANY);
        }
        if named.is_empty() {
            named.push(situation::applicant_record(fields, applicant));
        }
        Members { named, further: self.further(fields, key, applicant) }
    }

    fn narrow(&mut self, field: &Fact, answer: &mut Answer) {
        let given = self.answer(field);
        match fit::narrowed(&answer.known, given.known) {
            Ok(known) => *answer = Answer { known, declined: given.declined },
            Err(code) => self.misfit(code),
        }
    }

    /// Who there is beyond the members named: anybody, where nothing is said.
    fn further(
        &mut self,
        fields: &TiSlice<FieldIndex, Fact>,
        key: FieldIndex,
        applicant: &TiSlice<FieldIndex, Option<Fixed>>,
    ) -> TiVec<OptionIndex, Further> {
        if self.next() == 0 {
            return situation::further(fields, key, applicant, Further::ANY);
        }
        let mut further = situation::further(fields, key, applicant, Further::NOBODY);
        let own = situation::own_sort(key, applicant);
        for _ in 0..self.count() {
            let sort = self.size().into();
            let (low, high) = (self.end(Self::whole), self.end(Self::whole));
            let count = numbers(fit::COUNTS, low, high).map(fit::count);
            match (further.get_mut(sort).filter(|_| own != Some(sort)), count) {
                (Some(slot), Ok(count)) => *slot = count,
                (Some(_), Err(code)) => self.misfit(code),
                (None, _) => self.misfit(fit::UNKNOWN_OPTION),
            }
        }
        further
    }
}

/// Some options of a choice; nothing, if the fact is none.
fn options(fact: &Fact, said: Options) -> Result<Option<Options>, Misfit> {
    let Some(all) = all_options(fact) else { return Ok(None) };
    let fits = said != Options::NONE && said.is_within(all);
    if fits { Ok(Some(said)) } else { Err(fit::UNKNOWN_OPTION) }
}

fn all_options(fact: &Fact) -> Option<Options> {
    match &fact.kind {
        Kind::Choice { options } => Some(Options::first(options.len())),
        Kind::YesNo | Kind::Number { .. } | Kind::Date { .. } | Kind::List { .. } => None,
    }
}

/// Some numbers of a fact; nothing, if it is none.
fn number(fact: &Fact, low: Option<i64>, high: Option<i64>) -> Result<Option<Known>, Misfit> {
    match fact.kind {
        Kind::Number { min, max, .. } => Ok(Some(Known::Number(numbers((min, max), low, high)?))),
        Kind::YesNo | Kind::Choice { .. } | Kind::Date { .. } | Kind::List { .. } => Ok(None),
    }
}

fn numbers(bounds: (i64, i64), low: Option<i64>, high: Option<i64>) -> Result<Range, Misfit> {
    let end = |end: Option<i64>| end.map(|end| fit::whole(bounds, end)).transpose();
    fit::range(bounds.0, end(low)?, end(high)?)
}

/// Some days of a date; nothing, if the fact is none.
fn days(fact: &Fact, first: Option<i32>, last: Option<i32>) -> Result<Option<Known>, Misfit> {
    let day = |number: Option<i32>| {
        number.map(|number| Day::from_number(number).ok_or(fit::NOT_A_DATE)).transpose()
    };
    match fact.kind {
        Kind::Date { first: least, last: most } => {
            Ok(Some(Known::Day(fit::days((least, most), day(first)?, day(last)?)?)))
        }
        Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::List { .. } => Ok(None),
    }
}
