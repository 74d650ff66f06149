/** Puts a WebAssembly module together from columns, as `src/page/columns.rs` lays it out. It knows where each byte goes, and nothing of what it does: whether all is a module is seen when it is compiled. */

/** Keys of the columns that are no operator's. */
const [OPERATORS, LOCALS, HEAD] = [256, 257, 258];
/** Stands for an operator of two bytes, 0xfc and a 0; those after it for 0xfc and a 1, and so on. */
const PREFIXED = 0xd8;
const [BLOCK, IF, END, BR_TABLE] = [0x02, 0x04, 0x0b, 0x0e];

/** Bytes to be read from some place on. */
class Column {
  #bytes;

  /**
   * @param {DataView} bytes
   * @param {number} at where it begins
   */
  constructor(bytes, at) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** @throws past the end of all columns */
  next() {
    return this.#bytes.getUint8(this.at++);
  }

  /** A number, seven bits a byte, lowest first. */
  number() {
    let [found, scale, byte] = [0, 1, 0];
    do {
      byte = this.next();
      found += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return found;
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @returns {Uint8Array<ArrayBuffer>} the module
 * @throws if the columns do not fit together
 */
export function join(bytes) {
  const { columns, tail } = columnsIn(new DataView(bytes));
  const [[operators], [locals], [head]] = [
    columns[OPERATORS] ?? none(),
    columns[LOCALS] ?? none(),
    columns[HEAD] ?? none(),
  ];
  const out = new Uint8Array(2 * bytes.byteLength);
  let size = 0;
  const put = (/** @type {ArrayLike<number>} */ part) => {
    out.set(part, size);
    size += part.length;
  };
  /** Moves a number, and gives its last byte. @param {Column} column */
  const move = (column) => {
    let byte;
    do out[size++] = byte = column.next();
    while (byte > 127);
    return byte;
  };
  put(new Uint8Array(bytes, head.at, tail - head.at));
  for (const end = locals.at; operators.at < end; ) {
    const start = size;
    for (let left = 2 * move(locals); left > 0; left -= 1) move(locals);
    for (let depth = 1; depth > 0; ) {
      const operator = operators.next();
      if (operator >= PREFIXED) out[size++] = 0xfc;
      out[size++] = operator < PREFIXED ? operator : operator - PREFIXED;
      if (operator === END) depth -= 1;
      else if (operator >= BLOCK && operator <= IF) depth += 1;
      const [first, later] = columns[operator] ?? [];
      const count = first ? move(first) : 0;
      if (later) for (let left = operator === BR_TABLE ? count + 1 : 1; left > 0; left -= 1) move(later);
    }
    const length = written(size - start);
    out.copyWithin(start + length.length, start, size);
    out.set(length, start);
    size += length.length;
  }
  put(new Uint8Array(bytes, tail));
  return out.slice(0, size);
}

/**
 * The columns by key, and where what comes after them all begins.
 * @param {DataView} bytes
 */
function columnsIn(bytes) {
  const front = new Column(bytes, 0);
  /** @type {[key: number, length: number][]} */
  const rows = [];
  for (let left = front.number(); left > 0; left -= 1) rows.push([front.number(), front.number()]);
  /** @type {[Column, Column?][]} */
  const columns = [];
  let at = front.at;
  for (const [key, length] of rows) {
    const column = new Column(bytes, at);
    const [first] = columns[key] ?? [];
    columns[key] = first ? [first, column] : [column];
    at += length;
  }
  return { columns, tail: at };
}

/** @returns {never} */
function none() {
  throw new Error("the engine lacks a column");
}

/** The bytes of a number, seven bits each, lowest first. @param {number} value */
function written(value) {
  const bytes = [];
  for (; value > 127; value >>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}
