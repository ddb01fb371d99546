import type { Page } from "@playwright/test";
import pg from "pg";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { expect, test } from "./fixtures.ts";
import { fixedScreens, openedScreens } from "./screens.ts";

/** As the browser tells it; no library of types has it yet. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: readonly { node: Element | null }[];
}

/**
 * A table whose rows a busy machine paints in two pieces moves by less, and no more than once. The least
 * that people notice is several times as much (web.dev/articles/cls).
 */
const smallest = 0.03;

/** What has moved since the page began to load, without anybody having touched it. */
const shiftsOf = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: "layout-shift", buffered: true });
    return observer
      .takeRecords()
      .map((entry) => entry as LayoutShift)
      .filter(({ hadRecentInput, value }) => !hadRecentInput && value >= least)
      .map(
        ({ value, sources }) =>
          `${value.toFixed(4)}: ${sources.map(({ node }) => node?.textContent?.slice(0, 60)).join(" | ")}`,
      );
  }, smallest);

/** What is shown has been painted. */
const painted = (page: Page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );

/** What does not fit: the page itself, or words in a box that hides what is beyond its edge. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const beyond = root.scrollWidth - root.clientWidth;
    const cut = [...document.querySelectorAll<HTMLElement>("body *")].filter((element) => {
      // What is typed may be longer than its field.
      if (element.matches("input, select, textarea, svg, svg *")) return false;
      if (element.clientWidth <= 1 || !element.checkVisibility()) return false;
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      // Said, and not shown.
      if (clipPath !== "none") return false;
      const hides = (overflow: string) => overflow === "hidden" || overflow === "clip";
      const spills = element.matches("button, a") && element.scrollWidth > element.clientWidth + 1;
      return (
        spills ||
        (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)
      );
    });
    return [
      ...(beyond > 0 ? [`the page scrolls sideways by ${beyond} px`] : []),
      ...cut.map((element) => `cut off: ${element.outerHTML.slice(0, 160)}`),
    ];
  });
}

test("a shift is seen where there is one", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await painted(page);
  expect(await shiftsOf(page)).toEqual([]);
  await page.evaluate(() => {
    const block = document.createElement("div");
    block.style.height = "20rem";
    document.querySelector("form")?.before(block);
  });
  await painted(page);
  expect(await shiftsOf(page)).not.toEqual([]);
});

test("no screen moves while it loads, and each is whole at 200 % zoom, of the page or of its text", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(600_000);
  await library.lethe("import", "public/examples");
  await signIn("generalSystemAdministrator");
  const found: Record<string, string[]> = {};
  const note = (screen: string, faults: string[]) => {
    if (faults.length > 0) found[screen] = faults;
  };
  for (const screen of [...fixedScreens, ...(await openedScreens(library))]) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(screen);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    note(screen, await shiftsOf(page));
    // What a window of 1280 by 900 px has at 200 %.
    await page.setViewportSize({ width: 640, height: 450 });
    note(`${screen} zoomed`, await cutOff(page));
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    note(`${screen} with larger text`, await cutOff(page));
  }
  expect(found).toEqual({});
});

test("what is counted while the page is read already comes without moving anything", async ({
  page,
  library,
  signIn,
}) => {
  await library.lethe("import", "public/examples");
  await signIn("generalSystemAdministrator");
  const [set] = await library.ask<{ id: number }>(
    `WITH made AS (INSERT INTO patron.sets (name, kind, private, owner_id)
       SELECT 'Steady', 'itemized', false, id FROM console.staff WHERE email LIKE 'generalsystem%' RETURNING id)
     SELECT id FROM made`,
  );
  const counted = "patron.letters, patron.loan_links";
  for (const [screen, waiting, tables = counted] of [
    ["/users", /^Searching/, "patron.users"],
    [`/sets/${set?.id}`, /^Searching/, "patron.users"],
    ["/", /^Counting what else there is/],
    ["/fulfillment-jobs/preview", /^Every finished record is asked its rules/],
    ["/letters", /^…$/],
  ] as const) {
    const client = new pg.Client(await e2eDatabaseUrl());
    await client.connect();
    try {
      await client.query(`BEGIN; LOCK TABLE ${tables}`);
      await page.goto(screen, { waitUntil: "commit" });
      await expect(page.getByText(waiting).first()).toBeVisible();
      await painted(page);
    } finally {
      await client.end();
    }
    await expect(page.getByText(waiting)).toHaveCount(0, { timeout: 30_000 });
    await page.waitForLoadState("networkidle");
    expect(await shiftsOf(page), screen).toEqual([]);
  }
  await library.ask("DELETE FROM patron.sets WHERE id = $1", [set?.id]);
});
