//! The edge to JavaScript: a calculator made from a city's compiled rules, and the evaluations that it
//! gives. Each function reads words, calls the engine and writes words; nothing is decided here.

use crate::advise::advise_about;
use crate::calendar::Day;
use crate::evaluate::baseline::Baseline;
use crate::evaluate::{default_on, evaluate};
use crate::index::ProgrammeIndex;
use crate::report::Report;
use crate::rulebook::City;
use crate::situation::Situation;
use crate::wire::compiled;
use crate::wire::edge::{Asked, GivenRuling, advice_words, read_asked, report_words};
use crate::wire::given::{self, Refused};
use js_sys::Int32Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use talc::wasm::WasmDynamicTalc;
use wasm_bindgen::prelude::*;

/// Smaller than the allocator of the standard library, and faster.
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A city's rules, ready to evaluate.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Calculator {
    city: Rc<City>,
    /// The rules with the last rulings, which mostly stay the same.
    ruled: RefCell<Option<(Vec<GivenRuling>, Rc<City>)>>,
}

#[wasm_bindgen]
impl Calculator {
    /// Takes a city's compiled rules in.
    ///
    /// # Errors
    /// If the bytes are no valid rulebook.
    #[wasm_bindgen(constructor)]
    pub fn new(rules: &[u8]) -> Result<Calculator, JsError> {
        let city = compiled::decode(rules).map_err(|error| JsError::new(error.message()))?;
        Ok(Calculator { city: Rc::new(city), ruled: RefCell::new(None) })
    }

    /// Evaluates what is asked, the words of an [`Asked`]; or, where answers do not fit, says which and why.
    ///
    /// # Errors
    /// If the words are not an [`Asked`] of this city.
    #[wasm_bindgen(unchecked_return_type = "Evaluation | import(\"wire-types\").Misfit[]")]
    pub fn evaluate(&self, asked: &[i32]) -> Result<JsValue, JsError> {
        let Asked { answers, on, today, rulings } = read_asked(asked)?;
        let city = self.ruled(rulings)?;
        match given::read(&city, &answers) {
            Ok(situation) => {
                let on = on.unwrap_or_else(|| default_on(&city, &situation, today));
                let report = evaluate(&city, &situation, on, today);
                Ok(Evaluation { city, situation, today, report, baseline: OnceCell::new() }.into())
            }
            Err(Refused::Misfits(misfits)) => {
                Ok(misfits.serialize(&Serializer::json_compatible())?)
            }
            Err(Refused::Damaged(damaged)) => Err(damaged.into()),
        }
    }
}

impl Calculator {
    /// The rules with what the desk has ruled.
    fn ruled(&self, rulings: Vec<GivenRuling>) -> Result<Rc<City>, JsError> {
        if rulings.is_empty() {
            return Ok(Rc::clone(&self.city));
        }
        let city = match self.ruled.take() {
            Some((known, city)) if known == rulings => city,
            _ => Rc::new(given::ruled(&self.city, &rulings)?),
        };
        self.ruled.replace(Some((rulings, Rc::clone(&city))));
        Ok(city)
    }
}

/// A household that was evaluated.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Evaluation {
    city: Rc<City>,
    situation: Situation,
    today: Day,
    report: Report,
    /// How every programme was judged; made when advice is first asked for.
    baseline: OnceCell<Baseline>,
}

#[wasm_bindgen]
impl Evaluation {
    /// The words of the [`Report`].
    #[must_use]
    pub fn report(&self) -> Int32Array {
        Int32Array::from(report_words(&self.report).as_slice())
    }

    /// The words of what the household could do about one programme, by its index in the report.
    #[must_use]
    pub fn advise(&self, programme: u16) -> Int32Array {
        let Evaluation { city, situation, today, report, baseline } = self;
        let baseline = baseline.get_or_init(|| Baseline::of(city, situation, report.on));
        let programme = ProgrammeIndex::new(programme);
        let advice = advise_about(city, situation, report, *today, baseline, programme);
        Int32Array::from(advice_words(&advice).as_slice())
    }
}
