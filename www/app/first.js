/**
 * Runs before the page is drawn: finds out whether the browser has what the page needs, and says so to the styles by
 * `data-scripts` on the root. Without the mark the page shows its texts and a notice. It starts nothing and is written
 * for browsers that are much older.
 */
(() => {
  const { documentElement: root } = document;
  const LOOKBEHIND = "(?<=a)b";
  /** Each throws or is false where a browser lacks something that no script can replace. */
  const needs = [
    () => typeof WebAssembly === "object",
    () => CSS.supports("selector(:has(a))"),
    () => new RegExp(LOOKBEHIND),
    () => new DecompressionStream("deflate"),
    () =>
      ["findLast", "at"].every((name) => name in Array.prototype) &&
      "hasOwn" in Object &&
      "replaceAll" in String.prototype,
    () => typeof ResizeObserver === "function",
  ];
  const give = () => root.removeAttribute("data-scripts");
  try {
    if (!needs.every((need) => need())) return;
  } catch {
    return;
  }
  root.setAttribute("data-scripts", "");
  // A script that the browser cannot read fails as a whole, and nothing else would tell.
  addEventListener("error", () => document.body?.dataset.live === undefined && give());
})();
