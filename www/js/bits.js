/** Numbers packed bit by bit into letters that an address may hold. It does not know what they mean. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PER_LETTER = 6;

export class BitWriter {
  /** @type {number[]} */
  #bits = [];

  /**
   * @param {number} value a whole number from 0 to 2^width - 1
   * @param {number} width at most 53
   * @throws {RangeError} if the value is not one
   */
  put(value, width) {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** width)
      throw new RangeError(`${value} does not fit in ${width} bits`);
    for (let at = width - 1; at >= 0; at -= 1) this.#bits.push(Math.floor(value / 2 ** at) % 2);
  }

  text() {
    let text = "";
    for (let at = 0; at < this.#bits.length; at += PER_LETTER) {
      let letter = 0;
      for (let bit = at; bit < at + PER_LETTER; bit += 1) letter = letter * 2 + (this.#bits[bit] ?? 0);
      text += ALPHABET[letter];
    }
    return text;
  }
}

export class BitReader {
  #letters;
  #at = 0;

  /**
   * @param {string} text
   * @throws if it holds a letter that is none of the alphabet
   */
  constructor(text) {
    this.#letters = [...text].map((letter) => {
      const value = ALPHABET.indexOf(letter);
      if (value < 0) throw new Error("a letter that no code has");
      return value;
    });
  }

  /**
   * @param {number} width
   * @throws if the text is over
   */
  take(width) {
    let value = 0;
    for (let bit = 0; bit < width; bit += 1, this.#at += 1) {
      const letter = this.#letters[Math.floor(this.#at / PER_LETTER)];
      if (letter === undefined) throw new Error("the code ends too early");
      value = value * 2 + (Math.floor(letter / 2 ** (PER_LETTER - 1 - (this.#at % PER_LETTER))) % 2);
    }
    return value;
  }

  /** Whether nothing but the last letter's empty bits is left. */
  isOver() {
    const left = this.#letters.length * PER_LETTER - this.#at;
    return left < PER_LETTER && this.take(left) === 0;
  }
}
