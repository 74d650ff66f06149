//! Oita's 支援金 of fiscal years 2025 and 2026, written from the city's page of 2025-08-05 and the
//! prefecture's page: who can get it, through which of the five projects, and how much. The 給付金
//! is another programme and not part of this file.

use super::dates::{april_of, is_at_most, is_in_fiscal_year, last_day_of_years};
use super::draws::Draws;
use super::people::{self, Person, minors, movers};
use super::{Decided, Expected, Given, Household, Lists, NO_RULE, compare, over_all_meanings};
use iju_check::report::Verdict;
use jiff::ToSpan;
use jiff::civil::{Date, date};

#[derive(Debug)]
struct Mover {
    moved_on: Date,
    move_reason: &'static str,
    origin: &'static str,
    via_prefecture: bool,
    people: Vec<Person>,
    same_household: bool,
    received_other_grant: bool,
    received_support_grant: &'static str,
    tax_arrears: bool,
    settle_five_years: bool,
    year_outside_before_move: bool,
    years_outside_of_last_ten: i64,
    project: Project,
}

/// The answers on the five projects.
#[derive(Debug)]
struct Project {
    job_listed: bool,
    job_hours_per_week: i64,
    job_indefinite: bool,
    job_applied_after_listing: bool,
    job_five_years: bool,
    job_new_hire: bool,
    professional_scheme: bool,
    professional_hours_per_week: i64,
    professional_indefinite: bool,
    professional_five_years: bool,
    professional_new_hire: bool,
    professional_permanent: bool,
    telework: bool,
    telework_ordered: bool,
    telework_hours_per_week: i64,
    telework_funded: bool,
    related_population_project: bool,
    primary_industry: bool,
    certified_farmer: bool,
    fishery_grant: bool,
    employer_certifies: bool,
    family_business: bool,
    startup_grant: bool,
    startup_grant_decided_on: Date,
}

impl Project {
    /// 対象事業 (1), 「(2)の場合を除く」: this may leave out whoever used one of the schemes, or
    /// only whoever meets all of (2).
    fn is_job(&self, leaves_out_every_use: bool) -> bool {
        let is_left_out = self.professional_scheme && leaves_out_every_use;
        !is_left_out
            && !self.is_professional()
            && self.job_listed
            && self.job_hours_per_week >= 20
            && self.job_indefinite
            && self.job_applied_after_listing
            && self.job_five_years
            && self.job_new_hire
    }

    /// 対象事業 (2).
    fn is_professional(&self) -> bool {
        self.professional_scheme
            && self.professional_hours_per_week >= 20
            && self.professional_indefinite
            && self.professional_five_years
            && self.professional_new_hire
            && self.professional_permanent
    }

    /// 対象事業 (3).
    fn is_telework(&self) -> bool {
        self.telework
            && !self.telework_ordered
            && self.telework_hours_per_week >= 20
            && !self.telework_funded
    }

    /// 対象事業 (4).
    fn is_related_population(&self) -> bool {
        let standing = self.certified_farmer
            || self.fishery_grant
            || self.employer_certifies
            || self.family_business;
        self.related_population_project && self.primary_industry && standing
    }

    /// 対象事業 (5), 「申請日前1年以内にあらかじめ」: a year that begins on the day of the decision
    /// contains the day before the application. A decision on the day of the application may or may
    /// not be made beforehand.
    fn is_startup(&self, on: Date, same_day_counts: bool) -> bool {
        let decided_on = self.startup_grant_decided_on;
        let is_before = decided_on < on || (decided_on == on && same_day_counts);
        let is_recent = on.yesterday().unwrap() <= last_day_of_years(decided_on, 1);
        self.startup_grant && is_before && is_recent
    }

    fn is_any(&self, on: Date, meaning: Meaning) -> bool {
        self.is_job(meaning.leaves_out_every_use)
            || self.is_professional()
            || self.is_telework()
            || self.is_related_population()
            || self.is_startup(on, meaning.same_day_counts)
    }

    fn draw(draws: &mut Draws, on: Date) -> Project {
        let decisions = [on, on - 1.year(), on - 1.year() - 1.day(), date(2024, 2, 29)];
        Project {
            job_listed: draws.mostly(true),
            job_hours_per_week: draws.number(&[20], 0, 168),
            job_indefinite: draws.mostly(true),
            job_applied_after_listing: draws.mostly(true),
            job_five_years: draws.mostly(true),
            job_new_hire: draws.mostly(true),
            professional_scheme: draws.coin(),
            professional_hours_per_week: draws.number(&[20], 0, 168),
            professional_indefinite: draws.mostly(true),
            professional_five_years: draws.mostly(true),
            professional_new_hire: draws.mostly(true),
            professional_permanent: draws.mostly(true),
            telework: draws.coin(),
            telework_ordered: draws.mostly(false),
            telework_hours_per_week: draws.number(&[20], 0, 168),
            telework_funded: draws.mostly(false),
            related_population_project: draws.coin(),
            primary_industry: draws.mostly(true),
            certified_farmer: draws.below(4) == 0,
            fishery_grant: draws.below(4) == 0,
            employer_certifies: draws.below(4) == 0,
            family_business: draws.below(4) == 0,
            startup_grant: draws.coin(),
            startup_grant_decided_on: draws.day(&decisions, on - 500.days(), on + 30.days()),
        }
    }

    fn answers(&self) -> Vec<(&'static str, Given<'_>)> {
        use Given::{Day, Number, Yes};
        vec![
            ("job_listed", Yes(self.job_listed)),
            ("job_hours_per_week", Number(self.job_hours_per_week)),
            ("job_indefinite", Yes(self.job_indefinite)),
            ("job_applied_after_listing", Yes(self.job_applied_after_listing)),
            ("job_five_years", Yes(self.job_five_years)),
            ("job_new_hire", Yes(self.job_new_hire)),
            ("professional_scheme", Yes(self.professional_scheme)),
            ("professional_hours_per_week", Number(self.professional_hours_per_week)),
            ("professional_indefinite", Yes(self.professional_indefinite)),
            ("professional_five_years", Yes(self.professional_five_years)),
            ("professional_new_hire", Yes(self.professional_new_hire)),
            ("professional_permanent", Yes(self.professional_permanent)),
            ("telework", Yes(self.telework)),
            ("telework_ordered", Yes(self.telework_ordered)),
            ("telework_hours_per_week", Number(self.telework_hours_per_week)),
            ("telework_funded", Yes(self.telework_funded)),
            ("related_population_project", Yes(self.related_population_project)),
            ("primary_industry", Yes(self.primary_industry)),
            ("certified_farmer", Yes(self.certified_farmer)),
            ("fishery_grant", Yes(self.fishery_grant)),
            ("employer_certifies", Yes(self.employer_certifies)),
            ("family_business", Yes(self.family_business)),
            ("startup_grant", Yes(self.startup_grant)),
            ("startup_grant_decided_on", Day(self.startup_grant_decided_on)),
        ]
    }
}

/// One meaning of everything that the texts of the city and the prefecture leave open.
#[derive(Clone, Copy)]
struct Meaning {
    /// Whether only a direct move counts. An older page counts a move in steps too.
    is_direct_only: bool,
    /// Whether the prefecture's conditions apply in the city; in 2026, whether its alternative to
    /// the age limit does. At each time there is one such point.
    is_by_prefecture: bool,
    /// How many are under eighteen on the day that decides: the application, the move, or April 1.
    minors: i64,
    /// Whether the conditions that only an older page or a blog states apply.
    is_reported_required: bool,
    /// Whether the household meets the conditions that the published list leaves out.
    is_unpublished_met: bool,
    /// Whether a move in steps counts as one from the place outside the prefecture, and not from
    /// the last place inside it.
    counts_from_outside: bool,
    /// 「(2)の場合を除く」.
    leaves_out_every_use: bool,
    /// 「あらかじめ」.
    same_day_counts: bool,
    /// Whether 「移住に係る補助金等」 are those for any move, and not only for this one.
    counts_earlier_moves: bool,
    /// What is true of people who move together and are not in one register.
    separate: Separate,
}

/// The meanings of 対象者 (5), 「世帯で申請する場合」, for people who are in separate registers.
#[derive(Clone, Copy, PartialEq)]
enum Separate {
    /// They cannot get the grant.
    Refused,
    /// The applicant counts as 単身世帯.
    Single,
    /// The applicant counts as 単身世帯, and the addition for minors is paid too.
    SingleWithAddition,
}

/// Both meanings of a point, or one of them if it makes no difference to a household.
fn both_if(matters: bool) -> &'static [bool] {
    if matters { &[false, true] } else { &[false] }
}

impl Mover {
    /// Whether the household meets the conditions that apply under every meaning.
    fn meets_the_plain_conditions(&self, on: Date) -> bool {
        // 「大分県外から」「職務上のもの等でない」; 対象者 (2) to (4). The day of the move is the
        // first day of the year (「移住日から起算して」), also for those who move with the
        // applicant.
        self.origin != "inside_prefecture"
            && self.move_reason != "job_order"
            && !self.received_other_grant
            && self.received_support_grant != "this_city"
            && self.moved_on <= on
            && on <= last_day_of_years(self.moved_on, 1)
    }

    /// Whether people move together who are not in one register.
    fn is_separate(&self) -> bool {
        movers(&self.people, self.moved_on).len() >= 2 && !self.same_household
    }

    /// Whether the move is 「東京圏からの移住」.
    fn is_from_tokyo_area(&self, meaning: Meaning) -> bool {
        self.origin.starts_with("tokyo_area")
            && (!self.via_prefecture || meaning.counts_from_outside)
    }

    /// Whether the household meets the conditions that only an older page (自己の意思,
    /// 5年以上の定住) or a blog (滞納) states.
    fn meets_the_reported_conditions(&self) -> bool {
        self.move_reason == "own_decision" && self.settle_five_years && !self.tax_arrears
    }

    fn is_at_most_39_in_april(&self, on: Date) -> bool {
        is_at_most(self.people[0].born, 39, april_of(on))
    }

    /// Whether the household meets the further conditions of the year's texts, under one meaning.
    fn meets_the_years_conditions(&self, on: Date, is_39: bool, meaning: Meaning) -> bool {
        let five_of_ten = self.years_outside_of_last_ten >= 5;
        // 「東京圏からの移住を除く」.
        let is_of_age = self.is_from_tokyo_area(meaning) || is_39;
        let or_minor = is_of_age || meaning.minors >= 1;
        if is_in_fiscal_year(on, 2026) {
            return five_of_ten && if meaning.is_by_prefecture { or_minor } else { is_of_age };
        }
        if on < date(2025, 10, 1) {
            return !meaning.is_by_prefecture || self.year_outside_before_move;
        }
        !meaning.is_by_prefecture || (five_of_ten && or_minor)
    }

    /// The possible amounts in half yen under one meaning: 単身60万円 or 複数人100万円, plus
    /// 100万円 (東京圏、条件あり) or 30万円 for minors, once, for each of them or for two of them at
    /// most (other cities of the prefecture). `None` in 2026, which is under review.
    fn amounts(&self, on: Date, meaning: Meaning) -> Vec<Option<i64>> {
        if is_in_fiscal_year(on, 2026) {
            return vec![None];
        }
        let is_single = movers(&self.people, self.moved_on).len() < 2 || self.is_separate();
        let base = if is_single { 600_000 } else { 1_000_000 };
        let counts_minors = !self.is_separate() || meaning.separate == Separate::SingleWithAddition;
        let minors = if counts_minors { meaning.minors } else { 0 };
        let each: &[i64] = match (self.is_from_tokyo_area(meaning), self.origin) {
            (true, "tokyo_area_conditions_met") => &[1_000_000],
            // No source says what 「東京圏からの移住」 without the conditions adds.
            (true, _) => &[0, 300_000, 1_000_000],
            (false, _) => &[300_000],
        };
        let mut found = Vec::new();
        for times in [minors.min(1), minors, minors.min(2)] {
            found.extend(each.iter().map(|each| Some(2 * (base + times * each))));
        }
        found
    }

    /// Every meaning that can make a difference to the household, if a number of people count as
    /// minors.
    fn meanings(&self, on: Date, minors: i64, lists: Lists) -> Vec<Meaning> {
        let separate: &[Separate] = if self.is_separate() {
            &[Separate::Refused, Separate::Single, Separate::SingleWithAddition]
        } else {
            &[Separate::Single]
        };
        let decided_today = self.project.startup_grant_decided_on == on;
        let mut found = Vec::new();
        for bits in 0_u8..8 {
            for is_direct_only in both_if(self.via_prefecture) {
                for counts_from_outside in both_if(self.via_prefecture) {
                    for leaves_out_every_use in both_if(self.project.professional_scheme) {
                        for same_day_counts in both_if(decided_today) {
                            for separate in separate {
                                found.extend(lists.unpublished().iter().map(|well| Meaning {
                                    is_direct_only: *is_direct_only,
                                    is_by_prefecture: bits & 1 != 0,
                                    is_reported_required: bits & 2 != 0,
                                    counts_earlier_moves: bits & 4 != 0,
                                    minors,
                                    is_unpublished_met: *well,
                                    counts_from_outside: *counts_from_outside,
                                    leaves_out_every_use: *leaves_out_every_use,
                                    same_day_counts: *same_day_counts,
                                    separate: *separate,
                                }));
                            }
                        }
                    }
                }
            }
        }
        found
    }
}

impl Household for Mover {
    fn draw(draws: &mut Draws) -> (Mover, Date) {
        let edges = [
            date(2025, 4, 1),
            date(2025, 10, 1),
            date(2026, 2, 28),
            date(2026, 4, 1),
            date(2027, 4, 1),
        ];
        let on = draws.day(&edges, date(2025, 3, 1), date(2027, 5, 31));
        let moves = [on, on - 1.year(), on - 1.year() + 1.day(), date(2026, 3, 1)];
        let moved_on = draws.day(&moves, on - 400.days(), on + 10.days());
        let mut people = people::draw(draws, &[39, 40, 18], &[april_of(on), on, moved_on]);
        people::add_late_child(draws, &mut people, moved_on, on);
        let all =
            ["inside_prefecture", "tokyo_area_conditions_met", "tokyo_area_other", "elsewhere"];
        let reasons = ["own_decision", "job_order", "schooling", "other_cause"];
        let mover = Mover {
            moved_on,
            move_reason: draws.mostly_of(&reasons[..1], &reasons),
            origin: draws.mostly_of(&all[1..], &all),
            via_prefecture: draws.mostly(false),
            people,
            same_household: draws.mostly(true),
            received_other_grant: draws.mostly(false),
            received_support_grant: draws
                .mostly_of(&["never"], &["never", "this_city", "another_place"]),
            tax_arrears: draws.mostly(false),
            settle_five_years: draws.mostly(true),
            year_outside_before_move: draws.mostly(true),
            years_outside_of_last_ten: draws.number(&[5], 0, 10),
            project: Project::draw(draws, on),
        };
        (mover, on)
    }

    fn answers(&self) -> Vec<(&'static str, Given<'_>)> {
        let mut answers = vec![
            ("moved_on", Given::Day(self.moved_on)),
            ("move_reason", Given::Option(self.move_reason)),
            ("origin", Given::Option(self.origin)),
            ("via_prefecture", Given::Yes(self.via_prefecture)),
            ("household", Given::People(&self.people)),
            ("same_household", Given::Yes(self.same_household)),
            ("received_other_grant", Given::Yes(self.received_other_grant)),
            ("received_support_grant", Given::Option(self.received_support_grant)),
            ("tax_arrears", Given::Yes(self.tax_arrears)),
            ("settle_five_years", Given::Yes(self.settle_five_years)),
            ("year_outside_before_move", Given::Yes(self.year_outside_before_move)),
            ("years_outside_of_last_ten", Given::Number(self.years_outside_of_last_ten)),
        ];
        answers.extend(self.project.answers());
        answers
    }

    fn decide(&self, on: Date, lists: Lists) -> Decided {
        if !is_in_fiscal_year(on, 2025) && !is_in_fiscal_year(on, 2026) {
            return NO_RULE;
        }
        let plain = self.meets_the_plain_conditions(on);
        let reported = self.meets_the_reported_conditions();
        let is_39 = self.is_at_most_39_in_april(on);
        let movers = movers(&self.people, self.moved_on);
        let received_elsewhere = self.received_support_grant == "another_place";
        let mut found = Vec::with_capacity(300);
        for day in [on, self.moved_on, april_of(on)] {
            for meaning in self.meanings(on, minors(&movers, day), lists) {
                let granted = plain
                    && self.project.is_any(on, meaning)
                    && !(self.is_separate() && meaning.separate == Separate::Refused)
                    && !(meaning.is_direct_only && self.via_prefecture)
                    && !(meaning.counts_earlier_moves && received_elsewhere)
                    && (reported || !meaning.is_reported_required)
                    && self.meets_the_years_conditions(on, is_39, meaning)
                    && meaning.is_unpublished_met;
                found.extend(self.amounts(on, meaning).into_iter().map(|yen| (granted, yen)));
            }
        }
        over_all_meanings(found.into_iter(), false)
    }
}

#[test]
fn support_grant_agrees_with_its_plain_implementation() {
    use Verdict::{Confirm, Eligible, Ineligible, NoRule};
    let (city, programme) = ("oita", "support_grant");
    let published = Expected { reached: &[Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Mover>(city, programme, Lists::AsPublished, &published);
    let complete = Expected { reached: &[Eligible, Confirm, Ineligible, NoRule], wide: 0 };
    compare::<Mover>(city, programme, Lists::TakenAsComplete, &complete);
}
