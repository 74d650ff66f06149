//! `iju eval --sum`: for each programme, how many households get it and what it costs, as CSV; by other rules or on
//! another day beside it. It keeps no household.

use crate::evaluator::{Evaluator, Wrong, given};
use crate::households::Household;
use crate::out::not_written;
use crate::{Failure, failed, find, folder_of, load};
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::check::Checked;
use iju_check::closed_list::ClosedList;
use iju_check::diagnostic::Files;
use iju_check::evaluate::{gives_each, programme_ids};
use iju_check::index::ProgrammeIndex;
use iju_check::report::{AmountRange, Verdict};
use iju_check::rulebook::Kind;
use iju_check::wire::answers::Value;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use strum::VariantArray;
use typed_index_collections::TiVec;

/// After how many households the command says how far it is.
const TOLD_AFTER: usize = 100_000;

/// What to sum, as the call says it.
#[derive(clap::Args)]
pub(crate) struct Asked {
    /// Prints, instead of reports, a table (CSV): a line for each programme, with the number of households by verdict,
    /// and the yen at both ends. `yen_from` is what the eligible ones get at least. `yen_to` is what all that may be
    /// granted it get at most, without the households of `no_upper_end`.
    #[arg(long = "sum", conflicts_with = "json")]
    pub(crate) is_asked: bool,
    /// Sums by the answers to these facts, separated by commas.
    #[arg(long, value_name = "FACT", value_delimiter = ',', requires = "is_asked")]
    by: Vec<String>,
    /// Sums by the rules of another folder too, such as a draft. The columns stand side by side.
    #[arg(long, value_name = "DIR", requires = "is_asked")]
    beside: Option<PathBuf>,
    /// Sums on another application date too.
    #[arg(long, value_name = "DATE", value_parser = crate::day, requires = "is_asked")]
    beside_on: Option<Day>,
}

/// The rules and the day to compare with.
pub(crate) struct Beside {
    rules: Checked,
    city: String,
    on: Option<Day>,
}

impl Asked {
    /// What to compare with, if anything.
    pub(crate) fn beside(&self, rules: &Path, city: &str) -> Result<Option<Beside>, Failure> {
        if self.beside.is_none() && self.beside_on.is_none() {
            return Ok(None);
        }
        let folder =
            self.beside.as_deref().map(|folder| folder_of(folder, "--beside")).transpose()?;
        let rules = load(folder.unwrap_or(rules), &mut Files::default())?;
        Ok(Some(Beside { rules, city: city.to_owned(), on: self.beside_on }))
    }
}

impl Beside {
    /// The same question by these rules, on this day.
    pub(crate) fn evaluator(&self, first: &Evaluator<'_>) -> Result<Evaluator<'_>, Failure> {
        let (_, city) = find(&self.rules, &self.city)?;
        Ok(Evaluator { city, on: self.on.or(first.on), today: first.today })
    }
}

/// An answer by which households are grouped. Households that did not give it come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Unknown,
    No,
    Yes,
    Number(i64),
    Text(String),
}

impl Key {
    fn of(value: &Value) -> Key {
        match value {
            Value::Bool(true) => Key::Yes,
            Value::Bool(false) => Key::No,
            Value::Whole(number) => Key::Number(*number),
            Value::Text(text) => Key::Text(text.clone()),
            Value::Map(entries) => entries
                .iter()
                .find(|(key, _)| key == "is")
                .map_or(Key::Unknown, |(_, is)| Key::of(is)),
            Value::Null | Value::Inexact | Value::List(_) => Key::Unknown,
        }
    }

    fn text(&self) -> String {
        match self {
            Key::Unknown => String::new(),
            Key::No => "no".to_owned(),
            Key::Yes => "yes".to_owned(),
            Key::Number(number) => number.to_string(),
            Key::Text(text) => text.clone(),
        }
    }
}

/// What is counted of one programme.
#[derive(Clone, Debug, Default)]
struct Count {
    /// The households by verdict, in the order of the list of verdicts.
    verdicts: [u64; Verdict::VARIANTS.len()],
    /// What the eligible ones get at least, in yen.
    from: i128,
    /// What all that may be granted it get at most, in yen.
    to: i128,
    /// The households that may be granted it without a known upper end.
    without_end: u64,
}

impl Count {
    fn add_household(&mut self, (verdict, amount): (Verdict, Option<AmountRange>)) {
        let at = Verdict::VARIANTS.iter().position(|one| *one == verdict);
        if let Some(count) = at.and_then(|at| self.verdicts.get_mut(at)) {
            *count = count.saturating_add(1);
        }
        let Some(amount) = amount else { return };
        if verdict == Verdict::Eligible {
            self.from = self.from.saturating_add(amount.yen.low.map_or(0, floor));
        }
        match amount.yen.high {
            Some(high) => self.to = self.to.saturating_add(ceil(high)),
            None => self.without_end = self.without_end.saturating_add(1),
        }
    }

    fn add(&mut self, other: &Count) {
        for (one, other) in self.verdicts.iter_mut().zip(other.verdicts) {
            *one = one.saturating_add(other);
        }
        self.from = self.from.saturating_add(other.from);
        self.to = self.to.saturating_add(other.to);
        self.without_end = self.without_end.saturating_add(other.without_end);
    }

    fn columns(&self, ending: &str) -> Vec<(String, String)> {
        let verdicts = Verdict::VARIANTS.iter().zip(self.verdicts);
        let verdicts = verdicts.map(|(one, count)| (one.name().to_owned(), count.to_string()));
        let rest = [
            ("yen_from", self.from.to_string()),
            ("yen_to", self.to.to_string()),
            ("no_upper_end", self.without_end.to_string()),
        ];
        let all = verdicts.chain(rest.map(|(name, value)| (name.to_owned(), value)));
        all.map(|(name, value)| (format!("{name}{ending}"), value)).collect()
    }
}

/// A whole number of yen that is not more.
fn floor(yen: Exact) -> i128 {
    let (numer, denom) = yen.fraction();
    i128::from(numer).div_euclid(i128::from(denom))
}

/// A whole number of yen that is not less.
fn ceil(yen: Exact) -> i128 {
    floor(yen.negated()).saturating_neg()
}

/// What one household is given by one set of rules.
type Gives = TiVec<ProgrammeIndex, (Verdict, Option<AmountRange>)>;

/// The programmes by one set of rules.
type Counts = TiVec<ProgrammeIndex, Count>;

/// The sums of one group of households, by the rules and by those beside them.
#[derive(Clone, Debug, Default)]
struct Group {
    households: u64,
    counts: Vec<Counts>,
}

impl Group {
    fn add(&mut self, at: usize, gives: &Gives) {
        if self.counts.len() <= at {
            self.counts.resize_with(at.saturating_add(1), Counts::default);
        }
        let Some(counts) = self.counts.get_mut(at) else { return };
        counts.resize_with(gives.len(), Count::default);
        counts.iter_mut().zip(gives).for_each(|(count, one)| count.add_household(*one));
    }

    fn merge(&mut self, other: Group) {
        self.households = self.households.saturating_add(other.households);
        if self.counts.is_empty() {
            self.counts = other.counts;
            return;
        }
        let counts = self.counts.iter_mut().flatten().zip(other.counts.iter().flatten());
        counts.for_each(|(one, other)| one.add(other));
    }
}

type Groups = BTreeMap<Vec<Key>, Group>;

/// The sums so far.
pub(crate) struct Sum<'a> {
    by: &'a [String],
    evaluators: Vec<&'a Evaluator<'a>>,
    groups: Groups,
    households: usize,
}

impl<'a> Sum<'a> {
    /// No household yet.
    ///
    /// # Errors
    /// A fact of `--by` that the city does not ask, or that has no single answer.
    pub(crate) fn new(
        asked: &'a Asked,
        first: &'a Evaluator<'a>,
        beside: Option<&'a Evaluator<'a>>,
    ) -> Result<Sum<'a>, Failure> {
        let facts = &first.city.rules().facts;
        let single = facts.iter().filter(|fact| !matches!(fact.kind, Kind::List { .. }));
        let known: Vec<&str> = single.map(|fact| fact.id.as_str()).collect();
        if let Some(unknown) = asked.by.iter().find(|id| !known.contains(&id.as_str())) {
            let known = known.join(", ");
            let told =
                format!("iju: --by `{unknown}` is no question with one answer, expected {known}");
            return Err(Failure::Call(told));
        }
        let evaluators = core::iter::once(first).chain(beside).collect();
        Ok(Sum { by: &asked.by, evaluators, groups: Groups::new(), households: 0 })
    }

    /// Adds households. Returns what is wrong with some of them; those are not added.
    pub(crate) fn add(&mut self, batch: &[Household]) -> Vec<Wrong> {
        let nothing = || (Groups::new(), Vec::new());
        let chunks = batch.par_iter().fold(nothing, |(mut groups, mut found), household| {
            found.extend(self.add_to(&mut groups, household).err());
            (groups, found)
        });
        let (groups, found) = chunks.reduce(nothing, |(mut groups, mut found), (more, others)| {
            merge(&mut groups, more);
            found.extend(others);
            (groups, found)
        });
        merge(&mut self.groups, groups);
        let before = self.households.checked_div(TOLD_AFTER);
        self.households = self.households.saturating_add(batch.len());
        if self.households.checked_div(TOLD_AFTER) != before {
            let _ = writeln!(io::stderr(), "{} households", self.households);
        }
        found
    }

    fn add_to(&self, groups: &mut Groups, household: &Household) -> Result<(), Wrong> {
        let given = given(household)?;
        let answer = |id: &String| {
            let Value::Map(entries) = &given.answers else { return None };
            entries.iter().find(|(key, _)| key == id)
        };
        let key: Vec<Key> = self
            .by
            .iter()
            .map(|id| answer(id).map_or(Key::Unknown, |(_, value)| Key::of(value)))
            .collect();
        let evaluate = |one: &&Evaluator<'_>| one.evaluate(&given, gives_each);
        let gives: Vec<Gives> = self.evaluators.iter().map(evaluate).collect::<Result<_, _>>()?;
        let group = groups.entry(key).or_default();
        group.households = group.households.saturating_add(1);
        gives.iter().enumerate().for_each(|(at, gives)| group.add(at, gives));
        Ok(())
    }

    /// Prints the table: the facts, the programme, the number of households, then the columns of each set of rules.
    pub(crate) fn print(&self) -> Result<(), Failure> {
        let mut table = csv::Writer::from_writer(io::stdout().lock());
        let mut wrote_names = false;
        let ids: Vec<Vec<&str>> = self
            .evaluators
            .iter()
            .map(|one| programme_ids(one.city).into_iter().collect())
            .collect();
        let mut all: Vec<&str> = Vec::new();
        for id in ids.iter().flatten() {
            if !all.contains(id) {
                all.push(id);
            }
        }
        for (key, group) in &self.groups {
            for programme in &all {
                let facts = self.by.iter().cloned().zip(key.iter().map(Key::text));
                let mut row: Vec<(String, String)> = facts.collect();
                row.push(("programme".to_owned(), (*programme).to_owned()));
                row.push(("households".to_owned(), group.households.to_string()));
                for ((ids, counts), ending) in ids.iter().zip(&group.counts).zip(["", "_beside"]) {
                    let at = ids.iter().position(|id| id == programme);
                    let count = at.and_then(|at| counts.raw.get(at)).cloned().unwrap_or_default();
                    row.extend(count.columns(ending));
                }
                if !wrote_names {
                    table.write_record(row.iter().map(|(name, _)| name)).map_err(unwritten)?;
                    wrote_names = true;
                }
                table.write_record(row.iter().map(|(_, value)| value)).map_err(unwritten)?;
            }
        }
        table.flush().map_err(not_written)
    }
}

fn merge(groups: &mut Groups, more: Groups) {
    for (key, group) in more {
        groups.entry(key).or_default().merge(group);
    }
}

fn unwritten(cause: csv::Error) -> Failure {
    if !cause.is_io_error() {
        return failed(format!("cannot write the table: {cause}"));
    }
    not_written(cause.into())
}
