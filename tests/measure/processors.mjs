// What other machines on the same host took of this one's processors while something was measured: a figure taken meanwhile says little.
import { readFile } from "node:fs/promises";

/** The processors' time since they began, and what of it others took; nothing is known of that elsewhere than on Linux. */
async function times() {
  const text = await readFile("/proc/stat", "utf8").catch(() => "");
  const spent = text.split("\n")[0].split(/\s+/).slice(1, 9).map(Number);
  return { all: spent.reduce((sum, one) => sum + one, 0), stolen: spent[7] ?? 0 };
}

/** What an action gives, and the share of the processors that others took meanwhile, from 0 to 1. */
export async function watched(action) {
  const before = await times();
  const found = await action();
  const after = await times();
  return { found, stolen: (after.stolen - before.stolen) / (after.all - before.all || 1) };
}

/** The share in words, to stand beside a figure. */
export const saidStolen = (stolen) => `other machines took ${Math.round(stolen * 100)} % of the processors meanwhile`;
