// The six programmes of the common rule set in JSON Logic, for the library json-logic-js: the peer beside which the
// engine is timed. Its numbers are floats, which hold half a yen exactly. It measures nothing.
import logic from "json-logic-js";

const of = (name) => ({ var: name });
const roundedDown = (value, unit) => ({ "-": [value, { "%": [value, unit] }] });

const ENOUGH_HOURS = { ">=": [of("weekly_hours"), 20] };

/** What each kind of work asks for. */
const WORK = {
  if: [
    { in: [of("work_type"), ["matched_job", "professional"]] },
    { and: [ENOUGH_HOURS, of("indefinite_contract"), of("intends_5_years")] },
    { "===": [of("work_type"), "telework"] },
    ENOUGH_HOURS,
    true,
  ],
};

/** The condition of each programme and its yen, A to F. */
const PROGRAMMES = {
  relocation: {
    condition: {
      and: [
        { "!": of("transfer_by_employer") },
        { "!": of("received_before") },
        { "!": of("other_grant_received") },
        { "<=": [of("days_since_move"), 365] },
        { or: [{ ">=": [of("years_outside_pref_last10"), 5] }, of("moved_from_tokyo_area")] },
        WORK,
      ],
    },
    yen: {
      "+": [
        { if: [{ ">=": [of("household_size"), 2] }, 1_000_000, 600_000] },
        { "*": [of("children_under_18"), { if: [of("moved_from_tokyo_area"), 1_000_000, 300_000] }] },
      ],
    },
  },
  welcome: { condition: { "!": of("transfer_by_employer") }, yen: 200_000 },
  newlywed: {
    condition: { "<=": [of("couple_max_age"), 39] },
    yen: {
      "+": [
        { min: [of("marriage_housing_cost"), { if: [{ "<=": [of("couple_max_age"), 29] }, 600_000, 300_000] }] },
        { min: [of("marriage_furniture_cost"), 400_000] },
      ],
    },
  },
  startup: {
    condition: { or: [{ ">": [of("startup_cost"), 0] }, { ">": [of("monthly_rent"), 0] }] },
    yen: {
      "+": [
        {
          min: [
            { "/": [of("startup_cost"), 2] },
            { if: [of("ui_turn"), 2_000_000, of("in_shopping_area"), 1_500_000, 1_000_000] },
          ],
        },
        { "*": [12, { min: [{ "/": [of("monthly_rent"), 2] }, 50_000] }] },
      ],
    },
  },
  farming: {
    condition: true,
    yen: {
      "+": [3_000_000, { min: [roundedDown({ "/": [{ "*": [of("farm_training_cost"), 2] }, 15] }, 1_000), 1_680_000] }],
    },
  },
  newborn: { condition: { ">": [of("newborns"), 0] }, yen: { "*": [of("newborns"), 100_000] } },
};

/** The total. Of the first two programmes only the larger counts. It reads the results of the programmes. */
const TOTAL = {
  "+": [
    { max: [of("relocation.yen"), of("welcome.yen")] },
    { or: [of("newlywed.yen"), 0] },
    { or: [of("startup.yen"), 0] },
    { or: [of("farming.yen"), 0] },
    { or: [of("newborn.yen"), 0] },
  ],
};

/** Whether a household can get each programme, its yen (null if not), and the total. */
export function evaluate(answers) {
  const programmes = {};
  for (const [id, { condition, yen }] of Object.entries(PROGRAMMES)) {
    const eligible = logic.apply(condition, answers);
    programmes[id] = { eligible, yen: eligible ? logic.apply(yen, answers) : null };
  }
  return { programmes, total: logic.apply(TOTAL, programmes) };
}
