//! Reads answers by id, as people and files write them, and checks them against the city's facts. It takes
//! in all of them or none. It guesses nothing: an answer that does not fit is an error that names the fact.

use super::fit::{self, Fault};
use super::refusal::{Expected, FactError};
use crate::calendar::{self, Day};
use crate::index::{FactIndex, FieldIndex, MemberIndex, OptionIndex};
use crate::limits;
use crate::possible::{Days, Options, Range};
use crate::rulebook::{City, Fact, Fixed, Kind};
use crate::situation::{self, Answer, Further, Known, Members, Record, Situation};
use crate::truth::Truth;
use core::fmt;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use typed_index_collections::{TiSlice, TiVec, ti_vec};

/// A value before it is checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`: the household was asked and does not know.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// A number that is not whole or too large; never accepted.
    Inexact,
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Named values, in order; a name may not come twice.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// Takes the value of a name out of named values.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let Value::Map(entries) = self else { return None };
        let at = entries.iter().position(|(key, _)| key == name)?;
        Some(entries.remove(at).1)
    }
}

/// Reads a household's answers.
///
/// # Errors
/// Every answer that does not fit, in the order given.
///
/// # Example
/// ```
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use iju_check::wire::answers;
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
///
/// let read = |json| answers::read(&checked.cities[0], &serde_json::from_str(json).unwrap());
/// assert!(read(r#"{ "dairy_training": true }"#).is_ok());
/// assert_eq!(read(r#"{ "dairy_training": "true", "cows": 12 }"#).unwrap_err().len(), 2);
/// ```
pub fn read<'a>(city: &'a City, answers: &Value) -> Result<Situation, Vec<FactError<'a>>> {
    let mut reader = Reader { errors: Vec::new() };
    let mut situation = Situation::unknown(city);
    let facts = &city.rules().facts;
    if let Value::Map(entries) = answers {
        let mut next = FactIndex::new(0);
        for (id, value) in entries {
            // Answers usually come in asking order, so the next fact is tried first.
            let is_next = facts.get(next).is_some_and(|fact| fact.id == *id);
            let at = Some(next).filter(|_| is_next);
            let at = at.or_else(|| facts.position(|fact| fact.id == *id));
            match at.and_then(|at| Some((at, facts.get(at)?, situation.facts.get_mut(at)?))) {
                Some((at, fact, answer)) => {
                    *answer = reader.answer(id, fact, value);
                    next = at.next();
                }
                None => reader.error(id, Fault::UnknownFact, Expected::Fact(&facts.raw)),
            }
        }
    } else {
        reader.error("", Fault::WrongType, "an object of answers by fact id");
    }
    if reader.errors.is_empty() { Ok(situation) } else { Err(reader.errors) }
}

struct Reader<'a> {
    errors: Vec<FactError<'a>>,
}

const DATE: &str = "YYYY, YYYY-MM or YYYY-MM-DD";

impl<'a> Reader<'a> {
    fn error(&mut self, place: &str, fault: Fault, expected: impl Into<Expected<'a>>) {
        let expected = expected.into();
        self.errors.push(FactError { fact: place.to_owned(), code: fault, expected });
    }

    /// An answer; the unknown one if it does not fit.
    fn answer(&mut self, place: &str, fact: &'a Fact, value: &Value) -> Answer {
        let unknown = Answer::unknown(fact);
        if *value == Value::Null {
            return Answer { declined: true, ..unknown };
        }
        let Value::Map(entries) = value else {
            return Answer::of(self.known(place, fact, value, unknown.known));
        };
        // { "is": …, "declined": true }: a rough answer whose rest is not known.
        let Some(rough) = entries.iter().find(|(key, _)| key == "is").map(|(_, rough)| rough)
        else {
            return Answer::of(self.known(place, fact, value, unknown.known));
        };
        let mut declined = false;
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("is", _) => {}
                ("declined", Value::Bool(value)) => declined = *value,
                _ => self.error(&join(place, key), Fault::WrongType, "`is` and `declined`"),
            }
        }
        Answer { known: self.known(place, fact, rough, unknown.known), declined }
    }

    fn known(&mut self, place: &str, fact: &'a Fact, value: &Value, unknown: Known) -> Known {
        let found = match &fact.kind {
            Kind::YesNo => self.yes_no(place, value).map(Known::Truth),
            Kind::Choice { options } => self.options(place, options, value).map(Known::Options),
            Kind::Number { min, max, .. } => {
                self.number(place, (*min, *max), value).map(Known::Number)
            }
            Kind::Date { first, last } => self.date(place, (*first, *last), value).map(Known::Day),
            Kind::List { fields, key, applicant } => {
                let list = List { fields, key: *key, applicant };
                Some(Known::List(self.members(place, list, value)))
            }
        };
        found.unwrap_or(unknown)
    }

    fn yes_no(&mut self, place: &str, value: &Value) -> Option<Truth> {
        if let Value::Bool(value) = value {
            return Some(Truth::known(*value));
        }
        self.error(place, Fault::WrongType, "true or false");
        None
    }

    fn options(
        &mut self,
        place: &str,
        options: &'a TiSlice<OptionIndex, String>,
        value: &Value,
    ) -> Option<Options> {
        let one = core::slice::from_ref(value);
        let wanted = if let Value::List(several) = value
            && !several.is_empty()
        {
            several.as_slice()
        } else {
            one
        };
        let mut found = Options::NONE;
        for value in wanted {
            match value.text().and_then(|text| options.position(|option| option == text)) {
                Some(option) => found = found.union(Options::only(option)),
                None => {
                    self.error(place, Fault::UnknownOption, Expected::Option(&options.raw));
                    return None;
                }
            }
        }
        Some(found)
    }

    fn number(&mut self, place: &str, bounds: (i64, i64), value: &Value) -> Option<Range> {
        let (mut low, mut high) = (None, None);
        if let Value::Map(entries) = value {
            for (key, value) in entries {
                let end = match key.as_str() {
                    "min" => &mut low,
                    "max" => &mut high,
                    _ => {
                        self.error(&join(place, key), Fault::UnknownKey, "`min` and `max`");
                        return None;
                    }
                };
                *end = Some(self.whole(&join(place, key), bounds, value)?);
            }
        } else {
            low = Some(self.whole(place, bounds, value)?);
            high = low;
        }
        let range = fit::range(bounds.0, low, high);
        range.map_err(|fault| self.error(place, fault, "`min` not above `max`")).ok()
    }

    fn whole(&mut self, place: &str, bounds: (i64, i64), value: &Value) -> Option<i64> {
        let found = match value {
            Value::Whole(number) => Ok(*number),
            Value::Text(digits) if is_whole(digits) => {
                digits.parse().map_err(|_| Fault::NotANumber)
            }
            Value::Text(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Inexact
            | Value::List(_)
            | Value::Map(_) => Err(Fault::NotANumber),
        };
        let (min, max) = bounds;
        let fits = found.and_then(|number| fit::whole(bounds, number));
        fits.map_err(|fault| self.error(place, fault, Expected::Whole { min, max })).ok()
    }

    fn date(&mut self, place: &str, bounds: (i32, i32), value: &Value) -> Option<Days> {
        let (mut first, mut last) = (None, None);
        match value {
            Value::Text(text) => {
                let days = self.date_text(place, text)?;
                (first, last) = (Some(days.first), Some(days.last));
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    let place = join(place, key);
                    match (key.as_str(), value) {
                        ("min", Value::Text(text)) => {
                            first = Some(self.date_text(&place, text)?.first);
                        }
                        ("max", Value::Text(text)) => {
                            last = Some(self.date_text(&place, text)?.last);
                        }
                        _ => {
                            self.error(&place, Fault::UnknownKey, "`min` and `max`");
                            return None;
                        }
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Whole(_) | Value::Inexact | Value::List(_) => {
                self.error(place, Fault::NotADate, DATE);
                return None;
            }
        }
        let days = fit::days(bounds, first, last);
        days.map_err(|fault| {
            let between = Day::from_number(bounds.0).zip(Day::from_number(bounds.1));
            let expected = match between.filter(|_| fault == Fault::OutOfBounds) {
                Some((first, last)) => Expected::Between(first, last),
                None => "`min` not after `max`".into(),
            };
            self.error(place, fault, expected);
        })
        .ok()
    }

    fn date_text(&mut self, place: &str, text: &str) -> Option<Days> {
        let found = if let Some(year) = calendar::whole(text, 4) {
            situation::rough_days(year, None)
        } else if let Some((year, month)) = calendar::year_month(text) {
            situation::rough_days(year, Some(month))
        } else {
            Day::parse(text).map(Days::exactly)
        };
        if found.is_none() {
            self.error(place, Fault::NotADate, DATE);
        }
        found
    }
}

#[derive(Clone, Copy)]
struct List<'a> {
    fields: &'a TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    applicant: &'a TiSlice<FieldIndex, Option<Fixed>>,
}

impl<'a> Reader<'a> {
    fn members(&mut self, place: &str, list: List<'a>, value: &Value) -> Members {
        let record = situation::applicant_record(list.fields, list.applicant);
        let List { fields, key, applicant } = list;
        let anybody = situation::further(fields, key, applicant, Further::ANY);
        let mut members = Members { named: ti_vec![record], further: anybody };
        let Value::Map(entries) = value else {
            self.error(place, Fault::WrongType, "an object with `members` and `more`");
            return members;
        };
        for (key, value) in entries {
            let place = join(place, key);
            match (key.as_str(), value) {
                ("members", Value::List(records)) if records.len() <= limits::MEMBERS => {
                    if !records.is_empty() {
                        members.named.clear();
                    }
                    for record in records {
                        let at = members.named.next_key();
                        let place = format!("{place}[{at}]");
                        members.named.push(self.member(&place, list, at, record));
                    }
                }
                ("members", Value::List(_)) => {
                    self.error(&place, Fault::TooMany, Expected::AtMost(limits::MEMBERS));
                }
                ("more", Value::Map(counts)) => {
                    members.further = self.further(&place, list, counts);
                }
                ("members" | "more", _) => {
                    self.error(&place, Fault::WrongType, "a list of members, an object of counts");
                }
                _ => self.error(&place, Fault::UnknownKey, "`members` and `more`"),
            }
        }
        members
    }

    fn member(&mut self, place: &str, list: List<'a>, at: MemberIndex, value: &Value) -> Record {
        let mut record = if at == MemberIndex::APPLICANT {
            situation::applicant_record(list.fields, list.applicant)
        } else {
            situation::member_record(list.fields, list.key, list.applicant)
        };
        let Value::Map(entries) = value else {
            self.error(place, Fault::WrongType, "an object of answers by field id");
            return record;
        };
        for (id, value) in entries {
            let place = join(place, id);
            let field = list.fields.iter().zip(&mut record).find(|(field, _)| field.id == *id);
            let Some((field, answer)) = field else {
                self.error(&place, Fault::UnknownField, Expected::Fact(&list.fields.raw));
                continue;
            };
            let given = self.answer(&place, field, value);
            match fit::narrowed(&answer.known, given.known) {
                Ok(known) => *answer = Answer { known, declined: given.declined },
                Err(fault) => self.error(&place, fault, "the applicant is the first member"),
            }
        }
        record
    }

    /// How many further members there are of each sort.
    fn further(
        &mut self,
        place: &str,
        list: List<'a>,
        counts: &[(String, Value)],
    ) -> TiVec<OptionIndex, Further> {
        let List { fields, key, applicant } = list;
        let mut further = situation::further(fields, key, applicant, Further::NOBODY);
        let (sorts, own) = (situation::sorts(fields, key), situation::own_sort(key, applicant));
        for (sort, value) in counts {
            let place = join(place, sort);
            let at = sorts.position(|known| known == sort).filter(|at| own != Some(*at));
            let Some(slot) = at.and_then(|at| further.get_mut(at)) else {
                self.error(&place, Fault::UnknownOption, Expected::Option(&sorts.raw));
                continue;
            };
            if let Some(range) = self.number(&place, fit::COUNTS, value) {
                *slot = fit::count(range);
            }
        }
        further
    }
}

fn join(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { [place, ".", key].concat() }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_whole(text: &str) -> bool {
    is_digits(text.strip_prefix('-').unwrap_or(text))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Inexact, Value::Whole))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Inexact)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map: Vec<(String, Value)> = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        let mut keys: Vec<&str> = map.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).find_map(|pair| match pair {
            [one, next] if one == next => Some(A::Error::custom(format!("`{one}` is given twice"))),
            _ => None,
        });
        twice.map_or(Ok(Value::Map(map)), Err)
    }
}
