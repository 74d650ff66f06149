//! What reports say, as expectations of worked examples write it. It compares nothing.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::wire::named::{NamedAsk, NamedMissing};

/// The ends of a range as an expectation writes them, and whether they are upper limits.
pub(super) struct Ends {
    pub(super) min: String,
    pub(super) max: String,
    pub(super) ceiling: Option<bool>,
}

impl Ends {
    pub(super) fn of(min: Option<Exact>, max: Option<Exact>, ceiling: Option<bool>) -> Ends {
        Ends { min: shown_or_null(min), max: shown_or_null(max), ceiling }
    }

    pub(super) fn of_days(min: Option<Day>, max: Option<Day>) -> Ends {
        Ends { min: shown_or_null(min), max: shown_or_null(max), ceiling: None }
    }
}

/// A value, or `null` where there is none.
pub(super) fn shown_or_null(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

/// Questions for the desk as `year question: why, programme, programme`. A question without an id is written as its
/// requirement.
pub(super) fn asks(found: &[NamedAsk]) -> Vec<String> {
    let one = |NamedAsk { year, ask, requirement, programmes, why }: &NamedAsk| {
        let about = ask.as_ref().or(requirement.as_ref()).map_or("", String::as_str);
        format!("{year} {about}: {}, {}", why.name(), programmes.join(", "))
    };
    found.iter().map(one).collect()
}

/// Missing answers as `fact: needs` or `fact[member].field: needs`.
pub(super) fn needs(found: &[NamedMissing]) -> Vec<String> {
    let one = |NamedMissing { fact, field, member, needs }: &NamedMissing| {
        let member = member.map(|at| format!("[{at}]")).unwrap_or_default();
        let field = field.as_ref().map(|field| format!(".{field}")).unwrap_or_default();
        format!("{fact}{member}{field}: {}", needs.name())
    };
    found.iter().map(one).collect()
}
