/**
 * Turns notation in texts into markup: readings of kanji into ruby, and Japanese terms on pages in other languages into
 * elements with `lang="ja"`. It does not guess a language and contains no dictionary.
 */
import { parts } from "../app/dom.js";

/** Kanji followed by their reading: hiragana in brackets, such as 漢字(かんじ). Texts use such brackets for nothing else. */
const READING = /([\u3400-\u9fff々〆]+)\(([ぁ-ゖー]+)\)/g;
/** Any other text followed by its reading, such as ｜1日《ついたち》. */
const OTHER = /｜([^《｜]+)《([^》]*)》/g;
const EITHER = new RegExp(`${READING.source}|${OTHER.source}`, "g");
/** A Japanese term in a text in another language, such as [[支援金]]. */
const TERM = /\[\[(.+?)\]\]/g;
/** Elements that cannot contain markup: their notation is removed. */
const PLAIN = "title, text";
/** Elements whose text is not changed. */
const KEPT = "script, style, template, ruby";
const JAPANESE = "body [lang=ja]";
const ATTRIBUTES = ["aria-label", "title"];

/**
 * Turns the readings that the page shows in brackets without scripts into ruby. Each step changes one text.
 * @param {Document} page
 */
export function* markNoted(page) {
  if (!hasReadings(page)) return;
  for (const place of parts(page, "[data-js-noted]")) {
    for (const text of textsIn(place)) {
      markText(text, false);
      yield;
    }
  }
}

/**
 * Turns the notation in every text that is added or changed from now on into markup.
 * @param {Document} page
 */
export function markTexts(page) {
  const foreign = page.documentElement.lang !== "ja";
  if (!foreign && !hasReadings(page)) return;
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === "attributes") unmarkAttribute(/** @type {Element} */ (target), attributeName ?? "");
      else if (type === "characterData") markText(/** @type {Text} */ (target), foreign);
      else for (const node of addedNodes) for (const text of textsIn(node)) markText(text, foreign);
    }
  });
  observer.observe(page, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
}

/** Whether the page's language shows readings. @param {Document} page */
const hasReadings = (page) => page.querySelector("ruby") !== null;

/**
 * @param {Node} node
 * @returns {Text[]}
 */
function textsIn(node) {
  const found = [];
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let at = node instanceof Text ? node : walk.nextNode(); at; at = walk.nextNode())
    found.push(/** @type {Text} */ (at));
  return found;
}

/**
 * Replaces the notation in a text by markup, or removes it where markup is not possible.
 * @param {Text} text
 * @param {boolean} foreign whether the page is in another language than Japanese
 */
function markText(text, foreign) {
  const place = text.parentElement;
  if (!place || place.closest(KEPT)) return;
  if (place.matches(PLAIN)) return rewrite(text, withoutMarks(text.data));
  // An option cannot contain markup. Its readings stay in brackets.
  if (place.matches("option")) return rewrite(text, text.data.replace(OTHER, "$1"));
  if (place.closest(JAPANESE)) return rewrite(text, text.data.replace(TERM, "$1"));
  const pieces = foreign ? splitText(text.data, TERM, japaneseElement) : splitText(text.data, EITHER, rubyElement);
  if (pieces.length > 1 || pieces[0] instanceof Element) text.replaceWith(...pieces);
}

/**
 * Sets a text if it differs, because setting it triggers the observer again.
 * @param {Text} text
 * @param {string} data
 */
function rewrite(text, data) {
  if (text.data !== data) text.data = data;
}

/**
 * Removes notation from an attribute.
 * @param {Element} element
 * @param {string} name
 */
function unmarkAttribute(element, name) {
  const value = element.getAttribute(name) ?? "";
  if (withoutMarks(value) !== value) element.setAttribute(name, withoutMarks(value));
}

/** A text without notation. @param {string} text */
const withoutMarks = (text) => text.replace(READING, "$1").replace(OTHER, "$1").replace(TERM, "$1");

/**
 * Splits a text into strings and, for each match of a pattern, an element.
 * @param {string} text
 * @param {RegExp} pattern
 * @param {(found: RegExpMatchArray) => Element} make
 */
function splitText(text, pattern, make) {
  /** @type {(string | Element)[]} */
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) pieces.push(text.slice(at, found.index));
    pieces.push(make(found));
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

/** @param {string[]} found */
function japaneseElement([, japanese]) {
  const span = document.createElement("span");
  span.lang = "ja";
  span.textContent = japanese ?? "";
  return span;
}

/** @param {string[]} found */
function rubyElement([, kanji, reading, other, named]) {
  const [ruby, rt] = [document.createElement("ruby"), document.createElement("rt")];
  rt.textContent = reading ?? named ?? "";
  rt.ariaHidden = "true"; // otherwise screen readers say each word twice
  ruby.append(kanji ?? other ?? "", rt);
  return ruby;
}
