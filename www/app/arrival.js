/**
 * Takes what the page was opened with out of the address and the window's name: the code of a link, the wish to see
 * everything at once, or the luggage of the page in another language. It shows and fills nothing.
 */
import { isLuggage, unpack } from "../visit/luggage.js";
import { CODE } from "./carried.js";
import { questionOf } from "./dom.js";
import { ALL, hadAnswers } from "./history.js";

/** @typedef {import("../visit/luggage.js").Luggage} Luggage */
/**
 * @typedef {object} Arrival
 * @property {string} fragment the fragment of the address, such as `#all`; empty if there is none
 * @property {Luggage | null} luggage
 * @property {boolean} hadAnswers whether an earlier load of this page had answers, which are gone
 */

/** Reads how the page was opened, and removes it at once, before anything can fail. @returns {Arrival} */
export function takeArrival() {
  const { hash, pathname, search } = window.location;
  if (CODE.test(hash)) history.replaceState(history.state, "", pathname + search);
  const text = window.name;
  const luggage = unpack(text, (name) => questionOf(document, name) !== null);
  if (isLuggage(text)) window.name = luggage?.before ?? "";
  return { fragment: hash, luggage, hadAnswers: hadAnswers() };
}

/** The screens to begin with. @param {Arrival} arrival */
export function firstScreens({ fragment, luggage }) {
  if (luggage && luggage.screens.length > 0) return luggage.screens;
  return fragment === ALL ? [/** @type {const} */ ({ kind: "single" })] : [];
}
