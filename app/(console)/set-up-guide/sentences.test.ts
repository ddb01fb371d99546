import { expect, test } from "vitest";
import { activeSentence } from "./sentences-view.ts";

const next = { nextRunLocal: "2026-03-01T02:30", timeZone: "Europe/Zurich" };

test("a job that never ran to its end waits for somebody to start its first run", () => {
  expect(activeSentence({ ...next, firstRunByHand: true })).toContain(
    "Nothing is removed before somebody starts the first run",
  );
});

test("a job that ran before is said to run by itself, and when", () => {
  const told = activeSentence({ ...next, firstRunByHand: false });
  expect(told).not.toContain("Nothing is removed");
  expect(told).toContain("on 1 Mar 2026, 02:30 (Europe/Zurich).");
});
