//! Which changes of plans would make a programme eligible or raise its amount: one answer, or two at
//! once where no single one is enough. Only answers that the applicant can choose are tried, no dates.

use super::Trial;
use super::solve::{Answer, Stretch, stretches};
use crate::evaluate::report_of;
use crate::index::{FactIndex, FactSet, ProgrammeIndex};
use crate::possible::{Days, Options, Range};
use crate::report::{
    AmountRange, Change, NewAnswer, ProgrammeReport, Report, State, Verdict, WhatIf,
};
use crate::rulebook::{Amount, Kind};
use crate::situation::{self, Known};
use crate::truth::Truth;

/// So many changes are named for one programme.
const MOST_NAMED: usize = 6;

/// What a change is to bring about.
#[derive(Clone, Copy)]
enum Goal {
    Granted,
    /// Neither end of the amount less than this, and one of them more.
    More(AmountRange),
}

/// What is to be brought about for which programme.
#[derive(Clone, Copy)]
struct Aim {
    programme: ProgrammeIndex,
    goal: Goal,
}

impl Trial<'_> {
    /// The smallest changes that make an ineligible programme eligible, with or without the desk's
    /// word; where none does, those with which it is no longer excluded.
    pub(super) fn what_if(&mut self, report: &Report, one: &ProgrammeReport) -> Vec<WhatIf> {
        let aim = Aim { programme: one.programme, goal: Goal::Granted };
        let facts = self.chosen(self.failing(one));
        let mut found = self.single_changes(&facts, aim, Answer::Yes);
        if found.is_empty() {
            found = self.double_changes(&facts, aim);
        }
        if found.is_empty() {
            found = self.single_changes(&facts, aim, Answer::Differs);
        }
        self.outcomes(report, aim, found)
    }

    /// The single changes that raise the amount of a programme that can be granted.
    pub(super) fn raises(&mut self, report: &Report, one: &ProgrammeReport) -> Vec<WhatIf> {
        let granted = matches!(one.verdict, Verdict::Eligible | Verdict::Confirm);
        let Some(amount) = one.amount.filter(|_| granted) else { return Vec::new() };
        let aim = Aim { programme: one.programme, goal: Goal::More(amount) };
        let facts = self.chosen(self.paying(one));
        let found = self.single_changes(&facts, aim, Answer::Yes);
        self.outcomes(report, aim, found)
    }

    /// The facts that the amount reads.
    fn paying(&self, one: &ProgrammeReport) -> FactSet {
        let mut found = FactSet::EMPTY;
        let Some(rules) = one.rules else { return found };
        let amount = self.city.programme(rules).and_then(|programme| programme.amount.as_ref());
        for expr in amount.map_or_else(Vec::new, Amount::exprs) {
            found = found.union(self.city.facts_read_by(rules.year, expr));
        }
        found
    }

    /// The facts that the requirements read that are not met.
    fn failing(&self, one: &ProgrammeReport) -> FactSet {
        let mut found = FactSet::EMPTY;
        let Some(rules) = one.rules else { return found };
        let (Some(book), Some(facts)) =
            (self.city.rules().years.get(rules.year), self.city.programme_info(rules))
        else {
            return found;
        };
        for (listed, state) in facts.requirements.iter().zip(&one.states).skip(1) {
            let requirement = book.requirements.get(listed.id);
            let failed = matches!(state, State::NotMet | State::Unsettled);
            let Some(requirement) = requirement.filter(|_| failed) else { continue };
            for expr in requirement.exprs() {
                found = found.union(self.city.facts_read_by(rules.year, expr));
            }
        }
        found
    }

    fn single_changes(
        &mut self,
        facts: &[FactIndex],
        aim: Aim,
        wanted: Answer,
    ) -> Vec<Vec<Change>> {
        let mut found = Vec::new();
        for fact in facts {
            if self.hopeless(&[*fact], aim) {
                continue;
            }
            for to in self.values(*fact, aim, wanted) {
                found.push(vec![Change { fact: *fact, to }]);
            }
        }
        found
    }

    fn double_changes(&mut self, facts: &[FactIndex], aim: Aim) -> Vec<Vec<Change>> {
        let mut found = Vec::new();
        for (at, one) in facts.iter().enumerate() {
            for other in facts.iter().skip(at.saturating_add(1)) {
                if self.hopeless(&[*one, *other], aim) {
                    continue;
                }
                let Some(unknown) = self.unknown(*other) else { continue };
                let first = self.with(*other, unknown, &mut |trial| {
                    let mut values = trial.values(*one, aim, Answer::Yes);
                    values.extend(trial.values(*one, aim, Answer::Differs));
                    values
                });
                for to in first {
                    let second = self.with(*one, to.known(), &mut |trial| {
                        trial.values(*other, aim, Answer::Yes)
                    });
                    for also in second {
                        let first = Change { fact: *one, to };
                        found.push(vec![first, Change { fact: *other, to: also }]);
                    }
                }
            }
        }
        found
    }

    /// Whether no answers to some facts would do.
    fn hopeless(&mut self, facts: &[FactIndex], aim: Aim) -> bool {
        let Some((fact, others)) = facts.split_first() else {
            return self.reached(aim) == Answer::No;
        };
        let Some(unknown) = self.unknown(*fact) else { return true };
        self.with(*fact, unknown, &mut |trial| trial.hopeless(others, aim))
    }

    fn unknown(&self, fact: FactIndex) -> Option<Known> {
        self.fact(fact).map(|fact| situation::Answer::unknown(fact).known)
    }

    /// Other answers to a fact with which the aim is reached as wanted: every such option, and the
    /// nearest such numbers.
    fn values(&mut self, fact: FactIndex, aim: Aim, wanted: Answer) -> Vec<NewAnswer> {
        let (Some(of), Some(known)) = (self.fact(fact), self.known(fact).cloned()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut test = |value: NewAnswer| {
            let reached = |trial: &mut Self| trial.reached(aim);
            let then = value.known();
            if then != known && self.with(fact, then, &mut { reached }) == wanted {
                found.push(value);
            }
        };
        match &of.kind {
            Kind::YesNo => {
                test(NewAnswer::YesNo { value: true });
                test(NewAnswer::YesNo { value: false });
            }
            Kind::Choice { options } => {
                for option in options.keys() {
                    if Options::only(option).is_within(of.choosable) {
                        test(NewAnswer::Option { option });
                    }
                }
            }
            Kind::Number { min, max, .. } => {
                return self.nearest_numbers(fact, (*min, *max), aim, wanted);
            }
            Kind::Date { .. } | Kind::List { .. } => {}
        }
        found
    }

    fn nearest_numbers(
        &mut self,
        fact: FactIndex,
        (min, max): (i64, i64),
        aim: Aim,
        wanted: Answer,
    ) -> Vec<NewAnswer> {
        let Some(Known::Number(known)) = self.known(fact).cloned() else { return Vec::new() };
        let to = |a, b| NewAnswer::Number { range: Range::whole(a, (b < max).then_some(b)) };
        let found = stretches(min, max, &mut |a, b| {
            self.with(fact, to(a, b).known(), &mut |trial| trial.reached(aim))
        });
        // Nearest above what is known; or else the highest below it.
        let range = |stretch: &Stretch| Range::whole(stretch.first, Some(stretch.last));
        let is_wanted = |stretch: &&Stretch| match wanted {
            Answer::Yes => stretch.answer == Answer::Yes,
            Answer::No | Answer::Perhaps | Answer::Differs => stretch.answer == Answer::Perhaps,
        };
        let mut nearest = Vec::new();
        for stretch in found.iter().filter(is_wanted) {
            nearest = vec![to(stretch.first, stretch.last)];
            if known.less_than(range(stretch)) == Truth::True {
                break;
            }
        }
        nearest
    }

    /// Whether the aim is reached for every completion (`Yes`), for none (`No`), or it is open
    /// (`Differs`).
    fn reached(&mut self, aim: Aim) -> Answer {
        let verdict = self.standing(aim.programme, Days::exactly(self.on)).verdict;
        match verdict {
            Verdict::Ineligible | Verdict::NoRule => Answer::No,
            Verdict::Undetermined => Answer::Differs,
            Verdict::Eligible | Verdict::Confirm => match aim.goal {
                Goal::Granted => Answer::Yes,
                Goal::More(than) => self.pays_more(aim.programme, than),
            },
        }
    }

    fn pays_more(&self, programme: ProgrammeIndex, than: AmountRange) -> Answer {
        let report = report_of(self.city, &self.situation, self.on, programme);
        let Some(amount) = report.amount else { return Answer::No };
        let (low, high) = (amount.yen.low, amount.yen.high);
        let (old_low, old_high) = (than.yen.low, than.yen.high);
        // No upper end is more than any; no lower end is less than any.
        let high_order = match (high, old_high) {
            (Some(new), Some(old)) => new.cmp(&old),
            (new, old) => new.is_none().cmp(&old.is_none()),
        };
        let low_order = low.cmp(&old_low);
        if low_order.is_le() && high_order.is_le() {
            Answer::No
        } else if low_order.is_ge() && high_order.is_ge() {
            Answer::Yes
        } else {
            Answer::Differs
        }
    }

    /// What each set of changes comes to.
    fn outcomes(&mut self, report: &Report, aim: Aim, found: Vec<Vec<Change>>) -> Vec<WhatIf> {
        let mut named = Vec::new();
        for changes in found {
            if named.len() < MOST_NAMED {
                named.push(self.outcome(report, aim, changes));
            }
        }
        named
    }

    fn outcome(&mut self, report: &Report, aim: Aim, changes: Vec<Change>) -> WhatIf {
        let changed = self.changed;
        let mut before = Vec::new();
        for Change { fact, to } in &changes {
            before.push((*fact, self.put(*fact, to.known())));
        }
        let then = report_of(self.city, &self.situation, self.on, aim.programme);
        let on = Days::exactly(self.on);
        let mut loses = Vec::new();
        for one in &report.programmes {
            let at = one.programme;
            let had = !matches!(one.verdict, Verdict::Ineligible | Verdict::NoRule);
            if had
                && self.city.facts_read_by_programme(at).intersects(self.changed)
                && self.standing(at, on).verdict == Verdict::Ineligible
            {
                loses.push(at);
            }
        }
        for (fact, known) in before {
            if let Some(known) = known {
                self.put(fact, known);
            }
        }
        self.changed = changed;
        WhatIf { changes, verdict: then.verdict, amount: then.amount, loses }
    }
}
