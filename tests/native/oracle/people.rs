//! The people of a household as plain data: how many of them move, and how many are minors on a
//! day. It uses no type of the engine, and each programme chooses the day.

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

/// How many people move at the same time. An expected child does not count.
pub(super) fn movers(people: &[Person]) -> i64 {
    people.iter().filter(|one| moves(one)).count() as i64
}

/// How many people under eighteen on a day move with the applicant.
pub(super) fn minors(people: &[Person], on: Date) -> i64 {
    let brought = people.iter().filter(|one| moves(one) && one.relation != Relation::Applicant);
    brought.filter(|one| is_under(one.born, 18, on)).count() as i64
}

fn moves(person: &Person) -> bool {
    person.relation != Relation::Expected && person.moves_together
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
