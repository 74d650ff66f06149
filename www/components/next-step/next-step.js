/** Shows the one next step of the result: the questions that decide it, or a call to the desk. It asks nothing itself. */
import { part } from "../../app/dom.js";
import { answerLabel } from "../../app/errors.js";

/** @typedef {import("../../text/words.js").Words} Words */
/** @typedef {import("../../visit/result.js").Result} Result */

/** The number of questions that are shown as links. Of more, the first ones are shown. */
const LINKS = 2;

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Result} result
 */
export function showNextStep(root, form, words, { kind, decisive }) {
  const n = decisive.length;
  part(root, "[data-js-decide]").hidden = n === 0;
  part(root, "[data-js-decide-title]").textContent = n === 0 ? "" : words.say("next.decide", { n });
  part(root, "[data-js-decide-list]").replaceChildren(
    ...decisive.slice(0, LINKS).map((name) => {
      const item = words.piece("link-item");
      const link = /** @type {HTMLAnchorElement} */ (part(item, "[data-js-link]"));
      link.textContent = answerLabel(form, words, name);
      toQuestion(link, name);
      return item;
    }),
  );
  const answer = /** @type {HTMLAnchorElement} */ (part(root, "[data-js-answer]"));
  answer.hidden = n === 0;
  answer.textContent = n === 0 ? "" : words.say("next.answer", { n });
  toQuestion(answer, decisive[0] ?? "");
  const call = /** @type {HTMLElement | null} */ (root.querySelector("[data-js-call]"));
  const isMain = n === 0 && kind !== "none";
  call?.classList.toggle("button--solid", isMain);
  call?.classList.toggle("button--line", !isMain);
  if (call) part(call, "[data-js-call-text]").textContent = words.say(n === 0 ? "next.call_now" : "next.call_instead");
}

/** @param {HTMLAnchorElement} link @param {string} name */
function toQuestion(link, name) {
  link.href = `#q-${name}`;
  link.dataset.jsJump = name;
}
