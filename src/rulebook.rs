//! A city's checked rules: facts, expressions, requirements and programmes as flat lists of nodes
//! that name each other by index. Data only; [`City::new`] is the one way to make a valid one.

mod city;
mod continued;
mod course;
mod expr;
mod programme;
mod ruled;
mod rules;
mod rulings;
mod same;
mod signature;
mod validate;

pub use city::{City, Continued};
pub use course::Course;
pub use expr::{
    Constant, DayOperation, DayOperationDiscriminants, Expr, ExprDiscriminants, Reference, TimeUnit,
};
pub use programme::{
    Amount, Benefit, Every, Exclusion, Instalments, Later, Part, Party, Programme, Schedule,
    SharedCap, Step, Under, WindowDates,
};
pub use rules::{
    Ask, CityRules, Fact, Fixed, Gate, Grouping, Kind, Opens, Reading, Requirement, Rule, Rulebook,
    Source,
};
pub use rulings::Rulings;
pub use validate::{Broken, Invalid, ProgrammeInfo, RequirementEntry, Ruled, RulingRead};
pub(crate) use validate::{MAX_ASSIGNMENTS, MAX_MEANINGS};
