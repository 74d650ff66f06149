// docs/measured.md as it follows from its template and the kept figures. It writes no file; `tell.mjs` does.
//
// The template may contain:
//   {{speed.ratio.browser:2}}     a figure of the measurement `speed` with two decimals, bold if it misses its goal
//   {{goal speed.ratio.browser}}  the goal of that figure
//   {{day speed}}                 the day of the measurement
//   {{machine speed}}             the processors on which it ran
import { readFile } from "node:fs/promises";
import { isReached } from "./figures.mjs";

export const DOCUMENT = new URL("../../docs/measured.md", import.meta.url);
export const FIGURES = new URL("figures.json", import.meta.url);
const TEMPLATE = new URL("measured.template.md", import.meta.url);

/** @typedef {import("./figures.mjs").Figure} Figure */
/**
 * The figures of the last run of a measurement, by their names.
 * @typedef {{ day: string, machine: string, figures: Record<string, Figure> }} Measurement
 */

const PLACE = /\{\{(?:(goal|day|machine) )?(.+?)(?:\.(.+?))?(?::(\d))?\}\}/g;

const written = (number, least, most = least) =>
  number.toLocaleString("en", { minimumFractionDigits: least, maximumFractionDigits: most });

/** Such as `1 December 2026`. */
const day = (iso) =>
  new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/**
 * The template with the figures in their places.
 * @param {string} template
 * @param {Record<string, Measurement>} kept
 * @throws if there is no figure for a place
 */
export function fill(template, kept) {
  return template.replace(PLACE, (place, what, measurement, name, decimals) => {
    const measured = kept[measurement];
    if (what === "day" && measured) return day(measured.day);
    if (what === "machine" && measured) return measured.machine;
    const figure = measured?.figures[name];
    if (!figure) throw new Error(`${place}: there is no such figure`);
    const goal = figure.most ?? figure.least;
    if (what === "goal" && goal === undefined) throw new Error(`${place}: the figure has no goal`);
    if (what === "goal") return written(goal, 0, 3);
    const found = written(figure.found, Number(decimals ?? 0));
    return isReached(figure) ? found : `**${found}**`;
  });
}

/** @returns {Promise<Record<string, Measurement>>} the kept figures by measurement */
export const readFigures = async () => JSON.parse(await readFile(FIGURES, "utf8"));

/** What docs/measured.md has to contain. */
export const documentOf = async (kept) => fill(await readFile(TEMPLATE, "utf8"), kept);
