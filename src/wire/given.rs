//! Checks answers from JavaScript against the city's facts, and rulings against what its rules leave open. It takes in all of them or none, and guesses
//! nothing: an answer that does not fit is an error that names its place.

use super::edge::{GivenAnswer, GivenCount, GivenField, GivenRuling, Misfit, Said};
use super::fit::{self, Fault};
use super::numbers::Damaged;
use crate::calendar::Day;
use crate::index::{FieldIndex, MemberIndex, OptionIndex};
use crate::limits;
use crate::possible::{Options, Range};
use crate::rulebook::{City, Fact, Fixed, Kind, Rulings};
use crate::situation::{self, Answer, Further, Known, Members, Situation};
use crate::truth::Truth;
use typed_index_collections::{TiSlice, TiVec};

/// Why answers are not taken in.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// They name facts or fields that the city does not have: the sender used another city's ids.
    Damaged(Damaged),
    /// Some answers do not fit their facts.
    Misfits(Vec<Misfit>),
}

impl From<Damaged> for Refused {
    fn from(damaged: Damaged) -> Refused {
        Refused::Damaged(damaged)
    }
}

/// Reads a household's answers.
///
/// # Errors
/// [`Refused`]; the situation is then not made.
pub fn read(city: &City, answers: &[GivenAnswer]) -> Result<Situation, Refused> {
    let mut situation = Situation::unknown(city);
    let mut misfits = Vec::new();
    for GivenAnswer { fact: index, declined, said } in answers {
        let at = Place { fact: *index, member: None, field: None };
        let fact = city.rules().facts.get(*index).ok_or(Damaged)?;
        let answer = situation.facts.get_mut(*index).ok_or(Damaged)?;
        let known = match (said, &fact.kind) {
            (Some(Said::List { members, more }), Kind::List { fields, key, applicant }) => {
                let list = List { fields, key: *key, applicant };
                Some(Known::List(list.members(at, members, more.as_deref(), &mut misfits)?))
            }
            (said, _) => at.known(fact, said.as_ref(), &mut misfits),
        };
        *answer =
            Answer { known: known.unwrap_or(Answer::unknown(fact).known), declined: *declined };
    }
    if misfits.is_empty() { Ok(situation) } else { Err(Refused::Misfits(misfits)) }
}

/// The city's rules with what the desk has ruled.
///
/// # Errors
/// If it is about something that the city does not have or does not leave open: the sender used other ids.
pub fn ruled(city: &City, given: &[GivenRuling]) -> Result<City, Damaged> {
    city.ruled(&rulings(city, given)?).map_err(|_| Damaged)
}

fn rulings(city: &City, given: &[GivenRuling]) -> Result<Rulings, Damaged> {
    let mut found = Rulings::default();
    for ruling in given {
        match *ruling {
            GivenRuling::Reading { year, reading, choice } => {
                let book = city.rules().years.get(year).ok_or(Damaged)?;
                let reading = book.readings.get(reading).ok_or(Damaged)?;
                reading.choices.get(usize::from(choice)).ok_or(Damaged)?;
                found.meanings.push((reading.item, choice));
            }
            GivenRuling::Requirement { rules, place, met } => {
                let info = city.programme_info(rules).ok_or(Damaged)?;
                let book = city.rules().years.get(rules.year).ok_or(Damaged)?;
                let entry = info.requirements.get(place).ok_or(Damaged)?;
                let requirement = book.requirements.get(entry.id).ok_or(Damaged)?;
                if !requirement.can_be_ruled() {
                    return Err(Damaged);
                }
                found.requirements.push((requirement.item, met));
            }
            GivenRuling::Date { written, day } => {
                if !city.moving_dates().contains(&written) || !written.is_in_later_year(day) {
                    return Err(Damaged);
                }
                found.dates.push((written, day));
            }
            GivenRuling::GoesOn { programme, goes_on } => {
                city.programmes().get(programme).ok_or(Damaged)?;
                found.going_on.push((programme, goes_on));
            }
        }
    }
    Ok(found)
}

/// Where an answer is given.
#[derive(Clone, Copy)]
struct Place {
    fact: crate::index::FactIndex,
    member: Option<MemberIndex>,
    field: Option<FieldIndex>,
}

impl Place {
    fn misfit(self, fault: Fault) -> Misfit {
        let Place { fact, member, field } = self;
        Misfit { fact, member, field, fault }
    }

    /// What is known of a fact that is no list, if anything is and it fits.
    fn known(self, fact: &Fact, said: Option<&Said>, misfits: &mut Vec<Misfit>) -> Option<Known> {
        match known(fact, said?) {
            Ok(known) => Some(known),
            Err(fault) => {
                misfits.push(self.misfit(fault));
                None
            }
        }
    }
}

fn known(fact: &Fact, said: &Said) -> Result<Known, Fault> {
    match (&fact.kind, said) {
        (Kind::YesNo, Said::YesNo { value }) => Ok(Known::Truth(Truth::known(*value))),
        (Kind::Choice { options: all }, Said::Choice { options }) => choice(all, options),
        (Kind::Number { min, max, .. }, Said::Number { min: low, max: high }) => {
            Ok(Known::Number(numbers((*min, *max), *low, *high)?))
        }
        (Kind::Date { first: least, last: most }, Said::Date { first, last }) => {
            let day = |number: Option<i32>| {
                number.map(|number| Day::from_number(number).ok_or(Fault::NotADate)).transpose()
            };
            Ok(Known::Day(fit::days((*least, *most), day(*first)?, day(*last)?)?))
        }
        (
            Kind::YesNo
            | Kind::Choice { .. }
            | Kind::Number { .. }
            | Kind::Date { .. }
            | Kind::List { .. },
            Said::YesNo { .. }
            | Said::Choice { .. }
            | Said::Number { .. }
            | Said::Date { .. }
            | Said::List { .. },
        ) => Err(Fault::WrongType),
    }
}

fn choice(all: &TiSlice<OptionIndex, String>, wanted: &[OptionIndex]) -> Result<Known, Fault> {
    let mut options = Options::NONE;
    for option in wanted {
        options = options.union(Options::only(*option));
    }
    let fits = options != Options::NONE && options.is_within(Options::first(all.len()));
    if fits { Ok(Known::Options(options)) } else { Err(Fault::UnknownOption) }
}

fn numbers(bounds: (i64, i64), low: Option<i64>, high: Option<i64>) -> Result<Range, Fault> {
    let end = |end: Option<i64>| end.map(|end| fit::whole(bounds, end)).transpose();
    fit::range(bounds.0, end(low)?, end(high)?)
}

/// What is asked of the members of a list.
#[derive(Clone, Copy)]
struct List<'a> {
    fields: &'a TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    applicant: &'a TiSlice<FieldIndex, Option<Fixed>>,
}

impl List<'_> {
    fn members(
        self,
        at: Place,
        members: &[Vec<GivenField>],
        more: Option<&[GivenCount]>,
        misfits: &mut Vec<Misfit>,
    ) -> Result<Members, Damaged> {
        if members.len() > limits::MEMBERS {
            misfits.push(at.misfit(Fault::TooMany));
        }
        let mut named = Vec::new();
        for (member, given) in members.iter().enumerate().take(limits::MEMBERS) {
            let at = Place { member: Some(MemberIndex::from(member)), ..at };
            named.push(self.member(at, given, misfits)?);
        }
        if named.is_empty() {
            named.push(situation::applicant_record(self.fields, self.applicant));
        }
        Ok(Members { named: named.into(), further: self.further(at, more, misfits) })
    }

    fn member(
        self,
        at: Place,
        given: &[GivenField],
        misfits: &mut Vec<Misfit>,
    ) -> Result<TiVec<FieldIndex, Answer>, Damaged> {
        let mut record = if at.member == Some(MemberIndex::APPLICANT) {
            situation::applicant_record(self.fields, self.applicant)
        } else {
            situation::member_record(self.fields, self.key, self.applicant)
        };
        for GivenField { field: index, declined, said } in given {
            let at = Place { field: Some(*index), ..at };
            let field = self.fields.get(*index).ok_or(Damaged)?;
            let answer = record.get_mut(*index).ok_or(Damaged)?;
            let known = at.known(field, said.as_ref(), misfits);
            let known = known.unwrap_or(Answer::unknown(field).known);
            match fit::narrowed(&answer.known, known) {
                Ok(known) => *answer = Answer { known, declined: *declined },
                Err(fault) => misfits.push(at.misfit(fault)),
            }
        }
        Ok(record)
    }

    /// The further members. Without an answer any number of them is possible.
    fn further(
        self,
        at: Place,
        more: Option<&[GivenCount]>,
        misfits: &mut Vec<Misfit>,
    ) -> TiVec<OptionIndex, Further> {
        let List { fields, key, applicant } = self;
        let Some(counts) = more else {
            return situation::further(fields, key, applicant, Further::ANY);
        };
        let mut further = situation::further(fields, key, applicant, Further::NOBODY);
        let own = situation::own_sort(key, applicant);
        for GivenCount { option, min, max } in counts {
            let count = numbers(fit::COUNTS, *min, *max).map(fit::count);
            match (further.get_mut(*option).filter(|_| own != Some(*option)), count) {
                (Some(slot), Ok(count)) => *slot = count,
                (Some(_), Err(fault)) => misfits.push(at.misfit(fault)),
                (None, _) => misfits.push(at.misfit(Fault::UnknownOption)),
            }
        }
        further
    }
}
