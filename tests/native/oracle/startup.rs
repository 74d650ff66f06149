//! Nemuro's 創業支援 of fiscal year 2024, written from the city's overview and its undated page:
//! half of the opening costs up to a cap, and half of twelve months' rent. Other programmes are not
//! part of this file.

use super::dates::{is_in_fiscal_year, last_day_of_years};
use super::draws::Draws;
use super::{Decided, Expected, Given, Household, Lists, NO_RULE, compare, over_all_meanings};
use iju_check::report::Verdict;
use jiff::ToSpan;
use jiff::civil::{Date, date};

#[derive(Debug)]
struct Founder {
    moved_on: Date,
    business_plan: &'static str,
    business_kind: &'static str,
    away_five_years: bool,
    in_shopping_area: bool,
    opening_cost_yen: i64,
    rent_yen_per_month: i64,
    rent_months: i64,
    rent_from_relative: bool,
}

impl Founder {
    /// 「交付申請日時点で市内に住民登録をしてから5年未満の者」: the fifth anniversary is too late.
    /// The text does not say whether the day of registration counts; here it counts, as in the rule
    /// file.
    fn is_ui_turn(&self, on: Date) -> bool {
        on <= last_day_of_years(self.moved_on, 5) && self.away_five_years
    }

    /// The amount in half yen: half of the costs up to the cap, plus half of the rent up to 50,000
    /// yen a month for twelve months. Rent that is paid to a relative does not count.
    fn half_yen(&self, cap_yen: i64) -> i64 {
        let opening = self.opening_cost_yen.min(2 * cap_yen);
        let month = self.rent_yen_per_month.min(2 * 50_000);
        let rent = if self.rent_from_relative { 0 } else { self.rent_months.min(12) * month };
        opening + rent
    }

    /// The possible caps. No source says which cap applies to a U/I-turner who opens in the
    /// shopping area.
    fn caps_yen(&self, on: Date) -> Vec<i64> {
        match (self.is_ui_turn(on), self.in_shopping_area) {
            (true, true) => vec![2_000_000, 1_500_000],
            (true, false) => vec![2_000_000],
            (false, true) => vec![1_500_000],
            (false, false) => vec![1_000_000],
        }
    }
}

impl Household for Founder {
    fn draw(draws: &mut Draws) -> (Founder, Date) {
        let edges = [date(2024, 4, 1), date(2025, 3, 31), date(2025, 2, 28)];
        let on = draws.day(&edges, date(2024, 3, 1), date(2025, 4, 30));
        let moves = [on, on - 5.years(), on - 1.year(), date(2020, 2, 29)];
        let founder = Founder {
            moved_on: draws.day(&moves, date(2017, 1, 1), on + 60.days()),
            business_plan: draws.mostly_of(
                &["starts", "succeeds"],
                &["starts", "succeeds", "has_business", "none"],
            ),
            business_kind: draws
                .mostly_of(&["other"], &["adult_entertainment", "night_restaurant", "other"]),
            away_five_years: draws.pick(&[true, true, false]),
            in_shopping_area: draws.coin(),
            opening_cost_yen: draws.number(&[2_000_000, 3_000_000, 4_000_000], 0, 6_000_000),
            rent_yen_per_month: draws.number(&[0, 100_000], 0, 250_000),
            rent_months: draws.number(&[0, 12], 0, 30),
            rent_from_relative: draws.pick(&[true, false, false]),
        };
        (founder, on)
    }

    fn answers(&self) -> Vec<(&'static str, Given<'_>)> {
        vec![
            ("moved_on", Given::Day(self.moved_on)),
            ("business_plan", Given::Option(self.business_plan)),
            ("business_kind", Given::Option(self.business_kind)),
            ("away_five_years", Given::Yes(self.away_five_years)),
            ("in_shopping_area", Given::Yes(self.in_shopping_area)),
            ("opening_cost_yen", Given::Number(self.opening_cost_yen)),
            ("rent_yen_per_month", Given::Number(self.rent_yen_per_month)),
            ("rent_months", Given::Number(self.rent_months)),
            ("rent_from_relative", Given::Yes(self.rent_from_relative)),
        ]
    }

    fn decide(&self, on: Date, lists: Lists) -> Decided {
        if !is_in_fiscal_year(on, 2024) {
            return NO_RULE;
        }
        let meets = matches!(self.business_plan, "starts" | "succeeds")
            && self.moved_on <= on
            && self.business_kind == "other";
        let unpublished = lists.unpublished();
        let caps = self.caps_yen(on);
        let meanings = caps.iter().flat_map(|cap| {
            unpublished.iter().map(|well| (meets && *well, Some(self.half_yen(*cap))))
        });
        over_all_meanings(meanings, false)
    }
}

#[test]
fn startup_agrees_with_its_plain_implementation() {
    use Verdict::{Confirm, Eligible, Ineligible, NoRule};
    let (city, programme) = ("nemuro", "startup");
    let published = Expected { reached: &[Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Founder>(city, programme, Lists::AsPublished, &published);
    let complete = Expected { reached: &[Eligible, Ineligible, NoRule], wide: 0 };
    compare::<Founder>(city, programme, Lists::TakenAsComplete, &complete);
}
