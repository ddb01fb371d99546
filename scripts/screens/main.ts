import fs from "node:fs";
import path from "node:path";
import { chromium, type BrowserContext, type Page } from "@playwright/test";
import { format, resolveConfig } from "prettier";
import { findChromium } from "../browser.ts";
import { putToUse, signedIn, startDemo, type Demo } from "./demo.ts";
import { open } from "./open.ts";
import { documentation } from "./pages.ts";
import { chapters, type Picture } from "./pictures.ts";
import { timeScreens } from "./times.ts";

const FOLDER = path.resolve("docs/screens");
const themes = ["light", "dark"] as const;
const shapes = [
  { ending: "", width: 1280, height: 800 },
  { ending: "-narrow", width: 360, height: 720 },
] as const;
/** Of a long page the picture shows no more. */
const TALLEST = 1_600;

/**
 * Pictures of every screen on the demo library, or of those named, and the pages that show them.
 * `--words` writes the pages alone; `--times` says in place of it how long each screen takes.
 */
export async function takeScreens(args: string[]): Promise<void> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const wanted = chapters
    .flatMap(({ pictures }) => pictures)
    .filter(({ name }) => names.length === 0 || names.includes(name));
  if (args.includes("--times")) {
    const table = await onDemo((context, { address }) => timeScreens(context, address, wanted));
    return console.log(table);
  }
  fs.mkdirSync(FOLDER, { recursive: true });
  if (!args.includes("--words")) {
    await onDemo((context, { address }) => takePictures(context, address, wanted));
  }
  const config = await resolveConfig("README.md");
  for (const [file, text] of documentation()) {
    const markdown = await format(text, { ...config, parser: "markdown" });
    fs.writeFileSync(path.join(FOLDER, file), markdown);
  }
}

/** On a library of its own that is in use, signed in. */
async function onDemo<T>(work: (context: BrowserContext, demo: Demo) => Promise<T>): Promise<T> {
  const demo = await startDemo();
  const browser = await chromium.launch({
    ...(await findChromium(".cache")),
    // Chromium's sandbox refuses root.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const context = await signedIn(browser, demo);
    await putToUse(await context.newPage(), demo);
    return await work(context, demo);
  } finally {
    await browser.close();
    await demo.end();
  }
}

async function takePictures(
  context: BrowserContext,
  address: string,
  pictures: readonly Picture[],
): Promise<void> {
  const page = await context.newPage();
  for (const picture of pictures) {
    for (const shape of shapes) {
      await page.setViewportSize(shape);
      await open(page, address, picture);
      await fit(page, shape.height);
      for (const theme of themes) await take(page, theme, picture.name + shape.ending);
    }
  }
}

/** As tall as the page, within reason: what is fixed to the window is then where it belongs. */
async function fit(page: Page, least: number): Promise<void> {
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const size = page.viewportSize();
  if (size) {
    await page.setViewportSize({ ...size, height: Math.min(Math.max(tall, least), TALLEST) });
  }
}

/** Without loss and still light: text and plain grounds. */
async function take(page: Page, theme: (typeof themes)[number], name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  const picture = await page.screenshot();
  // Comes with Next, which makes its pictures with it.
  const { default: sharp } = await import("sharp");
  await sharp(picture)
    .webp({ lossless: true, effort: 6 })
    .toFile(path.join(FOLDER, `${name}-${theme}.webp`));
}
