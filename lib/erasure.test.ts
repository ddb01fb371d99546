import { expect, test } from "vitest";
import { erasureStages, isGone, type Erasure } from "./erasure.ts";

const owed: Erasure = {
  erasedAt: null,
  logsRecycledAt: null,
  logsUnseen: null,
  waits: null,
  backupsEndOn: null,
};
const erased = { ...owed, erasedAt: "2026-11-02T03:00:00.000Z" };

test.each<[string, Partial<Erasure>, string, boolean]>([
  ["nobody has looked", owed, "done, waits: Waits for the next maintenance., waits", false],
  [
    "somebody looks back",
    { ...owed, waits: "backend 7" },
    "done, waits: Waits for backend 7., waits",
    false,
  ],
  [
    "out of the tables",
    { ...erased, waits: "files" },
    "done, done, waits: Waits for files.",
    false,
  ],
  [
    "the log cannot be seen",
    { ...erased, logsUnseen: "it is archived" },
    "done, done, unseen: Cannot be seen from here: it is archived.",
    true,
  ],
  ["gone", { ...erased, logsRecycledAt: "2026-11-02T03:05:00.000Z" }, "done, done, done", true],
])("stages when %s", (_, erasure, told, gone) => {
  const whole = { ...owed, ...erasure };
  const stages = erasureStages(whole, "2026-11-02T02:00:00.000Z");
  expect(stages.map(({ state, note }) => (note ? `${state}: ${note}` : state)).join(", ")).toBe(
    told,
  );
  expect(isGone(whole)).toBe(gone);
});
