import { afterAll, beforeAll, expect, test } from "vitest";
import { keyScopes } from "#lib/permissions.ts";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { unstorable } from "#lib/server/unavailable.ts";
import { ask, type Sent } from "./testing.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
beforeAll(async () => {
  own = await ownDatabase();
  key = await makeKey(...keyScopes);
});
afterAll(() => own.end());

const rule = {
  name: "30\0days",
  when: [{ parameter: "daysSinceEnded", operator: ">", value: 30 }],
  anonymize: true,
};

test.each<[string, Sent]>([
  ["GET /api/audit", { query: { actor: "\0" } }],
  ["GET /api/audit", { query: { actor: "\0", format: "csv" } }],
  ["GET /api/letters/counts", { query: { type: "\0" } }],
  ["GET /api/statistics/{family}", { params: { family: "loans" }, query: { library: "\0" } }],
  ["PUT /api/kill-switches/{scope}", { params: { scope: "all" }, body: { reason: "a\0b" } }],
  [
    "PUT /api/anonymization/rules/{family}",
    { params: { family: "loans" }, body: { version: 1, rules: [rule], default: false } },
  ],
])("%s with a character that no text has: 400", async (name, sent) => {
  const answer = await ask(name, withKey(key), sent);
  expect(answer).toEqual({ status: 400, answer: { error: unstorable } });
});
