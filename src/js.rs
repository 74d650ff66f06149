//! The edge to JavaScript: a calculator made from the module's own custom section, which turns a
//! text of flat answers into a flat report, and that into flat advice. Nothing is decided here.

use crate::advise::advise;
use crate::calendar::Day;
use crate::evaluate::evaluate;
use crate::rulebook::City;
use crate::situation::Situation;
use crate::wire::answers::FactError;
use crate::wire::flat::Flat;
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
            Ok(city) => Ok(Calculator { city }),
            Err(error) => Err(JsError::new(error.message())),
        }
    }

    /// Evaluates answers, flattened as `www/js/answers.js` does, on an application date:
    /// `[Int32Array, string]`, a flat report; or, where answers do not fit, an array of
    /// `[fact, code, expected]`.
    ///
    /// # Errors
    /// If a date is not `YYYY-MM-DD`, or the text is no flat answers.
    pub fn evaluate(&self, answers: &str, on: &str, today: &str) -> Result<JsValue, JsError> {
        self.look(answers, on, today, |situation, on, today| {
            flat::flatten(&evaluate(&self.city, situation, on, today))
        })
    }

    /// What could be done about what [`Calculator::evaluate`] finds: flat advice, or errors as there.
    ///
    /// # Errors
    /// As [`Calculator::evaluate`].
    pub fn advise(&self, answers: &str, on: &str, today: &str) -> Result<JsValue, JsError> {
        self.look(answers, on, today, |situation, on, today| {
            let report = evaluate(&self.city, situation, on, today);
            flat::flatten_advice(&advise(&self.city, situation, &report, today))
        })
    }
}

impl Calculator {
    fn look(
        &self,
        answers: &str,
        on: &str,
        today: &str,
        find: impl Fn(&Situation, Day, Day) -> Flat,
    ) -> Result<JsValue, JsError> {
        let day = |text| Day::parse(text).ok_or_else(|| JsError::new("expected YYYY-MM-DD"));
        let (on, today) = (day(on)?, day(today)?);
        let value =
            flat::unflatten(answers).ok_or_else(|| JsError::new("expected flat answers"))?;
        match answers::read(&self.city, &value) {
            Ok(situation) => {
                let flat = find(&situation, on, today);
                let numbers = Int32Array::from(flat.numbers.as_slice());
                Ok(Array::of2(&numbers, &JsValue::from_str(&flat.yen)).into())
            }
            Err(errors) => Ok(serde_wasm_bindgen::to_value(&triples(errors))?),
        }
    }
}

/// Errors without names for their parts, which would weigh more than the parts.
fn triples(errors: Vec<FactError>) -> Vec<(String, &'static str, String)> {
    errors.into_iter().map(|error| (error.fact, error.code, error.expected)).collect()
}
