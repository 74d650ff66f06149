// Measures one evaluation with the page's own script around the engine, in a browser or in Node, and beside it one with
// json-logic-js. It reads no file and knows no goal.
import { start } from "../../www/edge/engine.js";
import { evaluate } from "./common-peer.mjs";
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

/** The results in a report of the engine, as the plain implementation writes them. Undefined if it leaves one open. */
function engineResults({ programmes, best }) {
  const isDecided = programmes.every(
    ({ verdict, amount }) => (verdict === "eligible") === (amount !== null) && amount?.min === amount?.max,
  );
  if (!isDecided || best.min !== best.max) return undefined;
  return {
    programmes: programmes.map(({ id }) => id),
    amounts: programmes.map(({ amount }) => amount?.min ?? null),
    total: best.min,
  };
}

/** Yen as the plain implementation writes them, half a yen as a fraction. */
const written = (yen) => (Number.isInteger(yen) ? `${yen}` : `${yen * 2}/2`);

/** The results of json-logic-js, as the plain implementation writes them. */
function peerResults({ programmes, total }) {
  return {
    programmes: Object.keys(programmes),
    amounts: Object.values(programmes).map(({ eligible, yen }) => (eligible ? written(yen) : null)),
    total: written(total),
  };
}

/** Fails with the household for which an implementation of the common rule set disagrees with the plain one. */
function checkCommon(name, household, results) {
  const { amounts, total } = household.found;
  const expected = { programmes: household.programmes, amounts, total };
  if (same(results, expected)) return;
  throw new Error(
    `${name} disagrees with the plain implementation: found ${JSON.stringify(results)}, expected ${JSON.stringify(expected)} for the household ${JSON.stringify(household.answers)}`,
  );
}

/** The time of one evaluation in microseconds, over at least some milliseconds. */
function timer(cases, evaluateCase) {
  const kept = Array.from({ length: KEPT });
  return (least) => {
    let count = 0;
    const from = performance.now();
    while (performance.now() - from < least) {
      for (const one of cases) kept[count++ % KEPT] = evaluateCase(one);
    }
    return ((performance.now() - from) * 1_000) / count;
  };
}

/**
 * The time of one evaluation by the engine in microseconds, including the report as objects by id. For the common rule
 * set also the time that json-logic-js takes, and the engine's time divided by it: the two take turns, and the ratio is
 * the median of those of neighbouring batches, since whatever slows the machine down slows both.
 */
export function measure({ bytes, names, cases, isCommon }) {
  const module = new WebAssembly.Module(Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0)));
  const engine = start(module, names);
  for (const one of cases) {
    const { report, errors } = engine.evaluate(one.answers, one.on, one.today ?? one.on);
    if (!report) throw new Error(JSON.stringify(errors));
    if (!isCommon) continue;
    checkCommon("the engine", one, engineResults(report));
    checkCommon("json-logic-js", one, peerResults(evaluate(one.answers)));
  }
  const ours = timer(cases, ({ answers, on, today = on }) => engine.evaluate(answers, on, today));
  const peers = isCommon ? timer(cases, ({ answers }) => evaluate(answers)) : () => undefined;
  ours(WARM_UP_MS);
  peers(WARM_UP_MS);
  const batches = Array.from({ length: BATCHES }, () => ({ our: ours(BATCH_MS), peer: peers(BATCH_MS) }));
  const time = median(batches.map(({ our }) => our));
  if (!isCommon) return { time };
  return {
    time,
    peer: median(batches.map(({ peer }) => peer)),
    ratio: median(batches.map(({ our, peer }) => our / peer)),
  };
}
