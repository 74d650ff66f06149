// What a built page holds besides its text: its elements of data, and the engine as the bytes of a module.
import { inflateSync } from "node:zlib";
import { join } from "../www/js/columns.js";

/** The text of an element of data in a page's markup. */
export function embedded(page, id) {
  const found = page.match(new RegExp(`<script type="[^"]+" id="${id}">([^<]*)</script>`));
  if (!found) throw new Error(`the page holds no #${id}`);
  return found[1];
}

/** The columns of the engine that a page holds. */
export function columnsOf(page) {
  return new Uint8Array(inflateSync(Buffer.from(embedded(page, "engine"), "base64"))).buffer;
}

/** The engine that a page holds. */
export const engineOf = (page) => join(columnsOf(page));
