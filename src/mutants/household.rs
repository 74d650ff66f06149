//! Random complete households: worked examples with a few answers redrawn near the thresholds of the
//! rules. The same seed gives the same households; nothing is evaluated here.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::index::{FactIndex, MemberIndex, OptionIndex};
use crate::possible::{Days, Options, Range};
use crate::rulebook::{City, Constant, Expr, Fact, Kind};
use crate::situation::{Answer, Further, Known, Record, Situation};
use crate::truth::Truth;

/// A random number generator (SplitMix64). The seed decides every number.
pub(super) struct Rng(pub(super) u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, or 0 if `count` is 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let left = self.next().checked_rem(count).unwrap_or(0);
        usize::try_from(left).unwrap_or(0)
    }

    pub(super) fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).copied()
    }
}

/// The numbers and days in the rules, at which their results may change.
pub(super) struct Thresholds {
    numbers: Vec<i64>,
    days: Vec<Day>,
}

impl Thresholds {
    pub(super) fn of(city: &City) -> Thresholds {
        let (mut numbers, mut days) = (vec![0, 1, 2, 3, 5], Vec::new());
        for book in &city.rules().years {
            for expr in &book.exprs {
                if let Expr::Number(Constant { numer, denom: 1 }) = expr {
                    numbers.push(*numer);
                    // A half, two thirds or a third of these reaches the number.
                    numbers.push(numer.saturating_mul(2));
                    numbers.push(numer.saturating_mul(3).div_euclid(2));
                    numbers.push(numer.saturating_mul(3));
                } else if let Expr::Day { number: day, stays: _ } = expr {
                    days.extend(Day::from_number(*day));
                }
            }
            for programme in &book.programmes {
                days.extend(Day::from_number(programme.valid_from));
                days.extend(Day::from_number(programme.valid_to));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        days.sort_unstable();
        days.dedup();
        Thresholds { numbers, days }
    }

    /// A day that is some years before `on` or before a day in the rules, give or take a day.
    pub(super) fn day(&self, rng: &mut Rng, on: Day) -> Day {
        let from = if rng.below(3) == 0 { rng.one_of(&self.days).unwrap_or(on) } else { on };
        let years = match rng.below(4) {
            0 => 0,
            1 => i32::try_from(rng.below(4)).unwrap_or(0),
            _ => {
                let near = self.numbers.iter().filter(|number| (0..=80).contains(*number));
                let near: Vec<i64> = near.copied().collect();
                rng.one_of(&near).and_then(|number| i32::try_from(number).ok()).unwrap_or(0)
            }
        };
        let civil = from.to_civil();
        let year = civil.year.saturating_sub(years);
        let day = Day::civil(year, civil.month, civil.day);
        let by = i32::try_from(rng.below(3)).unwrap_or(0).saturating_sub(1);
        day.unwrap_or(from).plus_days(by)
    }

    fn value(&self, rng: &mut Rng, fact: &Fact, on: Day) -> Known {
        match &fact.kind {
            Kind::YesNo => Known::Truth(Truth::known(rng.below(2) == 0)),
            Kind::Choice { options } => {
                let option = OptionIndex::from(rng.below(options.len()));
                Known::Options(Options::only(option))
            }
            Kind::Number { min, max, .. } => {
                let near = rng.one_of(&self.numbers).unwrap_or(*min);
                let by = i64::try_from(rng.below(3)).unwrap_or(0).saturating_sub(1);
                let value = near.saturating_add(by).clamp(*min, *max);
                Known::Number(Range::exactly(Exact::whole(value)))
            }
            Kind::Date { first, last } => {
                let drawn = self.day(rng, on).number().clamp(*first, *last);
                Known::Day(Days::exactly(Day::from_number(drawn).unwrap_or(on)))
            }
            Kind::List { .. } => Answer::unknown(fact).known,
        }
    }

    /// A complete household like `like`, with a few answers about the facts `about` redrawn.
    pub(super) fn household(
        &self,
        rng: &mut Rng,
        city: &City,
        like: &Situation,
        (on, about): (Day, &[FactIndex]),
    ) -> Situation {
        let mut drawn = like.clone();
        let anew = rng.below(4);
        let anew: Vec<FactIndex> = (0..anew).filter_map(|_| rng.one_of(about)).collect();
        for ((at, answer), fact) in drawn.facts.iter_mut_enumerated().zip(&city.rules().facts) {
            let is_anew = anew.contains(&at);
            if let Known::List(members) = &mut answer.known {
                members.further.iter_mut().for_each(|one| *one = Further::NOBODY);
                let Kind::List { fields, applicant, key } = &fact.kind else { continue };
                let changed = MemberIndex::from(rng.below(members.named.len()));
                let is_another = changed != MemberIndex::APPLICANT;
                match rng.below(6) {
                    0 if is_anew && is_another => {
                        members.named.remove(changed);
                    }
                    1 if is_anew && is_another && members.has_room() => {
                        let twin = members.named.get(changed).cloned();
                        members.named.extend(twin);
                    }
                    _ => {}
                }
                let field_anew = rng.below(fields.len()).into();
                for (member, record) in members.named.iter_mut_enumerated() {
                    for ((index, slot), field) in record.iter_mut_enumerated().zip(fields) {
                        let fixed = member == MemberIndex::APPLICANT
                            && applicant.get(index).is_some_and(|fixed| fixed.is_some());
                        let hit = is_anew && member == changed && index == field_anew;
                        // The key stays, because there must be exactly one applicant.
                        let is_key = index == *key && slot.known.is_single();
                        if !fixed && !is_key && (hit || !slot.known.is_single()) {
                            *slot = Answer::of(self.value(rng, field, on));
                        }
                    }
                }
            } else if is_anew || !answer.known.is_single() {
                *answer = Answer::of(self.value(rng, fact, on));
            }
        }
        drawn
    }
}

/// The answer to a question as text.
pub(super) fn describe_answer(fact: &Fact, answer: &Answer) -> String {
    match (&answer.known, &fact.kind) {
        (Known::Truth(truth), _) => match truth {
            Truth::True => "yes".to_owned(),
            Truth::False => "no".to_owned(),
            Truth::Unknown => "?".to_owned(),
        },
        (Known::Options(found), Kind::Choice { options }) => {
            let ids = found.iter().filter_map(|option| options.get(option));
            ids.map(String::as_str).collect::<Vec<_>>().join("|")
        }
        (Known::Number(range), _) => {
            let end = |end: Option<Exact>| end.map_or_else(String::new, |end| end.to_string());
            if range.is_single() {
                end(range.low)
            } else {
                format!("{}..{}", end(range.low), end(range.high))
            }
        }
        (Known::Day(days), _) if days.is_single() => days.first.to_string(),
        (Known::Day(days), _) => format!("{}..{}", days.first, days.last),
        (Known::List(members), Kind::List { fields, .. }) => {
            let record = |record: &Record| {
                let entries = fields.iter().zip(record);
                let entries = entries.map(|(field, answer)| {
                    format!("{}: {}", field.id, describe_answer(field, answer))
                });
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            };
            members.named.iter().map(record).collect::<Vec<_>>().join(", ")
        }
        (Known::Options(_) | Known::List(_), _) => "?".to_owned(),
    }
}
