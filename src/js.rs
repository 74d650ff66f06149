//! The edge to JavaScript: a calculator made from the module's own custom section, which turns an
//! object of answers into a flat report. Nothing is decided here.

use crate::calendar::Day;
use crate::evaluate::evaluate;
use crate::rulebook::City;
use crate::wire::{answers, bytes, flat, index};
use js_sys::{Array, Int32Array, Uint8Array, WebAssembly};
use serde::Serialize;
use wasm_bindgen::prelude::*;

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
        Ok(Calculator { city: bytes::decode(&rules)? })
    }

    /// The ids behind a report's numbers.
    ///
    /// # Errors
    /// Never in practice; the ids are plain data.
    pub fn index(&self) -> Result<JsValue, JsError> {
        to_js(&index::index(&self.city))
    }

    /// Evaluates answers on an application date: `[Int32Array, string]`, a flat report, or an array
    /// of errors, each with `fact`, `code` and `expected`, inside an object `{ errors }`.
    ///
    /// # Errors
    /// If a date is not `YYYY-MM-DD`, or the answers are no plain data.
    pub fn evaluate(&self, answers: JsValue, on: &str, today: &str) -> Result<JsValue, JsError> {
        let day = |text| Day::parse(text).ok_or_else(|| JsError::new("expected YYYY-MM-DD"));
        let (on, today) = (day(on)?, day(today)?);
        let answers = serde_wasm_bindgen::from_value(answers)?;
        match answers::read(&self.city, &answers) {
            Ok(situation) => {
                let flat = flat::flatten(&evaluate(&self.city, &situation, on, today));
                let numbers = Int32Array::from(flat.numbers.as_slice());
                Ok(Array::of2(&numbers, &JsValue::from_str(&flat.yen)).into())
            }
            Err(errors) => to_js(&Refused { errors }),
        }
    }
}

#[derive(Serialize)]
struct Refused {
    errors: Vec<answers::FactError>,
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
