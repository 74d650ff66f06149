// Makes a copy of a built page that a test can watch in every engine: its first script stops the clock, and keeps reports
// and errors. WebDriver has no command that runs a script before a page's own. It changes nothing else of the page.
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pageText } from "./driver.mjs";

/**
 * Writes watched copies of built pages into a folder of their own.
 * @returns {Promise<{ copy: (page: string, today: string) => Promise<string>, remove: () => Promise<void> }>} `copy`
 *   returns the address of a page such as `nemuro/easy` whose clock stands at noon of a day, `remove` deletes the copies
 */
export async function watching() {
  const folder = await mkdtemp(join(tmpdir(), "iju-watched-"));
  return {
    async copy(page, today) {
      const file = join(folder, `${page.replaceAll("/", "-")}-${today}.html`);
      await writeFile(file, watched(await pageText(page), today));
      return pathToFileURL(file).href;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A page's text with the watching script, which its policy allows by hash. */
export function watched(text, today) {
  const script = `(${watch})(${JSON.stringify(today)})`;
  const hash = createHash("sha256").update(script).digest("base64");
  const allowed = text.replace(/script-src /, (found) => `${found}'sha256-${hash}' `);
  return allowed.replace(/<meta name="referrer"/, (found) => `<script>${script}</script>${found}`);
}

/** In the page: keeps its reports and errors, stops its clock, and prints without a dialog. */
function watch(today) {
  const seen = { reports: [], errors: [] };
  // Only Chromium repeats the message in the stack.
  const told = (one) => (one instanceof Error ? `${one.message}\n${one.stack}` : String(one));
  const note = (...said) => seen.errors.push(said.map(told).join(" "));
  globalThis.seen = seen;
  document.addEventListener("iju:report", ({ detail }) => seen.reports.push(detail));
  document.addEventListener("securitypolicyviolation", (event) =>
    note(`the policy refused ${event.violatedDirective} ${event.blockedURI}`),
  );
  addEventListener("error", (event) => note(event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => note(event.reason));
  // The page says with `info` that it cannot compute, because that is no fault of a visitor's browser.
  for (const kind of ["error", "warn", "info"]) console[kind] = note;
  const Real = Date;
  const [year, month, day] = today.split("-").map(Number);
  const noon = Real.UTC(year, month - 1, day, 3); // noon in Japan
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length === 0 ? [noon] : given));
    }
    static now() {
      return noon;
    }
  };
  globalThis.print = () => dispatchEvent(new Event("beforeprint")); // a dialog would block the test
}
