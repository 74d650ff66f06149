//! Reads what the desk has ruled, by id, and checks it against what the rules leave open. It takes in all rulings or
//! none, and applies none.

use super::answers::Value;
use super::fit::Fault;
use super::refusal::{Expected, FactError};
use crate::calendar::Day;
use crate::evaluate::programme_ids;
use crate::rulebook::{City, Reading, Requirement, Rulings};

/// The key of the rulings beside the answers.
pub const KEY: &str = "rulings";

/// The most errors of rulings that are reported at once. Each names every id that is possible.
pub const MOST_ERRORS: usize = 100;

/// Reads rulings. What has the same id in several years is ruled alike.
///
/// # Errors
/// The rulings that do not fit, in the order given, up to [`MOST_ERRORS`].
///
/// # Example
/// ```
/// use iju_check::check;
/// use iju_check::diagnostic::{Diagnostics, Files};
/// use iju_check::wire::rulings;
/// use std::path::Path;
///
/// let (mut files, mut problems) = (Files::default(), Diagnostics::default());
/// let folder = Path::new("tests/cases");
/// let checked = check::load(folder, &mut files, &mut problems).unwrap().unwrap();
///
/// let read = |json| rulings::read(&checked.cities[0], &serde_json::from_str(json).unwrap());
/// assert!(read(r#"{ "sound_house": true, "counted_back": "april" }"#).is_ok());
/// assert_eq!(read(r#"{ "sound_house": "april", "counted_back": true }"#).unwrap_err().len(), 2);
/// ```
pub fn read<'a>(city: &'a City, rulings: &Value) -> Result<Rulings, Vec<FactError<'a>>> {
    let Value::Map(entries) = rulings else {
        let expected = "an object of rulings by id";
        return Err(vec![error(KEY.to_owned(), Fault::WrongType, expected)]);
    };
    let (mut found, mut errors) = (Rulings::default(), Vec::new());
    for (id, value) in entries {
        if errors.len() >= MOST_ERRORS {
            break;
        }
        let place = [KEY, ".", id].concat();
        let readings: Vec<&Reading> = readings(city).filter(|one| one.id == *id).collect();
        let mut requirements = open_requirements(city).filter(|one| one.id == *id).peekable();
        if let (Value::Bool(is_met), Some(_)) = (value, requirements.peek()) {
            found.requirements.extend(requirements.map(|one| (one.item, *is_met)));
        } else if !readings.is_empty() {
            let before = found.meanings.len();
            found.meanings.extend(readings.iter().filter_map(|one| {
                let meaning = one.choices.iter().position(|id| value.text() == Some(id))?;
                Some((one.item, u8::try_from(meaning).ok()?))
            }));
            if found.meanings.len() == before {
                let meanings = readings.iter().flat_map(|one| one.choices.clone());
                let meanings = each_once(meanings);
                errors.push(error(place, Fault::UnknownOption, Expected::Ids(meanings)));
            }
        } else if requirements.peek().is_some() {
            errors.push(error(place, Fault::WrongType, "true or false"));
        } else if let Some(written) =
            city.moving_dates().into_iter().find(|day| day.to_string() == *id)
        {
            match value.text().and_then(Day::parse) {
                Some(day) if written.is_in_later_year(day) => found.dates.push((written, day)),
                _ => {
                    let expected = "the same date in that year or in a later one";
                    errors.push(error(place, Fault::UnknownOption, expected));
                }
            }
        } else if let Some(programme) = programme_ids(city).position(|one| one == id) {
            if let Value::Bool(goes_on) = value {
                found.going_on.push((programme, *goes_on));
            } else {
                errors.push(error(place, Fault::WrongType, "true or false"));
            }
        } else {
            let ids = open_ids(city).into_iter().map(str::to_owned);
            let ids = ids.chain(city.moving_dates().into_iter().map(|day| day.to_string()));
            let ids = ids.chain(programme_ids(city).into_iter().map(str::to_owned));
            errors.push(error(place, Fault::UnknownKey, Expected::Ids(each_once(ids))));
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn error<'a>(place: String, code: Fault, expected: impl Into<Expected<'a>>) -> FactError<'a> {
    FactError { fact: place, code, expected: expected.into() }
}

/// The ids of the readings of all years, and of the requirements that the rules leave open.
pub(crate) fn open_ids(city: &City) -> Vec<&str> {
    let ids = readings(city).map(|one| one.id.as_str());
    ids.chain(open_requirements(city).map(|one| one.id.as_str())).collect()
}

/// The readings of all years.
fn readings(city: &City) -> impl Iterator<Item = &Reading> {
    city.rules().years.iter().flat_map(|book| &book.readings)
}

/// The requirements of all years that the rules leave open.
fn open_requirements(city: &City) -> impl Iterator<Item = &Requirement> {
    let all = city.rules().years.iter().flat_map(|book| &book.requirements);
    all.filter(|one| one.can_be_ruled())
}

fn each_once(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in ids {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}
