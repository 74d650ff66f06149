//! A second evaluator for the tests: one complete household and one choice of every open point, with
//! plain truth and exact numbers. It is slow and simple, and shares only the rules and values with the engine.

use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::index::{
    ExprIndex, FactIndex, MemberIndex, ProgrammeIndex, ReadingIndex, RequirementIndex, Version,
};
use iju_check::possible::Options;
use iju_check::report::Verdict;
use iju_check::rulebook::{
    Amount, City, DayOperation, Expr, Fact, Grouping, Kind, Later, Programme, ProgrammeInfo, Rule,
    Rulebook, Step, TimeUnit,
};
use iju_check::situation::{Answer, Known, Record, Situation};
use iju_check::truth::Truth;
use std::collections::BTreeMap;
use typed_index_collections::{TiSlice, TiVec};

/// A household and one choice of everything open.
pub(crate) struct Reference<'a> {
    pub(crate) facts: &'a TiSlice<FactIndex, Fact>,
    pub(crate) book: &'a Rulebook,
    pub(crate) household: &'a Situation,
    pub(crate) on: Day,
    /// The meaning chosen for each reading.
    pub(crate) meanings: TiVec<ReadingIndex, usize>,
    /// The days to which dates move in an estimate, by the days that are written.
    pub(crate) moved: BTreeMap<i32, i32>,
    /// The number that stands for the amount paid, and that amount.
    pub(crate) award: Option<(ExprIndex, Exact)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Truth(bool),
    Number(Exact),
    Day(Day),
    Option(Options),
}

impl Reference<'_> {
    /// Whether a requirement that must hold does so if everything hidden, left to the desk or only reported turns
    /// out well for the applicant, or if all of it turns out badly. Each occurs once, so these are the best and the
    /// worst case.
    pub(crate) fn requirement(&self, id: RequirementIndex, well: bool) -> bool {
        self.counts_as_met(id, Grouping::All, well)
    }

    /// Whether a requirement counts as met in a group, `well` being how things turn out for the requirement itself.
    fn counts_as_met(&self, id: RequirementIndex, within: Grouping, well: bool) -> bool {
        let is_met = self.is_met(id, well);
        match within {
            _ if !self.book.requirements[id].reported => is_met,
            Grouping::All => is_met || well,
            Grouping::Any | Grouping::None => is_met && well,
        }
    }

    fn is_met(&self, id: RequirementIndex, well: bool) -> bool {
        let requirement = &self.book.requirements[id];
        if requirement.applies_if.is_some_and(|expr| !self.truth(expr, None)) {
            return true;
        }
        match &requirement.rule {
            Rule::When(expr) => self.truth(*expr, None),
            Rule::Desk => well,
            Rule::Group { how, incomplete, members } => {
                let mut members = members.iter();
                match how {
                    Grouping::All => {
                        members.all(|one| self.counts_as_met(*one, *how, well))
                            && (!incomplete || well)
                    }
                    Grouping::Any => {
                        members.any(|one| self.counts_as_met(*one, *how, well))
                            || (*incomplete && well)
                    }
                    // What turns out well for a member harms the applicant here.
                    Grouping::None => !members.any(|one| self.counts_as_met(*one, *how, !well)),
                }
            }
        }
    }

    fn truth(&self, expr: ExprIndex, member: Option<MemberIndex>) -> bool {
        match self.value(expr, member) {
            Some(Value::Truth(truth)) => truth,
            other => panic!("expected a truth, found {other:?}"),
        }
    }

    pub(crate) fn number(&self, expr: ExprIndex, member: Option<MemberIndex>) -> Option<Exact> {
        match self.value(expr, member)? {
            Value::Number(number) => Some(number),
            other => panic!("expected a number, found {other:?}"),
        }
    }

    fn day(&self, expr: ExprIndex, member: Option<MemberIndex>) -> Day {
        match self.value(expr, member) {
            Some(Value::Day(day)) => day,
            other => panic!("expected a day, found {other:?}"),
        }
    }

    /// The value; `None` if no case of a table applies or a number is not stated.
    fn value(&self, expr: ExprIndex, member: Option<MemberIndex>) -> Option<Value> {
        let truth = |part: &ExprIndex| self.truth(*part, member);
        let number = |part: &ExprIndex| self.number(*part, member);
        let day = |part: &ExprIndex| self.day(*part, member);
        let whole = |number: i32| Value::Number(Exact::whole(number.into()));
        Some(match &self.book.exprs[expr] {
            Expr::Truth(value) => Value::Truth(*value),
            Expr::Number(constant) => Value::Number(Exact::new(constant.numer, constant.denom)?),
            Expr::Day { number, stays } => {
                let moved = self.moved.get(number).filter(|_| !stays).unwrap_or(number);
                Value::Day(Day::from_number(*moved)?)
            }
            Expr::On => Value::Day(self.on),
            Expr::Fact(fact) => known(&self.household.facts[*fact]),
            Expr::Field { list, field } => known(&self.members(*list)[member?][*field]),
            Expr::All(parts) => Value::Truth(parts.iter().all(truth)),
            Expr::Any(parts) => Value::Truth(parts.iter().any(truth)),
            Expr::Not(part) => Value::Truth(!truth(part)),
            Expr::Among(part, wanted) => match self.value(*part, member)? {
                Value::Option(option) => Value::Truth(option.is_within(*wanted)),
                other => panic!("expected an option, found {other:?}"),
            },
            Expr::Less(a, b) => Value::Truth(self.order(*a, *b, member)?.is_lt()),
            Expr::AtMost(a, b) => Value::Truth(self.order(*a, *b, member)?.is_le()),
            Expr::Equal(a, b) => Value::Truth(self.order(*a, *b, member)?.is_eq()),
            Expr::Add(a, b) => Value::Number(number(a)?.add(number(b)?)?),
            Expr::Negate(part) => Value::Number(number(part)?.negated()),
            Expr::Multiply(a, b) => Value::Number(number(a)?.mul(number(b)?)?),
            Expr::Min(parts) => Value::Number(self.numbers(parts, member)?.into_iter().min()?),
            Expr::Max(parts) => Value::Number(self.numbers(parts, member)?.into_iter().max()?),
            Expr::Round { value, way, unit } => Value::Number(number(value)?.rounded(*way, *unit)?),
            Expr::DayFrom { day: part, operation } => Value::Day(day_from(day(part), *operation)),
            Expr::FiscalYear(part) => whole(day(part).fiscal_year()),
            Expr::TimeBetween { from, to, unit } => whole(match unit {
                TimeUnit::YearsOfAge => day(to).age_years(day(from)),
                TimeUnit::Months => day(from).months_until(day(to)),
                TimeUnit::Days => day(to).number() - day(from).number(),
            }),
            Expr::Count { list, when } => whole(self.satisfying(*list, *when).len() as i32),
            Expr::Sum { list, value, when } => {
                let shares = self.satisfying(*list, *when);
                let mut shares = shares.into_iter().map(|member| self.number(*value, Some(member)));
                Value::Number(shares.try_fold(Exact::ZERO, |sum, share| sum.add(share?))?)
            }
            Expr::AnyMember { list, when } => {
                Value::Truth(!self.satisfying(*list, *when).is_empty())
            }
            Expr::EveryMember { list, when } => {
                Value::Truth(self.satisfying(*list, *when).len() == self.members(*list).len())
            }
            Expr::Ordinal { list, born, among } => {
                let birth = |member: MemberIndex| match self.members(*list)[member][*born].known {
                    Known::Day(days) => (days.first, member),
                    _ => panic!("a birth is a day"),
                };
                let own = member?;
                let elder = self.satisfying(*list, *among);
                let elder = elder.into_iter().filter(|other| birth(*other) < birth(own));
                whole(1 + elder.count() as i32)
            }
            Expr::Table(cases) => {
                let mut found = cases.iter().filter(|(when, _)| truth(when));
                let (_, value) = found.next()?;
                assert!(found.next().is_none(), "two cases of a table apply");
                self.value(*value, member)?
            }
            Expr::Reading { reading, choices } => {
                self.value(choices[self.meanings[*reading]], member)?
            }
            Expr::Unstated { .. } => Value::Number(self.award.filter(|(at, _)| *at == expr)?.1),
        })
    }

    /// Whether a number is made of one that no source states. No tested rules have such a number for each member.
    pub(crate) fn is_unstated(&self, expr: ExprIndex) -> bool {
        match &self.book.exprs[expr] {
            Expr::Unstated { .. } => true,
            Expr::Table(cases) => {
                let yes = Some(Value::Truth(true));
                let holds = |(when, _): &&(ExprIndex, ExprIndex)| self.value(*when, None) == yes;
                cases.iter().find(holds).is_some_and(|(_, value)| self.is_unstated(*value))
            }
            Expr::Reading { reading, choices } => {
                self.is_unstated(choices[self.meanings[*reading]])
            }
            other if other.reference().list().is_some() => false,
            other => other.parts().iter().any(|part| self.is_unstated(*part)),
        }
    }

    fn numbers(&self, parts: &[ExprIndex], member: Option<MemberIndex>) -> Option<Vec<Exact>> {
        parts.iter().map(|part| self.number(*part, member)).collect()
    }

    fn order(
        &self,
        a: ExprIndex,
        b: ExprIndex,
        member: Option<MemberIndex>,
    ) -> Option<core::cmp::Ordering> {
        match (self.value(a, member)?, self.value(b, member)?) {
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(&b)),
            (Value::Day(a), Value::Day(b)) => Some(a.cmp(&b)),
            other => panic!("not comparable: {other:?}"),
        }
    }

    fn members(&self, list: FactIndex) -> &TiSlice<MemberIndex, Record> {
        assert!(matches!(self.facts[list].kind, Kind::List { .. }));
        match &self.household.facts[list].known {
            Known::List(members) => &members.named,
            _ => panic!("a list"),
        }
    }

    fn satisfying(&self, list: FactIndex, when: ExprIndex) -> Vec<MemberIndex> {
        self.members(list).keys().filter(|member| self.truth(when, Some(*member))).collect()
    }
}

fn day_from(day: Day, operation: DayOperation) -> Day {
    match operation {
        DayOperation::DayReached { age } => day.day_reached(age.into()),
        DayOperation::FiscalYearStart => day.fiscal_year_start(),
        DayOperation::FirstOfMonth => day.first_of_month(),
        DayOperation::NextMonthDay { month, day: of_month } => {
            day.next_month_day(month.into(), of_month.into())
        }
        DayOperation::LastDay { period, first_day } => day.last_day(period, first_day),
        DayOperation::FirstDayBefore { period } => day.first_day_before(period),
    }
}

fn known(answer: &Answer) -> Value {
    match &answer.known {
        Known::Truth(truth) => Value::Truth(*truth == Truth::True),
        Known::Options(options) => Value::Option(*options),
        Known::Number(range) => Value::Number(range.low.unwrap()),
        Known::Day(days) => Value::Day(days.first),
        Known::List(_) => panic!("a list is no value"),
    }
}

/// The result of one programme for one complete household.
pub(crate) struct Plain {
    pub(crate) verdict: Verdict,
    /// The amounts, one for each choice of readings under which it can be granted.
    pub(crate) amounts: Vec<Exact>,
    /// The days and sums of the time after the award, for each choice of readings under which it can be granted. A sum
    /// that depends on something that no source states is absent.
    pub(crate) later: Vec<Vec<(Option<Day>, Option<Exact>)>>,
}

/// The verdict by its definition: every meaning of every reading is tried, with every other open item
/// turning out well and turning out badly.
pub(crate) fn plainly(city: &City, version: Version, household: &Situation, on: Day) -> Plain {
    let book = &city.rules().years[version.year];
    let facts = city.programme_info(version).unwrap();
    let programme = &book.programmes[version.programme];
    let (mut always, mut ever) = (true, false);
    let (mut amounts, mut told_later) = (Vec::new(), Vec::new());
    for meanings in meanings(book, facts) {
        let facts = &city.rules().facts;
        let moved = BTreeMap::new();
        let mut reference = Reference { facts, book, household, on, meanings, moved, award: None };
        let at_worst = reference.requirement(programme.requires, false);
        let at_best = reference.requirement(programme.requires, true);
        assert!(at_best || !at_worst, "an open item that turns out well does harm");
        always &= at_worst;
        ever |= at_best;
        if let Some(amount) = programme.amount.as_ref().filter(|_| at_best) {
            let paid = paid(&reference, programme, amount);
            amounts.extend(paid);
            reference.award = programme.award.zip(paid);
        }
        if at_best {
            told_later.push(later(&reference, programme));
        }
    }
    let verdict = match (always, ever) {
        (true, _) => Verdict::Eligible,
        (false, true) => Verdict::Confirm,
        (false, false) => Verdict::Ineligible,
    };
    Plain { verdict, amounts, later: told_later }
}

/// The days and sums of the time after the award, in the author's order.
fn later(reference: &Reference<'_>, programme: &Programme) -> Vec<(Option<Day>, Option<Exact>)> {
    let later = programme.later.iter();
    let found = later.map(|Later { id: _, day, owed }| {
        let owed = owed.and_then(|owed| reference.number(owed, None));
        (day.map(|day| reference.day(day, None)), owed.map(|owed| owed.max(Exact::ZERO)))
    });
    found.collect()
}

/// The programme's rules that hold for a complete household, if any year's do.
pub(crate) fn rules_for(
    city: &City,
    programme: ProgrammeIndex,
    household: &Situation,
    on: Day,
) -> Option<Version> {
    let holds = |at: &&Version| {
        let programme = city.programme(**at).unwrap();
        let by = match programme.valid_by.map(|fact| &household.facts[fact].known) {
            Some(Known::Day(days)) => days.first.number(),
            _ => on.number(),
        };
        (programme.valid_from..=programme.valid_to).contains(&by)
    };
    city.versions(programme).iter().find(holds).copied()
}

/// The parts that the programme's payee is paid, added up, then every step, then every instalment.
pub(crate) fn paid(
    reference: &Reference<'_>,
    programme: &Programme,
    amount: &Amount,
) -> Option<Exact> {
    let times = amount.schedule.map_or(1, |schedule| schedule.times);
    let instalments = (1..=times).map(|at| paid_in(reference, programme, amount, at));
    instalments.into_iter().try_fold(Exact::ZERO, |sum, one| sum.add(one?))
}

/// What one instalment pays.
fn paid_in(
    reference: &Reference<'_>,
    programme: &Programme,
    amount: &Amount,
    instalment: u16,
) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    for part in &amount.parts {
        // A part that no source states hides the sum; one that no case covers has none.
        let value = reference.number(part.value, None)?;
        let is_paid =
            part.instalments.is_none_or(|own| own.first <= instalment && instalment <= own.last);
        if is_paid && part.payee.is_none_or(|payee| payee == programme.payee) {
            sum = sum.add(value)?;
        }
    }
    for step in &amount.then {
        sum = match step {
            Step::Cap(cap) => sum.min(reference.number(*cap, None)?),
            Step::Round { way, unit } => sum.rounded(*way, *unit)?,
            Step::Total(total) => reference.number(*total, None)?,
        };
    }
    Some(sum)
}

/// Every choice of meanings for the readings of a programme.
pub(crate) fn meanings(book: &Rulebook, facts: &ProgrammeInfo) -> Vec<TiVec<ReadingIndex, usize>> {
    let mut found = vec![Vec::new()];
    for (at, reading) in book.readings.iter_enumerated() {
        let used = facts.readings.contains(at);
        let choices = if used { reading.choices.len() } else { 1 };
        found = found
            .into_iter()
            .flat_map(|chosen: Vec<usize>| {
                (0..choices).map(move |choice| [chosen.clone(), vec![choice]].concat())
            })
            .collect();
    }
    found.into_iter().map(TiVec::from).collect()
}
