import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";

const START_MS = 600_000;
const RUN_MS = 120_000;

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

/** What a library has after its first evening: the clocks started, one run done, a set and a hold. */
export async function putToUse(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/set-up-guide`);
  for (const step of ["First clock", "Second clock", "Third clock"]) {
    const item = page.getByRole("listitem").filter({ hasText: step });
    await item.getByRole("button", { name: "Start as recommended" }).click();
    await item.getByText("Done", { exact: true }).waitFor();
  }
  await page.goto(`${address}/fulfillment-jobs/preview`);
  await page.getByRole("button", { name: /^Anonymize .* …$/ }).click();
  const question = page.getByRole("alertdialog");
  const phrase = await question.locator("label .font-mono").textContent();
  await question.getByRole("textbox").fill(phrase ?? "");
  await question.getByRole("button", { name: /^Anonymize/ }).click();
  await page.getByText("Completed successfully").waitFor({ timeout: RUN_MS });
  await page.goto(`${address}/sets/add`);
  await page.getByLabel("Name").fill("Leavers of last summer");
  await page.getByRole("button", { name: "Add the Set" }).click();
  await page.getByRole("heading", { level: 1, name: "Leavers" }).waitFor();
}
