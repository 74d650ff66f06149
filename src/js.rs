//! The edge to JavaScript: a calculator made from a city's compiled rules, which turns answers in numbers
//! into a flat report, and that into flat advice. Nothing is decided here.

use crate::advise::{Outset, advise_about};
use crate::calendar::Day;
use crate::evaluate::Followed;
use crate::index::ProgrammeIndex;
use crate::rulebook::City;
use crate::wire::fit::Misfit;
use crate::wire::given::{Place, Refused};
use crate::wire::{bytes, flat, given};
use js_sys::Int32Array;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A city's rules, ready to evaluate.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Calculator {
    /// For as long as the page is open: what would free it weighs more than it does.
    city: &'static City,
    /// The household evaluated last.
    last: Option<Followed>,
    /// What advice on it goes out from.
    outset: Option<Outset>,
}

#[wasm_bindgen]
impl Calculator {
    /// Takes a city's compiled rules in.
    ///
    /// # Errors
    /// If the bytes are no valid rulebook.
    #[wasm_bindgen(constructor)]
    pub fn new(rules: &[u8]) -> Result<Calculator, JsError> {
        match bytes::decode(rules) {
            Ok(city) => {
                Ok(Calculator { city: Box::leak(Box::new(city)), last: None, outset: None })
            }
            Err(error) => Err(JsError::new(error.message())),
        }
    }

    /// Evaluates answers, as `www/js/answers.js` writes them, on an application date; days are numbers
    /// of days since 1970-01-01. Gives an `Int32Array`, a flat report; or, where answers do not fit, an
    /// array of `[fact, member, field, code]`, of which the first three are indices, or -1.
    ///
    /// # Errors
    /// If the calendar has no such day, or the numbers are no answers.
    pub fn evaluate(&mut self, answers: &[i32], on: i32, today: i32) -> Result<JsValue, JsError> {
        let day = |number| Day::from_number(number).ok_or_else(|| JsError::new("no such day"));
        let (on, today) = (day(on)?, day(today)?);
        match given::read(self.city, answers) {
            Ok(situation) => {
                self.outset = None;
                let found = Followed::evaluate(self.last.take(), self.city, situation, on, today);
                Ok(numbers(&flat::flatten(self.last.insert(found).report())))
            }
            Err(Refused::Damaged) => Err(JsError::new("the numbers are no answers")),
            Err(Refused::Misfits(misfits)) => Ok(serde_wasm_bindgen::to_value(&rows(misfits))?),
        }
    }

    /// What the household evaluated last could do about one programme, by its place in the report:
    /// an `Int32Array`, flat advice.
    ///
    /// # Errors
    /// If nothing has been evaluated.
    pub fn advise(&mut self, programme: usize) -> Result<JsValue, JsError> {
        let Calculator { city, last: Some(last), outset } = self else {
            return Err(JsError::new("nothing is evaluated yet"));
        };
        let (situation, report) = (last.situation(), last.report());
        let outset = outset.get_or_insert_with(|| Outset::of(city, situation, report.on));
        let programme = ProgrammeIndex::from(programme);
        let advice = advise_about(city, situation, report, last.today(), outset, programme);
        Ok(numbers(&flat::flatten_advice(&advice)))
    }
}

fn numbers(flat: &[i32]) -> JsValue {
    Int32Array::from(flat).into()
}

/// Misfits without names for their parts, which would weigh more than the parts.
fn rows(misfits: Vec<(Place, Misfit)>) -> Vec<(i32, i32, i32, Misfit)> {
    let row = |(at, code): (Place, Misfit)| {
        let (member, field) = (at.member.map_or(-1, i32::from), at.field.map_or(-1, i32::from));
        (i32::from(at.fact), member, field, code)
    };
    misfits.into_iter().map(row).collect()
}
