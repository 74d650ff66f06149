/**
 * Reads a city's WebAssembly module from its page: the engine, which is the same in every page, followed by the
 * custom section with the city's rules. It does not compile or run the module.
 */

/** The elements that hold the module's parts, in their order. */
const PARTS = ["engine", "rules"];

/**
 * @param {Pick<Document, "getElementById">} page
 * @returns {Promise<ArrayBuffer>} the bytes of the module
 * @throws if a part is absent or damaged
 */
export async function readModule(page) {
  const parts = await Promise.all(PARTS.map((id) => unpack(page, id)));
  return new Blob(parts).arrayBuffer();
}

/**
 * Undoes `pack` of `src/page/inline.rs`. The zlib stream ends with a check value, so damaged bytes are rejected.
 * @param {Pick<Document, "getElementById">} page
 * @param {string} id the element that holds a zlib stream in base64
 * @returns {Promise<ArrayBuffer>}
 */
async function unpack(page, id) {
  const holder = page.getElementById(id);
  if (!holder) throw new Error(`the page holds no element #${id}`);
  const text = atob(holder.textContent ?? "");
  const bytes = new Uint8Array(text.length);
  // A loop: `Uint8Array.from` with a callback is ten times slower.
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}
