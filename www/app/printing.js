/** Prepares the page for printing: the sheet for the desk if there is a result, else the whole page. It computes nothing. */
import { part, parts } from "./dom.js";
import { hasResult } from "../visit/shown.js";
import { fillSheet } from "../components/sheet/sheet.js";

/** @typedef {import("../text/words.js").Words} Words */
/** @typedef {import("../visit/visit.js").Finding} Finding */

/**
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Words} words
 * @param {Finding | null} found
 * @param {() => void} finish computes and draws what is left of the results
 * @param {() => { address: string, opensPage: boolean }} link a link with the answers, and whether it opens the page
 */
export function preparePrint(page, form, words, found, finish, link) {
  const isSheet = found !== null && hasResult(found.report.programmes);
  page.body.toggleAttribute("data-sheet", isSheet);
  if (!isSheet) return openForPrint(page);
  finish();
  const { address, opensPage } = link();
  const { answers, on, today } = found;
  fillSheet(page, form, words, { answers, address, on, today });
  if (!opensPage) part(page, "[data-js-sheet-caption]").textContent = words.say("sheet.code_alone");
}

/** Opens everything folded, and closes it again after printing. @param {Document} page */
function openForPrint(page) {
  const closed = parts(page, "[data-js-results] details:not([open])");
  for (const details of closed) details.setAttribute("open", "");
  window.addEventListener("afterprint", () => closed.forEach((details) => details.removeAttribute("open")), {
    once: true,
  });
}
