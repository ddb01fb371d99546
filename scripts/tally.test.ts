import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { faultsTally, playwrightTally, vitestTally } from "./tally.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-tally-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = path.join(folder, "report.json");
  fs.writeFileSync(file, JSON.stringify(content));
  return file;
}

test("a test that fails is named, and says why", () => {
  const assertionResults = [
    { fullName: "holds", status: "passed", failureMessages: [] },
    { fullName: "breaks", status: "failed", failureMessages: ["\u001b[31mnot so\u001b[39m"] },
  ];
  const testResults = [{ name: path.resolve("a.test.ts"), status: "failed", assertionResults }];
  const file = report({ numPassedTests: 1, numFailedTests: 1, testResults });
  const failures = ["a.test.ts › breaks\n    not so"];
  expect(vitestTally(file, 1)).toEqual({ passed: 1, failed: 1, failures });
});

test("a test file that does not load counts as a failure", () => {
  const testResults = [
    { name: path.resolve("a.test.ts"), status: "failed", message: "typo", assertionResults: [] },
    { name: path.resolve("b.test.ts"), status: "passed", assertionResults: [{}] },
  ];
  const file = report({ numPassedTests: 1, numFailedTests: 0, testResults });
  const failures = ["a.test.ts\n    typo"];
  expect(vitestTally(file, 1)).toEqual({ passed: 1, failed: 1, failures });
});

test("a story that fails is named, and says why", () => {
  const story = { file: "a.test.ts", line: 7, title: "breaks" };
  const results = [{ errors: [{ message: "not there" }] }];
  const specs = [
    { ...story, ok: false, tests: [{ results }] },
    { ...story, ok: true, tests: [] },
  ];
  const stats = { expected: 1, unexpected: 1, flaky: 0 };
  const file = report({ stats, suites: [{ suites: [{ specs }] }] });
  const failures = ["a.test.ts:7 › breaks\n    not there"];
  expect(playwrightTally(file, 1)).toEqual({ passed: 1, failed: 1, failures });
});

test("a runner that fails without naming a test counts as a failure", () => {
  const file = report({ stats: { expected: 3, unexpected: 0, flaky: 0 } });
  expect(playwrightTally(file, 1)).toEqual({
    passed: 3,
    failed: 1,
    failures: ["ended with 1, outside of any test"],
  });
});

test("a runner that leaves no report counts as a failure", () => {
  expect(playwrightTally("/nowhere/report.json", 1)).toMatchObject({ passed: 0, failed: 1 });
});

test("a scenario that does not hold counts as a failure", () => {
  const tally = { passed: 20, failed: 1, failures: ["seed 1: RED F1"] };
  expect(faultsTally(report(tally), 1)).toEqual(tally);
});
