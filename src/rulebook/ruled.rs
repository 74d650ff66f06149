//! The rules with what the city's desk has ruled about points that the published texts leave open. Ids are looked up
//! elsewhere; nothing is evaluated here.

use super::city::City;
use super::expr::Expr;
use super::programme::Under;
use super::rules::{Grouping, Requirement, Rule, Rulebook};
use super::rulings::Rulings;
use super::same::same_item;
use super::validate::{Invalid, ProgrammeInfo, Ruled, RulingRead};
use crate::index::{ItemIndex, ReadingSet, RequirementIndex, Version, YearIndex};
use crate::possible::Options;
use typed_index_collections::TiVec;

/// What is ruled in one year.
struct OfYear {
    readings: ReadingSet,
    requirements: TiVec<RequirementIndex, Option<RuledOn>>,
}

/// The ruling about a requirement.
#[derive(Clone, Copy)]
struct RuledOn {
    is_met: bool,
    /// Whether it was only reported, so that the ruling may be that it is no requirement at all.
    was_reported: bool,
    /// What the ruling makes of it if it is one.
    counts: Ruled,
}

impl RuledOn {
    /// What the ruling makes of the requirement in a group.
    fn in_group(self, within: Grouping) -> Ruled {
        match (within, self.is_met) {
            _ if !self.was_reported => self.counts,
            (Grouping::All, true) => Ruled::Met,
            (Grouping::Any | Grouping::None, false) => Ruled::NotMet,
            (Grouping::All, false) | (Grouping::Any | Grouping::None, true) => self.counts,
        }
    }
}

impl City {
    /// The rules with what the desk has ruled. Every index stays what it is. Reports by these rules say which
    /// rulings each programme reads.
    ///
    /// # Errors
    /// If the ruled rules break an invariant. A ruling of valid rules breaks none.
    pub fn ruled(&self, rulings: &Rulings) -> Result<City, Invalid> {
        let mut rules = self.rules.clone();
        let mut ruled: TiVec<YearIndex, OfYear> = TiVec::new();
        for book in &mut rules.years {
            let readings = choose_meanings(book, &rulings.meanings);
            let requirements = &mut book.requirements;
            let requirements =
                requirements.iter_mut().map(|one| rule_on(one, &rulings.requirements)).collect();
            ruled.push(OfYear { readings, requirements });
        }
        let mut city = City::with_rulings(rules, rulings)?;
        for (year, programmes) in city.derived.programmes.iter_mut_enumerated() {
            for (programme, info) in programmes.iter_mut_enumerated() {
                let version = Version { year, programme };
                if let Some((before, of_year)) = self.programme_info(version).zip(ruled.get(year)) {
                    let read = before.readings.union(self.readings_of_cap(version));
                    note(version, info, (before, read), of_year);
                }
            }
        }
        city.note_rulings_in_continued(rulings);
        Ok(city)
    }

    /// The readings in the shared cap of a programme.
    #[must_use]
    pub fn readings_of_cap(&self, version: Version) -> ReadingSet {
        let book = self.rules.years.get(version.year);
        let own = book.and_then(|book| book.caps.get(book.cap_of(version.programme)?));
        own.map_or(ReadingSet::EMPTY, |cap| self.readings_in(version.year, cap.yen))
    }
}

/// Notes in what is known of a programme which of its items are ruled. `before` is what was known of it before, with
/// the readings that it read then.
fn note(
    rules: Version,
    info: &mut ProgrammeInfo,
    (before, read): (&ProgrammeInfo, ReadingSet),
    ruled: &OfYear,
) {
    info.rulings.clone_from(&before.rulings);
    let readings = read.intersection(ruled.readings).iter();
    let year = rules.year;
    info.rulings.extend(readings.map(|reading| RulingRead::Reading { year, reading }));
    for (place, entry) in info.requirements.iter_mut_enumerated() {
        entry.ruled = before.requirements.get(place).and_then(|before| before.ruled);
        if let Some(now) = ruled.requirements.get(entry.id).copied().flatten() {
            entry.ruled = Some(now.in_group(entry.within));
            info.rulings.push(RulingRead::Requirement { rules, place });
        }
    }
}

/// The ruling about an item.
fn ruling<T: Copy>(all: &[(ItemIndex, T)], item: ItemIndex) -> Option<T> {
    all.iter().find(|(one, _)| same_item(*one, item)).map(|(_, ruling)| *ruling)
}

/// Puts the chosen meaning in place of each ruled reading, and drops the exclusions that do not hold under it. Returns the ruled readings.
fn choose_meanings(book: &mut Rulebook, meanings: &[(ItemIndex, u8)]) -> ReadingSet {
    let mut ruled = ReadingSet::EMPTY;
    let readings = &book.readings;
    for programme in &mut book.programmes {
        programme.exclusive.retain_mut(|exclusion| {
            let Some(Under { reading, choices }) = exclusion.under else { return true };
            let meaning = readings.get(reading).and_then(|one| ruling(meanings, one.item));
            let Some(meaning) = meaning else { return true };
            ruled.insert(reading);
            exclusion.under = None;
            Options::only(usize::from(meaning).into()).is_within(choices)
        });
    }
    for at in book.exprs.keys() {
        let Some(Expr::Reading { reading, choices }) = book.exprs.get(at) else { continue };
        let meaning = book.readings.get(*reading).and_then(|one| ruling(meanings, one.item));
        let choice = meaning.and_then(|meaning| choices.get(usize::from(meaning)));
        // A choice comes before its reading, so its own readings are replaced already.
        let Some(chosen) = choice.and_then(|choice| book.exprs.get(*choice)).cloned() else {
            continue;
        };
        ruled.insert(*reading);
        if let Some(expr) = book.exprs.get_mut(at) {
            *expr = chosen;
        }
    }
    ruled
}

/// Applies the ruling about a requirement. If the ruling alone decides it, its rule stays as it is.
fn rule_on(requirement: &mut Requirement, outcomes: &[(ItemIndex, bool)]) -> Option<RuledOn> {
    let is_met = ruling(outcomes, requirement.item)?;
    let was_reported = requirement.reported;
    let outcome = if is_met { Ruled::Met } else { Ruled::NotMet };
    let counts = match &mut requirement.rule {
        Rule::Desk => outcome,
        // An incomplete `all` that is ruled not met fails, and an incomplete `any` that is ruled met holds: what is
        // not published decides. Otherwise nothing unpublished counts, and the published members decide.
        Rule::Group { how, incomplete: true, members }
            if is_met != (*how == Grouping::All) || members.is_empty() =>
        {
            outcome
        }
        Rule::Group { incomplete: incomplete @ true, .. } => {
            *incomplete = false;
            Ruled::ByRule
        }
        Rule::When(_) | Rule::Group { .. } if was_reported => Ruled::ByRule,
        Rule::When(_) | Rule::Group { .. } => return None,
    };
    // If it is ruled to be met, it stays out of the count of published conditions.
    requirement.reported &= is_met;
    Some(RuledOn { is_met, was_reported, counts })
}
