/**
 * Connects a framed page with its host: reports its height and each new screen, and accepts an accent colour.
 * No answer passes here.
 */
import { isAccent } from "./accent.js";

/** Sends a message to the host page. @param {{ height: number } | { top: true }} news */
function postToHost(news) {
  // Any origin may receive it: the message contains no answer.
  if (window.parent !== window) window.parent.postMessage({ type: "iju-check", ...news }, "*");
}

/** Scrolls to the top of a new screen, and asks the host to do the same. */
export function scrollToTop() {
  window.scrollTo(0, 0);
  postToHost({ top: true });
}

/** Starts the exchange with the host; does nothing in a page that is not framed. @param {HTMLElement} root */
export function connectFrame(root) {
  if (window.parent === window) return;
  root.dataset.framed = "";
  new ResizeObserver(() => postToHost({ height: root.offsetHeight })).observe(root);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.type !== "iju-check" || !isAccent(data.accent)) return;
    for (const shade of [900, 1000, 1200]) root.style.setProperty(`--blue-${shade}`, data.accent);
  });
}
