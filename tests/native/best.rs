//! Checks the best combination against every lawful set of programmes, for complete households and one meaning of
//! each reading. Whether a programme is granted and what it pays is taken from `reference`. Which caps reduce a sum
//! is not checked.

use crate::dice::Dice;
use crate::household::{Blur, Source};
use crate::reference::{Reference, paid, rules_for};
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{CapOfYear, ProgrammeIndex, ReadingIndex, Version, YearIndex};
use iju_check::possible::{Options, Range};
use iju_check::report::{Best, Window};
use iju_check::rulebook::{City, Exclusion, Party};
use iju_check::situation::Situation;
use std::collections::BTreeMap;
use typed_index_collections::TiVec;

/// How much was checked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Pairs of a report and a completion under one meaning of each reading.
    pub(crate) pairs: u64,
    /// Pairs in which every sum is known.
    pub(crate) known: u64,
    /// Pairs in which a programme that the report counts is refused by the meanings.
    pub(crate) refused: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, more: Counts) {
        self.pairs += more.pairs;
        self.known += more.known;
        self.refused += more.refused;
    }
}

/// The meaning of each reading of each year.
type Meanings = TiVec<YearIndex, TiVec<ReadingIndex, usize>>;

/// A programme that is granted under some meanings.
struct Granted {
    programme: ProgrammeIndex,
    version: Version,
    /// What is paid; absent if no source states it.
    yen: Option<Exact>,
    ceiling: bool,
}

/// One meaning for each reading, the same in every year that has it.
fn draw(city: &City, dice: &mut Dice) -> Meanings {
    let mut known: Vec<(&str, usize)> = Vec::new();
    let years = city.rules().years.iter();
    let of_year = years.map(|book| {
        let readings = book.readings.iter().map(|reading| {
            let found = known.iter().find(|(id, _)| *id == reading.id).map(|(_, meaning)| *meaning);
            let meaning = found.unwrap_or_else(|| dice.below(840));
            known.push((&reading.id, meaning));
            meaning % reading.choices.len()
        });
        readings.collect()
    });
    of_year.collect()
}

/// The programmes that are granted to a complete household if everything but readings is decided in its favour.
fn granted(city: &City, household: &Situation, on: Day, meanings: &Meanings) -> Vec<Granted> {
    let report = evaluate(city, household, on, on);
    let mut found = Vec::new();
    for (programme, one) in report.programmes.iter_enumerated() {
        let Some(version) = rules_for(city, programme, household, on) else { continue };
        let (book, rules) = (&city.rules().years[version.year], city.programme(version).unwrap());
        let counts = rules.benefit.is_money()
            && matches!(rules.payee, Party::Household | Party::Worker)
            && matches!(one.window, Window::Open | Window::Upcoming | Window::Unknown);
        let facts = &city.rules().facts;
        let meanings = meanings[version.year].clone();
        let reference =
            Reference { facts, book, household, on, meanings, moved: BTreeMap::new(), award: None };
        let Some(amount) = rules.amount.as_ref().filter(|_| counts) else { continue };
        if reference.requirement(rules.requires, true) {
            let own = |payee: Option<Party>| payee.is_none_or(|payee| payee == rules.payee);
            let ceiling = amount.parts.iter().any(|part| part.ceiling && own(part.payee));
            let yen = paid(&reference, rules, amount);
            found.push(Granted { programme, version, yen, ceiling });
        }
    }
    found
}

/// Which exclusions count.
#[derive(Clone, Copy)]
enum Counting<'a> {
    /// Every one, whatever it means and whoever states it.
    All,
    /// Those that hold under these meanings.
    Under(&'a Meanings),
    /// Those of them that a source states.
    StatedUnder(&'a Meanings),
}

impl Counting<'_> {
    fn counts(self, year: YearIndex, one: &Exclusion) -> bool {
        let holds = |meanings: &Meanings| {
            one.under.is_none_or(|under| {
                let meaning = Options::only(meanings[year][under.reading].into());
                meaning.is_within(under.choices)
            })
        };
        match self {
            Counting::All => true,
            Counting::Under(meanings) => holds(meanings),
            Counting::StatedUnder(meanings) => !one.inferred && holds(meanings),
        }
    }
}

/// Whether two programmes exclude each other, by their own rules or by those of the other.
fn excludes(city: &City, a: &Granted, b: &Granted, counting: Counting<'_>) -> bool {
    let names = |a: &Granted, b: &Granted| {
        city.programme(a.version)
            .unwrap()
            .exclusive
            .iter()
            .any(|one| one.programme == b.programme && counting.counts(a.version.year, one))
    };
    names(a, b) || names(b, a)
}

fn cap_of(city: &City, one: &Granted) -> Option<CapOfYear> {
    let caps = &city.rules().years[one.version.year].caps;
    let cap = caps.position(|cap| cap.programmes.contains(&one.version.programme))?;
    Some(CapOfYear { year: one.version.year, cap })
}

/// What a set pays together: ceilings as nothing for the least. What no source states counts as nothing.
fn sum(all: &[&Granted], caps: &[(CapOfYear, Exact)], city: &City, least: bool) -> Exact {
    let pays = |one: &Granted| match one.yen {
        Some(yen) if !(least && one.ceiling) => yen,
        _ => Exact::ZERO,
    };
    let add = |a: Exact, b: Exact| a.add(b).unwrap();
    let of = |cap: Option<CapOfYear>| {
        let under = all.iter().filter(|one| cap_of(city, one) == cap);
        under.map(|one| pays(one)).fold(Exact::ZERO, add)
    };
    caps.iter().map(|(cap, yen)| of(Some(*cap)).min(*yen)).fold(of(None), add)
}

/// The best sum over all lawful sets.
fn best_sum(
    city: &City,
    all: &[Granted],
    caps: &[(CapOfYear, Exact)],
    (counting, least): (Counting<'_>, bool),
) -> Exact {
    let mut best = sum(&[], caps, city, least);
    let mut sets: Vec<Vec<&Granted>> = vec![Vec::new()];
    // Programmes that exclude nothing and share no cap belong to every best set, unless they cost something.
    let is_free = |one: &&Granted| {
        cap_of(city, one).is_none()
            && !one.yen.is_some_and(Exact::is_negative)
            && !all.iter().any(|other| {
                other.programme != one.programme && excludes(city, one, other, Counting::All)
            })
    };
    sets[0].extend(all.iter().filter(is_free));
    for one in all.iter().filter(|one| !is_free(one)) {
        let fitting = sets
            .iter()
            .filter(|set| !set.iter().any(|member| excludes(city, member, one, counting)));
        let larger: Vec<Vec<&Granted>> =
            fitting.map(|set| [set.as_slice(), &[one]].concat()).collect();
        sets.extend(larger);
    }
    for set in &sets {
        best = best.max(sum(set, caps, city, least));
    }
    best
}

fn holds(range: Range, value: Exact) -> bool {
    range.low.is_none_or(|low| low <= value) && range.high.is_none_or(|high| value <= high)
}

/// Checks the best combination of a report for a completion and one meaning of each reading.
fn check_pair(
    city: &City,
    best: &Best,
    (household, on): (&Situation, Day),
    meanings: &Meanings,
) -> Result<Counts, String> {
    let all = granted(city, household, on, meanings);
    let mut caps = Vec::new();
    for one in &all {
        let Some(id) = cap_of(city, one).filter(|id| caps.iter().all(|(cap, _)| cap != id)) else {
            continue;
        };
        let book = &city.rules().years[id.year];
        let (facts, of_year) = (&city.rules().facts, meanings[id.year].clone());
        let reference = Reference {
            facts,
            book,
            household,
            on,
            meanings: of_year,
            moved: BTreeMap::new(),
            award: None,
        };
        let Some(yen) = reference.number(book.caps[id.cap].yen, None) else {
            return Ok(Counts::default());
        };
        caps.push((id, yen.max(Exact::ZERO)));
    }
    let told = |what: String| Err(format!("{what}\n{best:?}\n{meanings:?}"));
    let most = best_sum(city, &all, &caps, (Counting::StatedUnder(meanings), false));
    if best.range.high.is_some_and(|high| high < most) {
        return told(format!("{most} is above the best sum"));
    }
    // Where no least is known, none below nothing is expected: `iju check` refuses such amounts.
    let is_known = all.iter().all(|one| one.yen.is_some_and(|yen| !yen.is_negative()));
    let least = best_sum(city, &all, &caps, (Counting::Under(meanings), true));
    if is_known && best.range.low.is_some_and(|low| least < low) {
        return told(format!("{least} is below the best sum"));
    }
    let chosen: Vec<&Granted> =
        all.iter().filter(|one| best.chosen.programmes.contains(&one.programme)).collect();
    let is_chosen_granted = chosen.len() == best.chosen.programmes.len();
    if is_chosen_granted && is_known {
        for least in [true, false] {
            let sum = sum(&chosen, &caps, city, least);
            if !holds(best.chosen.range, sum) {
                return told(format!("the chosen set pays {sum}"));
            }
        }
    }
    for (at, one) in chosen.iter().enumerate() {
        if chosen[..at].iter().any(|other| excludes(city, one, other, Counting::All)) {
            return told("the chosen set is not lawful".to_owned());
        }
    }
    let refused = u64::from(!is_chosen_granted);
    Ok(Counts { pairs: 1, known: u64::from(is_known), refused })
}

/// Checks the best combination of a random situation against completions of it, each under other meanings.
pub(crate) fn check_situation(
    source: Source<'_>,
    on: Day,
    completions: usize,
    dice: &mut Dice,
) -> Result<Counts, String> {
    let city = source.city;
    let blurs = [(4, 1, 1), (8, 1, 0), (2, 3, 0), (12, 0, 1), (1, 0, 0), (1, 0, 0)];
    let (exact, rough, unknown) = *dice.one_of(&blurs);
    let blur = Blur { exact, rough, unknown, declined: 0 };
    let wide = source.rough(&source.complete(dice), blur, dice);
    let best = evaluate(city, &wide, on, on).best;
    let mut counts = Counts::default();
    for _ in 0..completions {
        let complete = source.completion(&wide, dice);
        let own = evaluate(city, &complete, on, on).best;
        for _ in 0..3 {
            let meanings = draw(city, dice);
            for best in [&best, &own] {
                let found = check_pair(city, best, (&complete, on), &meanings);
                counts.add(found.map_err(|what| format!("{what}\non {on}\n{complete:?}"))?);
            }
        }
    }
    Ok(counts)
}
