/** Shows the ways out where no money fits: what could be changed, and the next fiscal year. It computes no advice. */
import { part } from "../../app/dom.js";
import { dayText } from "../../entry/dates.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../visit/result.js").Result} Result */
/** @typedef {import("../../edge/types.d.ts").ShownReport} ShownReport */

/** The number of ways that name a programme. More would be too long to read. */
const MAX_WAYS = 2;
/** The month in which a fiscal year begins. */
const APRIL = 4;

/**
 * @param {HTMLElement} root
 * @param {Words} words
 * @param {Result} result
 * @param {object} setting
 * @param {string} setting.on the application date
 * @param {(report: ShownReport) => { fact: string, text: string }[]} setting.changes a programme's changes of plan
 * @param {(id: string) => string} setting.name a programme's name
 */
export function showWays(root, words, { kind, rows }, { on, changes, name }) {
  const place = part(root, "[data-js-ways]");
  place.hidden = kind !== "none";
  if (kind !== "none") return part(place, "[data-js-ways-list]").replaceChildren();
  const changing = rows
    .filter(({ report }) => report.is_money && report.payee !== "employer")
    .flatMap(({ report }) =>
      changes(report)
        .slice(0, 1)
        .map((change) => ({ ...change, id: report.id })),
    );
  part(place, "[data-js-ways-list]").replaceChildren(
    ...changing.slice(0, MAX_WAYS).map(({ fact, text, id }) => {
      const way = words.piece("way-change");
      part(way, "[data-js-text]").textContent = words.say("way.change", { name: name(id) });
      part(way, "[data-js-what]").textContent = text;
      const link = /** @type {HTMLAnchorElement} */ (part(way, "[data-js-link]"));
      link.href = `#q-${fact}`;
      link.dataset.jsJump = fact;
      return way;
    }),
    waitingWay(words, on),
  );
}

/** The way of waiting for the next fiscal year. @param {Words} words @param {string} on the application date */
function waitingWay(words, on) {
  const [year = 0, month = 0] = on.split("-").map(Number);
  const next = month < APRIL ? year : year + 1;
  const way = words.piece("way-wait");
  part(way, "[data-js-text]").textContent = words.say("way.wait");
  part(way, "[data-js-what]").textContent = words.say("way.wait_what", { day: dayText(words, `${next}-04-01`) });
  return way;
}
