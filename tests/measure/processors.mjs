// Measures the share of processor time that other virtual machines on the host took. A figure measured with a high
// share says little. It does not repeat a measurement.
import { readFile } from "node:fs/promises";

/** The processors' time since the start, and the part that others took. Only Linux reports this; elsewhere it is 0. */
async function times() {
  const text = await readFile("/proc/stat", "utf8").catch(() => "");
  const spent = text.split("\n")[0].split(/\s+/).slice(1, 9).map(Number);
  return { all: spent.reduce((sum, one) => sum + one, 0), stolen: spent[7] ?? 0 };
}

/** Runs an action, and returns its result and the share of processor time that others took meanwhile, from 0 to 1. */
export async function watched(action) {
  const before = await times();
  const found = await action();
  const after = await times();
  return { found, stolen: (after.stolen - before.stolen) / (after.all - before.all || 1) };
}

/** The share as a text to print beside a figure. */
export const saidStolen = (stolen) => `other machines took ${Math.round(stolen * 100)} % of the processors meanwhile`;
