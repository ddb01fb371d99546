import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureInstalled, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const oxlint = path.resolve("node_modules/oxlint/bin/oxlint");
const { status } = spawnSync(process.execPath, [oxlint, "--type-aware", "--deny-warnings"], {
  stdio: "inherit",
});
const { structureFaults } = await import("./structure.ts");
const faults = structureFaults();
for (const fault of faults) console.error(fault);
process.exitCode = status !== 0 || faults.length > 0 ? 1 : 0;
