//! The rules as an example supposes them. It compares nothing with a report.

use crate::evaluate::window::dates_with;
use crate::rulebook::{City, Invalid};
use crate::source::Example;

/// The city whose application windows are as an example supposes.
pub(super) fn supposing(city: &City, example: &Example) -> Result<City, Invalid> {
    let mut rules = city.rules().clone();
    for programme in rules.years.iter_mut().flat_map(|book| &mut book.programmes) {
        let supposed = example.supposed.iter().find(|(id, _)| id.text == programme.id);
        if let Some((_, window)) = supposed {
            programme.window = dates_with(*window, example.on);
        }
    }
    City::new(rules)
}
