/** A checksum in letters that every message keeps. It knows nothing of what it is the sum of. */

/** How many letters it has. */
export const CHECK_LETTERS = 3;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
const PER_LETTER = 5;
const WIDTH = CHECK_LETTERS * PER_LETTER;
/**
 * The polynomial of CRC-15: it notices every change within 15 neighbouring bits, so each changed letter and each pair
 * of neighbours that changed places, and all but one of 32,768 others.
 */
const POLYNOMIAL = 0x4599;
/** What the sum of an empty text is. It makes zeros at the start count. */
const START = 0x2a5b;

/**
 * The checksum of a text of ASCII letters.
 * @param {string} text
 */
export function checksum(text) {
  let rest = START;
  for (const letter of text) {
    const value = letter.charCodeAt(0);
    for (let at = 6; at >= 0; at -= 1) {
      const top = (rest >> (WIDTH - 1)) & 1;
      rest = (rest << 1) & (2 ** WIDTH - 1);
      if (top !== ((value >> at) & 1)) rest ^= POLYNOMIAL;
    }
  }
  return [10, 5, 0].map((shift) => LETTERS[(rest >> shift) & 31]).join("");
}
