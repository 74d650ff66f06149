//! Lowers the obligations after an award and the caps that programmes share. The amount of a
//! programme is lowered in `amounts`.

use super::lower::{Lowering, Type};
use crate::diagnostic::suggestion;
use crate::index::{CapIndex, ProgrammeInYear, SourceIndex};
use crate::rulebook::{Constant, Obligation, Programme, SharedCap};
use crate::source::{self, Evidence, Word, Year};
use typed_index_collections::{TiSlice, TiVec};

/// A programme's obligations, if none has a problem.
pub(super) fn obligations(
    lowering: &mut Lowering<'_>,
    obligations: &[source::Obligation],
    cited: &mut Vec<SourceIndex>,
) -> Option<Vec<Obligation>> {
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
        let (numer, denom) = one.owed;
        let until = lowering.typed(&one.until, None, &Type::Day);
        let share = Constant { numer, denom };
        made.push(until.map(|until| Obligation { id: one.id.text.clone(), until, share }));
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
        let help = suggestion(&name.text, known());
        lowering.problems.add_with_help(name.place, "unknown-programme", message, help);
    }
    at.map(ProgrammeInYear::from)
}
