//! Nemuro's 結婚新生活支援 of fiscal year 2024, written from the city's overview: two kinds of
//! costs, each with its own limit, one of which depends on the couple's ages. It has no income
//! ceiling, unlike other cities.

use super::dates::{is_at_most, is_in_fiscal_year};
use super::draws::Draws;
use super::people::{self, Person, Relation};
use super::{Decided, Expected, Given, Household, Lists, NO_RULE, compare, over_all_meanings};
use iju_check::report::Verdict;
use jiff::ToSpan;
use jiff::civil::{Date, date};

#[derive(Debug)]
struct Couple {
    moved_on: Date,
    people: Vec<Person>,
    newly_married: bool,
    married_on: Date,
    home_and_moving_yen: i64,
    furniture_yen: i64,
}

impl Couple {
    /// 「夫婦ともに」: whether the applicant and the spouse are each at most an age on a day.
    fn are_both_at_most(&self, age: i16, on: Date) -> bool {
        let of_couple =
            |one: &&Person| matches!(one.relation, Relation::Applicant | Relation::Spouse);
        self.people.iter().filter(of_couple).all(|one| is_at_most(one.born, age, on))
    }

    /// 住宅費用や引越費用 up to 30万円（29歳以下の場合は60万円） plus 家具・家電等 up to 40万円.
    fn half_yen(&self, are_both_29: bool) -> i64 {
        let home_and_moving =
            self.home_and_moving_yen.min(if are_both_29 { 600_000 } else { 300_000 });
        2 * (home_and_moving + self.furniture_yen.min(400_000))
    }
}

impl Household for Couple {
    fn draw(draws: &mut Draws) -> (Couple, Date) {
        let edges = [date(2024, 4, 1), date(2025, 3, 31), date(2025, 2, 28)];
        let on = draws.day(&edges, date(2024, 3, 1), date(2025, 4, 30));
        let married_on = if draws.below(20) == 0 {
            // Between the marriage and the application a couple may pass an age limit.
            draws.day(&[on - 10.years()], on - 12.years(), on)
        } else {
            draws.day(&[on, on - 1.year()], on - 600.days(), on + 20.days())
        };
        let mut people = people::draw(draws, &[29, 30, 39, 40], &[on, married_on]);
        if !people::has_spouse(&people) && draws.mostly(true) {
            let born = draws.birth(&[29, 30, 39, 40], &[on, married_on], married_on);
            people.push(Person { relation: Relation::Spouse, born, moves_together: draws.coin() });
        }
        // With births drawn from the whole range, few couples would be young enough.
        for person in &mut people {
            if draws.mostly(true) && person.born < on - 45.years() {
                person.born = draws.day(
                    &[on - 30.years(), married_on - 30.years()],
                    on - 41.years(),
                    on - 19.years(),
                );
            }
        }
        let couple = Couple {
            moved_on: draws.day(&[on], on - 900.days(), on + 20.days()),
            people,
            newly_married: draws.mostly(true),
            married_on,
            home_and_moving_yen: draws.number(&[0, 300_000, 600_000], 0, 1_000_000),
            furniture_yen: draws.number(&[0, 400_000], 0, 800_000),
        };
        (couple, on)
    }

    fn answers(&self) -> Vec<(&'static str, Given<'_>)> {
        vec![
            ("moved_on", Given::Day(self.moved_on)),
            ("household", Given::People(&self.people)),
            ("newly_married", Given::Yes(self.newly_married)),
            ("married_on", Given::Day(self.married_on)),
            ("home_and_moving_yen", Given::Number(self.home_and_moving_yen)),
            ("furniture_yen", Given::Number(self.furniture_yen)),
        ]
    }

    fn decide(&self, on: Date, lists: Lists) -> Decided {
        if !is_in_fiscal_year(on, 2024) {
            return NO_RULE;
        }
        let meets = self.moved_on <= on
            && self.newly_married
            && self.married_on <= on
            && people::has_spouse(&self.people);
        let unpublished = lists.unpublished();
        // The overview does not name the day for the ages: it may be the marriage or the
        // application.
        let meanings = [self.married_on, on].into_iter().flat_map(|day| {
            let granted = meets && self.are_both_at_most(39, day);
            let half_yen = self.half_yen(self.are_both_at_most(29, day));
            unpublished.iter().map(move |well| (granted && *well, Some(half_yen)))
        });
        over_all_meanings(meanings, true)
    }
}

#[test]
fn marriage_agrees_with_its_plain_implementation() {
    use Verdict::{Confirm, Eligible, Ineligible, NoRule};
    let (city, programme) = ("nemuro", "marriage");
    let published = Expected { reached: &[Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Couple>(city, programme, Lists::AsPublished, &published);
    let complete = Expected { reached: &[Eligible, Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Couple>(city, programme, Lists::TakenAsComplete, &complete);
}
