//! Evaluates completions of a rough household one by one. The thresholds of the rules divide each
//! answer into intervals, and every combination of the ends of these intervals is tried. This file
//! knows no rule.

use crate::dice::Dice;
use crate::household::{Key, Points, day, day_ends, number_ends, pick};
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{FactIndex, FieldIndex, MemberIndex, OptionIndex};
use iju_check::limits;
use iju_check::possible::{Days, Options, Range};
use iju_check::report::{ProgrammeReport, Verdict};
use iju_check::rulebook::{City, Fact, Kind};
use iju_check::situation::{self, Answer, Further, Known, Members, Record, Situation};
use iju_check::truth::Truth;
use std::collections::BTreeSet;
use typed_index_collections::TiSlice;

/// About the largest number of ways to complete a list that are tried.
const MAX_ROSTERS: usize = 80;

/// Something that is not known and is tried.
enum Place {
    Fact(FactIndex),
    Field { list: FactIndex, member: MemberIndex, field: FieldIndex },
    Roster(FactIndex),
}

/// One value of a place.
#[derive(Clone)]
enum Value {
    Known(Known),
    /// The members beside those who are named.
    Further(Vec<Record>),
}

/// The values that are tried for one place.
struct Dimension {
    place: Place,
    /// Each value, with whether it stands for an end without a bound.
    values: Vec<(Value, bool)>,
}

/// The completions of a situation that are tried.
pub(crate) struct Trials {
    template: Situation,
    dimensions: Vec<Dimension>,
    /// The number of members that the situation names. No city has two lists.
    named: usize,
    pub(crate) count: usize,
}

/// What the completions gave.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) verdicts: Vec<Verdict>,
    /// The range of the amounts of completions without a technical bound.
    pub(crate) bounded: Option<Range>,
    /// The range of all amounts.
    pub(crate) amount: Option<Range>,
}

impl Trials {
    pub(crate) fn of(
        city: &City,
        situation: &Situation,
        used: &BTreeSet<Key>,
        points: &Points,
        dice: &mut Dice,
    ) -> Trials {
        let mut dimensions = Vec::new();
        let mut template = situation.clone();
        let mut named = 0;
        for (at, fact) in city.rules().facts.iter_enumerated() {
            let key = (at, None);
            match (&fact.kind, &mut template.facts[at].known) {
                (Kind::List { fields, .. }, Known::List(members)) => {
                    let looked_at = |field: FieldIndex| used.contains(&(at, Some(field)));
                    let list = List { at, fact, fields, looked_at: &looked_at, points };
                    dimensions.extend(list.dimensions(members, dice));
                    named = members.named.len();
                    members.further.fill(Further::NOBODY);
                }
                (_, known) if used.contains(&key) && !known.is_single() => {
                    let values = candidates(key, fact, known, points);
                    dimensions.push(Dimension { place: Place::Fact(at), values });
                }
                _ => {}
            }
        }
        let sizes = dimensions.iter().map(|one| one.values.len());
        let count = sizes.fold(1, usize::saturating_mul);
        Trials { template, dimensions, named, count }
    }

    /// Tries completions until none is left, or until the results are already as wide as the
    /// engine's.
    pub(crate) fn run(&self, city: &City, on: Day, claimed: &ProgrammeReport) -> Found {
        let mut found = Found::default();
        let stride = (self.count / 2 + 1..).find(|step| coprime(*step, self.count)).unwrap_or(1);
        let mut at = 0;
        let mut household = self.template.clone();
        for _ in 0..self.count {
            at = (at + stride) % self.count;
            let unbounded = self.set(at, &mut household);
            let report = evaluate(city, &household, on, on).programmes.raw.remove(0);
            if !found.verdicts.contains(&report.verdict) {
                found.verdicts.push(report.verdict);
            }
            if let Some(amount) = report.amount {
                let wider =
                    |old: &Option<Range>| Some(old.map_or(amount.yen, |old| old.hull(amount.yen)));
                found.amount = wider(&found.amount);
                if !unbounded {
                    found.bounded = wider(&found.bounded);
                }
            }
            if found.verdict_is(claimed) && found.amount_is(claimed) {
                break;
            }
        }
        found
    }

    fn set(&self, mut index: usize, household: &mut Situation) -> bool {
        let mut unbounded = false;
        for dimension in &self.dimensions {
            let (value, is_bound) = &dimension.values[index % dimension.values.len()];
            index /= dimension.values.len();
            unbounded |= is_bound;
            match (&dimension.place, value) {
                (Place::Fact(at), Value::Known(known)) => {
                    household.facts[*at].known = known.clone();
                }
                (Place::Field { list, member, field }, Value::Known(known)) => {
                    members_of(household, *list).named[*member][*field].known = known.clone();
                }
                (Place::Roster(list), Value::Further(further)) => {
                    let members = members_of(household, *list);
                    members.named.truncate(self.named);
                    members.named.extend(further.iter().cloned());
                }
                _ => unreachable!("a value of another kind"),
            }
        }
        unbounded
    }
}

impl Found {
    /// Whether the engine decided as early as possible: either it decided, or the completions
    /// differ.
    pub(crate) fn verdict_is(&self, claimed: &ProgrammeReport) -> bool {
        claimed.verdict != Verdict::Undetermined || self.verdicts.len() > 1
    }

    /// Whether the engine's amount is exactly as wide as that of the completions.
    pub(crate) fn amount_is(&self, claimed: &ProgrammeReport) -> bool {
        let (Some(claimed), Some(found)) = (claimed.amount, self.amount) else {
            return claimed.amount.is_none() && self.amount.is_none();
        };
        let end = |claimed: Option<Exact>, found: Option<Exact>, bounded: Option<Option<Exact>>| {
            match claimed {
                Some(_) => claimed == found,
                None => found.is_none() || bounded.is_none_or(|bounded| bounded != found),
            }
        };
        end(claimed.yen.low, found.low, self.bounded.map(|one| one.low))
            && end(claimed.yen.high, found.high, self.bounded.map(|one| one.high))
    }
}

fn members_of(household: &mut Situation, list: FactIndex) -> &mut Members {
    match &mut household.facts[list].known {
        Known::List(members) => members,
        _ => unreachable!("a list"),
    }
}

fn coprime(a: usize, b: usize) -> bool {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}

/// The values of an answer at and around the thresholds, each with whether it stands for an end
/// without a bound.
fn candidates(key: Key, fact: &Fact, known: &Known, points: &Points) -> Vec<(Value, bool)> {
    let near = points.get(&key).map_or(&[][..], Vec::as_slice);
    let inside = |low: i64, high: i64| {
        let around = near.iter().flat_map(|point| [point - 1, *point, point + 1]);
        let mut all: BTreeSet<i64> = around.filter(|one| (low..=high).contains(one)).collect();
        all.extend([low, high]);
        all
    };
    let found: Vec<(Known, bool)> = match (&fact.kind, known) {
        (_, Known::Truth(Truth::Unknown)) => {
            vec![(Known::Truth(Truth::True), false), (Known::Truth(Truth::False), false)]
        }
        (Kind::Choice { .. }, Known::Options(options)) => {
            let all = options.iter().map(Options::only);
            all.map(|one| (Known::Options(one), false)).collect()
        }
        (Kind::Number { min, max, .. }, Known::Number(range)) => {
            let (low, high) = number_ends(*range, *min, *max);
            let known = |one| Known::Number(Range::exactly(Exact::whole(one)));
            let open = |one| range.high.is_none() && one == high;
            inside(low, high).into_iter().map(|one| (known(one), open(one))).collect()
        }
        (Kind::Date { first, last }, Known::Day(days)) => {
            let (low, high) = day_ends(*days, *first, *last);
            let known = |one| Known::Day(Days::exactly(day(one)));
            let open = |one| *days == Days::ANY && (one == low || one == high);
            inside(low, high).into_iter().map(|one| (known(one), open(one))).collect()
        }
        (_, known) => vec![(known.clone(), false)],
    };
    found.into_iter().map(|(known, open)| (Value::Known(known), open)).collect()
}

struct List<'a> {
    at: FactIndex,
    fact: &'a Fact,
    fields: &'a TiSlice<FieldIndex, Fact>,
    looked_at: &'a dyn Fn(FieldIndex) -> bool,
    points: &'a Points,
}

impl List<'_> {
    fn dimensions(&self, members: &Members, dice: &mut Dice) -> Vec<Dimension> {
        let mut found = Vec::new();
        for (member, record) in members.named.iter_enumerated() {
            for (field, answer) in record.iter_enumerated() {
                if (self.looked_at)(field) && !answer.known.is_single() {
                    let values = self.values(field, &answer.known);
                    let place = Place::Field { list: self.at, member, field };
                    found.push(Dimension { place, values });
                }
            }
        }
        if !members.is_complete() && self.fields.keys().any(self.looked_at) {
            let values = self.rosters(members, dice);
            found.push(Dimension { place: Place::Roster(self.at), values });
        }
        found
    }

    fn values(&self, field: FieldIndex, known: &Known) -> Vec<(Value, bool)> {
        let key = (self.at, Some(field));
        candidates(key, &self.fields[field], known, self.points)
    }

    /// Ways to complete the members who are not named yet.
    fn rosters(&self, members: &Members, dice: &mut Dice) -> Vec<(Value, bool)> {
        let mut found = Vec::new();
        let mut kinds: Vec<(OptionIndex, Record)> = Vec::new();
        for (sort, further) in members.further.iter_enumerated() {
            if *further != Further::NOBODY {
                kinds.extend(self.records(sort, dice).into_iter().map(|record| (sort, record)));
            }
        }
        let room = limits::MEMBERS - members.named.len();
        for (turn, (sort, record)) in kinds.iter().enumerate() {
            let further = members.further[*sort];
            let least = |dice: &mut Dice| -> Vec<Record> {
                let others = members.further.iter_enumerated().filter(|(other, _)| other != sort);
                let others =
                    others.flat_map(|(other, further)| (0..further.min).map(move |_| other));
                let of = |other: OptionIndex| -> Vec<_> {
                    kinds.iter().filter(|(sort, _)| *sort == other).collect()
                };
                others.map(|other| dice.one_of(&of(other)).1.clone()).collect()
            };
            let open = room as u8;
            let many = [further.min, further.min + 1, further.min + 2, further.max.unwrap_or(open)];
            for (more, many) in many.into_iter().enumerate() {
                let allowed = further.max.is_none_or(|max| many <= max);
                let known = more == 0 && turn > 0 && further.min == 0;
                let others = least(dice);
                if allowed && !known && others.len() + usize::from(many) <= room {
                    let own = (0..many).map(|_| record.clone());
                    let all = others.into_iter().chain(own).collect();
                    found.push((Value::Further(all), further.max.is_none() && more == 3));
                }
            }
        }
        while found.len() > MAX_ROSTERS / 2 {
            found.swap_remove(dice.below(found.len()));
        }
        for _ in 0..kinds.len().min(MAX_ROSTERS / 4) {
            let alike = &dice.one_of(&kinds).1;
            found.extend(self.everybody(members, alike, room));
        }
        // Members of several sorts together.
        for _ in 0..kinds.len().min(MAX_ROSTERS / 4) {
            let mut all = Vec::new();
            for (sort, further) in members.further.iter_enumerated() {
                let of: Vec<_> = kinds.iter().filter(|(other, _)| *other == sort).collect();
                let most = further.max.unwrap_or(further.min + 2);
                let many =
                    if of.is_empty() { 0 } else { dice.between(further.min.into(), most.into()) };
                all.extend((0..many).map(|_| dice.one_of(&of).1.clone()));
            }
            if all.len() <= room {
                found.push((Value::Further(all), false));
            }
        }
        if found.is_empty() {
            found.push((Value::Further(Vec::new()), false));
        }
        found
    }

    /// As many members of every sort as there may be, alike except for their sort.
    fn everybody(&self, members: &Members, like: &Record, room: usize) -> Option<(Value, bool)> {
        let Kind::List { key, .. } = &self.fact.kind else { unreachable!("a list") };
        let mut all = Vec::new();
        for (sort, further) in members.further.iter_enumerated() {
            let mut record = like.clone();
            record[*key].known = Known::Options(Options::only(sort));
            let many = further.max.unwrap_or(further.min);
            all.extend((0..many).map(|_| record.clone()));
        }
        (all.len() <= room).then_some((Value::Further(all), false))
    }

    /// Possible records of a member of one sort.
    fn records(&self, sort: OptionIndex, dice: &mut Dice) -> Vec<Record> {
        let Kind::List { key, applicant, .. } = &self.fact.kind else { unreachable!("a list") };
        let mut blank = situation::member_record(self.fields, *key, applicant);
        blank[*key].known = Known::Options(Options::only(sort));
        let mut found = vec![Record::new()];
        for (field, answer) in blank.iter_enumerated() {
            let values = match (self.looked_at)(field) {
                true => self.values(field, &answer.known),
                false => vec![(Value::Known(any(&self.fields[field], &answer.known, dice)), false)],
            };
            let mut longer = Vec::new();
            for (record, (value, _)) in
                found.iter().flat_map(|record| values.iter().map(move |value| (record, value)))
            {
                let mut record = Record::clone(record);
                if let Value::Known(known) = value {
                    record.push(Answer::of(known.clone()));
                }
                longer.push(record);
            }
            while longer.len() > 24 {
                longer.swap_remove(dice.below(longer.len()));
            }
            found = longer;
        }
        found
    }
}

/// Any value of a fact that the programme does not read.
fn any(fact: &Fact, known: &Known, dice: &mut Dice) -> Known {
    match (&fact.kind, known) {
        (_, Known::Options(options)) => Known::Options(Options::only(pick(*options, dice))),
        (Kind::Number { min, .. }, _) => Known::Number(Range::exactly(Exact::whole(*min))),
        (Kind::Date { first, .. }, _) => Known::Day(Days::exactly(day((*first).into()))),
        (Kind::YesNo, _) => Known::Truth(Truth::True),
        (_, known) => known.clone(),
    }
}
