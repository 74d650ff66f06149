/** Finding the parts of the page, with an error that names the missing one. It changes nothing. */

/**
 * The one element that a selector must find.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 */
export function part(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return /** @type {T} */ (/** @type {unknown} */ (found));
}

/**
 * All elements of a selector, as an array.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function parts(root, selector) {
  return [...root.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found));
}

/**
 * The text of an element, its white space folded.
 * @param {Element | null | undefined} element
 */
export function textOf(element) {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * The question of a name, such as `household.1.born`.
 * @param {ParentNode} root
 * @param {string} name
 */
export function questionOf(root, name) {
  return /** @type {HTMLElement | null} */ (root.querySelector(`[data-js-question][data-fact="${CSS.escape(name)}"]`));
}

/**
 * The first control of a question that a person can use.
 * @param {Element} question
 */
export function firstControl(question) {
  return /** @type {HTMLElement | null} */ (question.querySelector("input:not([type=hidden]), select, button:not([hidden])"));
}
