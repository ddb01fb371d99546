import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { operations } from "../operations.ts";
import { answered } from "../testing.ts";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { insertLetters, setPeriods } from "../../../test/letters.ts";
import { makeLibrary } from "../../../test/library.ts";

/* What screens share among jobs, scripts do too: which scope is needed is told by the job. */

const receipt = "FulLoanReceiptLetter";
let own: Awaited<ReturnType<typeof ownDatabase>>;
const keys: Record<string, string> = {};
beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 1);
  await insertLetters(own.pool, [
    { userId: 1, letterCode: receipt, createdOn: "2026-01-05", body: "Hello" },
    { userId: 1, letterCode: "PINNumberLetter", createdOn: "2026-01-05" },
  ]);
  for (const of of ["anonymization", "letters"] as const) {
    keys[of] = await makeKey(`${of}.read`, `${of}.write`, `${of}.run`);
  }
});
afterAll(() => own.end());
beforeEach(() => own.pool.query("DELETE FROM console.job_runs"));

async function ask(by: string, name: string, place: Record<string, string>, body?: unknown) {
  const [method, path = ""] = name.split(" ");
  const one = operations.find((other) => other.method === method && other.path === path)!;
  const request = new Request(`http://localhost:3000${path}`, {
    method,
    headers: withKey(keys[by] ?? ""),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await answered(one, request, place);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

test("a period is set, counted by, and refused where it is none", async () => {
  const put = (body: object) =>
    ask("letters", "PUT /api/letters/types/{code}", { code: receipt }, body);
  expect(await put({ version: 1, retentionDays: 30 })).toMatchObject({
    status: 200,
    answer: { retentionDays: 30, version: 2, stored: 1, past: 1 },
  });
  expect(await put({ version: 1, retentionDays: 60 })).toMatchObject({ status: 409 });
  for (const [retentionDays, sentence] of [
    [0, "retentionDays: A retention period is at least 1 day; null keeps letters."],
    [-1, "retentionDays: A retention period is at least 1 day; null keeps letters."],
    [36_501, "retentionDays: A retention period is at most 36,500 days."],
    [1.5, "retentionDays: retentionDays is whole days, or null."],
    ["30 days", "retentionDays: retentionDays is whole days, or null."],
    [[30, 60], "retentionDays: retentionDays is whole days, or null."],
  ]) {
    const { status, answer } = await put({ version: 2, retentionDays });
    expect([retentionDays, status, answer.error]).toEqual([retentionDays, 400, sentence]);
  }
  const nowhere = { code: "Nowhere" };
  expect(await ask("letters", "GET /api/letters/types/{code}", nowhere)).toEqual({
    status: 404,
    answer: { error: "There is no letter type Nowhere." },
  });
});

test("a run of the letters purge is started, and aborted, by its own scope alone", async () => {
  await setPeriods(own.pool, { [receipt]: 30 });
  const start = (by: string) =>
    ask(by, "POST /api/job-runs", {}, { job: "letters-purge", confirm: 1 });
  expect(await start("anonymization")).toEqual({
    status: 403,
    answer: { error: "This key does not have the scope letters.run." },
  });
  const { status, answer } = await start("letters");
  expect(status).toBe(202);
  const abort = (by: string) =>
    ask(by, "POST /api/job-runs/{id}/abortion", { id: String(answer.id) });
  expect(await abort("anonymization")).toMatchObject({ status: 403 });
  expect(await abort("letters")).toMatchObject({ status: 202 });
});

test("another number than the preview's starts nothing", async () => {
  await setPeriods(own.pool, { [receipt]: 30 });
  const body = { job: "letters-purge", confirm: 2 };
  expect(await ask("letters", "POST /api/job-runs", {}, body)).toMatchObject({
    status: 409,
    answer: { error: expect.stringMatching(/the number has shrunk from 2 to 1/) as unknown },
  });
});

test("each job is scheduled by its own scope alone", async () => {
  const schedule = { every: "week", on: "Monday", at: "04:00" };
  const put = (by: string, job: string) =>
    ask(by, "PUT /api/schedules/{job}", { job }, { version: 1, active: true, schedule });
  expect(await put("anonymization", "letters-purge")).toMatchObject({ status: 403 });
  expect(await put("letters", "anonymization")).toMatchObject({ status: 403 });
  expect(await put("letters", "letters-purge")).toMatchObject({
    status: 200,
    answer: { active: true, schedule },
  });
});

test("one period is set for several types: for all of them, or for none", async () => {
  await own.pool.query("UPDATE console.letter_types SET version = 1, retention_days = NULL");
  const both = [receipt, "PINNumberLetter"].map((code) => ({ code, version: 1 }));
  const put = (letterTypes: unknown, retentionDays: unknown = 90) =>
    ask("letters", "PUT /api/letters/types", {}, { letterTypes, retentionDays });
  const periods = async () =>
    (
      await own.pool.query<{ days: number }>(
        "SELECT DISTINCT retention_days AS days FROM console.letter_types WHERE code = ANY($1)",
        [both.map(({ code }) => code)],
      )
    ).rows.map(({ days }) => days);
  for (const [list, days, status, sentence] of [
    [
      [...both, { code: "Nowhere", version: 1 }],
      90,
      409,
      /^There is no letter type Nowhere\. Nothing/,
    ],
    [[both[0], { ...both[1], version: 2 }], 90, 409, /was changed by somebody else meanwhile/],
    [[], 90, 400, /^letterTypes: Select at least one letter type/],
    [Array(10_001).fill(both[0]), 90, 400, /^letterTypes: Select fewer letter types/],
    [[{ code: receipt }], 90, 400, /^letterTypes\[0\]\.version: /],
    [[{ code: "\0", version: 1 }], 90, 400, /^letterTypes\[0\]\.code: A code holds/],
    [receipt, 90, 400, /^letterTypes: letterTypes is a list/],
    [both, 0, 400, /^retentionDays: A retention period is at least 1 day/],
    [both, undefined, 400, /^retentionDays: /],
  ] as const) {
    const { status: got, answer } = await put(list, days === undefined ? "" : days);
    expect([got, answer.error]).toEqual([status, expect.stringMatching(sentence)]);
    expect(await periods()).toEqual([null]);
  }
  const { status, answer } = await put(both);
  expect([status, answer.letterTypes]).toMatchObject([
    200,
    [
      { code: receipt, retentionDays: 90, version: 2 },
      { code: "PINNumberLetter", retentionDays: 90, version: 2 },
    ],
  ]);
  expect(await periods()).toEqual([90]);
  expect((await put(both, 30)).status).toBe(409);
  expect((await ask("anonymization", "PUT /api/letters/types", {}, {})).status).toBe(403);
});
