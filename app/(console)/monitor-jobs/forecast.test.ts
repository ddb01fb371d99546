import { expect, test } from "vitest";
import { nextRunSentence } from "./forecast-view.ts";

const told = {
  nextRunLocal: "2026-11-28T02:00",
  timeZone: "Europe/Zurich",
  firstRunByHand: false,
  removes: 1_204,
};

test("a run by itself says what it would take", () => {
  expect(nextRunSentence("anonymization", told, [])).toBe(
    "By itself it runs next on 28 Nov 2026, 02:00 (Europe/Zurich), and would then take 1,204 links and notes, of what there is now.",
  );
});

test("a run by itself that does not begin says why, whatever else the screen tells", () => {
  const said = nextRunSentence("anonymization", told, ["No verified backup is known here."]);
  expect(said).toBe(
    "By itself it is due next on 28 Nov 2026, 02:00 (Europe/Zurich), and does not begin as things stand. No verified backup is known here.",
  );
});
