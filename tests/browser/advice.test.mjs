// Tests the advice that the page shows: when to apply, when to move, what another plan would change, what each
// combination costs. It tests no rule of a city.
import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import {
  evalAll,
  fill,
  overflowing,
  last,
  launch,
  lending,
  open,
  pageText,
  readCases,
  rest,
  shown,
  untypable,
} from "./driver.mjs";
import { every } from "./sweep.mjs";

const CITIES = ["nemuro", "oita"];
const ADVICE = ".programme [data-js-when], .block--if";
const cases = (await readCases()).filter(({ answers }) => untypable(answers) === null);
let browser;

let lend;
before(async () => {
  browser = await launch();
  lend = lending(browser);
});
after(() => browser?.close());

/** Types a household into its city's page at 360 by 800 pixels, opens all details, and passes the page to `steps`. */
async function visit({ city, answers, on, today }, steps) {
  await lend(city, today, async (page, seen) => {
    if (answers) await fill(page, answers, on);
    await rest(page);
    await evalAll(page, ".result details", (all) =>
      all.forEach((one) => {
        one.open = true;
      }),
    );
    await steps(page, (await last(page)).report, seen);
  });
}

/** A worked example with a programme for which `like` is true, and that programme's id. */
function example(city, like) {
  for (const one of cases) {
    const found = one.city === city && one.report.programmes.find(like);
    if (found) return { ...one, id: found.id };
  }
  throw new Error(`no worked example of ${city} is like that`);
}

const day = (iso) => {
  const [year, month, of] = iso.split("-").map(Number);
  return `（${year}年）${month}月${of}日`;
};
const at = (id) => `[data-verdict][data-js-programme="${id}"]`;
const exact = ({ min, max }) => min === max;

test("a card names the first and last day to apply with reasons, and its picture adds nothing", async () => {
  const like = ({ apply }) =>
    apply?.first.why === "requirement" &&
    apply.last.why === "budget_reached" &&
    exact(apply.first) &&
    exact(apply.last);
  const found = example("oita", (one) => like(one) && one.verdict === "confirm");
  await visit(found, async (page, report, seen) => {
    const { apply } = report.programmes.find(({ id }) => id === found.id);
    const [text] = await shown(page, `${at(found.id)} [data-js-when]`);
    const { year, requirement } = apply.first;
    const says = await page.$eval(
      `#p-${year}-${found.id} [data-js-requirement="${requirement}"] [data-js-says]`,
      (one) => one.textContent.trim(),
    );
    assert.ok(text.includes(`${day(apply.first.min)}から それより前は、条件「${says}」を満たしません。`), text);
    assert.ok(
      text.includes(
        `${day(apply.last.max)}まで それよりあとは、予算の上限に達し、受付が終わっています（終わった日は分かっていません）。`,
      ),
      text,
    );
    assert.match(text, /公表されている条件から計算した日です。$/);
    const pictures = await evalAll(page, `${at(found.id)} .timeline`, (all) =>
      all.map((one) => [
        one.getAttribute("aria-hidden"),
        one.checkVisibility(),
        Number(one.querySelector("[data-js-sure]").getAttribute("width")),
      ]),
    );
    assert.equal(pictures.length, 1);
    assert.deepEqual(pictures[0].slice(0, 2), ["true", true], "the lines say it all");
    assert.ok(pictures[0][2] > 10 && pictures[0][2] <= 320, `the stretch lies in the picture: ${pictures[0][2]}`);
    assert.deepEqual(await overflowing(page, 360), []);
    assert.deepEqual(
      seen.requests.filter((url) => !url.startsWith("file:")),
      [],
      "nothing reaches the network",
    );
    assert.deepEqual(seen.errors, []);
  });
});

test("if only the registered years limit the days to apply, one line says so", async () => {
  const like = ({ apply, verdict, window }) =>
    verdict === "confirm" &&
    window === "unknown" &&
    apply?.window_unknown &&
    apply.ends_with_rules &&
    apply.sure.length > 0 &&
    [apply.first, apply.last].every((edge) => exact(edge) && edge.why === "rules");
  const found = example("nemuro", like);
  await visit(found, async (page, report) => {
    const { apply } = report.programmes.find(({ id }) => id === found.id);
    const [text] = await shown(page, `${at(found.id)} [data-js-when]`);
    assert.match(
      text,
      /^申請できる期間：.*から.*まで（登録されている制度の期間です。受付の期間は公表されていません）$/,
    );
    assert.ok(text.includes(day(apply.first.min)) && text.includes(day(apply.last.max)));
    assert.equal((await page.$$(`${at(found.id)} .timeline`)).length, 0);
  });
});

test("with only the month of the move, a card names the two days between which the period ends", async () => {
  const PLAIN = {
    household: { members: [{ born: "1990" }], more: {} },
    newly_married: false,
    job_plan: "none",
    care_job: false,
    business_plan: "none",
    farming_plan: "none",
  };
  await visit(
    { city: "nemuro", answers: { moved_on: "2024-06", ...PLAIN }, today: "2024-05-10" },
    async (page, report) => {
      const rough = report.programmes.filter(
        ({ verdict, apply }) => verdict === "confirm" && apply?.sure.length > 0 && !exact(apply.first),
      );
      assert.ok(rough.length > 0);
      for (const { id, apply } of rough) {
        const [text] = await shown(page, `${at(id)} [data-js-when]`);
        assert.match(
          text,
          new RegExp(`早ければ[^、]*${day(apply.first.min)}、遅くとも[^、]*${day(apply.first.max)}から`),
        );
        assert.doesNotMatch(text, /答えによっては/);
      }
    },
  );
  await visit({ city: "nemuro", answers: PLAIN, on: "2024-09-01", today: "2024-05-10" }, async (page, report) => {
    const planned = report.programmes.filter(
      ({ verdict, plans, missing }) =>
        plans[0]?.last && verdict === "undetermined" && missing.every(({ fact }) => fact === "moved_on"),
    );
    assert.ok(planned.length > 0, "some programmes hang on the day of the move alone");
    for (const {
      id,
      plans: [{ first, last: end }],
    } of planned) {
      const text = (await shown(page, `${at(id)} [data-js-when]`)).join();
      assert.match(
        text,
        new RegExp(`申請できる可能性があるのは、引っ越す日が[^、]*${day(first)}から[^、]*${day(end)}までのときです。`),
      );
    }
  });
});

test("the page names the last day of moving that suits every programme of the best combination", async () => {
  // The gift is for a child born after the move; the vouchers are for a child under one year in a resident household.
  const answers = {
    household: {
      members: [{ born: "1990" }, { relation: "child", born: "2024-09-01", moves_together: true }],
      more: {},
    },
    birth_gifts_received: 0,
    raises_newborn: true,
    lived_here_since_birth: true,
    single_parent: false,
    newly_married: false,
  };
  await visit({ city: "nemuro", answers, on: "2024-10-01", today: "2024-05-10" }, async (page) => {
    const [text, ...more] = await shown(page, "[data-js-together]");
    assert.match(text, new RegExp(`^引っ越す日が[^、]*${day("2024-05-10")}から[^、]*${day("2024-09-01")}までなら、`));
    assert.match(text, /「出産祝金」.*「おむつ用品購入券支給事業」.*のすべてに申請できる可能性があります。$/);
    assert.deepEqual(more, []);
  });
  await visit(
    { city: "nemuro", answers: { moved_on: "2024-06-10", ...answers }, on: "2024-10-01", today: "2024-05-10" },
    async (page) => {
      assert.deepEqual(await shown(page, "[data-js-together]"), [], "a day that is settled is no plan");
    },
  );
});

test("an ineligible programme neutrally names a change of plans that makes it eligible, and the outcome", async () => {
  const found = example("oita", ({ what_if }) =>
    what_if.some(({ changes, amount }) => changes[0].fact === "job_hours_per_week" && amount.min === "600000"),
  );
  await visit(found, async (page) => {
    const [text] = await shown(page, `${at(found.id)} .block--if`);
    assert.match(text, /^参考：予定が変われば、対象になりえます/);
    assert.ok(
      text.includes(
        "「その勤め先では、週に何時間働きますか」の答えが「20時間以上」なら、対象になる可能性があります（確認が必要）。あなたの場合 60万円。",
      ),
      text,
    );
    assert.match(text, /答えは、実際のとおりにしてください。$/);
    assert.equal((await page.$$(`[data-js-fold="out"] ${at(found.id)}`)).length, 1, "it stays a result of its own");
  });
  const open = example("nemuro", ({ what_if }) =>
    what_if.some(({ verdict, changes }) => verdict === "undetermined" && changes[0].fact === "business_plan"),
  );
  await visit(open, async (page) => {
    const [text] = await shown(page, `${at(open.id)} .block--if`);
    assert.match(
      text,
      /「引っ越し先の市内で、自分の事業をしますか」の答えが「新しく事業を始める」(か「[^」]+」)*なら、今の理由では対象外になりません（ほかの条件は、まだ分かりません）。/,
    );
  });
});

test("an eligible programme names a plan that would pay more, with the amount", async () => {
  const found = example("nemuro", ({ raises }) => raises.some(({ changes }) => changes[0].to === "both"));
  await visit(found, async (page) => {
    const [text] = await shown(page, `${at(found.id)} .block--if`);
    assert.match(text, /^参考：金額が変わる選び方/);
    assert.match(
      text,
      /「引っ越し先の市内で、農業を始めますか」の答えが「[^」]*農業も始める」なら、あなたの場合 [^。]*768万円。/,
    );
  });
});

test("if only the date makes a programme ineligible, its card names another date, or that it has passed", async () => {
  const later = example(
    "oita",
    ({ verdict, apply }) =>
      verdict === "ineligible" &&
      apply?.sure.length > 0 &&
      exact(apply.first) &&
      exact(apply.last) &&
      apply.first.why === "requirement" &&
      apply.last.why === "budget_reached",
  );
  await visit(later, async (page) => {
    assert.match(
      (await shown(page, `${at(later.id)} [data-js-when]`))[0],
      /調べた申請日（[^。]*）では対象になりませんが、次の期間の申請なら、対象になる可能性があります。/,
    );
  });
  const isOver = ({ verdict, year, apply }, day) =>
    verdict === "ineligible" && year !== null && apply?.sure.length > 0 && apply.last.max < day;
  const passed = cases.find(
    ({ city, on, today, report }) =>
      city === "nemuro" && on === today && report.programmes.some((one) => isOver(one, on)),
  );
  const { id } = passed.report.programmes.find((one) => isOver(one, passed.on));
  await visit(passed, async (page) => {
    assert.match(
      (await shown(page, `${at(id)} [data-js-when]`))[0],
      /次の期間は、調べた申請日（[^。]*）より前に終わっています。/,
    );
  });
  await visit({ ...passed, today: "2020-01-01" }, async (page) => {
    assert.doesNotMatch(
      (await shown(page, `${at(id)} [data-js-when]`))[0],
      /終わっています。/,
      "today it is not over yet",
    );
  });
});

test("every other combination says how much less it pays, and which programmes exclude each other", async () => {
  const found = cases.find(
    ({ report: { best } }) => best.alternatives.some(({ min }) => min === "0") && best.chosen_min === "600000",
  );
  await visit(found, async (page) => {
    const [text] = await shown(page, "[data-js-combined]");
    assert.match(text, /「給付金[^」]*」 [^（]*（上の組み合わせより、少ないほうの額は60万円少ない、多いほうの額は/);
    assert.match(text, /どちらか一方だけです。/, "stated");
    assert.match(text, /（資料からの読み取り）/, "inferred");
  });
});

test("the page can word two changes at once, a number between bounds, and a programme that is lost", async () => {
  const contents =
    'export { Advice } from "./components/programme/advice.js"; export { Words } from "./text/words.js";';
  const resolveDir = fileURLToPath(new URL("../../www", import.meta.url));
  const made = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "made",
  });
  const amount = { min: "0", max: null, ceiling: false };
  const change = (one) => ({ verdict: "eligible", amount, loses: [], ...one });
  const report = {
    verdict: "ineligible",
    what_if: [
      change({
        changes: [
          { fact: "housing_project", to: "buys" },
          { fact: "job_listed", to: true },
        ],
        loses: ["benefit", "purchase"],
      }),
      change({ changes: [{ fact: "job_hours_per_week", to: { min: "20", max: "39" } }] }),
      change({ changes: [{ fact: "job_hours_per_week", to: { min: null, max: "10" } }] }),
      change({ changes: [{ fact: "job_hours_per_week", to: { min: "40", max: "40" } }] }),
    ],
  };
  await visit({ city: "oita" }, async (page) => {
    const items = await page.evaluate(`${made.outputFiles[0].text};
      const advice = new made.Advice(document, document.querySelector("[data-js-form]"), new made.Words(document));
      advice.setting = { ...advice.setting, answered: true };
      const [block] = advice.plans(${JSON.stringify(report)});
      [...block.querySelectorAll("li")].map((one) => one.textContent);`);
    assert.match(
      items[0],
      /^「住まいはどうしますか」の答えが「家を取得する」で、「[^」]*掲載されていますか」の答えが「はい」なら、対象になる可能性が高いです。/,
    );
    assert.match(items[0], /ただし、「給付金[^」]*」、「[^」]+」は対象外になります。$/);
    assert.deepEqual(
      items.slice(1).map((text) => /答えが「([^」]*)」/.exec(text)[1]),
      ["20時間以上39時間以下", "10時間以下", "40時間"],
    );
  });
});

test("there is no advice before the first answer, and none in the static page", async () => {
  for (const city of CITIES) {
    const { today } = cases.find((one) => one.city === city);
    await visit({ city, today }, async (page, report) => {
      assert.ok(
        report.programmes.some(({ year }) => year !== null),
        `${city} has rules on ${today}`,
      );
      assert.equal((await page.$$(ADVICE)).length, 0);
    });
    const { page, close } = await open(browser, { city, script: false });
    assert.equal((await page.$$(ADVICE)).length, 0);
    await close();
    assert.equal(
      (await pageText(city)).split("実際のとおりにしてください").length,
      2,
      "each sentence is in the page once, however many cards show it",
    );
  }
});

/** The sorts of advice that a programme has. The test below shows the first example of each sort. */
function sorts(city, { apply, what_if, raises }) {
  const when = apply
    ? `${apply.sure.length > 0} ${[apply.first, apply.last].map((edge) => `${edge.why}${exact(edge) ? "" : "?"}`)}`
    : "";
  const changes = [...what_if, ...raises].map(
    (one) => `${one.changes.map(({ fact }) => fact)} ${one.loses.length > 0}`,
  );
  return [when, ...changes].map((sort) => `${city} ${sort}`);
}

describe("every sort of advice in the worked examples consists of complete sentences that fit a phone", () => {
  const seen = new Set();
  const isFresh = (one) => {
    const before = seen.size;
    for (const programme of one.report.programmes) for (const sort of sorts(one.city, programme)) seen.add(sort);
    return seen.size > before;
  };
  for (const one of every(6, cases.filter(isFresh))) {
    it(`${one.city}: ${one.name}`, async () => {
      await visit(one, async (page, report, { errors }) => {
        const texts = await shown(page, ADVICE);
        for (const text of texts) assert.doesNotMatch(text, /[{}]|「」|undefined|null|NaN|。。|なら、。/, text);
        const advised = report.programmes.filter(({ what_if, raises, year, estimate, estimate_advice: other }) =>
          year !== null
            ? what_if.length + raises.length > 0
            : estimate?.year && other.what_if.length + other.raises.length > 0,
        );
        const shownFor = await evalAll(page, ".block--if", (all) =>
          all.map((block) => block.closest("[data-js-programme]").dataset.jsProgramme),
        );
        assert.deepEqual(shownFor.toSorted(), advised.map(({ id }) => id).toSorted());
        assert.deepEqual(await overflowing(page, 360), []);
        assert.deepEqual(errors, []);
      });
    });
  }
});
