// The eight people who walk through the page: what they answer, and what follows for them by hand from the rules. It plays
// nothing: player.mjs does. What a person does not name, the person does not know and answers so.

/**
 * A person.
 * @typedef {object} Person
 * @property {string} name
 * @property {string} page the page's folder, such as `nemuro` or `oita/easy`
 * @property {string} today the day of the visit, an ISO date
 * @property {boolean} [desk] whether the person works at the desk, with everything on one screen, and prints
 * @property {Record<string, any>} answers by fact id: true, false, an option, a number, a day as exact as the person
 *   knows it (`2027-04`), or for the household `{ members, more }`, the person first
 * @property {Record<string, string | string[]>} [entries] what the person enters into a control that bears no fact's
 *   name, by the control's name
 * @property {Record<string, Expected>} expected by programme
 * @property {string[]} shows figures that the folded result must show
 */
/**
 * What follows for a person from a programme, by hand.
 * @typedef {object} Expected
 * @property {"eligible" | "confirm" | "ineligible" | "undetermined"} verdict
 * @property {boolean} [ceiling] whether it pays up to this figure
 * @property {[number, number] | null} [yen] least and most; null if the sources give no figure
 * @property {boolean} [estimate] whether no rules hold for the day, so that the year before is taken
 * @property {[number, number]} [reference] the figure of an earlier year that is shown beside an unknown one
 */

/** Nobody else lives in the household. */
const ALONE = "none";
/** What nobody of the eight has: no wedding, no help before, no debt. */
const ORDINARY = {
  newly_married: false,
  received_other_grant: false,
  received_support_grant: "never",
  tax_arrears: false,
  settle_five_years: true,
  city_tax_arrears: false,
  gang_ties: false,
  children_elsewhere: 0,
};
export const NO_PLANS = {
  job_plan: "none",
  care_job: false,
  business_plan: "none",
  farming_plan: "none",
  study_for_care_work: false,
  telework: false,
  job_listed: false,
  professional_scheme: false,
  related_population_project: false,
  startup_grant: false,
  team_member: false,
};
/** Nobody is a baby, goes to school by train or lives in a single-parent family. */
const NO_CARE = { single_parent: false, uses_nursery: false, rail_to_school: false };

/** @type {Person[]} */
export const PEOPLE = [
  {
    // Nemuro has rules of fiscal 2024 only, so 2027 is estimated from them (valid: 2024-04-01 to 2025-03-31).
    name: "a family to Nemuro in April 2027",
    page: "nemuro",
    today: "2026-11-28",
    entries: { "moved_on.period": "next_year" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      ...NO_CARE,
      moved_on: "2027-04",
      household: {
        members: [
          { born: "1990" },
          { relation: "spouse", born: "1992", moves_together: true },
          { relation: "child", born: "2022-07-20", moves_together: true },
        ],
        more: ALONE,
      },
      job_plan: "regular",
      wards_years_of_last_ten: 8,
      wards_year_before_move: true,
      uses_nursery: true,
      student_loan: "none",
      stays_five_years: true,
    },
    shows: ["130万", "200万円"],
    expected: {
      // uiturn.yaml: 23 wards 8 of 10 years and the year before; the routes are not listed in full, so the city must
      // confirm. Base for two or more 1,000,000; one child under 18: 300,000 or, on another page, 1,000,000.
      uiturn: { estimate: true, verdict: "confirm", yen: [1_300_000, 2_000_000] },
      // young_regular.yaml: employed as a regular; 100,000 for the worker (and 300,000 for the employer, which is not the
      // family's). Whether the employer is insured is not known, and without it there is nothing.
      young_regular: { estimate: true, verdict: "undetermined", yen: [100_000, 100_000] },
      // school_lunch.yaml: 4 years old on 2027-04-01, so not at school yet.
      school_lunch: { estimate: true, verdict: "ineligible" },
      // side_dishes.yaml: not at school yet, and at a nursery.
      side_dishes: { estimate: true, verdict: "confirm" },
      // nursery_half.yaml: for children of up to 2 years.
      nursery_half: { estimate: true, verdict: "ineligible" },
    },
  },
  {
    name: "a single teleworker to Oita in February 2027",
    page: "oita",
    today: "2026-11-28",
    entries: { "moved_on.period": "this_year" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      moved_on: "2027-02",
      move_reason: "own_decision",
      origin: "elsewhere",
      via_prefecture: false,
      household: { members: [{ born: "1992" }], more: ALONE },
      telework: true,
      telework_ordered: false,
      telework_hours_per_week: 40,
      telework_funded: false,
      years_outside_of_last_ten: 10,
      year_outside_before_move: true,
      housing_project: "neither",
      buys_listed_house: false,
    },
    shows: ["60万円"],
    expected: {
      // oita/2026/support_grant.yaml: 34 on 2026-04-01, 10 years outside, telework 40 hours. Its list of requirements is
      // not published whole. Its amount is under review; fiscal 2025 paid one person 600,000.
      support_grant: { verdict: "confirm", yen: null, reference: [600_000, 600_000] },
      // oita/2026/benefit.yaml: neither buys nor rents a listed home, but only an older page asks for it.
      benefit: { verdict: "confirm", yen: null },
    },
  },
  {
    name: "a nurse to Nemuro",
    page: "nemuro",
    today: "2026-11-28",
    entries: { "moved_on.period": "this_year" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      ...NO_CARE,
      moved_on: "2027-03",
      household: { members: [{ born: "1998" }], more: ALONE },
      job_plan: "regular",
      care_job: true,
      wards_years_of_last_ten: 0,
      wards_year_before_move: false,
      insured_employer: true,
      stays_five_years: true,
      student_loan: "covered",
      loan_on_schedule: true,
    },
    shows: ["30万円", "10万円"],
    expected: {
      // care_start.yaml: newly a nurse in the city; 300,000. Its conditions are not published whole.
      care_start: { estimate: true, verdict: "confirm", yen: [300_000, 300_000] },
      // young_regular.yaml: regular, insured; what a U/I turn and "young" mean, the desk must say. 100,000 for the worker.
      young_regular: { estimate: true, verdict: "confirm", yen: [100_000, 100_000] },
      // uiturn.yaml: never lived in the 23 wards, nor commuted to them.
      uiturn: { estimate: true, verdict: "ineligible" },
      // scholarship.yaml: whether the employer helps to pay back the loan is not known.
      scholarship: { estimate: true, verdict: "undetermined" },
    },
  },
  {
    name: "a family that moved to Oita on 2025-05-20",
    page: "oita",
    today: "2025-06-10",
    entries: { "moved_on.period": "past" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      moved_on: "2025-05-20",
      move_reason: "own_decision",
      origin: "elsewhere",
      via_prefecture: false,
      household: {
        members: [
          { born: "1988-03-03" },
          { relation: "spouse", born: "1989", moves_together: true },
          { relation: "child", born: "2016", moves_together: true },
          { relation: "child", born: "2019", moves_together: true },
        ],
        more: ALONE,
      },
      same_household: true,
      telework: true,
      telework_ordered: false,
      telework_hours_per_week: 38,
      telework_funded: false,
      years_outside_of_last_ten: 10,
      year_outside_before_move: true,
      housing_project: "neither",
      buys_listed_house: false,
    },
    shows: ["130万", "160万円"],
    expected: {
      // oita/2025/support_grant.yaml: moved 3 weeks ago, all by telework; the applicants' list is not published whole.
      // Two or more 1,000,000; from outside the Tokyo area 300,000 for the household or for each of two children.
      support_grant: { verdict: "confirm", yen: [1_300_000, 1_600_000] },
      // oita/2025/benefit.yaml: no figure is published.
      benefit: { verdict: "confirm", yen: null },
      // oita/2025/purchase.yaml: buys no listed house.
      purchase: { verdict: "ineligible" },
    },
  },
  {
    name: "a reader of easy Japanese, to Oita",
    page: "oita/easy",
    today: "2026-11-28",
    entries: { "moved_on.period": "this_year" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      moved_on: "2026-12",
      move_reason: "own_decision",
      origin: "tokyo_area_conditions_met",
      via_prefecture: false,
      household: { members: [{ born: "1999" }], more: ALONE },
      job_listed: true,
      job_hours_per_week: 40,
      job_indefinite: true,
      job_applied_after_listing: true,
      job_five_years: true,
      job_new_hire: true,
      years_outside_of_last_ten: 6,
      year_outside_before_move: true,
      tax_arrears: null,
      housing_project: "neither",
      buys_listed_house: false,
    },
    shows: ["60万円"],
    expected: {
      // oita/2026/support_grant.yaml: 6 years outside; a listed job that meets (1) ア to オ. Amount under review; fiscal
      // 2025 paid one person 600,000.
      support_grant: { verdict: "confirm", yen: null, reference: [600_000, 600_000] },
    },
  },
  {
    name: "a reader of English, to Nemuro with a baby",
    page: "nemuro/en",
    today: "2026-11-28",
    entries: { "moved_on.period": "next_year" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      ...NO_CARE,
      moved_on: "2027-06-15",
      household: {
        members: [
          { born: "1993" },
          { relation: "spouse", born: "1994", moves_together: true },
          { relation: "child", born: "2026-10-03", moves_together: true },
        ],
        more: ALONE,
      },
      wards_years_of_last_ten: 0,
      wards_year_before_move: false,
      breast_care_visits: 3,
      breast_care_yen_per_visit: 3000,
      breast_care_inpatient_or_insured: false,
      breast_care_exempt: false,
    },
    shows: ["8,100 yen", "90,000 yen"],
    expected: {
      // breast_care.yaml: 8 months after the birth; 3 visits at 3,000 less 300 each.
      breast_care: { estimate: true, verdict: "confirm", yen: [8_100, 8_100] },
      // diaper_vouchers.yaml: under 1 year old until 2027-10-02; at most 90,000, per child or household.
      diaper_vouchers: { estimate: true, verdict: "confirm", yen: [90_000, 90_000], ceiling: true },
      uiturn: { estimate: true, verdict: "ineligible" },
    },
  },
  {
    name: "a founder of 62, to Nemuro",
    page: "nemuro",
    today: "2026-11-28",
    entries: { "moved_on.period": "next_year" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      ...NO_CARE,
      moved_on: "2027-05",
      household: {
        members: [{ born: "1965-02" }, { relation: "spouse", born: "1966", moves_together: true }],
        more: ALONE,
      },
      business_plan: "starts",
      new_product: false,
      pays_for_qualification: false,
      new_facility: false,
      business_kind: "other",
      away_five_years: true,
      in_shopping_area: false,
      opening_cost_yen: 3_000_000,
      rent_yen_per_month: 80_000,
      rent_months: 12,
      rent_from_relative: false,
      wards_years_of_last_ten: 0,
      wards_year_before_move: false,
    },
    shows: ["198万円"],
    expected: {
      // startup.yaml: half of 3,000,000 is 1,500,000, under the U/I turn's cap of 2,000,000; half of 80,000 is 40,000 a
      // month, under 50,000, for 12 months: 480,000. Its conditions are not published whole.
      startup: { estimate: true, verdict: "confirm", yen: [1_980_000, 1_980_000] },
      uiturn: { estimate: true, verdict: "ineligible" },
      // care_start.yaml: no such job.
      care_start: { estimate: true, verdict: "ineligible" },
    },
  },
  {
    name: "a clerk at Nemuro's desk",
    page: "nemuro",
    today: "2024-10-01",
    desk: true,
    entries: { "moved_on.period": "past" },
    answers: {
      ...ORDINARY,
      ...NO_PLANS,
      ...NO_CARE,
      moved_on: "2024-08-15",
      household: {
        members: [
          { born: "1985" },
          { relation: "spouse", born: "1986", moves_together: true },
          { relation: "child", born: "2016-05-10", moves_together: true },
        ],
        more: ALONE,
      },
      telework: true,
      wards_years_of_last_ten: 10,
      wards_year_before_move: true,
    },
    shows: ["130万", "200万円"],
    expected: {
      // uiturn.yaml: moved by December 2024, within the year, telework; two or more 1,000,000; one child 300,000 or, on
      // another page, 1,000,000.
      uiturn: { verdict: "confirm", yen: [1_300_000, 2_000_000] },
      // school_lunch.yaml: 7 years old on 2024-04-01.
      school_lunch: { verdict: "confirm" },
      // side_dishes.yaml: at school already.
      side_dishes: { verdict: "ineligible" },
    },
  },
];
