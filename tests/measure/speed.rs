//! Measures the engine on the common rule set that other rule engines were measured on: compares
//! random households with a plain implementation of the six programmes, then times their
//! evaluation. A time above the goal is no failure. `speed.mjs` times the edge to JavaScript; this
//! file does not.

use crate::dice::Dice;
use crate::figures::{self, Figure};
use iju_check::calendar::Day;
use iju_check::check;
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::evaluate::{evaluate, programme_ids};
use iju_check::possible::Range;
use iju_check::report::{ProgrammeReport, Report, Verdict};
use iju_check::rulebook::City;
use iju_check::situation::Situation;
use iju_check::wire::answers;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const RULES: &str = "tests/measure/common";
/// The six programmes, A to F.
const PROGRAMMES: [&str; 6] =
    ["relocation", "welcome", "newlywed", "startup", "farming", "newborn"];
const WORK: [&str; 5] =
    ["matched_job", "professional", "telework", "related_population", "startup"];
const ON: &str = "2024-10-10";

const GOAL_NANOSECONDS: u128 = 1_000;
const WARM_UP: Duration = Duration::from_millis(1_500);
const BATCH: Duration = Duration::from_millis(20);
const BATCHES: usize = 31;

/// The largest number of disagreements that are printed.
const MAX_PRINTED: usize = 5;

/// A household. Its fields are the ids of the facts.
#[derive(Debug, Serialize)]
struct Household {
    age: i64,
    household_size: i64,
    children_under_18: i64,
    moved_from_tokyo_area: bool,
    years_outside_pref_last10: i64,
    days_since_move: i64,
    work_type: &'static str,
    weekly_hours: i64,
    indefinite_contract: bool,
    intends_5_years: bool,
    transfer_by_employer: bool,
    received_before: bool,
    other_grant_received: bool,
    couple_max_age: i64,
    marriage_housing_cost: i64,
    marriage_furniture_cost: i64,
    startup_cost: i64,
    ui_turn: bool,
    in_shopping_area: bool,
    monthly_rent: i64,
    newborns: i64,
    farm_training_cost: i64,
}

/// The yen of each programme (`None` if it is refused) and of the best combination.
#[derive(Debug, PartialEq, Serialize)]
struct Found {
    amounts: [Option<String>; 6],
    total: String,
}

/// A household and its expected results, for `speed.mjs`.
#[derive(Serialize)]
struct Case<'a> {
    on: &'static str,
    answers: &'a Household,
    programmes: [&'static str; 6],
    found: &'a Found,
}

pub(crate) fn run(households: u64, seed: u64, write: Option<&Path>) -> ExitCode {
    println!("speed: {households} households of the common rule set, seed {seed}");
    let (city, on) = (load(), Day::parse(ON).unwrap());
    assert_eq!(programme_ids(&city).raw, PROGRAMMES, "the six programmes, A to F");
    let (mut situations, mut lines, mut failures) = (Vec::new(), String::new(), 0);
    let (mut granted, mut uneven) = ([0_u64; 6], 0_u64);
    for case in 0..households {
        let household = draw(&mut Dice::of(seed, case));
        let expected = plain(&household);
        let situation = read(&city, &household);
        let found = found(&evaluate(&city, &situation, on, on));
        if found.as_ref() != Ok(&expected) {
            failures += 1;
            if failures <= MAX_PRINTED {
                println!("DISAGREES, case {case}: {found:?}, expected {expected:?}: {household:?}");
            }
        }
        for (count, amount) in granted.iter_mut().zip(&expected.amounts) {
            *count += u64::from(amount.is_some());
        }
        uneven += u64::from(expected.total.contains('/'));
        let case = Case { on: ON, answers: &household, programmes: PROGRAMMES, found: &expected };
        lines += &format!("{}\n", serde_json::to_string(&case).unwrap());
        situations.push(situation);
    }
    println!("granted, A to F: {granted:?}; totals with half a yen: {uneven}");
    println!("speed: {} of {households} agree with the plain reading", situations.len() - failures);
    if failures > 0 {
        return ExitCode::FAILURE;
    }
    if let Some(path) = write {
        fs::write(path, lines).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    }
    let took = nanoseconds(&city, &situations, on);
    let kept = if took <= GOAL_NANOSECONDS { "kept" } else { "not kept" };
    println!(
        "speed: native, one core: {took} ns a household, median of {BATCHES} batches; goal \
         {GOAL_NANOSECONDS} ns: {kept}"
    );
    let most = Some(GOAL_NANOSECONDS as f64);
    let figure = Figure { found: took as f64, most, ..Figure::default() };
    figures::keep("native", BTreeMap::from([("common".to_owned(), figure)]));
    ExitCode::SUCCESS
}

fn load() -> City {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(RULES);
    let checked = check::load(&folder, &mut files, &mut problems).unwrap();
    let told: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    let checked = checked.unwrap_or_else(|| panic!("{}", told.join("\n")));
    checked.cities.into_iter().next().unwrap()
}

fn read(city: &City, household: &Household) -> Situation {
    let text = serde_json::to_string(household).unwrap();
    answers::read(city, &serde_json::from_str(&text).unwrap()).unwrap()
}

/// A whole number. One time in three it is one of `turns`, the numbers at which a result changes.
fn near(turns: &[i64], low: i64, high: i64, dice: &mut Dice) -> i64 {
    if dice.chance(1, 3) { *dice.one_of(turns) } else { dice.between(low, high) }
}

fn draw(dice: &mut Dice) -> Household {
    let household_size = near(&[1, 2], 1, 6, dice);
    // 2/15 of a multiple of 7,500 is a multiple of 1,000.
    let step = 7_500 * dice.between(1, 1_700);
    let (startup_cost, monthly_rent) = business(dice);
    Household {
        age: near(&[29, 30, 39, 40], 18, 65, dice),
        household_size,
        children_under_18: dice.between(0, household_size - 1),
        moved_from_tokyo_area: dice.chance(1, 2),
        years_outside_pref_last10: near(&[4, 5], 0, 10, dice),
        days_since_move: near(&[364, 365, 366], 0, 730, dice),
        work_type: WORK[dice.below(WORK.len())],
        weekly_hours: near(&[19, 20], 0, 45, dice),
        indefinite_contract: dice.chance(3, 4),
        intends_5_years: dice.chance(3, 4),
        transfer_by_employer: dice.chance(1, 5),
        received_before: dice.chance(1, 8),
        other_grant_received: dice.chance(1, 8),
        couple_max_age: near(&[29, 30, 39, 40], 18, 60, dice),
        marriage_housing_cost: near(
            &[299_999, 300_000, 300_001, 599_999, 600_000, 600_001],
            0,
            1_000_000,
            dice,
        ),
        marriage_furniture_cost: near(&[399_999, 400_000, 400_001], 0, 800_000, dice),
        startup_cost,
        ui_turn: dice.chance(1, 3),
        in_shopping_area: dice.chance(1, 2),
        monthly_rent,
        newborns: near(&[0, 1], 0, 3, dice),
        farm_training_cost: near(
            &[0, step - 1, step, step + 1, 12_599_999, 12_600_000, 12_600_001],
            0,
            20_000_000,
            dice,
        ),
    }
}

/// The cost of a business and its monthly rent. One in five costs nothing, or a single yen.
fn business(dice: &mut Dice) -> (i64, i64) {
    if dice.chance(1, 5) {
        return *dice.one_of(&[(0, 0), (1, 0), (0, 1)]);
    }
    // The limits are half of these.
    let limits = [2_000_000, 3_000_000, 4_000_000];
    let around = limits.into_iter().flat_map(|limit| [limit - 1, limit, limit + 1]);
    let turns: Vec<i64> = [0].into_iter().chain(around).collect();
    let cost = near(&turns, 0, 6_000_000, dice);
    (cost, near(&[0, 99_999, 100_000, 100_001], 0, 200_000, dice))
}

/// A fraction in lowest terms, its denominator above zero.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    numer: i128,
    denom: i128,
}

impl Fraction {
    fn new(numer: i128, denom: i128) -> Fraction {
        let (mut divisor, mut rest) = (denom, numer);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Fraction { numer: numer / divisor, denom: denom / divisor }
    }

    fn yen(whole: i64) -> Fraction {
        Fraction::new(whole.into(), 1)
    }

    fn plus(self, other: Fraction) -> Fraction {
        let numer = self.numer * other.denom + other.numer * self.denom;
        Fraction::new(numer, self.denom * other.denom)
    }

    fn times(self, numer: i128, denom: i128) -> Fraction {
        Fraction::new(self.numer * numer, self.denom * denom)
    }

    fn at_most(self, limit: i64) -> Fraction {
        let exceeds = self.numer > i128::from(limit) * self.denom;
        if exceeds { Fraction::yen(limit) } else { self }
    }

    fn down_to(self, unit: i128) -> Fraction {
        Fraction::new(self.numer / (self.denom * unit) * unit, 1)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denom {
            1 => write!(to, "{}", self.numer),
            denom => write!(to, "{}/{denom}", self.numer),
        }
    }
}

/// The results of the six programmes, written down plainly, and the total. Of A and B only the
/// larger counts.
fn plain(household: &Household) -> Found {
    let a = relocation(household);
    let b = (!household.transfer_by_employer).then(|| Fraction::yen(200_000));
    let amounts =
        [a, b, newlywed(household), startup(household), farming(household), newborn(household)];
    // A is never less than 600,000.
    let of_the_two = if a.is_some() { a } else { b };
    let parts = [of_the_two].into_iter().chain(amounts.into_iter().skip(2)).flatten();
    let total = parts.fold(Fraction::yen(0), Fraction::plus);
    Found {
        amounts: amounts.map(|amount| amount.map(|yen| yen.to_string())),
        total: total.to_string(),
    }
}

fn relocation(one: &Household) -> Option<Fraction> {
    let way = match one.work_type {
        "matched_job" | "professional" => {
            one.weekly_hours >= 20 && one.indefinite_contract && one.intends_5_years
        }
        "telework" => one.weekly_hours >= 20,
        _ => true,
    };
    let granted = !one.transfer_by_employer
        && !one.received_before
        && !one.other_grant_received
        && one.days_since_move <= 365
        && (one.years_outside_pref_last10 >= 5 || one.moved_from_tokyo_area)
        && way;
    let base = if one.household_size >= 2 { 1_000_000 } else { 600_000 };
    let each = if one.moved_from_tokyo_area { 1_000_000 } else { 300_000 };
    granted.then(|| Fraction::yen(base + one.children_under_18 * each))
}

fn newlywed(one: &Household) -> Option<Fraction> {
    let limit = match one.couple_max_age {
        ..=29 => 600_000,
        30..=39 => 300_000,
        _ => return None,
    };
    let housing = one.marriage_housing_cost.min(limit);
    Some(Fraction::yen(housing + one.marriage_furniture_cost.min(400_000)))
}

fn startup(one: &Household) -> Option<Fraction> {
    let limit = match (one.ui_turn, one.in_shopping_area) {
        (true, _) => 2_000_000,
        (false, true) => 1_500_000,
        (false, false) => 1_000_000,
    };
    let cost = Fraction::yen(one.startup_cost).times(1, 2).at_most(limit);
    let rent = Fraction::yen(one.monthly_rent).times(1, 2).at_most(50_000).times(12, 1);
    Some(cost.plus(rent)).filter(|sum| sum.numer > 0)
}

fn farming(one: &Household) -> Option<Fraction> {
    let training = Fraction::yen(one.farm_training_cost).times(2, 15).down_to(1_000);
    Some(Fraction::yen(3_000_000).plus(training.at_most(1_680_000)))
}

fn newborn(one: &Household) -> Option<Fraction> {
    (one.newborns > 0).then(|| Fraction::yen(one.newborns * 100_000))
}

/// The engine's results.
///
/// # Errors
/// If the engine leaves anything open.
fn found(report: &Report) -> Result<Found, String> {
    let amounts = report.programmes.iter().map(amount).collect::<Result<Vec<_>, _>>()?;
    let amounts = amounts.try_into().map_err(|all: Vec<_>| format!("{} programmes", all.len()))?;
    Ok(Found { amounts, total: single(report.best.range)? })
}

fn amount(programme: &ProgrammeReport) -> Result<Option<String>, String> {
    match (programme.verdict, programme.amount) {
        (Verdict::Eligible, Some(amount)) if !amount.ceiling => single(amount.yen).map(Some),
        (Verdict::Ineligible, None) => Ok(None),
        (verdict, amount) => Err(format!("{}: {verdict:?}, {amount:?}", programme.programme)),
    }
}

fn single(range: Range) -> Result<String, String> {
    let yen = range.low.filter(|_| range.is_single());
    yen.map(|yen| yen.to_string()).ok_or_else(|| format!("{range:?}"))
}

/// The time of one evaluation: the median of many batches.
fn nanoseconds(city: &City, situations: &[Situation], on: Day) -> u128 {
    let pass = || {
        for situation in situations {
            black_box(evaluate(city, black_box(situation), on, on));
        }
    };
    let batch = |least: Duration| {
        let (from, mut evaluations) = (Instant::now(), 0);
        while from.elapsed() < least {
            pass();
            evaluations += situations.len() as u128;
        }
        from.elapsed().as_nanos() / evaluations.max(1)
    };
    batch(WARM_UP);
    let mut batches: Vec<u128> = (0..BATCHES).map(|_| batch(BATCH)).collect();
    batches.sort_unstable();
    batches[BATCHES / 2]
}
