import { spawn } from "node:child_process";
import { once } from "node:events";
import readline from "node:readline";
import { migrate } from "#db/migrate.ts";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { expect, test } from "./fixtures.ts";

/** What `npm run web` prints as a link; the server runs until `work` is done with it. */
async function withWebServer(url: string, work: (link: string) => Promise<void>): Promise<void> {
  const web = spawn(process.execPath, ["scripts/web.mjs"], {
    env: { ...process.env, DATABASE_URL: url, PORT: "" },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
  });
  const ended = once(web, "exit");
  try {
    let link: string | undefined;
    for await (const line of readline.createInterface(web.stdout)) {
      link = /\S+\/set-up\?token=\S+/.exec(line)?.[0];
      if (link) break;
    }
    if (!link) throw new Error("It printed no link.");
    await work(link);
  } finally {
    web.kill("SIGTERM");
    await ended;
  }
}

test("a web server started by itself prints the link that makes the first account", async ({
  page,
  library,
}) => {
  const name = `${process.env.LETHE_E2E_DATABASE}_first`;
  const url = new URL(await e2eDatabaseUrl());
  url.pathname = name;
  await library.ask(`CREATE DATABASE ${name}`);
  try {
    await migrate(url.href);
    await withWebServer(url.href, async (link) => {
      await page.goto(link);
      await expect(page.getByRole("heading", { name: "Make the first account" })).toBeVisible();
    });
  } finally {
    await library.ask(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
