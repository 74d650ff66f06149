//! Computes what a programme would pay: its parts and their sum, as ranges over everything that is
//! still possible. Readings and answers under which nothing would be granted are left out. This
//! file judges no requirement itself.

use super::constraints::{Assignment, Constraints};
use super::expression::{Context, Scope};
use super::memo::{Memo, Memory, Remembered, Variant};
use super::reading_choices::ReadingChoices;
use super::requirement::{self, Results};
use super::value::ValueSet;
use crate::index::{ExprIndex, FactSet, ReadingSet};
use crate::possible::{Options, Range, Slots};
use crate::report::{AmountRange, Verdict};
use crate::rulebook::{
    Amount, Expr, Instalments, MAX_ASSIGNMENTS, Part, Programme, ProgrammeInfo, Step,
};
use crate::situation::Known;
use crate::truth::Truth;

/// What a programme would pay.
pub(super) struct AmountResult {
    /// The sum. `None` if nothing can be paid.
    pub(super) total: Option<AmountRange>,
    /// The parts, in the author's order. Empty if nothing can be paid.
    pub(super) parts: Vec<Range>,
    /// What each run of instalments pays in one of them. Empty if all instalments are alike.
    pub(super) instalments: Vec<Range>,
    /// The answers that could change the sum, a part or an instalment.
    pub(super) open: Slots,
}

impl AmountResult {
    pub(super) const NOTHING: AmountResult =
        AmountResult { total: None, parts: Vec::new(), instalments: Vec::new(), open: Slots::NONE };

    /// Widens the ranges until they also hold those of `other`.
    fn widen(&mut self, other: &AmountResult) {
        self.open = self.open.union(other.open);
        let Some(more) = other.total else { return };
        if let Some(total) = &mut self.total {
            total.yen = total.yen.hull(more.yen);
            total.ceiling |= more.ceiling;
            let mine = self.parts.iter_mut().chain(&mut self.instalments);
            for (range, more) in mine.zip(other.parts.iter().chain(&other.instalments)) {
                *range = range.hull(*more);
            }
        } else {
            (self.total, self.parts) = (other.total, other.parts.clone());
            self.instalments.clone_from(&other.instalments);
        }
    }

    fn is_single(&self) -> bool {
        let total = self.total.is_none_or(|total| total.yen.is_single());
        total && self.parts.iter().chain(&self.instalments).all(|range| range.is_single())
    }
}

/// Computes the amount of one programme, once for all readings and again under chosen meanings.
pub(super) struct AmountEvaluator<'a> {
    context: Context<'a>,
    calculation: Calculation<'a>,
    /// The values under the demands of the requirements. Absent if they demand nothing that is not known.
    memo: Option<Memo>,
    /// Everything that is still possible.
    whole: Scenario,
    /// The same, split by the answers that several parts read: a sum of ranges would otherwise
    /// combine a part under one answer with a part under another. Empty if there is nothing to
    /// split.
    split: Vec<Scenario>,
}

/// Some of the households that are still possible.
struct Scenario {
    constraints: Constraints,
    variant: Option<Variant>,
    /// The amount under each combination of meanings that grants the programme. Such a combination
    /// settles the readings that requirements and amount share and those that occur repeatedly in
    /// the amount.
    amounts: Vec<(ReadingChoices, AmountResult)>,
}

impl<'a> AmountEvaluator<'a> {
    /// Computes the amount of every scenario. `constraints` are what the requirements demand, and
    /// `results` are their results.
    pub(super) fn new(
        (context, memory): (Context<'a>, &Memory),
        (programme, amount): (&'a Programme, &'a Amount),
        facts: &'a ProgrammeInfo,
        results: &Results,
        constraints: Constraints,
    ) -> AmountEvaluator<'a> {
        let calculation = Calculation::of(programme, amount);
        let memo = (!constraints.is_empty()).then(Memo::default);
        let original = context.remembered.map(|remembered| remembered.variant);
        // The requirements are judged under the assignment alone. Under their own demands they would
        // always hold.
        let scenario = |assigned: &Constraints, constraints: Constraints, facts_split: FactSet| {
            let mut amounts = Vec::new();
            let variant = match original {
                Some(original) if !facts_split.is_empty() => memory.variant(original, facts_split),
                original => original,
            };
            let judging = context.under(assigned, remembered(&context, None, variant));
            let context = context.under(&constraints, remembered(&context, memo.as_ref(), variant));
            for_each_granting_choice(&judging, facts, results, facts_split, &mut |choices| {
                choices.for_each(context.book, facts.repeated_in_amount, &mut |choices| {
                    let amount = calculation.evaluate(&Context { choices, ..context });
                    amounts.push((*choices, amount));
                });
            });
            Scenario { constraints, variant, amounts }
        };
        let (facts_split, assignments) = assignments(&context, facts.split_by);
        let mut split = Vec::with_capacity(assignments.len());
        for one in assignments {
            let assigned = Constraints::NONE.with(&one);
            split.push(scenario(&assigned, constraints.with(&one), facts_split));
        }
        let whole = scenario(Constraints::NONE, constraints, FactSet::EMPTY);
        AmountEvaluator { context, calculation, memo, whole, split }
    }

    /// The amount over all meanings of all readings.
    pub(super) fn amount(&self) -> AmountResult {
        let mut found = AmountResult::NOTHING;
        for scenario in self.narrow_scenarios() {
            scenario.amounts.iter().for_each(|(_, amount)| found.widen(amount));
        }
        if !self.split.is_empty() {
            let of_whole = self.whole.amounts.iter().map(|(_, amount)| amount.open);
            let is_single = found.is_single();
            found.open = of_whole.filter(|_| !is_single).fold(Slots::NONE, Slots::union);
        }
        found
    }

    /// The sum over all meanings of the readings that `choices` leaves open. `None` if nothing can be paid.
    pub(super) fn total_under(&self, choices: &ReadingChoices) -> Option<AmountRange> {
        let mut total = None;
        for scenario in self.narrow_scenarios() {
            let remembered = remembered(&self.context, self.memo.as_ref(), scenario.variant);
            let context = self.context.under(&scenario.constraints, remembered);
            for (settled, amount) in &scenario.amounts {
                // A chosen meaning never widens an amount, and nothing stays nothing.
                if AmountRange::hull_of(total, amount.total) == total {
                    continue;
                }
                let Some(both) = settled.combined_with(choices) else { continue };
                let further = both.chosen().without(settled.chosen());
                let context = Context { choices: &both, ..context };
                let of_both = self.calculation.total_again(&context, amount, further);
                total = AmountRange::hull_of(total, of_both);
            }
        }
        total
    }

    /// The scenarios that give the narrowest amount.
    fn narrow_scenarios(&self) -> &[Scenario] {
        if self.split.is_empty() { core::slice::from_ref(&self.whole) } else { &self.split }
    }
}

/// Where the values of a variant are remembered: in a memo of their own, or else in that of the context.
fn remembered<'a>(
    context: &Context<'a>,
    own: Option<&'a Memo>,
    variant: Option<Variant>,
) -> Option<Remembered<'a>> {
    let memo = own.or(context.remembered.map(|remembered| remembered.memo))?;
    Some(Remembered { memo, variant: variant? })
}

/// Calls `visit` for every combination of meanings of the readings that requirements and amount
/// share, except the combinations under which the household is excluded. The facts in `changed` may
/// have other values than when `results` were found.
fn for_each_granting_choice(
    context: &Context<'_>,
    facts: &ProgrammeInfo,
    results: &Results,
    changed: FactSet,
    visit: &mut dyn FnMut(&ReadingChoices),
) {
    let is_eligible = results.first().is_some_and(|top| top.verdict() == Verdict::Eligible);
    let never_excludes = is_eligible || (facts.in_both.is_empty() && changed.is_empty());
    context.choices.for_each(context.book, facts.in_both, &mut |choices| {
        let context = &Context { choices, ..*context };
        if never_excludes || !requirement::excludes(context, facts, results, changed) {
            visit(choices);
        }
    });
}

/// Every combination of answers to the open choices that several parts read, and the facts they are
/// about. Facts are taken in asking order while there are at most [`MAX_ASSIGNMENTS`] combinations.
/// Both are empty if there is nothing to split.
fn assignments(context: &Context<'_>, split_by: FactSet) -> (FactSet, Vec<Assignment>) {
    if split_by.is_empty() {
        return (FactSet::EMPTY, Vec::new());
    }
    let (mut assigned, mut found): (FactSet, Vec<Assignment>) = (FactSet::EMPTY, vec![Vec::new()]);
    for fact in split_by.iter() {
        let Some(answer) = context.situation.facts.get(fact) else { break };
        let values = single_values(&answer.known);
        let expr = context.book.exprs.position(|expr| *expr == Expr::Fact(fact));
        let Some(expr) = expr.filter(|_| !values.is_empty()) else { continue };
        if found.len().saturating_mul(values.len()) > usize::from(MAX_ASSIGNMENTS) {
            break;
        }
        found = crossed(&found, expr, &values);
        assigned.insert(fact);
    }
    if assigned.is_empty() {
        found.clear();
    }
    (assigned, found)
}

/// The values of an open yes-no answer or choice, one by one. Empty for any other answer.
fn single_values(known: &Known) -> Vec<ValueSet> {
    match known {
        Known::Truth(Truth::Unknown) => {
            vec![ValueSet::Truth(Truth::True), ValueSet::Truth(Truth::False)]
        }
        Known::Options(options) if !options.is_single() => {
            options.iter().map(|one| ValueSet::Options(Options::only(one))).collect()
        }
        Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::Day(_) | Known::List(_) => {
            Vec::new()
        }
    }
}

/// Every assignment, extended by each of the values of one more expression.
fn crossed(found: &[Assignment], expr: ExprIndex, values: &[ValueSet]) -> Vec<Assignment> {
    let mut crossed = Vec::with_capacity(found.len().saturating_mul(values.len()));
    for assignment in found {
        for value in values {
            let mut longer = assignment.clone();
            longer.push((expr, *value));
            crossed.push(longer);
        }
    }
    crossed
}

/// How the amount of a programme is calculated from its parts.
struct Calculation<'a> {
    programme: &'a Programme,
    amount: &'a Amount,
    /// The instalments, in runs in which the same parts are paid.
    runs: Vec<Instalments>,
    /// Whether a part that counts is an upper limit only.
    ceiling: bool,
}

impl<'a> Calculation<'a> {
    fn of(programme: &'a Programme, amount: &'a Amount) -> Calculation<'a> {
        let runs = amount.runs();
        let mut calculation = Calculation { programme, amount, runs, ceiling: false };
        let mut parts = amount.parts.iter();
        calculation.ceiling = parts.any(|part| part.ceiling && calculation.counts(part));
        calculation
    }

    /// Whether a part is paid to the payee of the programme.
    fn counts(&self, part: &Part) -> bool {
        part.payee.is_none_or(|payee| payee == self.programme.payee)
    }

    /// Evaluates the amount for one combination of meanings. It is nothing if a part or a step has no value.
    fn evaluate(&self, context: &Context<'_>) -> AmountResult {
        let mut parts = Vec::with_capacity(self.amount.parts.len());
        let mut open = Slots::NONE;
        for part in &self.amount.parts {
            let Some(value) = number(context, part.value, &mut open) else {
                return AmountResult::NOTHING;
            };
            parts.push(value);
        }
        let Some(steps) = self.steps(context, &mut open) else { return AmountResult::NOTHING };
        let mut instalments = Vec::new();
        let yen = self.sum(&parts, &steps, &mut |sum| {
            if self.runs.len() > 1 {
                instalments.push(sum);
            }
        });
        let total = Some(AmountRange { yen, ceiling: self.ceiling });
        let mut found = AmountResult { total, parts, instalments, open };
        if found.is_single() {
            found.open = Slots::NONE;
        }
        found
    }

    /// The sum once `further` readings have a meaning too. `amount` is what was found before, and not nothing.
    fn total_again(
        &self,
        context: &Context<'_>,
        amount: &AmountResult,
        further: ReadingSet,
    ) -> Option<AmountRange> {
        if further.is_empty() {
            return amount.total;
        }
        let reads_further =
            |expr: ExprIndex| context.city.readings_in(context.year, expr).intersects(further);
        let mut open = Slots::NONE;
        let mut parts = amount.parts.clone();
        let known = self.amount.parts.iter().zip(&mut parts);
        for (part, value) in known.filter(|(part, _)| reads_further(part.value)) {
            *value = number(context, part.value, &mut open)?;
        }
        let steps = self.steps(context, &mut open)?;
        let yen = self.sum(&parts, &steps, &mut |_| {});
        Some(AmountRange { yen, ceiling: self.ceiling })
    }

    /// The values in the steps; a rounding has none. `None` if a step has no value.
    fn steps(&self, context: &Context<'_>, open: &mut Slots) -> Option<Vec<Option<Range>>> {
        let steps = self.amount.then.iter().map(|step| match step.expr() {
            Some(expr) => number(context, expr, open).map(Some),
            None => Some(None),
        });
        steps.collect()
    }

    /// The sum of all instalments. Calls `visit` with what one of each run pays.
    fn sum(&self, parts: &[Range], steps: &[Option<Range>], visit: &mut dyn FnMut(Range)) -> Range {
        let paid = self.runs.iter().map(|run| {
            let sum = self.instalment(*run, parts, steps);
            visit(sum);
            let count = i64::from(run.count());
            // A product has no end where a factor lacks one, so a single instalment is no product.
            if count == 1 { sum } else { sum.times(Range::whole(count, Some(count))) }
        });
        paid.reduce(Range::plus).unwrap_or(Range::ZERO)
    }

    /// What an instalment of a run pays: the sum of its parts after the steps, in the written order.
    fn instalment(&self, run: Instalments, parts: &[Range], steps: &[Option<Range>]) -> Range {
        let parts = self.amount.parts.iter().zip(parts);
        let paid = parts.filter(|(part, _)| self.counts(part) && part.is_paid_in(run.first));
        let sum = paid.map(|(_, value)| *value).reduce(Range::plus);
        let mut sum = sum.unwrap_or(Range::ZERO);
        for (step, value) in self.amount.then.iter().zip(steps) {
            let value = value.unwrap_or(Range::ZERO);
            sum = match step {
                Step::Cap(_) => sum.min(value),
                Step::Total(_) => value,
                Step::Round { way, unit } => sum.rounded(*way, *unit),
            };
        }
        sum
    }
}

/// The values of an expression, if it has any. The answers that could narrow them are added to `open`.
fn number(context: &Context<'_>, expr: ExprIndex, open: &mut Slots) -> Option<Range> {
    let value = context.value(expr, Scope::None);
    *open = open.union(value.open);
    (!value.is_nothing()).then(|| value.number())
}
