//! Made-up cities, so that `check` and `iju test` treat frameworks and the library like other rules: one for each worked
//! example of a framework, whose one programme confirms every clause, departs from none, and states the example's
//! parameters; and one that declares all of the library.

use super::apply::Applied;
use super::merged::{Merged, Whose, unique};
use super::settle::{self, Wanted};
use super::{chain, import, walk};
use crate::diagnostic::{Diagnostics, Place};
use crate::source::{
    Cite, City, Desk, Evidence, Example, Framework, FrameworkExample, Library, Node, NodeKind,
    Programme, Requirement, Rule, SharedRules, Statement, Text, Valid, Word, Year,
};

/// A worked example of a framework, and the made-up city in which it is run.
#[derive(Debug)]
pub struct MadeUp {
    /// The city. It has one year, with one programme.
    pub city: City,
    /// The example, which expects something of that programme.
    pub example: Example,
}

/// The id of the programme of every made-up city.
const PROGRAMME: &str = "programme";

/// A made-up city for each worked example of each framework, with pages in some languages.
#[must_use]
pub fn made_up(rules: &SharedRules, languages: &[Word], problems: &mut Diagnostics) -> Vec<MadeUp> {
    let mut found = Vec::new();
    for framework in &rules.frameworks {
        let Some(merged) = chain::merged(framework, &rules.frameworks, problems) else { continue };
        for example in &framework.examples {
            let city = city(framework, merged.clone(), example, languages, problems);
            found.extend(
                city.map(|city| MadeUp { city, example: of_programme(framework, example) }),
            );
        }
    }
    found
}

fn city(
    framework: &Framework,
    mut merged: Merged,
    example: &FrameworkExample,
    languages: &[Word],
    problems: &mut Diagnostics,
) -> Option<City> {
    merged.grade(Evidence::Stated);
    confirm_all(&mut merged);
    let mut applied =
        Applied { merged: &mut merged, prefix: "", origin: None, sources: None, problems };
    example.parameters.iter().for_each(|stated| applied.state(stated));
    let place = example.example.name.place;
    let year = framework.fiscal_year;
    let by = example.valid_by.clone().or(merged.version_by.clone());
    let valid = Valid { by, ..Valid::whole_year(year, framework.id.place)? };
    let id = Word { text: PROGRAMME.to_owned(), place: framework.id.place };
    let programme = Programme {
        id: id.clone(),
        name: framework.name.clone(),
        summary: None,
        support: None,
        benefit: merged.benefit,
        payer: merged.payer,
        payee: merged.payee,
        valid,
        continues: None,
        window: None,
        before: Vec::new(),
        exclusive: Vec::new(),
        requires: top_group(&merged),
        amount: None,
        obligations: Vec::new(),
        key_dates: Vec::new(),
        reported: Vec::new(),
        documents: Vec::new(),
        notes: cited_by_examples(framework),
        desk: None,
    };
    let mut year = Year { programmes: vec![programme], ..empty_year(year, framework.id.place) };
    let settled =
        settle::settle(merged, place, ("", Wanted::DeclaredIn(framework.id.place.file)), problems);
    import::into_year(&mut year, &id, settled, problems);
    declare_sources(framework, &mut year);
    let id = Word { text: framework.id.text.replace('/', "_"), place: framework.id.place };
    Some(city_of(id, &framework.name, languages, year))
}

/// A city that nobody uses. Its one year declares all of the library, so that `check` reads it.
#[must_use]
pub fn with_library(rules: &SharedRules, languages: &[Word]) -> City {
    let Library { asks, readings, definitions, member_definitions, requirements } = &rules.library;
    let place = Place { file: 0, line: 1, column: 1, length: 1 };
    let year = Year {
        asks: asks.clone(),
        readings: readings.clone(),
        definitions: definitions.clone(),
        member_definitions: member_definitions.clone(),
        groups: requirements.clone(),
        ..empty_year(YEAR_OF_LIBRARY, place)
    };
    let id = Word { text: "library".to_owned(), place };
    city_of(id, &Text { by_language: Vec::new(), place }, languages, year)
}

/// The fiscal year in which the library is checked. Its rules hold in every year.
const YEAR_OF_LIBRARY: i16 = 2025;

/// A year that declares nothing.
fn empty_year(fiscal_year: i16, place: Place) -> Year {
    Year {
        fiscal_year,
        place,
        is_provisional: false,
        still_in_force: Vec::new(),
        supports: Vec::new(),
        sources: Vec::new(),
        asks: Vec::new(),
        readings: Vec::new(),
        definitions: Vec::new(),
        member_definitions: Vec::new(),
        groups: Vec::new(),
        shared_caps: Vec::new(),
        programmes: Vec::new(),
        unread: Vec::new(),
        uses: Vec::new(),
    }
}

/// A city of one year.
fn city_of(id: Word, name: &Text, languages: &[Word], year: Year) -> City {
    City {
        id: id.text,
        place: id.place,
        name: name.clone(),
        prefecture: name.clone(),
        code: String::new(),
        languages: languages.to_vec(),
        title: name.clone(),
        desk: desk(name.clone()),
        published_at: None,
        picture: None,
        years: vec![year],
        has_all_years: true,
    }
}

fn desk(name: Text) -> Desk {
    Desk { name, address: None, phone: None, hours: None, note: None }
}

/// The programme's top group, which says nothing itself of requirements that are not published.
fn top_group(merged: &Merged) -> Requirement {
    let mut found = merged.requires.clone();
    if let Rule::Group { incomplete, .. } = &mut found.rule {
        *incomplete = None;
    }
    found
}

/// Confirms every clause.
fn confirm_all(merged: &mut Merged) {
    walk::change_requirements(&mut merged.requires, &mut |one| {
        one.origin.iter_mut().for_each(|origin| origin.is_confirmed = true);
    });
    merged.parts.iter_mut().for_each(|one| one.whose = Whose::Confirmed);
    merged.obligations.iter_mut().for_each(|one| one.whose = Whose::Confirmed);
}

/// An example whose expectations are of the made-up programme.
fn of_programme(framework: &Framework, example: &FrameworkExample) -> Example {
    let mut found = example.example.clone();
    let place = found.name.place;
    let kind = NodeKind::Map(core::mem::take(&mut found.expect));
    let programme = Word { text: PROGRAMME.to_owned(), place };
    found.expect = vec![(programme, Node { place, kind })];
    found.cites.iter_mut().for_each(|cite| rename(framework, cite));
    found
}

/// Gives a citation of an example the name that its source has among all frameworks.
fn rename(framework: &Framework, cite: &mut Cite) {
    if framework.sources.iter().any(|source| source.id.text == cite.source.text) {
        cite.source.text = unique(framework, &cite.source.text);
    }
}

/// The citations of all examples as a note, so that no source is unused that only an example cites.
fn cited_by_examples(framework: &Framework) -> Vec<Statement> {
    let mut cites: Vec<Cite> =
        framework.examples.iter().flat_map(|one| &one.example.cites).cloned().collect();
    cites.iter_mut().for_each(|cite| rename(framework, cite));
    vec![Statement { says: framework.name.clone(), cites }]
}

/// Adds the framework's sources that nothing cites, so that `check` reports them.
fn declare_sources(framework: &Framework, year: &mut Year) {
    for source in &framework.sources {
        let mut source = source.clone();
        source.id.text = unique(framework, &source.id.text);
        if !year.sources.iter().any(|known| known.id.text == source.id.text) {
            year.sources.push(source);
        }
    }
}
