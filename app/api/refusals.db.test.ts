import { afterAll, beforeAll, expect, test } from "vitest";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { keyScopes } from "#lib/permissions.ts";
import { operations } from "./operations.ts";
import { answered } from "./testing.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
beforeAll(async () => {
  own = await ownDatabase();
  key = await makeKey(...keyScopes);
});
afterAll(() => own.end());

/** "PUT /api/schedules/{job}" with what stands in the place of {job}, and the rest of the address. */
async function ask(name: string, place = "", search = "", body?: unknown) {
  const [method, path = ""] = name.split(" ");
  const one = operations.find((other) => other.method === method && other.path === path)!;
  const parameter = /\{(\w+)\}/.exec(path)?.[1];
  const request = new Request(`http://localhost:3000${path}${search}`, {
    method,
    headers: withKey(key),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const params = parameter ? { [parameter]: place } : {};
  const response = await answered(one, request, params);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const rules = (more: object) => ({ version: 1, rules: [], default: false, ...more });
const rule = (more: object) => ({
  name: "30 days",
  when: [{ parameter: "daysSinceEnded", operator: ">", value: 30 }],
  anonymize: true,
  ...more,
});
const daily = { every: "day", at: "02:00" };

test.each<[string, number, string, ...Parameters<typeof ask>]>([
  ["a run that there is not", 404, "There is no run 4711.", "GET /api/job-runs/{id}", "4711"],
  [
    "a backup of the future",
    409,
    "A backup is not made in the future: look at the clocks and zones. Nothing was changed.",
    "POST /api/backups",
    "",
    "",
    { madeAt: "2999-01-01T00:00:00Z" },
  ],
  [
    "a backup of no moment",
    400,
    "madeAt: When the copy was made is a moment with its zone, such as 2026-11-27T03:10:00Z or 2026-11-27T03:10:00+01:00.",
    "POST /api/backups",
    "",
    "",
    { madeAt: "yesterday" },
  ],
  [
    "taking back a backup that nobody told of",
    404,
    "No backup was told of: there is nothing to take back.",
    "DELETE /api/backups",
  ],
  ["its report", 404, "There is no run 4711.", "GET /api/job-runs/{id}/report", "4711"],
  ["its abortion", 404, "There is no run 4711.", "POST /api/job-runs/{id}/abortion", "4711"],
  ["its pause", 404, "There is no run 4711.", "POST /api/job-runs/{id}/pause", "4711"],
  ["its resumption", 404, "There is no run 4711.", "POST /api/job-runs/{id}/resumption", "4711"],
  ["its verdict", 404, "There is no run 4711.", "POST /api/job-runs/{id}/acknowledgement", "4711"],
  ["a proposal", 404, "There is no proposal 4711.", "GET /api/run-proposals/{id}", "4711"],
  [
    "an approval by a key",
    409,
    "A key cannot be the second person. Sign in to approve.",
    "POST /api/run-proposals/{id}/decision",
    "4711",
    "",
    { decision: "approve", confirm: 1, hash: "" },
  ],
  [
    "a kill switch of nothing",
    400,
    "scope: A kill switch is all, or one of anonymization, letters-purge, purge-users, update-users.",
    "DELETE /api/kill-switches/{scope}",
    "some",
  ],
  ["a run by a word", 400, "id: A run is named by its number.", "GET /api/job-runs/{id}", "last"],
  [
    "a day that there is not",
    400,
    "from: Enter a day as YYYY-MM-DD.",
    "GET /api/job-runs",
    "",
    "?from=2026-02-30",
  ],
  [
    "a period from after to",
    400,
    "to: The period ends before it begins.",
    "GET /api/statistics/{family}",
    "fees",
    "?from=2026-03-01&to=2026-02-28",
  ],
  [
    "a job that a script cannot start",
    400,
    "job: A job that can be started is one of anonymization, letters-purge, purge-users, update-users.",
    "POST /api/job-runs",
    "",
    "",
    { job: "reindex" },
  ],
  [
    "a cut-off day that has not come",
    409,
    "2999-01-01 is in the future. Only a demo library can be run as of a day that has not come.",
    "POST /api/job-runs",
    "",
    "",
    { job: "anonymization", asOf: "2999-01-01" },
  ],
  [
    "a key nearly right",
    400,
    "confirmed: there is no such key. Did you mean confirm?",
    "POST /api/job-runs",
    "",
    "",
    { job: "anonymization", confirmed: 1 },
  ],
  [
    "a body that is a list",
    400,
    "The body: this is array, not object.",
    "POST /api/job-runs",
    "",
    "",
    [],
  ],
  [
    "a family that there is not",
    400,
    "family: There are loans, fees, requests, borrowingRequests.",
    "GET /api/anonymization/rules/{family}",
    "books",
  ],
  [
    "another family's parameter",
    400,
    "rules[0].when[0].parameter: The parameter hasOpenFee does not belong to fees rules.",
    "PUT /api/anonymization/rules/{family}",
    "fees",
    "",
    rules({ rules: [rule({ when: [{ parameter: "hasOpenFee", operator: "is", value: true }] })] }),
  ],
  [
    "a rule without parameters",
    400,
    "rules[0].when: A rule needs at least one parameter. What all other records get is the default rule.",
    "PUT /api/anonymization/rules/{family}",
    "loans",
    "",
    rules({ rules: [rule({ when: [] })] }),
  ],
  [
    "rules that somebody else changed",
    409,
    "The Loan Anonymization Rules were changed by somebody else meanwhile. Nothing was saved.",
    "PUT /api/anonymization/rules/{family}",
    "loans",
    "",
    rules({ version: 7 }),
  ],
  [
    "rules without their version",
    400,
    "version: version is the number that was read.",
    "PUT /api/anonymization/rules/{family}",
    "loans",
    "",
    { rules: [], default: false },
  ],
  [
    "a time zone that there is not",
    409,
    "There is no time zone Europe/Atlantis. Enter an IANA name, such as Europe/Zurich.",
    "PUT /api/institution",
    "",
    "",
    { version: 1, name: "Library", timeZone: "Europe/Atlantis", currency: "CHF" },
  ],
  [
    "a schedule that no job has",
    404,
    "The job purge-users has no schedule.",
    "PUT /api/schedules/{job}",
    "purge-users",
    "",
    { version: 1, active: true, schedule: daily },
  ],
  [
    "a time that there is not",
    400,
    "schedule.at: Enter a time as HH:MM, from 00:00 to 23:59.",
    "PUT /api/schedules/{job}",
    "anonymization",
    "",
    { version: 1, active: true, schedule: { ...daily, at: "25:00" } },
  ],
  [
    "fees by location",
    400,
    "by[0]: fees are counted by month, library, userGroup, category.",
    "GET /api/statistics/{family}",
    "fees",
    "?by=location",
  ],
  [
    "another format",
    400,
    "format: The format is json or csv.",
    "GET /api/audit",
    "",
    "?format=xml",
  ],
])("%s: %i", async (_, status, error, ...asked) => {
  expect(await ask(...asked)).toEqual({ status, answer: { error } });
});

test("rules that were read can be written back as they are, and the slips in them are told", async () => {
  const list = rules({
    rules: [rule({}), rule({ name: "Never reached" })],
  });
  const path = "anonymization/rules/{family}";
  const saved = await ask(`PUT /api/${path}`, "loans", "", list);
  expect(saved).toMatchObject({
    status: 200,
    answer: { version: 2, warnings: [expect.any(String)] },
  });
  const { answer } = await ask(`GET /api/${path}`, "loans");
  expect(await ask(`PUT /api/${path}`, "loans", "", answer)).toMatchObject({
    status: 200,
    answer: { ...answer, version: 3 },
  });
});

test("what somebody else saved in between is not overwritten", async () => {
  const { answer } = await ask("GET /api/institution");
  const write = () => ask("PUT /api/institution", "", "", { ...answer, name: "Mine" });
  expect((await write()).status).toBe(200);
  expect((await write()).status).toBe(409);
});
