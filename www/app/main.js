/** Starts a city's page in several tasks, so that a slow phone stays responsive. It connects and computes nothing. */
import { openEngine } from "../edge/engine.js";
import { today } from "../entry/dates.js";
import { markNoted, markTexts } from "../text/marks.js";
import { Words } from "../text/words.js";
import { takeArrival } from "./arrival.js";
import { CheckPage } from "./check-page.js";
import { showFailure } from "./failure.js";
import { connectFrame } from "./frame.js";
import { nextTask, runInSlices } from "./slices.js";

async function start() {
  try {
    const arrival = takeArrival();
    connectFrame(document.documentElement);
    await nextTask();
    await runInSlices(markNoted(document));
    markTexts(document);
    const words = new Words(document);
    await nextTask();
    const engine = await openEngine(document);
    await nextTask();
    engine.evaluate({}, today(), today()); // a task of its own, because the first evaluation is the slowest
    await nextTask();
    const checkPage = new CheckPage(engine, () => openEngine(document), words, arrival);
    await nextTask();
    checkPage.begin(arrival);
  } catch (error) {
    showFailure(error);
  }
}

// Where the first script found something missing, the static page serves.
if ("scripts" in document.documentElement.dataset) start();
