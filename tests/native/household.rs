//! Random households: complete ones, rough views of them, completions of a view, and views between
//! a view and one of its completions. Of the rules, this file knows only the values at which they
//! change.

use crate::dice::Dice;
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::index::{FactIndex, FieldIndex, OptionIndex};
use iju_check::limits;
use iju_check::possible::{Days, Options, Range};
use iju_check::rulebook::{City, Fact, Kind};
use iju_check::situation::{self, Answer, Further, Known, Members, Record, Situation};
use iju_check::truth::Truth;
use std::collections::BTreeMap;
use typed_index_collections::{TiSlice, ti_vec};

/// A fact, or a field of a list.
pub(crate) type Key = (FactIndex, Option<FieldIndex>);

/// For each fact or field, the numbers or day numbers at which a rule changes, in order.
pub(crate) type Points = BTreeMap<Key, Vec<i64>>;

/// How often an answer is exact, rough or unknown, as weights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blur {
    pub(crate) exact: usize,
    pub(crate) rough: usize,
    pub(crate) unknown: usize,
    /// Out of ten incomplete answers, how many are declined.
    pub(crate) declined: usize,
}

/// Where random households come from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) city: &'a City,
    pub(crate) points: &'a Points,
    /// Households whose answers are mixed into random ones.
    pub(crate) examples: &'a [Situation],
}

impl Source<'_> {
    fn facts(&self) -> impl Iterator<Item = (FactIndex, &Fact)> {
        self.city.rules().facts.iter_enumerated()
    }

    /// A complete household. Three times out of four it resembles one of the examples.
    pub(crate) fn complete(&self, dice: &mut Dice) -> Situation {
        let mut mixed = Situation::unknown(self.city);
        if !self.examples.is_empty() && dice.chance(3, 4) {
            let example = dice.one_of(self.examples);
            for (answer, known) in mixed.facts.iter_mut().zip(&example.facts) {
                if dice.chance(7, 8) {
                    answer.known = known.known.clone();
                }
            }
        }
        self.completion(&mixed, dice)
    }

    /// A rough view of a complete household, which is one of the view's completions.
    pub(crate) fn rough(&self, complete: &Situation, blur: Blur, dice: &mut Dice) -> Situation {
        let answers = self.facts().zip(&complete.facts);
        let facts = answers.map(|((at, fact), answer)| match (&fact.kind, &answer.known) {
            (Kind::List { .. }, Known::List(members)) => {
                self.rough_list(at, fact, members, blur, dice)
            }
            _ => self.rough_answer((at, None), fact, answer, blur, dice),
        });
        Situation { facts: facts.collect() }
    }

    /// A random completion of a view.
    pub(crate) fn completion(&self, of: &Situation, dice: &mut Dice) -> Situation {
        let answers = self.facts().zip(&of.facts);
        let facts = answers.map(|((at, fact), answer)| match (&fact.kind, &answer.known) {
            (Kind::List { fields, key, applicant }, Known::List(members)) => {
                let blank = situation::member_record(fields, *key, applicant);
                Answer::of(Known::List(self.everybody((at, *key), fields, blank, members, dice)))
            }
            _ => Answer::of(self.exact((at, None), fact, &answer.known, dice)),
        });
        Situation { facts: facts.collect() }
    }

    /// A view that is narrower than `wide` and that still has the completion `complete`.
    pub(crate) fn between(
        &self,
        wide: &Situation,
        complete: &Situation,
        dice: &mut Dice,
    ) -> Situation {
        let answers = self.facts().zip(wide.facts.iter().zip(&complete.facts));
        let facts = answers.map(|((_, fact), (wide, complete))| {
            match (&fact.kind, &wide.known, &complete.known) {
                (Kind::List { fields, key, applicant }, Known::List(some), Known::List(all)) => {
                    let blank = situation::member_record(fields, *key, applicant);
                    let known = Known::List(named_further(fields, *key, &blank, some, all, dice));
                    Answer { known, declined: wide.declined }
                }
                _ => narrowed(fact, wide, complete, dice),
            }
        });
        Situation { facts: facts.collect() }
    }

    /// One value of a set. Half of the time it is at most one away from a value at which a rule
    /// changes.
    pub(crate) fn exact(&self, key: Key, fact: &Fact, of: &Known, dice: &mut Dice) -> Known {
        let near = self.points.get(&key).map_or(&[][..], Vec::as_slice);
        match (&fact.kind, of) {
            (_, Known::Truth(Truth::Unknown)) => Known::Truth(Truth::known(dice.chance(1, 2))),
            (_, Known::Options(options)) => Known::Options(Options::only(pick(*options, dice))),
            (Kind::Number { min, max, .. }, Known::Number(range)) => {
                let (low, high) = number_ends(*range, *min, *max);
                Known::Number(Range::exactly(Exact::whole(value(low, high, near, 30, dice))))
            }
            (Kind::Date { first, last }, Known::Day(days)) => {
                let (low, high) = day_ends(*days, *first, *last);
                Known::Day(Days::exactly(day(value(low, high, near, 700, dice))))
            }
            (_, other) => other.clone(),
        }
    }

    fn everybody(
        &self,
        (list, key): (FactIndex, FieldIndex),
        fields: &TiSlice<FieldIndex, Fact>,
        blank: Record,
        members: &Members,
        dice: &mut Dice,
    ) -> Members {
        let complete = |record: &Record, dice: &mut Dice| -> Record {
            let answers = fields.iter_enumerated().zip(record);
            let answers = answers.map(|((at, field), answer)| {
                Answer::of(self.exact((list, Some(at)), field, &answer.known, dice))
            });
            answers.collect()
        };
        let mut named: Vec<_> = members.named.iter().map(|one| complete(one, dice)).collect();
        let (mut sorts, mut more) = (Vec::new(), Vec::new());
        for (sort, further) in members.further.iter_enumerated() {
            let most = further.max.unwrap_or(further.min + 3);
            let many = dice.between(0, i64::from(most) - i64::from(further.min));
            sorts.extend((0..further.min).map(|_| sort));
            more.extend((0..many).map(|_| sort));
        }
        while named.len() + sorts.len() < limits::MEMBERS && !more.is_empty() {
            sorts.push(more.swap_remove(dice.below(more.len())));
        }
        while !sorts.is_empty() {
            let sort = sorts.swap_remove(dice.below(sorts.len()));
            let mut record = blank.clone();
            record[key] = Answer::of(Known::Options(Options::only(sort)));
            named.push(complete(&record, dice));
        }
        let further = ti_vec![Further::NOBODY; members.further.len()];
        Members { named: named.into(), further }
    }

    fn rough_answer(
        &self,
        key: Key,
        fact: &Fact,
        exact: &Answer,
        blur: Blur,
        dice: &mut Dice,
    ) -> Answer {
        let of = dice.below(blur.exact + blur.rough + blur.unknown);
        let known = if of < blur.exact {
            exact.known.clone()
        } else if of < blur.exact + blur.rough {
            self.rough_known(key, fact, &exact.known, dice)
        } else {
            Answer::unknown(fact).known
        };
        let declined = !known.is_single() && dice.chance(blur.declined, 10);
        Answer { known, declined }
    }

    fn rough_known(&self, key: Key, fact: &Fact, exact: &Known, dice: &mut Dice) -> Known {
        match (&fact.kind, exact) {
            (Kind::Choice { options }, Known::Options(only)) => {
                let mut some = *only;
                for _ in 0..1 + dice.below(2) {
                    some = some.union(Options::only(dice.below(options.len()).into()));
                }
                Known::Options(some)
            }
            (Kind::Number { min, max, banded }, Known::Number(range)) => {
                let (at, _) = number_ends(*range, *min, *max);
                let near = self.points.get(&key).map_or(&[][..], Vec::as_slice);
                let below = near.iter().copied().rfind(|point| *point <= at).unwrap_or(*min);
                let above = near.iter().copied().find(|point| *point > at);
                let width = *dice.one_of(&[1, 3, 10, 100_000]);
                let (low, high) = match dice.below(3) {
                    0 => (below, above),
                    1 => (at - dice.between(0, width), Some(at + dice.between(0, width))),
                    _ => (below, above.filter(|_| !banded).or(Some(*max))),
                };
                let high = high.map(|high| high.clamp(at, *max));
                Known::Number(Range::whole(low.clamp(*min, at), high))
            }
            (Kind::Date { .. }, Known::Day(days)) => {
                let civil = days.first.to_civil();
                let month = dice.chance(1, 2).then_some(civil.month);
                Known::Day(situation::rough_days(civil.year, month).unwrap())
            }
            (_, known) => known.clone(),
        }
    }

    fn rough_list(
        &self,
        list: FactIndex,
        fact: &Fact,
        members: &Members,
        blur: Blur,
        dice: &mut Dice,
    ) -> Answer {
        let Kind::List { fields, key, applicant } = &fact.kind else { unreachable!("a list") };
        let of = dice.below(blur.exact + blur.rough + blur.unknown);
        if of >= blur.exact + blur.rough && dice.chance(1, 2) {
            let declined = dice.chance(blur.declined, 10);
            return Answer { declined, ..Answer::unknown(fact) };
        }
        let blank = situation::member_record(fields, *key, applicant);
        let kept = if of < blur.exact {
            members.named.len()
        } else {
            dice.between(1, members.named.len() as i64) as usize
        };
        let mut named = members.named.raw[..kept].to_vec();
        for (at, record) in named.iter_mut().enumerate() {
            let own = situation::applicant_record(fields, applicant);
            let widest = if at == 0 { &own } else { &blank };
            for ((index, answer), widest) in record.iter_mut_enumerated().zip(widest) {
                let field = &fields[index];
                let rough = self.rough_answer((list, Some(index)), field, answer, blur, dice);
                *answer = Answer { known: within(rough.known, &widest.known), ..rough };
            }
        }
        let mut further = ti_vec![Further::NOBODY; members.further.len()];
        for (sort, more) in further.iter_mut_enumerated() {
            let only = Known::Options(Options::only(sort));
            let left = members.named.raw[kept..].iter();
            let left = left.filter(|one| one[*key].known == only).count() as u8;
            let possible = within(only.clone(), &blank[*key].known) == only;
            *more = match possible {
                false => Further::NOBODY,
                true if of < blur.exact => Further::NOBODY,
                true if of < blur.exact + blur.rough => {
                    let min = dice.between(0, left.into()) as u8;
                    Further { min, max: Some(left + dice.below(3) as u8) }
                }
                true => Further { min: 0, max: None },
            };
        }
        let incomplete = further.iter().any(|one| *one != Further::NOBODY);
        let declined = incomplete && dice.chance(blur.declined, 10);
        Answer { known: Known::List(Members { named: named.into(), further }), declined }
    }
}

/// The options or truths that are in both. Any other answer stays as it is.
fn within(known: Known, widest: &Known) -> Known {
    match (known, widest) {
        (Known::Options(a), Known::Options(b)) => Known::Options(a.without(a.without(*b))),
        (Known::Truth(Truth::Unknown), Known::Truth(truth)) => Known::Truth(*truth),
        (known, _) => known,
    }
}

/// An answer between a wider one and the exact one.
fn narrowed(fact: &Fact, wide: &Answer, exact: &Answer, dice: &mut Dice) -> Answer {
    let known = match dice.below(4) {
        0 | 1 => wide.known.clone(),
        2 => exact.known.clone(),
        _ => middle(fact, &wide.known, &exact.known, dice),
    };
    Answer { known, declined: wide.declined }
}

fn middle(fact: &Fact, wide: &Known, exact: &Known, dice: &mut Dice) -> Known {
    match (&fact.kind, wide, exact) {
        (_, Known::Options(wide), Known::Options(exact)) => {
            Known::Options(exact.union(Options::only(pick(*wide, dice))))
        }
        (Kind::Number { min, max, .. }, Known::Number(wide), Known::Number(exact)) => {
            let ((low, high), (at, _)) =
                (number_ends(*wide, *min, *max), number_ends(*exact, *min, *max));
            let low = dice.between(low, at);
            let top = dice.between(at, high);
            let high = if wide.high.is_none() && dice.chance(1, 2) { None } else { Some(top) };
            Known::Number(Range::whole(low, high))
        }
        (Kind::Date { first, last }, Known::Day(wide), Known::Day(exact)) => {
            let (low, high) = day_ends(*wide, *first, *last);
            let at = exact.first;
            let civil = at.to_civil();
            let rough = situation::rough_days(civil.year, dice.chance(1, 2).then_some(civil.month));
            let rough = rough.unwrap();
            let (low, high) = (day(low).max(rough.first), day(high).min(rough.last));
            Known::Day(Days { first: low.min(at), last: high.max(at) })
        }
        (_, wide, _) => wide.clone(),
    }
}

/// Names some of the members who were not named yet, and narrows how many more there are.
fn named_further(
    fields: &TiSlice<FieldIndex, Fact>,
    key: FieldIndex,
    blank: &Record,
    some: &Members,
    all: &Members,
    dice: &mut Dice,
) -> Members {
    let known = some.named.len();
    let named = dice.between(known as i64, all.named.len() as i64) as usize;
    let records = all.named.iter_enumerated().take(named).map(|(at, complete)| -> Record {
        let wide = some.named.get(at).unwrap_or(blank);
        let answers = fields.iter_enumerated().zip(wide.iter().zip(complete));
        let answers = answers.map(|((field, fact), (wide, complete))| {
            if usize::from(at) >= known && field == key {
                complete.clone()
            } else {
                narrowed(fact, wide, complete, dice)
            }
        });
        answers.collect()
    });
    let records = records.collect();
    let further = some.further.iter_enumerated().map(|(sort, further)| {
        let only = Known::Options(Options::only(sort));
        let of_sort =
            |those: &[Record]| those.iter().filter(|one| one[key].known == only).count() as u8;
        let (come, left) =
            (of_sort(&all.named.raw[known..named]), of_sort(&all.named.raw[named..]));
        let min = further.min.saturating_sub(come);
        let max = further.max.map(|max| max - come);
        match dice.below(3) {
            0 => Further { min, max },
            1 => Further { min: dice.between(min.into(), left.into()) as u8, max },
            _ => Further { min, max: Some(left) },
        }
    });
    Members { named: records, further: further.collect() }
}

/// An option of a set.
pub(crate) fn pick(options: Options, dice: &mut Dice) -> OptionIndex {
    let all: Vec<OptionIndex> = options.iter().collect();
    *dice.one_of(&all)
}

/// A value from `low` to `high`. Half of the time it is next to one of `near`; otherwise it is
/// often less than `close` above `low`.
fn value(low: i64, high: i64, near: &[i64], close: i64, dice: &mut Dice) -> i64 {
    if !near.is_empty() && dice.chance(1, 2) {
        let value = *dice.one_of(near) + dice.between(-1, 1);
        if (low..=high).contains(&value) {
            return value;
        }
    }
    let high = if dice.chance(1, 2) { high.min(low + close) } else { high };
    dice.between(low, high)
}

/// The ends of a range of numbers, limited to the fact's bounds.
pub(crate) fn number_ends(range: Range, min: i64, max: i64) -> (i64, i64) {
    let end = |end: Option<Exact>, technical| end.map_or(technical, whole);
    (end(range.low, min).max(min), end(range.high, max).min(max))
}

/// The ends of a span of days as day numbers, limited to the fact's bounds.
pub(crate) fn day_ends(days: Days, first: i32, last: i32) -> (i64, i64) {
    (days.first.number().max(first).into(), days.last.number().min(last).into())
}

pub(crate) fn day(number: i64) -> Day {
    Day::from_number(number as i32).unwrap()
}

/// A number that must be whole, as every answer is.
fn whole(number: Exact) -> i64 {
    number.to_string().parse().unwrap()
}
