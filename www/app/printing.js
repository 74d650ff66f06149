/** Opens everything folded for printing. It knows no result. */
import { parts } from "./dom.js";

/** Opens everything folded, and closes it again after printing. @param {Document} page */
export function openForPrint(page) {
  const closed = parts(page, "[data-js-results] details:not([open])");
  for (const details of closed) details.setAttribute("open", "");
  window.addEventListener("afterprint", () => closed.forEach((details) => details.removeAttribute("open")), {
    once: true,
  });
}
