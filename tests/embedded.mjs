// Reads the data elements of a built page, and the module that they hold. It does not use the page's own script, which is tested against it.
import { inflateSync } from "node:zlib";

/** The text of an element of data in a page's markup. */
export function embedded(page, id) {
  const found = page.match(new RegExp(`<script type="[^"]+" id="${id}">([^<]*)</script>`));
  if (!found) throw new Error(`the page holds no #${id}`);
  return found[1];
}

/** The bytes that an element of data holds packed. */
export const unpacked = (page, id) => inflateSync(Buffer.from(embedded(page, id), "base64"));

/** The module that a page holds: the engine, then the section with the city's rules. */
export const engineOf = (page) => Buffer.concat([unpacked(page, "engine"), unpacked(page, "rules")]);
