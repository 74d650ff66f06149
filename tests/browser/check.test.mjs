// Tests how answers are listed: on the check, on the sheet and before a link is made. Each answer has a few words, and
// the plans that are not made stand in one row. The expectations are by hand from rules/facts.yaml.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { evalAll, fill, launch, rest, shown, visit } from "./driver.mjs";

const TODAY = "2026-11-28";
/** Somebody who takes a job and makes no other plan. */
const ANSWERS = {
  moved_on: "2027-04",
  job_plan: "regular",
  care_job: false,
  business_plan: "none",
  farming_plan: "none",
  study_for_care_work: false,
  telework: false,
  stays_five_years: true,
};
const NOT_MADE = [
  "看護や介護などの新しい仕事",
  "これまでの仕事をテレワークで続ける",
  "自分の店や事業",
  "農業・酪農の研修",
  "医療・介護・保育などのための就学",
].join(" / ");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the check of Nemuro's page in a language, with some answers. */
const check = (city, answers, steps) =>
  visit(browser, { city, today: TODAY }, async (page, seen) => {
    await fill(page, answers);
    await page.evaluate(() => document.querySelector("[data-js-screen=start]").click());
    await page.evaluate(() => document.querySelector("[data-js-screen=check]").click());
    await rest(page);
    await steps(page, seen);
  });

/** The rows of the check: what each is called, and what it says. */
const rows = (page) =>
  evalAll(page, "#check .answers__row", (all) =>
    all.map((row) => [row.querySelector("[data-js-label]").innerText, row.querySelector("dd").innerText]),
  );

test("an answer is named in a few words, and plans that are not made stand in one row", async () => {
  await check("nemuro", ANSWERS, async (page) => {
    assert.deepEqual(await rows(page), [
      ["引っ越す日", "2027年4月"],
      ["申請する日", "令和9年（2027年）4月30日"],
      ["市内での勤め", "市内で、正社員として働く"],
      ["当てはまらないこと", NOT_MADE],
      ["勤め先で5年以上続けて働くつもり", "はい"],
    ]);
    // The row leads to the screen that asks these plans together.
    const open = (row) => row.closest(".answers").querySelector("[data-js-change]").click();
    await page.$eval("#check [data-plans]", open);
    await page.click("#check [data-plans] [data-js-jump]");
    await rest(page);
    const ticked = await evalAll(page, "[data-current] :checked", (all) => all.map(({ value }) => value));
    assert.deepEqual(ticked, ["job_plan"]);
  });
});

test("plans that are not known stand in one row, and a plan that nothing is said about in none", async () => {
  const open = { care_job: null, business_plan: null };
  await check("nemuro", { ...open, farming_plan: "none" }, async (page) => {
    const plans = (await rows(page)).filter(([label]) => label !== "申請する日");
    assert.deepEqual(plans, [
      ["当てはまらないこと", "農業・酪農の研修"],
      ["看護や介護などの新しい仕事 / 自分の店や事業", "分からない\nこのままで大丈夫です"],
    ]);
  });
});

test("the sheet and the list of what a link holds name the answers as the check does", async () => {
  await check("nemuro", ANSWERS, async (page) => {
    await page.evaluate(() => document.querySelector("[data-js-screen=result]").click());
    await rest(page);
    await page.$eval("[data-js-share] summary", (one) => one.click());
    await rest(page);
    const held = await shown(page, "[data-js-contains] li");
    assert.ok(held.includes(`当てはまらないこと … ${NOT_MADE}`), held.join("|"));
    assert.ok(!held.some((line) => line.startsWith("自分の店や事業")), "once");
    assert.ok(held.includes("勤め先で5年以上続けて働くつもり … はい"), held.join("|"));
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await rest(page);
    const printed = await evalAll(page, "[data-js-sheet-part=answers] li", (all) => all.map((one) => one.textContent));
    assert.ok(printed.includes(`当てはまらないこと ${NOT_MADE}`), printed.join("|"));
    assert.ok(!printed.some((line) => line.startsWith("自分の店や事業")), "once");
    assert.ok(printed.includes("引っ越す日 2027年4月"), printed.join("|"));
  });
});

test("in English a month has its name, and the way to change a topic stands beside its name", async () => {
  await check("nemuro/en", { ...ANSWERS, wards_years_of_last_ten: 3 }, async (page) => {
    assert.deepEqual((await rows(page))[0], ["Day of the move", "April 2027"]);
    const heads = await evalAll(page, "#check .answers__head", (all) =>
      all.map((head) => {
        const [title, change] = [...head.children].map((one) => one.getBoundingClientRect());
        return change.left >= title.right && change.top < title.bottom && change.bottom > title.top;
      }),
    );
    assert.ok(heads.length > 2 && heads.every(Boolean), `${heads}`);
  });
});
