//! The engine's side of the comparison: gives plain answers to a city that has only one programme,
//! and turns the report into a plain finding. This file decides nothing itself.

use super::people::Person;
use super::{Finding, Given, Lists, Paid};
use crate::days::contains;
use iju_check::advise::advise;
use iju_check::amount::Exact;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{FactIndex, FieldIndex, OptionIndex, ProgrammeIndex};
use iju_check::possible::{Days, Options, Range};
use iju_check::report::{AmountRange, Apply};
use iju_check::rulebook::{City, Fact, Kind, Rule, WindowDates};
use iju_check::situation::{Answer, Further, Known, Members, Record, Situation};
use iju_check::truth::Truth;
use jiff::civil::Date;
use std::collections::BTreeMap;
use typed_index_collections::{TiSlice, ti_vec};

/// A city with one programme, as the engine evaluates it.
pub(super) struct Subject {
    city: City,
    unknown: Situation,
    /// The index of each fact, by its id.
    places: BTreeMap<String, FactIndex>,
}

impl Subject {
    pub(super) fn new(city: &str, programme: &str, lists: Lists) -> Subject {
        let mut rules = crate::shipped(city).rules().clone();
        for book in &mut rules.years {
            book.programmes.retain(|one| one.id == programme);
            assert_eq!(book.programmes.len(), 1, "{city} has one {programme} a year");
            for one in &mut book.programmes {
                one.exclusive.clear();
                // The plain implementations know no window.
                one.window = WindowDates::default();
                one.number = ProgrammeIndex::new(0);
            }
            for requirement in &mut book.requirements {
                // A group without any published member stays incomplete; no programme here has one.
                if let Rule::Group { incomplete, members, .. } = &mut requirement.rule {
                    *incomplete &= lists == Lists::AsPublished || members.is_empty();
                }
            }
        }
        let city = City::new(rules).unwrap();
        let unknown = Situation::unknown(&city);
        let facts = city.rules().facts.iter_enumerated();
        let places = facts.map(|(at, fact)| (fact.id.clone(), at)).collect();
        Subject { city, unknown, places }
    }

    /// What is known of a household that gives these answers and no others.
    fn situation(&self, answers: &[(&'static str, Given<'_>)]) -> Situation {
        let mut situation = self.unknown.clone();
        for (id, given) in answers {
            let at = self.places[*id];
            situation.facts[at] = Answer::of(known(&self.city.rules().facts[at], *given));
        }
        situation
    }

    /// The days to apply that the engine finds.
    pub(super) fn apply(&self, answers: &[(&'static str, Given<'_>)], on: Date) -> Applied {
        let (situation, on) = (self.situation(answers), day(on));
        let report = evaluate(&self.city, &situation, on, on);
        let advice = advise(&self.city, &situation, &report, on);
        Applied(advice.programmes.into_iter().next().and_then(|one| one.apply))
    }

    /// The engine's finding for a household. It knows only the given answers, so a programme that
    /// depended on any other fact would be undetermined.
    pub(super) fn finding(&self, answers: &[(&'static str, Given<'_>)], on: Date) -> Finding {
        let (situation, on) = (self.situation(answers), day(on));
        let report = evaluate(&self.city, &situation, on, on);
        let programme = &report.programmes.raw[0];
        Finding { verdict: programme.verdict, paid: paid(programme.amount) }
    }
}

/// The days to apply, if there are any.
#[derive(Debug)]
pub(super) struct Applied(Option<Apply>);

impl Applied {
    pub(super) fn is_possible(&self, on: Date) -> bool {
        self.0.as_ref().is_some_and(|apply| contains(&apply.possible, day(on)))
    }

    pub(super) fn is_sure(&self, on: Date) -> bool {
        self.0.as_ref().is_some_and(|apply| contains(&apply.sure, day(on)))
    }
}

fn day(date: Date) -> Day {
    Day::civil(date.year().into(), date.month().into(), date.day().into()).unwrap()
}

fn known(fact: &Fact, given: Given<'_>) -> Known {
    match (&fact.kind, given) {
        (Kind::YesNo, Given::Yes(yes)) => Known::Truth(Truth::known(yes)),
        (Kind::Choice { .. }, Given::Option(option)) => Known::Options(only(fact, option)),
        (Kind::Number { min, max, .. }, Given::Number(number)) => {
            assert!((*min..=*max).contains(&number), "{}: {number}", fact.id);
            Known::Number(Range::exactly(Exact::whole(number)))
        }
        (Kind::Date { .. }, Given::Day(date)) => Known::Day(Days::exactly(day(date))),
        (Kind::List { fields, .. }, Given::People(people)) => {
            let further = ti_vec![Further::NOBODY; options(&fields.raw[0]).len()];
            let named = people.iter().map(|person| record(fields, person)).collect();
            Known::List(Members { named, further })
        }
        (kind, given) => panic!("{}: {given:?} is no answer to {kind:?}", fact.id),
    }
}

fn record(fields: &TiSlice<FieldIndex, Fact>, person: &Person) -> Record {
    let field = |field: &Fact| {
        let given = match field.id.as_str() {
            "relation" => Given::Option(person.relation.option()),
            "born" => Given::Day(person.born),
            "moves_together" => Given::Yes(person.moves_together),
            other => panic!("nobody is asked for {other}"),
        };
        Answer::of(known(field, given))
    };
    fields.iter().map(field).collect()
}

fn options(fact: &Fact) -> &TiSlice<OptionIndex, String> {
    match &fact.kind {
        Kind::Choice { options } => options,
        other => panic!("{} is {other:?}", fact.id),
    }
}

fn only(fact: &Fact, option: &str) -> Options {
    Options::only(options(fact).position(|one| one == option).unwrap())
}

fn paid(amount: Option<AmountRange>) -> Paid {
    let Some(AmountRange { yen, ceiling }) = amount else { return Paid::Nothing };
    match (yen.low, yen.high) {
        (None, None) => Paid::Unstated,
        (Some(low), Some(high)) => {
            Paid::HalfYen { least: half_yen(low), most: half_yen(high), ceiling }
        }
        open => panic!("one end is open: {open:?}"),
    }
}

fn half_yen(yen: Exact) -> i64 {
    let doubled = yen.add(yen).unwrap().to_string();
    doubled.parse().unwrap_or_else(|_| panic!("{doubled} is no whole number of half yen"))
}
