/**
 * Finds elements of the page, and throws an error that names a missing one; and waits for the screen. It changes nothing.
 */

/**
 * The first element that matches a selector.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 * @throws if nothing matches
 */
export function part(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return /** @type {T} */ (/** @type {unknown} */ (found));
}

/**
 * All elements that match a selector, as an array.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function parts(root, selector) {
  return [...root.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found));
}

/**
 * The text of an element with its white space collapsed. Ruby and marked Japanese are written in the notation that
 * `marks.js` reads: 漢字(かんじ) and ｜1日《ついたち》 for readings, [[支援金]] for Japanese on a page in another language.
 * @param {Node | null | undefined} element
 */
export function textOf(element) {
  return (element ? markedText(element) : "").replace(/\s+/g, " ").trim();
}

/**
 * @param {Node} node
 * @returns {string}
 */
function markedText(node) {
  if (!(node instanceof Element)) return node.textContent ?? "";
  if (node.localName === "ruby") return ruby(node);
  const isMarked = node.querySelector("ruby, [lang=ja]");
  const text = isMarked ? [...node.childNodes].map(markedText).join("") : node.textContent;
  return text && node.matches("[lang=ja]") ? `[[${text}]]` : (text ?? "");
}

/** @param {Element} element */
function ruby(element) {
  const reading = element.querySelector("rt")?.textContent ?? "";
  const base = (element.textContent ?? "").slice(0, -reading.length || undefined);
  const noted = `${base}(${reading})`;
  return /^[\u3400-\u9fff々〆]+\([ぁ-ゖー]+\)$/.test(noted) ? noted : `｜${base}《${reading}》`;
}

/**
 * The question with a name such as `household.1.born`, or null.
 * @param {ParentNode} root
 * @param {string} name
 */
export function questionOf(root, name) {
  return /** @type {HTMLElement | null} */ (root.querySelector(`[data-js-question][data-fact="${CSS.escape(name)}"]`));
}

/**
 * The control of a question that is wrong, else the first that a visitor can use, or null.
 * @param {Element} question
 */
export function firstControl(question) {
  return /** @type {HTMLElement | null} */ (
    question.querySelector("[aria-invalid=true]") ??
      question.querySelector("input:not([type=hidden], [hidden]), select, button:not([hidden])")
  );
}

/** The question that contains a control, or null. @param {EventTarget | null} target */
export function questionAt(target) {
  return target instanceof Element ? target.closest("[data-js-question]") : null;
}

/** Calls a function once the browser has painted what has changed. @param {() => void} then */
export function afterPaint(then) {
  requestAnimationFrame(() => setTimeout(then));
}
