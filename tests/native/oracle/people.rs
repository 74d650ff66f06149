//! The people of a household as plain data: who moves with the applicant, who lives with the
//! applicant on a day, and how many of them are minors. It uses no type of the engine, and each
//! programme chooses whom it counts and on which day.

use super::dates::is_under;
use super::draws::Draws;
use jiff::ToSpan;
use jiff::civil::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Applicant,
    Spouse,
    Child,
    Expected,
    Parent,
    Other,
}

impl Relation {
    /// Its id among the options of the fact.
    pub(super) fn option(self) -> &'static str {
        match self {
            Relation::Applicant => "self",
            Relation::Spouse => "spouse",
            Relation::Child => "child",
            Relation::Expected => "expected",
            Relation::Parent => "parent",
            Relation::Other => "other",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) relation: Relation,
    pub(super) born: Date,
    pub(super) moves_together: bool,
}

/// The people who move at the same time as the applicant, who is one of them. A child who is not
/// born by the day of the move does not move.
pub(super) fn movers(people: &[Person], moved_on: Date) -> Vec<Person> {
    let moves = |one: &&Person| one.moves_together && is_born(one, moved_on);
    let moves = people.iter().filter(moves).filter(|one| one.relation != Relation::Expected);
    moves.copied().collect()
}

/// The people who live with the applicant on a day, if everybody who comes later has come. A child
/// who is expected by that day is taken to be born.
pub(super) fn living_together(people: &[Person], on: Date) -> Vec<Person> {
    people.iter().filter(|one| is_born(one, on)).copied().collect()
}

/// How many of these people, without the applicant, are under eighteen on a day.
pub(super) fn minors(people: &[Person], on: Date) -> i64 {
    let others = people.iter().filter(|one| one.relation != Relation::Applicant);
    others.filter(|one| is_under(one.born, 18, on)).count() as i64
}

fn is_born(person: &Person, on: Date) -> bool {
    !matches!(person.relation, Relation::Child | Relation::Expected) || person.born <= on
}

/// Sometimes adds a child who is born on the day of the move, or after it and by `on`.
pub(super) fn add_late_child(
    draws: &mut Draws,
    people: &mut Vec<Person>,
    moved_on: Date,
    on: Date,
) {
    if moved_on <= on && draws.below(8) == 0 {
        let born = draws.day(&[moved_on, on], moved_on, on);
        let moves_together = draws.coin();
        people.push(Person { relation: Relation::Child, born, moves_together });
    }
}

/// Draws the applicant and up to four others. The applicant is often near one of `ages` on one of
/// `days`, and half of the others are near their eighteenth birthday. Nobody is born after the
/// earliest day, except an expected child, and there is at most one spouse: any other household
/// would contradict itself.
pub(super) fn draw(draws: &mut Draws, ages: &[i16], days: &[Date]) -> Vec<Person> {
    let earliest = days.iter().copied().min().unwrap();
    let born = draws.birth(ages, days, earliest);
    let mut people = vec![Person { relation: Relation::Applicant, born, moves_together: true }];
    for _ in 0..draws.pick(&[0, 0, 1, 1, 2, 3, 4]) {
        let relation = draws.pick(&[
            Relation::Spouse,
            Relation::Child,
            Relation::Child,
            Relation::Expected,
            Relation::Parent,
            Relation::Other,
        ]);
        if relation == Relation::Spouse && has_spouse(&people) {
            continue;
        }
        let born = match relation {
            Relation::Spouse => draws.birth(ages, days, earliest),
            Relation::Expected => draws.day(days, earliest, earliest + 500.days()),
            _ => draws.birth(&[18], days, earliest),
        };
        let moves_together = draws.pick(&[true, true, true, false]);
        people.push(Person { relation, born, moves_together });
    }
    people
}

pub(super) fn has_spouse(people: &[Person]) -> bool {
    people.iter().any(|one| one.relation == Relation::Spouse)
}
