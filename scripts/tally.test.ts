import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { faultsTally, playwrightTally, vitestTally } from "./tally.ts";

function report(content: unknown): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "lethe-tally-")), "report.json");
  fs.writeFileSync(file, JSON.stringify(content));
  return file;
}

test("a test file that does not load counts as a failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "passed", assertionResults: [{}] },
  ];
  const file = report({ numPassedTests: 1, numFailedTests: 0, testResults });
  expect(vitestTally(file, 1)).toEqual({ passed: 1, failed: 1 });
});

test("a runner that fails without naming a test counts as a failure", () => {
  const file = report({ stats: { expected: 3, unexpected: 0, flaky: 0 } });
  expect(playwrightTally(file, 1)).toEqual({ passed: 3, failed: 1 });
});

test("a runner that leaves no report counts as a failure", () => {
  expect(playwrightTally("/nowhere/report.json", 1)).toEqual({ passed: 0, failed: 1 });
});

test("a scenario that does not hold counts as a failure", () => {
  expect(faultsTally(report({ passed: 20, failed: 1 }), 1)).toEqual({ passed: 20, failed: 1 });
});
