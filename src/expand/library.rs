//! Gives a year what it names of the library and does not declare itself. What the year declares stands, in the
//! library's definitions too.

use super::{import, walk};
use crate::diagnostic::{Diagnostics, suggestion};
use crate::source::{City, Library, Requirement, Rule, Word, Year};
use std::collections::BTreeSet;

/// Gives the years of a city what they name of the library.
pub fn take_from_library(city: &mut City, library: &Library, problems: &mut Diagnostics) {
    for year in &mut city.years {
        let programmes = year.programmes.iter_mut().map(|one| &mut one.requires);
        for top in programmes.chain(&mut year.groups) {
            walk::change_requirements(top, &mut |one| take_over(one, library, problems));
        }
        // What is taken may name more.
        while add_names(year, library) {}
    }
}

/// Puts the library's requirement in place of one that takes it over.
fn take_over(one: &mut Requirement, library: &Library, problems: &mut Diagnostics) {
    let Rule::Library(name) = &one.rule else { return };
    let Some(found) = library.requirements.iter().find(|known| known.id.text == name.text) else {
        let message = format!("the library has no requirement `{}`", name.text);
        let known = library.requirements.iter().map(|known| known.id.text.as_str());
        let help = suggestion(&name.text, known)
            .unwrap_or_else(|| "those that it has stand in `library.yaml`".to_owned());
        problems.add_with_help(name.place, "unknown-name", message, Some(help));
        return;
    };
    let mut taken = found.clone();
    let prefix = format!("{}_", one.id.text);
    walk::change_requirements(&mut taken, &mut |inner| {
        inner.cites.clone_from(&one.cites);
        if one.id.text != name.text {
            inner.id.text.insert_str(0, &prefix);
        }
        if let Rule::Group { incomplete: Some(hidden), .. } = &mut inner.rule {
            hidden.statement.cites.clone_from(&one.cites);
        }
    });
    taken.id = one.id.clone();
    taken.says = one.says.take().or(taken.says);
    taken.ask = one.ask.take().or(taken.ask);
    *one = taken;
}

/// Adds every name that a year uses, does not declare, and the library has. Says whether there was one.
fn add_names(year: &mut Year, library: &Library) -> bool {
    let names = walk::names(year.exprs());
    let declared = import::ids(&year.definitions, &year.member_definitions, &year.readings);
    let declared: BTreeSet<String> = declared.into_iter().map(|id| id.text.clone()).collect();
    let is_new = |id: &Word| names.contains(&id.text) && !declared.contains(&id.text);
    let mut found = false;
    for (id, expr) in library.definitions.iter().filter(|(id, _)| is_new(id)) {
        year.definitions.push((id.clone(), expr.clone()));
        found = true;
    }
    for (list, definitions) in &library.member_definitions {
        let new = definitions.iter().filter(|(id, _)| is_new(id));
        let new: Vec<_> = new.cloned().collect();
        found |= !new.is_empty();
        year.define_of_members(list, new);
    }
    for reading in library.readings.iter().filter(|one| is_new(&one.id)) {
        year.readings.push(reading.clone());
        found = true;
    }
    let asked: BTreeSet<String> = year.asked().into_iter().map(|ask| ask.text.clone()).collect();
    for (id, text) in library.asks.iter().filter(|(id, _)| asked.contains(&id.text)) {
        if year.ask(&id.text).is_none() {
            year.asks.push((id.clone(), text.clone()));
        }
    }
    found
}
