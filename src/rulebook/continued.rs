//! What the rules of a city turn into if they go on after the years for which they are registered: on which days each
//! year's rules would hold, and where the dates written in them may lie then. Nothing is evaluated here.

use super::expr::Expr;
use super::programme::{Amount, Later, Programme, Step, WindowDates};
use super::rules::{CityRules, Reading, Requirement, Rulebook};
use super::rulings::Rulings;
use super::validate::Derived;
use crate::calendar::Day;
use crate::index::{ExprIndex, ItemIndex, ReadingIndex, Version, YearIndex};
use crate::limits;
use crate::possible::Days;
use typed_index_collections::TiVec;

/// Where the rules of a year come from that go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The registered year.
    pub(super) year: YearIndex,
    /// How many years later the rules are read.
    pub(super) years_later: u8,
    /// The first reading that is a date that moves; all later ones are too.
    pub(super) first_date: ReadingIndex,
}

/// The rules of a city after its registered years, and where those of each year come from. `derived` is what is known
/// of the registered rules.
pub(super) fn continued(
    rules: &CityRules,
    derived: &Derived,
    rulings: &Rulings,
) -> (CityRules, TiVec<YearIndex, Origin>) {
    let (id, facts) = (rules.id.clone(), rules.facts.clone());
    let mut found = CityRules { id, facts, years: TiVec::new() };
    let mut origins = TiVec::new();
    for (year, book) in rules.years.iter_enumerated() {
        let mut programmes = book.programmes.keys();
        let moves = programmes.any(|programme| derived.moves(rules, Version { year, programme }));
        let most = if moves { limits::YEARS_LATER } else { 0 };
        for years_later in 0..=most {
            let mut later = book.clone();
            for (programme, one) in later.programmes.iter_mut_enumerated() {
                let version = Version { year, programme };
                let days = days_after(rules, derived, version);
                let read = days_read(book, derived.moves(rules, version), years_later);
                let days = days.filter(|_| rulings.goes_on(one.number) != Some(false));
                hold_on(one, days.and_then(|days| days.common(read?)));
            }
            if years_later > 0 {
                set_dates(&mut later, rulings, years_later);
                move_dates(&mut later, years_later);
            }
            found.years.push(later);
            origins.push(Origin { year, years_later, first_date: book.readings.next_key() });
        }
    }
    (found, origins)
}

impl Derived {
    /// Whether a date in the rules of a programme moves if they go on in a later year.
    pub(super) fn moves(&self, rules: &CityRules, version: Version) -> bool {
        let book = rules.years.get(version.year);
        let cap = book.and_then(|book| book.caps.get(book.cap_of(version.programme)?));
        let cap = cap.and_then(|cap| self.exprs.get(version.year)?.get(cap.yen));
        let programme = self.programmes.get(version.year);
        let programme = programme.and_then(|all| all.get(version.programme));
        cap.is_some_and(|cap| cap.moves) || programme.is_some_and(|one| one.moves)
    }
}

/// Every date in the rules of a programme and of its shared cap that moves if they go on in a later year.
pub(super) fn dates_that_move(rules: &CityRules, derived: &Derived, version: Version) -> Vec<Day> {
    let mut found = Vec::new();
    let Version { year, programme } = version;
    let info = derived.programmes.get(year).and_then(|all| all.get(programme));
    let (Some(book), Some(info)) = (rules.years.get(year), info) else { return found };
    let mut left: Vec<ExprIndex> = Vec::new();
    for entry in &info.requirements {
        left.extend(book.requirements.get(entry.id).into_iter().flat_map(Requirement::exprs));
    }
    if let Some(one) = book.programmes.get(programme) {
        left.extend(one.amount.iter().flat_map(Amount::exprs));
        for Later { id: _, day, owed } in &one.later {
            left.extend(*day);
            left.extend(*owed);
        }
    }
    let cap = book.cap_of(programme).and_then(|cap| book.caps.get(cap));
    left.extend(cap.map(|cap| cap.yen));
    while let Some(expr) = left.pop().and_then(|at| book.exprs.get(at)) {
        left.extend(expr.parts());
        if let Expr::Day { number, stays: false } = expr
            && let Some(day) = Day::from_number(*number)
            && !found.contains(&day)
        {
            found.push(day);
        }
    }
    found
}

/// The date that a reading stands for, as it is written, in the rules of a year of this origin. `None` for a reading
/// of the registered rules.
pub(super) fn date(book: &Rulebook, origin: Origin, reading: ReadingIndex) -> Option<Day> {
    let at = usize::from(reading).checked_sub(usize::from(origin.first_date))?;
    let written = ExprIndex::from(at.saturating_mul(meanings(origin.years_later)));
    let Expr::Day { number, .. } = book.exprs.get(written)? else { return None };
    Day::from_number(*number)
}

/// The days after those for which rules are registered, up to the next registered rules of the programme, to the first
/// year that is registered whole without the programme, or to the last year for which rules are read. A year that begins
/// while the rules hold does not count as one without the programme.
fn days_after(rules: &CityRules, derived: &Derived, version: Version) -> Option<Days> {
    let of = |version: Version| rules.years.get(version.year)?.programmes.get(version.programme);
    let own = of(version)?;
    let mut last = Day::MAX.number();
    for other in derived.versions.get(own.number)? {
        let other = of(*other)?;
        if own.valid_to < other.valid_to {
            last = last.min(other.valid_from.saturating_sub(1));
        }
    }
    for later in &rules.years {
        let start = Day::civil(later.fiscal_year.into(), 4, 1)?.number();
        let is_whole = own.valid_to < start && !later.provisional;
        if is_whole && later.programmes.iter().all(|one| one.number != own.number) {
            last = last.min(start.saturating_sub(1));
        }
    }
    let first = Day::from_number(own.valid_to)?.plus_days(1);
    let last = Day::from_number(last)?;
    (first <= last).then_some(Days { first, last })
}

/// The days on which rules are read so many years later. Rules without a date that moves have one copy, for 0 years
/// later, which serves all later years.
pub(super) fn days_read(book: &Rulebook, moves: bool, years_later: u8) -> Option<Days> {
    let first = if years_later == 0 { Day::MIN } else { fiscal_year(book, years_later)?.first };
    let last = match (moves, years_later) {
        (true, _) => years_later,
        (false, 0) => limits::YEARS_LATER,
        (false, _) => return None,
    };
    Some(Days { first, last: fiscal_year(book, last)?.last })
}

/// The fiscal year so many years after that of a rulebook.
fn fiscal_year(book: &Rulebook, years_later: u8) -> Option<Days> {
    let year = i32::from(book.fiscal_year).saturating_add(years_later.into());
    let (first, last) = Day::fiscal_year_ends(year)?;
    Some(Days { first, last })
}

/// Lets rules hold on some days, or on none, without a window.
fn hold_on(rules: &mut Programme, days: Option<Days>) {
    let Days { first, last } = days.unwrap_or(Days { first: Day::MAX, last: Day::MIN });
    (rules.valid_from, rules.valid_to) = (first.number(), last.number());
    rules.window = WindowDates::default();
}

/// Puts the days on which dates lie, as far as that is ruled, in place of the dates. A day that lies further away than
/// the rules go on says nothing about them.
fn set_dates(book: &mut Rulebook, rulings: &Rulings, years_later: u8) {
    for expr in &mut book.exprs {
        if let Expr::Day { number, stays: stays @ false } = expr
            && let Some(day) = rulings.date(*number)
            && Day::from_number(*number)
                .is_some_and(|written| day <= written.plus_years(years_later.into()))
        {
            (*number, *stays) = (day.number(), true);
        }
    }
}

/// How many meanings a date has that moves by so many years at most.
fn meanings(years_later: u8) -> usize {
    usize::from(years_later).saturating_add(1)
}

/// Makes a reading of each date that moves: it stays, or moves by one year, and so on up to `years_later`.
fn move_dates(book: &mut Rulebook, years_later: u8) {
    let mut moving: Vec<i32> = Vec::new();
    for expr in &book.exprs {
        if let Expr::Day { number, stays: false } = expr
            && !moving.contains(number)
        {
            moving.push(*number);
        }
    }
    if moving.is_empty() {
        return;
    }
    // The meanings come before every other expression, because an expression names only earlier ones.
    let meanings = meanings(years_later);
    let added = meanings.saturating_mul(moving.len());
    for_each_expr(book, &mut |at| *at = usize::from(*at).saturating_add(added).into());
    let mut exprs: TiVec<ExprIndex, Expr> = TiVec::with_capacity(book.exprs.len());
    let mut readings = Vec::new();
    for number in &moving {
        let first = usize::from(exprs.next_key());
        let choices = (first..first.saturating_add(meanings)).map(ExprIndex::from).collect();
        for later in 0..=years_later {
            let day = Day::from_number(*number).map(|day| day.plus_years(later.into()));
            exprs.push(Expr::Day { number: day.map_or(*number, Day::number), stays: true });
        }
        let reading = Reading {
            id: String::new(),
            // A date of several registered years may lie otherwise in each; that can only make `sure` narrower.
            item: ItemIndex::new(u16::MAX),
            choices: vec![String::new(); meanings],
        };
        let reading = book.readings.push_and_get_key(reading);
        readings.push((number, Expr::Reading { reading, choices }));
    }
    for expr in &book.exprs {
        let moved = readings.iter().find(
            |(number, _)| matches!(expr, Expr::Day { number: day, stays: false } if day == *number),
        );
        exprs.push(moved.map_or_else(|| expr.clone(), |(_, reading)| reading.clone()));
    }
    book.exprs = exprs;
}

/// Calls `visit` wherever a year names an expression.
fn for_each_expr(book: &mut Rulebook, visit: &mut dyn FnMut(&mut ExprIndex)) {
    for expr in &mut book.exprs {
        expr.for_each_part(visit);
    }
    for requirement in &mut book.requirements {
        requirement.for_each_expr(visit);
    }
    for programme in &mut book.programmes {
        if let Some(amount) = &mut programme.amount {
            for part in &mut amount.parts {
                visit(&mut part.value);
            }
            for step in &mut amount.then {
                match step {
                    Step::Cap(expr) | Step::Total(expr) => visit(expr),
                    Step::Round { way: _, unit: _ } => {}
                }
            }
        }
        programme.for_each_later(visit);
    }
    for cap in &mut book.caps {
        visit(&mut cap.yen);
    }
}
