// Keeps the figures of a measurement in target/figures, from where `tell.mjs` takes them into docs/measured.md. It
// measures nothing.
import { mkdir, writeFile } from "node:fs/promises";

export const FOLDER = new URL("../../target/figures/", import.meta.url);

/**
 * A measured figure. Its goal, if it has one, is the most or the least that it should be.
 * @typedef {{ found: number, most?: number, least?: number }} Figure
 */

/**
 * Keeps the figures of a measurement by their names, in place of those of its last run.
 * @param {string} measurement
 * @param {Record<string, Figure>} figures
 */
export async function keep(measurement, figures) {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`${measurement}.json`, FOLDER), `${JSON.stringify(figures, null, 2)}\n`);
}

/** Whether a figure keeps its goal. */
export const isReached = ({ found, most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }) =>
  least <= found && found <= most;
