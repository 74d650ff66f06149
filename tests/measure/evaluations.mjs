// Measures one evaluation with the page's own script around the engine, in a browser or in Node.
// It reads no file and knows no goal.
import { start } from "../../www/edge/engine.js";
import { median } from "./median.mjs";

const BATCHES = 31;
const BATCH_MS = 20;
const WARM_UP_MS = 1_500;
/**
 * The number of reports that are kept, so that no compiler can skip an evaluation. More would burden the garbage
 * collector.
 */
const KEPT = 64;

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Whether a report agrees with the plain implementation of the common rule set. */
function agrees({ programmes, best }, { programmes: ids, found }) {
  const granted = programmes.map(({ verdict, amount }) =>
    verdict === "eligible" && amount.min === amount.max ? amount.min : null,
  );
  const decided = programmes.every(({ verdict, amount }) => (verdict === "eligible") === (amount !== null));
  return (
    decided &&
    same(
      programmes.map(({ id }) => id),
      ids,
    ) &&
    same(granted, found.amounts) &&
    same([best.min, best.max], [found.total, found.total])
  );
}

/** The time of one evaluation in microseconds, including the report as objects by id. */
export function measure({ bytes, names, cases }) {
  const module = new WebAssembly.Module(Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0)));
  const engine = start(module, names);
  for (const one of cases) {
    const { report, errors } = engine.evaluate(one.answers, one.on, one.today ?? one.on);
    if (!report) throw new Error(JSON.stringify(errors));
    if (one.found && !agrees(report, one)) throw new Error(`not as in the plain reading: ${JSON.stringify(one)}`);
  }
  const kept = Array.from({ length: KEPT });
  const batch = (least) => {
    let count = 0;
    const from = performance.now();
    while (performance.now() - from < least) {
      for (const { answers, on, today = on } of cases) kept[count++ % KEPT] = engine.evaluate(answers, on, today);
    }
    return ((performance.now() - from) * 1_000) / count;
  };
  batch(WARM_UP_MS);
  return median(Array.from({ length: BATCHES }, () => batch(BATCH_MS)));
}
