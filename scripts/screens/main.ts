import fs from "node:fs";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "../browser.ts";
import { signedIn, startDemo, putToUse } from "./demo.ts";
import { gallery, pictures, type Picture } from "./pictures.ts";

const FOLDER = path.resolve("docs/screens");
const themes = ["light", "dark"] as const;
const size = { width: 1280, height: 800 };

/** Pictures of every screen on the demo library, or of those named; `--width 360` for a look at a telephone's. */
export async function takeScreens(args: string[]): Promise<void> {
  const { names, width, into } = asked(args);
  const demo = await startDemo();
  const browser = await chromium.launch({
    ...(await findChromium(".cache")),
    // Chromium's sandbox refuses root.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const context = await signedIn(browser, demo);
    const page = await context.newPage();
    await putToUse(page, demo.address);
    await page.setViewportSize({ ...size, width });
    fs.mkdirSync(into, { recursive: true });
    for (const picture of pictures) {
      if (names.length > 0 && !names.includes(picture.name)) continue;
      await open(page, demo.address, picture);
      for (const theme of themes) await take(page, theme, path.join(into, picture.name));
    }
    if (into === FOLDER) fs.writeFileSync(path.join(FOLDER, "README.md"), gallery());
  } finally {
    await browser.close();
    await demo.end();
  }
}

function asked(args: string[]) {
  const after = (option: string) => args[args.indexOf(option) + 1];
  const has = (option: string) => args.includes(option);
  return {
    names: args.filter((arg, at) => !arg.startsWith("--") && !args[at - 1]?.startsWith("--")),
    width: has("--width") ? Number(after("--width")) : size.width,
    into: has("--into") ? path.resolve(after("--into") ?? "") : FOLDER,
  };
}

async function open(page: Page, address: string, { href, follow }: Picture): Promise<void> {
  await page.goto(address + href);
  if (follow) {
    const links = await page
      .locator("main a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    const found = links.find((link) => follow.test(link));
    if (!found) throw new Error(`No link on ${href} leads on as ${follow} says.`);
    await page.goto(address + found);
  }
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
}

/** Of few colours, so that the folder stays light. */
async function take(page: Page, theme: (typeof themes)[number], name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  const picture = await page.screenshot();
  // Comes with Next, which makes its pictures with it.
  const { default: sharp } = await import("sharp");
  await sharp(picture)
    .png({ palette: true, colours: 64, dither: 0, compressionLevel: 9, effort: 10 })
    .toFile(`${name}-${theme}.png`);
}
