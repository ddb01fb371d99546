import { once } from "node:events";
import net from "node:net";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/browser.ts";
import { e2eAddress } from "./test/e2e-library.ts";

const SERVER_START_MS = 180_000;
/** Stories wait more than they compute; each worker tells them on a library of its own. */
const workers = 2;

// Playwright reads this file again in its workers, which inherit the environment.
process.env.LETHE_E2E_PORTS ??= (await freePorts(workers)).join();
process.env.LETHE_E2E_DATABASE ??= `lethe_test_${Math.floor(Date.now() / 1_000)}_e2e_${process.pid}`;
const browser = await findChromium(".cache");

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.test.ts",
  globalTeardown: "./test/e2e-database.ts",
  outputDir: "test-results",
  workers,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    trace: "off",
    launchOptions: {
      ...browser,
      // Chromium's sandbox refuses root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  webServer: Array.from({ length: workers }, (_, number) => ({
    command: "node test/e2e-server.mjs",
    url: `${e2eAddress(number)}/api/health`,
    env: { LETHE_E2E_LIBRARY: String(number) },
    timeout: SERVER_START_MS,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    stdout: process.env.VERBOSE ? "pipe" : "ignore",
    stderr: "pipe",
  })),
});

/** Taken together, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => net.createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
