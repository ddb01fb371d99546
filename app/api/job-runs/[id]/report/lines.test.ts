import { expect, test } from "vitest";
import type { Run } from "#db/queries/job-runs.ts";
import type { Titled } from "#app/(console)/monitor-jobs/titled-runs-query.ts";
import { wholeRun } from "../../schema.ts";
import { reportLines } from "./lines.ts";

const moment = "2026-11-02T03:04:05Z";
const run: Titled<Run> = {
  id: 7,
  job: "anonymization",
  title: "Anonymization",
  status: "completedWithWarnings",
  isActive: false,
  isPausing: false,
  submittedVia: "screen",
  submittedBy: "Anna",
  submittedAt: moment,
  startedAt: moment,
  endedAt: moment,
  seconds: 61,
  workedSeconds: 60,
  cutOff: "2026-11-02",
  timeZone: "Europe/Zurich",
  problem: "It stopped.",
  waitsFor: null,
  planned: 101,
  visited: 102,
  batches: 103,
  records: 104,
  notes: 105,
  heldBack: 106,
  setAside: 107,
  frozen: {
    families: { loans: { rules: [{ name: "Old", when: [], anonymize: true }], retain: null } },
    days: 60,
  },
  frozenHash: "abc",
  softwareVersion: "1.2.3",
  expected: 108,
  confirmed: true,
  ceiling: 109,
  removed: 110,
  approvedBy: "Ben",
  verdict: "bad",
  verdictChecks: [{ name: "Nothing is left", how: "By a look.", found: 111, good: false }],
  verdictAcknowledgedBy: "Carla",
  verdictAcknowledgedAt: "2026-11-03T00:00:00Z",
  erasure: {
    erasedAt: moment,
    logsRecycledAt: null,
    logsUnseen: "the log is another's",
    waits: null,
    backupsEndOn: "2026-12-02",
  },
  lettersWaiting: 112,
  counters: [{ part: "loans", measure: "records", label: "Old", count: 113 }],
  parts: [{ part: "loans", bulks: 1, done: 1, planned: 101, visited: 102, batches: 103 }],
  events: [{ id: 1, at: moment, level: "info", message: "Completed." }],
};
const lines = reportLines(run);

/** Told by the status, by sums of the counters, or under a section of their own. */
const elsewhere = [
  ...["isActive", "isPausing", "title", "records", "notes", "heldBack", "setAside"],
  ...["frozen", "verdictChecks", "erasure", "counters", "parts", "events"],
];

test("the file has every fact that the API tells of a run, under its name", () => {
  const facts = lines.filter(([section]) => section === "run").map(([, , name]) => String(name));
  const told = Object.keys(wholeRun.shape).filter((name) => !elsewhere.includes(name));
  expect(facts.toSorted()).toEqual(told.toSorted());
});

test("it says who approved and who looked at the verdict, how much was expected and done, and what is erased", () => {
  for (const [section, name, value] of [
    ["run", "job", "Anonymization"],
    ["run", "approvedBy", "Ben"],
    ["run", "expected", 108],
    ["run", "confirmed", "true"],
    ["run", "ceiling", 109],
    ["run", "removed", 110],
    ["run", "verdict", "bad"],
    ["run", "verdictAcknowledgedBy", "Carla"],
    ["run", "verdictAcknowledgedAt", "2026-11-03T00:00:00Z"],
    ["erasure", "erasedAt", moment],
    ["erasure", "logsUnseen", "the log is another's"],
    ["erasure", "backupsEndOn", "2026-12-02"],
  ])
    expect(lines).toContainEqual([section, null, name, value]);
  expect(lines).toContainEqual(["records", "loans", "Old", 113]);
  expect(lines).toContainEqual(["work", "loans", "visited", 102]);
  expect(lines).toContainEqual(["verification", "bad", "Nothing is left", 111]);
  expect(lines).toContainEqual(["event", "info", moment, "Completed."]);
});

test("what the run was told stands under its paths", () => {
  expect(lines.filter(([section]) => section === "settings")).toEqual([
    ["settings", null, "families.loans.rules.0.name", "Old"],
    ["settings", null, "families.loans.rules.0.when", null],
    ["settings", null, "families.loans.rules.0.anonymize", "true"],
    ["settings", null, "families.loans.retain", null],
    ["settings", null, "days", 60],
  ]);
});
