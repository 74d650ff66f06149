//! Conditions that do not depend on the household. The evaluator finds them; here they become
//! problems.

use super::source_map::SourceMap;
use crate::diagnostic::Diagnostics;
use crate::evaluate::constant;
use crate::index::YearIndex;
use crate::rulebook::City;
use crate::truth::Truth;
use typed_index_collections::TiSlice;

/// Reports every condition that holds, or fails, for every household on every day of its programme.
pub(super) fn check(
    city: &City,
    places: &TiSlice<YearIndex, SourceMap>,
    problems: &mut Diagnostics,
) {
    for (year, requirement, what, truth) in constant::constant_conditions(city) {
        let place = places.get(year).and_then(|places| places.requirements.get(requirement));
        let Some(place) = place else { continue };
        let id = city.rules().years.get(year).and_then(|book| book.requirements.get(requirement));
        let id = id.map_or("", |one| one.id.as_str());
        let message = match (what, truth) {
            (constant::Condition::When, Truth::True) => {
                format!("the requirement `{id}` can never fail")
            }
            (constant::Condition::When, _) => format!("the requirement `{id}` can never hold"),
            (constant::Condition::AppliesIf, Truth::True) => {
                format!("the requirement `{id}` applies to everybody: leave `applies_if` out")
            }
            (constant::Condition::AppliesIf, _) => {
                format!("the requirement `{id}` applies to nobody")
            }
        };
        problems.add(*place, "constant-requirement", message);
    }
}
