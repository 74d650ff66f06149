/**
 * Says on which days a plan, such as moving, suits all programmes of the best combination. It takes each programme's
 * days from the report and computes none.
 */
import { dayText } from "../../entry/dates.js";
import { planName } from "../programme/advice.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../edge/types.d.ts").Report} Report */
/** @typedef {{ first: string, last: string }} Days */

/**
 * A line for each plan whose day matters to at least two chosen programmes. There is no line if every day of the given
 * move suits all of them, and none at all if the move may be over.
 * @param {Words} words
 * @param {HTMLElement} form
 * @param {Report} report
 * @param {(ids: readonly string[]) => string} names joins the names of programmes
 * @param {{ move: Days | null, today: string }} setting the days on which the move may be, and today
 */
export function sharedPlanDates(words, form, { programmes, best }, names, { move, today }) {
  if (move && move.first < today) return [];
  const all = programmes
    .filter(({ id }) => best?.chosen.includes(id))
    .flatMap(({ id, plans }) => (plans ?? []).map((plan) => ({ id, ...plan })));
  return [...new Set(all.map(({ fact }) => fact))].flatMap((fact) => {
    const bound = all.filter((plan) => plan.fact === fact);
    // The days of a programme with a gap between them have no first day in common with others.
    const isWhole = new Set(bound.map(({ id }) => id)).size === bound.length;
    const first = sortedDays(bound.map(({ first }) => first)).at(-1);
    const last = sortedDays(bound.map(({ last }) => last))[0];
    if (bound.length < 2 || !isWhole || !first || !last) return [];
    const days = { first, last };
    if (move && days.first <= move.first && move.last <= days.last) return [];
    const line = words.piece("together");
    line.textContent = words.say(days.first <= days.last ? "together.plan" : "together.apart", {
      name: planName(words, form, fact),
      names: names(bound.map(({ id }) => id)),
      first: dayText(words, days.first),
      last: dayText(words, days.last),
    });
    return [line];
  });
}

/** The days that are limited, in order. @param {(string | null)[]} days */
function sortedDays(days) {
  return days.filter((day) => day !== null).sort();
}
