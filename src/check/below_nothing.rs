//! Reports what a programme pays that can fall below nothing: a part, a cap of the sum, a cap that
//! programmes share. An obligation is a share of the sum, so it needs no check of its own. Nothing
//! here limits an amount; its author does, with `max(0 yen, …)`.

use super::source_map::SourceMap;
use super::witness::{self, Found};
use crate::amount::Exact;
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, Place};
use crate::evaluate::{constant, evaluate};
use crate::index::{ExprIndex, ProgrammeInYear, Version, YearIndex};
use crate::rulebook::{City, Constant, Expr, Rulebook, Step};
use crate::situation::Situation;
use crate::source;
use typed_index_collections::TiSlice;

/// Reports every amount that is below nothing for a household that can be granted its programme.
pub(super) fn check(
    city: &City,
    years: &[source::Year],
    places: &TiSlice<YearIndex, SourceMap>,
    problems: &mut Diagnostics,
) {
    for ((year, book), source) in city.rules().years.iter_enumerated().zip(years) {
        let mut of_year = OfYear { city, year, book, problems };
        for (programme, written) in book.programmes.keys().zip(&source.programmes) {
            let version = Version { year, programme };
            of_year.amount(version, written, places.get(year));
        }
        for (cap, written) in book.caps.iter().zip(&source.shared_caps) {
            let what = format!("the shared cap `{}`", cap.id);
            of_year.first(&cap.programmes, cap.yen, &what, written.id.place);
        }
    }
}

struct OfYear<'a> {
    city: &'a City,
    year: YearIndex,
    book: &'a Rulebook,
    problems: &'a mut Diagnostics,
}

impl OfYear<'_> {
    fn amount(
        &mut self,
        version: Version,
        written: &source::Programme,
        places: Option<&SourceMap>,
    ) {
        let programme = self.book.programmes.get(version.programme);
        let Some(amount) = programme.and_then(|one| one.amount.as_ref()) else { return };
        let parts = written.amount.iter().flat_map(|amount| &amount.parts);
        for ((at, part), written) in amount.parts.iter().enumerate().zip(parts) {
            let Some((household, on)) = self.found(version, part.value) else { continue };
            let report = evaluate(self.city, &household, on, on);
            let number = programme.map(|one| one.number).unwrap_or_default();
            let found = report.programmes.get(number).and_then(|one| one.parts.get(at)?.low);
            let what = format!("the part `{}`", part.id);
            self.report(&what, part.value, found, (&household, on), written.id.place);
        }
        for step in &amount.then {
            let Step::Cap(cap) = step else { continue };
            let place = places.and_then(|places| places.exprs.get(cap)).copied();
            let place = place.unwrap_or(written.id.place);
            if let Some((household, on)) = self.found(version, *cap) {
                self.report("the cap of the sum", *cap, None, (&household, on), place);
            }
        }
    }

    /// Reports a value that is below nothing for one of several programmes.
    fn first(
        &mut self,
        programmes: &[ProgrammeInYear],
        value: ExprIndex,
        what: &str,
        place: Place,
    ) {
        let year = self.year;
        let versions = programmes.iter().map(|programme| Version { year, programme: *programme });
        for version in versions {
            if let Some((household, on)) = self.found(version, value) {
                return self.report(what, value, None, (&household, on), place);
            }
        }
    }

    /// A household for which a value is below nothing.
    fn found(&self, version: Version, value: ExprIndex) -> Option<(Situation, Day)> {
        // Most amounts are never below nothing, whoever applies.
        if let Some(constant::ValueRange::Number(range)) =
            constant::possible_values(self.city, self.year, value)
            && range.low.is_some_and(|low| !low.is_negative())
        {
            return None;
        }
        let goal = |book: &mut Rulebook| {
            let zero = Expr::Number(Constant { numer: 0, denom: 1 });
            let zero = book.exprs.push_and_get_key(zero);
            book.exprs.push_and_get_key(Expr::Less(value, zero))
        };
        match witness::search(self.city, version, goal) {
            Found::Household(household, on) => Some((witness::completed(&household), on)),
            Found::Nobody | Found::GaveUp => None,
        }
    }

    fn report(
        &mut self,
        what: &str,
        value: ExprIndex,
        found: Option<Exact>,
        (household, on): (&Situation, Day),
        place: Place,
    ) {
        let shown = witness::describe(self.city, (self.year, value), household, on);
        let figure = found.filter(|found| found.is_negative());
        let figure = figure.map_or_else(String::new, |figure| format!(": {figure} yen"));
        let message = format!("{what} can fall below nothing{figure} for {shown}");
        let help = Some("where the source pays nothing then, write `max(0 yen, …)`".to_owned());
        self.problems.add_with_help(place, "below-nothing", message, help);
    }
}
