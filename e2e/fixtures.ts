import { execFile } from "node:child_process";
import { inspect, promisify } from "node:util";
import { expect, test as base, type Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";
import { hashPassword } from "better-auth/crypto";
import { sql } from "drizzle-orm";
import pg from "pg";
import { openDatabase } from "#db/client.ts";
import { addStaff, setStaffPassword } from "#db/queries/staff.ts";
import type { StaffRole } from "#lib/permissions.ts";
import { compiled } from "../test/compiled.ts";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { e2eAddress, e2eFolder } from "../test/e2e-library.ts";
import { isLong } from "../test/short-or-long.ts";

const password = "a long enough password";

export interface Library {
  /** Rows of one query, as the owner of the database. */
  ask<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** The command line on the library that the browser looks at; its JSON document. */
  lethe<Answer>(...words: string[]): Promise<Answer>;
}

/** Signs a person with these roles in; the account is made when it is new. */
export type SignIn = (...roles: StaffRole[]) => Promise<void>;

export const test = base.extend<{ signIn: SignIn; testimony: void }, { library: Library }>({
  // oxlint-disable-next-line eslint/no-empty-pattern
  baseURL: async ({}, provide) => provide(e2eAddress()),
  library: [
    // Playwright reads which fixtures are wanted off the pattern: here none.
    // oxlint-disable-next-line eslint/no-empty-pattern
    async ({}, provide) => {
      const url = await e2eDatabaseUrl();
      const pool = new pg.Pool({ connectionString: url });
      const program = await compiled("cli/main.ts");
      await provide({
        ask: async <Row extends object>(text: string, values?: unknown[]) =>
          (await pool.query<Row>(text, values)).rows,
        lethe: async <Answer>(...words: string[]) =>
          JSON.parse(await commandLine(program, url, [...words, "--json"])) as Answer,
      });
      await pool.end();
    },
    { scope: "worker" },
  ],
  testimony: [
    async ({ page, library }, provide, story) => {
      await provide();
      if (story.status !== story.expectedStatus) await testify(page, library, story.title);
    },
    { auto: true },
  ],
  signIn: async ({ page, library }, provide) => {
    await provide(async (...roles) => {
      // All stories sign in from one address, more often than any library's staff.
      await library.ask("DELETE FROM console.staff_rate_limits");
      const email = `${roles.join("-").toLowerCase()}@example.org`;
      await makeAccount(email, roles);
      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    });
  },
});
export { expect } from "@playwright/test";

/** What the page showed and the runs did when a story failed, for whoever reads only the log of it. */
async function testify(page: Page, library: Library, title: string): Promise<void> {
  const shown = await page
    .evaluate(() => ({
      address: location.href,
      focus: document.activeElement?.outerHTML.slice(0, 300),
      text: (document.querySelector("main") ?? document.body).innerText
        .replaceAll(/\s*\n\s*/g, "\n")
        .slice(0, 5_000),
    }))
    .catch(String);
  const runs = await library.ask(`SELECT r.id, r.job, r.status, e.at::text, e.message
    FROM (SELECT * FROM console.job_runs ORDER BY id DESC LIMIT 2) r
    LEFT JOIN console.job_events e ON e.run_id = r.id ORDER BY e.id`);
  process.stderr.write(`\nWhen "${title}" failed: ${inspect({ shown, runs }, { depth: 4 })}\n`);
}

async function makeAccount(email: string, roles: StaffRole[]): Promise<void> {
  const db = openDatabase(await e2eDatabaseUrl());
  try {
    await db.transaction("lethe_web", async (tx) => {
      const { rows } = await tx.execute(sql`SELECT FROM console.staff WHERE email = ${email}`);
      if (rows.length > 0) return;
      const { id } = await addStaff(tx, { name: "A Librarian", email, roles });
      await setStaffPassword(tx, id, await hashPassword(password));
    });
  } finally {
    await db.end();
  }
}

async function commandLine(program: string, url: string, words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], {
    env: { ...process.env, DATABASE_URL: url, LETHE_DATA: e2eFolder() },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

const widths = [1280, 320, 768];
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** A theme changes colours and nothing else: what is asked of the second one. */
const ofColours = ["color-contrast", "link-in-text-block"];
/** Between the widest and the narrowest nothing is there that is not at one of them: what a place can change. */
const ofPlaces = [...ofColours, "target-size", "scrollable-region-focusable"];
const isBetween = (width: number) => width < Math.max(...widths) && width > Math.min(...widths);

/** WCAG 2.2 AA as far as a machine can tell, in light and in dark, from a telephone's width to a desk's. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const look = () => violationsOf(page, asked(colorScheme, width));
      // After a link the old title is gone a moment before the new one comes: a fault is one that stays.
      const stays = (await look()).length > 0 ? await look() : [];
      expect(stays, `${page.url()} ${colorScheme} ${width} px`).toEqual([]);
    }
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${page.url()} scrolls sideways at ${width} px`).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

function asked(theme: "light" | "dark", width: number): RunOptions["runOnly"] {
  if (theme === "dark") return ofColours;
  return isBetween(width) && !isLong ? ofPlaces : wcag;
}

/** axe is brought into a page once, which takes longer than to look. */
async function violationsOf(page: Page, runOnly: RunOptions["runOnly"]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const options: RunOptions = { runOnly, resultTypes: ["violations"], iframes: false };
  // What is in a letter is not ours, and runs no script that could look at it.
  const { violations } = await page.evaluate(
    (wanted) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(
        { exclude: ['iframe[sandbox=""]'] },
        wanted,
      ),
    options,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Makes a key on the screen and reads it off. */
export async function makeKey(page: Page, name: string, ...scopes: string[]): Promise<string> {
  await page.goto("/api-keys/add");
  await page.getByLabel("Name").fill(name);
  for (const scope of scopes) await page.locator(`[id="scope-${scope}"]`).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  return page.getByRole("group", { name: "Key" }).innerText();
}
