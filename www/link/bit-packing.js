/** Packs numbers bit by bit into letters that a URL may contain, and reads them back. It gives them no meaning. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PER_LETTER = 6;

export class BitWriter {
  /** @type {number[]} */
  #bits = [];

  /**
   * Appends a number, highest bit first.
   * @param {number} value a whole number from 0 to 2^width - 1
   * @param {number} width in bits, at most 53
   * @throws {RangeError} if the value is out of that range
   */
  put(value, width) {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** width)
      throw new RangeError(`${value} does not fit in ${width} bits`);
    for (let at = width - 1; at >= 0; at -= 1) this.#bits.push(Math.floor(value / 2 ** at) % 2);
  }

  /** Everything that was put, six bits a letter. The last letter is filled up with zeros. */
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
   * @throws if the text contains a character that is not in the alphabet
   */
  constructor(text) {
    this.#letters = [...text].map((letter) => {
      const value = ALPHABET.indexOf(letter);
      if (value < 0) throw new Error("a character outside the alphabet");
      return value;
    });
  }

  /**
   * Reads the next number.
   * @param {number} width in bits
   * @throws if the text ends before that
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

  /** Whether only the unused zero bits of the last letter are left. */
  isAtEnd() {
    const left = this.#letters.length * PER_LETTER - this.#at;
    return left < PER_LETTER && this.take(left) === 0;
  }
}
