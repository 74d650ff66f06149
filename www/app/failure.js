/** Says that the page cannot compute anything, and leaves its texts to read. It tries nothing again. */
import { part, parts } from "./dom.js";

/** @param {unknown} error why, for developers */
export function showFailure(error) {
  console.info(error);
  const body = document.body;
  body.dataset.mode = "static"; // as without scripts: every text, and no screen
  delete body.dataset.live;
  delete body.dataset.screen;
  for (const question of parts(document, "[data-current]")) question.removeAttribute("data-current");
  for (const control of parts(document, "[data-js-now], [data-js-clear]")) control.hidden = true;
  part(document, "[data-js-failed]").hidden = false;
}
