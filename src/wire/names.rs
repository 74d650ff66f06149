//! The ids behind the numbers of answers and reports, for whoever is on the other side of the engine's edge.
//! Nothing here depends on a household.

use super::shape::{shaped, shaped_names};
use crate::evaluate::programme_ids;
use crate::index::{FieldIndex, ProgrammeInYear, Version, YearIndex};
use crate::limits;
use crate::rulebook::{
    Amount, Benefit, City, Every, Fact, Instalments, Kind, Part, Party, Programme, Reading,
    Requirement, Rulebook,
};
use serde::Serialize;

/// The ids of a city's facts, programmes and rules.
#[derive(Debug, Serialize)]
pub struct Names {
    /// The city.
    pub city: String,
    /// The programmes over all years.
    pub programmes: Vec<String>,
    /// The facts, in asking order.
    pub facts: Vec<FactNames>,
    /// The years, the oldest first.
    pub years: Vec<YearNames>,
}

/// The kind of answer that a fact takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// One of some options.
    Choice,
    /// A whole number.
    Number,
    /// A date.
    Date,
    /// A list of records.
    List,
}

/// The ids of a fact, of its options and of its fields.
#[derive(Debug, Serialize)]
pub struct FactNames {
    /// The fact.
    pub id: String,
    /// The kind of answer it takes.
    pub kind: AnswerKind,
    /// The options; none, unless it is a choice.
    pub options: Vec<String>,
    /// The fields; none, unless it is a list.
    pub fields: Vec<FactNames>,
    /// The field by whose options members not named are counted; none, unless it is a list.
    pub key: Option<FieldIndex>,
}

/// The ids of one year's rules.
#[derive(Debug, Serialize)]
pub struct YearNames {
    /// The fiscal year.
    pub year: i16,
    /// Whether its rules are only announced.
    pub provisional: bool,
    /// The sources.
    pub sources: Vec<String>,
    /// The readings.
    pub readings: Vec<ReadingNames>,
    /// The programmes.
    pub programmes: Vec<ProgrammeNames>,
    /// The shared caps.
    pub caps: Vec<String>,
    /// The questions for the desk.
    pub asks: Vec<String>,
}

/// The ids of a reading and of its choices.
#[derive(Debug, Serialize)]
pub struct ReadingNames {
    /// The reading.
    pub id: String,
    /// The choices.
    pub choices: Vec<String>,
}

/// The id of an obligation or of a day to know.
#[derive(Debug, Serialize)]
pub struct LaterNames {
    /// The id.
    pub id: String,
    /// Whether it is an obligation.
    pub is_debt: bool,
}

/// What is said of a programme before anything is evaluated.
#[derive(Debug, Serialize)]
pub struct ProgrammeNames {
    /// The top group.
    pub top: String,
    /// The requirements below the top group, parents before members.
    pub requirements: Vec<RequirementNames>,
    /// The parts of the amount.
    pub parts: Vec<PartNames>,
    /// The obligations after the award, then the days of the key dates. A period has two days with the same id.
    pub later: Vec<LaterNames>,
    /// The instalments, if there are several.
    pub schedule: Option<ScheduleNames>,
    /// The runs of instalments in which the same parts are paid. Empty if all instalments are alike.
    pub instalments: Vec<InstalmentNames>,
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
    /// What is given.
    pub benefit: Benefit,
    /// Whether the benefit is money in hand.
    pub is_money: bool,
    /// What the desk can rule about.
    pub open: Vec<OpenNames>,
}

/// Something that the rules leave open and the desk can rule about.
#[derive(Debug, Serialize)]
pub struct OpenNames {
    /// The key of the ruling: an id, or a date as it is written.
    pub id: String,
    /// What it is.
    pub kind: OpenKind,
    /// The rulings to choose from: the meanings of a reading, or the days on which a date may lie. None where the
    /// ruling is yes or no.
    pub choices: Vec<String>,
}

/// What can be ruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum OpenKind {
    /// The meaning of a reading.
    Reading,
    /// Whether a requirement is met, as far as it is open.
    Requirement,
    /// Where a date lies in the year of an estimate.
    Date,
    /// Whether the rules of the programme go on after its registered years.
    GoesOn,
}

/// The ids of a requirement and of the facts that its own conditions read.
#[derive(Debug, Serialize)]
pub struct RequirementNames {
    /// The requirement.
    pub id: String,
    /// The facts, in asking order.
    pub facts: Vec<String>,
}

/// A part of an amount.
#[derive(Debug, Serialize)]
pub struct PartNames {
    /// The part.
    pub id: String,
    /// Who pays it.
    pub payer: Party,
    /// Who is paid it; the part counts in the programme's sum if that is the programme's payee.
    pub payee: Party,
    /// Whether the source gives an upper limit only.
    pub ceiling: bool,
}

/// Instalments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleNames {
    /// Their distance.
    pub every: Every,
    /// Their number.
    pub times: u16,
}

/// Instalments in which the same parts are paid, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InstalmentNames {
    /// The first, from 1.
    pub first: u16,
    /// The last.
    pub last: u16,
}

shaped_names!(AnswerKind, Benefit, Every, OpenKind, Party);
shaped!(OpenNames { id, kind, choices });
shaped!(Names { city, programmes, facts, years });
shaped!(FactNames { id, kind, options, fields, key });
shaped!(YearNames { year, provisional, sources, readings, programmes, caps, asks });
shaped!(LaterNames { id, is_debt });
shaped!(ReadingNames { id, choices });
shaped!(ProgrammeNames {
    top,
    requirements,
    parts,
    later,
    schedule,
    instalments,
    payer,
    payee,
    benefit,
    is_money,
    open,
});
shaped!(RequirementNames { id, facts });
shaped!(PartNames { id, payer, payee, ceiling });
shaped!(ScheduleNames { every, times });
shaped!(InstalmentNames { first, last });

/// The ids of a city.
#[must_use]
pub fn names(city: &City) -> Names {
    let rules = city.rules();
    Names {
        city: rules.id.clone(),
        programmes: programme_ids(city).into_iter().map(str::to_owned).collect(),
        facts: rules.facts.iter().map(fact_names).collect(),
        years: rules
            .years
            .iter_enumerated()
            .map(|(year, book)| year_names(city, year, book))
            .collect(),
    }
}

fn fact_names(fact: &Fact) -> FactNames {
    let plain = |kind| FactNames {
        id: fact.id.clone(),
        kind,
        options: Vec::new(),
        fields: Vec::new(),
        key: None,
    };
    match &fact.kind {
        Kind::YesNo => plain(AnswerKind::YesNo),
        Kind::Choice { options } => {
            FactNames { options: options.iter().cloned().collect(), ..plain(AnswerKind::Choice) }
        }
        Kind::Number { .. } => plain(AnswerKind::Number),
        Kind::Date { .. } => plain(AnswerKind::Date),
        Kind::List { fields, key, applicant: _ } => FactNames {
            fields: fields.iter().map(fact_names).collect(),
            key: Some(*key),
            ..plain(AnswerKind::List)
        },
    }
}

fn year_names(city: &City, year: YearIndex, book: &Rulebook) -> YearNames {
    let reading = |reading: &Reading| ReadingNames {
        id: reading.id.clone(),
        choices: reading.choices.clone(),
    };
    let programme = |(at, one): (ProgrammeInYear, &Programme)| {
        programme_names(city, Version { year, programme: at }, book, one)
    };
    YearNames {
        year: book.fiscal_year,
        provisional: book.provisional,
        sources: book.sources.iter().map(|source| source.id.clone()).collect(),
        readings: book.readings.iter().map(reading).collect(),
        programmes: book.programmes.iter_enumerated().map(programme).collect(),
        caps: book.caps.iter().map(|cap| cap.id.clone()).collect(),
        asks: book.asks.iter().map(|ask| ask.id.clone()).collect(),
    }
}

fn programme_names(
    city: &City,
    version: Version,
    book: &Rulebook,
    programme: &Programme,
) -> ProgrammeNames {
    let listed = city.programme_info(version).into_iter().flat_map(|facts| &facts.requirements);
    // The first is the top group.
    let requirements = listed.skip(1).filter_map(|one| book.requirements.get(one.id));
    let amount = programme.amount.as_ref();
    let part = |part: &Part| PartNames {
        id: part.id.clone(),
        payer: part.payer.unwrap_or(programme.payer),
        payee: part.payee.unwrap_or(programme.payee),
        ceiling: part.ceiling,
    };
    ProgrammeNames {
        top: book
            .requirements
            .get(programme.requires)
            .map(|top| top.id.clone())
            .unwrap_or_default(),
        requirements: requirements
            .map(|one| RequirementNames {
                id: one.id.clone(),
                facts: facts_read(city, version.year, one),
            })
            .collect(),
        parts: amount.into_iter().flat_map(|amount| &amount.parts).map(part).collect(),
        later: programme
            .later
            .iter()
            .map(|one| LaterNames { id: one.id.clone(), is_debt: one.owed.is_some() })
            .collect(),
        schedule: amount
            .and_then(|amount| amount.schedule)
            .map(|schedule| ScheduleNames { every: schedule.every, times: schedule.times }),
        instalments: amount.map(instalment_names).unwrap_or_default(),
        payer: programme.payer,
        payee: programme.payee,
        benefit: programme.benefit,
        is_money: programme.benefit.is_money(),
        open: open_names(city, version, book, programme),
    }
}

/// The runs of instalments, if they are not all alike.
fn instalment_names(amount: &Amount) -> Vec<InstalmentNames> {
    let runs = amount.runs();
    let alike = runs.len() < 2;
    let named = runs.into_iter().map(|Instalments { first, last }| InstalmentNames { first, last });
    named.filter(|_| !alike).collect()
}

/// What the desk can rule about the rules of a programme.
fn open_names(
    city: &City,
    version: Version,
    book: &Rulebook,
    programme: &Programme,
) -> Vec<OpenNames> {
    let mut found: Vec<OpenNames> = Vec::new();
    let Some(info) = city.programme_info(version) else { return found };
    let readings = info.readings.union(city.readings_of_cap(version));
    for reading in readings.iter().filter_map(|reading| book.readings.get(reading)) {
        let (id, choices) = (reading.id.clone(), reading.choices.clone());
        found.push(OpenNames { id, kind: OpenKind::Reading, choices });
    }
    let plain = |id: &str, kind| OpenNames { id: id.to_owned(), kind, choices: Vec::new() };
    for entry in &info.requirements {
        let requirement = book.requirements.get(entry.id).filter(|one| one.can_be_ruled());
        found.extend(requirement.map(|one| plain(&one.id, OpenKind::Requirement)));
    }
    for day in city.dates_that_move(version) {
        let years = 0..=i32::from(limits::YEARS_LATER);
        let choices = years.map(|later| day.plus_years(later).to_string()).collect();
        found.push(OpenNames { id: day.to_string(), kind: OpenKind::Date, choices });
    }
    found.push(plain(&programme.id, OpenKind::GoesOn));
    found
}

/// The ids of the facts that a requirement's own conditions read.
fn facts_read(city: &City, year: YearIndex, requirement: &Requirement) -> Vec<String> {
    let mut read = crate::index::FactSet::EMPTY;
    for expr in requirement.exprs() {
        read = read.union(city.facts_read_by(year, expr));
    }
    let facts = &city.rules().facts;
    read.iter().filter_map(|fact| facts.get(fact)).map(|fact| fact.id.clone()).collect()
}
