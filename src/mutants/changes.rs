//! The mutants of a city's rules: every small change of one place, with the place and a description.
//! Nothing here decides whether a change makes a difference.

use crate::calendar::{FirstDay, Period};
use crate::check::{SourceMap, Unshared};
use crate::diagnostic::Place;
use crate::index::{ExprIndex, ProgrammeInYear, RequirementIndex, YearIndex};
use crate::rulebook::{
    Amount, CityRules, Constant, DayOperation, Expr, Grouping, Instalments, Programme, Requirement,
    Rule, Rulebook, Step, WindowDates,
};
use crate::turning::sides;
use std::collections::BTreeSet;
use typed_index_collections::{TiSlice, TiVec};

/// One change of one place.
#[derive(Debug)]
pub(super) struct Mutant {
    /// The year.
    pub(super) year: YearIndex,
    /// Ids of the programmes whose rules contain the place.
    pub(super) programmes: Vec<String>,
    /// Its place in the rule files.
    pub(super) place: Option<Place>,
    /// A description of the change.
    pub(super) what: String,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Expr(ExprIndex, Expr),
    Requirement(RequirementIndex, Requirement),
    Programme(ProgrammeInYear, Box<Programme>),
}

impl Mutant {
    /// The rules with the change made.
    pub(super) fn apply(&self, rules: &CityRules) -> CityRules {
        let mut rules = rules.clone();
        if let Some(book) = rules.years.get_mut(self.year) {
            match &self.change {
                Change::Expr(at, to) => put(&mut book.exprs, *at, to),
                Change::Requirement(at, to) => put(&mut book.requirements, *at, to),
                Change::Programme(at, to) => put(&mut book.programmes, *at, to),
            }
        }
        rules
    }
}

fn put<K: Into<usize>, T: Clone>(all: &mut TiSlice<K, T>, at: K, to: &T) {
    if let Some(one) = all.get_mut(at) {
        *one = to.clone();
    }
}

impl Mutant {
    /// Whether it may change only the named report, which also shows rules that no verdict depends on.
    pub(super) fn changes_programme(&self) -> bool {
        matches!(self.change, Change::Programme(..))
    }

    /// The expressions in the rules of its first three programmes.
    pub(super) fn exprs(&self, rules: &CityRules) -> BTreeSet<ExprIndex> {
        let Some(book) = rules.years.get(self.year) else { return BTreeSet::new() };
        let own = book.programmes.iter().filter(|one| self.programmes.contains(&one.id)).take(3);
        own.flat_map(|one| Uses::of(book, one).exprs).collect()
    }
}

impl Mutant {
    /// The comparisons that the change can turn: those that contain the changed expression, or else
    /// those in the rules that it changes.
    pub(super) fn comparisons(&self, rules: &CityRules) -> Vec<ExprIndex> {
        let Some(book) = rules.years.get(self.year) else { return Vec::new() };
        let own = self.exprs(rules);
        let (mut changed, mut containing) = (Uses::default(), BTreeSet::new());
        match &self.change {
            Change::Expr(at, _) => {
                changed.expr(book, *at);
                // A node names only earlier ones, so one pass finds all that contain it.
                containing.insert(*at);
                for id in &own {
                    let parts = book.exprs.get(*id).map(Expr::parts).unwrap_or_default();
                    if parts.iter().any(|part| containing.contains(part)) {
                        containing.insert(*id);
                    }
                }
            }
            Change::Requirement(at, _) => changed.requirement(book, *at),
            Change::Programme(..) => changed.exprs.clone_from(&own),
        }
        let comparisons = |exprs: &BTreeSet<ExprIndex>| -> Vec<ExprIndex> {
            let is_comparison = |id: &ExprIndex| book.exprs.get(*id).and_then(sides).is_some();
            exprs.iter().copied().filter(is_comparison).collect()
        };
        let found = comparisons(&containing);
        if found.is_empty() { comparisons(&changed.exprs) } else { found }
    }
}

/// Every mutant of a city's rules that changes a programme.
pub(super) fn mutants(city: &Unshared) -> Vec<Mutant> {
    let mut found = Vec::new();
    for ((year, book), places) in city.rules.years.iter_enumerated().zip(&city.places) {
        let uses = book.programmes.iter().map(|one| Uses::of(book, one)).collect();
        let of_year = OfYear { year, book, places, uses };
        book.exprs.keys().for_each(|at| of_year.expr(at, &mut found));
        book.requirements.keys().for_each(|at| of_year.requirement(at, &mut found));
        book.programmes.keys().for_each(|at| of_year.programme(at, &mut found));
    }
    found
}

/// The expressions and requirements of a programme.
#[derive(Default)]
struct Uses {
    exprs: BTreeSet<ExprIndex>,
    requirements: BTreeSet<RequirementIndex>,
}

impl Uses {
    fn of(book: &Rulebook, programme: &Programme) -> Uses {
        let mut uses = Uses::default();
        uses.requirement(book, programme.requires);
        let amount = programme.amount.iter();
        amount.flat_map(Amount::exprs).for_each(|expr| uses.expr(book, expr));
        for one in &programme.later {
            one.day.into_iter().chain(one.owed).for_each(|expr| uses.expr(book, expr));
        }
        uses
    }

    fn requirement(&mut self, book: &Rulebook, id: RequirementIndex) {
        self.requirements.insert(id);
        let Some(requirement) = book.requirements.get(id) else { return };
        requirement.exprs().for_each(|expr| self.expr(book, expr));
        if let Rule::Group { members, .. } = &requirement.rule {
            members.iter().for_each(|member| self.requirement(book, *member));
        }
    }

    fn expr(&mut self, book: &Rulebook, id: ExprIndex) {
        if self.exprs.insert(id)
            && let Some(expr) = book.exprs.get(id)
        {
            expr.parts().into_iter().for_each(|part| self.expr(book, part));
        }
    }
}

/// One year's rules, with the expressions and requirements of each programme.
struct OfYear<'a> {
    year: YearIndex,
    book: &'a Rulebook,
    places: &'a SourceMap,
    uses: TiVec<ProgrammeInYear, Uses>,
}

impl OfYear<'_> {
    fn names(&self, holds: impl Fn(&Uses) -> bool) -> Vec<String> {
        let programmes = self.book.programmes.iter().zip(&self.uses);
        programmes.filter(|(_, uses)| holds(uses)).map(|(one, _)| one.id.clone()).collect()
    }

    /// The place of an expression. The checker makes some expressions from several; these have the place
    /// of their last part.
    fn place(&self, id: ExprIndex) -> Option<Place> {
        self.places.exprs.get(&id).copied().or_else(|| {
            let parts = self.book.exprs.get(id)?.parts();
            parts.last().and_then(|part| self.place(*part))
        })
    }

    fn expr(&self, id: ExprIndex, found: &mut Vec<Mutant>) {
        let programmes = self.names(|uses| uses.exprs.contains(&id));
        let Some(expr) = self.book.exprs.get(id) else { return };
        if programmes.is_empty() {
            return;
        }
        for (place, to, what) in self.expr_changes(id, expr) {
            found.push(Mutant {
                year: self.year,
                programmes: programmes.clone(),
                place: place.or_else(|| self.place(id)),
                what,
                change: Change::Expr(id, to),
            });
        }
    }

    /// The changes of an expression, each with its place if that is not the expression's own.
    fn expr_changes(&self, id: ExprIndex, expr: &Expr) -> Vec<(Option<Place>, Expr, String)> {
        let here = |to: Expr, what: String| (None, to, what);
        match expr {
            Expr::Less(a, b) => vec![here(Expr::AtMost(*a, *b), "`<` made `<=`".to_owned())],
            Expr::AtMost(a, b) => vec![here(Expr::Less(*a, *b), "`<=` made `<`".to_owned())],
            Expr::All(parts) => vec![here(Expr::Any(parts.clone()), "`and` made `or`".to_owned())],
            Expr::Any(parts) => vec![here(Expr::All(parts.clone()), "`or` made `and`".to_owned())],
            Expr::Not(part) => {
                let inner = self.book.exprs.get(*part).cloned();
                inner.map(|to| here(to, "`not` removed".to_owned())).into_iter().collect()
            }
            Expr::Number(Constant { numer, denom }) => {
                let changed = [numer.saturating_sub(1), numer.saturating_add(1)];
                let to = changed.map(|numer| Constant { numer, denom: *denom });
                let made =
                    to.map(|to| here(Expr::Number(to), format!("{numer} made {}", to.numer)));
                made.into()
            }
            Expr::Day { number, stays } => [-1, 1]
                .map(|by| {
                    let number = number.saturating_add(by);
                    here(Expr::Day { number, stays: *stays }, format!("the day moved by {by}"))
                })
                .into(),
            Expr::DayFrom { day, operation } => operation_changes(*operation)
                .into_iter()
                .map(|(to, what)| here(Expr::DayFrom { day: *day, operation: to }, what))
                .collect(),
            Expr::Min(parts) | Expr::Max(parts) => self.without_one(expr, parts),
            Expr::Round { value, .. } => {
                let inner = self.book.exprs.get(*value).cloned();
                inner.map(|to| here(to, "a rounding removed".to_owned())).into_iter().collect()
            }
            Expr::Table(cases) => self.negated(id, cases),
            Expr::Truth(_)
            | Expr::On
            | Expr::Fact(_)
            | Expr::Field { .. }
            | Expr::Among(..)
            | Expr::Equal(..)
            | Expr::Add(..)
            | Expr::Negate(_)
            | Expr::Multiply(..)
            | Expr::FiscalYear(_)
            | Expr::TimeBetween { from: _, to: _, unit: _ }
            | Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. }
            | Expr::Reading { .. }
            | Expr::Unstated { .. } => Vec::new(),
        }
    }

    /// A smallest or a largest of several without one of them.
    fn without_one(&self, expr: &Expr, parts: &[ExprIndex]) -> Vec<(Option<Place>, Expr, String)> {
        let without = |at: usize| {
            let mut left = parts.to_vec();
            let gone = left.remove(at);
            let to = if matches!(expr, Expr::Min(_)) { Expr::Min(left) } else { Expr::Max(left) };
            (self.place(gone), to, "a limit removed".to_owned())
        };
        if parts.len() < 2 { Vec::new() } else { (0..parts.len()).map(without).collect() }
    }

    /// A table with the condition of one case negated.
    fn negated(
        &self,
        id: ExprIndex,
        cases: &[(ExprIndex, ExprIndex)],
    ) -> Vec<(Option<Place>, Expr, String)> {
        let mut made = Vec::new();
        for (at, (when, _)) in cases.iter().enumerate() {
            let opposite = self.book.exprs.position(|one| *one == Expr::Not(*when));
            let Some(opposite) = opposite.filter(|opposite| *opposite < id) else { continue };
            let mut cases = cases.to_vec();
            if let Some(case) = cases.get_mut(at) {
                case.0 = opposite;
            }
            let what = "the condition of a case negated".to_owned();
            made.push((self.place(*when), Expr::Table(cases), what));
        }
        made
    }

    fn requirement(&self, id: RequirementIndex, found: &mut Vec<Mutant>) {
        let programmes = self.names(|uses| uses.requirements.contains(&id));
        let Some(one) = self.book.requirements.get(id) else { return };
        let mut push = |to: Requirement, what: &str| {
            found.push(Mutant {
                year: self.year,
                programmes: programmes.clone(),
                place: self.places.requirements.get(id).copied(),
                what: format!("{what} (requirement {})", one.id),
                change: Change::Requirement(id, to),
            });
        };
        if one.applies_if.is_some() {
            push(Requirement { applies_if: None, ..one.clone() }, "`applies_if` removed");
        }
        if let Rule::Group { how, incomplete, members } = &one.rule {
            let with = |how: Grouping, incomplete: bool| {
                let rule = Rule::Group { how, incomplete, members: members.clone() };
                Requirement { rule, ..one.clone() }
            };
            match how {
                Grouping::All if members.len() > 1 => {
                    push(with(Grouping::Any, *incomplete), "`all` made `any`");
                }
                Grouping::Any if members.len() > 1 => {
                    push(with(Grouping::All, *incomplete), "`any` made `all`");
                }
                Grouping::None => push(with(Grouping::Any, false), "`none` made `any`"),
                Grouping::All | Grouping::Any => {}
            }
            if *how != Grouping::None && !members.is_empty() {
                push(with(*how, !incomplete), "`incomplete` turned round");
            }
        }
    }

    fn programme(&self, at: ProgrammeInYear, found: &mut Vec<Mutant>) {
        let Some(one) = self.book.programmes.get(at) else { return };
        let own = self.places.requirements.get(one.requires).copied();
        let mut push = |place: Option<Place>, what: String, change: &dyn Fn(&mut Programme)| {
            let mut to = one.clone();
            change(&mut to);
            found.push(Mutant {
                year: self.year,
                programmes: vec![one.id.clone()],
                place: place.or(own),
                what,
                change: Change::Programme(at, Box::new(to)),
            });
        };
        for by in [-1, 1] {
            let moved = |day: &mut i32| *day = day.saturating_add(by);
            push(None, format!("`valid.from` moved by {by}"), &|one| moved(&mut one.valid_from));
            push(None, format!("`valid.to` moved by {by}"), &|one| moved(&mut one.valid_to));
            for (name, date) in WINDOW {
                if date(&mut one.window.clone()).is_some() {
                    let what = format!("`window.{name}` moved by {by}");
                    push(None, what, &|one| date(&mut one.window).iter_mut().for_each(moved));
                }
            }
        }
        for index in 0..one.exclusive.len() {
            push(None, "an exclusion removed".to_owned(), &|one| {
                one.exclusive.remove(index);
            });
            if one.exclusive.get(index).is_some_and(|exclusion| exclusion.under.is_some()) {
                push(None, "an exclusion made certain".to_owned(), &|one| {
                    one.exclusive.iter_mut().skip(index).take(1).for_each(|one| one.under = None);
                });
            }
        }
        for (index, later) in one.later.iter().enumerate() {
            let what = if later.owed.is_some() { "an obligation" } else { "a key date" };
            push(None, format!("{what} removed"), &|one| {
                one.later.remove(index);
            });
            if later.owed.is_some() && later.day.is_some() {
                push(None, "the end of an obligation removed".to_owned(), &|one| {
                    one.later.iter_mut().skip(index).take(1).for_each(|one| one.day = None);
                });
            }
        }
        if let Some(amount) = &one.amount {
            self.amount(amount, &mut push);
        }
    }

    /// The changes of an amount.
    fn amount(&self, amount: &Amount, push: &mut Push<'_>) {
        for (index, step) in amount.then.iter().enumerate() {
            let place = match step {
                Step::Cap(expr) | Step::Total(expr) => self.place(*expr),
                Step::Round { .. } => None,
            };
            push(place, "a step of the sum removed".to_owned(), &|one| {
                one.amount.iter_mut().for_each(|amount| {
                    amount.then.remove(index);
                });
            });
        }
        for (index, part) in amount.parts.iter().enumerate() {
            let what = format!("`ceiling` turned round (part {})", part.id);
            push(self.place(part.value), what, &|one| {
                let parts = one.amount.iter_mut().flat_map(|amount| &mut amount.parts);
                parts.skip(index).take(1).for_each(|part| part.ceiling = !part.ceiling);
            });
        }
        for (index, part) in amount.parts.iter().enumerate() {
            for (what, change) in LIMITS.iter().filter(|_| part.instalments.is_some()) {
                push(self.place(part.value), format!("the {what} (part {})", part.id), &|one| {
                    let parts = one.amount.iter_mut().flat_map(|amount| &mut amount.parts);
                    let own = parts.skip(index).take(1).flat_map(|part| &mut part.instalments);
                    own.for_each(change);
                });
            }
        }
        for by in [false, true] {
            if amount.schedule.is_some() {
                push(None, "the number of instalments changed".to_owned(), &|one| {
                    let schedules = one.amount.iter_mut().flat_map(|amount| &mut amount.schedule);
                    schedules.for_each(|found| {
                        let times = found.times;
                        found.times =
                            if by { times.saturating_add(1) } else { times.saturating_sub(1) };
                    });
                });
            }
        }
    }
}

/// Takes a change of a programme, with its place and a description.
type Push<'p> = dyn FnMut(Option<Place>, String, &dyn Fn(&mut Programme)) + 'p;

type Limit = fn(&mut Instalments);

/// The changes of the instalments in which a part is paid.
const LIMITS: [(&str, Limit); 4] = [
    ("first instalment made earlier", |own| own.first = own.first.saturating_sub(1)),
    ("first instalment made later", |own| own.first = own.first.saturating_add(1)),
    ("last instalment made earlier", |own| own.last = own.last.saturating_sub(1)),
    ("last instalment made later", |own| own.last = own.last.saturating_add(1)),
];

type WindowDate = fn(&mut WindowDates) -> &mut Option<i32>;

/// The dates of a window by their keys.
const WINDOW: [(&str, WindowDate); 4] = [
    ("opens", |window| &mut window.opens),
    ("closes", |window| &mut window.closes),
    ("seen_open", |window| &mut window.seen_open),
    ("seen_closed", |window| &mut window.seen_closed),
];

/// The changes of an operation on a day.
fn operation_changes(operation: DayOperation) -> Vec<(DayOperation, String)> {
    match operation {
        DayOperation::DayReached { age } => [age.saturating_sub(1), age.saturating_add(1)]
            .map(|to| (DayOperation::DayReached { age: to }, format!("age {age} made {to}")))
            .into(),
        DayOperation::LastDay { period, first_day } => {
            let with = |(period, what)| (DayOperation::LastDay { period, first_day }, what);
            let mut made: Vec<_> = periods(period).into_iter().map(with).collect();
            let first_day = match first_day {
                FirstDay::Counted => FirstDay::NotCounted,
                FirstDay::NotCounted => FirstDay::Counted,
            };
            let what = "`counted` and `not_counted` swapped".to_owned();
            made.push((DayOperation::LastDay { period, first_day }, what));
            made
        }
        DayOperation::FirstDayBefore { period } => {
            let with = |(period, what)| (DayOperation::FirstDayBefore { period }, what);
            periods(period).into_iter().map(with).collect()
        }
        DayOperation::FiscalYearStart
        | DayOperation::FirstOfMonth
        | DayOperation::NextMonthDay { month: _, day: _ } => Vec::new(),
    }
}

/// A period one unit shorter and one longer.
fn periods(period: Period) -> Vec<(Period, String)> {
    let Period { years, months, days } = period;
    let changed = |more: bool| {
        let small = |unit: u8| if more { unit.saturating_add(1) } else { unit.saturating_sub(1) };
        if years > 0 {
            Period { years: small(years), ..period }
        } else if months > 0 {
            Period { months: small(months), ..period }
        } else {
            let days = if more { days.saturating_add(1) } else { days.saturating_sub(1) };
            Period { days, ..period }
        }
    };
    let shorter = (changed(false), "the period made a unit shorter".to_owned());
    vec![shorter, (changed(true), "the period made a unit longer".to_owned())]
}
