//! What a programme would pay: its parts and their sum as ranges over everything still possible,
//! leaving out readings and answers under which it would pay nothing. Requirements are judged elsewhere.

use super::assumed::{Assumed, Cell};
use super::choices::Choices;
use super::expression::{Context, Scope, Set};
use super::requirement::{self, Judged};
use crate::index::{FactSet, RequirementPlace};
use crate::possible::{Options, Range, Slots};
use crate::report::{AmountRange, Verdict};
use crate::rulebook::{Amount, Expr, Programme, ProgrammeInfo, Step};
use crate::situation::Known;
use crate::truth::Truth;
use typed_index_collections::TiSlice;

/// What a programme would pay.
pub(super) struct Paid {
    /// Absent where no case applies.
    pub(super) total: Option<AmountRange>,
    pub(super) parts: Vec<Range>,
    /// The answers that could change it.
    pub(super) open: Slots,
}

impl Paid {
    pub(super) const NOTHING: Paid = Paid { total: None, parts: Vec::new(), open: Slots::NONE };

    /// Takes in what else may be paid.
    fn take(&mut self, other: &Paid) {
        self.open = self.open.union(other.open);
        let Some(more) = other.total else { return };
        if let Some(total) = &mut self.total {
            total.yen = total.yen.hull(more.yen);
            total.ceiling |= more.ceiling;
            for (part, more) in self.parts.iter_mut().zip(&other.parts) {
                *part = part.hull(*more);
            }
        } else {
            (self.total, self.parts) = (other.total, other.parts.clone());
        }
    }

    fn is_single(&self) -> bool {
        let total = self.total.is_none_or(|total| total.yen.is_single());
        total && self.parts.iter().all(|part| part.is_single())
    }
}

/// What a programme pays wherever it can be granted.
pub(super) struct Grant<'a> {
    context: Context<'a>,
    programme: &'a Programme,
    amount: &'a Amount,
    /// Everything still possible.
    whole: Case,
    /// The same, answer by answer of the choices that several parts have in common; none, if there
    /// is nothing to tell apart.
    cases: Vec<Case>,
}

/// A case of an amount.
struct Case {
    assumed: Assumed,
    /// The ways to read what requirements and amount share and what the amount hangs on more than
    /// once, but those under which nothing is granted, each with what it pays.
    ways: Vec<(Choices, Paid)>,
}

impl<'a> Grant<'a> {
    /// Judges and pays every case once. `assumed`: what the requirements demand; `judged`: theirs.
    pub(super) fn new(
        context: Context<'a>,
        programme: &'a Programme,
        amount: &'a Amount,
        facts: &'a ProgrammeInfo,
        judged: &TiSlice<RequirementPlace, Judged>,
        assumed: Assumed,
    ) -> Grant<'a> {
        let case = |alone: &Assumed, assumed: Assumed, split: FactSet| {
            let mut ways = Vec::new();
            let judging = Context { assumed: alone, ..context };
            each_granted(&judging, facts, judged, split, &mut |choices| {
                choices.each(context.book, facts.repeated_in_amount, &mut |choices| {
                    let context = Context { choices, assumed: &assumed, ..context };
                    ways.push((*choices, paid_once(&context, programme, amount)));
                });
            });
            Case { assumed, ways }
        };
        let (split, cells) = cells(&context, amount);
        let mut cases = Vec::with_capacity(cells.len());
        for cell in cells {
            cases.push(case(&Assumed::NOTHING.and(&cell), assumed.and(&cell), split));
        }
        let whole = case(Assumed::NOTHING, assumed, FactSet::EMPTY);
        Grant { context, programme, amount, whole, cases }
    }

    /// The amount under every reading that is not chosen.
    pub(super) fn paid(&self, choices: &Choices) -> Paid {
        let whole = self.in_case(&self.whole, choices);
        if self.cases.is_empty() {
            return whole;
        }
        let mut found = Paid::NOTHING;
        for case in &self.cases {
            found.take(&self.in_case(case, choices));
        }
        let open = if found.is_single() { Slots::NONE } else { whole.open };
        Paid { open, ..found }
    }

    fn in_case(&self, case: &Case, choices: &Choices) -> Paid {
        let mut whole = Paid::NOTHING;
        for (way, paid) in &case.ways {
            match way.also(choices) {
                None => {}
                Some(both) if both.taken() == way.taken() => whole.take(paid),
                Some(both) => {
                    let (choices, assumed) = (&both, &case.assumed);
                    let context = Context { choices, assumed, ..self.context };
                    whole.take(&paid_once(&context, self.programme, self.amount));
                }
            }
        }
        whole
    }
}

/// Calls `look` for the ways to read what requirements and amount share, but those under which nothing
/// is granted where more is assumed of the facts in `split` than when it was judged.
fn each_granted(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    judged: &TiSlice<RequirementPlace, Judged>,
    split: FactSet,
    look: &mut dyn FnMut(&Choices),
) {
    let is_granted = judged.first().is_some_and(|top| top.verdict() == Verdict::Eligible);
    let is_known = is_granted || (facts.in_both.is_empty() && split.is_empty());
    context.choices.each(context.book, facts.in_both, &mut |choices| {
        let context = &Context { choices, ..*context };
        if is_known || !requirement::excludes(context, facts, judged, split) {
            look(choices);
        }
    });
}

/// So many combinations of answers are tried.
const MOST_CELLS: usize = 16;

/// Every combination of answers to the open choices that several parts hang on, the first of them in
/// asking order, as long as there are no more than [`MOST_CELLS`]; and these choices. None where
/// there is nothing to choose.
fn cells(context: &Context<'_>, amount: &Amount) -> (FactSet, Vec<Cell>) {
    let Context { city, year, book, situation, .. } = *context;
    let (mut once, mut repeated) = (FactSet::EMPTY, FactSet::EMPTY);
    for part in &amount.parts {
        let facts = city.facts_read_by(year, part.value);
        repeated = repeated.union(once.intersection(facts));
        once = once.union(facts);
    }
    if repeated.is_empty() {
        return (FactSet::EMPTY, Vec::new());
    }
    let (mut split, mut cells): (FactSet, Vec<Cell>) = (FactSet::EMPTY, vec![Vec::new()]);
    for at in repeated.iter() {
        let Some(answer) = situation.facts.get(at) else { break };
        let mut values = Vec::new();
        match answer.known {
            Known::Truth(Truth::Unknown) => {
                values.push(Set::Truth(Truth::True));
                values.push(Set::Truth(Truth::False));
            }
            Known::Options(options) if !options.is_single() => {
                for one in options.iter() {
                    values.push(Set::Options(Options::only(one)));
                }
            }
            Known::Truth(_)
            | Known::Options(_)
            | Known::Number(_)
            | Known::Day(_)
            | Known::List(_) => continue,
        }
        let Some(expr) = book.exprs.position(|expr| *expr == Expr::Fact(at)) else { continue };
        if cells.len().saturating_mul(values.len()) > MOST_CELLS {
            break;
        }
        let mut crossed = Vec::new();
        for cell in &cells {
            for value in &values {
                let mut cell = cell.clone();
                cell.push((expr, *value));
                crossed.push(cell);
            }
        }
        cells = crossed;
        split.insert(at);
    }
    if split.is_empty() {
        cells.clear();
    }
    (split, cells)
}

/// What is paid under the meanings chosen; nothing, where no case of it applies.
fn paid_once(context: &Context<'_>, programme: &Programme, amount: &Amount) -> Paid {
    let (mut total, mut open) = (Range::ZERO, Slots::NONE);
    let mut ceiling = false;
    let mut parts = Vec::with_capacity(amount.parts.len());
    for part in &amount.parts {
        let found = context.value(part.value, Scope::None);
        if found.is_nothing() {
            return Paid::NOTHING;
        }
        parts.push(found.number());
        open = open.union(found.open);
        if part.payee.is_none_or(|payee| payee == programme.payee) {
            total = total.plus(found.number());
            ceiling |= part.ceiling;
        }
    }
    for step in &amount.then {
        total = match step {
            Step::Cap(cap) => {
                let cap = context.value(*cap, Scope::None);
                if cap.is_nothing() {
                    return Paid::NOTHING;
                }
                open = open.union(cap.open);
                total.min(cap.number())
            }
            Step::Round { way, unit } => total.rounded(*way, *unit),
        };
    }
    if let Some(schedule) = amount.schedule {
        total =
            total.times(Range::whole(i64::from(schedule.times), Some(i64::from(schedule.times))));
    }
    let paid = Paid { total: Some(AmountRange { yen: total, ceiling }), parts, open };
    if paid.is_single() { Paid { open: Slots::NONE, ..paid } } else { paid }
}
