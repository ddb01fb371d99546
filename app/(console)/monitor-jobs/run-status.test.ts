import { expect, test } from "vitest";
import type { RunRow } from "#db/queries/job-runs.ts";
import {
  progressText,
  rateText,
  statusOptions,
  submitter,
  timeLeftText,
} from "./run-status-view.tsx";

const run: RunRow = {
  id: 1,
  job: "anonymization",
  status: "running",
  isActive: true,
  isPausing: false,
  submittedVia: "schedule",
  submittedBy: null,
  submittedAt: "2026-01-01T00:00:00.000Z",
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  seconds: 28_810,
  workedSeconds: 10,
  cutOff: "2026-01-01",
  timeZone: "UTC",
  problem: null,
  waitsFor: null,
  planned: 30_000,
  visited: 10_000,
  batches: 2,
  records: 0,
  notes: 0,
  heldBack: 0,
  setAside: 0,
};

test.each([
  ["a night of pauses is no part of the rate", {}, "1,000", "20 s"],
  ["nothing done yet", { visited: 0 }, "–", "–"],
  ["not started", { seconds: null, workedSeconds: null, visited: 0 }, "–", "–"],
  [
    "a run that is stopping has no time left to tell",
    { status: "aborting" as const },
    "1,000",
    "–",
  ],
  ["more than was planned", { visited: 40_000 }, "4,000", "0 s"],
])("%s", (_name, part, rate, left) => {
  expect([rateText({ ...run, ...part }), timeLeftText({ ...run, ...part })]).toEqual([rate, left]);
});

test.each([
  ["queued", "Waiting for a worker"],
  ["paused", "Not begun"],
  ["aborted", "Not begun"],
] as const)("a run that is %s before its start: %s", (status, text) => {
  expect(progressText({ ...run, status, startedAt: null })).toBe(text);
});

test("a person is named, the others by the way they came", () => {
  expect(submitter({ ...run, submittedBy: "Ada" })).toBe("Ada");
  expect(submitter(run)).toBe("Schedule");
  expect(submitter({ ...run, submittedVia: "commandLine" })).toBe("Command line");
});

test("every status has its own name", () => {
  expect(new Set(statusOptions.map(({ label }) => label)).size).toBe(11);
});
