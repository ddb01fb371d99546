import type { BrowserContext, Page } from "@playwright/test";
import { screenGroups } from "#lib/help/screens.ts";
import { open } from "./open.ts";
import type { Picture } from "./pictures.ts";

const RUNS = 21;
const menu = screenGroups.flatMap(({ screens }) => screens.map(({ href }) => href));

interface Times {
  title: string;
  /** Milliseconds to the first byte and to the last, as a script on the same machine has them. */
  first: number;
  last: number;
  /** From a click on its menu link until its heading is painted; null where the menu has none. */
  change: number | null;
}

/** How long each screen takes, as a table in Markdown: medians, after a first look at each. */
export async function timeScreens(
  context: BrowserContext,
  address: string,
  pictures: readonly Picture[],
): Promise<string> {
  const page = await context.newPage();
  // What tsx makes of a function that is handed to the page asks for this.
  await page.addInitScript("globalThis.__name = (made) => made");
  const rows: Times[] = [];
  for (const picture of pictures.filter(({ press }) => !press)) {
    await open(page, address, picture);
    const { first, last } = await served(context, page.url());
    const isInMenu = !picture.follow && menu.includes(picture.href);
    const change = isInMenu ? await changed(page, picture.href) : null;
    rows.push({ title: picture.title, first, last, change });
  }
  return [
    `| Screen (median of ${RUNS}) | first byte | whole | change to it |`,
    "| --- | ---: | ---: | ---: |",
    ...rows.map(
      ({ title, first, last, change }) =>
        `| ${title} | ${ms(first)} | ${ms(last)} | ${change === null ? "" : ms(change)} |`,
    ),
    `| **Median of the screens** | ${ms(median(rows.map(({ first }) => first)))} | ${ms(median(rows.map(({ last }) => last)))} | ${ms(median(rows.flatMap(({ change }) => change ?? [])))} |`,
  ].join("\n");
}

const ms = (time: number) => `${time.toFixed(0)} ms`;

async function served(context: BrowserContext, url: string) {
  const jar = await context.cookies();
  const cookie = jar.map(({ name, value }) => `${name}=${value}`).join("; ");
  const firsts: number[] = [];
  const lasts: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begun = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    firsts.push(performance.now() - begun);
    await answer.arrayBuffer();
    lasts.push(performance.now() - begun);
  }
  return { first: median(firsts), last: median(lasts) };
}

/** By the menu, from another screen that is light. */
async function changed(page: Page, href: string): Promise<number> {
  const elsewhere = href === "/staff" ? "/api-keys" : "/staff";
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await follow(page, elsewhere);
    times.push(await follow(page, href));
  }
  return median(times);
}

const follow = (page: Page, href: string): Promise<number> =>
  page.evaluate(
    (to) =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        const heading = document.querySelector("main h1");
        const look = () => {
          const now = document.querySelector("main h1");
          const isThere = location.pathname === to && now !== null && now !== heading;
          requestAnimationFrame(isThere ? () => resolve(performance.now() - begun) : look);
        };
        document.querySelector<HTMLElement>(`nav[aria-label=Main] a[href="${to}"]`)?.click();
        look();
      }),
    href,
  );

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
