//! Lowers the obligations after an award, the key dates of a programme and the caps that programmes share. The
//! amount of a programme is lowered in `amounts`.

use super::lower::{Lowering, Type};
use crate::diagnostic::suggestion;
use crate::index::{CapIndex, ExprIndex, ProgrammeInYear, SourceIndex};
use crate::rulebook::{Constant, Expr, Later, Programme, SharedCap};
use crate::source::{self, End, Evidence, Excuse, Word, Year};
use typed_index_collections::{TiSlice, TiVec};

/// A programme's obligations, if none has a problem.
pub(super) fn obligations(
    lowering: &mut Lowering<'_>,
    obligations: &[source::Obligation],
    cited: &mut Vec<SourceIndex>,
) -> Option<Vec<Later>> {
    let mut made = Vec::new();
    for (at, one) in obligations.iter().enumerate() {
        let earlier = obligations.get(..at).unwrap_or_default();
        if earlier.iter().any(|known| known.id.text == one.id.text) {
            let message = format!("a second obligation is called `{}`", one.id.text);
            lowering.problems.add(one.id.place, "duplicate-id", message);
        }
        if lowering.cite(&one.statement.cites, cited) == Some(Evidence::Reported) {
            let message = "an obligation that is only reported is not shown as one";
            let help = Some("write it under `reported`".to_owned());
            lowering.problems.add_with_help(one.id.place, "reported-obligation", message, help);
        }
        made.push(obligation(lowering, one, cited));
    }
    made.into_iter().collect()
}

/// An obligation, if it has no problem.
fn obligation(
    lowering: &mut Lowering<'_>,
    one: &source::Obligation,
    cited: &mut Vec<SourceIndex>,
) -> Option<Later> {
    let until = match &one.until {
        End::Day(day) => Some(lowering.typed(day, None, &Type::Day)),
        End::Never | End::Unknown => None,
    };
    let event = one.event.as_ref();
    let when = event.map(|event| lowering.typed(&event.when, None, &Type::Truth));
    let day = event.and_then(|event| event.day.as_ref());
    let day = day.map(|day| lowering.typed(day, None, &Type::Day));
    let mut excuses = Vec::new();
    for Excuse { statement, when } in &one.excused {
        if lowering.cite(&statement.cites, cited) == Some(Evidence::Reported) {
            let message = "a reason that is only reported excuses nobody";
            let help = Some("write it under `reported`".to_owned());
            lowering.problems.add_with_help(one.id.place, "reported-obligation", message, help);
        }
        excuses.extend(when.as_ref().map(|when| lowering.typed(when, None, &Type::Truth)));
    }
    let owed = owed(lowering, &one.owed);
    let (until, when, day) = (complete(until)?, complete(when)?, complete(day)?);
    let mut all: Vec<ExprIndex> = when.into_iter().collect();
    if let (Some(day), Some(until)) = (day, until) {
        all.push(lowering.push(Expr::AtMost(day, until)));
    }
    for excuse in excuses {
        let excuse = excuse?;
        all.push(lowering.push(Expr::Not(excuse)));
    }
    let mut owed = owed?;
    if !all.is_empty() {
        if one.excused.iter().any(|one| one.when.is_none()) {
            // The desk may excuse from all of it, or from a part.
            let [min, max] = [0, 1].map(|numer| Some(Constant { numer, denom: 1 }));
            let left = lowering.push(Expr::Unstated { min, max });
            owed = lowering.push(Expr::Multiply(owed, left));
        }
        let due = match all.as_slice() {
            [only] => *only,
            _ => lowering.push_at(Expr::All(all), one.id.place),
        };
        let zero = Expr::Number(Constant { numer: 0, denom: 1 });
        let nothing = lowering.push_at(zero, one.owed.place);
        owed = lowering.either(due, owed, nothing);
    }
    Some(Later { id: one.id.text.clone(), day: until, owed: Some(owed) })
}

/// What was found, unless it has a problem. What is not written has none.
fn complete(found: Option<Option<ExprIndex>>) -> Option<Option<ExprIndex>> {
    match found {
        Some(None) => None,
        Some(found) => Some(found),
        None => Some(None),
    }
}

/// What is owed, in yen. A number is a share of the amount paid.
fn owed(lowering: &mut Lowering<'_>, owed: &source::Expr) -> Option<ExprIndex> {
    (lowering.unknown_allowed, lowering.award_allowed) = (true, true);
    let found = lowering.lower(owed, None);
    (lowering.unknown_allowed, lowering.award_allowed) = (false, false);
    let found = found?;
    lowering.numeric(&found, owed.place)?;
    if found.kind == Type::Yen {
        return Some(found.id);
    }
    let award = lowering.award();
    Some(lowering.push(Expr::Multiply(found.id, award)))
}

/// A programme's key dates, if none has a problem.
pub(super) fn key_dates(
    lowering: &mut Lowering<'_>,
    key_dates: &[source::KeyDates],
    cited: &mut Vec<SourceIndex>,
) -> Option<Vec<Later>> {
    let mut made = Vec::new();
    for (at, one) in key_dates.iter().enumerate() {
        let earlier = key_dates.get(..at).unwrap_or_default();
        if earlier.iter().any(|known| known.id.text == one.id.text) {
            let message = format!("a second key date is called `{}`", one.id.text);
            lowering.problems.add(one.id.place, "duplicate-id", message);
        }
        if lowering.cite(&one.statement.cites, cited) == Some(Evidence::Reported) {
            let message = "a date that is only reported is never computed with";
            let help = Some("write it under `reported`".to_owned());
            lowering.problems.add_with_help(one.id.place, "reported-figure", message, help);
        }
        for day in one.exprs() {
            let day = lowering.typed(day, None, &Type::Day);
            made.push(day.map(|day| Later { id: one.id.text.clone(), day: Some(day), owed: None }));
        }
    }
    made.into_iter().collect()
}

/// The year's shared caps that have no problem. Their sources are added to those of their
/// programmes.
pub(super) fn shared_caps(
    lowering: &mut Lowering<'_>,
    year: &Year,
    programmes: &mut TiSlice<ProgrammeInYear, Programme>,
) -> TiVec<CapIndex, SharedCap> {
    let mut made = TiVec::new();
    let mut taken: Vec<(&str, &str)> = Vec::new();
    for (at, one) in year.shared_caps.iter().enumerate() {
        let earlier = year.shared_caps.get(..at).unwrap_or_default();
        if earlier.iter().any(|known| known.id.text == one.id.text) {
            let message = format!("a second shared cap is called `{}`", one.id.text);
            lowering.problems.add(one.id.place, "duplicate-id", message);
        }
        let mut cited = Vec::new();
        if lowering.cite(&one.statement.cites, &mut cited) == Some(Evidence::Reported) {
            let message = "a cap that is only reported is never computed with";
            let help = Some("write it under `reported` of the programmes".to_owned());
            lowering.problems.add_with_help(one.id.place, "reported-figure", message, help);
        }
        let mut members = Vec::new();
        for name in &one.programmes {
            let known = taken.iter().find(|(programme, _)| *programme == name.text);
            if let Some((_, cap)) = known {
                let message =
                    format!("`{}` stands under the shared cap `{cap}` already", name.text);
                lowering.problems.add(name.place, "shared-cap", message);
            }
            taken.push((&name.text, &one.id.text));
            members.extend(programme(lowering, year, name));
        }
        for member in &members {
            if let Some(programme) = programmes.get_mut(*member) {
                programme.sources.extend(&cited);
                programme.sources.sort_unstable();
                programme.sources.dedup();
            }
        }
        let yen = lowering.typed(&one.yen, None, &Type::Yen);
        made.extend(yen.map(|yen| SharedCap { id: one.id.text.clone(), programmes: members, yen }));
    }
    made
}

/// The index of a programme of the year.
fn programme(lowering: &mut Lowering<'_>, year: &Year, name: &Word) -> Option<ProgrammeInYear> {
    let known = || year.programmes.iter().map(|one| one.id.text.as_str());
    let at = known().position(|id| id == name.text);
    if at.is_none() && !year.is_unread(&name.text) {
        let message = format!("`{}` is no programme of the year", name.text);
        let help = if year.still_in_force.iter().any(|one| one.text == name.text) {
            let id = &name.text;
            Some(format!("a cap covers rules of its own year: write those of `{id}` into it too"))
        } else {
            suggestion(&name.text, known())
        };
        lowering.problems.add_with_help(name.place, "unknown-programme", message, help);
    }
    at.map(ProgrammeInYear::from)
}
