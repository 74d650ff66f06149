/** Follows links to questions, cards and hidden places of the page, on the screen where each is. It shows no screen itself. */
import { reveal } from "../components/programme/reveal.js";
import { part, questionOf } from "./dom.js";
import { jumpTo } from "./errors.js";

/** @typedef {import("./folding.js").Folding} Folding */
/** @typedef {import("./guide.js").Guide} Guide */

/**
 * Follows links to questions (`data-js-jump`) and cards (`data-js-card`) without changing the address.
 * @param {Document} page
 * @param {HTMLElement} form
 * @param {Guide} guide
 * @param {Folding} folding
 * @param {AbortSignal} signal
 */
export function followJumps(page, form, guide, folding, signal) {
  page.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest("[data-js-jump], [data-js-card]") : null;
      if (!(link instanceof HTMLElement)) return;
      event.preventDefault();
      if (link.hasAttribute("data-js-card")) {
        return reveal(part(page, link.getAttribute("href") ?? ""));
      }
      const name = link.dataset.jsJump ?? "";
      if (guide.kind !== "single" && !questionOf(form, name)?.closest("[data-current]")) return guide.goTo(name);
      folding.reveal(questionOf(form, name));
      jumpTo(form, name);
    },
    { signal },
  );
}

/**
 * Goes to the screen of a place that the current screen hides.
 * @param {Guide} guide
 * @param {HTMLElement} form
 * @param {HTMLElement} place
 * @returns {boolean} whether the place has a screen
 */
export function placeScreen(guide, form, place) {
  if (guide.kind === "single") return false;
  const question = place.closest("[data-js-question]");
  if (form.contains(place) && question instanceof HTMLElement) guide.goTo(question.dataset.fact ?? "");
  else if (form.contains(place)) guide.firstQuestion();
  else if (place.closest("[data-js-results]")) guide.go({ kind: guide.isBegun ? "result" : "list" });
  else return false;
  return true;
}
