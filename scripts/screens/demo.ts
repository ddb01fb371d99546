import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Page } from "@playwright/test";

const START_MS = 600_000;

export interface Demo {
  address: string;
  folder: string;
  /** By which the first account is made. */
  link: string;
  end(): Promise<void>;
}

/** `npm start` on a demo library of its own, as a newcomer has it. */
export async function startDemo(): Promise<Demo> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-screens-"));
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, LETHE_DATA: folder, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const end = async () => {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const link = await said(child, /http\S+\/set-up\?token=\S+/).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return { address: new URL(link).origin, folder, link, end };
}

function said(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      process.stderr.write(chunk);
      const [found] = wanted.exec((text += chunk.toString())) ?? [];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error("Lethe did not start; what it said is above.")));
    setTimeout(() => reject(new Error("Lethe did not start in time.")), START_MS).unref();
  });
}

/** The first account, by the link that the start prints; whoever takes the pictures is signed in by it. */
export async function signedIn(browser: Browser, { link }: Demo): Promise<BrowserContext> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByLabel("Password again").fill("a long enough password");
  await page.getByRole("button").last().click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.close();
  return context;
}

const DAY_MS = 86_400_000;
/** So long ago, so that the first run leaves something for a preview to show. */
const FIRST_RUN_DAYS_AGO = 200;
const MEMBERS = 12;

/** What a library has after its first evening: the clocks started, one run done, a set and a hold. */
export async function putToUse(page: Page, demo: Demo): Promise<void> {
  const { address } = demo;
  await page.goto(`${address}/set-up-guide`);
  for (const step of ["First clock", "Second clock", "Third clock"]) {
    const item = page.getByRole("listitem").filter({ hasText: step });
    await item.getByRole("button", { name: "Start as recommended" }).click();
    await item.getByText("Done", { exact: true }).waitFor();
  }
  await firstRun(demo);
  await page.goto(`${address}/users?order=name`);
  const cells = page.locator('main td[data-head="Primary ID"]');
  await cells.first().waitFor();
  const people = (await cells.allTextContents()).map((text) => text.trim()).filter(Boolean);
  await page.goto(`${address}/sets/add`);
  await page.getByLabel("Name").fill("Leavers of last summer");
  await page.getByLabel("Description").fill("Whose contract or studies ended in July.");
  await page.getByRole("button", { name: "Add the Set" }).click();
  await page.getByRole("heading", { level: 1, name: "Leavers" }).waitFor();
  await page.getByLabel("Primary IDs").fill(people.slice(0, MEMBERS).join("\n"));
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("rowheader").first().waitFor();
  await page.goto(`${address}/legal-holds/add`);
  await page.getByLabel("Person").fill(people.at(-1) ?? "");
  await page.getByLabel("Reason").fill("Matter 2026-14: a damaged loan from abroad.");
  await page.getByLabel("Owner").fill("Legal Department");
  await page.getByLabel("Review date").fill(dayAgo(-FIRST_RUN_DAYS_AGO));
  await page.getByRole("button", { name: "Place the Hold" }).click();
  await page.getByRole("heading", { level: 1, name: /^Hold \d/ }).waitFor();
}

/** By the command line, which ends when the run has ended and says what came between. */
async function firstRun({ folder }: Demo): Promise<void> {
  const asOf = ["--as-of", dayAgo(FIRST_RUN_DAYS_AGO)];
  const lethe = async (verb: string, ...options: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["scripts/lethe.mjs", verb, "anonymization", ...asOf, ...options, "--json"],
      { env: { ...process.env, LETHE_DATA: folder, DATABASE_URL: "" } },
    );
    return JSON.parse(stdout) as { confirm: number };
  };
  const { confirm } = await lethe("preview");
  await lethe("run", "--wait", "--yes", "--confirm", String(confirm));
}

const dayAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
