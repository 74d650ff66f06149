/**
 * Prepares the page for printing: the sheet for the desk where a result is on the screen, else the screen itself. It
 * computes nothing.
 */
import { parts } from "./dom.js";
import { fillSheet } from "../components/sheet/sheet.js";

/** @param {Document} page @param {Parameters<typeof fillSheet>[0] | null} told what the sheet tells; null for no sheet */
export function preparePrint(page, told) {
  page.body.toggleAttribute("data-sheet", told !== null);
  if (told) fillSheet(told);
  else openForPrint(page);
}

/** Opens everything folded, and closes it again after printing. @param {Document} page */
function openForPrint(page) {
  const closed = parts(page, "[data-js-results] details:not([open])");
  for (const details of closed) details.setAttribute("open", "");
  window.addEventListener("afterprint", () => closed.forEach((details) => details.removeAttribute("open")), {
    once: true,
  });
}
