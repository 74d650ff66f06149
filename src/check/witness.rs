//! Searches for a household that can be granted a programme and satisfies one more condition. It
//! splits the answers that matter into halves, and drops a half as soon as the evaluator excludes
//! all of it. It reports nothing; other files turn a household into a problem.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::evaluate::lacking;
use crate::index::{
    ExprIndex, FactIndex, FactSet, FieldIndex, ItemIndex, MemberIndex, OptionIndex, ProgrammeIndex,
    Version, YearIndex,
};
use crate::possible::{Days, Options, Range};
use crate::report::{Missing, Verdict};
use crate::rulebook::{
    City, CityRules, Constant, Expr, Fact, Grouping, Kind, Programme, Requirement, Rule, Rulebook,
};
use crate::situation::{self, Answer, Further, Known, Members, Situation};
use crate::truth::Truth;
use std::collections::BTreeMap;
use typed_index_collections::ti_vec;

/// The most evaluations of one search.
const MOST_TRIES: usize = 3_000;

/// What a search found.
pub(super) enum Found {
    /// A household, and its application date.
    Household(Situation, Day),
    /// There is none.
    Nobody,
    /// It was not found in [`MOST_TRIES`] evaluations.
    GaveUp,
}

/// Searches for a household that a programme does not exclude, on the first or the last day of its
/// rules, for which the condition holds that `goal` adds to the year's expressions. An unknown
/// figure counts as its smallest value.
pub(super) fn search(
    city: &City,
    version: Version,
    goal: impl FnOnce(&mut Rulebook) -> ExprIndex,
) -> Found {
    let Some((probe, programme, goal)) = probe(city, version, goal) else {
        return Found::GaveUp;
    };
    let in_goal = probe.facts_read_by(YearIndex::default(), goal);
    let days = [programme.valid_from, programme.valid_to].map(Day::from_number);
    let mut left = MOST_TRIES;
    for on in days.into_iter().flatten() {
        let mut search = Search { city: &probe, on, in_goal, left, splits: BTreeMap::new() };
        let found = search.household(Situation::unknown(&probe));
        left = search.left;
        if let Some(household) = found {
            return Found::Household(household, on);
        }
    }
    if left == 0 { Found::GaveUp } else { Found::Nobody }
}

/// A city with one programme, which also demands the condition, and the condition.
fn probe(
    city: &City,
    version: Version,
    goal: impl FnOnce(&mut Rulebook) -> ExprIndex,
) -> Option<(City, Programme, ExprIndex)> {
    let mut book = city.rules().years.get(version.year)?.clone();
    let mut programme = book.programmes.get(version.programme)?.clone();
    for expr in &mut book.exprs {
        if let Expr::Unstated { min, .. } = expr {
            *expr = Expr::Number(min.unwrap_or(Constant { numer: 0, denom: 1 }));
        }
    }
    let condition = goal(&mut book);
    let rule = Rule::When(condition);
    let blank = Requirement {
        id: String::new(),
        item: ItemIndex::default(),
        rule,
        applies_if: None,
        reported: false,
    };
    let goal = book.requirements.push_and_get_key(blank.clone());
    let members = vec![programme.requires, goal];
    let rule = Rule::Group { how: Grouping::All, incomplete: false, members };
    programme.requires = book.requirements.push_and_get_key(Requirement { rule, ..blank });
    programme.number = ProgrammeIndex::default();
    programme.amount = None;
    programme.exclusive.clear();
    programme.later.clear();
    book.caps.clear();
    book.programmes = ti_vec![programme.clone()];
    let facts = city.rules().facts.clone();
    let rules = CityRules { id: city.rules().id.clone(), facts, years: ti_vec![book] };
    Some((City::new(rules).ok()?, programme, condition))
}

/// A slot of an answer: the fact, and the member and the field of a list.
type Place = (FactIndex, Option<(MemberIndex, FieldIndex)>);

struct Search<'a> {
    city: &'a City,
    on: Day,
    /// The facts that the condition reads. They come first, because most households fail it.
    in_goal: FactSet,
    /// The evaluations that are left.
    left: usize,
    /// How often each answer has been split on the way to the present household. The answer that was
    /// split least comes next, so that no answer is narrowed to one value while the others are open.
    splits: BTreeMap<Place, u32>,
}

impl Search<'_> {
    fn household(&mut self, household: Situation) -> Option<Situation> {
        self.left = self.left.checked_sub(1)?;
        let report = lacking(self.city, &household, self.on);
        let (verdict, _) = report.programmes.first()?;
        match verdict {
            Verdict::Ineligible | Verdict::NoRule => return None,
            Verdict::Eligible | Verdict::Confirm => return Some(household),
            Verdict::Undetermined => {}
        }
        let open = report.relevant.iter().filter_map(|at| report.incomplete.get(*at));
        let order = |place: &Place| {
            (!self.in_goal.contains(place.0), self.splits.get(place).copied().unwrap_or(0))
        };
        let least = open.map(place_of).min_by_key(order);
        // Only the desk or the meaning of a reading can still decide.
        let Some(place) = least else { return Some(household) };
        let (fact, _) = place;
        let asked = self.city.rules().facts.get(fact)?;
        let count = self.splits.entry(place).or_default();
        *count = count.saturating_add(1);
        let found = self.narrower(asked, place, &household).into_iter().find_map(|known| {
            let mut narrower = household.clone();
            *slot(&mut narrower, place)? = Answer::of(known);
            self.household(narrower)
        });
        if let Some(count) = self.splits.get_mut(&place) {
            *count = count.saturating_sub(1);
        }
        found
    }

    /// What an answer can be, in several parts.
    fn narrower(&self, asked: &Fact, place: Place, household: &Situation) -> Vec<Known> {
        let mut household = household.clone();
        let Some(known) = slot(&mut household, place).map(|answer| answer.known.clone()) else {
            return Vec::new();
        };
        match (&asked.kind, place.1) {
            (Kind::List { fields, .. }, Some((_, field))) => {
                fields.get(field).map_or_else(Vec::new, |field| parts_of(field, &known))
            }
            _ => parts_of(asked, &known),
        }
    }
}

/// The answer to split for an incomplete one. Of members who are not named, the list itself.
fn place_of(missing: &Missing) -> Place {
    (missing.fact, missing.member.zip(missing.field))
}

fn slot(household: &mut Situation, (fact, of_member): Place) -> Option<&mut Answer> {
    let answer = household.facts.get_mut(fact)?;
    let Some((member, field)) = of_member else { return Some(answer) };
    match &mut answer.known {
        Known::List(members) => members.named.get_mut(member)?.get_mut(field),
        Known::Truth(_) | Known::Options(_) | Known::Number(_) | Known::Day(_) => None,
    }
}

/// What an answer can be, in several parts: each value, or two halves.
fn parts_of(asked: &Fact, known: &Known) -> Vec<Known> {
    match (known, &asked.kind) {
        (Known::Truth(_), _) => [true, false].map(|one| Known::Truth(Truth::known(one))).into(),
        (Known::Options(options), _) => {
            options.iter().map(|one| Known::Options(Options::only(one))).collect()
        }
        (Known::Number(range), Kind::Number { min, max, .. }) => {
            let end = |end: Option<Exact>, or: i64| {
                end.and_then(|end| end.to_string().parse::<i64>().ok()).unwrap_or(or)
            };
            let (low, high) = (end(range.low, *min), end(range.high, *max));
            let middle = low.saturating_add(high).div_euclid(2);
            let part = |low: i64, high: i64| Known::Number(Range::whole(low, Some(high)));
            vec![part(low, middle), part(middle.saturating_add(1).min(high), high)]
        }
        (Known::Day(days), Kind::Date { first, last }) => {
            let low = days.first.number().max(*first);
            let high = days.last.number().min(*last);
            let middle = low.saturating_add(high).div_euclid(2);
            let part = |low: i32, high: i32| {
                let (first, last) = (Day::from_number(low)?, Day::from_number(high)?);
                Some(Known::Day(Days { first, last }))
            };
            let parts = [part(low, middle), part(middle.saturating_add(1).min(high), high)];
            parts.into_iter().flatten().collect()
        }
        (Known::List(_), Kind::List { fields, key, applicant }) => {
            let sorts = situation::sorts(fields, *key);
            let own = situation::own_sort(*key, applicant);
            let others: Vec<OptionIndex> = sorts.keys().filter(|sort| own != Some(*sort)).collect();
            let list = |members: &[OptionIndex]| {
                let mut named = ti_vec![situation::applicant_record(fields, applicant)];
                for sort in members {
                    let mut record = situation::member_record(fields, *key, applicant);
                    if let Some(answer) = record.get_mut(*key) {
                        *answer = Answer::of(Known::Options(Options::only(*sort)));
                    }
                    named.push(record);
                }
                let nobody = Further::NOBODY;
                let further = situation::further(fields, *key, applicant, nobody);
                Known::List(Members { named, further })
            };
            families(&others).iter().map(|members| list(members)).collect()
        }
        _ => Vec::new(),
    }
}

/// The households that a search looks at: nobody else, one, two or three others of one sort, and one
/// each of two sorts.
fn families(sorts: &[OptionIndex]) -> Vec<Vec<OptionIndex>> {
    let mut found = vec![Vec::new()];
    for count in 1..=3 {
        found.extend(sorts.iter().map(|sort| vec![*sort; count]));
    }
    for (at, sort) in sorts.iter().enumerate() {
        found.extend(sorts.iter().skip(at.saturating_add(1)).map(|other| vec![*sort, *other]));
    }
    found
}

/// The household with one value for each number and date that is left open.
pub(super) fn completed(household: &Situation) -> Situation {
    let mut single = household.clone();
    for answer in &mut single.facts {
        complete(answer);
    }
    single
}

fn complete(answer: &mut Answer) {
    match &mut answer.known {
        Known::Number(Range { low: Some(low), high: Some(_) }) => {
            answer.known = Known::Number(Range::exactly(*low));
        }
        Known::Day(days) if *days != Days::ANY => *days = Days::exactly(days.first),
        Known::List(members) => members.named.iter_mut().flatten().for_each(complete),
        Known::Number(_) | Known::Day(_) | Known::Truth(_) | Known::Options(_) => {}
    }
}

/// A household in words: its answers to the questions that an expression reads.
pub(super) fn describe(
    city: &City,
    (year, about): (YearIndex, ExprIndex),
    household: &Situation,
    on: Day,
) -> String {
    let read = city.facts_read_by(year, about);
    let mut shown = Vec::new();
    if read.intersects(FactSet::APPLICATION_DATE) {
        shown.push(format!("on = {on}"));
    }
    for (at, fact) in city.rules().facts.iter_enumerated() {
        if let Some(answer) = household.facts.get(at).filter(|_| read.contains(at)) {
            shown.extend(answered(fact, &answer.known));
        }
    }
    if shown.is_empty() { "every household".to_owned() } else { shown.join(", ") }
}

/// An answer in words; none, if nothing is known.
fn answered(fact: &Fact, known: &Known) -> Option<String> {
    let id = &fact.id;
    match (known, &fact.kind) {
        (Known::Truth(Truth::True), _) => Some(id.clone()),
        (Known::Truth(Truth::False), _) => Some(format!("not {id}")),
        (Known::Options(options), Kind::Choice { options: ids }) if options.is_single() => {
            let option = options.iter().next().and_then(|one| ids.get(one))?;
            Some(format!("{id} = {option}"))
        }
        (Known::Number(Range { low: Some(low), high: Some(_) }), _) => {
            Some(format!("{id} = {low}"))
        }
        (Known::Day(days), _) if *days != Days::ANY => Some(format!("{id} = {}", days.first)),
        (Known::List(members), Kind::List { fields, .. }) if members.is_complete() => {
            let member = |record: &situation::Record| {
                let answers = fields.iter().zip(record);
                let shown = answers.filter_map(|(field, one)| answered(field, &one.known));
                format!("({})", shown.collect::<Vec<_>>().join(", "))
            };
            let shown: Vec<String> = members.named.iter().map(member).collect();
            Some(format!("{id} = {}", shown.join(" ")))
        }
        _ => None,
    }
}
