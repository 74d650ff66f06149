//! The ids behind the numbers of answers and reports, for those at the other side of the engine's edge.
//! Codes of verdicts and the like have their names here, in one place.

use crate::evaluate::programme_ids;
use crate::report::{Needs, State, Verdict, Why, Window};
use crate::rulebook::{Benefit, City, Every, Fact, Kind, Party, Programme, Requirement, Rulebook};
use serde::Serialize;

/// The ids of a city's facts, programmes and rules.
#[derive(Debug, Serialize)]
pub struct Index {
    /// The city.
    pub city: String,
    /// The programmes over all years.
    pub programmes: Vec<String>,
    /// The facts.
    pub facts: Vec<FactIndex>,
    /// The years.
    pub years: Vec<YearIndex>,
}

/// The ids of a fact, of its options and of its fields, and what else tells how an answer is written.
#[derive(Debug, Serialize)]
pub struct FactIndex {
    /// The fact.
    pub id: String,
    /// `number` or `date`, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// Its options, where it is a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Its fields, where it is a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FactIndex>,
    /// Index of the field by whose options members not named are counted, where it is a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<u8>,
}

/// The ids of one year's rules.
#[derive(Debug, Serialize)]
pub struct YearIndex {
    /// The fiscal year.
    pub year: i16,
    /// Whether its rules are only announced.
    pub provisional: bool,
    /// The sources.
    pub sources: Vec<String>,
    /// The readings. The page calls each by its number, and its meanings by their places.
    #[serde(skip)]
    pub readings: Vec<ReadingIndex>,
    /// The programmes.
    pub programmes: Vec<ProgrammeIndex>,
    /// The shared caps.
    pub caps: Vec<String>,
}

/// The ids of a reading and of its meanings.
#[derive(Debug)]
pub struct ReadingIndex {
    /// The reading.
    pub id: String,
    /// Its meanings.
    pub choices: Vec<String>,
}

/// What a report says of a programme without having to evaluate anything.
#[derive(Debug, Serialize)]
pub struct ProgrammeIndex {
    /// The requirements by place. The page shows each at its place and needs no id.
    #[serde(skip)]
    pub requirements: Vec<String>,
    /// For each requirement but the first, which is all of them, the facts on which its own conditions hang.
    pub asks: Vec<Vec<usize>>,
    /// The parts of the amount.
    pub parts: Vec<PartIndex>,
    /// What is owed after the award.
    pub obligations: Vec<String>,
    /// Instalments, which the page's text names.
    #[serde(skip)]
    pub schedule: Option<ScheduleIndex>,
    /// Who pays, which the page's text says.
    #[serde(skip)]
    pub payer: &'static str,
    /// Who is paid.
    pub payee: &'static str,
    /// What is given.
    pub benefit: &'static str,
}

/// A part of an amount, which the page has at its place, with its payer and whether it is a ceiling.
#[derive(Debug, Serialize)]
pub struct PartIndex {
    /// The part.
    #[serde(skip)]
    pub id: String,
    /// Who pays it.
    #[serde(skip)]
    pub payer: &'static str,
    /// Who is paid it; it is in the programme's sum where that is the programme's payee.
    pub payee: &'static str,
    /// Whether the source gives an upper limit only.
    #[serde(skip)]
    pub ceiling: bool,
}

/// Instalments.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ScheduleIndex {
    /// `month` or `year`.
    pub every: &'static str,
    /// Their number.
    pub times: u16,
}

/// The ids of a city.
#[must_use]
pub fn index(city: &City) -> Index {
    let rules = city.rules();
    Index {
        city: rules.id.clone(),
        programmes: programme_ids(city).into_iter().map(str::to_owned).collect(),
        facts: rules.facts.iter().map(fact_index).collect(),
        years: rules
            .years
            .iter()
            .enumerate()
            .map(|(year, book)| year_index(city, year, book))
            .collect(),
    }
}

fn fact_index(fact: &Fact) -> FactIndex {
    let (mut kind, mut options, mut fields, mut key) = (None, vec![], vec![], None);
    match &fact.kind {
        Kind::YesNo => {}
        Kind::Choice { options: own } => options.clone_from(own),
        Kind::Number { .. } => kind = Some("number"),
        Kind::Date { .. } => kind = Some("date"),
        Kind::List { fields: own, key: own_key, .. } => {
            fields = own.iter().map(fact_index).collect();
            key = Some(*own_key);
        }
    }
    FactIndex { id: fact.id.clone(), kind, options, fields, key }
}

/// The facts on which a requirement's own conditions hang.
fn asks(city: &City, year: usize, requirement: &Requirement) -> Vec<usize> {
    let facts = requirement.exprs().fold(0, |facts, expr| facts | city.facts_in(year, expr));
    (0..city.rules().facts.len()).filter(|fact| facts & (1 << fact) != 0).collect()
}

fn year_index(city: &City, year: usize, book: &Rulebook) -> YearIndex {
    let reading = |reading: &crate::rulebook::Reading| ReadingIndex {
        id: reading.id.clone(),
        choices: reading.choices.clone(),
    };
    let programme = |(at, one): (usize, &Programme)| programme_index(city, (year, at), book, one);
    YearIndex {
        year: book.fiscal_year,
        provisional: book.provisional,
        sources: book.sources.iter().map(|source| source.id.clone()).collect(),
        readings: book.readings.iter().map(reading).collect(),
        programmes: book.programmes.iter().enumerate().map(programme).collect(),
        caps: book.caps.iter().map(|cap| cap.id.clone()).collect(),
    }
}

fn programme_index(
    city: &City,
    (year, at): (usize, usize),
    book: &Rulebook,
    programme: &Programme,
) -> ProgrammeIndex {
    let listed = city.programme_facts(year, at).map_or(&[][..], |facts| &facts.requirements);
    let listed = listed.iter().filter_map(|one| book.requirements.get(usize::from(one.id)));
    let amount = programme.amount.as_ref();
    ProgrammeIndex {
        requirements: listed.clone().map(|one| one.id.clone()).collect(),
        asks: listed.skip(1).map(|one| asks(city, year, one)).collect(),
        parts: amount
            .map_or(&[][..], |amount| &amount.parts)
            .iter()
            .map(|part| PartIndex {
                id: part.id.clone(),
                payer: party(part.payer.unwrap_or(programme.payer)),
                payee: party(part.payee.unwrap_or(programme.payee)),
                ceiling: part.ceiling,
            })
            .collect(),
        obligations: programme.obligations.iter().map(|one| one.id.clone()).collect(),
        schedule: amount.and_then(|amount| amount.schedule).map(|schedule| ScheduleIndex {
            every: match schedule.every {
                Every::Month => "month",
                Every::Year => "year",
            },
            times: schedule.times,
        }),
        payer: party(programme.payer),
        payee: party(programme.payee),
        benefit: benefit(programme.benefit),
    }
}

fn party(party: Party) -> &'static str {
    match party {
        Party::City => "city",
        Party::Employer => "employer",
        Party::Household => "household",
        Party::Worker => "worker",
        Party::Other => "other",
    }
}

fn benefit(benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::Cash => "cash",
        Benefit::Reimbursement => "reimbursement",
        Benefit::Voucher => "voucher",
        Benefit::FeeWaiver => "fee_waiver",
        Benefit::Loan => "loan",
        Benefit::Service => "service",
        Benefit::Facility => "facility",
        Benefit::TaxRelief => "tax_relief",
    }
}

/// Code and name of a verdict.
#[must_use]
pub fn verdict(verdict: Verdict) -> (i32, &'static str) {
    match verdict {
        Verdict::Eligible => (0, "eligible"),
        Verdict::Confirm => (1, "confirm"),
        Verdict::Ineligible => (2, "ineligible"),
        Verdict::NoRule => (3, "no_rule"),
        Verdict::Undetermined => (4, "undetermined"),
    }
}

/// Code and name of a window.
#[must_use]
pub fn window(window: Window) -> (i32, &'static str) {
    match window {
        Window::Open => (0, "open"),
        Window::Upcoming => (1, "upcoming"),
        Window::Closed => (2, "closed"),
        Window::BudgetReached => (3, "budget_reached"),
        Window::Unknown => (4, "unknown"),
    }
}

/// Code and name of a requirement's state.
#[must_use]
pub fn state(state: State) -> (i32, &'static str) {
    match state {
        State::Met => (0, "met"),
        State::NotMet => (1, "not_met"),
        State::Desk => (2, "desk"),
        State::Unsettled => (3, "unsettled"),
        State::Unknown => (4, "unknown"),
        State::NotApplicable => (5, "not_applicable"),
    }
}

/// Code and name of what is missing of an answer.
#[must_use]
pub fn needs(needs: Needs) -> (i32, &'static str) {
    match needs {
        Needs::Value => (0, "value"),
        Needs::Year => (1, "year"),
        Needs::MonthDay => (2, "month_day"),
        Needs::Members => (3, "members"),
        Needs::Band => (4, "band"),
        Needs::Exact => (5, "exact"),
    }
}

/// Code of what refuses an application; with a requirement's year and place, where it is one that fails.
#[must_use]
pub fn why(why: Why) -> (i32, Option<(usize, usize)>) {
    match why {
        Why::Rules => (0, None),
        Why::Window(Window::Upcoming) => (1, None),
        Why::Window(Window::BudgetReached) => (3, None),
        Why::Window(Window::Open | Window::Closed | Window::Unknown) => (2, None),
        Why::Requirement(year, place) => (4, Some((year, place))),
    }
}

/// Names of the codes of [`why`].
pub const WHY: [&str; 5] = ["rules", "upcoming", "closed", "budget_reached", "requirement"];
