import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { build } from "./build.ts";
import { faultsTally, playwrightTally, vitestTally, type Tally } from "./tally.ts";

const REPORTS = path.resolve(".cache/reports");
const installed = (name: string) => path.resolve("node_modules", name);
const ONE_PASSED: Tally = { passed: 1, failed: 0, failures: [] };
const oneFailed = (why: string): Tally => ({ passed: 0, failed: 1, failures: [why] });

const steps: Record<string, () => Promise<Tally>> = {
  format: () => check([installed("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."]),
  lint: () => check(["scripts/lint.mjs"]),
  types: () => check(["scripts/types.mjs"]),
  unit: () => vitest("unit"),
  database: () => vitest("database"),
  build: () => build().then(() => ONE_PASSED),
  faults,
  browser: playwright,
};

/** Each takes a core at most, and says little: these go side by side. */
const SIDE_BY_SIDE = ["format", "lint", "types"];
const LONG = "--long";

/**
 * Runs all steps, or those that are named; every one of them, whatever became of the others. What
 * failed is said again at the end. With `--long` each does as much as it can, which takes hours.
 */
export async function runSteps(args: string[]): Promise<number> {
  // Read by test/short-or-long.ts in the processes of the steps.
  if (args.includes(LONG)) process.env.LETHE_LONG = "1";
  const names = args.filter((name) => name !== LONG);
  const unknown = names.filter((name) => !(name in steps));
  if (unknown.length > 0) {
    console.error(`No step ${unknown.join(", ")}; there are ${Object.keys(steps).join(", ")}.`);
    return 2;
  }
  const wanted = Object.entries(steps).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  const isQuick = ([name]: (typeof wanted)[number]) => SIDE_BY_SIDE.includes(name);
  const tallies = await Promise.all(wanted.filter(isQuick).map((step) => timed(...step)));
  for (const step of wanted) if (!isQuick(step)) tallies.push(await timed(...step));
  const failures = tallies.flatMap((tally) => tally.failures);
  if (failures.length > 0) console.log(`\nWhat failed:\n\n${failures.join("\n\n")}\n`);
  const sum = (of: "passed" | "failed") => tallies.reduce((total, tally) => total + tally[of], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 ? 0 : 1;
}

async function timed(name: string, step: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const tally = await step().catch((error: Error) => {
    console.error(error.message);
    return oneFailed(error.message);
  });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`── ${name}: ${tally.failed === 0 ? "ok" : `${tally.failed} failed`} (${seconds} s)`);
  return { ...tally, failures: tally.failures.map((failure) => `${name}: ${failure}`) };
}

/** What it says is shown in one piece, when it is done. */
async function check(args: string[]): Promise<Tally> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: Buffer) => output.push(piece));
  const [code] = (await once(child, "close")) as [number | null];
  const said = Buffer.concat(output).toString();
  process.stdout.write(said);
  return code === 0 ? ONE_PASSED : oneFailed(said.trimEnd());
}

async function vitest(project: string): Promise<Tally> {
  const report = reportFile(project);
  const code = await node([
    ...[installed("vitest/vitest.mjs"), "run", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ]);
  return vitestTally(report, code);
}

async function playwright(): Promise<Tally> {
  const report = reportFile("browser");
  const code = await node([installed("@playwright/test/cli.js"), "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return playwrightTally(report, code);
}

async function faults(): Promise<Tally> {
  const report = reportFile("faults");
  const form = process.env.LETHE_LONG ? [] : ["--short"];
  const code = await node(["scripts/faults.mjs", ...form, "--report", report]);
  return faultsTally(report, code);
}

function reportFile(name: string): string {
  fs.mkdirSync(REPORTS, { recursive: true });
  const file = path.join(REPORTS, `${name}.json`);
  fs.rmSync(file, { force: true });
  return file;
}

async function node(args: string[], environment: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
