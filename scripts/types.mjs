import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureInstalled, root } from "./ensure.mjs";

ensureInstalled();
process.chdir(root);
const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
  spawnSync(process.execPath, [path.resolve("node_modules", program), ...args], {
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  }).status ?? 1;

process.exitCode = run("next/dist/bin/next", "typegen") || run("typescript/bin/tsc", "--noEmit");
