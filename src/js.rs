//! The edge to JavaScript: a calculator made from the module's own custom section, which turns an
//! object of answers into a flat report. Nothing is decided here.

use crate::calendar::Day;
use crate::evaluate::evaluate;
use crate::rulebook::City;
use crate::wire::answers::{FactError, Value};
use crate::wire::{answers, bytes, flat};
use js_sys::{Array, Int32Array, Number, Object, Uint8Array, WebAssembly};
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
        match bytes::decode(&rules) {
            Ok(city) => Ok(Calculator { city }),
            Err(error) => Err(JsError::new(error.message())),
        }
    }

    /// Evaluates answers on an application date: `[Int32Array, string]`, a flat report; or, where
    /// answers do not fit, an array of `[fact, code, expected]`.
    ///
    /// # Errors
    /// If a date is not `YYYY-MM-DD`, or the answers are no plain data.
    pub fn evaluate(&self, answers: JsValue, on: &str, today: &str) -> Result<JsValue, JsError> {
        let day = |text| Day::parse(text).ok_or_else(|| JsError::new("expected YYYY-MM-DD"));
        let (on, today) = (day(on)?, day(today)?);
        match answers::read(&self.city, &value(&answers, MAX_DEPTH)?) {
            Ok(situation) => {
                let flat = flat::flatten(&evaluate(&self.city, &situation, on, today));
                let numbers = Int32Array::from(flat.numbers.as_slice());
                Ok(Array::of2(&numbers, &JsValue::from_str(&flat.yen)).into())
            }
            Err(errors) => Ok(serde_wasm_bindgen::to_value(&triples(errors))?),
        }
    }
}

/// Answers are nested no deeper than a household's members.
const MAX_DEPTH: u8 = 8;

/// Plain data as answers. Written out, since a general deserialiser weighs a fifth of the engine.
fn value(from: &JsValue, depth: u8) -> Result<Value, JsError> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(JsError::new("expected answers, found something nested too deeply"));
    };
    if let Some(value) = from.as_bool() {
        return Ok(Value::Bool(value));
    }
    if let Some(text) = from.as_string() {
        return Ok(Value::Text(text));
    }
    if from.is_null() || from.is_undefined() {
        return Ok(Value::Null);
    }
    if Number::is_safe_integer(from) {
        let digits = from.unchecked_ref::<Number>().to_string_with_radix(10).ok();
        let number = digits.and_then(|digits| String::from(digits).parse().ok());
        return Ok(number.map_or(Value::Inexact, Value::Whole));
    }
    if let Some(list) = from.dyn_ref::<Array>() {
        let items: Result<_, _> = list.iter().map(|item| value(&item, depth)).collect();
        return items.map(Value::List);
    }
    let Some(object) = from.dyn_ref::<Object>() else {
        return Ok(Value::Inexact);
    };
    let entries = Object::entries(object);
    let entries = entries.iter().map(|entry| {
        let entry = Array::from(&entry);
        Ok((entry.get(0).as_string().unwrap_or_default(), value(&entry.get(1), depth)?))
    });
    entries.collect::<Result<_, JsError>>().map(Value::Map)
}

/// Errors without names for their parts, which would weigh more than the parts.
fn triples(errors: Vec<FactError>) -> Vec<(String, &'static str, String)> {
    errors.into_iter().map(|error| (error.fact, error.code, error.expected)).collect()
}
