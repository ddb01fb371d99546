import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addApiKey, listApiKeys, revokeApiKey } from "#db/queries/api-keys.ts";
import { sqlState, violatedConstraint } from "#db/errors.ts";
import { Refusal } from "#lib/refusal.ts";
import { hashOf, makeApiToken, prefixOf } from "./api-token.ts";
import { keySentences } from "./caller.ts";
import { handler } from "./handler.ts";
import { MAX_FAILED_KEYS } from "./key-attempts.ts";
import { asWeb, makeStaff, ownDatabase, signedIn } from "./testing.ts";
import { makeKey, withKey } from "./testing-keys.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let staffId: string;
beforeAll(async () => {
  own = await ownDatabase();
  staffId = await makeStaff("admin@example.org", "generalSystemAdministrator");
});
afterAll(() => own.end());

const write = handler({ permission: "institution.write", summary: "Test" }, async ({ save }) => {
  await save(async () => ({ action: "test.write", subject: "test" }));
  return Response.json({ ok: true });
});
async function call(headers: Headers): Promise<{ status: number; error?: string }> {
  const request = new Request("http://localhost:3000/api/test", { method: "POST", headers });
  const response = await write(request, { params: Promise.resolve({}) });
  const { error } = (await response.json()) as { error?: string };
  return { status: response.status, ...(error !== undefined && { error }) };
}
const rowOf = async (key: string) =>
  (await asWeb(listApiKeys)).find(({ prefix }) => prefix === prefixOf(key))!;
const refused = (error: string) => ({ status: 401, error });
const atEnd = (key: string, column: string, value: string) =>
  own.pool.query(`UPDATE console.api_keys SET ${column} = ${value} WHERE prefix = $1`, [
    prefixOf(key),
  ]);
/** Another last letter, which is no padding of the base64. */
const wrong = (key: string) => `${key.slice(0, -2)}${key.at(-2) === "A" ? "B" : "A"}${key.at(-1)}`;

describe("a key", () => {
  test("opens what it has the scope for, with neither cookie nor Origin, and is named in the audit", async () => {
    const key = await makeKey("institution.write");
    expect(await call(withKey(key))).toEqual({ status: 200 });
    const { rows } = await own.pool.query<{ actor: string }>(
      "SELECT actor FROM console.audit WHERE action = 'test.write'",
    );
    expect(rows).toEqual([{ actor: `key ${prefixOf(key)}` }]);
  });

  test("is nowhere in the database, nor is its secret", async () => {
    const key = await makeKey("jobs.read");
    const secret = key.split("_").at(-1);
    const { rows: tables } = await own.pool.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('console', 'patron', 'record', 'migrations', 'pgboss')",
    );
    for (const searched of [prefixOf(key) ?? "", secret ?? ""]) {
      const found = [];
      for (const { name } of tables) {
        const { rowCount } = await own.pool.query(
          `SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0`,
          [searched],
        );
        if (rowCount) found.push(name);
      }
      expect(found).toEqual(searched === secret ? [] : ["console.api_keys"]);
    }
  });

  test("without the scope is told which it lacks", async () => {
    expect(await call(withKey(await makeKey("audit.read")))).toEqual({
      status: 403,
      error: "This key does not have the scope institution.write.",
    });
  });

  test.each([
    ["no key", ""],
    ["a word", "secret"],
    ["half a key", "lethe_abcdefgh"],
    ["a letter too many", `lethe_abcdefgh_${"A".repeat(44)}`],
    ["a line break", `lethe_abcdefgh_${"A".repeat(42)}\u0085`],
  ])("that is malformed, %s, opens nothing", async (_, token) => {
    expect(await call(withKey(token))).toEqual(refused(keySentences.malformed));
  });

  test("is not taken from another scheme", async () => {
    const key = await makeKey("institution.write");
    for (const authorization of [`Basic ${btoa(`${key}:`)}`, key, `Bearer ${key} ${key}`]) {
      const headers = new Headers({ host: "localhost:3000", authorization });
      expect(await call(headers)).toEqual(refused(keySentences.malformed));
    }
  });

  test("that is unknown, or whose secret is wrong, opens nothing", async () => {
    expect(await call(withKey(makeApiToken().text))).toEqual(refused(keySentences.unknown));
    const key = await makeKey("institution.write");
    expect(await call(withKey(wrong(key)))).toEqual(refused(keySentences.unknown));
    expect(await call(withKey(key))).toEqual({ status: 200 });
  });

  test("that is revoked opens nothing from the next request on, and stays revoked", async () => {
    const key = await makeKey("institution.write");
    const { id } = await rowOf(key);
    expect(await call(withKey(key))).toEqual({ status: 200 });
    expect(await asWeb((tx) => revokeApiKey(tx, { id }))).toMatchObject({
      action: "apiKey.revoke",
      subject: `key ${prefixOf(key)}`,
    });
    expect(await call(withKey(key))).toEqual(refused(keySentences.revoked));
    await expect(asWeb((tx) => revokeApiKey(tx, { id }))).rejects.toThrow(Refusal);
  });

  test("that has expired opens nothing; only who has its secret is told why", async () => {
    const key = await makeKey("institution.write");
    await atEnd(key, "created_at", "now() - interval '2 days'");
    await atEnd(key, "expires_at", "now() - interval '1 second'");
    expect(await call(withKey(key))).toEqual(refused(keySentences.expired));
    expect(await call(withKey(wrong(key)))).toEqual(refused(keySentences.unknown));
    expect(await rowOf(key)).toMatchObject({ status: "expired" });
  });

  test("decides alone: a session that comes with it opens nothing more", async () => {
    const headers = await signedIn("admin@example.org");
    expect(await call(headers)).toEqual({ status: 200 });
    headers.set("authorization", `Bearer ${await makeKey("jobs.read")}`);
    expect((await call(headers)).status).toBe(403);
    headers.set("authorization", "Bearer nothing");
    expect((await call(headers)).status).toBe(401);
  });

  test("says when it was last used, to the hour", async () => {
    const key = await makeKey("institution.write");
    expect((await rowOf(key)).lastUsedAt).toBeNull();
    await call(withKey(key));
    expect((await rowOf(key)).lastUsedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/);
    const exact = await atEnd(key, "last_used_at", "'2026-01-01 10:30Z'").catch(violatedConstraint);
    expect(exact).toBe("api_keys_last_used_by_the_hour");
  });

  test("is written no more than once an hour, however often it is used", async () => {
    const key = await makeKey("institution.write");
    const version = async () =>
      (await own.pool.query("SELECT xmin FROM console.api_keys WHERE prefix = $1", [prefixOf(key)]))
        .rows;
    await call(withKey(key));
    const first = await version();
    await call(withKey(key));
    expect(await version()).toEqual(first);
  });
});

describe("wrong keys", () => {
  test(`are refused unread after ${MAX_FAILED_KEYS}, for that key and network alone`, async () => {
    const [guessed, other] = [
      await makeKey("institution.write"),
      await makeKey("institution.write"),
    ];
    const from = (network: string) => ({ "x-forwarded-for": network });
    for (let tries = 0; tries < MAX_FAILED_KEYS; tries++) {
      const { status } = await call(withKey(wrong(guessed), from("10.0.0.1")));
      expect(status).toBe(401);
    }
    const locked = { status: 429, error: keySentences.locked };
    expect(await call(withKey(wrong(guessed), from("10.0.0.1")))).toEqual(locked);
    expect(await call(withKey(guessed, from("10.0.0.1")))).toEqual(locked);
    expect(await call(withKey(guessed, from("10.0.0.2")))).toEqual({ status: 200 });
    expect(await call(withKey(other, from("10.0.0.1")))).toEqual({ status: 200 });
    await own.pool.query(
      "UPDATE console.staff_rate_limits SET last_request = last_request - 61000",
    );
    expect(await call(withKey(guessed, from("10.0.0.1")))).toEqual({ status: 200 });
  });

  test("leave no row behind once their lock is past", async () => {
    await call(withKey(makeApiToken().text, { "x-forwarded-for": "10.0.0.3" }));
    await own.pool.query(
      "UPDATE console.staff_rate_limits SET last_request = last_request - 61000",
    );
    await call(withKey(makeApiToken().text, { "x-forwarded-for": "10.0.0.4" }));
    const { rows } = await own.pool.query(
      "SELECT FROM console.staff_rate_limits WHERE key LIKE 'key:%'",
    );
    expect(rows).toHaveLength(1);
  });
});

describe("making a key", () => {
  const make = (more: object) =>
    asWeb((tx) => {
      const { text, prefix } = makeApiToken();
      const input = {
        name: "Test",
        prefix,
        secretHash: hashOf(text),
        scopes: ["jobs.read" as const],
        days: 90,
      };
      return addApiKey(tx, { ...input, createdBy: staffId, ...more });
    });

  test("leaves name, scopes and end in the audit, and nothing of the secret", async () => {
    const { after } = await make({});
    expect(after).toEqual({
      name: "Test",
      scopes: ["jobs.read"],
      expiresAt: expect.stringMatching(/Z$/),
    });
  });

  test.each(["staff.write", "apiKeys.write"])(
    "refuses the scope %s, and so does the database",
    async (scope) => {
      await expect(make({ scopes: [scope] })).rejects.toThrow(`A key cannot be given ${scope}.`);
      const insert = own.pool.query("UPDATE console.api_keys SET scopes = ARRAY[$1]", [scope]);
      expect(await insert.then(() => "stored", violatedConstraint)).toBe(
        "api_keys_never_of_people",
      );
    },
  );

  test.each([366, 0, -1])("refuses an end in %i days, which the database knows", async (days) => {
    const outcome = await make({ days }).then(() => "made", violatedConstraint);
    expect(outcome).toBe("api_keys_end_within_a_year");
  });

  test("a year is allowed", async () => {
    await expect(make({ days: 365 })).resolves.toMatchObject({ action: "apiKey.make" });
  });

  test("no role can give a key more scopes, another secret or a later end", async () => {
    for (const statement of [
      "UPDATE console.api_keys SET expires_at = expires_at",
      "UPDATE console.api_keys SET secret_hash = secret_hash",
      "UPDATE console.api_keys SET scopes = scopes",
      "DELETE FROM console.api_keys",
    ]) {
      const client = await own.pool.connect();
      await client.query("BEGIN; SET LOCAL ROLE lethe_web");
      const outcome = await client.query(statement).then(() => "done", sqlState);
      await client.query("ROLLBACK");
      client.release();
      expect([statement, outcome]).toEqual([statement, "42501"]);
    }
  });
});
