//! The JavaScript half of the engine's edge is the one that the declarations in `src/wire` give. What
//! crosses is tested in WebAssembly.

use crate::cities::every_city;
use iju_check::wire::{script, share};
use std::fs;
use std::path::Path;

#[test]
fn the_generated_scripts_are_fresh() {
    for (path, text) in script::files().unwrap() {
        let found = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        assert!(found == text, "{path} is stale: run `cargo run --bin edge`");
    }
}

#[test]
fn every_answer_to_a_shipped_question_fits_the_code_of_a_link() {
    for city in every_city() {
        for fact in &city.rules().facts {
            assert!(share::fits(fact), "{}: an answer may not fit: {:?}", fact.id, fact.kind);
        }
    }
}
