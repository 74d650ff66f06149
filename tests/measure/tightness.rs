//! Measures, for each programme, how often the engine decides as early as brute force and gives
//! amounts that are as narrow. Soundness is not measured here.

use crate::brute::{Found, Trials};
use crate::cities::{all_shipped, examples};
use crate::dice::Dice;
use crate::figures::{self, Figure};
use crate::household::{Blur, Key, Source};
use crate::thresholds::{roots, thresholds};
use iju_check::calendar::Day;
use iju_check::evaluate::{evaluate, programme_ids};
use iju_check::index::{MemberIndex, ProgrammeIndex, Version};
use iju_check::possible::Range;
use iju_check::report::{ProgrammeReport, Verdict};
use iju_check::rulebook::{City, Expr, Fact, Kind};
use iju_check::situation::{Answer, Known, Record, Situation};
use std::collections::BTreeSet;
use std::process::ExitCode;

/// The largest number of completions that are tried of one situation.
const MAX_TRIALS: usize = 20_000;

/// The least share of the verdicts and of the amounts, in per cent, that should be as narrow as brute force makes them.
const GOAL_VERDICTS: usize = 99;
const GOAL_AMOUNTS: usize = 98;

const BLUR: Blur = Blur { exact: 1, rough: 1, unknown: 2, declined: 0 };

#[derive(Default)]
struct Tally {
    name: String,
    situations: usize,
    /// Situations that are undetermined because their completions differ.
    open: usize,
    early: usize,
    amounts: usize,
    exact: usize,
    too_many: usize,
    late_witness: Option<String>,
    wide_witness: Option<String>,
}

impl Tally {
    fn missed(&self) -> usize {
        self.situations - self.early + self.amounts - self.exact
    }
}

pub(crate) fn run(situations: usize, seed: u64, only: &str) -> ExitCode {
    println!("tightness: {situations} situations a programme, seed {seed}");
    let mut tallies = Vec::new();
    for city in all_shipped() {
        for id in programme_ids(city).into_iter().filter(|id| id.contains(only)) {
            let tally = measure(city, id, situations, seed);
            println!("{}", line(&tally));
            tallies.push(tally);
        }
    }
    tallies.sort_by_key(|tally| std::cmp::Reverse(tally.missed()));
    println!("\nwitnesses, worst programme first");
    for tally in tallies.iter().filter(|tally| tally.missed() > 0) {
        for witness in [&tally.late_witness, &tally.wide_witness].into_iter().flatten() {
            println!("\n{}: {witness}", tally.name);
        }
    }
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let total = Tally {
        name: "all programmes".to_owned(),
        situations: sum(|one| one.situations),
        open: sum(|one| one.open),
        early: sum(|one| one.early),
        amounts: sum(|one| one.amounts),
        exact: sum(|one| one.exact),
        too_many: sum(|one| one.too_many),
        ..Tally::default()
    };
    println!("\n{}", line(&total));
    let reached = |part: usize, of: usize, goal: usize| part * 100 >= of * goal;
    let reached = reached(total.early, total.situations, GOAL_VERDICTS)
        && reached(total.exact, total.amounts, GOAL_AMOUNTS);
    println!(
        "tightness: goals ({GOAL_VERDICTS} %, {GOAL_AMOUNTS} %) {}",
        if reached { "reached" } else { "not reached" }
    );
    if only.is_empty() {
        keep(&total);
    }
    if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Keeps the shares in per cent, and of how many they are.
fn keep(total: &Tally) {
    let share = |part: usize, of: usize, least: usize| {
        let found = part as f64 * 100.0 / of.max(1) as f64;
        Figure { found, least: Some(least as f64), ..Figure::default() }
    };
    let figures = [
        ("early", share(total.early, total.situations, GOAL_VERDICTS)),
        ("verdicts", Figure::of(total.situations as f64)),
        ("exact", share(total.exact, total.amounts, GOAL_AMOUNTS)),
        ("amounts", Figure::of(total.amounts as f64)),
    ];
    figures::keep("tightness", figures.map(|(name, one)| (name.to_owned(), one)).into());
}

fn line(tally: &Tally) -> String {
    let percent = |part: usize, of: usize| match of {
        0 => "      -".to_owned(),
        _ => format!("{:3}.{:02} %", part * 100 / of, part * 10_000 / of % 100),
    };
    format!(
        "{:34} verdicts {} of {:5} ({:5} open)  amounts {} of {:5}  narrowed {}",
        tally.name,
        percent(tally.early, tally.situations),
        tally.situations,
        tally.open,
        percent(tally.exact, tally.amounts),
        tally.amounts,
        tally.too_many,
    )
}

/// A copy of a city that has only one of its programmes.
fn alone(city: &City, id: &str) -> City {
    let mut rules = city.rules().clone();
    for book in &mut rules.years {
        book.programmes.retain(|programme| programme.id == id);
        for programme in &mut book.programmes {
            programme.exclusive.clear();
            programme.number = ProgrammeIndex::new(0);
        }
    }
    rules.years.retain(|book| !book.programmes.is_empty());
    City::new(rules).unwrap()
}

fn measure(city: &City, id: &str, situations: usize, seed: u64) -> Tally {
    let examples: Vec<Situation> = examples(city).into_iter().map(|(one, _)| one).collect();
    let city = alone(city, id);
    let versions = city.versions(ProgrammeIndex::new(0)).to_vec();
    let used = used(&city, &versions);
    let name = format!("{}/{id}", city.rules().id);
    let mut tally = Tally { name, ..Tally::default() };
    for case in 0..situations as u64 {
        let mut dice = Dice::of(seed, case);
        let on = date(&city, *dice.one_of(&versions), &mut dice);
        let points = thresholds(&city, &versions, on, None);
        let source = Source { city: &city, points: &points, examples: &examples };
        let complete = source.complete(&mut dice);
        let mut situation = source.rough(&complete, BLUR, &mut dice);
        complete_unused(&city, &used, &complete, &mut situation);
        let points = thresholds(&city, &versions, on, Some(&situation));
        let mut trials = Trials::of(&city, &situation, &used, &points, &mut dice);
        tally.too_many += usize::from(trials.count > MAX_TRIALS);
        while trials.count > MAX_TRIALS {
            complete_one(&used, &complete, &mut situation, &mut dice);
            trials = Trials::of(&city, &situation, &used, &points, &mut dice);
        }
        let claimed = evaluate(&city, &situation, on, on).programmes.raw.remove(0);
        let found = trials.run(&city, on, &claimed);
        count(&mut tally, &city, &used, on, &situation, &claimed, &found);
    }
    tally
}

/// The facts and fields that a programme reads.
fn used(city: &City, of: &[Version]) -> BTreeSet<Key> {
    let mut used = BTreeSet::new();
    for at in of {
        let book = &city.rules().years[at.year];
        let programme = city.programme(*at).unwrap();
        used.extend(programme.valid_by.map(|fact| (fact, None)));
        let facts = city.programme_info(*at).unwrap();
        let mut waiting = roots(book, programme, &facts.requirements);
        let mut seen = BTreeSet::new();
        while let Some(expr) = waiting.pop() {
            if !seen.insert(expr) {
                continue;
            }
            match &book.exprs[expr] {
                Expr::Fact(fact) => drop(used.insert((*fact, None))),
                Expr::Field { list, field } => drop(used.insert((*list, Some(*field)))),
                Expr::Ordinal { list, born, .. } => drop(used.insert((*list, Some(*born)))),
                Expr::Count { list, .. } | Expr::Sum { list, .. } => {
                    used.insert((*list, None));
                }
                Expr::AnyMember { list, .. } | Expr::EveryMember { list, .. } => {
                    used.insert((*list, None));
                }
                _ => {}
            }
            waiting.extend(book.exprs[expr].parts());
        }
    }
    used
}

/// An application date on which the programme's rules hold, or the day after the last such date.
fn date(city: &City, at: Version, dice: &mut Dice) -> Day {
    let programme = city.programme(at).unwrap();
    let (first, last) = (i64::from(programme.valid_from), i64::from(programme.valid_to));
    let last = last.min(first + 800);
    let number = match dice.below(6) {
        0 => first,
        1 => last,
        2 => last + 1,
        _ => dice.between(first, last),
    };
    Day::from_number(number as i32).unwrap()
}

/// Completes the answers that the programme does not read.
fn complete_unused(
    city: &City,
    used: &BTreeSet<Key>,
    complete: &Situation,
    situation: &mut Situation,
) {
    for (at, fact) in city.rules().facts.iter_enumerated() {
        let looked_at = used.iter().any(|(of, _)| *of == at);
        if !looked_at {
            situation.facts[at] = complete.facts[at].clone();
        } else if let (Kind::List { .. }, Known::List(some), Known::List(all)) =
            (&fact.kind, &mut situation.facts[at].known, &complete.facts[at].known)
        {
            for (record, complete) in some.named.iter_mut().zip(&all.named) {
                for (field, answer) in record.iter_mut_enumerated() {
                    if !used.contains(&(at, Some(field))) {
                        *answer = complete[field].clone();
                    }
                }
            }
        }
    }
}

/// Completes one answer that the programme reads.
fn complete_one(
    used: &BTreeSet<Key>,
    complete: &Situation,
    situation: &mut Situation,
    dice: &mut Dice,
) {
    let keys: Vec<&Key> = used.iter().collect();
    let (at, field) = **dice.one_of(&keys);
    match (&mut situation.facts[at].known, &complete.facts[at].known, field) {
        (Known::List(some), Known::List(all), Some(field)) => {
            let member = MemberIndex::from(dice.below(some.named.len()));
            some.named[member][field] = all.named[member][field].clone();
        }
        (Known::List(_), _, None) if dice.chance(2, 3) => {}
        (known, complete, _) => *known = complete.clone(),
    }
}

fn count(
    tally: &mut Tally,
    city: &City,
    used: &BTreeSet<Key>,
    on: Day,
    situation: &Situation,
    claimed: &ProgrammeReport,
    found: &Found,
) {
    tally.situations += 1;
    tally.open +=
        usize::from(claimed.verdict == Verdict::Undetermined && found.verdict_is(claimed));
    let told = || {
        format!(
            "on {on}\n    {}\n    engine {:?} {}\n    brute  {:?} {}",
            told(city, used, situation),
            claimed.verdict,
            range(claimed.amount.map(|amount| amount.yen)),
            found.verdicts,
            range(found.amount),
        )
    };
    if found.verdict_is(claimed) {
        tally.early += 1;
    } else if tally.late_witness.is_none() {
        tally.late_witness = Some(format!("verdict late, {}", told()));
    }
    if claimed.amount.is_some() || found.amount.is_some() {
        tally.amounts += 1;
        if found.amount_is(claimed) {
            tally.exact += 1;
        } else if tally.wide_witness.is_none() {
            tally.wide_witness = Some(format!("amount wide, {}", told()));
        }
    }
}

fn range(range: Option<Range>) -> String {
    let end = |end: Option<_>| {
        end.map_or("?".to_owned(), |end: iju_check::amount::Exact| end.to_string())
    };
    range.map_or("no amount".to_owned(), |one| format!("{}..{}", end(one.low), end(one.high)))
}

/// The answers that a programme reads, on one line.
fn told(city: &City, used: &BTreeSet<Key>, situation: &Situation) -> String {
    let facts = city.rules().facts.iter_enumerated().zip(&situation.facts);
    let facts = facts.filter(|((at, _), _)| used.iter().any(|(of, _)| of == at));
    let told = facts.map(|((_, fact), answer)| match (&fact.kind, &answer.known) {
        (Kind::List { fields, .. }, Known::List(members)) => {
            let one = |record: &Record| {
                let all = fields.iter().zip(record);
                let all = all.map(|(field, answer)| value(&field.id, field, &answer.known));
                format!("[{}]", all.collect::<Vec<_>>().join(" "))
            };
            let named: Vec<_> = members.named.iter().map(one).collect();
            let more = members.further.iter().map(|one| format!("{}-{:?}", one.min, one.max));
            let more =
                more.collect::<Vec<_>>().join(" ").replace("Some", "").replace("None", "any");
            format!("{}: {}, further by sort {more}", fact.id, named.join(" "))
        }
        (_, known) => value(&fact.id, fact, known),
    });
    told.collect::<Vec<_>>().join("; ")
}

fn value(id: &str, fact: &Fact, known: &Known) -> String {
    if *known == Answer::unknown(fact).known {
        return format!("{id}=?");
    }
    match (&fact.kind, known) {
        (Kind::Choice { options }, Known::Options(some)) => {
            let all = some.iter().map(|option| options[option].as_str());
            format!("{id}={}", all.collect::<Vec<_>>().join("|"))
        }
        (_, Known::Number(one)) => format!("{id}={}", range(Some(*one))),
        (_, Known::Day(days)) => format!("{id}={}..{}", days.first, days.last),
        (_, known) => format!("{id}={known:?}"),
    }
}
