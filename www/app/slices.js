/** Divides long work into tasks. Between tasks the browser handles input and draws. It does none of the work itself. */

/** The longest work in one task, in milliseconds. */
export const SLICE_MS = 8;

/** Resolves in a new task, so that the browser can draw and handle input before. */
export const nextTask = () => new Promise((done) => setTimeout(done));

/** Runs steps in tasks of at most `SLICE_MS`. @param {Iterable<void>} steps */
export async function runInSlices(steps) {
  let until = performance.now() + SLICE_MS;
  for (const _ of steps) {
    if (performance.now() < until) continue;
    await nextTask();
    until = performance.now() + SLICE_MS;
  }
}
