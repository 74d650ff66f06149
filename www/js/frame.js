/** In another page's frame: tells it how tall this page is and that the screen changed, and takes an accent colour. No answer passes here. */
import { isAccent } from "./accent.js";

/** @param {{ height: number } | { top: true }} news */
function tell(news) {
  // To whoever it is: a height and a change of screen are all there is to learn.
  if (window.parent !== window) window.parent.postMessage({ type: "iju-check", ...news }, "*");
}

/** A new screen is read from its top. */
export function toTop() {
  window.scrollTo(0, 0);
  tell({ top: true });
}

/** @param {HTMLElement} root */
export function fitFrame(root) {
  if (window.parent === window) return;
  root.dataset.framed = "";
  new ResizeObserver(() => tell({ height: root.offsetHeight })).observe(root);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.type !== "iju-check" || !isAccent(data.accent)) return;
    for (const shade of [900, 1000, 1200]) root.style.setProperty(`--blue-${shade}`, data.accent);
  });
}
