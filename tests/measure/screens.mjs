// Takes screenshots of every screen in every language, on a phone and on a desktop display. It tests nothing.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, open, ready } from "../browser/driver.mjs";
import { PAGES, TODAY, cityOf, eachScreen } from "../browser/screens.mjs";

const folder = process.argv[2] ?? "target/screens";
await mkdir(folder, { recursive: true });
const browser = await launch();
let count = 0;
for (const city of PAGES) {
  for (const [width, height] of [
    [360, 800],
    [1280, 800],
  ]) {
    const { page, close } = await open(browser, {
      city,
      today: TODAY[cityOf(city)],
      hash: "",
      hurry: true,
      width,
      height,
    });
    await ready(page);
    const shoot = async (name) => {
      await page.screenshot({
        path: join(folder, `${city.replace("/", "-")} ${width} ${name}.png`),
        fullPage: name !== "single",
      });
      count += 1;
    };
    await eachScreen(page, city, shoot);
    await page.emulateMediaType("print");
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await shoot("sheet");
    await close();
    console.log(`${city}, ${width} pixels wide: done`);
  }
}
await browser.close();
console.log(`screens: ${count} pictures in ${folder}`);
