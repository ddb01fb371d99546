import { afterAll, beforeAll, expect, test } from "vitest";
import { keyScopes } from "#lib/permissions.ts";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { anonymizeAfter } from "../../test/many-loans.ts";
import { exampleSet } from "./sets/schema.ts";
import { ask } from "./testing.ts";
import { operations } from "./operations.ts";

/* Whoever hangs up on what may count for minutes leaves nothing behind that goes on counting. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
beforeAll(async () => {
  own = await ownDatabase();
  key = await makeKey(...keyScopes);
  await anonymizeAfter(own.pool, 30);
  await own.pool.query(
    `INSERT INTO patron.sets (id, name, kind, private) OVERRIDING SYSTEM VALUE
     VALUES ($1, 'A set', 'itemized', false)`,
    [exampleSet],
  );
});
afterAll(() => own.end());

const waiting = async () => {
  const { rowCount } = await own.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount;
};

test.each([
  "GET /api/anonymization/preview",
  "GET /api/letters/preview",
  "POST /api/purge-users/preview",
  "POST /api/update-users/preview",
  "GET /api/delete-user-policy/application",
  "GET /api/institution/zone-change",
  "GET /api/audit/verification",
  "GET /api/overview",
])("%s ends with whoever asked for it", async (name) => {
  const example = operations.find((one) => `${one.method} ${one.path}` === name)?.description
    .example;
  const client = await own.pool.connect();
  try {
    await client.query(
      "BEGIN; LOCK TABLE patron.loan_links, patron.letters, patron.users, console.audit",
    );
    const asked = new AbortController();
    const answered = ask(name, withKey(key), { ...example, signal: asked.signal });
    await expect.poll(waiting).toBe(1);
    asked.abort();
    expect(await answered).toEqual({
      status: 409,
      answer: { error: "Stopped. Nothing was changed." },
    });
    expect(await waiting()).toBe(0);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
});
