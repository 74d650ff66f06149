/**
 * On the made-up portal, writes this site's address into the snippets and draws the QR code of the link.
 * It contains no text and sends nothing.
 */
import { drawCode } from "../components/sheet/code.js";

const site = new URL("../", document.location.href).href;
for (const snippet of document.querySelectorAll("[data-snippet]")) {
  snippet.textContent = (snippet.textContent ?? "").replaceAll("{site}", site);
}
for (const link of document.querySelectorAll("a[data-code]")) {
  const code = drawCode(document, /** @type {HTMLAnchorElement} */ (link).href);
  // The link beside the code has the same address, so screen readers can skip the code.
  code?.setAttribute("aria-hidden", "true");
  if (code) link.after(code);
}
