import net from "node:net";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/browser.ts";

const SERVER_START_MS = 180_000;

// Playwright reads this file again in its workers, which inherit the environment.
process.env.LETHE_E2E_PORT ??= String(await freePort());
process.env.LETHE_E2E_DATABASE ??= `lethe_test_${Math.floor(Date.now() / 1_000)}_e2e_${process.pid}`;
const baseURL = `http://localhost:${process.env.LETHE_E2E_PORT}`;
const browser = await findChromium(".cache");

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.test.ts",
  globalTeardown: "./test/e2e-database.ts",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL,
    trace: "off",
    launchOptions: {
      ...browser,
      // Chromium's sandbox refuses root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  webServer: {
    command: "node test/e2e-server.mjs",
    url: `${baseURL}/api/health`,
    timeout: SERVER_START_MS,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    stdout: process.env.VERBOSE ? "pipe" : "ignore",
    stderr: "pipe",
  },
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
