/** Marks what the script writes, and the parts that the page leaves to it, as the page's own text is marked: readings over kanji, and the Japanese terms that a text in another language marks. It guesses no language and knows no word. */
import { parts } from "./dom.js";

/** A reading and what it belongs to: kanji before their hiragana in brackets, which Japanese texts have for nothing else. */
const READING = /([\u3400-\u9fff々〆]+)\(([ぁ-ゖー]+)\)/g;
/** Any other reading, after what it belongs to. */
const OTHER = /｜([^《｜]+)《([^》]*)》/g;
const EITHER = new RegExp(`${READING.source}|${OTHER.source}`, "g");
/** A Japanese term in a text of another language. */
const TERM = /\[\[(.+?)\]\]/g;
/** Where text carries no marks, or has them already. */
const PLAIN = "title, text";
const KEPT = "script, style, template, ruby";
const JAPANESE = "body [lang=ja]";
const ATTRIBUTES = ["aria-label", "title"];

/**
 * Marks what the page notes in brackets for a reader without scripts, in steps: a text each.
 * @param {Document} page
 */
export function* markNoted(page) {
  if (!hasReadings(page)) return;
  for (const place of parts(page, "[data-js-noted]")) {
    for (const text of textsIn(place)) {
      mark(text, false);
      yield;
    }
  }
}

/**
 * Marks every text that is put on the page from now on.
 * @param {Document} page
 */
export function markTexts(page) {
  const foreign = page.documentElement.lang !== "ja";
  if (!foreign && !hasReadings(page)) return;
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === "attributes") strip(/** @type {Element} */ (target), attributeName ?? "");
      else if (type === "characterData") mark(/** @type {Text} */ (target), foreign);
      else for (const node of addedNodes) for (const text of textsIn(node)) mark(text, foreign);
    }
  });
  observer.observe(page, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
}

/** @param {Document} page */
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
 * @param {Text} text
 * @param {boolean} foreign
 */
function mark(text, foreign) {
  const place = text.parentElement;
  if (!place || place.closest(KEPT)) return;
  if (place.matches(PLAIN)) return rewrite(text, plain(text.data));
  if (place.matches("option")) return rewrite(text, text.data.replace(OTHER, "$1")); // no elements, but what is chosen among is read
  if (place.closest(JAPANESE)) return rewrite(text, text.data.replace(TERM, "$1"));
  const pieces = foreign ? split(text.data, TERM, term) : split(text.data, EITHER, read);
  if (pieces.length > 1 || pieces[0] instanceof Element) text.replaceWith(...pieces);
}

/**
 * @param {Text} text
 * @param {string} data
 */
function rewrite(text, data) {
  if (text.data !== data) text.data = data;
}

/**
 * @param {Element} element
 * @param {string} name
 */
function strip(element, name) {
  const value = element.getAttribute(name) ?? "";
  if (plain(value) !== value) element.setAttribute(name, plain(value));
}

/** @param {string} text */
const plain = (text) => text.replace(READING, "$1").replace(OTHER, "$1").replace(TERM, "$1");

/**
 * A text with everything that fits a pattern made an element.
 * @param {string} text
 * @param {RegExp} pattern
 * @param {(found: RegExpMatchArray) => Element} make
 */
function split(text, pattern, make) {
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
function term([, japanese]) {
  const span = document.createElement("span");
  span.lang = "ja";
  span.textContent = japanese ?? "";
  return span;
}

/** @param {string[]} found */
function read([, kanji, reading, other, named]) {
  const [ruby, rt] = [document.createElement("ruby"), document.createElement("rt")];
  rt.textContent = reading ?? named ?? "";
  rt.ariaHidden = "true"; // it is for the eye: a name made of text and readings would be read out twice
  ruby.append(kanji ?? other ?? "", rt);
  return ruby;
}
