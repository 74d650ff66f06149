/** On the made-up portal: writes this site's own address into the snippets shown, and draws the code of the link. It holds no text and sends nothing. */
import { draw } from "../js/sheet.js";

const site = new URL("../", document.location.href).href;
for (const snippet of document.querySelectorAll("[data-snippet]")) {
  snippet.textContent = (snippet.textContent ?? "").replaceAll("{site}", site);
}
for (const link of document.querySelectorAll("a[data-code]")) {
  const code = draw(document, /** @type {HTMLAnchorElement} */ (link).href);
  // The link beside it says the same.
  code?.setAttribute("aria-hidden", "true");
  if (code) link.after(code);
}
