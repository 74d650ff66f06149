//! The edge to JavaScript: a calculator made from the module's own custom section, which turns a
//! text of flat answers into a flat report, and that into flat advice. Nothing is decided here.

use crate::advise::{Outset, advise_about};
use crate::calendar::Day;
use crate::evaluate::Followed;
use crate::rulebook::City;
use crate::wire::flat::Flat;
use crate::wire::refusal::FactError;
use crate::wire::{answers, bytes, flat};
use js_sys::{Array, Int32Array, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A city's rules, ready to evaluate.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Calculator {
    city: City,
    /// The household evaluated last.
    last: Option<Followed>,
    /// What advice on it goes out from.
    outset: Option<Outset>,
}

#[wasm_bindgen]
impl Calculator {
    /// Takes the city's compiled rules from the `iju-rulebook` section of a module.
    ///
    /// # Errors
    /// If the module has no such section, or its bytes are no valid rulebook.
    #[wasm_bindgen(constructor)]
    pub fn new(module: &WebAssembly::Module) -> Result<Calculator, JsError> {
        let section = WebAssembly::Module::custom_sections(module, bytes::SECTION).get(0);
        let rules = Uint8Array::new(&section).to_vec();
        match bytes::decode(&rules) {
            Ok(city) => Ok(Calculator { city, last: None, outset: None }),
            Err(error) => Err(JsError::new(error.message())),
        }
    }

    /// Evaluates answers, flattened as `www/js/answers.js` does, on an application date:
    /// `[Int32Array, string]`, a flat report; or, where answers do not fit, an array of
    /// `[fact, code]`: the page says in its own words what was expected.
    ///
    /// # Errors
    /// If a date is not `YYYY-MM-DD`, or the text is no flat answers.
    pub fn evaluate(&mut self, answers: &str, on: &str, today: &str) -> Result<JsValue, JsError> {
        let day = |text| Day::parse(text).ok_or_else(|| JsError::new("expected YYYY-MM-DD"));
        let (on, today) = (day(on)?, day(today)?);
        let value =
            flat::unflatten(answers).ok_or_else(|| JsError::new("expected flat answers"))?;
        match answers::read(&self.city, &value) {
            Ok(situation) => {
                self.outset = None;
                let found = Followed::evaluate(self.last.take(), &self.city, situation, on, today);
                Ok(pair(&flat::flatten(self.last.insert(found).report())))
            }
            Err(errors) => Ok(serde_wasm_bindgen::to_value(&pairs(errors))?),
        }
    }

    /// What the household evaluated last could do about one programme, by its place in the report:
    /// `[Int32Array, string]`, flat advice.
    ///
    /// # Errors
    /// If nothing has been evaluated.
    pub fn advise(&mut self, programme: usize) -> Result<JsValue, JsError> {
        let Calculator { city, last: Some(last), outset } = self else {
            return Err(JsError::new("nothing is evaluated yet"));
        };
        let (situation, report) = (last.situation(), last.report());
        let outset = outset.get_or_insert_with(|| Outset::of(city, situation, report.on));
        let advice = advise_about(city, situation, report, last.today(), outset, programme);
        Ok(pair(&flat::flatten_advice(&advice)))
    }
}

fn pair(flat: &Flat) -> JsValue {
    let numbers = Int32Array::from(flat.numbers.as_slice());
    Array::of2(&numbers, &JsValue::from_str(&flat.yen)).into()
}

/// Errors without names for their parts, which would weigh more than the parts.
fn pairs(errors: Vec<FactError<'_>>) -> Vec<(String, &'static str)> {
    errors.into_iter().map(|error| (error.fact, error.code)).collect()
}
