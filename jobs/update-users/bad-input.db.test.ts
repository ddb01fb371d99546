import { expect, test } from "vitest";
import { requestRun } from "../engine/propose.ts";
import { updateOptions } from "#lib/update-fields.ts";
import { hostileValues } from "../../test/hostile-values.ts";
import { freshMembers, type Changes } from "./testing.ts";

const { db, rows, value, run, preview, column } = freshMembers();

const base: Record<string, string> = {
  "no change at all": '{"set": 1, "changes": {}}',
  "an unknown parameter": '{"set": 1, "changes": {"birthDate": {"to": "2020-01-01"}}}',
  "the year 1": '{"set": 1, "changes": {"purgeDate": {"to": "0001-01-01"}}}',
  "a day that there is not": '{"set": 1, "changes": {"purgeDate": {"to": "2026-02-30"}}}',
  "an emptied date": '{"set": 1, "changes": {"purgeDate": {"to": ""}}}',
  "a date removed where it is empty":
    '{"set": 1, "changes": {"purgeDate": {"to": null, "onlyIf": "empty"}}}',
  "a status of the deleted": '{"set": 1, "changes": {"status": {"to": "deleted"}}}',
  "a condition of its own": '{"set": 1, "changes": {"campus": {"to": "N", "onlyIf": "1 = 1"}}}',
  "an emptied campus": '{"set": 1, "changes": {"campus": {"to": " "}}}',
  "a control character": '{"set": 1, "changes": {"campus": {"to": "N\\u0000"}}}',
  "a note without text": '{"set": 1, "changes": {"addNote": {"text": ""}}}',
  "the same block twice":
    '{"set": 1, "changes": {"addBlock": {"code": "A"}, "removeBlock": {"code": "A"}}}',
  "a letter to whoever is changed by nothing":
    '{"set": 1, "changes": {"notify": {"to": "changed", "subject": "a", "body": "b"}}}',
  "no set": '{"changes": {"campus": {"to": "N"}}}',
  "a set by its name": '{"set": "Leavers", "changes": {"campus": {"to": "N"}}}',
};
test.each(Object.entries(base))("%s is refused with a sentence", async (_, options) => {
  const parsed = updateOptions.safeParse(JSON.parse(options));
  expect(parsed.error?.issues[0]?.message).toMatch(/.{10,}/);
  const refused = db().transaction("lethe_web", (tx) =>
    requestRun(tx, {
      job: "update-users",
      submittedVia: "api",
      options: JSON.parse(options) as unknown,
    }),
  );
  await expect(refused).rejects.toThrow();
  expect(await value("SELECT count(*)::int FROM console.job_runs")).toBe(0);
});

test.each(["1000-01-01", "9999-12-31"])(
  "the purge date %s is taken, and a purge reads it",
  async (to) => {
    expect(await run({ purgeDate: { to } })).toMatchObject({
      verdict: "good",
      counts: { updated: 4 },
    });
    expect((await column("purge_date"))[0]).toBe(to);
  },
);

test.each(hostileValues)("the value %s is a value", async (to) => {
  const changes: Changes = {
    campus: { to },
    jobCategory: { to, onlyIf: "empty" },
    addBlock: { code: to, note: to },
    addNote: { text: to, type: to },
  };
  expect(await run(changes)).toMatchObject({ verdict: "good", counts: { updated: 4 } });
  expect(await rows("SELECT DISTINCT campus, job_category FROM patron.users WHERE id < 5")).toEqual(
    [{ campus: to, job_category: to }],
  );
  expect(await rows("SELECT DISTINCT text, type FROM patron.user_notes")).toEqual([
    { text: to, type: to },
  ]);
  expect(
    (
      await preview({
        ...changes,
        removeNotes: { type: `${to}x` },
        removeBlock: { code: `${to}x` },
      })
    ).confirm,
  ).toBe(0);
});
