//! Nemuro's 移住支援金 (ＵＩターン新規就業者支援) of fiscal year 2024, written from the city's
//! overview and its pages of February 2024, which differ on the addition for children, and the
//! intention to stay from the nation's outline. Repayment is not part of this file.

use super::dates::{is_in_fiscal_year, last_day_of_years};
use super::draws::Draws;
use super::people::{self, Person, living_together, minors, movers};
use super::{Decided, Expected, Given, Household, Lists, NO_RULE, compare, over_all_meanings};
use iju_check::report::Verdict;
use jiff::ToSpan;
use jiff::civil::{Date, date};

#[derive(Debug)]
struct Mover {
    moved_on: Date,
    people: Vec<Person>,
    wards_years_of_last_ten: i64,
    wards_year_before_move: bool,
    settle_five_years: bool,
    job_plan: &'static str,
    job_listed: bool,
    job_hired_after_listing: bool,
    job_applied_after_listing: bool,
    business_plan: &'static str,
    telework: bool,
}

impl Mover {
    /// Whether the household meets 要件 (1) to (3):
    /// 「通算5年以上」「連続して1年以上」「移住後1年以内」. The text does not name the first day of
    /// the year, so the day of the move does not count (民法140条).
    fn meets(&self, on: Date) -> bool {
        self.wards_years_of_last_ten >= 5
            && self.wards_year_before_move
            && self.moved_on <= on
            && on <= last_day_of_years(self.moved_on.tomorrow().unwrap(), 1)
    }

    /// Whether the household meets 要件 (4) without 関係人口, which only the desk can judge.
    /// 「掲載前に採用手続きを行った場合は、対象外」: whoever was hired before the listing is out; an
    /// application for the job before it was listed may or may not be part of 採用手続き.
    fn has_published_route(&self, is_application_hiring: bool) -> bool {
        let is_in_time = self.job_hired_after_listing
            && (self.job_applied_after_listing || !is_application_hiring);
        let job = self.job_plan != "none" && self.job_listed && is_in_time;
        job || self.business_plan == "starts" || self.telework
    }

    /// 「おおむね令和6年12月までに転入した方が対象」.
    fn moved_by_december(&self) -> bool {
        self.moved_on <= date(2024, 12, 31)
    }

    /// The possible amounts in yen. 「世帯」 and 「子育て世帯」 may mean those who move together or
    /// those who live together when they apply, 「18歳未満」 the age on the day of the application or
    /// of the move, and the addition 30万円 once (overview), 30万円 for each child (other towns of
    /// Hokkaido) or 100万円 for each child (page).
    fn yen(&self, on: Date) -> Vec<i64> {
        let mut found = Vec::new();
        for household in [movers(&self.people, self.moved_on), living_together(&self.people, on)] {
            let base = if household.len() == 1 { 600_000 } else { 1_000_000 };
            for day in [on, self.moved_on] {
                let minors = minors(&household, day);
                let additions = [minors.min(1) * 300_000, minors * 300_000, minors * 1_000_000];
                found.extend(additions.map(|addition| base + addition));
            }
        }
        found
    }
}

impl Household for Mover {
    fn draw(draws: &mut Draws) -> (Mover, Date) {
        let edges = [date(2024, 4, 1), date(2025, 3, 31), date(2025, 2, 28)];
        let on = draws.day(&edges, date(2024, 3, 1), date(2025, 4, 30));
        let moves =
            [on, on - 1.year(), on - 1.year() - 1.day(), date(2024, 2, 28), date(2024, 12, 31)];
        let moved_on = draws.day(&moves, on - 420.days(), on + 30.days());
        let mut people = people::draw(draws, &[18, 40], &[on, moved_on]);
        people::add_late_child(draws, &mut people, moved_on, on);
        let mover = Mover {
            moved_on,
            people,
            wards_years_of_last_ten: draws.number(&[5], 0, 10),
            wards_year_before_move: draws.mostly(true),
            settle_five_years: draws.mostly(true),
            job_plan: draws.pick(&["regular", "other_employee", "none", "none"]),
            job_listed: draws.coin(),
            job_hired_after_listing: draws.mostly(true),
            job_applied_after_listing: draws.mostly(true),
            business_plan: draws.pick(&[
                "starts",
                "succeeds",
                "has_business",
                "none",
                "none",
                "none",
            ]),
            telework: draws.pick(&[true, false, false]),
        };
        (mover, on)
    }

    fn answers(&self) -> Vec<(&'static str, Given<'_>)> {
        vec![
            ("moved_on", Given::Day(self.moved_on)),
            ("household", Given::People(&self.people)),
            ("wards_years_of_last_ten", Given::Number(self.wards_years_of_last_ten)),
            ("wards_year_before_move", Given::Yes(self.wards_year_before_move)),
            ("settle_five_years", Given::Yes(self.settle_five_years)),
            ("job_plan", Given::Option(self.job_plan)),
            ("job_listed", Given::Yes(self.job_listed)),
            ("job_hired_after_listing", Given::Yes(self.job_hired_after_listing)),
            ("job_applied_after_listing", Given::Yes(self.job_applied_after_listing)),
            ("business_plan", Given::Option(self.business_plan)),
            ("telework", Given::Yes(self.telework)),
        ]
    }

    fn decide(&self, on: Date, lists: Lists) -> Decided {
        if !is_in_fiscal_year(on, 2024) {
            return NO_RULE;
        }
        let meets = self.meets(on);
        let yen = self.yen(on);
        let mut meanings = Vec::new();
        for (is_december_strict, is_settling_required) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            let is_in_time = self.moved_by_december() || !is_december_strict;
            // Only the nation's outline is known to ask for the intention to stay.
            let settles = self.settle_five_years || !is_settling_required;
            for is_application_hiring in [false, true] {
                let has_published_route = self.has_published_route(is_application_hiring);
                for desk_agrees in [false, true] {
                    for well in lists.unpublished() {
                        let is_another_route = lists == Lists::AsPublished && *well;
                        let route = has_published_route || desk_agrees || is_another_route;
                        let granted = meets && is_in_time && settles && route && *well;
                        meanings.extend(yen.iter().map(|yen| (granted, Some(2 * yen))));
                    }
                }
            }
        }
        over_all_meanings(meanings.into_iter(), false)
    }
}

#[test]
fn uiturn_agrees_with_its_plain_implementation() {
    use Verdict::{Confirm, Eligible, Ineligible, NoRule};
    let (city, programme) = ("nemuro", "uiturn");
    let published = Expected { reached: &[Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Mover>(city, programme, Lists::AsPublished, &published);
    let complete = Expected { reached: &[Eligible, Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Mover>(city, programme, Lists::TakenAsComplete, &complete);
}
