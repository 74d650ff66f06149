//! On which days an application succeeds, and which run of them matters to the household. Where no source says
//! whether applications are taken, they count as taken. Which days succeed is found in `evaluate::success`.

use super::trial::Trial;
use crate::calendar::Day;
use crate::evaluate::report_of;
use crate::evaluate::success::{Stretch, Success, is_one_run};
use crate::evaluate::window::days_known_open;
use crate::index::ProgrammeIndex;
use crate::possible::Days;
use crate::report::{Apply, Boundary, OpenDays, Verdict, Why, Window};
use crate::rulebook::City;

/// When an application for a programme succeeds, on the days from `from` on if that is given. `None` if it succeeds
/// on no day.
pub(super) fn apply(
    trial: &Trial<'_>,
    programme: ProgrammeIndex,
    from: Option<Day>,
) -> Option<Apply> {
    let mut stretches = trial.stretches(programme);
    if let Some(from) = from {
        stretches.retain(|stretch| from <= stretch.days.last);
        if let Some(first) = stretches.first_mut() {
            first.days.first = first.days.first.max(from);
        }
    }
    let blocks = blocks(trial, programme, &stretches);
    let (Some(earliest), Some(latest)) = (blocks.first(), blocks.last()) else { return None };
    let all = Days { first: earliest.days.first, last: latest.days.last };
    let (first, last) = ends_of_run(&blocks, trial.on)?;
    let (first, last) = (open_days(first), open_days(last));
    let why = |end: Option<Day>, beyond: i32| {
        end.map(|day| why_refused(trial, programme, day.plus_days(beyond)))
    };
    Some(Apply {
        first: Boundary { days: first, why: why(first.first, -1) },
        last: Boundary { days: last, why: why(last.last, 1) },
        possible: blocks.iter().map(|block| open_days(block.days)).collect(),
        sure: runs(blocks.iter().flat_map(|block| block.sure.iter().copied())),
        ends_with_rules: registered_until(trial, programme) == Some(all.last),
        window_unknown: is_window_unknown(trial.city, &stretches),
    })
}

/// A run of days. An application may succeed on each of them.
struct Block {
    days: Days,
    /// Whether one household, under one answer to what is open, succeeds on one run of these days or on none.
    is_one_run: bool,
    /// From the first to the last day on which everybody succeeds who succeeds in this block at all.
    core: Option<Days>,
    /// The days on which everybody succeeds who succeeds on any day.
    sure: Vec<Days>,
}

/// The blocks of days that may succeed, in order.
fn blocks(trial: &Trial<'_>, programme: ProgrammeIndex, stretches: &[Stretch]) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut block: Vec<&Stretch> = Vec::new();
    for stretch in stretches {
        if stretch.success == Success::Never {
            found.extend(block_of(trial, programme, (stretches, &block)));
            block.clear();
        } else {
            block.push(stretch);
        }
    }
    found.extend(block_of(trial, programme, (stretches, &block)));
    found
}

fn block_of(
    trial: &Trial<'_>,
    programme: ProgrammeIndex,
    (all, block): (&[Stretch], &[&Stretch]),
) -> Option<Block> {
    let (first, last) = (block.first()?, block.last()?);
    let version = first.version.filter(|_| block.iter().all(|one| one.version == first.version));
    let lasts = |one: &&&Stretch| one.success >= Success::Lasting;
    let core = block.iter().filter(lasts).map(|one| one.days).reduce(Days::hull);
    let is_sure = |one: &&&Stretch| {
        let mut others = all.iter().filter(|other| other.success != Success::Never);
        others.all(|other| trial.includes(programme, one, other.version))
    };
    Some(Block {
        days: first.days.hull(last.days),
        is_one_run: version.is_some_and(|version| is_one_run(trial.city, version)),
        core: core.filter(|_| version.is_some()),
        sure: block.iter().filter(is_sure).map(|one| one.days).collect(),
    })
}

/// The days among which the first and the last day lie of the run that holds `on`, else of the next run, else of
/// the last one before.
fn ends_of_run(blocks: &[Block], on: Day) -> Option<(Days, Days)> {
    let ends = reported(blocks, on).into_iter().map(|block| ends(block, on));
    ends.reduce(|(a, b), (c, d)| (a.hull(c), b.hull(d)))
}

/// The blocks that may hold the run.
fn reported(blocks: &[Block], on: Day) -> Vec<&Block> {
    let is_sure_after = |block: &Block| block.sure.iter().any(|days| on <= days.last);
    let mut found = Vec::new();
    for block in blocks.iter().filter(|block| on <= block.days.last) {
        found.push(block);
        if is_sure_after(block) {
            return found;
        }
    }
    // Perhaps no day from `on` succeeds.
    for block in blocks.iter().rev().filter(|block| block.days.first < on) {
        if on > block.days.last {
            found.push(block);
        }
        if !block.sure.is_empty() {
            break;
        }
    }
    found
}

/// The days among which the ends of a run in a block lie.
fn ends(block: &Block, on: Day) -> (Days, Days) {
    let Days { first, last } = block.days;
    if block.is_one_run {
        return match block.core {
            Some(core) => (Days { first, last: core.first }, Days { first: core.last, last }),
            None => (block.days, block.days),
        };
    }
    let holds_on = |days: &&Days| days.first <= on && on <= days.last;
    if let Some(around) = runs_of(&block.sure).iter().find(holds_on) {
        return (Days { first, last: around.first }, Days { first: around.last, last });
    }
    let next = block.sure.iter().map(|days| days.first).find(|day| on < *day);
    (Days { first, last: next.unwrap_or(last) }, block.days)
}

/// Spans of days, with those that touch put together.
fn runs_of(spans: &[Days]) -> Vec<Days> {
    let mut found: Vec<Days> = Vec::new();
    for days in spans {
        match found.last_mut() {
            Some(before) if before.last.plus_days(1) == days.first => before.last = days.last,
            _ => found.push(*days),
        }
    }
    found
}

fn runs(spans: impl Iterator<Item = Days>) -> Vec<OpenDays> {
    let spans: Vec<Days> = spans.collect();
    runs_of(&spans).into_iter().map(open_days).collect()
}

/// The ends of a span. One that no rule limits is absent.
fn open_days(days: Days) -> OpenDays {
    // Nothing is tried beyond the second and the last day but one of the calendar.
    let calendar = Days { first: Day::MIN.plus_days(1), last: Day::MAX.plus_days(-1) };
    let end = |day: Day| (calendar.first < day && day < calendar.last).then_some(day);
    OpenDays { first: end(days.first), last: end(days.last) }
}

/// The last day for which a rule of a programme is registered, if the application date chooses the year.
fn registered_until(trial: &Trial<'_>, programme: ProgrammeIndex) -> Option<Day> {
    let mut last = None;
    for version in trial.city.versions(programme) {
        let rules = trial.city.programme(*version)?;
        if rules.valid_by.is_some() {
            return None;
        }
        last = last.max(Day::from_number(rules.valid_to));
    }
    last
}

/// Whether no source says that applications are taken on some of the days on which one may succeed.
fn is_window_unknown(city: &City, stretches: &[Stretch]) -> bool {
    stretches.iter().filter(|one| one.success != Success::Never).any(|one| {
        let rules = one.version.and_then(|version| city.programme(version));
        let open = rules.and_then(|rules| days_known_open(rules.window));
        open.is_none_or(|open| one.days.first < open.first || open.last < one.days.last)
    })
}

/// Why an application on a day is refused.
fn why_refused(trial: &Trial<'_>, programme: ProgrammeIndex, day: Day) -> Why {
    let found = report_of(trial.city, &trial.situation, day, programme);
    let failing = found.rules.zip(found.determining.first());
    match (found.verdict, failing) {
        (Verdict::Ineligible, Some((rules, one))) => {
            Why::Requirement { version: rules, place: one.place }
        }
        (Verdict::NoRule, _) => Why::Rules,
        _ => match found.window {
            Window::Upcoming => Why::Upcoming,
            Window::Closed => Why::Closed,
            Window::BudgetReached => Why::BudgetReached,
            Window::Open | Window::Unknown => Why::Rules,
        },
    }
}
